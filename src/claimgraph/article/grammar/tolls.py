"""What stands before a figure that counts the dead or hurt as such: "the death toll rose to", "the number of rebels killed was",
"among the dead were", "a figure later raised to".
"""

from claimgraph.article.grammar.groups import KNOWN
from claimgraph.article.grammar.outcomes import Outcome, outcome_at
from claimgraph.article.grammar.phrases import BE, TOLLS
from claimgraph.article.grammar.quantities import NOTHING, read_quantity
from claimgraph.article.grammar.tokens import Token

_OF = frozenset({"of"})
_LONGEST = max(map(len, TOLLS))
_FIRST_WORDS = frozenset(words[0] for words in TOLLS)
#: those of whom a part is told → what happened to them
_THOSE = {
    "dead": "killed", "killed": "killed", "fatalities": "killed", "victims": "killed", "deceased": "killed", "slain": "killed", "wounded": "wounded", "injured": "wounded",
    "casualties": "casualties", "captured": "captured", "prisoners": "captured", "missing": "missing",
}  # fmt: skip
_LOSSES = _THOSE | {"deaths": "killed", "losses": "casualties", "injuries": "wounded"}
_ROSE = frozenset("rose climbed increased grew jumped".split())
_PUT = frozenset("put given estimated placed set reckoned reported".split())
_MOST_ADJECTIVES = 2
_TOLD = (("were",), ("are",), ("included",), ("include",), ("there", "were"), ("there", "are"))
_FIGURES = frozenset("figure number toll count total estimate tally".split())
_LATER = frozenset("later subsequently then since eventually afterwards".split())
_CHANGED = frozenset("raised revised updated increased lowered reduced corrected upgraded adjusted".split())
_WAYS = frozenset("up upward upwards down downward downwards".split())


def toll_at(row: list[Token], at: int) -> Outcome | None:
    """The phrase before a toll that starts at token ``at``, with what it counts.

    >>> from claimgraph.article.grammar.tokens import tokens
    >>> toll_at(tokens("death toll rose"), 0).slug, toll_at(tokens("number of rebels wounded"), 0).slug
    ('killed', 'wounded')
    >>> toll_at(tokens("among the civilian victims there are 7 boys"), 0).end, toll_at(tokens("a figure later raised to 19"), 0).words
    (6, 'revised to')
    """
    return _listed(row, at) or _number_of(row, at) or _among(row, at) or _revised(row, at) or _put(row, at)


def _listed(row: list[Token], at: int) -> Outcome | None:
    if row[at].low not in _FIRST_WORDS or (at and (row[at - 1].kind == "number" or row[at - 1].low in NOTHING)):
        return None
    for length in range(min(_LONGEST, len(row) - at), 0, -1):
        words = tuple(t.low for t in row[at : at + length])
        if words not in TOLLS or (words[0] == "the" and not _begins_list(row, at, at + length)):
            continue
        if words[-1] == "at" and not (at + length < len(row) and read_quantity(row, at + length)):
            continue  # "wounded at the gate"
        return Outcome(TOLLS[words], _OF, at, at + length, " ".join(words))
    return None


def _begins_list(row: list[Token], at: int, end: int) -> bool:
    """Whether "the dead were" begins a list of figures: "three of the wounded were executed" does not."""
    return not (at and row[at - 1].low == "of") and _figures_follow(row, end)


def _figures_follow(row: list[Token], end: int) -> bool:
    following = row[end] if end < len(row) else None
    return following is not None and (following.low in ("a", "an", "the", "mostly", "all") or read_quantity(row, end) is not None)


def _number_of(row: list[Token], at: int) -> Outcome | None:
    """ "the number of rebels killed": whoever they are that are counted."""
    end = at + 2
    if row[at].low != "number" or end >= len(row) or row[at + 1].low != "of":
        return None
    while end < min(len(row), at + 7) and row[end].kind == "word" and outcome_at(row, end) is None:
        end += 1
    found = outcome_at(row, end) if end < len(row) and row[end - 1].low in KNOWN else None
    if found is None or "done" not in found.forms or found.slug not in ("killed", "wounded", "missing", "captured"):
        return None
    return Outcome(found.slug, _OF, at, found.end, "number killed")


def _among(row: list[Token], at: int) -> Outcome | None:
    """ "among the civilian victims there are", and at the head of a sentence "Of the dead, nine …"."""
    if row[at].low not in ("among", "amongst", "of") or at + 2 >= len(row) or row[at + 1].low not in ("the", "those", "these"):
        return None
    begin = at + 2 + 2 * (tuple(t.low for t in row[at + 2 : at + 4]) == ("total", "of"))
    noun = next((i for i in range(begin, min(len(row), begin + 1 + _MOST_ADJECTIVES)) if row[i].low in _THOSE), None)
    if noun is None or any(row[i].kind != "word" or read_quantity(row, i) for i in range(begin, noun)):
        return None
    told = next((words for words in _TOLD if tuple(t.low for t in row[noun + 1 : noun + 1 + len(words)]) == words), ())
    if not told and noun + 1 < len(row) and row[noun + 1].text == ",":
        told = next(((",", *words) for words in _TOLD[-2:] if tuple(t.low for t in row[noun + 2 : noun + 2 + len(words)]) == words), ())
    opens = (at == 0 or row[at - 1].low in ("that", ",")) and noun + 1 < len(row) and row[noun + 1].text == ","
    end = noun + 1 + (len(told) or opens)
    if not (told or opens) or (told and row[at].low == "of" and at) or not _figures_follow(row, end):
        return None
    return Outcome(_THOSE[row[noun].low], _OF, at, end, "among the dead were")


def _put(row: list[Token], at: int) -> Outcome | None:
    """ "the dead were put at": the noun alone, so that the verb still tells who puts it there."""
    if row[at].low not in _LOSSES or at + 3 >= len(row):
        return None
    after = at + 1 + (row[at + 1].low in ("people", "persons"))
    if row[after].low in _ROSE and row[after + 1].low == "to" and read_quantity(row, after + 2):
        return Outcome(_LOSSES[row[at].low], _OF, at, after, "number at")  # "injured people climbed to 112"
    if row[at + 1].low not in BE:
        return None
    verb = at + 2 + (row[at + 2].low in ("later", "then", "officially", "initially", "first"))
    if verb + 1 >= len(row) or row[verb].low not in _PUT or row[verb + 1].low not in ("at", "as", "by"):
        return None
    return Outcome(_LOSSES[row[at].low], _OF, at, at + 1, "number at")


def _revised(row: list[Token], at: int) -> Outcome | None:
    """ "a figure later raised to", "subsequently revised upwards to": the figure that takes another one's place."""
    end = at
    if row[end].low in ("a", "the") and end + 1 < len(row) and row[end + 1].low in _FIGURES:
        end += 2
        if tuple(t.low for t in row[end : end + 2]) in (("that", "was"), ("which", "was")):
            end += 2
    told = end > at
    while end < len(row) and row[end].low in _LATER:
        end, told = end + 1, True
    if not told or end >= len(row) or row[end].low not in _CHANGED:
        return None
    end += 1 + (end + 1 < len(row) and row[end + 1].low in _WAYS)
    if end + 1 >= len(row) or row[end].low != "to" or read_quantity(row, end + 1) is None:
        return None
    return Outcome("killed", _OF, at, end + 1, "revised to")
