"""Rows as CSV to be opened in a spreadsheet: with a byte order mark, and no cell that one would run.

This is not the exact CSV of the standard, which keeps every value as it is.
"""

import csv
from typing import Protocol

from pyoxigraph import QueryBoolean, QuerySolutions, Triple

#: what a spreadsheet takes for the beginning of a formula or a command (OWASP, CSV injection)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Sink(Protocol):
    """Where bytes go."""

    def write(self, chunk: bytes, /) -> int: ...


class _Encoded:
    """A sink of bytes as :mod:`csv` wants one of text."""

    def __init__(self, out: Sink) -> None:
        self.out = out

    def write(self, text: str) -> int:
        return self.out.write(text.encode("utf-8", "replace"))


def harmless(cell: str) -> str:
    """A cell as a spreadsheet may hold it: text that looks like a formula gets an apostrophe in front.

    >>> harmless('=HYPERLINK("http://evil","x")'), harmless("14")
    ('\\'=HYPERLINK("http://evil","x")', '14')
    """
    return "'" + cell if cell.startswith(FORMULA) else cell


def write_spreadsheet(results: QuerySolutions | QueryBoolean, out: Sink, most: int) -> None:
    """Write the rows of a SELECT, or the answer to an ASK as one; raises ``OverflowError`` above ``most`` rows."""
    out.write(b"\xef\xbb\xbf")
    writer = csv.writer(_Encoded(out))
    if isinstance(results, QueryBoolean):
        writer.writerows([["answer"], [str(bool(results)).lower()]])
        return
    writer.writerow([harmless(variable.value) for variable in results.variables])
    for number, row in enumerate(results):
        if number >= most:
            raise OverflowError
        writer.writerow([harmless(f"<<( {cell} )>>" if isinstance(cell, Triple) else cell.value) if cell else "" for cell in row])
