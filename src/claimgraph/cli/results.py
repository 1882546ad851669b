"""Results of a query as text: a table for eyes, CSV and JSON of the SPARQL standards, Turtle for graphs."""

from __future__ import annotations

import sys

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, Triple

from claimgraph.errors import Misuse
from claimgraph.terms import curie

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt
    from collections.abc import Iterable, Sequence
    from typing import TextIO

FORMATS = ("table", "csv", "json", "turtle")
WIDEST = 60  # columns of one cell in a table on a terminal


def write_results(results: object, form: str | None, out: TextIO) -> None:
    """Write the results in ``form``; CSV and JSON are SPARQL 1.1's own, byte for byte."""
    if isinstance(results, QueryBoolean):
        return _write_boolean(results, form, out)
    if isinstance(results, QuerySolutions):
        return _write_rows(results, form, out)
    triples = sorted(set(results), key=str)  # type: ignore[call-overload]
    return _write_graph(triples, form, out)


def _write_boolean(results: QueryBoolean, form: str | None, out: TextIO) -> None:
    if form == "json":
        out.write(results.serialize(format=QueryResultsFormat.JSON).decode() + "\n")
    elif form == "turtle":
        raise Misuse("a yes or no is not a graph", "take --format table, csv or json")
    else:
        out.write(f"{bool(results)}\n".lower())


def _write_rows(results: QuerySolutions, form: str | None, out: TextIO) -> None:
    if form == "turtle":
        raise Misuse("rows are not a graph", "take --format table, csv or json, or write CONSTRUCT")
    if form == "csv":
        out.write(results.serialize(format=QueryResultsFormat.CSV).decode())
    elif form == "json":
        out.write(results.serialize(format=QueryResultsFormat.JSON).decode() + "\n")
    else:
        names = [variable.value for variable in results.variables]
        out.write(table(names, [[shown(row[name]) for name in names] for row in results], out))


def _write_graph(triples: Sequence[Triple], form: str | None, out: TextIO) -> None:
    parts = [(triple.subject, triple.predicate, triple.object) for triple in triples]
    if form in (None, "turtle"):
        from claimgraph.graph.turtle import write

        out.write(write(triples))
    elif form == "table":
        out.write(table(("subject", "predicate", "object"), [[shown(term) for term in row] for row in parts], out))
    elif form == "csv":
        import csv

        rows = csv.writer(out, lineterminator="\r\n")
        rows.writerow(("subject", "predicate", "object"))
        rows.writerows([term.value if isinstance(term, (NamedNode, Literal)) else str(term) for term in row] for row in parts)
    else:
        raise Misuse("a graph is not SPARQL JSON", "take --format turtle, table or csv")


def shown(term: object) -> str:
    """A term for eyes: short names for known namespaces, text without quotation marks.

    Control characters are made visible, because text from a graph must not steer a terminal.
    """
    if term is None:
        return ""
    text = curie(term.value) if isinstance(term, NamedNode) else term.value if isinstance(term, Literal) else str(term)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def table(header: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> str:
    """Aligned columns under a ruled header, numbers to the right; long cells are cut on a terminal only."""
    rows = list(rows)
    if out is sys.stdout and out.isatty():
        import shutil

        widest = max(WIDEST, shutil.get_terminal_size().columns // max(1, len(header)))
        rows = [[cell if len(cell) <= widest else cell[: widest - 1] + "…" for cell in row] for row in rows]
    widths = [max(len(cells) for cells in column) for column in zip(header, *rows, strict=True)] if header else []
    numeric = [all(_is_number(row[i]) or not row[i] for row in rows) and any(row[i] for row in rows) for i in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        padded = (c.rjust(w) if n else c.ljust(w) for c, w, n in zip(cells, widths, numeric, strict=True))
        return "  ".join(padded).rstrip() + "\n"

    footer = "" if rows else "(no rows)\n"
    return line(header) + line(["─" * width for width in widths]) + "".join(map(line, rows)) + footer


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
