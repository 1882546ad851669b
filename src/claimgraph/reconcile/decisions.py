"""The file of decisions: every candidate that a service gave, and what a person said about it.

A table with tabs, one line a candidate, so that it opens in any spreadsheet and shows in a diff. The person
writes ``accepted``, ``close`` or ``rejected`` into the column ``decision`` and a name and a day beside it; the
command never writes there. The same file makes a run resumable: what stands in it is not asked again, unless the
names have changed since (``asked`` tells the day and, of our own names, their edition) and nobody has decided.
"""

import csv
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from claimgraph.errors import UnreadableFile
from claimgraph.reconcile.client import Found

DECISIONS = ("", "accepted", "close", "rejected")


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate of one query; ``id`` is empty when the service found nothing."""

    query: str
    type: str = ""
    conditions: str = ""
    service: str = ""
    asked: str = ""
    id: str = ""
    name: str = ""
    score: str = ""
    match: str = ""
    evidence: str = ""
    decision: str = ""
    by: str = ""
    on: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What was asked of whom."""
        return (self.service, self.query, self.type, self.conditions)

    @property
    def edition(self) -> str:
        """Which names the service had then; empty for a service elsewhere."""
        return self.asked.partition(" ")[2]


HEADING = tuple(field.name for field in fields(Line))


def query_key(service: str, query: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """The key under which the answer to a query is kept."""
    conditions = json.dumps(query.get("properties") or [], ensure_ascii=False, sort_keys=True) if query.get("properties") else ""
    return (service, str(query["query"]), str(query.get("type") or ""), conditions)


class Decisions:
    """The lines of one file; ``path`` is ``None`` when nothing is to be kept."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.lines: dict[tuple[str, str, str, str], list[Line]] = {}
        for line in _read(path) if path and path.exists() else ():
            self.lines.setdefault(line.key, []).append(line)

    def add(self, answers: Iterable[tuple[tuple[str, str, str, str], list[Found]]], asked: str) -> None:
        """Keep the answers of one batch, on disk before this returns."""
        new: list[Line] = []
        for key, found in answers:
            service, query, kind, conditions = key
            lines = [
                Line(query, kind, conditions, service, asked, f.id, f.name, f"{f.score:g}", "yes" if f.match else "", _evidence(f))
                for f in found
            ] or [Line(query, kind, conditions, service, asked)]
            self.lines[key] = lines
            new += lines
        if self.path:
            _append(self.path, new)

    def forget(self, service: str, edition: str) -> None:
        """Drop what this service answered from another edition of its names, but for queries that a person decided on."""
        outdated = [
            key
            for key, lines in self.lines.items()
            if key[0] == service and not any(line.decision for line in lines) and any(line.edition != edition for line in lines)
        ]
        for key in outdated:
            del self.lines[key]
        if outdated and self.path:
            new = self.path.with_name(f"{self.path.name}.new")
            new.unlink(missing_ok=True)
            _append(new, [line for lines in self.lines.values() for line in lines])
            os.replace(new, self.path)

    def accepted(self) -> list[Line]:
        """The lines that a person accepted, as the same or as close."""
        return [line for lines in self.lines.values() for line in lines if line.decision in ("accepted", "close")]


def chosen(lines: list[Line]) -> Line | None:
    """Which candidate stands for a name: the accepted one, else the matched one unless somebody rejected it."""
    accepted = next((line for line in lines if line.decision == "accepted"), None)
    return accepted or next((line for line in lines if line.match and line.decision not in ("rejected", "close")), None)


def _evidence(found: Found) -> str:
    return "; ".join(part for part in (found.types, found.description) if part)


def _cell(text: str) -> str:
    return " ".join(text.split())


def _append(path: Path, lines: list[Line]) -> None:
    try:
        begins = not path.exists() or not path.stat().st_size
        with path.open("a", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
            if begins:
                writer.writerow(HEADING)
            writer.writerows([_cell(getattr(line, name)) for name in HEADING] for line in lines)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise UnreadableFile(path, f"cannot be written: {error.strerror}", hint="name another place for it with --decisions") from None


def _read(path: Path) -> Iterable[Line]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            if missing := set(HEADING) - set(reader.fieldnames or ()):
                raise UnreadableFile(path, f"no column {', '.join(sorted(missing))}", 1, "this is not a file of decisions")
            for row in reader:
                if row["decision"] not in DECISIONS:
                    raise UnreadableFile(path, f"decision {row['decision']!r}", reader.line_num, "accepted, close, rejected or nothing")
                if None in row or None in row.values():
                    continue  # a line cut short when a run was stopped is asked again
                yield Line(**{name: row[name] for name in HEADING})
    except UnicodeDecodeError:
        raise UnreadableFile(path, "not UTF-8", hint="save the file as UTF-8") from None
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "cannot be read") from None
