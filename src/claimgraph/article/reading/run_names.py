"""Belligerents that a copy has run together on one line: "Mali Some Front" → Mali, Some Front.

Where all of a line is names that are known (countries, initials, groups by their last word, what the prose calls by name),
it is taken apart into the fewest of them. Else a country begins a name of its own when what follows it is another country,
an armed group or a name that the prose uses by itself; "Mali Armed Forces" stays one name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimgraph.article.nations import ADJECTIVES, COUNTRIES, country
from claimgraph.article.text import Line

_WORD = re.compile(r"[^\s\[\]]+")
_MARKS = re.compile(r"\s*(?:\[[^\[\]\n]{1,24}\]\s*)+")
#: what goes on with a country's name: a force, an organ, a kind of state
_GOES_ON = frozenset(
    "army armed air navy naval police national defence defense forces force federal government gendarmerie republic military and marine marines royal coast security "
    "special state people's democratic liberation patriotic national's guard intelligence customs civil volunteers militia supported backed loyalists until since from".split()
)
_ARMED = re.compile(
    r"(?:Islamic State|ISI[SL]\b|al[- ]?Qa|Al[- ]?Qa|Taliban|Boko Haram|[Aa]l-Shabaab|Jama|JNIM|Ansar|Hezbollah|Hamas|Harakat|Hayat|Wagner|AQIM|MUJAO|MOJWA|MNLA|CMA\b|CSP\b|FLA\b|GATIA|"
    r"Lord's|LTTE|FARC|PKK|YPG|SDF\b|M23|ADF\b|Houthi|Haqqani|Tahrir|Lashkar|Jaish|Hizb|Abu Sayyaf|Maute|Katiba|ECOWAS|MINUSMA|AMISOM|ATMIS|NATO|United Nations|European Union|African Union|Allied|Supported)"
)
#: the last word of a group's name
_GROUP = re.compile(
    r"(?:Separatists|Rebels|Militants|Insurgents|Fighters|Front|Army|Forces|Movement|Group|Party|Militias?|Tribes(?:men)?|Brigades?|Coalition|Alliance|Republicans|Nationalists|Royalists|Loyalists|"
    r"Guerrillas|Partisans|Volunteers|Pirates|Mutineers|Revolutionaries|Communists|Organi[sz]ation|Battalions?|Regiments?|Force|Guards?|Corps|Legion|Network|Province|Republic|Kingdom|Empire|"
    r"Khanate|Sultanate|Emirate|Caliphate|Confederation|Commonwealth|League|Union|Council|Mission)", re.IGNORECASE)  # fmt: skip
#: "JNIM", "M23", "CMA-FPA": initials are a name by themselves
_INITIALS = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Z\d]{2,}(?:-[A-Z\d]{2,})?|M23")
_CAPITAL = re.compile(r"[A-ZÀ-Þ]|[Aa]l-[A-Z]")
_LONGEST_NAME = 5
_LONGEST_COUNTRY = 4
_SUPPORT = re.compile(r"\s+(?:Supported|Support|Alleged|Limited involvement|Co-belligerents?|Allied|Non-state|Foreign|Backed|With support)\b[^:\d]{0,24}:(?:\s+|\Z)")
_HEADED = re.compile(r"[^\d:()\[\]]{2,40}:\s+(?=\S)")
_MOST_WORDS = 24


def run_apart_names(line: Line, prose: str) -> list[Line]:
    """The names of a belligerents' line, each a line of its own; the line itself where it holds one.

    >>> [part.text for part in run_apart_names(Line("Mali Jama'at Nasr", 0), "")]
    ['Mali', "Jama'at Nasr"]
    >>> [part.text for part in run_apart_names(Line("Mali Armed Forces", 0), "the Armed Forces")]
    ['Mali Armed Forces']
    """
    parts = [part for piece in _between_marks(line) for headed in _before_headings(piece) for part in _names(headed, prose)]
    kept: list[Line] = []
    for part in parts:
        before = kept[-1] if kept else None
        if before is not None and not part.flags and (before.text == part.text or (country(before.text) or 0) == (country(part.text) or 1)):
            continue  # a flag's name and the country's
        kept.append(part)
    return kept or [line]


def _between_marks(line: Line) -> Iterator[Line]:
    """Reference marks inside a line stand behind a name each; a mark at the end stays with its name."""
    at = 0
    for marks in _MARKS.finditer(line.text):
        if marks.end() < len(line.text) and line.text[marks.end()].isalpha() and marks.start() > at:
            yield replace(line, text=line.text[at : marks.end()].rstrip(), start=line.start + at)
            at = marks.end()
    yield replace(line, text=line.text[at:], start=line.start + at)


def _before_headings(line: Line) -> Iterator[Line]:
    """ "Aland Supported by: Bland": what heads the rest begins a line of its own."""
    at = 0
    for heading in _SUPPORT.finditer(line.text):
        if line.text[at : heading.start()].strip():
            yield _slice(line, at, heading.start())
        at = heading.end()
    if line.text[at:].strip():
        yield replace(line, text=line.text[at:], start=line.start + at, flags=line.flags if at == 0 else ())


def _names(line: Line, prose: str) -> Iterator[Line]:
    if headed := _HEADED.match(line.text):  # "Supported by: Aland"
        line = replace(line, text=line.text[headed.end() :], start=line.start + headed.end())
    words = list(_WORD.finditer(line.text))
    if len(words) > _MOST_WORDS or "(" in line.text or ":" in line.text or _bare(line.text) in prose:
        yield line
        return
    if len(known := _known_names([word[0] for word in words], prose)) > 1:
        for first, behind in known:
            yield _slice(line, words[first].start(), words[behind - 1].end())
        return
    at = 0
    while at < len(words):
        end = _country_at(words, at)
        if end and end < len(words) and _begins_a_name(line.text[words[end].start() :], prose):
            yield _slice(line, words[at].start(), words[end - 1].end())
            at = end
            continue
        end = end or _told_at(line.text, words, at, prose) or _before_country(words, at)
        if end and end < len(words) and (_country_at(words, end) or _ARMED.match(line.text, words[end].start())):
            yield _slice(line, words[at].start(), words[end - 1].end())
            at = end
            continue
        yield _slice(line, words[at].start(), len(line.text))
        return


def _known_names(words: Sequence[str], prose: str) -> list[tuple[int, int]]:
    """The fewest known names that all the words make, each by its first word and the one behind it; none where they make none.

    Single words that the prose uses too are not enough: "Arab Legion" is one, whatever Arabs and legions a page speaks of.
    """
    best: list[list[tuple[int, int]] | None] = [[]]
    for end in range(1, len(words) + 1):
        found = [
            [*before, (start, end)] for start in range(max(0, end - _LONGEST_NAME), end)
            if (before := best[start]) is not None and _is_known(words[start:end], prose, start > 0)
        ]  # fmt: skip
        best.append(min(found, key=len, default=None))
    known = best[-1] or []
    return known if any(behind - first > 1 or country(words[first]) or words[first] in COUNTRIES or _INITIALS.fullmatch(words[first]) for first, behind in known) else []


def _is_known(words: Sequence[str], prose: str, behind: bool) -> bool:
    """Whether these words are a name by themselves; ``behind`` another name they cannot begin like an organ of it."""
    name = " ".join(words)
    if name in COUNTRIES or country(name):
        return True
    if not all(_CAPITAL.match(word) for word in words) or (behind and words[0].lower() in _GOES_ON):
        return False
    if len(words) > 1 and _GROUP.fullmatch(words[-1]) and not any(_GROUP.fullmatch(word) for word in words[:-1]):
        return not any(word in COUNTRIES for word in words)
    return bool(len(words) == 1 and _INITIALS.fullmatch(name) or (armed := _ARMED.fullmatch(name)) and armed or _is_told(name, prose))


def _is_told(name: str, prose: str) -> bool:
    """Whether the prose calls somebody by this name, alone at least once."""
    if len(name) < 4 or name in ADJECTIVES:
        return False
    alone = rf"(?<![\w'’-]){re.escape(name)}(?![\w'’-])(?! [A-ZÀ-Þ])"
    return any(not re.search(r"[A-ZÀ-Þ][\w'’-]* \Z", prose[max(0, found.start() - 40) : found.start()]) for found in re.finditer(alone, prose))


def may_be_several(name: str, prose: str) -> bool:
    """Whether a belligerent of a copy that runs names together may be more than one: it begins or ends with a known name and is called so nowhere.

    >>> may_be_several("Mali Red Hand", ""), may_be_several("Mali Armed Forces", ""), may_be_several("Red Hand", "")
    (True, False, False)
    """
    plain = re.sub(r"\s*\([^()]*\)", "", _bare(name))
    words = plain.split()
    if len(words) < 2 or _is_known(words, prose, False) or plain in prose or not all(_CAPITAL.match(word) for word in words):
        return False
    cuts = range(1, len(words))
    return any(_is_known(words[:cut], prose, False) and words[cut].lower() not in _GOES_ON or _is_known(words[cut:], prose, True) for cut in cuts)


def _before_country(words: list[re.Match[str]], at: int) -> int:
    """The word behind a group's name that a country follows: "Northern Separatists Aland"; 0 for none."""
    for end in range(at + 1, len(words)):
        if _GROUP.fullmatch(words[end - 1][0]) and _country_at(words, end):
            return end
    return 0


