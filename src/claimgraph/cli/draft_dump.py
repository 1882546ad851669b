"""``claimgraph draft --dump``: the run over a dump, what may stop it, and its progress."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import time
from pathlib import Path

from claimgraph.article.bulk.dump import Job, check, drafts, output_of
from claimgraph.article.bulk.unpacking import Unpacked
from claimgraph.cli.authority import authority_in
from claimgraph.cli.dump_files import Output, Stdout
from claimgraph.errors import ClaimgraphError, Misuse, UnreadableFile
from claimgraph.graph.turtle import write

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def run_dump(args: argparse.Namespace) -> int:
    """Draft a whole dump: a folder of Turtle files, or one N-Quads file, and a table of all pages read."""
    source = Unpacked(Path(args.dump))
    if not source.is_stream and not source.path.is_file():
        raise Misuse(f"{args.dump}: no such dump", "name a MediaWiki XML dump: .xml, .xml.bz2, .xml.gz or .xml.xz")
    if args.jobs is not None and args.jobs < 1:
        raise Misuse("--jobs must be at least 1")
    if not source.is_stream:
        check(Unpacked(source.path))
    target = output_of(source.path, args.output)
    output = Output(target, source) if str(target) != "-" else Stdout(target, source)
    skip = output.open(args.again)
    job = Job(functools.partial(authority_in, args.root), None if output.quads else write)
    bar = _Bar(source)
    try:
        for result in drafts(source, job, args.jobs or os.cpu_count() or 1, skip, output.start):
            output.add(result)
            bar.show(output)
    except KeyboardInterrupt:
        bar.clear()
        output.close()
        print(f"claimgraph draft: stopped after page {output.done:,}{output.goes_on}", file=sys.stderr)
        return 130
    except (ClaimgraphError, OSError) as error:
        bar.clear()
        with contextlib.suppress(ClaimgraphError, OSError):  # a full disk takes no note either; the one before holds
            output.close()
        if isinstance(error, ClaimgraphError):
            error.message += f"; what was read before is in {target}" if output.done else ""
            raise
        raise UnreadableFile(target, f"cannot be written: {(error.strerror or str(error)).lower()}", hint="make room, and give the same command: it goes on from where it was") from None
    bar.clear()
    output.close()
    output.finish()
    return 0


class _Bar:
    """One line on a terminal: how much of the dump is read, what came of it, how fast, how long it will take."""

    def __init__(self, source: Unpacked) -> None:
        self.source, self.begun, self.shown = source, time.monotonic(), 0.0
        self.first: tuple[int, int] | None = None  # the page and the place in the file where this run began
        self.on = sys.stderr.isatty()

    def show(self, output: Output) -> None:
        """Draw it anew, five times a second at most."""
        now = time.monotonic()
        if not self.on or now - self.shown < 0.2:
            return
        self.shown = now
        page, place = self.first = self.first or (output.done, self.source.consumed)
        seconds = max(now - self.begun, 0.001)
        words = [f"page {output.done:,}", f"{output.counts['drafted']:,} drafted", f"{output.counts['skipped']:,} skipped", f"{(output.done - page) / seconds:,.0f}/s"]
        if self.source.size:
            share, read = self.source.consumed / self.source.size, self.source.consumed - place
            left = [_duration(seconds * (self.source.size - self.source.consumed) / read)] if read > 0 else []
            words = [f"{'█' * int(20 * share):<20} {share:4.0%}", *words, *left]
        width = os.get_terminal_size(sys.stderr.fileno()).columns or 80
        sys.stderr.write(f"\r{'  '.join(words)[: width - 1]}\033[K")
        sys.stderr.flush()

    def clear(self) -> None:
        """Leave the line empty."""
        if self.on:
            sys.stderr.write("\r\033[K")


def _duration(seconds: float) -> str:
    """ "3 min left", "2 h 10 min left"."""
    minutes = round(seconds / 60)
    return "under a minute left" if minutes < 1 else f"{minutes} min left" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min left"
