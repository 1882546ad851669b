"""How alike two spellings are, from 0 to 100, and why: the score says nothing about any third spelling.

The scale, so that a score means the same from query to query:

======  ==============================================================================
100     the same letters; case, diacritics, hyphens, spaces and apostrophes apart
98      the same words in another order or language ("Région de Mopti", "Mopti Region")
96      the same letters in another script ("Диафарабе", "Diafarabé")
93      the same but for a word that says what it is ("Mopti", "Mopti Region")
< 96    letters differ; one wrong letter in eight gives about 90, in five about 83
< 90    only consonants and long vowels could be compared (Arabic script)
======  ==============================================================================

The weights were fitted on real alternate spellings of GeoNames with typing errors (softmax over the
candidates of 1,600 queries at 100,000 and 1.2 million labels) and rounded; ``make bench`` measures them.
"""

from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import ratio

from claimgraph.model.names import Forms
from claimgraph.reconcile.lexicon import words

SAME, SAME_WORDS, OTHER_SCRIPT, BARE, CONSONANTS_ONLY = 100.0, 98.0, 96.0, 93.0, 90.0
#: One word that is the same but for an article ("Presse", "La Presse"): it may be the word, not the name.
ONE_WORD = 94.0
#: What an acronym made from the initials of a label is worth: many names share initials.
SAME_INITIALS = 88.0


class Likeness(NamedTuple):
    """A score and the measures it was made of (0 to 100 each; ``edits`` counts letters)."""

    score: float
    letters: float
    sound: float
    words: float
    edits: int


def likeness(query: Forms, label: Forms) -> Likeness:
    """Compare two names by letters, words and sound.

    >>> a, b = Forms.of("Diafarabé"), Forms.of("diafarabe")
    >>> likeness(a, b).score
    100.0
    >>> likeness(Forms.of("Région de Mopti"), Forms.of("Mopti Region")).score
    98.0
    >>> 70 < likeness(Forms.of("جفرابي"), a).score <= 90
    True
    """
    ours, theirs = query.joined, label.joined
    if not ours or not theirs:  # signs only, or a script without transliteration
        return Likeness(SAME * (query.text == label.text), 0.0, 0.0, 0.0, 0)
    if ours == theirs:
        return Likeness(SAME if query.script == label.script else OTHER_SCRIPT, SAME, SAME, SAME, 0)
    edits = OSA.distance(ours, theirs)
    letters = 100.0 * (1 - edits / max(len(ours), len(theirs)))
    sound = ratio(query.skeleton, label.skeleton)
    bones = ratio(query.consonants, label.consonants)
    if (query.script == "arabic") != (label.script == "arabic"):
        return Likeness(_across_scripts(query, label, letters, bones), letters, sound, 0.0, edits)
    score = 0.5 * letters + 0.15 * ratio(ours, theirs) + 0.05 * sound + 0.1 * bones
    score += 20 * JaroWinkler.similarity(ours, theirs)
    by_words = _by_words(query.fold, label.fold) if " " in query.fold or " " in label.fold else 0.0
    return Likeness(min(max(score, by_words), SAME_WORDS), letters, sound, by_words, edits)


def _across_scripts(query: Forms, label: Forms, letters: float, bones: float) -> float:
    """One name in Arabic script: its consonants and its long vowels are all there is."""
    score = _heard(query, label, letters, bones)
    ours, theirs = words(query.fold), words(label.fold)
    if ours.concepts == theirs.concepts:
        return SAME_WORDS
    if ours.bare and theirs.bare and ours.kinds == theirs.kinds and ours.kinds:  # "دائرة ماسينا", "Cercle de Macina"
        return max(score, likeness(Forms.of_folded(ours.bare, query.script), Forms.of_folded(theirs.bare, label.script)).score)
    return score


def _heard(query: Forms, label: Forms, letters: float, bones: float) -> float:
    sound = 100.0 * OSA.normalized_similarity(query.skeleton, label.skeleton)
    score = 0.25 * letters + 0.3 * sound + 0.45 * bones
    few = min(len(query.consonants), len(label.consonants)) < 3
    return min(score * (0.85 if few else 1.0), CONSONANTS_ONLY)


def _by_words(query: str, label: str) -> float:
    ours, theirs = words(query), words(label)
    if ours.concepts == theirs.concepts:
        return SAME_WORDS if " " in ours.concepts else ONE_WORD
    in_any_order = 0.94 * ratio(ours.concepts, theirs.concepts)
    if ours.bare and ours.bare == theirs.bare and not (ours.kinds and theirs.kinds):
        return max(in_any_order, BARE)
    return in_any_order
