"""SPARQL JSON results → a table for pages, and → CSV that a spreadsheet cannot run."""

import csv
import io
import json
from dataclasses import dataclass
from functools import cached_property

#: what a spreadsheet takes for the beginning of a formula or a command (OWASP, CSV injection)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMERIC = tuple(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double", "float", "long", "int", "nonNegativeInteger"))


@dataclass(frozen=True)
class Table:
    """The rows of a SELECT result; a cell is a binding as SPARQL JSON has it."""

    names: tuple[str, ...]
    rows: tuple[dict[str, dict[str, str]], ...]

    @cached_property
    def numeric(self) -> frozenset[str]:
        """The columns whose every value is a number. A page asks at every cell, so they are looked for once."""
        found = set()
        for name in self.names:
            values = [row[name] for row in self.rows if name in row]
            if values and all(value.get("datatype") in NUMERIC for value in values):
                found.add(name)
        return frozenset(found)


def read_table(body: bytes) -> Table:
    """The table of a SPARQL JSON document; an ASK result is one cell."""
    told = json.loads(body)
    if "boolean" in told:
        answer = {"type": "literal", "value": str(told["boolean"]).lower()}
        return Table(("answer",), ({"answer": answer},))
    names = tuple(told["head"]["vars"])
    rows = tuple({name: row.get(name, {}) for name in names} for row in told["results"]["bindings"])
    return Table(names, rows)


def harmless(cell: str) -> str:
    """A cell as a spreadsheet may hold it: text that looks like a formula gets an apostrophe in front.

    >>> harmless('=HYPERLINK("http://evil","x")'), harmless("14")
    ('\\'=HYPERLINK("http://evil","x")', '14')
    """
    return "'" + cell if cell.startswith(FORMULA) else cell


def spreadsheet_csv(body: bytes) -> bytes:
    """SPARQL JSON → CSV to be opened in a spreadsheet: with a byte order mark, no cell a formula.

    This is not the exact CSV of the standard, which keeps every value as it is.
    """
    table = read_table(body)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(name) for name in table.names])
    for row in table.rows:
        writer.writerow([harmless(row[name].get("value", "")) for name in table.names])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
