"""``claimgraph load``: the named graphs into any store that speaks the Graph Store Protocol."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Triple

from claimgraph.cli.query import add_connection_options
from claimgraph.errors import RemoteFailure
from claimgraph.graph.files import graph_files, read_bytes
from claimgraph.graph.turtle import write
from claimgraph.store.remote import RemoteStore
from claimgraph.store.transport import Credentials, shown
from claimgraph.store.verification import compare
from claimgraph.views.exports.rdf import Graphs

WAY_OUT = "a Graph Store's address is such as …/store or …/data, not that of its queries or its web page"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("url", metavar="URL", help="address of the Graph Store, such as http://127.0.0.1:7878/store or http://127.0.0.1:3030/ds/data")
    parser.add_argument("--no-verify", action="store_true", help="do not read the graphs back, as for a store that lets us write and not read")
    add_connection_options(parser.add_argument_group("connection"))


def run(args: argparse.Namespace) -> int:
    """Put each named graph in the place of what the store has under its name, then read them back; one graph is in memory at a time."""
    total = sum(1 for _ in contents(args.root))  # every file must be readable before anything is sent
    remote = RemoteStore.at(args.url, Credentials.given(args.user, args.password, args.token), args.timeout)
    for number, (graph, content, triples) in enumerate(contents(args.root)):
        with step(f"sending {graph}", f"{number} of {total} graphs had been sent before"):
            remote.put_graph(graph, content)
        if number == 0 and not args.no_verify:  # before more is sent to what may be no store
            look_at(remote, graph, triples)
    rewritten = 0
    if not args.no_verify:  # all of them at the end: an address that does not tell graphs apart has the last one only
        rewritten = sum(look_at(remote, graph, triples) for graph, _, triples in contents(args.root))
    progress("")
    print(f"{total} graphs loaded" + (", not read back" if args.no_verify else ""))
    if rewritten:
        print(f"{rewritten} values are written in another way there, as stores do that normalise numbers and dates", file=sys.stderr)
    return 0


def contents(root: Path) -> Iterator[tuple[str, bytes, list[Triple]]]:
    """Graph IRI, Turtle and triples, one graph after the other: a file as it is, what is made of several or derived as the house writes it."""
    files: dict[str, list[Path]] = {}
    for file in graph_files(root):
        files.setdefault(file.graph, []).append(file.path)
    for graph, triples in Graphs(root).apart():
        paths = files.get(graph, [])
        yield graph, read_bytes(paths[0]) if len(paths) == 1 else write(triples).encode(), triples


def look_at(remote: RemoteStore, graph: str, sent: list[Triple]) -> int:
    """How many values of a graph the store writes in another way; raises when it does not have what was sent."""
    with step(f"reading back {graph}", f"it told a success when {graph} was sent"):
        difference = compare(sent, remote.get_graph(graph))
        if difference:
            raise RemoteFailure(f"{shown(remote.url)}: {difference}", WAY_OUT)
    return difference.rewritten


@contextmanager
def step(doing: str, done: str) -> Iterator[None]:
    """One request: on a terminal it is told what is under way, and what had been done when it fails."""
    progress(doing)
    try:
        yield
    except RemoteFailure as error:
        progress("")
        raise RemoteFailure(f"{error.message}; {done}", error.hint) from None


def progress(line: str) -> None:
    """What is being done, on a terminal only, in the place of what stood there."""
    if sys.stderr.isatty():
        print(f"\r{line}", end="\033[K", file=sys.stderr, flush=True)
