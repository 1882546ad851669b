"""The words around the figures of a cell: what heads them ("Per Mali:", "Kenya:", "Wounded:") and what
stands in brackets behind them ("(per JNIM)", "(Italian claim)", "(estimate)").

A speaker has a marker (per, claim, estimate, sources) or is known to speak of others: the other side, a
press agency, an observatory. A bare name before a colon is whose losses they are.
"""

import re
from dataclasses import dataclass, replace

from claimgraph.article.dates_told import mentions
from claimgraph.article.grammar.groups import KNOWN, THINGS
from claimgraph.article.grammar.outcomes import LEXICON
from claimgraph.article.grammar.sides import Sides
from claimgraph.article.grammar.speaker_names import named

_PER = re.compile(r"\s*(?:(?:as |is |was )?(?:per|acc\.?(?: to)?|according to|(?:claimed|stated|said|reported|confirmed|estimated|announced|given|acknowledged|admitted|alleged) by|source:?|sources:?|via|cited by|from)\s+)(?P<who>.+)\Z", re.IGNORECASE | re.DOTALL)
_MARKED = re.compile(
    r"\b(?:official\s+)?(?:claims?|claimed|estimates?|estimations?|est\.?|estimated|figures?|statements?|reports?|reported|says?|said|stated|data|version|accounts?|announced|alleged(?:ly)?|numbers|allegations?|states|confirmed|sources?|reporting|records|tally|count)\b\.?",
    re.IGNORECASE,
)
_KEEPS = re.compile(r"\b(?:sources?|officials?|media|records)\b", re.IGNORECASE)
_LOOSE = re.compile(r"\A\W*(?:(?:rough|conservative|official|unofficial|total|modern|various|other|initial|western|per|low|high)?\s*)?(?:est\.?|estimates?|estimated|estimation|approx\.?|approximately)\W*\Z", re.IGNORECASE)
_MAYBE = re.compile(r"unconfirmed|disputed|alleged|unverified|suspected|claimed\Z|\Aclaim|claims\Z", re.IGNORECASE)
_INITIAL = re.compile(r"\binitial|preliminary", re.IGNORECASE)
_SPEAKERS = re.compile(
    r"\b(?:reuters|afp|associated press|bbc|cnn|sohr|observatory|human rights|amnesty|acled|hospitals?|media|news|times|post|press|residents?|locals|witness(?:es)?|sources?|officials?|"
    r"ministry|agency|intelligence|historians?|unhcr|icrc|red cross|hrw|ngos?|spokes\w+|commanders?|jane's|ucdp|iiss|monitor\w*|independent|western|pentagon|cent?com)\b|\bUN\b|\bAP\b|\bMoD\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\A\W*(?:(?:grand |combined |overall |in )?total|overall|in all|both sides|all sides|combined)(?: (?:casualties|losses))?\W*\Z", re.IGNORECASE)
_PHASE = re.compile(r"\b(?:attack|battle|phase|day|operation|raid|ambush|bombing|week|stage|assault|siege|offensive)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\[[^\[\]\n]{1,24}\]")
_PROPER_SMALL = frozenset("of the and al el de du for in & wal ul".split())


@dataclass(frozen=True, slots=True)
class Said:
    """What a heading or bracket tells of the figures: a speaker, the victims, an outcome, a flag, a place, a day."""

    claimants: tuple[str, ...] = ()
    victims: str | None = None
    outcome: str | None = None
    approx: str | None = None
    flags: frozenset[str] = frozenset()
    place: str | None = None
    said_on: str | None = None
    speaks: bool = False  # names who says it, if only to be nobody ("claimed")


def read_heading(words: str, sides: Sides, column: int | None) -> Said | None:
    """What stands before a colon, or alone on a bold line; ``None`` for what heads no losses.

    >>> nobody = Sides((), ())
    >>> read_heading("Malian claim", nobody, 0).claimants, read_heading("Per Mali", nobody, 1).claimants
    (('Malian',), ('Mali',))
    >>> read_heading("Kenya", nobody, 1).victims, read_heading("Wounded", nobody, 0).outcome
    ('Kenya', 'wounded')
    """
    text = _REFERENCE.sub("", words).strip(" :;,.'\"")
    aside = re.fullmatch(r"(?P<head>[^()]+)\((?P<aside>[^()]+)\)\W*", text)
    if aside:  # "Per Ukraine (first battle)"
        said = read_heading(aside["head"], sides, column)
        inner = read_bracket(aside["aside"], sides, column)
        if said is None or inner is None or not inner.speaks:
            return replace(said, place=aside["aside"] if _PHASE.search(aside["aside"]) else None) if said else None
        return replace(said, claimants=said.claimants or inner.claimants, speaks=True)
    if not text or len(text.split()) > 12:
        return None
    if _TOTAL.match(text):
        return Said(flags=frozenset({"total"}))
    outcome = _outcome_heading(text)
    if outcome:
        return outcome
    speaker = _speaker(text)
    if speaker:
        return speaker
    side = sides.of(text)
    if (side is not None and column is not None and side != column) or (side is None and _SPEAKERS.search(text) and text.lower() not in KNOWN):
        return Said(claimants=named(text), speaks=True)
    if _PHASE.search(text) and side is None:
        return Said(place=text)
    return Said(victims=text)


