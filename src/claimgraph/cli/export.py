"""``claimgraph export``: the graph in another format, on standard output or into a file."""

from __future__ import annotations

import sys

from claimgraph.cli.output import put
from claimgraph.errors import Misuse
from claimgraph.views.exports import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt
    import argparse

#: what needs no parser: the word, the options, and what is not said
SIMPLE = ("format", {"-o": "output", "--output": "output"}, {"format": None, "output": "-"})


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    import argparse

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "formats:\n" + "".join(f"  {name:<16} {form.summary}\n" for name, form in FORMATS.items())
    parser.add_argument("format", metavar="FORMAT", help="one of the formats below")
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help="default: standard output")


def run(args: argparse.Namespace) -> int:
    """Write one format; claims that must wait are listed on standard error."""
    if args.format not in FORMATS:
        raise Misuse(f"no format {args.format!r}" if args.format else "no format named", f"one of {', '.join(FORMATS)}")
    pieces, left_out = FORMATS[args.format].pieces(args.root)
    put(args.output, pieces)
    for line in left_out:
        print(line, file=sys.stderr)
    return 0
