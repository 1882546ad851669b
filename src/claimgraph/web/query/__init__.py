"""The query page and the catalogue of questions."""
