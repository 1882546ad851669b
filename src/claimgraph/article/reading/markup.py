"""A light tree of an HTML page, forgiving as browsers are.

The standard library's parser takes 40 s for 50 kB of ``<a `` and raises on ``<![``; a full HTML 5 parser is
no dependency of ours. What is read here are the pages of one program, MediaWiki.

Depth is bounded: what is nested deeper than ``DEEPEST`` becomes a sibling, so that hostile pages neither
exhaust the stack nor the clock.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

DEEPEST = 120
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: an opening tag ends an open one of its row, unless a tag of the third column stands between
_ENDS = {
    "li": (("li",), ("ul", "ol")),
    "dd": (("dd", "dt"), ("dl",)),
    "dt": (("dd", "dt"), ("dl",)),
    "tr": (("tr",), ("table",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    **dict.fromkeys(("p", "div", "ul", "ol", "table", "section", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"), (("p",), ("table", "div", "td", "li"))),
}
_RAW = frozenset({"script", "style", "noscript", "template", "svg", "math"})


class Node:
    """An element: its tag, its attributes and, in order, its children (elements and words)."""

    __slots__ = ("tag", "attributes", "children")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node | str] = []

    @property
    def classes(self) -> list[str]:
        """The words of its class attribute."""
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator["Node"]:
        """The elements inside, in document order."""
        stack = [child for child in reversed(self.children) if isinstance(child, Node)]
        while stack:
            node = stack.pop()
            yield node
            stack += [child for child in reversed(node.children) if isinstance(child, Node)]

    def first(self, tag: str, of_class: str | None = None) -> "Node | None":
        """The first element inside of this tag (and class)."""
        return next((n for n in self.walk() if n.tag == tag and (of_class is None or of_class in n.classes)), None)

    def words(self) -> str:
        """All its words, spaces folded."""
        parts: list[str] = []
        stack: list[Node | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                parts.append(node)
            elif node.tag not in _RAW:
                stack += reversed(node.children)
        return " ".join("".join(parts).split())


_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*)(?P<rest>[^<>\"']*+(?:(?:\"[^\"]{0,20000}\"|'[^']{0,20000}')[^<>\"']*+)*+)>")
_PLAIN_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:-]{0,30})(?P<rest>[^<>]{0,2000})>")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
#: after so many tags that never end, quotes are no longer believed
_PATIENCE = 200


class _Builder:
    """One pass over the page: text, comments, tags; each searched for once, so that time is linear in the length."""

    def __init__(self) -> None:
        self.root = Node("#document", {})
        self._open = [self.root]
        self._count: Counter[str] = Counter()
        self._failures = 0
        self._absent: set[str] = set()

    def feed(self, text: str) -> None:
        at = 0
        while (start := text.find("<", at)) >= 0:
            if start > at:
                self._words(text[at:start])
            at = self._markup(text, start)
        if at < len(text):
            self._words(text[at:])

    def _words(self, words: str) -> None:
        self._open[-1].children.append(unescape(words) if "&" in words else words)

    def _markup(self, text: str, start: int) -> int:
        """Deal with what begins at this "<"; where reading goes on."""
        if text.startswith("<!--", start):
            return self._past(text, "-->", start + 4) or self._as_words(start)
        if text.startswith(("<!", "<?"), start):
            return self._past(text, ">", start + 2) or self._as_words(start)
        tag = (_TAG if self._failures < _PATIENCE else _PLAIN_TAG).match(text, start) or _PLAIN_TAG.match(text, start)
        if tag is None:
            self._failures += 1
            return self._as_words(start)
        name = tag["name"].lower()
        if tag["close"]:
            self._end(name)
            return tag.end()
        self._start(name, tag["rest"])
        if name in ("script", "style", "noscript") and not tag["rest"].endswith("/"):
            return self._past(text, f"</{name}", tag.end()) or tag.end()
        return tag.end()

    def _past(self, text: str, end: str, start: int) -> int:
        """The offset behind the next ``end``, 0 when there is none any more."""
        if end in self._absent:
            return 0
        found = text.find(end, start)
        if found < 0:
            self._absent.add(end)
            return 0
        return found + len(end) if not end.startswith("</") else found

    def _as_words(self, start: int) -> int:
        self._words("<")
        return start + 1

    def _start(self, tag: str, rest: str) -> None:
        self._imply_ends(tag)
        attributes = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(rest)} if rest.strip(" /") else {}
        node = Node(tag, attributes)
        self._open[-1].children.append(node)
        if tag not in _VOID and not rest.endswith("/") and len(self._open) < DEEPEST:
            self._open.append(node)
            self._count[tag] += 1

    def _end(self, tag: str) -> None:
        if self._count[tag]:
            while self._pop() != tag:
                pass

    def _pop(self) -> str:
        node = self._open.pop()
        self._count[node.tag] -= 1
        return node.tag

    def _imply_ends(self, tag: str) -> None:
        ended, barriers = _ENDS.get(tag, ((), ()))
        if not any(self._count[name] for name in ended):
            return
        for node in reversed(self._open):
            if node.tag in barriers:
                return
            if node.tag in ended:
                self._end(node.tag)
                return


def parse_html(text: str) -> Node:
    """The tree of a page; never fails, a page cut off in the middle is a page."""
    builder = _Builder()
    builder.feed(text)
    return builder.root
