"""What the compiler must know of a SPARQL rule's text: its words, its groups, what it gives and counts.

A full parser is not needed: a pattern is put in front of groups, and an anti-join is written in the way
that the store plans well. Whatever is not understood is Unsupported and goes to pySHACL.
"""

import re
from dataclasses import dataclass

from claimgraph.graph.shacl.vocabulary import Unsupported

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*+\'\'\'|"(?:[^"\\\n]|\\.)*+"|\'(?:[^\'\\\n]|\\.)*+\''
    r"|<[^<>\"{}|^`\\\s]*+>|#[^\n]*+|[?$]\w++|[{}()*]|[\w:-]++",
    re.DOTALL,
)
_AGGREGATES = {"COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"}


@dataclass(frozen=True)
class Token:
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


def anti_joins(query: str) -> str:
    """The query with ``FILTER NOT EXISTS {… path* …}`` as ``MINUS {…}`` wherever that means the same.

    Oxigraph plans the group of a NOT EXISTS without the bindings outside it, row by row, so that a
    closure in it is walked for the whole graph each time (oxigraph #885). MINUS is the same when every
    variable that both sides share is bound by plain patterns of both.

    >>> anti_joins("SELECT ?a { ?a <p> ?b FILTER NOT EXISTS { ?a <q>* ?c } }")
    'SELECT ?a { ?a <p> ?b MINUS { ?a <q>* ?c } }'
    """
    words = tokens(query)
    changed: list[tuple[int, int]] = []
    for number in range(len(words) - 3):
        if [token.word for token in words[number : number + 4]] == ["FILTER", "NOT", "EXISTS", "{"]:
            end = matching(words, number + 3)
            if _same_as_minus(query, words, number + 3, end):
                changed.append((words[number].start, words[number + 2].end))
    for start, end in reversed(changed):
        query = query[:start] + "MINUS" + query[end:]
    return query


def _same_as_minus(query: str, words: list[Token], opened: int, closed: int) -> bool:
    inside = words[opened + 1 : closed]
    if any(token.text == "{" or token.word in ("OPTIONAL", "BIND") for token in inside):
        return False
    if not re.search(r"[\w>)][*+]", query[words[opened].end : words[closed].start]):
        return False
    around = _around(words, opened)
    outside = _without_tests([*words[: opened - 3], *words[closed + 1 :]])
    shared = _variables(inside) & (_variables(outside) | _variables(around))
    return bool(shared) and shared <= _variables(_plain(inside)) & _variables(_plain(around))


def _without_tests(words: list[Token]) -> list[Token]:
    """The words without the groups of EXISTS and MINUS, whose own variables nobody outside them sees."""
    found, number = [], 0
    while number < len(words):
        if words[number].text == "{" and words[number - 1].word in ("EXISTS", "MINUS"):
            number = matching(words, number)
        else:
            found.append(words[number])
        number += 1
    return found


def _variables(words: list[Token]) -> set[str]:
    return {token.text[1:] for token in words if token.text[0] in "?$"}


def _around(words: list[Token], opened: int) -> list[Token]:
    """The words of the group that holds the group at ``opened``, without those of groups inside it."""
    starts: list[int] = []
    for number in range(opened):
        if words[number].text == "{":
            starts.append(number)
        elif words[number].text == "}":
            starts.pop()
    if not starts:
        raise Unsupported("brackets that do not match")
    number, end, found = starts[-1] + 1, matching(words, starts[-1]), []
    while number < end:
        if words[number].text == "{":
            number = matching(words, number)
        else:
            found.append(words[number])
        number += 1
    return found


def _plain(words: list[Token]) -> list[Token]:
    """The words without those of filters and expressions."""
    found, number = [], 0
    while number < len(words):
        if words[number].text == "(":
            number = matching(words, number)
        else:
            found.append(words[number])
        number += 1
    return found


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
        return bool(_AGGREGATES.intersection(upper))
    stops = {"HAVING", "ORDER", "}"}
    for start in groups:
        ends = [n for n in range(start, len(words)) if upper[n] in stops]
        if not any(token.is_this for token in words[start : min(ends, default=len(words))]):
            return True
    return False
