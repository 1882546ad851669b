"""``claimgraph export``: the graph in another format, on standard output or into a file."""

from __future__ import annotations

import os
import sys

from claimgraph.errors import Misuse, UnreadableFile
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
    form = FORMATS[args.format]
    content, left_out = form.write_all(args.root)
    if args.output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_atomically(args.output, content)
    for line in left_out:
        print(line, file=sys.stderr)
    return 0


def write_atomically(path: str, content: bytes) -> None:
    """All of ``content`` or nothing: written beside the file, synced, then renamed over it."""
    beside = f"{path}.{os.getpid()}.part"
    try:
        with open(beside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        raise UnreadableFile(path, f"cannot be written: {error.strerror}") from None
    finally:
        if os.path.exists(beside):
            os.unlink(beside)
