"""``claimgraph draft --dump``: the run over a dump, its files, its progress, and going on after a stop."""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
import json
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from claimgraph.article.bulk.dump import Job, Result, check, drafts, output_of
from claimgraph.article.bulk.unpacking import Unpacked
from claimgraph.cli.authority import authority_in
from claimgraph.cli.format import replace
from claimgraph.errors import Misuse
from claimgraph.graph.turtle import write

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

_COLUMNS = ("title", "status", "reason", "revision", "event", "date", "claims", "casualty_claims", "attributed", "left_out", "questions", "confidence", "file")
_EVERY = 5.0  # seconds between two notes of how far the run is


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
    output = _Output(target, source) if str(target) != "-" else _Stdout(target, source)
    skip = output.open(args.again)
    job = Job(functools.partial(authority_in, args.root), None if output.quads else write)
    bar = _Bar(source)
    try:
        for result in drafts(source, job, args.jobs or os.cpu_count() or 1, skip):
            output.add(result)
            bar.show(output)
    except KeyboardInterrupt:
        bar.clear()
        print(f"claimgraph draft: stopped after page {output.done:,}{output.goes_on}", file=sys.stderr)
        return 130
    finally:
        bar.clear()
        output.close()
    output.finish()
    return 0


@dataclass
class _Output:
    """The files of a run. ``state`` says up to which page they are complete and how long they were then."""

    target: Path
    source: Unpacked
    counts: dict[str, int] = field(default_factory=lambda: {"drafted": 0, "skipped": 0, "other": 0})
    done: int = 0
    noted: float = 0.0
    goes_on = "; the same command goes on from there"

    @property
    def quads(self) -> bool:
        """Whether all drafts go into one file of N-Quads."""
        return self.target.suffix == ".nq"

    @property
    def table(self) -> Path:
        """The summary table."""
        return self.target.with_suffix(".csv") if self.quads else self.target / "summary.csv"

    @property
    def state(self) -> Path:
        """Where the run notes how far it is."""
        return self.table.with_name(f".{self.table.stem}.state")

    def open(self, again: bool) -> int:
        """Open the files where an earlier run left them; the number of the first page that is still to do."""
        folder = self.target.parent if self.quads else self.target
        if folder.exists() and not folder.is_dir():
            raise Misuse(f"{folder}: a file, not a folder", "name a folder, or a file that ends in .nq")
        folder.mkdir(parents=True, exist_ok=True)
        stamp = [self.source.path.name, self.source.path.stat().st_size] if not self.source.is_stream else []
        known = self._state() if stamp and not again else {}
        known = known if known.get("source") == stamp else {}
        self.stamp = stamp
        self.done, self.counts = known.get("done", 0), known.get("counts", self.counts)
        self._table = self._at(self.table, known.get("table", 0))
        self._graph = self._at(self.target, known.get("graph", 0)) if self.quads else None
        if not known:
            self._table.write(_line(_COLUMNS))
        return self.done

    def _state(self) -> dict:  # type: ignore[type-arg]
        try:
            return json.loads(self.state.read_text())
        except (OSError, ValueError):
            return {}

    @staticmethod
    def _at(path: Path, size: int) -> io.BufferedRandom:
        """The file, cut to what was complete."""
        stream = path.open("r+b" if path.exists() else "w+b")
        stream.truncate(size)
        stream.seek(size)
        return stream

    def add(self, result: Result) -> None:
        """Write what became of one page."""
        self.counts[result.status] += 1
        if result.status == "drafted":
            if self._graph:
                self._graph.write(result.graph.encode())
            else:
                result = self._named_apart(result)
                replace(self.target / result.filename, result.graph)
        if result.status != "other":
            told = {"title": result.title, "status": result.status, "reason": result.reason, "file": result.filename if not self.quads else "", **result.row}
            self._table.write(_line([told.get(column, "") for column in _COLUMNS]))
        self.done = result.number + 1
        if time.monotonic() - self.noted > _EVERY:
            self._note()

    def _named_apart(self, result: Result) -> Result:
        """The result under a file name that no other article has: two titles may have one slug."""
        head = result.graph.split("\n", 1)[0]
        name, number = result.filename, 1
        while (path := self.target / name).exists() and not _begins(path, head):
            number += 1
            name = f"{Path(result.filename).stem}-{number}.ttl"
        return dataclasses.replace(result, filename=name)

    def _note(self) -> None:
        self.noted = time.monotonic()
        for stream in (self._table, self._graph):
            if stream:
                stream.flush()
                os.fsync(stream.fileno())
        known = {"source": self.stamp, "done": self.done, "counts": self.counts, "table": self._table.tell(), "graph": self._graph.tell() if self._graph else 0}
        replace(self.state, json.dumps(known))

    def close(self) -> None:
        """Note how far the run is, and close the files."""
        self._note()
        self._table.close()
        if self._graph:
            self._graph.close()

    def finish(self) -> None:
        """The run is complete: there is nothing to go on from."""
        self.state.unlink(missing_ok=True)
        print(f"{self.target}: {_counted(self.counts)}; the table is {self.table}")


class _Stdout(_Output):
    """N-Quads on standard output; there is no table, and nothing to go on from."""

    quads = True  # type: ignore[assignment]
    goes_on = ""

    def open(self, again: bool) -> int:
        """Nothing was done before."""
        return 0

    def add(self, result: Result) -> None:
        """Write what became of one page; what was skipped is told beside it."""
        self.counts[result.status] += 1
        self.done = result.number + 1
        sys.stdout.write(result.graph)
        if result.status == "skipped":
            print(f"claimgraph draft: {result.title}: skipped: {result.reason}", file=sys.stderr)

    def close(self) -> None:
        """Everything is written."""
        sys.stdout.flush()

    def finish(self) -> None:
        """The counts go where the report of a single draft goes."""
        print(f"claimgraph draft: {_counted(self.counts)}", file=sys.stderr)


def _counted(counts: dict[str, int]) -> str:
    return f"{counts['drafted']:,} drafted, {counts['skipped']:,} skipped, {counts['other']:,} without a conflict's box"


def _begins(path: Path, head: str) -> bool:
    with path.open(encoding="utf-8") as stream:
        return stream.readline().rstrip("\n") == head


def _line(cells: object) -> bytes:
    """One line of CSV that no spreadsheet takes for a formula."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow([f"'{c}" if str(c)[:1] in "=+-@\t\r" and str(c) else c for c in cells])  # type: ignore[attr-defined]
    return stream.getvalue().encode()


class _Bar:
    """One line on a terminal: how much of the dump is read, what came of it, how fast."""

    def __init__(self, source: Unpacked) -> None:
        self.source, self.begun, self.shown = source, time.monotonic(), 0.0
        self.on = sys.stderr.isatty()

    def show(self, output: _Output) -> None:
        now = time.monotonic()
        if not self.on or now - self.shown < 0.2:
            return
        self.shown = now
        share = self.source.consumed / max(self.source.size, 1)
        filled = "█" * int(24 * share)
        rate = (output.done) / max(now - self.begun, 0.001)
        sys.stderr.write(f"\r{filled:<24} {share:6.1%}  page {output.done:,}  {output.counts['drafted']:,} drafted, {output.counts['skipped']:,} skipped  {rate:,.0f}/s ")
        sys.stderr.flush()

    def clear(self) -> None:
        if self.on:
            sys.stderr.write("\r\033[K")
