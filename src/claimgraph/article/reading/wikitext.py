"""Wikitext → Article, by mwparserfromhell: what a reader of the page sees, with references as ``[n]``.

References are numbered by first appearance, each group by itself; named ones keep their number. Tables
of the running text, files, galleries and notices are left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import mwparserfromhell
from mwparserfromhell import nodes
from mwparserfromhell.wikicode import Wikicode

from claimgraph.article.reading import templates
from claimgraph.article.reading.balance import balanced
from claimgraph.article.reading.citations import LANGUAGES, of_template
from claimgraph.article.reading.infobox import parameter_name, template_kind
from claimgraph.article.reading.layout import Layout, Piece
from claimgraph.article.reading.references import NOTES, References, cited, is_citation
from claimgraph.article.reading.works import Works
from claimgraph.article.text import Article, Footnote, Kind, clean, is_apparatus
from claimgraph.collector import collector_paused

_DROPPED_TAGS = {"math", "timeline", "imagemap", "score", "syntaxhighlight", "style", "noinclude", "templatestyles", "section", "references"}
#: what is not read, but holds references that count
_UNSEEN = {"table", "gallery", "s", "del", "strike", "tr", "td", "th", "caption"}
#: what begins and ends a line of its own
_BLOCKS = {"div", "p", "blockquote", "center", "ul", "ol", "dl", "poem"}
#: of these, what stands between paragraphs
_APART = {"table", "gallery"}
#: templates that list references instead of making them
_LISTING = ("reflist", "notelist", "references", "refbegin")
_DROPPED_LINKS = re.compile(r"\s*:?\s*(?:file|image|category|media|fichier|datei|wikt|commons)\s*:", re.IGNORECASE)
_INTERWIKI = re.compile(r"\A:?(?:[a-z-]{2,12}:)+")
#: the same article in another Wikipedia, as old pages name it on a line of its own
_ELSEWHERE = re.compile(r"(?m)^\[\[(?P<tag>[a-z]{2,3}):(?P<title>[^\[\]|:]{2,120})\]\][ \t]*$")
_TONGUES = frozenset(LANGUAGES.values())
_QUOTES = re.compile(r"('{2,})")
_BOXES = re.compile(r"\{\{\s*(?:#invoke:\s*)?([Ii]nfobox[ _][A-Za-z _]{3,40}?|[Ww]arbox)\s*[|\n}<]")
_BOX_END = re.compile(r"\n[ \t]*\}\}(?=\s*(?:[^|}\s]|\Z))")
#: the box stands no deeper in a page than this
_BEGINNING = 40_000
_SHOWN = 60
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_BULLETS = {"*": 1, "#": 1, ":": 0, ";": 0}
_LABELS = {
    "partof": "Part of", "date": "Date", "place": "Location", "result": "Result", "belligerents": "Belligerents", "commanders": "Commanders and leaders",
    "strength": "Strength", "casualties": "Casualties and losses", "deaths": "Deaths", "injuries": "Injured", "perpetrators": "Perpetrators",
}  # fmt: skip
_PARTS = re.compile(r"(?m)^(?===[^=\n][^\n]*==[ \t]*$)")


@collector_paused()
def read_wikitext(
    text: str, *, title: str | None = None, url: str | None = None, language: str = "en", revision: str | None = None
) -> Article:  # fmt: skip
    """The article of a page's wikitext. Linear in its length: the page is parsed a section at a time."""
    page = clean(text)
    text = balanced(page)
    codes, box = _parsed(text)
    if box is None and kind_of(page):
        text = balanced(_closed(page))
        codes, box = _parsed(text)
    references = References()
    references.define(_definitions(codes))
    kind = template_kind(str(box.name)) if box is not None else None
    layout = Layout(title or _title(box, codes[0]))
    render = _Renderer(references)
    if box is not None:
        _box(layout, box, render)
    remarks = tuple(f"The box shows what {words} gives, which the page does not hold. What does a reader see there?" for words in dict.fromkeys(render.unread))
    for code in codes:
        _body(layout, code, box, render)
    layout.footnotes(_footnotes(references, render, codes))
    article = layout.article("wikitext", kind, language=language, revision=revision, url=url)
    names = {match["tag"]: clean(match["title"]).strip() for match in _ELSEWHERE.finditer(text) if match["tag"] in _TONGUES and match["tag"] != language}
    subject = "" if box is not None else _subject(codes[0])
    return replace(article, subject=subject, names=tuple(sorted(names.items())), remarks=(*article.remarks, *remarks))


def _parsed(text: str) -> tuple[list[Wikicode], nodes.Template | None]:
    """The sections of a page, and its box in the first."""
    codes = [mwparserfromhell.parse(part, skip_style_tags=True) for part in _PARTS.split(text)]
    return codes, next((t for t in codes[0].ifilter_templates() if template_kind(str(t.name))), None)


