"""``claimgraph load``: the named graphs into any store that speaks the Graph Store Protocol."""

from __future__ import annotations

import argparse
import sys

from claimgraph.cli.query import add_connection_options
from claimgraph.graph.derivation import DERIVED, derived
from claimgraph.graph.files import read_bytes
from claimgraph.graph.turtle import write
from claimgraph.store.local import LocalStore, open_store
from claimgraph.store.remote import RemoteStore
from claimgraph.store.transport import Credentials


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("url", metavar="URL", help="address of the Graph Store, such as http://127.0.0.1:7878/store or http://127.0.0.1:3030/ds/data")
    add_connection_options(parser.add_argument_group("connection"))


def run(args: argparse.Namespace) -> int:
    """Put each named graph in the place of what the store has under its name."""
    local = open_store(args.root, with_derived=False)  # every file must be readable before anything is sent
    remote = RemoteStore.at(args.url, Credentials.given(args.user, args.password, args.token), args.timeout)
    progress = sys.stderr if sys.stderr.isatty() else None
    graphs = contents(local)
    for number, (graph, content) in enumerate(graphs.items(), 1):
        if progress:
            print(f"\r{number}/{len(graphs)} graphs", end="", file=progress)
        remote.put_graph(graph, content)
    if progress:
        print("\r\033[K", end="", file=progress)
    print(f"{len(graphs)} graphs loaded")
    return 0


def contents(local: LocalStore) -> dict[str, bytes]:
    """Graph IRI → Turtle: the files as they are, and the derived graph."""
    graphs = {file.graph: read_bytes(file.path) for file in local.files}
    if follows := list(derived(local.store)):
        graphs[DERIVED.value] = write(follows).encode()
    return graphs