def read_bracket(words: str, sides: Sides, column: int | None, places: frozenset[str] = frozenset()) -> Said | None:
    """What stands in brackets behind a figure; ``None`` for words that the figures' own grammar reads.

    >>> nobody = Sides((), ())
    >>> read_bracket("civilian/military estimate", nobody, 0).claimants
    ('civilian/military',)
    >>> read_bracket("estimate", nobody, 0).approx, read_bracket("14 civilians and 5 soldiers", nobody, None)
    ('estimate', None)
    """
    text = _REFERENCE.sub("", words).strip(" :;,.'\"")
    if not text:
        return None
    if ";" in text:
        return _parts(text, sides, column, places)
    dated = re.match(r"(?:as of|as at|by|until|on|since)\s", text, re.IGNORECASE)
    if dated and mentions(text):
        return Said(said_on=text[dated.end() :])
    if _LOOSE.match(text):
        return Said(approx="estimate", speaks=True)
    if not re.search(r"\d", text) or _PER.match(text):
        speaker = _speaker(text)
        if speaker:
            return speaker
    if text.lower() in ("confirmed", "official", "verified", "unknown", "see below", "disputed", "unconfirmed", "minimum", "at least"):
        return Said(flags=frozenset({"unconfirmed"}) if text.lower() in ("disputed", "unconfirmed") else frozenset())
    if text.lower().split()[-1] in KNOWN and not re.search(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|including|a)\b", text, re.IGNORECASE):
        return Said(victims=re.sub(r"\A(?:all|mostly|mainly)\s+", "", text, flags=re.IGNORECASE))
    return _name(text, sides, column, places)


def _parts(text: str, sides: Sides, column: int | None, places: frozenset[str]) -> Said | None:
    """ "(regular forces; per the opposition)": each part tells one thing; ``None`` where one of them is of figures."""
    told = [read_bracket(part, sides, column, places) for part in text.split(";") if part.strip()]
    if not told or any(said is None for said in told):
        return None
    whole = Said()
    for said in told:
        assert said is not None
        whole = Said(
            claimants=whole.claimants or said.claimants, victims=whole.victims or said.victims, outcome=whole.outcome or said.outcome, approx=whole.approx or said.approx,
            flags=whole.flags | said.flags, place=whole.place or said.place, said_on=whole.said_on or said.said_on, speaks=whole.speaks or said.speaks,
        )  # fmt: skip
    return whole


def _speaker(text: str) -> Said | None:
    flags = frozenset({"initial"}) if _INITIAL.search(text) else frozenset()
    per = _PER.match(text)
    if per:
        who = _MARKED.sub(" ", per["who"]) if not _KEEPS.search(per["who"]) else per["who"]
        return Said(claimants=named(who) or named(per["who"]), flags=flags, speaks=True)
    if _LOOSE.match(text):
        return Said(approx="estimate")
    if not _MARKED.search(text):
        return None
    rest = text if _KEEPS.search(text) and not re.search(r"\b(?:claim|estimate|figure|statement|report|say|said)", text, re.IGNORECASE) else _MARKED.sub(" ", text)
    rest = re.sub(r"\s+", " ", re.sub(r"\b(?:by|from|per|of|the|according to|initial|total)\b|['’]s\b", " ", rest, flags=re.IGNORECASE)).strip(" ,;:.-–")
    if not rest:
        return Said(flags=flags | (frozenset({"unconfirmed"}) if _MAYBE.search(text) else frozenset()), speaks=True)
    return Said(claimants=named(rest), flags=flags, speaks=True)


def _outcome_heading(text: str) -> Said | None:
    words = text.lower().replace("'", "").split()
    for length in (3, 2, 1):
        entry = LEXICON.get(tuple(words[-length:]))
        if entry and len(words) >= length and (entry[1] & {"count", "being", "done"}):
            before = text.split()[: len(words) - length]
            named_before = " ".join(w for w in before if w.lower() not in ("total", "confirmed", "reported", "number", "of", "estimated", "claimed", "and", "or"))
            total = frozenset({"total"}) if "total" in words else frozenset()
            if named_before and not (named_before.lower().split()[-1] in KNOWN or named_before[:1].isupper() or named_before.lower() in ("civilian", "military")):
                return None
            return Said(victims=named_before or None, outcome=entry[0], flags=total)
    return None


def _name(text: str, sides: Sides, column: int | None, places: frozenset[str]) -> Said | None:
    """A bare name in brackets: a place, the other side or an observer speaking, or one party of a column of several."""
    words = [w for w in re.findall(r"[^\W\d_][\w'’.-]*", text)]
    if not words or re.search(r"\d", text) or not all(w[:1].isupper() or w.lower() in _PROPER_SMALL for w in words):
        return None
    if any(w in THINGS for w in words) or tuple(w.lower() for w in words) in LEXICON:
        return None
    if text.lower() in places:
        return Said(place=text)
    side = sides.of(text)
    if side is not None and side == column and len(sides.parties[side]) > 1 and not _SPEAKERS.search(text):
        return Said(victims=text)
    return Said(claimants=named(text), speaks=True)
