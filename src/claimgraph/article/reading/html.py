"""Wikipedia HTML → Article: the rendered page as a browser saves it, and Parsoid's (REST API, Enterprise dumps).

Both have the same classes (``infobox``, ``reference``, ``references``); they differ in how links and
sections are written and where the revision stands.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from claimgraph.article.reading.citations import of_link, read_footnote
from claimgraph.article.reading.infobox import BY_SIDE, label_at
from claimgraph.article.reading.layout import Layout, Piece
from claimgraph.article.reading.markup import Node, parse_html
from claimgraph.article.reading.works import Works
from claimgraph.article.text import Article, Footnote, Kind, clean

_DROPPED_TAGS = frozenset({"script", "style", "noscript", "template", "figure", "math", "svg", "link", "meta", "audio", "video", "nav", "head", "input"})
_DROPPED_CLASSES = frozenset({
    "mw-editsection", "navbox", "hatnote", "ambox", "metadata", "toc", "thumb", "noprint", "sidebar", "vertical-navbox", "mw-empty-elt", "mw-cite-backlink", "geo-nondefault",
    "mw-jump-link", "shortdescription", "catlinks", "printfooter", "mw-indicators", "infobox-image", "infobox-caption", "navbar", "sistersitebox", "portalbox", "geo-multi-punct",
    "geo-inline", "geo-inline-hidden", "coordinates", "bday", "dtstart", "mw-kartographer-map", "locmap", "Z3988", "mw-ui-icon", "vector-header-container", "mw-footer", "side-box", "nv-view", "refbegin-hidden",
})  # fmt: skip
_BLOCKS = frozenset({"p", "div", "section", "ul", "ol", "dl", "blockquote", "center", "table", "tbody", "tr", "td", "th", "main", "article", "body", "html", "#document", "pre"})
_LEAVES = frozenset({"p", "li", "dd", "dt", "pre"})
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_KEPT = re.compile(r"Archived|the original|Archiviert|archivé|مؤرشف|Архив", re.IGNORECASE)
_HIDDEN = re.compile(r"display:\s*none", re.IGNORECASE)
_WIKI = re.compile(r"(?:(?:https?:)?//[a-z-]+\.(?:m\.)?wikipedia\.org)?(?:/wiki/|\./)(?P<title>[^?#]+)")
_FLAG_FILE = re.compile(r"Flag_of_(?:the_)?(?P<name>[^./]+?)(?:_\([^)]*\))?\.svg", re.IGNORECASE)
_REVISION = re.compile(r'"wgRevisionId"\s*:\s*(\d+)|/revision/(\d+)"|oldid=(\d+)')
_ELSEWHERE = re.compile(r"(?:https?:)?//(?P<tag>[a-z]{2,3})\.(?:m\.)?wikipedia\.org/wiki/(?P<title>[^?#]{1,300})")
_MOST_NAMES = 400
_OURS = re.compile(r"\b(?:Belligerents|Casualties and losses|Deaths|Injured|Perpetrators?|Attack type|Parties)")
_CIVILIAN = re.compile(r"\b(?:Deaths|Injured|Perpetrators?|Attack type)\b")


def read_html(text: str, *, title: str | None = None, url: str | None = None) -> Article:
    """The article of a page's HTML; what is no part of the article (menus, navigation, notices) is left out."""
    text = clean(text)
    page = parse_html(text)
    content = next((n for n in page.walk() if "mw-parser-output" in n.classes), None) or page.first("body") or page
    layout = Layout(title or _title(page))
    box = _infobox(content)
    kind = _box(layout, box) if box else None
    for block in _blocks(content):
        if isinstance(block, Piece):
            layout.heading(block.words, block.level)
        else:
            layout.paragraph(_pieces(block))
    layout.footnotes(_footnotes(page))
    article = layout.article("html", kind, language=_language(page), revision=_revision(text), url=url or _address(page))
    return replace(article, subject=_subject(box) if box and not article.infobox else "", names=tuple(sorted(_names(page, article.language).items())))


def _infobox(content: Node) -> Node | None:
    """The first box of a conflict; the first of any kind where none says so."""
    boxes, stack = list[Node](), [content]
    while stack:
        node = stack.pop()
        if node.tag == "table" and "infobox" in node.classes:
            boxes.append(node)  # what is inside is a part of it
        else:
            stack += [child for child in reversed(node.children) if isinstance(child, Node)]
    return next((box for box in boxes if _OURS.search(_shown(box))), boxes[0] if boxes else None)


