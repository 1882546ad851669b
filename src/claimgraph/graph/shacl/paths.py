"""SHACL property paths: read from a shapes graph, walked over the data, written as SPARQL.

>>> from pyoxigraph import NamedNode
>>> Inverse(Predicate(NamedNode("http://e/p"))).sparql()
'^<http://e/p>'
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.vocabulary import SH, Term, Unsupported
from claimgraph.terms import RDF


class Path(ABC):
    """A property path; ``values`` are distinct, in no order."""

    @abstractmethod
    def values(self, data: Data, node: Term, inverse: bool = False) -> Collection[Term]:
        """The nodes that the path leads to from ``node`` (or, inverse, from which it leads there)."""

    @abstractmethod
    def sparql(self) -> str:
        """The path in SPARQL's words, safe inside a longer path."""

    @abstractmethod
    def turtle(self) -> str:
        """The path as a term of a shapes graph or report."""


@dataclass(frozen=True)
class Predicate(Path):
    """One property, from subject to object."""

    iri: NamedNode

    def values(self, data: Data, node: Term, inverse: bool = False) -> Collection[Term]:
        return data.subjects(self.iri, node) if inverse else data.objects(node, self.iri)

    def sparql(self) -> str:
        return f"<{self.iri.value}>"

    def turtle(self) -> str:
        return self.sparql()


@dataclass(frozen=True)
class Inverse(Path):
    """A path walked from its end, ``^path``."""

    path: Path

    def values(self, data: Data, node: Term, inverse: bool = False) -> Collection[Term]:
        return self.path.values(data, node, not inverse)

    def sparql(self) -> str:
        return f"^{self.path.sparql()}"

    def turtle(self) -> str:
        return f"[ sh:inversePath {self.path.turtle()} ]"


@dataclass(frozen=True)
class Sequence(Path):
    """Paths one after the other, ``a/b``."""

    steps: tuple[Path, ...]

    def values(self, data: Data, node: Term, inverse: bool = False) -> Collection[Term]:
        nodes: Collection[Term] = {node}
        for step in reversed(self.steps) if inverse else self.steps:
            nodes = {value for each in nodes for value in step.values(data, each, inverse)}
        return nodes

    def sparql(self) -> str:
        return "(" + "/".join(step.sparql() for step in self.steps) + ")"

    def turtle(self) -> str:
        return "( " + " ".join(step.turtle() for step in self.steps) + " )"


@dataclass(frozen=True)
class Alternative(Path):
    """Any of several paths, ``a|b``."""

    choices: tuple[Path, ...]

    def values(self, data: Data, node: Term, inverse: bool = False) -> Collection[Term]:
        return {value for choice in self.choices for value in choice.values(data, node, inverse)}

    def sparql(self) -> str:
        return "(" + "|".join(choice.sparql() for choice in self.choices) + ")"

    def turtle(self) -> str:
        return "[ sh:alternativePath ( " + " ".join(choice.turtle() for choice in self.choices) + " ) ]"


@dataclass(frozen=True)
class Repeated(Path):
    """``path*``, ``path+`` or ``path?``."""

    path: Path
    sign: str

    def values(self, data: Data, node: Term, inverse: bool = False) -> Collection[Term]:
        found: set[Term] = set() if self.sign == "+" else {node}
        queue = list(self.path.values(data, node, inverse))
        if self.sign == "?":
            return found.union(queue)
        while queue:
            reached = queue.pop()
            if reached not in found:
                found.add(reached)
                queue.extend(self.path.values(data, reached, inverse))
        return found

    def sparql(self) -> str:
        return f"({self.path.sparql()}){self.sign}"

    def turtle(self) -> str:
        names = {sign: predicate.value[len(SH.iri) :] for predicate, sign in _REPEATED}
        return f"[ sh:{names[self.sign]} {self.path.turtle()} ]"


_REPEATED = ((SH.zeroOrMorePath, "*"), (SH.oneOrMorePath, "+"), (SH.zeroOrOnePath, "?"))


def read_list(graph: Data, head: Term) -> list[Term]:
    """The members of an RDF list in the shapes graph."""
    members: list[Term] = []
    while head != RDF.nil:
        first, rest = graph.objects(head, RDF.first), graph.objects(head, RDF.rest)
        if len(first) != 1 or len(rest) != 1 or len(members) > 10_000:
            raise Unsupported("a list that is not well formed")
        members.append(next(iter(first)))
        head = next(iter(rest))
    return members


def read_path(graph: Data, node: Term, depth: int = 0) -> Path:
    """The path that ``node`` of the shapes graph describes; raises :class:`Unsupported` for anything odd."""
    if isinstance(node, NamedNode):
        return Predicate(node)
    if depth > 8 or isinstance(node, Literal):  # pySHACL stops at 10
        raise Unsupported("a path that is not well formed")

    def inner(predicate: NamedNode) -> Term | None:
        return next(iter(graph.objects(node, predicate)), None)

    if inner(RDF.first) is not None:
        return _several(Sequence, graph, node, depth)
    if (inverse := inner(SH.inversePath)) is not None:
        return Inverse(read_path(graph, inverse, depth + 1))
    if (choices := inner(SH.alternativePath)) is not None:
        return _several(Alternative, graph, choices, depth)
    for predicate, sign in _REPEATED:
        if (repeated := inner(predicate)) is not None:
            return Repeated(read_path(graph, repeated, depth + 1), sign)
    raise Unsupported("a path that is not well formed")


def _several(kind: type[Sequence] | type[Alternative], graph: Data, head: BlankNode | Term, depth: int) -> Path:
    steps = tuple(read_path(graph, step, depth + 1) for step in read_list(graph, head))
    if len(steps) < 2 or len(steps) > 8:
        raise Unsupported("a path of one step, or of very many")
    return kind(steps)
