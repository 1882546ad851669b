"""``FILTER NOT EXISTS {…}`` taken out of a rule's query and asked row by row, over the indexes.

Oxigraph plans the group of a NOT EXISTS without the bindings outside it, so that a join or a closure in
it is made for the whole graph, row after row (oxigraph #885): minutes where this takes milliseconds. Only
flat groups of several triple patterns, or of a closure, are taken out; every other query stays as it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from claimgraph.graph.shacl.queries import AGGREGATES, Token, matching, tokens
from claimgraph.graph.shacl.vocabulary import Term, Unsupported
from claimgraph.terms import RDF

_PART = re.compile(r"\s*(<[^<>\s]*>|[?$]\w+|[A-Za-z][\w.-]*?:[\w-]+|\ba\b|[.;,()/|^*+?])")
_CLOSURE = re.compile(r"[\w>)][*+]")
_KEEPS = {"GROUP", "LIMIT", "OFFSET", "BIND", *AGGREGATES}

#: a variable by name, or a term
End = str | NamedNode
Step = tuple[End, Path, End]


@dataclass(frozen=True)
class AntiJoin:
    """Patterns that must have no solution; ``variables`` are those of the row, ``steps`` in the order to walk."""

    steps: tuple[Step, ...]
    variables: frozenset[str]

    def over(self, data: Data) -> Callable[[Mapping[str, Term]], bool]:
        """Whether the patterns have a solution with a row's bindings; rows that ask the same are answered once."""
        names, known = sorted(self.variables), {}

        def removes(row: Mapping[str, Term]) -> bool:
            asked = tuple(row.get(name) for name in names)
            answer = known.get(asked)
            if answer is None:
                bound = {name: term for name, term in zip(names, asked, strict=True) if term is not None}
                answer = known[asked] = self._solve(data, 0, bound)
            return answer

        return removes

    def _solve(self, data: Data, number: int, bound: dict[str, Term]) -> bool:
        if number == len(self.steps):
            return True
        start, path, end = self.steps[number]
        source, target = (bound.get(end) if isinstance(end, str) else end for end in (start, end))
        if source is None and target is None:
            raise Unsupported("a NOT EXISTS that does not begin at the row")
        values = data.walked(path, target, True) if source is None else data.walked(path, source, False)
        if source is not None and target is not None:
            return target in values and self._solve(data, number + 1, bound)
        name = start if source is None else end
        last = number + 1 == len(self.steps)
        return bool(values) if last else any(self._solve(data, number + 1, {**bound, name: found}) for found in values)


def take_out(query: str, prefixes: Mapping[str, str]) -> tuple[str, tuple[AntiJoin, ...]]:
    """The query without the groups that can be asked row by row, and these.

    >>> take_out("SELECT ?a { ?a <e:p> ?b FILTER NOT EXISTS { ?a <e:q>* ?b } }", {})[0]
    'SELECT ?a { ?a <e:p> ?b  }'
    """
    words = tokens(query)
    upper = [token.word for token in words]
    if _KEEPS.intersection(upper) or upper.count("SELECT") != 1:
        return query, ()
    outside = _variables_outside_tests(words)
    held = _held(query, words, prefixes)
    taken: list[tuple[int, int, AntiJoin]] = []
    depth = 0
    for number, token in enumerate(words):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth != 1 or upper[number : number + 4] != ["FILTER", "NOT", "EXISTS", "{"]:
            continue
        end = matching(words, number + 3)
        group = query[words[number + 3].end : words[end].start]
        if (found := _read(group, outside, prefixes, held)) is not None:
            taken.append((token.start, words[end].end, found))
    for start, end, _ in reversed(taken):
        query = query[:start] + query[end:]
    return query, tuple(found for _, _, found in taken)


def _variables_outside_tests(words: list[Token]) -> set[str]:
    """The variables of the query itself: those of an EXISTS group are nobody else's."""
    found: set[str] = set()
    number = 0
    while number < len(words):
        token = words[number]
        if token.text == "{" and words[number - 1].word == "EXISTS":
            number = matching(words, number)
        elif token.text[0] in "?$":
            found.add(token.text[1:])
        number += 1
    return found


