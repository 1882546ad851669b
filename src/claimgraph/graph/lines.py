"""Where a record stands: the file and the line of its block in Turtle.

The stable writer puts a subject at the beginning of a line; so do most people. A record written
otherwise is found where it is first mentioned.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_SUBJECT = re.compile(rb"""(?:<([^<>\s]+)>|([A-Za-z][\w.-]*)?:([^\s;,<>()\[\]{}"'#]+))(?=[\s;]|$)""")
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


def mention(content: bytes, iri: str) -> int | None:
    """The line where the IRI first stands anywhere, in full or with a prefix of the file; None where it does not."""
    spelt = [b"<%s>" % iri.encode()]
    for match in _PREFIX.finditer(content):
        namespace = match[2].decode(errors="replace")
        if namespace and iri.startswith(namespace):
            spelt.append(match[1] + b":" + iri[len(namespace) :].encode())
    found = [place.start() for each in spelt if (place := re.search(re.escape(each) + rb"(?![\w%-])", content))]
    return content.count(b"\n", 0, min(found)) + 1 if found else None


def find_places(contents: Iterable[tuple[Path, bytes]], wanted: Collection[str]) -> dict[str, Place]:
    """IRI → where it is first described, else where it is first mentioned, for those of ``wanted`` that the files know."""
    contents = list(contents)
    found = {iri: places[0] for iri, places in index(contents).items() if iri in wanted}
    for iri in set(wanted) - found.keys():  # a block that does not begin at the beginning of a line
        for path, content in contents:
            if (line := mention(content, iri)) is not None:
                found[iri] = Place(str(path), line)
                break
    return found


def index(contents: Iterable[tuple[Path, bytes]]) -> dict[str, list[Place]]:
    """IRI → its first place in each of the files that describe it, in their order; one pass over each file."""
    found: dict[str, list[Place]] = {}
    for path, content in contents:
        name = str(path)
        for iri, line in subjects(content):
            places = found.setdefault(iri, [])
            if not places or places[-1].path != name:
                places.append(Place(name, line))
    return found
