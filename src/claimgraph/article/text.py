"""One article as every reader gives it: a plain text, and what stands where in it.

The readers (saved page text, wikitext, HTML) differ; what they give does not. ``Article.text`` is NFC
with LF line ends and reference marks written ``[4]``; every offset counts its Unicode code points, ends
are exclusive, and each piece is a slice of it: ``article.text[line.start:line.end] == line.text``.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["saved-text", "pipe-table", "flat-fields", "yaml", "wikitext", "html", "plain"]
Kind = Literal["military", "civilian"]


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")

_APPARATUS = re.compile(r"(?:references|notes|footnotes|citations|sources|notes and references|works cited|bibliography)\Z", re.IGNORECASE)
#: "(from 20 August)", "(denied)": a line that goes on with the name above it
_ASIDE = re.compile(r"\([^()]*\)(?:\s*\[[^\[\]]{1,24}\])*\Z")
_AFTERWORD = re.compile(r"(?:see also|further reading|external links)\Z", re.IGNORECASE)


def is_reference_list(heading: str) -> bool:
    """Whether a section of this title lists footnotes."""
    return bool(_APPARATUS.match(heading.strip()))


def is_apparatus(heading: str) -> bool:
    """Whether a section of this title tells nothing of the event: references, links, further reading."""
    return is_reference_list(heading) or bool(_AFTERWORD.match(heading.strip()))


def clean(text: str) -> str:
    """NFC with LF line ends and without characters that no text needs and XML forbids: what offsets count on.

    >>> clean("Ba\\u0301\\r\\nmba\\x00")
    'Bá\\nmba'
    """
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an infobox cell, after its label and without flag names or bullets.

    ``flags`` are the parties whose flag stands before the words ("Mali" for ``Flag of Mali.svg 7 killed``):
    a flag names who suffered, never who says so. ``bold`` lines (or lines whose first words up to a colon
    are bold) are headings inside the cell. ``level`` is the depth of the bullet, 0 without one.
    """

    text: str
    start: int
    bold: bool = False
    level: int = 0
    flags: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """Where the line ends, exclusive."""
        return self.start + len(self.text)


def _is_name(line: Line) -> bool:
    """Whether a line among the belligerents names one: no heading, no aside."""
    return bool(line.text) and (bool(line.flags) or not line.bold) and not line.text.endswith(":") and not _ASIDE.match(line.text)


@dataclass(frozen=True, slots=True)
class InfoboxField:
    """One row of the infobox in one column: its canonical name (see ``infobox.NAMES``) and its lines.

    ``column`` is the 0-based side, ``None`` for what stands across the columns or when the box has none.
    ``divided`` says that the copy had lost its columns and the lines were given to the sides by inference.
    """

    name: str
    column: int | None
    lines: tuple[Line, ...]
    label: str = ""
    divided: bool = False

    @property
    def text(self) -> str:
        """The lines' words, one line a line."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Infobox:
    """The box of a military conflict (sides by column) or of a civilian attack (deaths, injured, perpetrators)."""

    kind: Kind
    fields: tuple[InfoboxField, ...]

    def named(self, name: str) -> tuple[InfoboxField, ...]:
        """The fields of this name: one a column, the one across last."""
        found = [f for f in self.fields if f.name == name]
        return tuple(sorted(found, key=lambda f: (f.column is None, f.column or 0)))

    def first(self, name: str) -> str | None:
        """The words of the first field of this name, or ``None``."""
        return next((f.text for f in self.named(name)), None)

    @property
    def sides(self) -> tuple[tuple[str, ...], ...]:
        """The belligerents' names as written, a tuple a column: ``(("Mali", "Wagner Group"), ("JNIM",))``."""
        columns = [f for f in self.named("belligerents") if f.column is not None]
        return tuple(tuple(line.text for line in f.lines if _is_name(line)) for f in columns)


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the article, from after its heading to the next heading of any level."""

    title: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text of one section; ``section`` is "" for the lead (before the first heading)."""

    section: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the paragraph ends, exclusive."""
        return self.start + len(self.text)

    @property
    def evidence(self) -> str:
        """``lead`` or ``body``."""
        return "body" if self.section else "lead"


@dataclass(frozen=True, slots=True)
class Footnote:
    """One entry of the reference list; ``mark`` is what stands in the brackets in the text ("4", "nb 1").

    Dates are as told, unread ("2023-01-12", "June 1, 2024"); ``language`` is a BCP 47 tag or ``None`` when
    not said; ``kind`` is ``news``, ``report``, ``book``, ``web`` or ``note`` (an explanation, no source).
    """

    number: int
    mark: str
    text: str
    start: int = 0
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    accessed: str | None = None
    url: str | None = None
    kind: str = "web"
    author: str | None = None
    #: the address of a kept copy
    archive: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Words of the text that link to another article (or address)."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article: one plain text on which every offset counts, and its parts."""

    title: str
    text: str
    form: Form
    language: str = "en"
    revision: str | None = None
    url: str | None = None
    infobox: Infobox | None = None
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    links: tuple[Link, ...] = ()
    #: (language tag, title) of the same article in other Wikipedias
    names: tuple[tuple[str, str], ...] = ()
    #: what the box is of, where it is that of no conflict: "settlement"
    subject: str = ""
    #: what the reader could not make sense of, in the words of the report
    remarks: tuple[str, ...] = field(default=())
    #: what :meth:`linked` and :meth:`footnote` look up, filled when first asked
    _targets: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _notes: dict[str, Footnote] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def sha256(self) -> str:
        """The hash of the text (UTF-8), which names the exact words that offsets count on."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def sides(self) -> tuple[tuple[str, ...], ...]:
        """The belligerents by column, empty where there is no box or no side."""
        return self.infobox.sides if self.infobox else ()

    def footnote(self, mark: str) -> Footnote | None:
        """The footnote that ``[mark]`` points at."""
        if not self._notes:
            self._notes.update((note.mark, note) for note in reversed(self.footnotes))
        return self._notes.get(mark)

    def linked(self, words: str) -> str | None:
        """The title of the article that these words link to: Wikipedia's own telling apart of namesakes."""
        if not self._targets:
            self._targets.update((self.text[link.start : link.end], link.target) for link in reversed(self.links) if "://" not in link.target)
        return self._targets.get(words)

    def fields(self, name: str) -> tuple[InfoboxField, ...]:
        """The infobox fields of this name, none where there is no box."""
        return self.infobox.named(name) if self.infobox else ()
