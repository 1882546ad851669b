"""Commands for QuickStatements, version 1 text, in the part that both its tools read alike.

A line is a statement: item, property, value, qualifier pairs, then one group of ``S`` pairs a reference;
``!S`` begins the next group. No ``|``, TAB or line break may stand in a value, because one tool splits
there; ``!P`` and ranks are understood by one tool only and are not used.
"""

from __future__ import annotations

from pyoxigraph import Literal

from claimgraph.terms import curie
from claimgraph.views.exports.described import Described
from claimgraph.views.exports.rdf import facts
from claimgraph.views.exports.wikidata import READ, READ_BACK, Wikidata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from claimgraph.views.exports.wikidata import Pair, Statement, Value

ADDRESSES = {"P854", "P4656"}  # properties whose value is an address, not an item
TEXTS = {"P1932"}
UNKNOWN = "somevalue"
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%/:=&?#+!$,;@()*[]")


def quickstatements(root: Path) -> tuple[bytes, list[str]]:
    """Every claim that can go to Wikidata, a line a statement in the order of the items, and what the others lack."""
    plan = Wikidata(Described(facts(root), READ, READ_BACK)).plan()
    lines = "".join(f"{line(statement)}\n" for statement in plan.statements)
    return lines.encode(), [f"{curie(claim)} waits: {'; '.join(reasons)}" for claim, reasons in plan.waiting]


def line(statement: Statement) -> str:
    """One command.

    >>> from claimgraph.views.exports.wikidata import Statement
    >>> line(Statement("Q1", "P1120", 14, (("P585", Literal("2023-01-11")),), ((("P854", "https://e.org/a|b"),),), ()))
    'Q1\\tP1120\\t14\\tP585\\t+2023-01-11T00:00:00Z/11\\tS854\\t"https://e.org/a%7Cb"'
    """
    cells = [statement.item, statement.property, told(statement.property, statement.value)]
    for pair in statement.qualifiers:
        cells += [pair[0], told(*pair)]
    for number, reference in enumerate(statement.references):
        cells += _reference(reference, first=number == 0)
    comment = [f"/* claimgraph: {', '.join(curie(claim) for claim in statement.claims)} */"] if statement.claims else []
    return "\t".join([*cells, *comment])


def _reference(pairs: tuple[Pair, ...], first: bool) -> list[str]:
    writable = [(name, value) for name, value in pairs if not _breaks(value)]
    cells = [cell for name, value in writable for cell in ("S" + name[1:], told(name, value))]
    return cells if first else ["!" + cells[0], *cells[1:]]


def _breaks(value: Value) -> bool:
    """Whether a text has a sign that QuickStatements takes for its own; an address can be written without."""
    return isinstance(value, tuple) and any(sign in value[1] for sign in "|\t\n\r")


def told(name: str, value: Value) -> str:
    """A value as version 1 writes it; None is some unknown value."""
    if value is None:
        return UNKNOWN
    if isinstance(value, Literal):
        return _time(value)
    if isinstance(value, tuple):
        return f'{value[0]}:"{value[1]}"'
    if name in ADDRESSES:
        return f'"{encoded(str(value))}"'
    return f'"{value}"' if name in TEXTS else str(value)


def encoded(address: str) -> str:
    """An address without the signs that would end or split it, and without letters beyond ASCII.

    >>> encoded("https://e.org/é|b%20c")
    'https://e.org/%C3%A9%7Cb%20c'
    """
    return "".join(sign if sign in _PLAIN else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in address)


def _time(date: Literal) -> str:
    """A day, month or year with its precision: 11, 10 or 9.

    >>> _time(Literal("2023-02"))
    '+2023-02-00T00:00:00Z/10'
    """
    parts = date.value.split("-")
    return f"+{'-'.join([*parts, '00', '00'][:3])}T00:00:00Z/{8 + len(parts)}"
