"""The YAML head of an article kept as Markdown: its title, and the box as a tree of parameters.

Only what such heads hold is read: keys, scalars (plain, quoted, block) and lists, by their indents. A
parameter's words stand in its ``text``, or in the parameter itself; its ``number`` repeats them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimgraph.article.reading.infobox import Row, parameter_name
from claimgraph.article.text import Line

_KEY = re.compile(r"(?P<indent>[ ]*)(?P<items>(?:- +)*)(?P<key>[A-Za-z_][\w -]{0,40}):(?:[ \t]+(?P<value>\S.*))?\Z")
_ITEM = re.compile(r"[ ]*- ")
#: an item that is words: no key of a tree, which is written small ("- Army: 5 killed" is words)
_SPOKEN = re.compile(r"[ ]*- +(?![a-z_][\w-]{0,40}:(?:\s|\Z))(?=\S)")
_FLOW = re.compile(r"\[(?!\[)(?P<items>[^\[\]]*)\]\Z")
_FLOW_ITEM = re.compile(r"\s*(?P<words>\"[^\"]*\"|'[^']*'|[^,]+)")
_BLOCK = re.compile(r"[|>][+-]?\d?\s*\Z")
#: under a parameter: what holds its words, best first
_WORDS = ("text", "", "number")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head's title, its rows as those of a box, and how many of the text's lines it takes."""

    title: str | None
    rows: tuple[Row, ...]
    length: int


@dataclass(frozen=True, slots=True)
class _Scalar:
    path: tuple[str, ...]
    lines: tuple[Line, ...]


def read_front_matter(lines: Sequence[Line]) -> FrontMatter | None:
    """The head between two lines of dashes; ``None`` where the text does not begin with one. ``lines`` keep their indents.

    >>> head = read_front_matter([Line(t, 0) for t in ("---", "title: A raid", "casualties1:", "  text: 5 killed", "  number: 5", "---")])
    >>> head.title, [(row.name, row.column, [line.text for line in row.lines]) for row in head.rows]
    ('A raid', [('casualties', 0, ['5 killed'])])
    """
    if not lines or lines[0].text.rstrip() != "---":
        return None
    end = next((at for at, line in enumerate(lines[1:], 1) if line.text.rstrip() == "---"), None)
    if end is None:
        return None
    scalars = list(_scalars(lines[1:end]))
    title = next((" ".join(line.text for line in s.lines) for s in scalars if s.path == ("title",)), None)
    return FrontMatter(title, tuple(_rows(scalars)), end + 1)


def _rows(scalars: Sequence[_Scalar]) -> Iterator[Row]:
    told: dict[str, dict[str, tuple[Line, ...]]] = {}
    for scalar in scalars:
        *above, last = scalar.path
        if parameter_name(last) and last != "title":
            told.setdefault(last, {})[""] = scalar.lines
        elif above and last in _WORDS and parameter_name(above[-1]):
            told.setdefault(above[-1], {})[last] = scalar.lines
    for parameter, words in told.items():
        name, column = parameter_name(parameter) or (parameter, None)
        lines = next((words[kind] for kind in _WORDS if words.get(kind)), ())
        if lines:
            yield Row(name, column, parameter, lines)


def _scalars(lines: Sequence[Line]) -> Iterator[_Scalar]:
    """Every scalar with the keys that lead to it."""
    stack: list[tuple[int, str]] = []
    at = 0
    while at < len(lines):
        key = _KEY.match(lines[at].text)
        at += 1
        if key is None:
            continue
        indent = len(key["indent"]) + len(key["items"])
        while stack and stack[-1][0] >= indent:
            stack.pop()
        stack.append((indent, key["key"]))
        below = at
        while below < len(lines) and (not lines[below].text.strip() or _indent(lines[below].text) > indent) and (
            not _KEY.match(lines[below].text) and not _ITEM.match(lines[below].text) or _BLOCK.match(key["value"] or "")
        ):  # fmt: skip
            below += 1
        if not key["value"]:
            items, at = _items(lines, at, indent)
            if items:
                yield _Scalar(tuple(name for _, name in stack), tuple(items))
        else:
            first = Line(key["value"], lines[at - 1].start + key.start("value"))
            yield _Scalar(tuple(name for _, name in stack), tuple(_words(first, lines[at:below])))
            at = below


def _items(lines: Sequence[Line], at: int, indent: int) -> tuple[list[Line], int]:
    """The words of the list that begins at a line, an item a line, and the first line behind it."""
    found: list[Line] = []
    while at < len(lines) and (item := _SPOKEN.match(lines[at].text)) and _indent(lines[at].text) >= indent:
        below = at + 1
        while below < len(lines) and lines[below].text.strip() and not _ITEM.match(lines[below].text) and _indent(lines[below].text) > _indent(lines[at].text):
            below += 1
        found += _words(Line(lines[at].text[item.end() :], lines[at].start + item.end()), lines[at + 1 : below])
        at = below
    return found, at


def _flow(first: Line) -> list[Line]:
    """The items of a list in brackets, quoted or not; the line itself where it is none."""
    flow = _FLOW.match(first.text.rstrip())
    if flow is None:
        return [first]
    return [Line(item["words"].strip(), first.start + flow.start("items") + item.start("words")) for item in _FLOW_ITEM.finditer(flow["items"]) if item["words"].strip()]


def _words(first: Line, below: Sequence[Line]) -> Iterator[Line]:
    """The lines of a scalar: those of a block, else its first line and what it goes on with; quotes taken off."""
    if len(items := _flow(first)) > 1:
        for item in items:
            yield from _words(item, ())
        return
    whole = [line for line in below if line.text.strip()] if _BLOCK.match(first.text) else [first, *(line for line in below if line.text.strip())]
    for number, line in enumerate(whole):
        text = line.text.strip()
        start = line.start + len(line.text) - len(line.text.lstrip())
        if number == 0 and text[:1] in "\"'":
            text, start = text[1:], start + 1
        if number == len(whole) - 1 and first.text[:1] in "\"'" and text[-1:] == first.text[:1]:
            text = text[:-1]
        if text.strip():
            yield Line(text, start)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
