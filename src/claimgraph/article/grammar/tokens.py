"""A text cut into tokens that keep their place: words, numbers, reference marks, signs; and into sentences.

Every pattern is linear: no nested repetition, so that a hostile page costs as much time as a kind one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

#: a reference mark as the readers write it, and the page behind it: [4], [a], [nb 1], [*], [citation needed], [1]:345–7
REFERENCE = re.compile(r"\[\s?(?P<mark>\d{1,4}|[A-Za-z]{1,2}|\*{1,4}|(?:nb|[Nn]ote|lower-alpha|upper-alpha|fn|n|N|i|web)\s?\d{1,3})\s?\](?::\d{1,4}(?:[–-]\d{1,4})?)?")
_ASIDE = r"\[\s?(?:citation needed|clarification needed|when\?|who\?|by whom\?|according to whom\?|better source needed|dubious[^\]\n]{0,30}|edit|[a-z ]{1,30}\?)\s?\]"
_TOKEN = re.compile(
    r"(?P<ref>" + REFERENCE.pattern.replace("?P<mark>", "?:") + r"|" + _ASIDE + r")"
    r"|(?P<age>\d{1,3}[-‐‑ ]years?[-‐‑ ]olds?\b|\d{1,3}[-‐‑](?:day|month|week|hour|minute|man|strong|member|person|mm|km)s?\b|\d{1,4}(?:mm|cm|km|kg|pdr|lb)\b)"
    r"|(?P<ordinal>\d{1,4}(?:st|nd|rd|th)\b)"
    r"|(?P<time>\d{1,2}:\d{2}(?::\d{2})?)"
    r"|(?P<number>\d{1,3}(?:[,\u00a0\u202f\u2009']\d{3})+(?!\d)|[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])|\d+(?:\.\d+)?)"
    r"|(?P<word>(?:[A-Z]\.){2,}|[^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*)"
    r"|(?P<space>\s+)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_RUN = re.compile(r"(?:\[[^\[\]\n]{1,24}\]\s?)+")
#: signs that say nothing to the grammar
_SILENT = frozenset("\"“”„«»‘*†‡")
#: names in capitals that would be other words in small letters: the Islamic State, the United States
_CAPITALS = {"IS": "isis", "US": "u.s."}
_ABBREVIATIONS = frozenset(
    "col lt gen maj capt cpt sgt cpl cmdr adm brig mr mrs ms dr st mt no nos vol jr sr prof rev hon gov sen rep "
    "approx ca c circa est incl vs etc e.g i.e ft km dept u.s u.n inc ltd p pp fig jan feb mar apr jun jul aug "
    "sep sept oct nov dec lt.col reg div".split()
)
_STOP = re.compile(
    r"(?P<stop>[.!?…]+)(?P<tail>[\"”’')\]]{0,3}(?:\s?\[[^\[\]\n]{1,24}\]){0,12}(?:[\"”’')]{0,2}))(?=\s|\Z|[A-Z])|(?P<line>\n)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``kind`` is ref, age, ordinal, time, number, word or sign; ``low`` its words folded to lower case."""

    kind: str
    text: str
    start: int
    low: str

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.start + len(self.text)


def tokens(text: str, offset: int = 0) -> list[Token]:
    """The tokens of ``text``, white space and quotation marks left out; ``start`` counts from ``offset``.

    >>> [t.text for t in tokens("14 soldiers were killed.[4]")]
    ['14', 'soldiers', 'were', 'killed', '.', '[4]']
    """
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        word = match.group()
        if kind == "space" or word in _SILENT:
            continue
        found.append(Token(kind, word, offset + match.start(), _CAPITALS.get(word) or word.lower().replace("’", "'")))
    return found


def marks(text: str) -> tuple[str, ...]:
    """The marks of the references in ``text``, in order: "[4] [nb 1]" → 4, nb 1.

    >>> marks("killed.[4][1] Later")
    ('4', '1')
    """
    return tuple(match["mark"] for match in REFERENCE.finditer(text))


def runs_of_marks(text: str, offset: int = 0) -> list[tuple[int, tuple[str, ...]]]:
    """Where reference marks stand, those with nothing but space between them as one run.

    >>> runs_of_marks("killed.[4] [1] Later [2]")
    [(7, ('4', '1')), (21, ('2',))]
    """
    found = ((offset + run.start(), marks(run.group())) for run in _RUN.finditer(text))
    return [(start, run) for start, run in found if run]


def marks_behind(runs: list[tuple[int, tuple[str, ...]]], place: int) -> tuple[str, ...]:
    """The first run at or behind ``place``, empty without one."""
    at = bisect_left(runs, place, key=lambda run: run[0])
    return runs[at][1] if at < len(runs) else ()


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph start and end; the reference marks behind a full stop belong to it.

    >>> text = "Col. Ba said 5 died.[1] It ended."
    >>> [text[a:b] for a, b in sentences(text)]
    ['Col. Ba said 5 died.[1]', 'It ended.']
    """
    start = 0
    for match in _STOP.finditer(text):
        if not _ends(text, match):
            continue
        if text[start : match.end()].strip():
            yield _trimmed(text, start, match.end())
        start = match.end()
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _ends(text: str, match: re.Match[str]) -> bool:
    if match["line"] or match["stop"] not in (".", "..."):
        return True
    if not match["tail"] and text[match.end() : match.end() + 1].isupper() and not text[match.end() : match.end() + 1].isspace():
        # "attack.The": a copy that lost the space; "U.S" is none
        return match.start() > 2 and text[match.start() - 3 : match.start()].isalpha()
    before = text[max(0, match.start() - 12) : match.start()]
    word = before.split()[-1].lower() if before.split() else ""
    if match["tail"]:
        return True
    if word.strip("(") in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and before[-1:].isupper()):
        return False
    after = text[match.end() : match.end() + 3].lstrip()
    return not after[:1].islower()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
