"""``claimgraph format``: rewrite Turtle files in the house style, or say which ones are not in it."""

import argparse
import sys
from functools import partial
from pathlib import Path

from pyoxigraph import BlankNode

from claimgraph.cli.output import put
from claimgraph.errors import UnreadableFile
from claimgraph.graph.comments import comments_of
from claimgraph.graph.files import parse_turtle, read_bytes, style_files
from claimgraph.graph.turtle import Unwritable, write

#: how long blank nodes may take to be named: the time grows with the factorial of those that look alike
NAMING_SECONDS = 5.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="Turtle files, or - for standard input (default: all of graph/ and ontology/)")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a file is not in the style")


def run(args: argparse.Namespace) -> int:
    """Format every file, all parsed before the first is written; 1 when --check finds one to rewrite."""
    if args.files == ["-"]:
        sys.stdout.write(formatted(Path("<stdin>"), sys.stdin.buffer.read()))
        return 0
    paths = [Path(name) for name in args.files] or style_files(args.root)
    contents = [(path, read_bytes(path)) for path in paths]
    changed = [(path, text) for path, content in contents if (text := formatted(path, content)).encode() != content]
    for path, text in changed:
        if args.check:
            print(f"{path}: not in the house style (run: claimgraph format {path})")
        else:
            replace(path, text)
            print(f"{path}: rewritten")
    return 1 if args.check and changed else 0


def formatted(path: Path, content: bytes) -> str:
    """The content in the house style; raises with file and line when it is not Turtle."""
    if not content.strip():
        raise UnreadableFile(path, "the file is empty", 1)
    triples, comments = parse_turtle(content, path), comments_of(path, content)
    try:
        if not any(isinstance(node, BlankNode) for triple in triples for node in (triple.subject, triple.object)):
            return write(triples, comments)
        # Start-up is felt: our own files have no blank nodes.
        from claimgraph.graph.limits import GaveUp, run_limited

        try:
            return run_limited(partial(write, triples, comments), seconds=NAMING_SECONDS)
        except GaveUp:
            raise UnreadableFile(path, f"its blank nodes cannot be told apart within {NAMING_SECONDS:g} s", hint="give them IRIs") from None
    except Unwritable as error:
        raise UnreadableFile(path, error.message, hint=error.hint) from None


def replace(path: Path, text: str) -> None:
    """Write a file so that a reader, or a crash, sees the old one or the new one."""
    put(str(path), [text.encode()])
