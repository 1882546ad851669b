"""The ``claimgraph`` command: one table of verbs, one module per verb, errors told in one line.

Start-up is felt, so this module imports the standard library only, and a verb's module is imported
when that verb is run. Every verb module gives ``configure(parser)`` and ``run(args) -> exit code``;
``args.root`` is the folder that holds ``ontology/``, ``graph/`` and ``queries/``.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from claimgraph import __version__
from claimgraph.errors import ClaimgraphError, Misuse

#: verb → what it does, in the order that --help shows
VERBS = {
    "check": "validate the graph, or the given files in its context",
    "format": "write Turtle files in the one stable style",
    "query": "run a ready-made query, a file or standard input",
    "publish": "write the whole site as files",
    "serve": "serve the site, SPARQL and reconciliation",
    "export": "write the graph in another format",
    "load": "load the named graphs into any Graph Store",
    "draft": "draft a graph file from a Wikipedia article",
    "reconcile": "match a column of names to identities",
}
PARTS = ("ontology", "graph", "queries")


def find_root(given: str | None) -> Path:
    """The folder with ontology/, graph/ and queries/: as given, here, or the copy inside the package."""
    if given is not None:
        root = Path(given)
        missing = [part for part in PARTS if not (root / part).is_dir()]
        if missing:
            raise Misuse(f"--root {given}: no folder {', '.join(missing)} in it", "it must hold ontology, graph, queries")
        return root
    package = Path(__file__).resolve().parents[1]
    candidates = (Path.cwd(), package / "data", package.parents[1])
    for root in candidates:
        if all((root / part).is_dir() for part in PARTS):
            return root
    raise Misuse("no folder with ontology, graph and queries here", "name one with --root")


def build_parser(verb: str | None) -> argparse.ArgumentParser:
    """The parser of the command, with the options of ``verb`` only (the others are listed, not built)."""
    parser = argparse.ArgumentParser(prog="claimgraph", description="Who says how many of whom: a graph of sourced claims.")
    parser.add_argument("--version", action="version", version=f"claimgraph {__version__}")
    parser.add_argument("--root", metavar="DIR", help="folder with ontology, graph and queries (default: here, else the package's own)")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND", required=True)
    for name, summary in VERBS.items():
        sub = verbs.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name == verb:
            importlib.import_module(f"claimgraph.cli.{name}").configure(sub)
    return parser


def named_verb(argv: Sequence[str]) -> str | None:
    """The first word of ``argv`` that is a verb, options and the value of --root passed over."""
    words = iter(argv)
    for word in words:
        if word == "--root":
            next(words, None)
        elif not word.startswith("-"):
            return word if word in VERBS else None
    return None


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 fine, 1 findings, 2 misuse or unreadable input."""
    argv = list(sys.argv[1:] if argv is None else argv)
    verb = named_verb(argv)
    try:
        args = build_parser(verb).parse_args(argv)
        args.root = find_root(args.root)
        return importlib.import_module(f"claimgraph.cli.{verb}").run(args)
    except ClaimgraphError as error:
        print(f"claimgraph {verb}: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(f"claimgraph {verb}: stopped", file=sys.stderr)
        return 130
