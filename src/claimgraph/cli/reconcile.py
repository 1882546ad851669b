"""``claimgraph reconcile``: each name of a column → candidates, as columns, as links to review, or as commands."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from pathlib import Path

from claimgraph.errors import Misuse, UnreadableFile

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt
    import argparse
    from collections.abc import Iterable

    from claimgraph.reconcile.client import Reconciler
    from claimgraph.reconcile.decisions import Decisions

Key = tuple[str, str, str, str]
#: columns that are added, after the name of the reconciled one
ADDED = ("id", "name", "score", "decision", "candidates")


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("file", metavar="FILE", help="a table with a heading line: CSV, or TSV by its ending; - is standard input")
    parser.add_argument("--column", required=True, metavar="NAME", help="the column of names")
    parser.add_argument("--type", default="", metavar="T", help="only candidates of this type: Place, Actor, Event, Village, …")
    parser.add_argument("--property", action="append", default=[], metavar="ID=COLUMN", help="a column that says more, such as containedIn=cercle (repeatable)")
    parser.add_argument("--service", metavar="URL", help="another reconciliation service (default: our own graph)")
    parser.add_argument("--labels", metavar="FILE", help="match against the labels of this TSV or Turtle file instead of the graph")
    parser.add_argument("--decisions", metavar="FILE", help="candidates and decisions, kept and resumed from (default: FILE.decisions.tsv)")
    parser.add_argument("--subject", metavar="COLUMN", help="the column that holds each row's own IRI or id, for --to links")
    parser.add_argument("--to", choices=("columns", "links", "quickstatements"), default="columns", help="what to write (default: columns)")
    parser.add_argument("--language", default="en", metavar="XX", help="language of the names, for --to quickstatements")
    parser.add_argument("--limit", type=int, default=5, metavar="N", help="candidates a name (default: 5)")
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help="default: standard output")


def run(args: argparse.Namespace) -> int:
    """Ask for every name once, then write what was asked for."""
    from claimgraph.reconcile.decisions import Decisions, query_key

    table = _Table.read(args.file, args.column, [args.subject] if args.subject else [], args.property)
    kept = args.decisions or (f"{args.file}.decisions.tsv" if args.file != "-" else None)
    decisions = Decisions(Path(kept) if kept else None)
    service = _service(args)
    queries = [_query(row, args) for row in table.rows]
    keys = [query_key(service.name, query) if query["query"] else None for query in queries]
    _ask(service, decisions, {key: query for key, query in zip(keys, queries, strict=True) if key})
    _write(args.output, _result(args, table, keys, decisions, service))
    return 0


class _Table:
    """The rows of a file, with the dialect to write them back in."""

    def __init__(self, heading: list[str], rows: list[dict[str, str]], delimiter: str) -> None:
        self.heading, self.rows, self.delimiter = heading, rows, delimiter

    @classmethod
    def read(cls, file: str, column: str, others: list[str], properties: list[str]) -> _Table:
        text = _text(file)
        delimiter = "\t" if file.endswith((".tsv", ".tab")) or (file == "-" and "\t" in text.partition("\n")[0]) else ","
        try:
            reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
            heading = list(reader.fieldnames or ())
            rows = [{name: row.get(name) or "" for name in heading} for row in reader]
        except csv.Error as error:
            raise UnreadableFile(file, f"not a table: {error}", reader.line_num) from None
        for name in [column, *others, *(told.partition("=")[2] for told in properties)]:
            if name not in heading:
                raise Misuse(f"{file} has no column {name!r}", f"it has {', '.join(heading)}" if heading else "it is empty")
        return cls(heading, rows, delimiter)

    def text(self, added: Iterable[dict[str, str]], heading: list[str]) -> str:
        """The table with more columns, quoted as its kind wants it."""
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, [*self.heading, *heading], delimiter=self.delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, **more} for row, more in zip(self.rows, added, strict=True))
        return out.getvalue()


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


def _service(args: argparse.Namespace) -> Reconciler:
    """Whom to ask; only our own graph is loaded, and only when it is asked."""
    from claimgraph.reconcile.client import Local, Remote

    if args.service and args.labels:
        raise Misuse("--service and --labels together", "name one of them")
    if args.service:
        return Remote(args.service)
    from claimgraph.reconcile.service import Service

    if args.labels:
        return Local(Service.of_labels(Path(args.labels)))
    from claimgraph.store.local import open_store

    return Local(Service.of_graph(open_store(args.root).store))


def _query(row: dict[str, str], args: argparse.Namespace) -> dict[str, object]:
    query: dict[str, object] = {"query": " ".join(row[args.column].split())[:500], "limit": args.limit}
    if args.type:
        query |= {"type": args.type, "type_strict": "should"}
    told = [(prop, " ".join(row[column].split())) for prop, _, column in (each.partition("=") for each in args.property)]
    if properties := [{"pid": prop, "v": value} for prop, value in told if value]:
        query["properties"] = properties
    return query


def _ask(service: Reconciler, decisions: Decisions, queries: dict[Key, dict[str, object]]) -> None:
    """Ask what has no answer yet, batch by batch, each kept as soon as it is there."""
    waiting = [key for key in queries if key not in decisions.lines]
    done = 0
    while done < len(waiting):
        batch = waiting[done : done + service.batch]
        answers = service.ask([queries[key] for key in batch])
        decisions.add(zip(batch, answers, strict=True), date.today().isoformat())
        done += len(batch)
        _progress(done, len(waiting))
    if waiting and sys.stderr.isatty():
        print(file=sys.stderr)


def _progress(done: int, total: int) -> None:
    """A bar on a terminal, nothing elsewhere."""
    if sys.stderr.isatty():
        filled = 30 * done // total
        print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total} names", end="", file=sys.stderr, flush=True)


def _result(args: argparse.Namespace, table: _Table, keys: list[Key | None], decisions: Decisions, service: Reconciler) -> str:
    if args.to == "columns":
        heading = [f"{args.column}_{name}" for name in ADDED]
        return table.text((_added(decisions, key, heading) for key in keys), heading)
    from claimgraph.reconcile.proposals import Proposal, links, quickstatements

    subjects = [row[args.subject] if args.subject else "" for row in table.rows]
    proposals = [
        Proposal(subject, line, service.identifier_space)
        for subject, key in zip(subjects, keys, strict=True)
        for line in (decisions.lines[key] if key else ())
        if line.id
    ]
    if args.to == "quickstatements":
        return quickstatements(proposals, args.language)
    if not args.subject:
        raise Misuse("--to links needs to know what the rows are", "name the column of their IRIs with --subject")
    return links(proposals)


def _added(decisions: Decisions, key: Key | None, heading: list[str]) -> dict[str, str]:
    from claimgraph.reconcile.decisions import chosen

    lines = [line for line in decisions.lines.get(key, ()) if line.id] if key else []
    best = chosen(lines)
    others = "; ".join(f"{line.id} ({line.score})" for line in lines if line is not best)
    cells = (best.id, best.name, best.score, best.decision or "matched", others) if best else ("", "", "", "", others)
    return dict(zip(heading, cells, strict=True))


def _write(output: str, text: str) -> None:
    if output == "-":
        sys.stdout.write(text)
        return
    try:
        Path(output).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UnreadableFile(output, f"cannot be written: {error.strerror}") from None
