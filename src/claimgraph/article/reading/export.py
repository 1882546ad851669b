"""MediaWiki XML (Special:Export, database dumps) → pages, streamed: one page in memory at a time.

https://www.mediawiki.org/wiki/Help:Export describes the format. Document types and entities are refused
before they are read: an export has none, an attack on the reader does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote
from xml.parsers import expat

from claimgraph.article.reading.wikitext import kind_of, read_wikitext
from claimgraph.article.text import Article
from claimgraph.errors import UnreadableFile

_LEAVES = {"title", "ns", "id", "text", "timestamp", "sitename", "base", "model"}
#: MediaWiki's own limit is 2 MB of wikitext; a page above this is cut off as unreadable
MOST_CHARACTERS = 8_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an export: its newest revision there."""

    title: str
    namespace: int
    number: str
    revision: str
    text: str
    redirect: bool = False
    timestamp: str = ""
    base: str = ""
    too_long: bool = False

    @property
    def url(self) -> str:
        """The address of exactly this revision."""
        site = self.base.rsplit("/wiki/", 1)[0] if "/wiki/" in self.base else "https://en.wikipedia.org"
        return f"{site}/w/index.php?title={quote(self.title.replace(' ', '_'))}&oldid={self.revision}"

    @property
    def language(self) -> str:
        """The wiki's language, from its host."""
        host = self.base.split("//")[-1].split(".")[0]
        return host if 2 <= len(host) <= 3 and host.isalpha() else "en"


class _Pages:
    """An expat handler that collects whole pages."""

    def __init__(self, name: str) -> None:
        self.done: list[Page] = []
        self._path: list[str] = []
        self._leaf: list[str] | None = None
        self._length = 0
        self._values: dict[str, str] = {}
        self._base = ""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._name = name

    def _refuse(self, *_: object) -> None:
        raise UnreadableFile(self._name, "a document type in a MediaWiki export", self.parser.CurrentLineNumber, "an export from Special:Export has none")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        if tag == "page":
            self._values = {}
        elif tag == "revision":
            self._values.pop("too long", None)
        elif tag == "redirect":
            self._values["redirect"] = attributes.get("title", "yes")
        elif tag in _LEAVES:
            self._leaf, self._length = [], 0

    def _characters(self, words: str) -> None:
        if self._leaf is None:
            return
        self._length += len(words)
        if self._length <= MOST_CHARACTERS:
            self._leaf.append(words)
        else:
            self._leaf.clear()
            self._values["too long"] = "yes"

    def _end(self, tag: str) -> None:
        self._path.pop()
        if self._leaf is not None and tag in _LEAVES:
            within = self._path[-1] if self._path else ""
            key = f"{within}/{tag}"
            if tag == "base":
                self._base = "".join(self._leaf)
            self._values[key] = "".join(self._leaf)
            self._leaf = None
        elif tag == "page":
            self.done.append(self._page())

    def _page(self) -> Page:
        def value(key: str) -> str:
            return self._values.get(key, "")

        namespace = value("page/ns")
        return Page(
            value("page/title"), int(namespace) if namespace.lstrip("-").isdecimal() else 0, value("page/id"), value("revision/id"),
            value("revision/text"), "redirect" in self._values, value("revision/timestamp"), self._base, "too long" in self._values,
        )  # fmt: skip


def pages(chunks: Iterable[bytes], name: str = "<export>") -> Iterator[Page]:
    """The pages of an export in order; raises :class:`UnreadableFile` with the line where it is not well formed."""
    handler = _Pages(name)
    try:
        for chunk in chunks:
            handler.parser.Parse(chunk, False)
            yield from handler.done
            handler.done.clear()
        handler.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableFile(name, f"not well-formed XML: {expat.errors.messages[error.code]}", error.lineno) from None
    yield from handler.done


def read_export(text: str, *, title: str | None = None, url: str | None = None) -> Article:
    """The article called ``title``; without one the first that has the box of a conflict, else the first (namespace 0, no redirect)."""
    first: Page | None = None
    for page in pages([text.encode("utf-8", "replace")]):
        if page.namespace != 0 or page.redirect or title not in (None, page.title):
            continue
        if title or kind_of(page.text):
            return of_page(page, url)
        first = first or page
    if first is None:
        raise UnreadableFile("<export>", f"no article “{title}” in this export" if title else "no article in this export", hint="export a page of the main namespace")
    return of_page(first, url)


def of_page(page: Page, url: str | None = None) -> Article:
    """The article of one page: pure, so that any number of them can be read anywhere."""
    return read_wikitext(page.text, title=page.title, url=url or page.url, language=page.language, revision=page.revision or None)
