"""Lays out what a markup reader finds as one plain text, and keeps where each piece came to stand.

Wikitext and HTML readers give inline pieces; here they become lines, cells and paragraphs of the
article's text: title, box (a label, then its lines), paragraphs, headings, and the footnotes last.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from claimgraph.article.reading.citations import numbered
from claimgraph.article.reading.infobox import Row, assemble
from claimgraph.article.reading.tongue import only_english
from claimgraph.article.text import Article, Footnote, Form, Infobox, Kind, Line, Link, Paragraph, Section, is_apparatus

_MARKS = re.compile(r"(?:\[[^\[\]\n]{1,24}\] ?)+")
#: brackets whose words nobody could read
_HOLLOW = re.compile(r"[\s,;]*\(\s*\)[\s,;]*\Z")
_SPACES = re.compile(r"[ \t\n\u00a0]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of running text with one property each: a link's target, boldness, a flag, or a break before them.

    ``level`` is the bullet's depth for the line that a break begins; ``flag`` pieces have no words.
    """

    words: str = ""
    link: str | None = None
    bold: bool = False
    flag: str | None = None
    breaks: bool = False
    level: int = 0


@dataclass(slots=True)
class Run:
    """One line under construction: words with single spaces, links relative to its start."""

    words: str = ""
    links: list[Link] = field(default_factory=list)
    bold: bool = False
    level: int = 0
    flags: tuple[str, ...] = ()


def runs(pieces: Iterable[Piece]) -> list[Run]:
    """The lines that the pieces make, empty ones left out, spaces folded, in NFC."""
    found, parts = [], list[Piece]()
    for piece in pieces:
        if piece.breaks:
            found.append(_run(parts))
            parts = [piece]
        else:
            parts.append(piece)
    found.append(_run(parts))
    kept: list[Run] = []
    for run in found:
        if kept and not run.flags and _MARKS.fullmatch(run.words):  # a reference behind a block is of its last line
            kept[-1].words += run.words
        elif (run.words or run.flags) and not _HOLLOW.match(run.words):
            kept.append(run)
    return kept


def _run(parts: Sequence[Piece]) -> Run:
    run = Run(level=next((part.level for part in parts if part.level), 0))
    texts: list[str] = []
    length, spaced = 0, True
    for part in parts:
        if part.flag:
            run.flags = (*run.flags, part.flag)
        words = _SPACES.sub(" ", unicodedata.normalize("NFC", part.words))
        if spaced:
            words = words.lstrip(" ")
        if not words:
            continue
        if not length:
            run.bold = part.bold
        if part.link:
            run.links.append(Link(length, length + len(words.rstrip()), part.link))
        texts.append(words)
        length, spaced = length + len(words), words.endswith(" ")
    joined = "".join(texts)
    run.words = joined.rstrip()
    if not unicodedata.is_normalized("NFC", joined):  # an accent began a piece: the words count, the links are lost
        run.words, run.links = unicodedata.normalize("NFC", run.words), []
    return run


class Layout:
    """Writes one article's text piece by piece; :meth:`article` gives what was written."""

    def __init__(self, title: str) -> None:
        self.title = unicodedata.normalize("NFC", title)
        self._parts: list[str] = []
        self._at = 0
        self._rows: list[Row] = []
        self._heads: list[tuple[str, int, int, int]] = []
        self._paragraphs: list[Paragraph] = []
        self._footnotes: list[Footnote] = []
        self._links: list[Link] = []
        self._write(self.title + "\n")

    def _write(self, words: str) -> int:
        start = self._at
        self._parts.append(words)
        self._at += len(words)
        return start

    def _place(self, run: Run) -> int:
        start = self._write(run.words)
        self._links += [Link(start + link.start, start + link.end, link.target) for link in run.links]
        return start

    def row(self, name: str, column: int | None, label: str, pieces: Iterable[Piece]) -> None:
        """One row of the box: its label on a line, its lines under it."""
        found = runs(pieces)
        if not found:
            return
        self._write(f"\n{_SPACES.sub(' ', label)}\n")
        lines = []
        for run in found:
            lines.append(Line(run.words, self._place(run), run.bold, run.level, run.flags))
            self._write("\n")
        self._rows.append(Row(name, column, label, tuple(lines)))

    def heading(self, title: str, level: int) -> None:
        """A heading; what follows belongs to its section."""
        start = self._write("\n\n") + 1
        words = _SPACES.sub(" ", unicodedata.normalize("NFC", title)).strip()
        self._write(words)
        self._heads.append((words, level, start, self._at))

    def paragraph(self, pieces: Iterable[Piece]) -> None:
        """Running text of the section; its breaks make paragraphs of their own."""
        for run in runs(pieces):
            if run.words:
                self._write("\n\n" if self._at else "")
                section = self._heads[-1][0] if self._heads else ""
                start = self._place(run)
                if not is_apparatus(section):
                    self._paragraphs.append(Paragraph(section, run.words, start))

    def footnotes(self, notes: Sequence[Footnote]) -> None:
        """The reference list, a line a footnote, numbered as in the text."""
        for note in numbered(notes):
            start = self._write(f"\n{note.mark}. ") + len(note.mark) + 3
            words = _SPACES.sub(" ", unicodedata.normalize("NFC", note.text)).strip()
            self._write(words)
            self._footnotes.append(replace(note, start=start, text=words))

    def article(self, form: Form, kind: Kind | None, **fields: str | None) -> Article:
        """What was laid out, as an article; ``fields`` are its language, revision and url."""
        text = "".join(self._parts)
        starts = [head[2] for head in self._heads[1:]] + [len(text)]
        sections = tuple(Section(title, level, end, stop) for (title, level, _, end), stop in zip(self._heads, starts, strict=False))
        known = {name: value for name, value in fields.items() if value}
        remarks = () if known.get("language", "en").startswith("en") else (only_english(known["language"]),)
        return Article(
            self.title, text, form, infobox=self._box(kind), sections=sections, paragraphs=tuple(self._paragraphs),
            footnotes=tuple(self._footnotes), links=tuple(self._links), remarks=remarks, **known,  # type: ignore[arg-type]
        )  # fmt: skip

    def _box(self, kind: Kind | None) -> Infobox | None:
        return assemble(self._rows, kind) if self._rows else None
