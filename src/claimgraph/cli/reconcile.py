"""``claimgraph reconcile``: each name of a column → candidates, as columns, as links to review, or as commands."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from claimgraph.errors import Misuse, UnreadableFile

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt
    import argparse

    from claimgraph.reconcile.client import Reconciler
    from claimgraph.reconcile.decisions import Decisions
    from claimgraph.reconcile.service import Service
    from claimgraph.reconcile.table import Table

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
    from claimgraph.reconcile.table import Table

    if args.limit < 1:
        raise Misuse(f"--limit {args.limit}", "at least one candidate a name")
    table = Table.read(args.file, args.column)
    asked = _Asked(args, table)
    subject = table.column(args.subject) if args.subject else None
    kept = args.decisions or (f"{args.file}.decisions.tsv" if args.file != "-" else None)
    decisions = Decisions(Path(kept) if kept else None)
    service = _service(args)
    queries = [asked.query(row) for row in table.rows]
    keys = [query_key(service.name, query) if query["query"] else None for query in queries]
    _ask(service, decisions, {key: query for key, query in zip(keys, queries, strict=True) if key})
    subjects = [row[subject] if subject is not None else "" for row in table.rows]
    _write(args.output, _result(args, table, subjects, keys, decisions, service))
    return 0


class _Asked:
    """What is asked of a row: the cells of the columns that the options name."""

    def __init__(self, args: argparse.Namespace, table: Table) -> None:
        told = [each.partition("=") for each in args.property]
        if unjoined := [prop for prop, joint, _ in told if not joint]:
            raise Misuse(f"--property {unjoined[0]} names no column", "write it as ID=COLUMN, such as containedIn=cercle")
        self.name = table.column(args.column)
        self.properties = [(prop, table.column(column)) for prop, _, column in told]
        self.limit, self.type = args.limit, args.type

    def query(self, row: list[str]) -> dict[str, object]:
        """The query for one row, as version 0.2 of the API has it."""
        query: dict[str, object] = {"query": " ".join(row[self.name].split())[:500], "limit": self.limit}
        if self.type:
            query |= {"type": self.type, "type_strict": "should"}
        told = [(prop, " ".join(row[column].split())) for prop, column in self.properties]
        if properties := [{"pid": prop, "v": value} for prop, value in told if value]:
            query["properties"] = properties
        return query


def _service(args: argparse.Namespace) -> Reconciler:
    """Whom to ask; only our own graph is loaded, and only when it is asked."""
    from claimgraph.reconcile.client import Local, Remote

    if args.service and args.labels:
        raise Misuse("--service and --labels together", "name one of them")
    if args.service:
        return Remote(args.service)
    from claimgraph.reconcile.service import Service

    if args.labels:
        labels = Path(args.labels)
        service = _knowing(Service.of_labels(labels), args)
        return Local(service, f"{labels.stat().st_size}-{labels.stat().st_mtime_ns}")
    from claimgraph.store.local import open_store

    local = open_store(args.root)
    return Local(_knowing(Service.of_graph(local.store), args), local.digest[:12])


def _knowing(service: Service, args: argparse.Namespace) -> Service:
    """The service, if it knows the type and the properties asked for: an unknown one would find nothing, row after row."""
    for option, words, known in (
        ("--type", [args.type] if args.type else [], service.index.kinds),
        ("--property", [each.partition("=")[0] for each in args.property], service.properties.by_id),
    ):
        if unknown := [word for word in words if word not in known]:
            raise Misuse(f"{option} {unknown[0]} is not known here", f"known are {', '.join(known)}" if known else "leave it out")
    return service


def _ask(service: Reconciler, decisions: Decisions, queries: dict[Key, dict[str, object]]) -> None:
    """Ask what has no answer yet, batch by batch, each kept as soon as it is there."""
    decisions.forget(service.name, service.edition)
    waiting = [key for key in queries if key not in decisions.lines]
    done = 0
    while done < len(waiting):
        batch = waiting[done : done + service.batch]
        answers = service.ask([queries[key] for key in batch])
        decisions.add(zip(batch, answers, strict=True), f"{date.today().isoformat()} {service.edition}".strip())
        done += len(batch)
        _progress(done, len(waiting))
    if waiting and sys.stderr.isatty():
        print(file=sys.stderr)


def _progress(done: int, total: int) -> None:
    """A bar on a terminal, nothing elsewhere."""
    if sys.stderr.isatty():
        filled = 30 * done // total
        print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total} names", end="", file=sys.stderr, flush=True)


def _result(
    args: argparse.Namespace, table: Table, subjects: list[str], keys: list[Key | None], decisions: Decisions, service: Reconciler
) -> str:
    if args.to == "columns":
        heading = [f"{args.column}_{name}" for name in ADDED]
        return table.text(heading, (_added(decisions, key) for key in keys))
    from claimgraph.reconcile.proposals import Proposal, links, quickstatements

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


def _added(decisions: Decisions, key: Key | None) -> list[str]:
    from claimgraph.reconcile.decisions import chosen

    lines = [line for line in decisions.lines.get(key, ()) if line.id] if key else []
    best = chosen(lines)
    others = "; ".join(f"{line.id} ({line.score})" for line in lines if line is not best)
    return [best.id, best.name, best.score, best.decision or "matched", others] if best else ["", "", "", "", others]


def _write(output: str, text: str) -> None:
    if output == "-":
        sys.stdout.write(text)
        return
    try:
        Path(output).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UnreadableFile(output, f"cannot be written: {error.strerror}") from None
