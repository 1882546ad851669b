"""A MediaWiki XML dump → drafts, page by page, over all cores, in memory that does not grow with the dump.

The dump is cut at ``</page>``, so each page is read alone: one that is broken is reported and the next is
read. Pages that have no box of a conflict are passed over without parsing. Results come in the dump's
order whatever the number of processes, so that the same dump gives the same bytes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from claimgraph.article.bulk.unpacking import Unpacked
from claimgraph.article.bulk.workers import Workers
from claimgraph.article.draft import Draft, draft
from claimgraph.article.drafting.matching import Authority
from claimgraph.article.reading.export import of_page, pages
from claimgraph.article.reading.wikitext import kind_of
from claimgraph.article.report import summary_row
from claimgraph.errors import ClaimgraphError, UnreadableFile
from claimgraph.terms import GRAPH, slug

#: a page of a dump is never this large; what is, is a broken dump
MOST_BYTES = 16_000_000
_OPEN, _CLOSE = b"<page>", b"</page>"
#: a page that has begun, or may have
_BEGUN = re.compile(rb"<page|<(?:p(?:ag?)?)?\Z")
#: how far into a dump its head may reach
_HEAD = 20_000
_BASE = re.compile(rb"<base>([^<]{1,200})</base>")
_TITLE = re.compile(rb"<title>([^<]{1,300})</title>")

Write = Callable[[Iterable[Triple], Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class Start:
    """Where in a dump reading may begin: a place in the file, the number of the first page from there on, and the wiki's address."""

    offset: int = 0
    number: int = 0
    base: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one page element, its number in the dump (from 0), the wiki's address, and the nearest start before it."""

    number: int
    content: bytes
    base: bytes = b""
    broken: str = ""
    start: Start = Start()

    @property
    def title(self) -> str:
        """The title as it stands, for reports."""
        match = _TITLE.search(self.content[:2000])
        return match[1].decode("utf-8", "replace").replace("&quot;", '"').replace("&amp;", "&") if match else f"page {self.number}"

    @property
    def may_tell(self) -> bool:
        """Whether it is an article with an infobox, by its bytes alone."""
        head = self.content[:2000]
        return b"nfobox" in self.content and b"<ns>0</ns>" in head and b"<redirect" not in head


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one page: ``drafted`` with its graph, ``other`` without a box of ours, or ``skipped`` with the reason."""

    number: int
    title: str
    status: str
    reason: str = ""
    filename: str = ""
    graph: str = ""
    row: Mapping[str, object] = field(default_factory=dict)
    start: Start = Start()


def _no_member() -> int | None:
    return None


def base_of(beginning: bytes | bytearray) -> bytes:
    """The wiki's address as the head of a dump tells it, empty where it does not."""
    found = _BASE.search(beginning[:_HEAD])
    return bytes(found[1]) if found else b""


def split(chunks: Iterable[bytes], start: Start = Start(), member: Callable[[], int | None] = _no_member) -> Iterator[Page]:
    """The pages of a dump, each with its bytes only; a page without an end is told as broken.

    ``start`` is where the chunks begin, ``member`` says where in the file a part begins that the last chunk is the first of.
    """
    buffer, base, number, dropping = bytearray(), start.base.encode(), start.number, False
    for chunk in chunks:
        if (offset := member()) is not None and not dropping and not _BEGUN.search(buffer):
            buffer.clear()
            start = Start(offset, number, base.decode("utf-8", "replace"))
        buffer += chunk
        base = base or base_of(buffer)
        while (end := buffer.find(_CLOSE)) >= 0:
            begin = buffer.rfind(_OPEN, 0, end)
            if dropping:
                dropping = False
            elif begin >= 0:
                yield Page(number, bytes(buffer[begin : end + len(_CLOSE)]), base, start=start)
                number += 1
            del buffer[: end + len(_CLOSE)]
        if len(buffer) > MOST_BYTES:
            if not dropping:
                yield Page(number, bytes(buffer[:2000]), base, f"no end within {MOST_BYTES >> 20} MB", start)
                number += 1
            dropping = True
            del buffer[: -len(_CLOSE)]
    if not dropping and _OPEN in buffer:
        yield Page(number, bytes(buffer[buffer.find(_OPEN) :][:2000]), base, "the dump ends in the middle of it", start)


