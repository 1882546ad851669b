"""The few tokens of SPARQL that binding parameters needs: variables, braces and words.

Strings, IRIs and comments are read whole, so that a brace or a word inside one is not taken for syntax.
Written by hand, because importing ``re`` takes half as long as starting Python. SPARQL 1.1, section 19.8.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = ("select", "construct", "ask", "describe")
_NOT_IN_IRI = frozenset('<"{}|^`\\ \t\r\n')


def tokens(text: str) -> Iterator[tuple[str, int]]:
    """Each variable (``?name``), brace and word with the position behind it; names with a colon are one word.

    >>> [token for token, _ in tokens('SELECT ?x { ?x a "}" } # }')]
    ['SELECT', '?x', '{', '?x', 'a', '}']
    """
    at, end = 0, len(text)
    while at < end:
        start, character = at, text[at]
        at += 1
        if character in "{}":
            yield character, at
        elif character == "#":
            at = _after(text, "\n", at)
        elif character in "\"'":
            at = _after_string(text, start)
        elif character == "<":
            close = text.find(">", at)
            if close > 0 and not _NOT_IN_IRI.intersection(text[at:close]):
                at = close + 1
        elif character in "?$" or character.isalpha():
            while at < end and (text[at].isalnum() or text[at] in "_-:" or text[at] == "." and text[at + 1 : at + 2].isalnum()):
                if character in "?$" and text[at] in "-:.":
                    break
                at += 1
            if at > start + 1 or character.isalpha():
                yield "?" + text[start + 1 : at] if character in "?$" else text[start:at], at


def _after(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return len(text) if found < 0 else found + len(mark)


def _after_string(text: str, start: int) -> int:
    """The position behind the string that begins at ``start``, short or long, escapes passed over."""
    quote = text[start] * 3 if text.startswith(text[start] * 3, start) else text[start]
    at = start + len(quote)
    while at < len(text) and not text.startswith(quote, at):
        at += 2 if text[at] == "\\" else 1
    return at + len(quote)


def query_form(text: str) -> str | None:
    """``select``, ``construct``, ``ask`` or ``describe``: the first word behind the prologue; None for anything else.

    >>> query_form("# INSERT\\nPREFIX drop: <http://e/drop#> ASK {}")
    'ask'
    """
    words = (token.lower() for token, _ in tokens(text) if ":" not in token)
    first = next((word for word in words if word not in ("prefix", "base")), None)
    return first if first in FORMS else None


def where_groups(text: str) -> list[tuple[int, dict[str, None]]]:
    """Each ``WHERE {``, in order, as (position behind its brace, names of the variables inside it)."""
    found: list[tuple[int, dict[str, None]]] = []
    open_groups: list[tuple[int, dict[str, None]] | None] = []
    before = ""
    for token, at in tokens(text):
        if token.startswith("?"):
            for group in open_groups:
                if group:
                    group[1][token[1:]] = None
        elif token == "{":
            group = (at, {}) if before.upper() == "WHERE" else None
            open_groups.append(group)
            if group:
                found.append(group)
        elif token == "}" and open_groups:
            open_groups.pop()
        before = token
    return found
