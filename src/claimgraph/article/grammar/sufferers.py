"""Whose losses a figure tells: the victims in the article's words, and their side.

By the figure's own noun, else by whose losses the clause tells, else as the figure before it.
"""

import re
from itertools import pairwise

from claimgraph.article.grammar.chunks import Sentence
from claimgraph.article.grammar.groups import KNOWN
from claimgraph.article.grammar.sides import Sides
from claimgraph.article.grammar.slots import Slot

_SAME_TOLL = re.compile(r"(?:this|that|these|the) (?:\w+ )?(?:toll|figure|number|count|estimate)s?\b", re.IGNORECASE)
#: a toll that was told before
_THIS_TOLL = re.compile(r"\b(?:this|that)\b", re.IGNORECASE)
_LOSSES = re.compile(r"\b(?:loss|losses|casualties|dead|fatalities)\b", re.IGNORECASE)
_OWN_RANKS = re.compile(r"\s*(?:in|among|within|from|on) (?:its|their|his)(?: own)? (?:ranks|side|forces|troops|men|fighters)\b")
_OWN_LOSSES = re.compile(r"\b(?:its|their|his|our)(?: own)? (?:loss|losses|casualties|dead|fatalities)\b", re.IGNORECASE)
_ON_SIDE = re.compile(r"\s*(?:on|from|among|within|in) (?:the )?(?P<who>[\w.’'-]+(?: [\w.’'-]+){0,5}?) (?:side|ranks)\b")
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?: (?:of |the )?[A-ZÀ-Þ][\w’'-]*){0,6}|\b(?:army|rebels|insurgents|jihadists|militants)\b")
_FROM = re.compile(r" (?:each )?(?:came |were |was )?from (?:the |its )?(?P<who>[\w'’-]+(?: [\w'’-]+){0,2}?)(?=[,.;]| and |\Z)")
_EITHER = frozenset({"former", "latter"})
_PAIRING = frozenset("and against with".split())
_PLAIN = dict.fromkeys("the a an some several about at least two three four five six seven eight nine ten eleven twelve between of".split(), "")
_POSSESSIVES = frozenset("their its his her our own".split())


def sufferers(slot: Slot, sides: Sides, antecedent: tuple[str | None, int | None], sentence: Sentence) -> tuple[str | None, int | None]:
    """Who suffered, and their side: the figure's own words, else the figure before it ("eleven were wounded")."""
    group = slot.group
    words = slot.victims or group.words
    if words and words.lower() in _EITHER:
        words = former_or_latter(words.lower(), sentence, slot.chunk.start)
        return words, sides.of(words)
    if slot.chunk.start and (word := sentence.row[slot.chunk.start - 1].low) in _EITHER:  # "…, the latter two"
        return words, sides.of(former_or_latter(word, sentence, slot.chunk.start))
    if words and words.lower() in ("hostage", "captive", "prisoner"):
        words = None  # "took 3 hostage"
    if words:
        side = sides.of(words, group.kind)
        if side is None and group.kind in ("any", "none", "unknown", "name") and slot.sufferer:
            side = sides.of(_meant(sentence, slot.sufferer))
        return words, side
    if (origin := _origin(slot, sentence)) and (origin.rpartition(" ")[2].lower() in KNOWN or sides.of(origin) is not None):
        return origin, sides.of(origin)
    if slot.sufferer and not slot.subset:  # "the Taliban suffered 150 killed"
        side = sides.of(_meant(sentence, slot.sufferer))
        if side is not None:
            return None, side
    if slot.outcome is not None and slot.outcome.words == "lost":
        return None, sides.of(sentence.words(*slot.subject)) if slot.subject else None
    if slot.parent is not None and slot.parent is not slot:
        return None, sides.of(slot.parent.group.words, slot.parent.group.kind)
    if slot.toll is not None:
        told = sides.of(sentence.words(max(0, slot.toll - 3), slot.toll))
        if told is not None or not _THIS_TOLL.search(sentence.words(max(0, slot.toll - 1), slot.toll + 1)):
            return None, told
    if _SAME_TOLL.match(sentence.text):
        return None, antecedent[1]
    if _own_losses(slot, sentence):
        return None, None  # the speaker's: of_speaker tells
    if (side := _losing_side(slot, sides, sentence)) is not None:
        return None, side
    if group.more or slot.another or antecedent[0]:
        return (None if group.more or slot.another else antecedent[0]), antecedent[1]
    return None, None


def _origin(slot: Slot, sentence: Sentence) -> str | None:
    """ "51 came from the front, five from civilians": who they were stands behind "from"."""
    match = _FROM.match(sentence.text, sentence.last(slot.chunk) - sentence.offset) if slot.group.kind == "none" else None
    return match["who"] if match else None


def former_or_latter(word: str, sentence: Sentence, before: int) -> str | None:
    """Whom "the former" or "the latter" means: the people on either side of the last "and" before it.

    >>> from claimgraph.article.grammar.chunks import chunked
    >>> met = chunked("Orskian soldiers and rebels met; two of the latter died.")
    >>> [former_or_latter(word, met, 6) for word in ("former", "latter")]
    ['Orskian soldiers', 'rebels']
    """
    row = sentence.row
    for at in range(min(before, len(row)) - 2, 0, -1):
        other = next((i for i in range(at + 1, min(at + 5, before)) if row[i].low in KNOWN), None)
        if row[at].low in _PAIRING and row[at - 1].low in KNOWN and other is not None:
            start = at - 1
            while start and row[start - 1].kind == "word" and row[start - 1].low not in KNOWN | _PLAIN and at - start < 3:
                start -= 1
            first = next((i for i in range(at + 1, other) if row[i].kind == "word" and row[i].low not in _PLAIN), other)
            return sentence.words(start, at) if word == "former" else sentence.words(first, other + 1)
    return None


def _meant(sentence: Sentence, span: tuple[int, int]) -> str:
    """The words of a subject, "the former" and "the latter" as whom they mean."""
    words = sentence.words(*span)
    last = words.rpartition(" ")[2].lower()
    return former_or_latter(last, sentence, span[0]) or words if last in _EITHER else words


def governed(slot: Slot) -> bool:
    """Whether the figure is the object of what was done: "killing 20", not "20 were killed"."""
    return slot.outcome_chunk is not None and slot.outcome_chunk.start < slot.chunk.start


def _clause(slot: Slot, sentence: Sentence) -> str:
    """The words of the figure's clause that stand before it."""
    begin = 0
    for chunk in sentence.chunks[: slot.index]:
        if chunk.kind in ("turn", "that", "stop", "say", "colon", "relative"):
            begin = chunk.end
    return sentence.words(begin, slot.chunk.start)


def _own_losses(slot: Slot, sentence: Sentence) -> bool:
    """ "… and that its own losses were four dead"."""
    return bool(_OWN_LOSSES.search(_clause(slot, sentence)))


def _losing_side(slot: Slot, sides: Sides, sentence: Sentence) -> int | None:
    """Whose losses a clause tells: "Losses on the Front's side were 45 killed", "the army's losses were given as 9 dead"."""
    end = max(sentence.last(slot.chunk), sentence.last(slot.outcome_chunk) if slot.outcome_chunk else 0) - sentence.offset
    if behind := _ON_SIDE.match(sentence.text, end):
        return sides.of(behind["who"])
    words = _clause(slot, sentence)
    return sides.of(words) if _LOSSES.search(words) else None


def own_men(slot: Slot, sentence: Sentence) -> bool:
    """Whether a figure counts somebody's own people: "nine of its own soldiers"."""
    row = [token.low for token in sentence.row[slot.chunk.start : slot.chunk.end]]
    return any(whose in _POSSESSIVES and own == "own" for whose, own in pairwise(row))


def first_named(sides: Sides, *texts: str) -> int | None:
    """The side of the first party that the first of these texts with one names: mostly its subject."""
    found = (sides.of(match[0]) for text in texts for match in _NAME.finditer(text))
    return next((side for side in found if side is not None), None)


def of_speaker(slot: Slot, sentence: Sentence) -> bool:
    """Whether the figure is of the speaker's own people: "17 of their members", "three of its own"."""
    row, chunk = sentence.row, slot.chunk
    whose = slot.sufferer or (slot.subject if slot.outcome is not None and slot.outcome.words == "lost" else None)
    if whose and row[whose[1] - 1].low in ("it", "they", "he", "she", "we"):
        return True  # "the army said it suffered no losses"
    if _own_losses(slot, sentence):
        return True
    end = max(sentence.last(chunk), sentence.last(slot.outcome_chunk) if slot.outcome_chunk else 0) - sentence.offset
    return bool(_OWN_RANKS.match(sentence.text, end)) or slot.group.kind != "civilian" and any(token.low in _POSSESSIVES for token in row[chunk.start : chunk.end])
