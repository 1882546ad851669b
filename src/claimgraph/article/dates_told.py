"""Dates as articles tell them → dates of the model: a day, a month, a year, or an interval, never more precise than told.

English and French month names, both orders of day and month, ISO days; ranges by dash, slash, "to",
"and" or "until", with the month or year told once ("9 – 10 May 2019"); open ends ("– present").
"""

import re
from calendar import monthrange
from dataclasses import dataclass

from claimgraph.model.dates import InvalidDate, PartialDate

_MONTH_NAMES = (
    ("january", "jan", "janvier"), ("february", "feb", "février", "fevrier"), ("march", "mar", "mars"),
    ("april", "apr", "avril"), ("may", "mai"), ("june", "jun", "juin"), ("july", "jul", "juillet"),
    ("august", "aug", "août", "aout"), ("september", "sept", "sep", "septembre"), ("october", "oct", "octobre"),
    ("november", "nov", "novembre"), ("december", "dec", "décembre", "decembre"),
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_MONTH = r"(?P<m{0}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?<!\d)(?P<d{0}>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|er)?(?!\d)"
_YEAR = r"(?<!\d)(?P<y{0}>[12]\d{{3}})(?!\d)"
_SHAPES = (
    r"(?<![\d-])(?P<y0>[12]\d{{3}})-(?P<m0>0[1-9]|1[0-2])(?:-(?P<d0>0[1-9]|[12]\d|3[01]))?(?![\d-])",
    _MONTH.format(1) + r"[ \u00a0]+" + _DAY.format(1) + r"(?:,?[ \u00a0]+" + _YEAR.format(1) + ")?",
    _DAY.format(2) + r"[ \u00a0]+(?:de[ \u00a0]+)?" + _MONTH.format(2) + r"(?:,?[ \u00a0]+" + _YEAR.format(2) + ")?",
    _MONTH.format(3) + r",?[ \u00a0]+" + _YEAR.format(3),
    _MONTH.format(4),
    _YEAR.format(5),
)
_DATE = re.compile("|".join(shape.replace("{{", "{").replace("}}", "}") for shape in _SHAPES), re.IGNORECASE)
#: where a date can begin at all: looking only there is ten times faster than everywhere
_BEGIN = re.compile(r"(?<![^\W_])(?=\d|" + "|".join(sorted({name[:3] for name in MONTHS})) + ")", re.IGNORECASE)
_BARE_DAY_AFTER = re.compile(r"\s*(?:[–—/-]|to|and|until|till)\s*" + _DAY.format("") + r"(?!\s*[:.]\d)(?:,?\s+" + _YEAR.format("") + r")?", re.IGNORECASE)
_BARE_DAY_BEFORE = re.compile(r"(?<![\w:.])" + _DAY.format("") + r"\s*(?:[–—/-]|to|and|until|till)\s*\Z", re.IGNORECASE)
_JOIN = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:[–—/-]|to|and|until|till|through)\s*\Z", re.IGNORECASE)
_OPEN = re.compile(r"\s*[–—-]\s*(?:present|ongoing|today|now)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A date found at ``start``–``end`` of a text; ``year`` may be missing there and supplied by the context."""

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None

    def point(self, year: int | None = None) -> str | None:
        """``YYYY[-MM[-DD]]``, with ``year`` where the words have none; ``None`` without any, and for a day that does not exist."""
        told = self.year or year
        if told and self.month and self.day and self.day > monthrange(told, self.month)[1]:
            return None
        parts = (told, self.month, self.day)
        return None if told is None else "-".join(f"{p:0{4 if i == 0 else 2}}" for i, p in enumerate(parts) if p)


@dataclass(frozen=True, slots=True)
class Span:
    """When something was, both ends as told: one date twice when it is no range, ``end`` ``None`` when still going on."""

    begin: PartialDate
    end: PartialDate | None
    start: int = 0
    stop: int = 0

    @property
    def single(self) -> PartialDate | None:
        """The one date, where begin and end are the same."""
        return self.begin if self.begin == self.end else None


def mentions(text: str) -> list[Told]:
    """Every date that the text tells, in order; a month alone counts, a number alone only as a year.

    >>> [m.point(2023) for m in mentions("On January 10 and on 12 January 2024, in March 2021")]
    ['2023-01-10', '2024-01-12', '2021-03']
    """
    found: list[Told] = []
    for begin in _BEGIN.finditer(text):
        match = _DATE.match(text, begin.start()) if not found or found[-1].end <= begin.start() else None
        if match is None:
            continue
        shape = next(i for i in range(6) if match.groupdict().get(f"y{i}") or match.groupdict().get(f"m{i}"))
        year, month, day = (match.groupdict().get(f"{part}{shape}") for part in "ymd")
        if shape == 4 and match[0].islower():
            continue  # "may", "march" as verbs
        number = int(month) if month and month.isdigit() else MONTHS.get(month.lower()) if month else None
        found.append(Told(match.start(), match.end(), int(year) if year else None, number, int(day) if day else None))
    return found


def whole_range(text: str, told: Told) -> tuple[int, int]:
    """Where a date begins and ends with the other day of its range: "7–16 November", "November 7 to 16".

    >>> text = "from 7–16 November"
    >>> text[slice(*whole_range(text, mentions(text)[0]))]
    '7–16 November'
    """
    if not told.day:
        return told.start, told.end
    floor = max(0, told.start - 24)
    before = _BARE_DAY_BEFORE.search(text[floor : told.start])
    if before and int(before["d"]) < told.day:
        return floor + before.start(), told.end
    after = None if told.year else _BARE_DAY_AFTER.match(text, told.end)
    return told.start, after.end() if after and told.day < int(after["d"]) and not text[after.end() :].lstrip()[:1].isalpha() else told.end


def read_span(text: str, year: int | None = None) -> Span | None:
    """The first date or range of dates that the text tells; ``year`` supplies one told elsewhere.

    >>> span = read_span("11–12 August 2023")
    >>> span.begin.text, span.end.text
    ('2023-08-11', '2023-08-12')
    >>> read_span("December 7, 1939 – March 13, 1940").end.text
    '1940-03-13'
    >>> read_span("January 2012 – present").end is None
    True
    """
    told = mentions(text)
    return _span(text, told, 0, year) if told else None


def read_date(text: str, year: int | None = None) -> PartialDate | None:
    """The first date of the text as one value: a range becomes an EDTF interval.

    >>> read_date("Retrieved June 1, 2024").text
    '2024-06-01'
    """
    span = read_span(text, year)
    if span is None or span.single:
        return span.single if span else None
    return PartialDate(f"{span.begin.text}/{span.end.text if span.end else '..'}")


def _span(text: str, told: list[Told], at: int, year: int | None) -> Span | None:
    first, last = told[at], told[at]
    begin_day, stop = first.day, first.end
    before = _BARE_DAY_BEFORE.search(text[max(0, first.start - 24) : first.start]) if first.day else None
    after = _BARE_DAY_AFTER.match(text, first.end) if first.day else None
    if before:  # "9 – 10 May 2019"
        begin_day = int(before["d"])
    elif after and not (at + 1 < len(told) and told[at + 1].start < after.end() and told[at + 1].month):  # "August 11–12, 2023"
        last = Told(after.start("d"), after.end(), int(after["y"]) if after["y"] else first.year, first.month, int(after["d"]))
        stop = after.end()
    else:
        last, stop = _joined(text, told, at)
    known = first.year or last.year or year
    begin = Told(0, 0, first.year or (last.year if not before else None) or known, first.month, begin_day).point(known)
    end = last.point(known)
    if _OPEN.match(text, stop):
        return _checked(begin, None, first.start, stop)
    return _checked(begin, end, first.start, stop)


def _joined(text: str, told: list[Told], at: int) -> tuple[Told, int]:
    """The other end of a range told in full: "1 September – 2 October 1939", or two days one after the other."""
    first = told[at]
    for other in told[at + 1 : at + 3]:
        between = text[first.end : other.start]
        same_day_again = re.fullmatch(r"\s*\(", between)  # "27 March 2022 (2022-03-27) – 31 March"
        if same_day_again:
            continue
        if len(between) < 24 and (_JOIN.search(between) or (first.day and first.year and other.day and not between.strip())):
            return other, other.end
        break
    return first, first.end


def _checked(begin: str | None, end: str | None, start: int, stop: int) -> Span | None:
    """The span, or ``None`` for days that do not exist or an end before its begin."""
    try:
        if begin is None:
            return None
        span = Span(PartialDate(begin), PartialDate(end) if end else None, start, stop)
        PartialDate(f"{begin}/{end or '..'}")
        return span
    except InvalidDate:
        return None
