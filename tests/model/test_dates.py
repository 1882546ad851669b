"""A date keeps the precision it was told in."""

from datetime import date

import pytest

from claimgraph.model.dates import InvalidDate, PartialDate


@pytest.mark.parametrize(
    ("text", "datatype", "first", "last"),
    [
        ("2023-01-10", "date", date(2023, 1, 10), date(2023, 1, 10)),
        ("2024-02", "gYearMonth", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", "gYear", date(2023, 1, 1), date(2023, 12, 31)),
        ("[2023-01-10..2023-01-11]", "EDTF", date(2023, 1, 10), date(2023, 1, 11)),
        ("2023-01/2023-03", "EDTF", date(2023, 1, 1), date(2023, 3, 31)),
        ("2023-01-02/..", "EDTF", date(2023, 1, 2), None),
        ("../2023-01-02", "EDTF", None, date(2023, 1, 2)),
        ("[..2023-01-02]", "EDTF", None, date(2023, 1, 2)),
    ],
)
def test_bounds_and_datatype_follow_from_the_text(text, datatype, first, last):
    told = PartialDate(text)
    assert told.bounds() == (first, last)
    assert told.datatype.rpartition("#")[2].rpartition("/")[2] == datatype


@pytest.mark.parametrize("text", ["", "10 January 2023", "2023-13", "2023-02-30", "2023-1-2", "23", "2023-02/2023-01", "../..", "[..]"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(InvalidDate):
        PartialDate(text)


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2023-01-09", "2023-01-10", True),
        ("2023-01-10", "2023-01-10", False),
        ("2023-01", "2023-01-10", False),
        ("2022", "2023-01", True),
        ("2023-01-01/..", "2024", False),
    ],
)
def test_surely_before_needs_every_day_to_be_before(one, other, before):
    assert PartialDate(one).surely_before(PartialDate(other)) is before
