"""How figures are told: quantity, group, outcome, speaker, occasion; from words to told claims."""
