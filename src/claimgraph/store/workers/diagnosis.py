"""Where a query is wrong, in words: the engine's message and its place, put right.

The engine's parser tries keywords by reading as many characters as they have, so it reports the
place behind them: ``WHER {`` fails five characters late. The expected keywords tell by how much.
"""

import re

from claimgraph.store.workers.mistakes import mistake
from claimgraph.store.workers.outcomes import MalformedQuery
from claimgraph.store.workers.prescan import TOKEN, place

REPORTED = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
KEYWORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
#: what the parser says in place of a keyword → what is meant
UNBOUND = "a variable in SELECT is neither grouped by nor bound"
RULES = {
    "The SELECT contains a variable that is unbound": UNBOUND,
    "IRI parsing failed": "an IRI is not absolute or holds a character that none may hold",
}
MOST_EXPECTED = 4
#: expected by the engine, and never right here: no blank, an extension of its own, and what is not evaluated
NEVER = {"[_]", "LATERAL", "SERVICE"}
#: what else than a triple may stand in a group: expected where a triple begins
IN_A_GROUP = {"LATERAL", "SERVICE", "GRAPH", "MINUS", "BIND", "OPTIONAL", "FILTER", "VALUES", "UNION"}
BEGINS_A_TRIPLE = re.compile(r"[?$<\"'\[(0-9]|[\w-]*:")
EXAMPLES = "see the examples at /query"


def malformed(text: str, message: str) -> MalformedQuery:
    """The error for a query that the engine's parser refuses with ``message``."""
    if usual := mistake(text):
        line, column = place(text, usual[0])
        return MalformedQuery(f"line {line}, column {column}: {usual[1]}", EXAMPLES, line=line, column=column)
    found = REPORTED.match(message)
    if not found:
        return MalformedQuery(message, EXAMPLES)
    expected = [word.strip() for word in found[3].split(", ")]
    known = next((reason for said, reason in RULES.items() if said in found[3]), None)
    reported = _offset(text, int(found[1]), int(found[2]))
    start, token = _token_at(text, reported - _overshoot(expected)) if known != UNBOUND else _first_select(text)
    line, column = place(text, start)
    reason = known or _reason(token, expected)
    return MalformedQuery(f"line {line}, column {column}: {reason}", EXAMPLES, line=line, column=column)


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return min(len(text), sum(len(one) + 1 for one in lines[: line - 1]) + column - 1)


def _overshoot(expected: list[str]) -> int:
    return min((len(word) for word in expected if KEYWORD.match(word)), default=0)


def _token_at(text: str, offset: int) -> tuple[int, str]:
    """Start and text of the token at ``offset`` or the next one behind it."""
    for token in TOKEN.finditer(text):
        if token.lastgroup != "skip" and token.end() > offset:
            return token.start(), token[0]
    return len(text.rstrip()), ""


def _first_select(text: str) -> tuple[int, str]:
    """The outermost SELECT: which one is meant the engine does not say."""
    found = next((token for token in TOKEN.finditer(text) if token[0].upper() == "SELECT"), None)
    return (found.start(), found[0]) if found else (0, "")


def _reason(token: str, expected: list[str]) -> str:
    shown = token if len(token) <= 40 else token[:39] + "…"
    if IN_A_GROUP.intersection(expected) and BEGINS_A_TRIPLE.match(token):
        return f"“{shown}” cannot stand here: a “.” before it is missing, or what it begins is no triple of subject, predicate and object"
    what = f"“{shown}” cannot stand here" if token else "the query ends too early"
    words = [word for word in expected if word not in NEVER and len(word) < 20]
    return f"{what}, {' or '.join(words)} could" if token and 0 < len(words) <= MOST_EXPECTED else what
