"""The reference lists of saved text: each entry with its mark, printed beside it or lost on the way.

Some browsers copy "1. ^" and "a. ^", others the words alone; then a list of notes is told by its heading and by the marks
that the text has for notes, and the entries count on in that way.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from claimgraph.article.reading.citations import numbered, read_footnote
from claimgraph.article.reading.works import Works
from claimgraph.article.text import Footnote, Line

_ENTRY = re.compile(
    r"\s*(?:\[?(?P<number>\d{1,4})[.\])]\s*|\[?(?P<letter>[a-z]{1,2}|[A-Z]|[ivxl]{1,5}|[α-ω])[.\])]\s*(?=[\^↑])|(?P<named>(?:nb|note|n|Note) \d{1,3})[.:]?\s+(?=[\^↑]))?(?P<caret>[\^↑]\s*)?"
)
_NOTES = re.compile(r"(?:explanatory |informational )?(?:foot)?notes\Z|annotations\Z", re.IGNORECASE)
_WORKS = re.compile(r"(?:works cited|bibliography|sources|literature)\Z", re.IGNORECASE)
#: the first mark of a group of notes, and those that follow it
_SCHEMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("[a]", tuple("abcdefghijklmnopqrstuvwxyz")), ("[A]", tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), ("[i]", ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")),
    *((f"[{name} 1]", tuple(f"{name} {number}" for number in range(1, 100))) for name in ("nb", "note", "n", "Note")),
)  # fmt: skip
#: the links of a navigation box, which stands below the references
_NAVIGATION = re.compile(r"v\s*[·•]?\s*t\s*[·•]?\s*e\Z")
_SKIPPED = frozenset({"[edit]", "edit"})


def read_lists(lists: Sequence[tuple[str, Sequence[Line]]], text: str) -> list[Footnote]:
    """The footnotes of an article's reference lists, given by heading; ``text`` is the whole article's, with the marks in it."""
    found: list[Footnote] = []
    taken = _Taken()
    works = Works()
    scheme = next((marks for first, marks in _SCHEMES if first in text), ()) if len(lists) > 1 else ()
    for heading, lines in lists:
        for note in _entries(lines, scheme if _NOTES.match(heading.strip()) else (), taken):
            works.add(note)
            if not (_WORKS.match(heading) and len(lists) > 1):
                found.append(note)
    return numbered([works.told(note) for note in found])


class _Taken:
    """The marks that entries have already."""

    def __init__(self) -> None:
        self._marks: set[str] = set()
        self._highest = 0

    def __contains__(self, mark: str) -> bool:
        return mark in self._marks

    def add(self, mark: str) -> None:
        """Take a mark."""
        self._marks.add(mark)
        self._highest = max(self._highest, int(mark)) if mark.isdecimal() else self._highest

    @property
    def following(self) -> str:
        """The number behind the highest that is taken."""
        return str(self._highest + 1)


def _entries(lines: Sequence[Line], marks: Sequence[str], taken: _Taken) -> Iterator[Footnote]:
    """The entries of one list: marked as printed, else in order."""
    unmarked = 0
    for line in takewhile(lambda line: not _NAVIGATION.match(line.text), lines):
        if not line.text or line.text.lower() in _SKIPPED:
            continue
        entry = _ENTRY.match(line.text)
        assert entry is not None  # every part of the pattern is optional
        mark = entry["number"] or entry["letter"] or entry["named"]
        if mark is None:
            mark = marks[unmarked] if unmarked < len(marks) else taken.following
            unmarked += 1
        else:
            mark = mark.lstrip("0") or "0"
        if mark in taken:
            continue
        taken.add(mark)
        begin = next((entry.end(part) + 1 for part in ("number", "letter", "named") if entry[part]), 0)
        yield replace(read_footnote(line.text[begin:], 0, mark, line.start), start=line.start)
