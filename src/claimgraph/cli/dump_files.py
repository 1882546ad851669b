"""Where the drafts of a dump go: a folder, one file of N-Quads, or standard output; and what goes on after a stop.

``state`` is noted every few seconds: up to which page the files are complete, how long they were then, and where in the
dump reading may begin. What was written behind that is cut off again, so that a killed run ends with the same bytes.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from claimgraph.article.bulk.dump import Result, Start
from claimgraph.article.bulk.unpacking import Unpacked
from claimgraph.cli.format import replace
from claimgraph.errors import Misuse

_COLUMNS = ("title", "status", "reason", "revision", "event", "date", "claims", "casualty_claims", "attributed", "left_out", "questions", "confidence", "file")
_NAME_IT = "name a folder, or a file that ends in .nq"
#: names that nobody gives a folder
_FILES = frozenset((".ttl", ".nt", ".trig", ".rdf", ".jsonld", ".json", ".csv", ".txt", ".xml", ".gz", ".bz2", ".xz", ".zip"))
_EVERY = 5.0  # seconds between two notes of how far the run is


@dataclass
class Output:
    """The files of a run. ``state`` says up to which page they are complete and how long they were then."""

    target: Path
    source: Unpacked
    counts: dict[str, int] = field(default_factory=lambda: {"drafted": 0, "skipped": 0, "other": 0})
    done: int = 0
    noted: float = 0.0
    start: Start = Start()
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
            raise Misuse(f"{folder}: a file, not a folder", _NAME_IT)
        if not self.quads and folder.suffix.lower() in _FILES and not folder.exists():
            raise Misuse(f"{folder}: drafts go into a folder, or into N-Quads", _NAME_IT)
        folder.mkdir(parents=True, exist_ok=True)
        stamp = [self.source.path.name, self.source.path.stat().st_size] if not self.source.is_stream else []
        known = self._state(stamp) if stamp and not again else {}
        if not known and self.quads and self.target.exists() and self.target.stat().st_size and not self.table.exists():
            raise Misuse(f"{self.target}: is there already, and is not from a dump", "name another file with -o")
        self.stamp = stamp
        self.done, self.counts, self.start = known.get("done", 0), known.get("counts", self.counts), Start(*known.get("start", ()))
        self._table = self._at(self.table, known.get("table", 0))
        self._graph = self._at(self.target, known.get("graph", 0)) if self.quads else None
        if not known:
            self._table.write(_line(_COLUMNS))
        self._measure()
        return self.done

    def _state(self, stamp: list[object]) -> dict[str, Any]:
        """What an earlier run over this dump noted, nothing where its files are not as it left them."""
        try:
            known = json.loads(self.state.read_text())
            whole = known["source"] == stamp and self.table.stat().st_size >= known["table"]
            return known if whole and (not self.quads or self.target.stat().st_size >= known["graph"]) else {}
        except (OSError, ValueError, TypeError, KeyError):
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
        if result.status == "drafted":
            if self._graph:
                self._graph.write(result.graph.encode())
            else:
                result = self._kept(self._named_apart(result))
        if result.status != "other":
            told = {"title": result.title, "status": result.status, "reason": result.reason, "file": result.filename if not self.quads else "", **result.row}
            self._table.write(_line([told.get(column, "") for column in _COLUMNS]))
        self.counts[result.status] += 1
        self.done, self.start = result.number + 1, result.start
        self._measure()
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

    def _kept(self, result: Result) -> Result:
        """Write a draft into its file, but for one in which somebody has curated a record."""
        path = self.target / result.filename
        if path.exists() and b"curatedBy" in path.read_bytes():
            return dataclasses.replace(result, status="skipped", reason="curated already: draft it by itself to see what changed")
        replace(path, result.graph)
        return result

    def _measure(self) -> None:
        """How long the files are with the last page whole: a write that fails may leave part of the next."""
        self._lengths = {"table": self._table.tell(), "graph": self._graph.tell() if self._graph else 0}

    def _note(self) -> None:
        self.noted = time.monotonic()
        for stream in (self._table, self._graph):
            if stream:
                stream.flush()
                os.fsync(stream.fileno())
        known = {"source": self.stamp, "done": self.done, "start": astuple(self.start), "counts": self.counts, **self._lengths}
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
        print(f"{self.target}: {counted(self.counts)}; the table is {self.table}")


class Stdout(Output):
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
        print(f"claimgraph draft: {counted(self.counts)}", file=sys.stderr)


def counted(counts: dict[str, int]) -> str:
    """How many pages became what, for the last line of a run."""
    return f"{counts['drafted']:,} drafted, {counts['skipped']:,} skipped, {counts['other']:,} without a conflict's box"


def _begins(path: Path, head: str) -> bool:
    with path.open(encoding="utf-8") as stream:
        return stream.readline().rstrip("\n") == head


def _line(cells: Iterable[object]) -> bytes:
    """One line of CSV that no spreadsheet takes for a formula."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow([f"'{c}" if str(c)[:1] in "=+-@\t\r" and str(c) else c for c in cells])
    return stream.getvalue().encode()