def _subject(box: Node) -> str:
    """What a box is of, by its classes: "ib-settlement", "biography"."""
    return next((name.removeprefix("ib-").replace("-", " ") for name in sorted(box.classes) if name.startswith("ib-") or name == "biography"), "")


def _names(page: Node, own: str) -> dict[str, str]:
    """The titles of the article in other Wikipedias, by language."""
    found: dict[str, str] = {}
    for node in page.walk():
        if "interlanguage-link-target" in node.classes or node.attributes.get("rel") == "mw:PageProp/Language":
            elsewhere = _ELSEWHERE.match(node.attributes.get("href", ""))
            if elsewhere and elsewhere["tag"] != own and len(found) < _MOST_NAMES:
                found.setdefault(elsewhere["tag"], unquote(elsewhere["title"]).replace("_", " "))
    return found


def _dropped(node: Node) -> bool:
    return (
        node.tag in _DROPPED_TAGS
        or not _DROPPED_CLASSES.isdisjoint(node.classes)
        or bool(_HIDDEN.search(node.attributes.get("style", "")))
        or node.attributes.get("role") in ("navigation", "note")
    )


def _title(page: Node) -> str:
    heading = page.first("h1") or page.first("title")
    return re.sub(r"\s+[-–—]\s+Wiki.*\Z", "", heading.words()) if heading and heading.words() else "Untitled article"


def _language(page: Node) -> str | None:
    html = page.first("html")
    tongue = html.attributes.get("lang", "") if html else ""
    return tongue if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z\d]{1,8}){0,3}", tongue) else None


def _revision(text: str) -> str | None:
    match = _REVISION.search(text)
    return next((number for number in match.groups() if number), None) if match else None


def _address(page: Node) -> str | None:
    for node in page.walk():
        if node.tag == "link" and node.attributes.get("rel", "") in ("canonical", "dc:isVersionOf") and node.attributes.get("href"):
            return re.sub(r"\A//", "https://", node.attributes["href"])
    return None


def _blocks(node: Node) -> Iterator[Node | Piece]:
    """Headings (as pieces with their level) and the elements that hold a paragraph's words, in order."""
    for child in node.children:
        if not isinstance(child, Node) or _dropped(child):
            continue
        if re.fullmatch(r"h[2-6]", child.tag):
            yield Piece(_shown(child), level=int(child.tag[1]))
        elif child.tag in _LEAVES:
            yield child
        elif child.tag == "table" or "references" in child.classes:
            continue
        elif child.tag in _BLOCKS or any(isinstance(inner, Node) for inner in child.children):
            yield from _blocks(child)


def _shown(node: Node) -> str:
    return " ".join("".join(piece.words for piece in _pieces(node)).split())


def _pieces(node: Node, bold: bool = False, depth: int = 0) -> Iterator[Piece]:
    """The pieces of the words inside a node."""
    for child in node.children:
        if isinstance(child, str):
            yield Piece(child, bold=bold)
        elif _dropped(child):
            continue
        elif child.tag in ("br", "hr"):
            yield Piece(breaks=True)
        elif child.tag == "img":
            yield from _flag(child)
        elif child.tag == "sup" and not {"reference", "mw-ref"}.isdisjoint(child.classes):
            yield Piece(re.sub(r"\s", " ", _mark(child)))
        elif child.tag == "a":
            yield from _link(child, bold)
        elif child.tag in ("li", "dd", "dt"):
            yield Piece(breaks=True, level=depth + (child.tag == "li"))
            yield from _pieces(child, bold, depth + 1)
            yield Piece(breaks=True)
        elif child.tag in ("p", "div", "ul", "ol", "tr", "table", "center", "blockquote"):
            yield Piece(breaks=True)
            yield from _pieces(child, bold or bool(_BOLD.search(child.attributes.get("style", ""))), depth)
            yield Piece(breaks=True)
        else:
            yield from _pieces(child, bold or child.tag in ("b", "strong"), depth)


def _mark(node: Node) -> str:
    words = node.words().strip("[] ")
    return f"[{words}]" if words and not words.startswith(":") else ""  # ": 23" is the page that a reference is about


