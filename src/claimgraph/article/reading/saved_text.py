"""Saved page text → Article: what a browser's "save as text" or a copy by hand leaves of a Wikipedia page.

Labels may be glued to values, headings to the paragraph under them, ``[edit]`` may stand beside a
heading or below it; the reference list is found by its heading. Markdown headings and YAML front matter
are read too. Nothing is moved: offsets count on the saved text itself, but for lines broken at a width, which
are made whole, and the markup of Markdown's links, which is taken away.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from claimgraph.article.reading.front_matter import read_front_matter
from claimgraph.article.reading.markdown import plain
from claimgraph.article.reading.saved_box import is_prose, read_box, read_head
from claimgraph.article.reading.saved_notes import read_lists
from claimgraph.article.reading.wrapped import unwrapped
from claimgraph.article.text import Article, Form, Line, Paragraph, Section, clean, is_apparatus, is_reference_list

_FURNITURE = frozenset({
    "jump to content", "jump to navigation", "jump to search", "from wikipedia, the free encyclopedia", "article", "talk", "read", "edit", "view history",
    "tools", "contents", "hide", "toggle the table of contents", "appearance", "main menu", "search", "donate", "create account", "log in",
    "personal tools", "(top)", "add languages", "[edit]", "edit source", "print/export", "in other projects", "---", "page semi-protected", "english", "watch", "language",
    "download pdf", "learn more", "more", "view source", "move to sidebar", "general", "what links here", "related changes", "permanent link", "page information", "cite this page",
    "get shortened url", "download qr code", "printable version", "wikidata item", "search wikipedia", "contents hide", "appearance hide", "tools hide", "main menu hide", "add topic", "contributions", "switch to mobile view", "page protected", "text", "small", "standard", "large", "width", "wide", "color (beta)", "color", "upload file", "actions", "navigation", "contribute", "permanent link", "get shortened url", "about wikipedia", "contact us", "automatic", "light", "dark",
})  # fmt: skip
#: what a skin or a mirror writes above and between the words of the article
_NOTICE = re.compile(
    r"This is an old revision of this page\b|This is the (?:current|approved) revision of this page\b|\(diff\) ?← Previous revision\b|Lua error in \S+ at line \d+|<templatestyles\b|From \w+: the [\w ]+ core\Z"
    r"|[Pp]age (?:extended-|semi-)?(?:confirmed-)?protected\Z|Last (?:edited|updated|modified)\b|\d+ languages\Z|Coordinates: ?[\d°.]|https?://\S+\Z|\d+/\d+\Z|This article (?:needs|is about|may|has)\b|From Wikipedia, the free"
)
_HEADINGS = (
    "Background|Prelude|Attacks?|The attacks?|Battle|The battle|Ambush|Raid|Bombings?|Shooting|Siege|Massacre|Clashes|Events?|Aftermath|Reactions?|Responses?|Casualties|"
    "Victims|Perpetrators?|Responsibility|Investigation|Consequences|Legacy|Analysis|Timeline|Incident|Operation|Assault|See also|Notes|Footnotes|Citations|"
    "References|Sources|Bibliography|Further reading|External links|Works cited|Notes and references"
)
UNTITLED = "Untitled article"
#: a longer line is no title
TITLE_WORDS = 16
_EDIT_LINE = re.compile(r"\s*\[?\s*(?:edit|change)(?: source)?\s*\]?\s*(?:\Z|(?=[A-Z]))")
_EDIT = re.compile(r"\s*\[\s*(?:edit|change|tweak)(?: source)?(?:\s*\|\s*(?:edit|change) source)?\s*\]\s*\Z")
#: what is longer is no heading, or no "[edit]" at a line's end; a line of a million spaces must not be searched from each of them
_HEADING_LENGTH, _EDIT_LENGTH = 400, 60
_KNOWN = re.compile(rf"(?:{_HEADINGS})\Z")
_GLUED = re.compile(rf"(?P<title>{_HEADINGS})(?=[A-Z][a-z’']*\b)")
_LONE = re.compile(r"[A-Z\d][^.!?:;,|\[\]]{1,79}\Z")
_WORDS_OF_A_HEADING = 8
_MARKDOWN = re.compile(r"(?P<marks>#{1,6})\s+(?P<title>.+?)\s*#*\Z|(?P<wiki>={1,6})\s*(?P<named>[^=]+?)\s*=+\Z")
#: what programs that keep pages write above them
_KEPT = re.compile(r"(Title|URL|URL Source|Source|Published Time|Markdown Content):[ \t]*(.*)\Z")
_SITE = re.compile(r"\s+[-–—|]\s+Wikipedia(?:, the free encyclop\w+)?\Z")
_CONTENTS = re.compile(r"Contents(?:\s*\[?\s*hide\s*\]?)?\Z")
_CONTENT = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?[ \t]+\S[^\n]{0,120}\Z")
#: what every skin writes under the title; above it stand menus and, in some, a list of the sections
_UNDER_TITLE = re.compile(r"From (?:\w+ ){0,2}Wikipedia, (?:the|a) free encyclopa?edia\Z", re.IGNORECASE)
_END = re.compile(r"(?:Retrieved from \"|Categories\s*:|Category:|Hidden categories|This page was last edited|Navigation menu)")


def read_saved_text(text: str, *, title: str | None = None, url: str | None = None, language: str = "en", form: Form | None = None) -> Article:
    """The article that saved text holds. Never fails: what cannot be told apart is prose."""
    text = unwrapped(plain(clean(text)))
    lines = _lines(text)
    head = read_front_matter(_lines(text, strip=False)) if text.startswith("---") else None
    if head:
        lines, title = [Line("", line.start) if at < head.length else line for at, line in enumerate(lines)], title or head.title
    lines, named, address = _below_the_head(lines)
    lines, above = _below_the_skin(_without_contents(lines))
    above, url = above or named, url or address
    heads = _headings(lines)
    body_at = heads[0][0] if heads else len(lines)
    name, after_title = (title or above, 0) if above else _title(lines[:body_at], title)
    first = [line for line in lines[after_title:body_at] if not _is_furniture(line.text)]
    filled = [line for line in first if line.text.strip()]
    prose = " ".join(line.text for line in filled if is_prose(line.text))
    box, begin, end = (read_head(head.rows, prose), 0, 0) if head and head.rows else read_box(filled, prose, [line.start for line in first if not line.text])
    if box and name == UNTITLED:
        name = _title_above(filled[:begin]) or name
    sections = _sections(lines, heads, len(text))
    paragraphs = _lead(filled[:begin], filled[end:], name) if box else _paragraphs("", first)
    lists: list[tuple[str, list[Line]]] = []
    starts = [line.start for line in lines]
    for section in sections:
        inside = lines[bisect_left(starts, section.start) : bisect_left(starts, section.end)]
        if is_reference_list(section.title):
            lists.append((section.title, inside))
        elif not is_apparatus(section.title):
            paragraphs += _paragraphs(section.title, inside)
    footnotes = read_lists(lists, text)
    return Article(
        name, text, form or ("yaml" if head and box else _form(text, box is not None)), language, url=url, infobox=box, sections=tuple(sections),
        paragraphs=tuple(paragraphs), footnotes=tuple(footnotes),
    )  # fmt: skip


def _below_the_head(lines: list[Line]) -> tuple[list[Line], str | None, str | None]:
    """The lines without those that a program wrote above a page it kept, and the title and address that they tell."""
    told: dict[str, str] = {}
    for end, line in enumerate(lines):
        head = _KEPT.match(line.text)
        if line.text and head is None:
            break
        if head:
            told[head[1].split()[0].lower()] = head[2].strip()
    else:
        return lines, None, None
    if "title" not in told:
        return lines, None, None
    address = told.get("url", told.get("source", ""))
    kept = [Line("", line.start) if at < end else line for at, line in enumerate(lines)]
    return kept, _SITE.sub("", told["title"]), address if address.startswith(("http://", "https://")) else None


def _without_contents(lines: list[Line]) -> list[Line]:
    """The lines without the numbered list of the sections that older skins show."""
    kept, inside = list[Line](), False
    for line in lines:
        inside = bool(_CONTENTS.match(line.text)) or inside and (not line.text or bool(_CONTENT.match(line.text)))
        kept.append(Line("", line.start) if inside else line)
    return kept


def _below_the_skin(lines: list[Line]) -> tuple[list[Line], str | None]:
    """The lines without the skin's above the article, and the title that stands among those: the last that is no menu's, or the one that is told again."""
    under = next((at for at, line in enumerate(lines) if _UNDER_TITLE.match(line.text)), 0)
    above = [line.text for line in lines[:under] if line.text and not _is_furniture(line.text) and not is_prose(line.text)]
    if not above:
        return lines, None
    first = next((line.text for line in lines[under + 1 :] if line.text and not _is_furniture(line.text)), "")
    title = first if first in above else above[-1]
    return [Line("", line.start) if at <= under else line for at, line in enumerate(lines)], title.removesuffix(" - Wikipedia")


def _is_furniture(words: str) -> bool:
    """Whether a line is the skin's and not the article's."""
    return words.strip().lower() in _FURNITURE or bool(_NOTICE.match(words))


def _lead(above: Sequence[Line], below: Sequence[Line], title: str) -> list[Paragraph]:
    """The lead around the box: sentences above it, and below it all that is no remnant of a table."""
    kept = [line for line in above if is_prose(line.text) and line.text != title]
    kept += [line for line in below if "|" not in line.text and (is_prose(line.text) or len(line.text.split()) > 5)]
    return _paragraphs("", kept)


def _lines(text: str, strip: bool = True) -> list[Line]:
    """The lines up to the page's foot, stripped, each with its offset."""
    lines, at = [], 0
    if not strip:
        for raw in text.split("\n"):
            lines.append(Line(raw, at))
            at += len(raw) + 1
        return lines
    for raw in text.split("\n"):
        if _END.match(raw):
            break
        words = raw.strip()
        lines.append(Line(words, at + len(raw) - len(raw.lstrip()) if words else at))
        at += len(raw) + 1
    return lines