def _slice(line: Line, start: int, end: int) -> Line:
    text = line.text[start:end].rstrip()
    return replace(line, text=text, start=line.start + start, flags=line.flags if start == 0 else ())


def _country_at(words: list[re.Match[str]], at: int) -> int:
    """The word behind the country's name that starts at ``at``, 0 where none does."""
    for length in range(min(_LONGEST_COUNTRY, len(words) - at), 0, -1):
        name = " ".join(word[0] for word in words[at : at + length])
        if name in COUNTRIES or country(name):
            return at + length
    return 0


def _begins_a_name(rest: str, prose: str) -> bool:
    first = rest.split()[0]
    if first.lower() in _GOES_ON or not first[:1].isupper() and not first.lower().startswith("al-"):
        return False
    if _ARMED.match(rest) or any(rest.startswith(name) for name in _countries_of(rest)):
        return True
    name = _bare(rest)
    return len(name) > 3 and name in prose


def _bare(text: str) -> str:
    return _MARKS.sub(" ", text).strip()


def _countries_of(rest: str) -> Iterator[str]:
    words = rest.split()
    for length in range(min(_LONGEST_COUNTRY, len(words)), 0, -1):
        name = " ".join(words[:length])
        if country(name):
            yield name


def _told_at(text: str, words: list[re.Match[str]], at: int, prose: str) -> int:
    """The word behind the longest name from ``at`` that the prose uses, of two words or more; 0 for none."""
    for end in range(len(words) - 1, at + 1, -1):
        if words[end - 1][0][:1].isupper() and text[words[at].start() : words[end - 1].end()] in prose:
            return end
    return 0
