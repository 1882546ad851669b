"""What the compiler must know of a SPARQL rule's text: its words, its groups, what it gives and counts.

A full parser is not needed: a pattern is put in front of groups. Whatever is not understood is Unsupported
and goes to pySHACL.
"""

import re
from dataclasses import dataclass

from claimgraph.graph.shacl.vocabulary import Unsupported

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*+\'\'\'|"(?:[^"\\\n]|\\.)*+"|\'(?:[^\'\\\n]|\\.)*+\''
    r"|<[^<>\"{}|^`\\\s]*+>|#[^\n]*+|[?$]\w++|[{}()*]|[\w:-]++",
    re.DOTALL,
)
AGGREGATES = {"COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"}


@dataclass(frozen=True)
class Token:
    """One word, variable or bracket of a query, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.text.upper()

    @property
    def is_this(self) -> bool:
        return self.text in ("$this", "?this")


def tokens(query: str) -> list[Token]:
    """Words, variables and brackets of a query; comments left out.

    >>> [token.text for token in tokens('SELECT $this { $this a "{" } # {')]
    ['SELECT', '$this', '{', '$this', 'a', '"{"', '}']
    """
    found = (Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(query))
    return [token for token in found if not token.text.startswith("#")]


def matching(words: list[Token], opened: int) -> int:
    """The index of the bracket that closes the one at ``opened``."""
    pair = {"{": "}", "(": ")"}[words[opened].text]
    depth = 0
    for number in range(opened, len(words)):
        depth += {words[opened].text: 1, pair: -1}.get(words[number].text, 0)
        if depth == 0:
            return number
    raise Unsupported("brackets that do not close")


def projection(words: list[Token]) -> tuple[set[str], int]:
    """The variables that the query gives, and where to add one."""
    selects = [n for n, token in enumerate(words) if token.word == "SELECT"]
    if not selects:
        raise Unsupported("a SPARQL rule that is no SELECT")
    start = selects[0] + 1
    while words[start].word in ("DISTINCT", "REDUCED"):
        start += 1
    names: set[str] = set()
    depth = 0
    for before, token in zip(words[start - 1 :], words[start:], strict=False):
        if token.text == "{" or token.word in ("WHERE", "FROM"):
            break
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.text[0] in "?$" and (depth == 0 or before.word == "AS"):
            names.add(token.text[1:])
        elif token.text == "*" and depth == 0:
            names.add("*")
    return names, words[start - 1].end


def places(words: list[Token], name: str) -> list[int]:
    """Where a pattern that binds ``name`` must stand: at the start of every group that speaks of it.

    EXISTS sees the bindings outside it, and so does the filter of an OPTIONAL; a BIND in an OPTIONAL does not.
    """
    found: list[int] = []
    stack: list[tuple[str, int]] = []
    for number, token in enumerate(words):
        if token.text == "{":
            kind = _kind(words, number, [kind for kind, _ in stack])
            stack.append((kind, number))
            if kind == "group" and (len(stack) == 1 or _says(words, number, name)):
                found.append(token.end)
        elif token.text == "}" and stack:
            stack.pop()
        elif token.word == "BIND" and any(kind == "optional" for kind, _ in stack):
            raise Unsupported("BIND inside OPTIONAL in a SPARQL rule")
    return found


def _kind(words: list[Token], number: int, around: list[str]) -> str:
    before = words[number - 1].word
    if "exists" in around or before == "EXISTS":
        return "exists"
    if words[number + 1].word == "SELECT":
        return "subselect"
    return "optional" if before == "OPTIONAL" else "group"


def _says(words: list[Token], opened: int, name: str) -> bool:
    depth = 0
    for token in words[opened:]:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if token.text[0] in "?$" and token.text[1:] == name:
            return True
        if depth == 0:
            return False
    return False


def needs_one_by_one(words: list[Token]) -> bool:
    """Whether the query counts, or cuts off, over all the nodes it is given at once."""
    upper = [token.word for token in words]
    if "LIMIT" in upper or "OFFSET" in upper:
        return True
    groups = [n for n, word in enumerate(upper) if word == "GROUP" and upper[n + 1 : n + 2] == ["BY"]]
    if not groups:
        return bool(AGGREGATES.intersection(upper))
    stops = {"HAVING", "ORDER", "}"}
    for start in groups:
        ends = [n for n in range(start, len(words)) if upper[n] in stops]
        if not any(token.is_this for token in words[start : min(ends, default=len(words))]):
            return True
    return False