def _closed(page: str) -> str:
    """The page with its box closed by the first line that does so and no row follows, whatever brace is missing inside."""
    begun = next(match for match in _BOXES.finditer(page, 0, _BEGINNING) if template_kind(match[1]))
    end = _BOX_END.search(page, begun.end())
    return f"{page[: begun.end(1)]}{balanced(page[begun.end(1) : end.start()])}{page[end.start() :]}" if end else page


def _subject(lead: Wikicode) -> str:
    """What the first box is of, by its template's name: "settlement"."""
    named = (templates.name_of(t.name) for t in lead.ifilter_templates(recursive=False))
    return next((name.removeprefix("infobox ") for name in named if name.startswith("infobox ")), "")


class _Renderer:
    """Turns nodes into pieces, giving references their marks as they come."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.unread: list[str] = []  # functions whose value is not in the page
        self.listing = False  # in a list of works, where a citation is no reference but an entry

    def words(self, wikitext: str) -> str:
        """The words of some wikitext on one line."""
        return _words(self.of(wikitext))

    def unseen(self, code: Wikicode | None) -> None:
        """Go past what is not read (a caption, a table): its references count, as they do on the page."""
        for node in code.nodes if code is not None else ():
            for _ in self.node(node):
                pass

    def of(self, wikitext: str | Wikicode, cell: bool = False) -> list[Piece]:
        """The pieces of some wikitext; in a ``cell`` every new line breaks."""
        code = mwparserfromhell.parse(wikitext, skip_style_tags=True) if isinstance(wikitext, str) else wikitext
        return list(_styled(piece for node in code.nodes for piece in self.node(node, cell)))

    def node(self, node: nodes.Node, cell: bool = False, bold: bool = False) -> Iterator[Piece]:
        """The pieces of one node."""
        if isinstance(node, nodes.Text):
            yield from _text(node.value, cell, bold)
        elif isinstance(node, nodes.Wikilink):
            yield from self._link(node, bold)
        elif isinstance(node, nodes.Template):
            yield from self._template(node)
        elif isinstance(node, nodes.Tag):
            yield from self._tag(node, cell, bold)
        elif isinstance(node, nodes.ExternalLink):
            yield Piece(_words(self.of(node.title)), link=str(node.url), bold=bold) if node.title else Piece("" if node.brackets else str(node.url))
        elif isinstance(node, nodes.HTMLEntity):
            yield Piece(_entity(node), bold=bold)
        elif isinstance(node, nodes.Heading):
            yield Piece(breaks=True)

    def _link(self, node: nodes.Wikilink, bold: bool) -> Iterator[Piece]:
        target = str(node.title)
        if _DROPPED_LINKS.match(target) or (node.text is None and target.partition(":")[0] in _TONGUES):
            self.unseen(node.text)
            return
        shown = _words(self.of(node.text)) if node.text is not None else _INTERWIKI.sub("", target)
        yield Piece(shown or target.split("(")[0], link=_INTERWIKI.sub("", target).split("#")[0].strip() or None, bold=bold)

    def _template(self, node: nodes.Template) -> Iterator[Piece]:
        name = templates.name_of(node.name)
        given = {str(p.name).strip(): str(p.value).strip() for p in node.params}
        if self.listing and is_citation(name):
            yield Piece(of_template(name, cited(node, self.words), 0, "").text)
        elif mark := self._marked(node, name, given):
            yield Piece(mark)
        else:
            yield from self._shown(node, name, given)

    def _marked(self, node: nodes.Template, name: str, given: Mapping[str, str]) -> str | None:
        """The mark of a template that makes a reference; what is referred to inside a note counts before the note ends."""
        if name in NOTES:
            was, self.listing = self.listing, True
            for parameter in node.params:
                self.unseen(parameter.value)
            self.listing = was
        return self.references.template(name, given)

    def _shown(self, node: nodes.Template, name: str, given: Mapping[str, str]) -> Iterator[Piece]:
        """What a template shows; of one that shows nothing the references count all the same."""
        pieces = templates.expand(name, given, self.of)
        if not pieces and name.startswith("#"):
            self.unread.append(" ".join(str(node).split())[:_SHOWN])
        if not pieces and not name.startswith(_LISTING):
            for parameter in node.params:
                self.unseen(parameter.value)
        yield from pieces

    def _tag(self, node: nodes.Tag, cell: bool, bold: bool) -> Iterator[Piece]:
        tag = str(node.tag).strip().lower()
        if tag == "ref":
            yield Piece(self.references.tag({str(a.name).strip().lower(): str(a.value).strip(" \"'") for a in node.attributes if a.value is not None}, str(node.contents or "")))
        elif tag == "br":
            yield Piece(breaks=True)
        elif tag in ("li", "dd", "dt"):
            yield Piece(breaks=True, level=_BULLETS.get(str(node.wiki_markup or "*")[:1], 1))
        elif tag == "nowiki" and node.contents:
            yield Piece(str(node.contents), bold=bold)
        elif tag in _UNSEEN:
            self.unseen(node.contents)
            if tag in _APART:
                yield Piece(breaks=True)
        elif tag not in _DROPPED_TAGS and node.contents is not None:
            block = tag in _BLOCKS
            if block:
                yield Piece(breaks=True)
            for inner in node.contents.nodes:
                yield from self.node(inner, cell, bold or tag in ("b", "strong"))
            if block:
                yield Piece(breaks=True)


def _styled(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with runs of apostrophes taken as bold and italics, which a line's end switches off."""
    bold = False
    for piece in pieces:
        if piece.breaks:
            bold = False
        if "''" not in piece.words:
            yield replace(piece, bold=True) if bold and piece.words else piece
            continue
        for number, part in enumerate(_QUOTES.split(piece.words)):
            if number % 2:
                bold ^= len(part) != 2
            elif part:
                yield replace(piece, words=part, bold=bold or piece.bold)


