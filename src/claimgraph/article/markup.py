"""A light tree of an HTML page, forgiving as browsers are, by the standard library's parser.

Depth is bounded: what is nested deeper than ``DEEPEST`` becomes a sibling, so that hostile pages neither
exhaust the stack nor the clock.
"""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

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


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#document", {})
        self._open = [self.root]
        self._count: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._imply_ends(tag)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID and len(self._open) < DEEPEST:
            self._open.append(node)
            self._count[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._count[tag]:
            return
        while self._pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

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
                while self._pop() != node.tag:
                    pass
                return


def parse_html(text: str) -> Node:
    """The tree of a page; never fails, a page cut off in the middle is a page."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root