def check(source: Unpacked) -> None:
    """Raise :class:`UnreadableFile` for what does not begin as a MediaWiki export does, before anything is written."""
    beginning = next(source.chunks(), b"")
    if b"<mediawiki" not in beginning and _OPEN not in beginning:
        raise UnreadableFile(source.path, "no page of a MediaWiki XML dump in it", hint="name a dump: pages-articles.xml, .xml.bz2, .xml.gz or .xml.xz")


def draft_page(page: Page, authority: Authority, write: Write | None = None) -> Result:
    """What one page becomes. Pure: the same page and authority give the same result, here or on any other machine.

    Without ``write`` the graph is N-Quads, with it a Turtle file of its own.
    """
    return replace(_drafted(page, authority, write), start=page.start)


def _drafted(page: Page, authority: Authority, write: Write | None) -> Result:
    if page.broken:
        return Result(page.number, page.title, "skipped", page.broken)
    if not page.may_tell:
        return Result(page.number, page.title, "other")
    try:
        read = next(pages([b"<mediawiki><siteinfo><base>", page.base, b"</base></siteinfo>", page.content, b"</mediawiki>"], page.title))
        if read.too_long:
            return Result(page.number, read.title, "skipped", "longer than any article may be")
        if kind_of(read.text) is None:
            return Result(page.number, read.title, "other")
        made = draft(of_page(read), authority)
    except ClaimgraphError as error:
        return Result(page.number, page.title, "skipped", str(error))
    except Exception as error:  # whatever a page does to the reader, it is that page's report and not the run's end
        return Result(page.number, page.title, "skipped", f"{type(error).__name__}: {error}"[:200])
    graph = write(made.triples(), {"": made.comment}) if write else _quads(made)
    return Result(page.number, read.title, "drafted", "", made.filename, graph, summary_row(made))


def _quads(made: Draft) -> str:
    """The draft as N-Quads in its article's graph, lines in a stable order."""
    name = NamedNode(f"{GRAPH}article/{slug(made.article.title) or 'article'}")
    quads = (Quad(t.subject, t.predicate, t.object, name) for t in made.triples())
    lines = serialize(quads, format=RdfFormat.N_QUADS).decode().splitlines(keepends=True)
    return "".join(sorted(set(lines)))


@dataclass(frozen=True, slots=True)
class Job:
    """What a process needs to draft pages; made once in each (``authority`` is a function, for graphs do not travel)."""

    authority: Callable[[], Authority]
    write: Write | None = None

    def prepare(self) -> Callable[[Page], Result]:
        """The function that drafts one page."""
        authority = self.authority()
        return lambda page: draft_page(page, authority, self.write)


def drafts(source: Unpacked, job: Job, jobs: int = 1, skip: int = 0, start: Start = Start()) -> Iterator[Result]:
    """The results of a dump's pages in order, from page number ``skip`` on; pages without a box are not told.

    Reading begins at ``start``, which an earlier result of the same dump gave: what stands before it is not even unpacked.
    """
    pages_read = split(source.chunks(start.offset), start, lambda: source.member)
    wanted = (page for page in pages_read if page.number >= skip and (page.may_tell or page.broken))
    if jobs == 1:
        yield from map(job.prepare(), wanted)
        return
    with Workers(job.prepare, jobs) as workers:
        for page, result, trouble in workers.run(wanted):
            yield result if result is not None else Result(page.number, page.title, "skipped", trouble, start=page.start)


def output_of(source: Path, given: str | None) -> Path:
    """Where a dump's drafts go: as given, else a folder beside nothing, named after the dump.

    >>> output_of(Path("x/enwiki-20240101.xml.bz2"), None).name
    'enwiki-20240101-drafts'
    """
    name = re.sub(r"(\.xml)?(\.(bz2|gz|xz))?\Z", "", source.name)
    return Path(given) if given else Path(f"{name}-drafts")
