"""The ``claimgraph`` command: one table of verbs, one module per verb, errors told in one line.

Start-up is felt, so this module imports next to nothing, and a verb's module is imported when that
verb is run. Every verb module gives ``configure(parser)`` and ``run(args) -> exit code``; ``args.root`` is
the folder that holds ``ontology/``, ``graph/`` and ``queries/``. A verb in QUICK also gives ``SIMPLE``,
the words that need no parser (see :func:`read_simply`), and takes its root as a plain string.
"""

from __future__ import annotations

import importlib
import os
import sys

from claimgraph import __version__
from claimgraph.errors import ClaimgraphError, Misuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from typing import NoReturn

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
#: verbs that must answer within a few times the start of Python itself
QUICK = ("query", "export")
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PARTS = ("ontology", "graph", "queries")
ROOT_HELP = "folder with ontology, graph and queries (default: here, else the package's own)"


def find_root(given: str | None) -> str:
    """The folder with ontology/, graph/ and queries/: as given, here, or the copy inside the package."""
    if given is not None:
        missing = [part for part in PARTS if not os.path.isdir(os.path.join(given, part))]
        if missing:
            raise Misuse(f"--root {given}: no folder {', '.join(missing)} in it", "it must hold ontology, graph, queries")
        return given
    for root in (os.curdir, os.path.join(PACKAGE, "data"), os.path.dirname(os.path.dirname(PACKAGE))):
        if all(os.path.isdir(os.path.join(root, part)) for part in PARTS):
            return root
    raise Misuse("no folder with ontology, graph and queries here", "name one with --root")


def is_packaged(path: str | os.PathLike[str]) -> bool:
    """Whether a path lies in the copy inside the package, which is for reading."""
    return os.path.join(os.path.abspath(path), "").startswith(os.path.join(PACKAGE, "data", ""))


def help_text() -> str:
    """What ``claimgraph --help`` shows; also without argparse, for its start is as long as Python's."""
    width = max(map(len, VERBS)) + 2
    verbs = "".join(f"  {name:<{width}}{summary}\n" for name, summary in VERBS.items())
    return (
        "usage: claimgraph [--root DIR] COMMAND …\n\n"
        "Who says how many of whom: armed attacks as a graph of sourced claims.\n\n"
        f"commands (claimgraph COMMAND --help tells their options):\n{verbs}\n"
        f"options:\n  --root DIR  {ROOT_HELP}\n  --version   show the version\n  -h, --help  show this help\n\n"
        "exit codes: 0 fine, 1 findings, 2 misuse or unreadable input\n"
    )


def build_parser(verb: str | None) -> argparse.ArgumentParser:
    """The parser of the command, with the options of ``verb`` only (the others are listed, not built)."""
    import argparse

    class Parser(argparse.ArgumentParser):
        """Tells what is wrong as every other error is told: in one line, with the way out."""

        def error(self, message: str) -> NoReturn:
            raise Misuse(message.removeprefix("argument "), f"{self.prog} --help tells what it takes")

        def parse_args(self, *given: object) -> argparse.Namespace:  # type: ignore[override]
            args, unknown = self.parse_known_args(*given)
            if unknown:
                options = [word for action in verbs.choices[args.verb]._actions for word in action.option_strings]
                said = f"no option {unknown[0]}" if unknown[0].startswith("-") else f"one word too many: {unknown[0]}"
                raise Misuse(said, _nearest(unknown[0], options) or f"claimgraph {args.verb} --help tells what it takes")
            return args

    parser = Parser(prog="claimgraph")
    parser.format_help = help_text  # type: ignore[method-assign]
    parser.add_argument("--version", action="version", version=f"claimgraph {__version__}")
    parser.add_argument("--root", metavar="DIR")
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


def parse(argv: Sequence[str]) -> Words | argparse.Namespace:
    """The words of a command as attributes; :class:`~claimgraph.errors.Misuse` where they do not fit."""
    if quick := read_simply(argv):
        return quick
    if argv[0] not in VERBS and not argv[0].startswith("-"):
        raise Misuse(f"no command {argv[0]!r}", _nearest(argv[0], VERBS) or "claimgraph --help lists them")
    return build_parser(named_verb(argv)).parse_args(argv)