def _headings(lines: Sequence[Line]) -> list[tuple[int, str, int, int]]:
    """(index of line, title, level, offset where the section's text begins) of every heading."""
    found = []
    for at, line in enumerate(lines):
        if not line.text:
            continue
        below = next((other.text for other in lines[at + 1 : at + 3] if other.text), "")
        if len(line.text) < _HEADING_LENGTH and (marked := _MARKDOWN.match(line.text)):
            level, title = len(marked["marks"] or marked["wiki"]), marked["title"] or marked["named"]
            if level > 1:
                found.append((at, _EDIT.sub("", title), level, line.end))
        elif _EDIT.search(line.text[-_EDIT_LENGTH:]) and not _EDIT.match(line.text):
            found.append((at, line.text[:-_EDIT_LENGTH] + _EDIT.sub("", line.text[-_EDIT_LENGTH:]), 2, line.end))
        elif (_EDIT_LINE.match(below) and len(line.text) < 80 and not _EDIT_LINE.match(line.text) or _KNOWN.match(line.text) and not is_prose(line.text) and at > 1 and _stands_alone(lines, at)):
            found.append((at, line.text, 2, line.end))
        elif glued := _GLUED.match(line.text):
            if is_prose(line.text):
                found.append((at, glued["title"], 2, line.start + glued.end()))
    return found if any(_is_marked(lines[head[0]].text) for head in found) else sorted([*found, *_unmarked(lines, found)])