def _text(words: str, cell: bool, bold: bool) -> Iterator[Piece]:
    """Words, with a break at every blank line (in a cell at every line)."""
    for number, part in enumerate(words.split("\n") if cell else _BLANK_LINE.split(words)):
        if number:
            yield Piece(breaks=True)
        if part:
            yield Piece(part, bold=bold)


def _entity(node: nodes.HTMLEntity) -> str:
    try:
        return clean(node.normalize())
    except (ValueError, KeyError, OverflowError):  # &#x110000; and other numbers of no character
        return ""


def _words(pieces: Iterable[Piece]) -> str:
    """The pieces' words on one line, breaks as spaces."""
    return " ".join("".join(" " if piece.breaks else piece.words for piece in pieces).split())


def _title(box: nodes.Template | None, lead: Wikicode) -> str:
    for name in ("conflict", "title", "name"):
        if box is not None and box.has(name) and (words := box.get(name).value.strip_code().strip()):
            return " ".join(words.split())
    first = re.search(r"'''([^'\n]{2,200})'''", "".join(str(node) for node in lead.nodes if isinstance(node, nodes.Text)))
    return first[1].strip() if first else "Untitled article"


def _box(layout: Layout, box: nodes.Template, render: _Renderer) -> None:
    """The rows of the box; what stands across (a loss without a party) keeps its own row."""
    for parameter in box.params:
        known = parameter_name(str(parameter.name))
        if known is None or known[0] in ("picture", "coordinates", "title"):
            render.unseen(parameter.value)
            continue
        name, column = known
        if str(parameter.value).lstrip()[:1] in ("*", "#", ":"):  # a list needs a new line before its first bullet
            pieces = render.of("\n" + str(parameter.value).lstrip(), cell=True)
        else:
            pieces = render.of(parameter.value, cell=True)
        layout.row(name, column, _LABELS.get(name, name.capitalize()), pieces)


def _body(layout: Layout, code: Wikicode, box: nodes.Template | None, render: _Renderer) -> None:
    pieces: list[Piece] = []
    for node in code.nodes:
        if node is box:
            continue
        if isinstance(node, nodes.Heading):
            layout.paragraph(_styled(pieces))
            pieces = []
            title = _words(render.of(node.title))
            render.listing = is_apparatus(title)
            layout.heading(title, node.level)
        else:
            pieces += render.node(node)
    layout.paragraph(_styled(pieces))


def _footnotes(references: References, render: _Renderer, codes: Sequence[Wikicode]) -> list[Footnote]:
    """The footnotes; a short one ("Doe 2001, p. 5") is of the work that the page's list of works has."""
    notes = references.footnotes(render.words)
    if not any(note.title is None for note in notes):
        return notes
    works = Works()
    for code in codes:
        for cite in code.ifilter_templates(matches=lambda t: is_citation(templates.name_of(t.name))):
            given = cited(cite, render.words)
            works.add(of_template(templates.name_of(cite.name), given, 0, ""))
    return [works.told(note) for note in notes]


def _definitions(codes: Sequence[Wikicode]) -> Iterator[tuple[str, str, str]]:
    """(group, name, wikitext) of every named reference with contents, wherever on the page it stands."""
    for code in codes:
        for tag in code.ifilter_tags(matches=lambda t: t.tag == "ref"):
            given = {str(a.name).strip().lower(): str(a.value).strip(" \"'") for a in tag.attributes if a.value is not None}
            if given.get("name") and tag.contents:
                yield given.get("group", ""), given["name"], str(tag.contents)


def kind_of(wikitext: str) -> Kind | None:
    """Which box a page begins with, without parsing it: enough to pick the pages of a dump."""
    for match in _BOXES.finditer(wikitext, 0, _BEGINNING):
        if kind := template_kind(match[1]):
            return kind
    return None
