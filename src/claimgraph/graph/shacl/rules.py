"""SPARQL-based constraints, each run once for all its focus nodes instead of once per node.

pySHACL binds ``$this`` before it runs the query, focus node by focus node. Here a pattern that binds
``?this`` to all of them is put in front of every group that speaks of ``$this``, which SPARQL's
bottom-up evaluation makes the same. Where that would change the meaning (an aggregate over all focus
nodes, a LIMIT) the query is run node by node; what pySHACL refuses, or what cannot be done so, is
:class:`~claimgraph.graph.shacl.vocabulary.Unsupported`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.graph.shacl.antijoin import AntiJoin, take_out
from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.findings import Finding
from claimgraph.graph.shacl.model import Shape
from claimgraph.graph.shacl.paths import Predicate
from claimgraph.graph.shacl.queries import Token, needs_one_by_one, places, projection, tokens
from claimgraph.graph.shacl.targets import values_pattern
from claimgraph.graph.shacl.vocabulary import SH, Term, Unsupported

_REFUSED = {"MINUS", "VALUES", "SERVICE"}  # SHACL's rules on pre-binding, which pySHACL enforces


@dataclass(frozen=True)
class SparqlRule:
    """One sh:sparql constraint of ``shape``; the places are where in ``query`` a variable is to be bound."""

    shape: Shape
    messages: tuple[Literal, ...]
    query: str
    this_places: tuple[int, ...]
    value_places: tuple[int, ...]  # none where binding ?value first would change the meaning
    projected: frozenset[str]
    one_by_one: bool
    anti_joins: tuple[AntiJoin, ...]

    def over(self, data: Data, shape: Shape) -> list[Finding]:
        """What the rule finds at all focus nodes of ``shape``, whose own rule or property shape's rule it is."""
        if self.one_by_one:
            return self.at(data, shape.targets.focus_nodes(data))
        return [finding for pattern in shape.targets.patterns(data) for finding in self._run(data, pattern)]

    def at(self, data: Data, nodes: Collection[Term]) -> list[Finding]:
        """What the rule finds at the given focus nodes."""
        if not nodes:
            return []
        parts = [[node] for node in nodes] if self.one_by_one else [nodes]
        return [finding for part in parts for finding in self._run(data, values_pattern("this", part))]

    def at_values(self, data: Data, nodes: Collection[Term], values: Collection[Term]) -> list[Finding]:
        """What :meth:`at` finds at ``nodes`` with one of ``values`` as the value, without the rest where it can."""
        bound = "" if self.one_by_one or not self.value_places else values_pattern("value", values)
        if not bound:
            return [finding for finding in self.at(data, nodes) if finding.value in values]
        return list(self._run(data, values_pattern("this", nodes), bound)) if nodes and values else []

    def _run(self, data: Data, this: str, value: str = "") -> Iterator[Finding]:
        patterns = [(place, this) for place in self.this_places]
        patterns += [(place, value) for place in self.value_places if value]
        query, last = "", 0
        for place, pattern in sorted(patterns):
            query += self.query[last:place] + " " + pattern
            last = place
        try:
            rows = data.store.query(query + self.query[last:], use_default_graph_as_union=data.named)
        except SyntaxError as error:
            raise Unsupported(f"a query that does not parse: {error}") from None
        names = [variable.value for variable in rows.variables]
        removers = [test.over(data) for test in self.anti_joins]
        for row in rows:
            bound = {name: term for name, term in zip(names, row, strict=True) if term is not None}
            if not any(removes(bound) for removes in removers):
                yield from self._finding(bound)

    def _finding(self, bound: dict[str, Term]) -> Iterator[Finding]:
        focus = bound["this"]
        told = {name: term for name, term in bound.items() if name in self.projected}
        if not {"this", "value", "path"} & told.keys():
            return
        shape, value, path = self.shape, bound.get("value"), bound.get("path")
        if value is None and shape.path is None:
            told["value"] = value = focus
        yield Finding(
            focus,
            Predicate(path) if isinstance(path, NamedNode) else shape.path,
            value,
            shape.node,
            SH.SPARQLConstraintComponent,
            shape.severity,
            tuple(dict.fromkeys(filled(message, told) for message in (*self.messages, *shape.messages))),
        )


def filled(message: Literal, values: dict[str, Term]) -> Literal:
    """A message template with ``{?name}`` or ``{$name}`` replaced by what the query found.

    >>> filled(Literal("{?n} is too many"), {"n": Literal("3")}).value
    '3 is too many'
    """
    text = re.sub(r"\{[?$](\w+)\}", lambda m: values[m[1]].value if m[1] in values else m[0], message.value)
    return Literal(text, language=message.language) if message.language else Literal(text)


def compile_rule(shape: Shape, messages: Iterable[Literal], select: str, prefixes: dict[str, str]) -> SparqlRule:
    """The rule as text with the places where ``?this`` is to be bound; raises :class:`Unsupported`."""
    words = tokens(select)
    if refused := _REFUSED.intersection(token.word for token in words):
        raise Unsupported(f"{refused.pop()} in a SPARQL rule")
    variables = {token.text[1:] for token in words if token.text[0] in "?$"}
    if variables & {"shapesGraph", "currentShape"}:
        raise Unsupported("$shapesGraph and $currentShape in a SPARQL rule")
    _refuse(words)
    select, anti_joins = take_out(_with_path(shape, select, words), prefixes)
    words = tokens(select)
    projected, gap = projection(words)
    needed = {"this"}.union(*(test.variables for test in anti_joins))
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
    added = "" if "*" in projected else "".join(f" ?{name}" for name in sorted(needed - projected))

    def moved(found: list[int]) -> tuple[int, ...]:
        return tuple(place + len(head) + len(added) for place in found)

    return SparqlRule(
        shape,
        tuple(sorted(messages, key=str)),
        head + select[:gap] + added + select[gap:],
        moved(places(words, "this")),
        moved(places(words, "value")) if _may_bind_value(words, projected) else (),
        frozenset(variables if "*" in projected else projected),
        needs_one_by_one(words),
        anti_joins,
    )


def _may_bind_value(words: list[Token], projected: set[str]) -> bool:
    """Whether ?value is a plain variable of the query, that may be bound before the rest."""
    computed = any(a.word == "AS" and b.text[1:] == "value" for a, b in zip(words, words[1:], strict=False))
    return "value" in projected and not computed


def _refuse(words: list[Token]) -> None:
    """What SHACL forbids in a pre-bound query: another value for $this, a nested SELECT that does not give it."""
    for before, after in zip(words, words[1:], strict=False):
        if before.word == "AS" and after.is_this:
            raise Unsupported("AS $this in a SPARQL rule")
    for number in [n for n, token in enumerate(words) if token.word == "SELECT"][1:]:
        names, _ = projection(words[number:])
        if "this" not in names:
            raise Unsupported("a nested SELECT without $this in a SPARQL rule")


def _with_path(shape: Shape, select: str, words: list[Token]) -> str:
    if not any(token.text in ("$PATH", "?PATH") for token in words):
        return select
    if shape.path is None:
        raise Unsupported("$PATH in a rule of a node shape")
    path = shape.path.sparql()
    for token in reversed(words):
        if token.text in ("$PATH", "?PATH"):
            select = select[: token.start] + path + select[token.end :]
    return select