def _held(query: str, words: list[Token], prefixes: Mapping[str, str]) -> frozenset[Step]:
    """The patterns the query begins with: every row fulfils them, so that a group need not ask them again."""
    opened = next(n for n, token in enumerate(words) if token.text == "{")
    stops = (n for n in range(opened + 1, len(words)) if words[n].text in "{}" or words[n].word in ("FILTER", "OPTIONAL", "BIND"))
    try:
        return frozenset(_Patterns(query[words[opened].end : words[next(stops)].start], prefixes).read())
    except (ValueError, KeyError):
        return frozenset()


def _read(group: str, outside: set[str], prefixes: Mapping[str, str], held: frozenset[Step]) -> AntiJoin | None:
    """The group as an anti-join; None for what is better left, or is not flat triple patterns that begin at the row."""
    try:
        steps = _Patterns(group, prefixes).read()
    except (ValueError, KeyError):
        return None
    if len(steps) == 1 and not _CLOSURE.search(group):
        return None
    steps = [step for step in steps if step not in held]
    names = {end for start, _, stop in steps for end in (start, stop) if isinstance(end, str)}
    ordered, bound = [], set(names & outside)
    while steps:
        best = min(steps, key=lambda step: _cost(step, bound))
        if _cost(best, bound) == 3:
            return None
        steps.remove(best)
        ordered.append(best)
        bound |= {end for end in (best[0], best[2]) if isinstance(end, str)}
    return AntiJoin(tuple(ordered), frozenset(names & outside))


def _cost(step: Step, bound: set[str]) -> int:
    """Both ends known before one, and a walk forward before one backward, where hubs are."""
    start, end = (not isinstance(each, str) or each in bound for each in (step[0], step[2]))
    return (0 if end else 1) if start else (2 if end else 3)


class _Patterns:
    """A reader of ``subject path object ; path object , object .`` with IRIs and variables only."""

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        self.parts: list[str] = []
        place, text = 0, text.rstrip()
        while place < len(text):
            match = _PART.match(text, place)
            if match is None:
                raise ValueError(text[place:])
            self.parts.append(match[1])
            place = match.end()
        self.parts.reverse()

    def _next(self, *wanted: str) -> bool:
        found = bool(self.parts) and self.parts[-1] in wanted
        if found:
            self.parts.pop()
        return found

    def read(self) -> list[Step]:
        steps: list[Step] = []
        while self.parts:
            subject = self._end()
            while True:
                path = self._alternative()
                steps.append((subject, path, self._end()))
                while self._next(","):
                    steps.append((subject, path, self._end()))
                if not self._next(";") or not self.parts or self.parts[-1] == ".":
                    break
            if self.parts and not self._next("."):
                raise ValueError("no full stop")
        return steps

    def _end(self) -> End:
        part = self.parts.pop() if self.parts else ""
        return part[1:] if part[:1] in "?$" and len(part) > 1 else self._iri(part)

    def _iri(self, part: str) -> NamedNode:
        if part == "a":
            return RDF.type
        if part.startswith("<"):
            return NamedNode(part[1:-1])
        prefix, colon, name = part.partition(":")
        if not colon:
            raise ValueError(part)
        return NamedNode(self.prefixes[prefix] + name)

    def _alternative(self) -> Path:
        paths = [self._sequence()]
        while self._next("|"):
            paths.append(self._sequence())
        return paths[0] if len(paths) == 1 else Alternative(tuple(paths))

    def _sequence(self) -> Path:
        paths = [self._step()]
        while self._next("/"):
            paths.append(self._step())
        return paths[0] if len(paths) == 1 else Sequence(tuple(paths))

    def _step(self) -> Path:
        inverse = self._next("^")
        if self._next("("):
            path = self._alternative()
            if not self._next(")"):
                raise ValueError("no closing bracket")
        else:
            path = Predicate(self._iri(self.parts.pop() if self.parts else ""))
        if self.parts and self.parts[-1] in "*+?":
            path = Repeated(path, self.parts.pop())
        return Inverse(path) if inverse else path
