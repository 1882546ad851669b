"""Tables that a copy has written with pipes: which cell of a row a piece of a line stands in.

Two habits: rows with a border (``| a | b |``), a line a row; and rows without one (``a | b | |||``), where a
cell may run over lines and a row ends at a run of pipes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimgraph.article.text import Line

_RUN = re.compile(r"\|[ \t]*\|[ \t]*\Z")
_EMPTY = re.compile(r"[\s|–—-]*\Z")


def tabled(lines: Sequence[Line]) -> bool:
    """Whether the lines are those of a table whose rows end at runs of pipes."""
    return any(_RUN.search(line.text) for line in lines)


def bordered(lines: Sequence[Line]) -> bool:
    """Whether the table's rows begin with a pipe, as most of the lines that have pipes and words show."""
    piped = [line.text for line in lines if "|" in line.text and not _EMPTY.match(line.text)]
    return sum(text.lstrip().startswith("|") for text in piped) * 2 > len(piped)


def margin(labels: Sequence[Line]) -> bool:
    """Whether every row has a pipe before its first cell: the rows of labels, which have one cell, show it."""
    return any(label.text.lstrip().startswith("|") and _RUN.search(label.text) for label in labels)


@dataclass(slots=True)
class Cursor:
    """Where in a field's rows the reading stands; one a field."""

    bordered: bool
    tabled: bool = False  # lines without a pipe stand in a cell all the same
    margin: bool = False  # the first pipe of a row stands before its first cell
    column: int = 0
    row: int = 0
    begun: bool = False

    def cells(self, line: Line) -> Iterator[tuple[Line, int | None, int]]:
        """The filled cells of a line, each with its 0-based column (``None`` outside a table) and its row.

        >>> list((c.text, n) for c, n, _ in Cursor(False).cells(Line("| 5 killed | |||", 0)))
        [(' 5 killed ', 1)]
        >>> list((c.text, n) for c, n, _ in Cursor(False, margin=True).cells(Line("| 5 killed | |||", 0)))
        [(' 5 killed ', 0)]
        """
        if "|" not in line.text and (self.bordered or not self.tabled):
            yield line, None, self.row
            return
        found = list(self._bordered(line) if self.bordered else self._open(line))
        yield from found

    def _bordered(self, line: Line) -> Iterator[tuple[Line, int | None, int]]:
        filled = [cell for cell in _split(line) if not _EMPTY.match(cell.text)]
        for number, cell in enumerate(filled):
            yield cell, number if len(filled) > 1 else None, self.row
        self.row += 1

    def _open(self, line: Line) -> Iterator[tuple[Line, int | None, int]]:
        told = list(_split(line))
        if self.margin and not self.begun and len(told) > 1 and _EMPTY.match(told[0].text):
            told = told[1:]
        self.begun = True
        for number, cell in enumerate(told):
            self.column += number > 0
            if not _EMPTY.match(cell.text):
                yield cell, self.column, self.row
        if _RUN.search(line.text) or (self.column > 1 and line.text.rstrip().endswith("|")):
            self.column, self.row, self.begun = 0, self.row + 1, False


def _split(line: Line) -> Iterator[Line]:
    at = line.start
    for cell in line.text.split("|"):
        yield Line(cell, at)
        at += len(cell) + 1


def across(columns: Sequence[int | None], rows: Sequence[int]) -> list[int | None]:
    """The columns, ``None`` for the lines of a row of one cell where another row has two: it spans the table.

    >>> across([0, 1, 0], [0, 0, 1])
    [0, 1, None]
    """
    wide = {row for row, column in zip(rows, columns, strict=True) if column}
    return [column if column is None or not wide or row in wide else None for column, row in zip(columns, rows, strict=True)]