def _link(node: Node, bold: bool) -> Iterator[Piece]:
    target = _target(node)
    for piece in _pieces(node, bold):
        yield Piece(piece.words, target, piece.bold, piece.flag, piece.breaks, piece.level)


def _target(node: Node) -> str | None:
    """The title that a link leads to, or the address outside."""
    href = node.attributes.get("href", "")
    wiki = _WIKI.match(href)
    if wiki:
        return unquote(wiki["title"]).replace("_", " ")
    return href if href.startswith(("http://", "https://")) else None


def _flag(image: Node) -> Iterator[Piece]:
    """The party whose flag an image is: by its file, which says so better than its alternative text."""
    file = _FLAG_FILE.search(unquote(image.attributes.get("src", "") + " " + image.attributes.get("resource", "")))
    if file:
        yield Piece(flag=file["name"].replace("_", " "))


def _box(layout: Layout, box: Node) -> Kind | None:
    """Lay out the rows of the box; a headed row gives its name to the rows of cells under it."""
    name, label = None, ""
    military = False
    for row in (n for n in box.walk() if n.tag == "tr" and n.first("tr") is None):
        cells = [c for c in row.children if isinstance(c, Node) and c.tag in ("td", "th") and not _dropped(c)]
        texts = [_shown(c) for c in cells]
        if not any(texts):
            continue
        known = label_at(texts[0])
        whole = bool(known) and known is not None and known[2] == len(texts[0])
        if known and whole and len(cells) == 1:
            name, label = known[0], texts[0]
            military = military or name == "belligerents"
        elif known and (whole or len(cells) == 1 and known[0] == "partof"):
            name = None
            layout.row(known[0], None, known[1], _without(known[2], cells[0]) if not whole else _pieces(cells[-1]))
        elif name:
            for column, cell in enumerate(cells):
                across = len(cells) == 1 and name in BY_SIDE
                layout.row(name, None if across or name not in BY_SIDE else column, label, _pieces(cell))
    return "military" if military else "civilian" if _CIVILIAN.search(_shown(box)) else None


def _without(length: int, cell: Node) -> Iterator[Piece]:
    """The cell's pieces after its label, which stands in the same cell."""
    for piece in _pieces(cell):
        left = len(piece.words.lstrip()) if length else 0
        if length and not piece.breaks:
            cut = min(length, left)
            words = piece.words.lstrip()[cut:]
            length -= cut
            yield Piece(words, piece.link, piece.bold, piece.flag, level=piece.level)
        else:
            yield piece


def _footnotes(page: Node) -> list[Footnote]:
    """The entries of every reference list, the marks taken from what points at them."""
    marks: dict[str, str] = {}
    for node in page.walk():
        if node.tag == "a" and "#cite_note" in node.attributes.get("href", "") and (words := node.words().strip("[] ")):
            marks.setdefault(node.attributes["href"].split("#", 1)[1], words)
    found: list[Footnote] = []
    works = Works()
    for entry in (li for lst in page.walk() if lst.tag == "ol" and "references" in lst.classes for li in lst.walk() if li.tag == "li"):
        number = len(found) + 1
        mark = marks.get(entry.attributes.get("id", ""), str(number))
        body = entry.first("span", "reference-text") or entry.first("span", "mw-reference-text") or entry
        found.append(_with_links(read_footnote(_shown(body), number, mark), body))
    for cite in (node for node in page.walk() if node.tag == "cite"):
        works.add(_with_links(read_footnote(_shown(cite), 0, ""), cite))
    return [works.told(note) for note in found]


def _with_links(note: Footnote, body: Node) -> Footnote:
    """The footnote with the address that its words lead to, and that of a kept copy."""
    links = [n for n in body.walk() if n.tag == "a" and (href := n.attributes.get("href", "")).startswith(("http://", "https://")) and not _WIKI.match(href)]
    kept = next((n.attributes["href"] for n in links if _KEPT.match(n.words())), None)
    direct = next((n for n in links if not _KEPT.match(n.words())), None)
    if direct is not None and note.title is None:
        note = of_link(note, "" if "autonumber" in direct.classes else direct.words(), direct.attributes["href"])
    return replace(note, url=note.url or (direct.attributes["href"] if direct is not None else kept), archive=kept)
