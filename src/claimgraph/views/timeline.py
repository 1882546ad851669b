"""Events on a line of days, as plain values in SVG units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from claimgraph.model.dates import PartialDate
from claimgraph.views.reading import Link

#: Two marks nearer than this (SVG units) are put on lines of their own.
ROOM = 13.0
#: A line with more marks than this has no names beside them, only under the pointer.
MOST_NAMED = 12
#: About what a letter takes where letters are largest (on a phone), and how far a name stands from its mark (SVG units).
LETTER, BESIDE = 8.6, 11.0
#: Years between round dates: the axis takes the first that gives few enough.
YEARS = tuple(step * power for power in (1, 10, 100, 1000) for step in (1, 2, 5))
#: Less than this and a name is cut to nothing that tells.
LEAST_LETTERS = 14


@dataclass(frozen=True)
class Stop:
    """One event from ``x`` to ``x2`` (equal for a day) on a line counted from the axis.

    Its name stands at ``name_x`` with so many ``letters`` of room, ``None`` where names would cover each other.
    """

    event: Link
    when: PartialDate
    x: float
    x2: float
    lane: int
    name_x: float | None
    anchor: str
    letters: int


@dataclass(frozen=True)
class Tick:
    """A date on the axis; ``text`` is ISO: a year, a month or a day. ``with_year`` where the year is new to the reader."""

    x: float
    text: str
    with_year: bool


@dataclass(frozen=True)
class TimeLine:
    """A time line of ``width`` units; ``lanes`` lines of marks above the axis."""

    width: float
    lanes: int
    stops: tuple[Stop, ...]
    ticks: tuple[Tick, ...]


def span(when: PartialDate) -> tuple[date, date]:
    """First and last day; an open end is taken at the end that is known."""
    first, last = when.bounds()
    return (first or last, last or first)  # type: ignore[return-value]  # a PartialDate has one of them


def line_of(events: Sequence[tuple[Link, PartialDate]], width: float = 480) -> TimeLine | None:
    """The events that have a date, on one line; ``None`` when none has one."""
    spans = sorted(((*span(when), link, when) for link, when in events), key=lambda s: (s[0], s[1], s[2].iri))
    if not spans:
        return None
    start, end = min(s[0] for s in spans), max(s[1] for s in spans)
    pad = max((end - start) * 0.06, timedelta(days=1))
    start, end = start - pad, end + pad
    unit = width / max((end - start).days, 1)
    place = lambda day: round((day - start).days * unit, 1)  # noqa: E731
    named = len(spans) <= MOST_NAMED
    stops: list[Stop] = []
    free: list[float] = []
    for first, last, link, when in spans:
        x, x2 = place(first), place(last)
        name = _name(x, x2, len(link.label.words), width) if named else None
        left, right = (min(x, name[3]), max(x2, name[4])) if name else (x, x2)
        lane = next((i for i, until in enumerate(free) if until + ROOM < left), len(free))
        free[lane : lane + 1] = [right]
        stops.append(Stop(link, when, x, x2, lane, *(name[:3] if name else (None, "start", 0))))
    return TimeLine(width, len(free), tuple(stops), _axis([(place(day), text) for day, text in ticks(start, end)], width))


def _name(x: float, x2: float, length: int, width: float) -> tuple[float, str, int, float, float] | None:
    """Where the name of a mark stands: on the side with room for it; with its ends."""
    right, left = (int((room - BESIDE) / LETTER) for room in (width - x2, x))
    letters = min(length, max(right, left))
    if letters < min(length, LEAST_LETTERS):
        return None
    if right >= length or right >= left:
        return x2 + BESIDE, "start", letters, x2, x2 + BESIDE + letters * LETTER
    return x - BESIDE, "end", letters, x - BESIDE - letters * LETTER, x


def _axis(dates: list[tuple[float, str]], width: float) -> tuple[Tick, ...]:
    """The dates that have room, each year written once."""
    shown: list[Tick] = []
    until = -ROOM
    for x, text in dates:
        with_year = not shown or shown[-1].text[:4] != text[:4]
        half = LETTER * (13 if len(text) > 4 and with_year else 9 if len(text) > 4 else 4) / 2
        left = min(max(x - half, 0), width - 2 * half)
        if left >= until + ROOM / 2:
            shown.append(Tick(x, text, with_year))
            until = left + 2 * half
    return tuple(shown)


def ticks(start: date, end: date, most: int = 4) -> list[tuple[date, str]]:
    """Round dates between two days, at most ``most``: days, else months, else years.

    >>> [text for _, text in ticks(date(2023, 1, 1), date(2023, 1, 4))]
    ['2023-01-01', '2023-01-02', '2023-01-03', '2023-01-04']
    >>> [text for _, text in ticks(date(2021, 6, 1), date(2023, 6, 1))]
    ['2021-07', '2022-01', '2022-07', '2023-01']
    >>> [text for _, text in ticks(date(1939, 6, 1), date(1945, 6, 1))]
    ['1940', '1942', '1944']
    >>> [text for _, text in ticks(date(1935, 6, 1), date(2023, 6, 1))]
    ['1940', '1960', '1980', '2000', '2020']
    """
    days = (end - start).days
    if days < most:
        return [(day, day.isoformat()) for day in (start + timedelta(days=n) for n in range(days + 1))]
    months = (end.year - start.year) * 12 + end.month - start.month
    if days < 45:  # up to six weeks
        step = -(-days // most)
        return [(day, day.isoformat()) for day in (start + timedelta(days=n) for n in range(0, days + 1, step))]
    if months <= most * 6:  # up to two years: every month, quarter or half-year
        step = 1 if months <= most else 3 if months <= most * 3 else 6
        firsts = (date(start.year + m // 12, m % 12 + 1, 1) for m in range(start.month, start.month + months))
        return [(day, day.isoformat()[:7]) for day in firsts if (day.month - 1) % step == 0]
    step = next(step for step in YEARS if (end.year - start.year) // step <= most)
    return [(date(year, 1, 1), str(year)) for year in range(start.year + 1, end.year + 1) if year % step == 0]
