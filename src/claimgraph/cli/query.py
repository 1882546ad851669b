"""``claimgraph query``: the catalogue, or one query, on the graph here or on an endpoint elsewhere."""

from __future__ import annotations

import sys

from claimgraph.cli.results import FORMATS, write_results
from claimgraph.errors import ClaimgraphError, Misuse, UnreadableFile
from claimgraph.graph.files import read_bytes
from claimgraph.store.catalogue import CatalogueQuery, bind, find_query, load_catalogue, parse_query

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt
    import argparse
    from pathlib import Path

MOST_BYTES = 2**20  # of a query in a file
#: what needs no parser: the word, the options, and what is not said
SIMPLE = (
    "query",
    {"--param": "param", "-p": "param", "--format": "format", "-f": "format"},
    {"query": None, "param": [], "format": None, "endpoint": None},
)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("query", nargs="?", metavar="NAME|FILE.rq|-", help="a query of the catalogue, a file, or standard input; without it the catalogue is listed")
    parser.add_argument("--param", "-p", action="append", default=[], metavar="NAME=VALUE", help="a value for a parameter: an IRI, a name such as event:… or a literal")
    parser.add_argument("--format", "-f", choices=FORMATS, help="default: table, and turtle for a query that makes a graph")
    remote = parser.add_argument_group("another store")
    remote.add_argument("--endpoint", metavar="URL", help="run the query on this SPARQL 1.1 endpoint")
    remote.add_argument("--default-graph", action="append", default=[], metavar="IRI", help="a named graph there to put into the default graph; 'all' takes every one")
    add_connection_options(remote)


def add_connection_options(group: argparse._ArgumentGroup) -> None:
    """Time-out and credentials, for every verb that talks to a store elsewhere."""
    group.add_argument("--timeout", type=seconds, default=60.0, metavar="SECONDS", help="for each request, from connecting to the last byte (default 60)")
    group.add_argument("--user", help="user name (or CLAIMGRAPH_USER)")
    group.add_argument("--password", help="password; better in CLAIMGRAPH_PASSWORD, where other users of the machine cannot read it")
    group.add_argument("--token", help="bearer token; better in CLAIMGRAPH_TOKEN")


def seconds(word: str) -> float:
    """A time to wait: above nothing, at most a day."""
    number = float(word)
    if not 0 < number <= 86_400:
        raise ValueError(word)
    return number


def run(args: argparse.Namespace) -> int:
    """List the catalogue or run one query."""
    if args.query is None:
        if args.param or args.endpoint:
            raise Misuse("no query named", "claimgraph query alone lists the catalogue")
        sys.stdout.write(listing(args.root))
        return 0
    query, values = read_query(args.root, args.query), parameters(args.param)
    if args.format not in (None, *FORMATS):
        raise Misuse(f"--format {args.format}: not one of {', '.join(FORMATS)}")
    text = bind(query, values)
    shown = "<standard input>" if args.query == "-" else args.query
    if not args.endpoint and from_outside(args.query):
        look_at(text, shown)
    results = ask_elsewhere(args, text) if args.endpoint else ask_here(args.root, text, shown)
    write_results(results, args.format, sys.stdout)
    return 0


def listing(root: Path) -> str:
    """The catalogue: name, question, parameters."""
    lines = []
    for query in load_catalogue(root).values():
        asked = " ".join(f"{p.name}=…" if p.required else f"[{p.name}={p.default or '…'}]" for p in query.parameters)
        lines.append(f"{query.name:<26} {query.summary}" + (f"\n{'':<26} {asked}" if asked else ""))
    return "\n".join(lines) + "\n"


def read_query(root: Path, name: str) -> CatalogueQuery:
    """The query that an argument means: ``-``, a file, or a name of the catalogue."""
    if not from_outside(name):
        return find_query(root, name)
    shown = "<standard input>" if name == "-" else name
    content = sys.stdin.buffer.read() if name == "-" else read_bytes(name, MOST_BYTES)
    try:
        return _free_query(content.decode(), shown)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(shown, "not UTF-8 text", line, "save the file as UTF-8") from None


def from_outside(name: str) -> bool:
    """Whether an argument means a file or standard input rather than a name of the catalogue."""
    return name == "-" or name.endswith(".rq") or "/" in name


def _free_query(text: str, name: str) -> CatalogueQuery:
    """A query from outside: with a header it has parameters as those of the catalogue, without one it is text."""
    if text.startswith("#+"):
        return parse_query(text, name)
    return CatalogueQuery(name, "", "", (), (), text, "")


def parameters(given: list[str]) -> dict[str, str]:
    """``name=value`` words as a mapping; the last one of a name counts."""
    for word in given:
        if not word.partition("=")[1]:
            raise Misuse(f"--param {word}: write name=value")
    return dict(word.split("=", 1) for word in given)


def look_at(text: str, name: str) -> None:
    """Refuse a query from outside that would end the process: nested deeper than the engine's parser can bear."""
    from claimgraph.store.workers.limits import Limits
    from claimgraph.store.workers.prescan import scan

    try:
        found = scan(text, Limits())
    except ClaimgraphError as error:
        raise UnreadableFile(name, error.message, hint=error.hint) from None
    for prefix, line, column in found.undeclared:
        raise UnreadableFile(name, f"the prefix {prefix}: is not declared (column {column})", line, "declare it with PREFIX")


def ask_here(root: Path, text: str, name: str) -> object:
    """The result of a query over the union of the graphs of ``root``."""
    from claimgraph.store.local import open_store  # an endpoint's answer needs no graph here

    store = open_store(root).store
    try:
        return store.query(text, use_default_graph_as_union=True)
    except SyntaxError as error:
        from claimgraph.store.workers.diagnosis import malformed

        raise UnreadableFile(name, malformed(text, str(error)).message) from None


def ask_elsewhere(args: argparse.Namespace, text: str) -> object:
    """The result of a query on ``--endpoint``."""
    from claimgraph.store.remote import RemoteStore
    from claimgraph.store.transport import Credentials

    store = RemoteStore.at(args.endpoint, Credentials.given(args.user, args.password, args.token), args.timeout)
    graphs = store.graphs() if args.default_graph == ["all"] else args.default_graph
    return store.query(text, graphs)
