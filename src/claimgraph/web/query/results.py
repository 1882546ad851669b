"""SPARQL JSON results → a table for pages."""

import json
from dataclasses import dataclass
from functools import cached_property

NUMERIC = tuple(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double", "float", "long", "int", "nonNegativeInteger"))


@dataclass(frozen=True)
class Table:
    """The rows of a SELECT result, or the first of ``total``; a cell is a binding as SPARQL JSON has it."""

    names: tuple[str, ...]
    rows: tuple[dict[str, dict[str, str]], ...]
    total: int

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
        return Table(("answer",), ({"answer": answer},), 1)
    names = tuple(told["head"]["vars"])
    rows = tuple({name: row.get(name, {}) for name in names} for row in told["results"]["bindings"])
    return Table(names, rows, told.get("total", len(rows)))
