"""Cells that a copy keeps apart by a tab, or by a wide gap: what browsers write of a row, and text browsers of a table.

A tab stands between two cells and a cell may run over lines, so what follows a tab is the next cell's until the row is
full. Wide gaps keep whole rows, one under the other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimgraph.article.text import Line

_GAP = re.compile(r" {3,}\t?\s*| {0,2}\t\s*")
_MOST_COLUMNS = 5
#: the longest cell; what is longer is prose, whatever is in it
_LONGEST = 400
#: no words have so many spaces between them
_ENDLESS = 40
_RUN = re.compile(rf"[^\S\n]{{{_ENDLESS},}}")


def parted(line: Line) -> list[Line]:
    """The cells of a line, the line itself where nothing keeps any apart.

    >>> [(cell.text, cell.start) for cell in parted(Line("9 killed\\t3 killed (per A)", 10))]
    [('9 killed', 10), ('3 killed (per A)', 19)]
    """
    parts, at, widest = [], 0, 0
    for gap in _GAP.finditer(line.text.rstrip()):
        widest = max(widest, len(gap[0]))
        if line.text[at : gap.start()].strip() or "\t" in gap[0]:
            parts.append(Line(line.text[at : gap.start()], line.start + at))
            at = gap.end()
    found = [*parts, Line(line.text[at:], line.start + at)]
    whole = len(found) > _MOST_COLUMNS or max(len(part.text) for part in found) > _LONGEST
    return [line] if whole and widest < _ENDLESS else found


def without_endless(line: Line) -> list[Line]:
    """The parts of a line between runs of spaces that no words have between them: what reads on must not search those."""
    parts, at = [], 0
    for gap in _RUN.finditer(line.text):
        parts.append(Line(line.text[at : gap.start()], line.start + at))
        at = gap.end()
    return [part for part in (*parts, Line(line.text[at:], line.start + at)) if part.text]


@dataclass(frozen=True, slots=True)
class Cell:
    """Which line a cell stands in, which of that line's cells it is, and how far from the line's beginning."""

    row: int
    part: int
    indent: int = 0


def columns(cells: Sequence[Cell], tabs: bool) -> list[int]:
    """The column of each cell.

    >>> columns([Cell(0, 0), Cell(1, 0), Cell(1, 1), Cell(2, 0)], tabs=True)
    [0, 0, 1, 1]
    >>> columns([Cell(0, 0, 4), Cell(0, 1, 30), Cell(1, 0, 31), Cell(2, 0, 4)], tabs=False)
    [0, 1, 1, 0]
    """
    last = {cell.row: cell.part for cell in cells}  # of each line the number of its last cell
    return list(_filled(cells, last) if tabs else _aligned(cells, last))


def _filled(cells: Sequence[Cell], last: Mapping[int, int]) -> Iterator[int]:
    """A line goes on where the one before stopped, until the row is full."""
    most = max(last.values(), default=0)
    column = first = 0
    row: int | None = None
    for cell in cells:
        if cell.row != row:
            first, row = column if column + last[cell.row] <= most else 0, cell.row
        column = first + cell.part
        yield column


def _aligned(cells: Sequence[Cell], last: Mapping[int, int]) -> Iterator[int]:
    """A line of one cell is of the column under whose cells it stands."""
    places: dict[int, int] = {}
    for cell in cells:
        if last[cell.row]:
            places.setdefault(cell.part, cell.indent)
    for cell in cells:
        yield cell.part if last[cell.row] else min(places, key=lambda column: abs(places[column] - cell.indent), default=0)
