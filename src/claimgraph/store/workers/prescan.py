"""A linear look at a query's text before any engine sees it: its form, its size, its depth, what it calls.

pyoxigraph's parser is recursive and its evaluator follows SERVICE anywhere, so what nests too deep or
names SERVICE is refused here, in time linear in the text: every repetition below is possessive, what
may be read twice (a prefix, until no colon follows) is short, and the scan stops at a string without end.
"""

import re
from dataclasses import dataclass

from claimgraph.store.workers.limits import Limits
from claimgraph.store.workers.outcomes import MalformedQuery, RefusedQuery

TOKEN = re.compile(
    r"""
      (?P<skip>    (?: [\s\ufeff]++ | \#[^\r\n]*+ )++ )
    | (?P<iri>     < [^<>"{}|^`\\\x00-\x20]*+ (?: \\[uU][0-9A-Fa-f]{4,8}+ [^<>"{}|^`\\\x00-\x20]*+ )*+ > )
    | (?P<string>  \"\"\" (?: [^"\\] | \\. | "(?!"") )*+ \"\"\"
                 | ''' (?: [^'\\] | \\. | '(?!'') )*+ '''
                 | "(?!"") (?: [^"\\\r\n] | \\. )*+ "  |  '(?!'') (?: [^'\\\r\n] | \\. )*+ '
                 | ""(?!") | ''(?!') )
    | (?P<variable> [?$] \w++ )
    | (?P<name>    (?: [^\W\d_] [\w.\-\u00b7]{0,255}+ )?+ : (?: (?: [\w:] | % | \\. ) (?: [\w.\-:%\u00b7] | \\. )*+ )?+ | _: [\w.\-]++ )
    | (?P<word>    [^\W\d] [\w\-]*+ )
    | (?P<tag>     @ [A-Za-z]++ (?: -[A-Za-z0-9]++ )*+ )
    | (?P<number>  \d++ (?: \.\d++ )?+ (?: [eE][+\-]?+\d++ )?+ )
    | (?P<quote>   ["'] )
    | (?P<sign>    \\. | && | \|\| | \^\^ | [<>!]= | . )
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
FORMS = frozenset({"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
#: another answer each time: never kept, never revalidated
CHANGING = frozenset({"RAND", "NOW", "UUID", "STRUUID", "BNODE"})
PAIRS = {")": "(", "}": "{", "]": "["}
OPENING = frozenset(PAIRS.values())
#: signs that nest in a parser when they stand in front of each other (!!!!, ----, ^^^^)
STACKING = frozenset({"!", "-", "+", "^", "^^"})
#: what a query of the same shape may have instead, whatever it is
ALIKE = {"iri": "<>", "string": "''", "tag": "@"}


@dataclass(frozen=True)
class Scan:
    """What the pre-scan found: ``form`` in lower case, whether the answer is always the same, whether it says FROM,
    prefixes used but not declared as (prefix, line, column), the variables in their order of appearance, and its shape:
    the same number, in this process, for queries that differ in constants, blanks, comments and how variables are called."""

    form: str
    repeatable: bool
    has_dataset: bool
    undeclared: tuple[tuple[str, int, int], ...]
    variables: tuple[str, ...]
    shape: int = 0


def place(text: str, position: int) -> tuple[int, int]:
    """Line and column, 1-based, of a position in ``text``."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def refusal(text: str, position: int, reason: str, way_out: str) -> RefusedQuery:
    """A refusal that points at its place."""
    line, column = place(text, position)
    return RefusedQuery(f"{reason} (line {line}, column {column})", way_out, line=line, column=column)


def misplaced(text: str, position: int, reason: str, way_out: str) -> MalformedQuery:
    """An error of the grammar that needs no parser to be seen."""
    line, column = place(text, position)
    return MalformedQuery(f"line {line}, column {column}: {reason}", way_out, line=line, column=column)


def close(text: str, opened: list[tuple[str, int]], bracket: str, position: int) -> None:
    """Take the bracket that ``bracket`` closes off ``opened``; raises where it closes none."""
    if not opened or opened[-1][0] != PAIRS[bracket]:
        inside = f"; “{opened[-1][0]}” of line {place(text, opened[-1][1])[0]} is still open" if opened else ""
        raise misplaced(text, position, f"“{bracket}” closes nothing{inside}", "match the brackets")
    opened.pop()


def unescaped(text: str) -> str:
    r"""``text`` with its ``\u`` escapes read (SPARQL 1.1 §19.2), which some engines do before anything else.

    >>> unescaped(r"\u0053ERVICE")
    'SERVICE'
    """

    def character(escape: re.Match[str]) -> str:
        number = int(escape[1] or escape[2], 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"

    return ESCAPE.sub(character, text)


def is_update(text: str) -> bool:
    """Whether ``text`` begins, after its prologue, as SPARQL 1.1 Update does."""
    for token in TOKEN.finditer(text[:65_536]):
        if token.lastgroup == "word" and (word := token[0].upper()) not in ("PREFIX", "BASE"):
            return word in UPDATES
        if token.lastgroup in ("sign", "quote", "variable"):
            return False
    return False


def scan(text: str, limits: Limits) -> Scan:
    """Look at a query once; raises :class:`RefusedQuery` or :class:`MalformedQuery` with its line and column."""
    if len(text.encode("utf-8", "replace")) > limits.body_bytes:
        raise RefusedQuery(f"the query is longer than {limits.body_bytes // 1024} kB", "shorten long VALUES lists, or split the query")
    found = _scan(text, limits)
    if "\\u" in text or "\\U" in text:
        _scan(unescaped(text), limits, strict=False)
    return found


def _alike(kind: str | None, value: str, variables: dict[str, int]) -> str | int:
    """What of a token belongs to the query's shape; a variable is numbered by its first appearance.

    Which variables are the same does: a cross product is no join. So does the length of a number: LIMIT 50 is no LIMIT 50000.
    """
    if kind == "variable":
        return variables.setdefault(value[1:], len(variables))
    return "0" * len(value) if kind == "number" else ALIKE.get(kind, value)


def _scan(text: str, limits: Limits, strict: bool = True) -> Scan:
    tokens = run = 0
    opened: list[tuple[str, int]] = []
    form = ""
    words: set[str] = set()
    declared: set[str] = set()
    used: dict[str, int] = {}
    variables: dict[str, int] = {}
    declaring = False
    shape: list[str | int] = []
    for token in TOKEN.finditer(text):
        kind, value = token.lastgroup, token[0]
        if kind == "skip":
            continue
        tokens += 1
        if tokens > limits.tokens:
            raise refusal(text, token.start(), f"the query has more than {limits.tokens:,} words and signs", "split it")
        shape.append(_alike(kind, value, variables))
        if kind == "sign":
            if value in OPENING:
                opened.append((value, token.start()))
            elif value in PAIRS:
                if strict:
                    close(text, opened, value, token.start())
                elif opened:
                    opened.pop()
            run = run + 1 if value in STACKING else 0
            if max(len(opened), run) > limits.depth:
                raise refusal(text, token.start(), f"the query nests deeper than {limits.depth} levels", "flatten it")
            continue
        run = 0
        # Parsers need no blank behind a keyword (SERVICE:x, SERVICESILENT<x>), so any word with it in is refused.
        if kind in ("word", "name") and "SERVICE" in value.partition(":")[0].upper():
            raise refusal(text, token.start(), "SERVICE is not evaluated: this endpoint reads its own dataset only",
                          "ask the other endpoint itself and join the results, or load /dump.nq beside its data")  # fmt: skip
        if kind == "word":
            word = value.upper()
            words.add(word)
            declaring = word == "PREFIX"
            if not form and word in FORMS:
                form = word.lower()
            elif not form and word in UPDATES:
                raise refusal(text, token.start(), f"{word} is an update, and the dataset is read only",
                              "ask with SELECT, ASK, CONSTRUCT or DESCRIBE; correct a mistake at its source file")  # fmt: skip
        elif kind == "name":
            prefix = value.partition(":")[0]
            declared.add(prefix) if declaring else used.setdefault(prefix, token.start())
            declaring = False
        elif kind == "quote":
            if not strict:
                break
            raise misplaced(text, token.start(), "a string opened here does not end", "close the quotation")
    if strict and not form:
        raise MalformedQuery("no SELECT, ASK, CONSTRUCT or DESCRIBE in the query", "see the examples at /query", line=1, column=1)
    if strict and opened:
        raise misplaced(text, opened[-1][1], f"“{opened[-1][0]}” is not closed", "close it")
    return Scan(
        form=form,
        repeatable=not words & CHANGING,
        has_dataset="FROM" in words,
        undeclared=tuple((prefix, *place(text, at)) for prefix, at in used.items() if prefix not in declared and prefix != "_"),
        variables=tuple(variables),
        shape=hash(tuple(shape)),
    )