def _is_marked(words: str) -> bool:
    return bool(_MARKDOWN.match(words[:_HEADING_LENGTH]) or _EDIT.search(words[-_EDIT_LENGTH:]))


def _unmarked(lines: Sequence[Line], heads: Sequence[tuple[int, str, int, int]]) -> list[tuple[int, str, int, int]]:
    """The headings of a copy that marks none: a few words alone between sentences, from the first known heading to the references."""
    first = next((head[0] for head in heads), len(lines))
    last = next((head[0] for head in heads if is_apparatus(head[1])), len(lines))
    known = {head[0] for head in heads}
    found = []
    before = ""
    for at in range(first, last):
        line = lines[at]
        if not line.text:
            continue
        below = next((other.text for other in lines[at + 1 : at + 3] if other.text), "")
        if at not in known and is_prose(before) and is_prose(below) and _LONE.match(line.text) and len(line.text.split()) <= _WORDS_OF_A_HEADING and not _is_furniture(line.text):
            found.append((at, line.text, 2, line.end))
        before = line.text
    return found


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    """Whether prose or a list follows, so that a lone word is a heading and not a label of the box ("Casualties")."""
    following = [line.text for line in lines[at + 1 : at + 6] if line.text]
    return bool(following) and (is_prose(following[0]) or bool(re.match(r"\s*(?:\d+\.|\[\d+\]|[\^↑*•])", following[0])) or is_reference_list(lines[at].text))


def _title(lines: Sequence[Line], given: str | None) -> tuple[str, int]:
    """The title and the index of the line after it."""
    for at, line in enumerate(lines):
        if not line.text or _is_furniture(line.text) or line.text.startswith("<"):
            continue
        if given is None and len(line.text) < 200 and not is_prose(line.text):
            return _EDIT.sub("", line.text.strip("#=| ")).removesuffix(" - Wikipedia"), at + 1
        break
    return given or UNTITLED, 0


def _title_above(lines: Sequence[Line]) -> str | None:
    """The title that stands right above the box, where the copy begins with its lead."""
    words = lines[-1].text.strip(" |#=") if lines else ""
    return words if 0 < len(words.split()) <= TITLE_WORDS and not is_prose(words) else None


def _sections(lines: Sequence[Line], heads: Sequence[tuple[int, str, int, int]], end: int) -> list[Section]:
    ends = [*(lines[head[0]].start for head in heads[1:]), lines[-1].end if lines else end]
    return [Section(title, level, min(start, stop), stop) for (_, title, level, start), stop in zip(heads, ends, strict=False)]


def _paragraphs(section: str, lines: Sequence[Line]) -> list[Paragraph]:
    """Each line of words is a paragraph; saved text has no other mark of one."""
    return [
        Paragraph(section, line.text, line.start) for line in lines if line.text and not _is_furniture(line.text) and not _MARKDOWN.match(line.text) and not line.text.startswith("![")
    ]


def _form(text: str, boxed: bool) -> Form:
    if not boxed:
        return "plain"
    if re.search(r"^[^|\n]*\|[^|\n]*\|", text, re.MULTILINE):
        return "pipe-table"
    if re.search(r"^[ \t]*[-*][ \t]*[A-Za-z_]+\d?[ \t]*:", text, re.MULTILINE):
        return "flat-fields"
    return "yaml" if re.search(r"^[ \t]*[a-z_]+\d:\s", text, re.MULTILINE) else "saved-text"
