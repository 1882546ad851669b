"""Where a record stands: the file and the line of its block in Turtle.

The stable writer puts a subject at the beginning of a line; so do most people. A record written
otherwise is found by its file only.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_SUBJECT = re.compile(rb"(?:<([^<>\s]+)>|([A-Za-z][\w.-]*)?:([\w.%-]+))(?=[\s;]|$)")
_PREFIX = re.compile(rb"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, order=True)
class Place:
    """A file and the 1-based line in it."""

    path: str
    line: int


def subjects(content: bytes) -> Iterator[tuple[str, int]]:
    """The IRI of each subject at the beginning of a line, and the line.

    >>> list(subjects(b"PREFIX e: <http://e/>\\n\\ne:a e:p 1 .\\n<http://e/b> e:p 2 ."))
    [('http://e/a', 3), ('http://e/b', 4)]
    """
    prefixes = {match[1]: match[2] for match in _PREFIX.finditer(content)}
    for number, line in enumerate(content.split(b"\n"), 1):
        match = _SUBJECT.match(line) if line[:1] > b" " else None  # most lines are inside a block
        if match is None:
            continue
        if match[1] is not None:
            yield match[1].decode(errors="replace"), number
        elif (match[2] or b"") in prefixes:
            yield (prefixes[match[2] or b""] + match[3]).decode(errors="replace"), number


def find_places(contents: Iterable[tuple[Path, bytes]], wanted: Collection[str]) -> dict[str, Place]:
    """IRI → its first place, for those of ``wanted`` that the files describe; one pass over each file."""
    found: dict[str, Place] = {}
    for path, content in contents:
        for iri, line in subjects(content):
            if iri in wanted and iri not in found:
                found[iri] = Place(str(path), line)
    return found
