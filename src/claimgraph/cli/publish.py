"""``claimgraph publish``: the whole site as files."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt
    import argparse
    from collections.abc import Iterator
    from typing import NoReturn


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--out", default="site", type=Path, metavar="DIR", help="folder to write (default: site)")
    parser.add_argument("--base-url", metavar="URL", help="address the site will have; identifiers stay what they are")


def run(args: argparse.Namespace) -> int:
    """Write the site and say what was written; nothing changes when the graph breaks its rules."""
    from claimgraph.web.files.publishing import publish

    if sys.stderr.isatty():
        print("checking and writing …", file=sys.stderr)
    with told_to_end():
        done = publish(args.root, args.out, args.base_url)
    wrote = f"{done.written.changed} of {done.written.files} files written" if done.written.changed or done.written.removed else "nothing had changed"
    print(f"{args.out}: {done.events} events, {done.claims} claims, {done.triples} triples, {done.warnings} warnings; {done.pages} pages, {done.rendered} made again, {wrote}")
    print(f"Look at it: claimgraph serve, or open {args.out}/index.html")
    return 0


@contextmanager
def told_to_end() -> Iterator[None]:
    """SIGTERM as Ctrl-C: what is half made is removed before the end."""

    def end(number: int, _: object) -> NoReturn:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
