"""A spreadsheet's table as it was saved: its columns by name, every cell kept, written back in its own dialect.

Spreadsheets save what they call CSV with commas, semicolons (where the comma is the decimal sign) or tabs, with a
byte order mark or without (it is not written back); rows may be ragged and two columns may share a name. Nothing of
that loses a cell.
"""

import csv
import io
import sys
from collections.abc import Iterable
from pathlib import Path

from claimgraph.errors import Misuse, UnreadableFile

_SIGNS = (",", ";", "\t")


class Table:
    """The rows under a heading line, each as wide as it."""

    def __init__(self, file: str, heading: list[str], rows: list[list[str]], delimiter: str) -> None:
        self.file, self.heading, self.rows, self.delimiter = file, heading, rows, delimiter

    @classmethod
    def read(cls, file: str, column: str) -> "Table":
        """The table of a file (``-`` is standard input); ``column`` is a name that tells its delimiter.

        Raises :class:`UnreadableFile` with the line where a row has more filled cells than there are columns.
        """
        text = _text(file)
        delimiter = _delimiter(file, text, column)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            heading = next(reader, [])
            rows = [_row(file, row, len(heading), reader.line_num) for row in reader if row]
        except csv.Error as error:
            raise UnreadableFile(file, f"not a table: {error}", reader.line_num) from None
        return cls(file, heading, rows, delimiter)

    def column(self, name: str) -> int:
        """Where the column of this name stands."""
        found = [number for number, told in enumerate(self.heading) if told == name]
        if not found:
            raise Misuse(f"{self.file} has no column {name!r}", f"it has {', '.join(self.heading)}" if self.heading else "it is empty")
        if len(found) > 1:
            raise Misuse(f"{self.file} has {len(found)} columns {name!r}", "give each a name of its own")
        return found[0]

    def text(self, heading: list[str], added: Iterable[list[str]]) -> str:
        """The table with more columns, quoted as its kind wants it."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator="\n")
        writer.writerow([*self.heading, *heading])
        writer.writerows([*row, *more] for row, more in zip(self.rows, added, strict=True))
        return out.getvalue()


def _row(file: str, row: list[str], width: int, line: int) -> list[str]:
    if any(row[width:]):
        raise UnreadableFile(file, f"{len(row)} cells where the heading names {width}", line, "name every column in the heading line, or quote the cell")
    return row[:width] + [""] * (width - len(row))


def _delimiter(file: str, text: str, column: str) -> str:
    """A tab where the file's ending says so, else the first sign that makes the wanted column one of the heading."""
    if file.endswith((".tsv", ".tab")):
        return "\t"
    line = text.partition("\n")[0].rstrip("\r")
    return next((sign for sign in _SIGNS if column in next(csv.reader([line], delimiter=sign), [])), ",")


def _text(file: str) -> str:
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise UnreadableFile(file, "no such file") from None
    except OSError as error:
        raise UnreadableFile(file, error.strerror or "cannot be read") from None
    except UnicodeDecodeError as error:
        raise UnreadableFile(file, "not UTF-8", content[: error.start].count(b"\n") + 1, "save the file as UTF-8") from None
