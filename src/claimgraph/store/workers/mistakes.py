"""What people write for SPARQL and is none: each with its place and what would be right.

Asked only about queries that an engine has refused, and every row is an error wherever it stands; the engine, which
reads ahead, often reports another place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claimgraph.store.workers.prescan import TOKEN

AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
HEADS = frozenset({"SELECT", "DISTINCT", "REDUCED"})
#: more than any query that somebody has typed has, and how far from a token anything may be that belongs to it: the cost of a look is bounded
MOST_TOKENS, FAR = 1_000, 60


@dataclass(frozen=True)
class Token:
    """One word or sign: its kind, how it is compared, and where it begins."""

    kind: str
    text: str
    start: int


END = Token("end", "", -1)
#: the tokens, the place of the one looked at, and those before and behind it
Rule = Callable[[Sequence[Token], int], bool]


def tokens_of(text: str) -> list[Token]:
    """The words and signs of a query, words in capitals, so many of them as are looked at."""
    found = []
    for token in TOKEN.finditer(text):
        if token.lastgroup != "skip":
            found.append(Token(token.lastgroup or "", token[0].upper() if token.lastgroup == "word" else token[0], token.start()))
            if len(found) == MOST_TOKENS:
                break
    return found


def _is(tokens: Sequence[Token], at: int, *texts: str) -> bool:
    return 0 <= at < len(tokens) and tokens[at].text in texts and tokens[at].kind in ("word", "sign", "quote")


def _next(tokens: Sequence[Token], at: int) -> Token:
    return tokens[at + 1] if at + 1 < len(tokens) else END


def _in_head(tokens: Sequence[Token], at: int) -> bool:
    """Whether only variables and commas stand between SELECT and here."""
    for token in reversed(tokens[max(0, at - FAR) : at]):
        if token.kind != "variable" and token.text != ",":
            return token.text in HEADS
    return False


def _nameless(tokens: Sequence[Token], at: int) -> bool:
    """Whether a BIND here has brackets and no AS in them."""
    depth, named = 0, False
    for token in tokens[at + 1 : at + FAR]:
        depth += (token.text == "(") - (token.text == ")") if token.kind == "sign" else 0
        named = named or (depth == 1 and token.kind == "word" and token.text == "AS")
        if depth == 0:
            return token.text == ")" and not named
    return False


#: what it looks like → what would be right
RULES: tuple[tuple[Rule, str], ...] = (
    (lambda t, at: _is(t, at, *"“”„‘’«»"), "quotation marks are ' or \" here, not typographic ones"),
    (lambda t, at: _is(t, at, "AND"), "“and” is written &&"),
    (lambda t, at: _is(t, at, "OR"), "“or” is written ||"),
    (lambda t, at: _is(t, at, "NOT") and _next(t, at).text not in ("EXISTS", "IN"), "“not” is written !, or NOT EXISTS, or NOT IN"),
    (lambda t, at: _is(t, at, "=") and _is(t, at - 1, "="), "“equal” is written ="),
    (lambda t, at: _is(t, at, ",") and _in_head(t, at), "the variables of SELECT are not separated by commas"),
    (lambda t, at: t[at].kind == "word" and t[at].text in AGGREGATES and _in_head(t, at), "an expression in SELECT needs brackets and a name: (COUNT(*) AS ?n)"),
    (lambda t, at: t[at].kind in ("word", "iri") and _is(t, at - 1, "PREFIX"), "a prefix ends with a colon: PREFIX ex: <…>"),
    (lambda t, at: t[at].kind != "number" and _is(t, at - 1, "LIMIT", "OFFSET"), "LIMIT and OFFSET take a number"),
    (lambda t, at: t[at].kind == "variable" and _is(t, at - 1, "FILTER", "HAVING"), "a condition needs brackets: FILTER(?n > 5)"),
    (lambda t, at: _is(t, at, "ASC", "DESC") and _next(t, at).text != "(", "the direction stands in front, with brackets: ORDER BY DESC(?n)"),
    (lambda t, at: _is(t, at, "BIND") and _nameless(t, at), "a value needs a name: BIND(?n + 1 AS ?more)"),
    (lambda t, at: not _is(t, at, "{") and _is(t, at - 1, "OPTIONAL", "MINUS", "UNION", "WHERE", "EXISTS"), "a group in braces { … } must follow here"),
    (lambda t, at: _is(t, at, ";") and at == len(t) - 1, "nothing may follow the query"),
)


def mistake(text: str) -> tuple[int, str] | None:
    """Place and reason of the first mistake in a refused query that has a row; ``None`` when none has."""
    tokens = tokens_of(text)
    for at, token in enumerate(tokens):
        for holds, reason in RULES:
            if holds(tokens, at):
                return token.start, reason
    return None