def _nearest(word: str, known: Iterable[str]) -> str | None:
    """A hint at the known word that was probably meant."""
    import difflib

    near = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean {near[0]}?" if near else None


class Words:
    """What the words of a command said, by attribute, as argparse's ``Namespace`` has it."""

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)


def read_simply(argv: Sequence[str]) -> Words | None:
    """The plain forms of the quick verbs without argparse, whose import takes as long as Python's own start.

    ``SIMPLE`` of a verb's module is (name of the one positional, {option: name}, defaults). Anything
    else than ``VERB [WORD] [--option value]…`` gives ``None`` and goes to argparse, which knows every form
    and every error; a test holds both to the same answer.
    """
    if not argv or argv[0] not in QUICK:
        return None
    positional, options, defaults = importlib.import_module(f"claimgraph.cli.{argv[0]}").SIMPLE
    values, rest = {**defaults, "verb": argv[0], "root": None}, list(argv[1:])
    if rest and not rest[0].startswith("-"):
        values[positional] = rest.pop(0)
    while rest:
        name = options.get(rest[0])
        if name is None or len(rest) < 2 or rest[1].startswith("-"):
            return None
        values[name] = [*values[name], rest[1]] if isinstance(values[name], list) else rest[1]
        rest = rest[2:]
    return Words(**values)


def speak_utf8() -> None:
    """What is written is UTF-8, as Turtle, JSON and CSV are, except to a terminal of another encoding, which gets escapes.

    A closed stream (``>&-``) becomes one that swallows what is written.
    """
    sys.stdout, sys.stderr = (stream or open(os.devnull, "w", encoding="utf-8") for stream in (sys.stdout, sys.stderr))
    for stream in (sys.stdout, sys.stderr):
        if stream.encoding.lower() != "utf-8":
            stream.reconfigure(**({"errors": "backslashreplace"} if stream.isatty() else {"encoding": "utf-8"}))


def tell(name: str, message: str) -> None:
    """One line on standard error; a line end or a terminal's command in a file's name is written as an escape."""
    print(f"{name}: {''.join(ch if ch.isprintable() else repr(ch)[1:-1] for ch in message)}", file=sys.stderr)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 fine, 1 findings, 2 misuse or unreadable input."""
    argv = list(sys.argv[1:] if argv is None else argv)
    speak_utf8()
    if not argv:
        sys.stderr.write(help_text())
        return 2
    verb = named_verb(argv)
    name = f"claimgraph {verb}" if verb else "claimgraph"
    try:
        if argv in (["--help"], ["-h"]):
            sys.stdout.write(help_text())
            sys.stdout.flush()
            return 0
        args = parse(argv)
        args.root = find_root(args.root)
        if verb not in QUICK:
            from pathlib import Path

            args.root = Path(args.root)
        code = importlib.import_module(f"claimgraph.cli.{verb}").run(args)
        sys.stdout.flush()  # a full disk is told here, not when the interpreter is on its way out
        return code
    except ClaimgraphError as error:
        tell(name, str(error))
        return error.exit_code
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        tell(name, f"{error.filename or ''}{': ' if error.filename else ''}{error.strerror or error}")
        return 2
    except KeyboardInterrupt:
        tell(name, "stopped")
        return 130
    except Exception as error:  # a fault of ours: still one line, with the way to see the rest
        if os.environ.get("CLAIMGRAPH_DEBUG"):
            raise
        tell(name, f"unexpected {type(error).__name__}: {error} (set CLAIMGRAPH_DEBUG=1 to see where)")
        return 2


def command() -> None:
    """What the ``claimgraph`` script runs: :func:`main`, then the end of the process.

    The interpreter's own way out frees a store triple by triple, a third of Python's start; nothing
    that was written is lost, for it is flushed first.
    """
    code = main()
    if named_verb(sys.argv[1:]) not in QUICK:
        sys.exit(code)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass
    os._exit(code)
