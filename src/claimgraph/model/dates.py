"""Dates with the precision they were told in: a day, a month, a year, or an EDTF set or interval.

EDTF is ISO 8601-2:2019 as profiled by the Library of Congress; the part read here is what articles
tell: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, ``A/B`` (an interval, ``..`` or nothing for an open end) and
``[A..B]`` (one day of these).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from claimgraph.errors import ClaimgraphError

XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_SPAN = re.compile(r"\[(?P<one_of>[\d-]*)\.\.(?P<one_of_end>[\d-]*)\]|(?P<start>[\d-]*|\.\.)/(?P<end>[\d-]*|\.\.)")


class InvalidDate(ClaimgraphError, ValueError):
    """Text that is not a date, or names a day that does not exist."""


def _point(text: str) -> tuple[date, date]:
    """First and last day that ``YYYY[-MM[-DD]]`` covers."""
    match = _POINT.fullmatch(text)
    if not match:
        raise InvalidDate(f"not a date: {text!r}", "write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        return first, date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    except ValueError as error:
        raise InvalidDate(f"no such day: {text!r}") from error


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date as told; ``text`` is its lexical form, ``datatype`` follows from it.

    >>> PartialDate("2023-01").first.isoformat(), PartialDate("2023-01").last.isoformat()
    ('2023-01-01', '2023-01-31')
    >>> PartialDate("[2023-01-10..2023-01-11]").datatype.endswith("EDTF")
    True
    """

    text: str

    def __post_init__(self) -> None:
        self.bounds()

    @property
    def datatype(self) -> str:
        """``xsd:date``, ``xsd:gYearMonth``, ``xsd:gYear`` or ``edtf:EDTF``; a year is never padded to a day."""
        if not _POINT.fullmatch(self.text):
            return EDTF
        return XSD + ("gYear", "gYearMonth", "date")[self.text.count("-")]

    def bounds(self) -> tuple[date | None, date | None]:
        """First and last possible day; ``None`` where the interval is open."""
        match = _SPAN.fullmatch(self.text)
        if not match:
            return _point(self.text)
        start, end = (part if part not in ("", "..", None) else None for part in (
            match["one_of"] or match["start"], match["one_of_end"] or match["end"]))  # fmt: skip
        first, last = (_point(start)[0] if start else None), (_point(end)[1] if end else None)
        if first is None and last is None:
            raise InvalidDate(f"a date without an end: {self.text!r}", "give at least one end of the interval")
        if first and last and first > last:
            raise InvalidDate(f"the interval ends before it begins: {self.text!r}")
        return first, last

    @property
    def first(self) -> date | None:
        """The earliest day it can mean."""
        return self.bounds()[0]

    @property
    def last(self) -> date | None:
        """The latest day it can mean."""
        return self.bounds()[1]

    def surely_before(self, other: "PartialDate") -> bool:
        """Whether every day of this date is before every day of the other."""
        return self.last is not None and other.first is not None and self.last < other.first
