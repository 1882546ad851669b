"""Commands for QuickStatements, version 1 text, in the part that both its tools read alike.

A line is a statement: item, property, value, qualifier pairs, then one group of ``S`` pairs a reference;
``!S`` begins the next group. No ``|``, TAB or line break may stand in a value, because one tool splits
there; ``!P`` and ranks are understood by one tool only and are not used.
"""

from __future__ import annotations

from urllib.parse import quote

from claimgraph.model.dates import PartialDate
from claimgraph.model.triples import Reader
from claimgraph.store.local import open_store
from claimgraph.terms import curie
from claimgraph.views.exports.wikidata import Pair, Plan, Statement, Value, Wikidata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

ADDRESSES = {"P854", "P4656"}  # properties whose value is an address, not an item
TEXTS = {"P1932"}
UNKNOWN = "somevalue"


def quickstatements(root: Path) -> bytes:
    """Every claim that can go to Wikidata, a line a statement, in the order of the items."""
    return "".join(f"{line(statement)}\n" for statement in _plan(root).statements).encode()


def waiting(root: Path) -> list[str]:
    """The claims that cannot go, with what each lacks."""
    return [f"{curie(claim)} waits: {'; '.join(reasons)}" for claim, reasons in _plan(root).waiting]


def _plan(root: Path) -> Plan:
    return Wikidata(Reader(open_store(root).store)).plan()


def line(statement: Statement) -> str:
    """One command.

    >>> line(Statement("Q1", "P1120", 14, (("P585", PartialDate("2023-01-11")),), ((("P854", "https://e.org/a|b"),),), ()))
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
    if isinstance(value, PartialDate):
        return _time(value)
    if isinstance(value, tuple):
        return f'{value[0]}:"{value[1]}"'
    if name in ADDRESSES:
        return f'"{quote(str(value), safe="%/:=&?~#+!$,;@()*[]")}"'
    return f'"{value}"' if name in TEXTS else str(value)


def _time(date: PartialDate) -> str:
    """A day, month or year with its precision: 11, 10 or 9.

    >>> _time(PartialDate("2023-02"))
    '+2023-02-00T00:00:00Z/10'
    """
    parts = date.text.split("-")
    return f"+{'-'.join([*parts, '00', '00'][:3])}T00:00:00Z/{8 + len(parts)}"
