"""The data graph as the engine reads it: descriptions of nodes from the store's indexes, remembered.

Everything is looked up node by node, so that one article in a large store costs what the article is,
and a whole corpus is one pass over its subjects. The named graphs of the store are read as their union.
"""

from collections.abc import Collection, Iterable
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from claimgraph.graph.shacl.vocabulary import Term
from claimgraph.terms import RDF, RDFS

_REMEMBERED = 4_000  # descriptions; some 10 kB each
Description = dict[str, list[Term]]


class Walk(Protocol):
    """A property path, as far as it is walked here."""

    def values(self, data: "Data", node: Term, inverse: bool = False) -> Collection[Term]:
        """The nodes that the path leads to."""
        ...


class Data:
    """A store as a data graph."""

    def __init__(self, store: Store) -> None:
        self.store = store
        # Several graphs may say the same; to ask for all graphs is twice as fast as to ask for the default one.
        self.named = any(True for _ in store.named_graphs())
        self._described: dict[Term, Description] = {}
        self._last: tuple[Term | None, Description] = (None, {})  # the node at hand, found without hashing it
        self._looked_up: dict[tuple[Term, NamedNode], list[Term]] = {}
        self._members: dict[NamedNode, set[Term]] = {}
        self._walked: dict[tuple[int, Term, bool], Collection[Term]] = {}
        self._instances: dict[NamedNode, dict[Term, bool]] = {}
        self._below: dict[NamedNode, frozenset[Term]] = {}

    def describe(self, node: Term) -> Description:
        """Predicate IRI → distinct objects, for ``node`` as subject."""
        last, found = self._last
        if last is node:
            return found
        known = self._described.get(node)
        if known is None:
            if len(self._described) > _REMEMBERED:
                self._described.clear()
            known = self._described[node] = self._read(node)
        self._last = (node, known)
        return known

    def _read(self, node: Term) -> Description:
        description: Description = {}
        if isinstance(node, Literal):
            return description
        for quad in self.store.quads_for_pattern(node, None, None):
            predicate, value = quad.predicate.value, quad.object
            values = description.get(predicate)
            if values is None:
                description[predicate] = [value]
            elif not self.named or value not in values:
                values.append(value)
        return description

    def objects(self, node: Term, predicate: NamedNode) -> Collection[Term]:
        """The values of ``predicate`` at ``node``; one look into the index where the node is not yet described."""
        known = self._described.get(node)
        if known is not None:
            return known.get(predicate.value, ())
        if isinstance(node, Literal):
            return ()
        values = self._looked_up.get((node, predicate))
        if values is None:
            if len(self._looked_up) > 10 * _REMEMBERED:
                self._looked_up.clear()
            found = self.store.quads_for_pattern(node, predicate, None)
            values = self._looked_up[node, predicate] = list(dict.fromkeys(quad.object for quad in found))
        return values

    def walked(self, path: "Walk", node: Term, inverse: bool) -> Collection[Term]:
        """``path.values``, remembered: a rule that asks row by row comes by the same hubs again and again."""
        key = (id(path), node, inverse)  # a path lives as long as its rule, and its hash would walk it
        values = self._walked.get(key)
        if values is None:
            if len(self._walked) > 10 * _REMEMBERED:
                self._walked.clear()
            values = self._walked[key] = path.values(self, node, inverse)
        return values

    def subjects(self, predicate: NamedNode, node: Term) -> Collection[Term]:
        """The nodes that have ``node`` as a value of ``predicate``."""
        return {quad.subject for quad in self.store.quads_for_pattern(None, predicate, node)}

    def pairs(self, predicate: NamedNode) -> Iterable[tuple[Term, Term]]:
        """Subject and object of every triple with ``predicate``."""
        return ((quad.subject, quad.object) for quad in self.store.quads_for_pattern(None, predicate, None))

    def predicates_into(self, node: Term) -> Iterable[Term]:
        """The subjects of every triple whose object is ``node``."""
        return {quad.subject for quad in self.store.quads_for_pattern(None, None, node)}

    def below(self, of_class: NamedNode) -> frozenset[Term]:
        """The class and its subclasses, as far down as the data says."""
        found = self._below.get(of_class)
        if found is None:
            found, queue = frozenset([of_class]), [of_class]
            while queue:
                new = set(self.subjects(RDFS.subClassOf, queue.pop())) - found
                found |= new
                queue.extend(new)
            self._below[of_class] = found
        return found

    def instances(self, of_class: NamedNode) -> set[Term]:
        """Every instance of the class or of a subclass."""
        found = self._members.get(of_class)
        if found is None:
            found = self._members[of_class] = {node for each in self.below(of_class) for node in self.subjects(RDF.type, each)}
        return found

    def is_instance(self, node: Term, of_class: NamedNode) -> bool:
        """Whether ``node`` has the class or a subclass of it as a type."""
        members = self._members.get(of_class)
        if members is not None:
            return node in members
        known = self._instances.setdefault(of_class, {})
        answer = known.get(node)
        if answer is None:
            if len(known) > 100 * _REMEMBERED:
                known.clear()
            answer = known[node] = self._typed(node, self.below(of_class))
        return answer

    def _typed(self, node: Term, classes: frozenset[Term]) -> bool:
        if isinstance(node, Literal):
            return False
        found = self._described.get(node)
        if found is not None:
            return any(kind in classes for kind in found.get(RDF.type.value, ()))
        types = self.store.quads_for_pattern(node, RDF.type, None)
        return any(quad.object in classes for quad in types)


def is_iri(node: Term) -> bool:
    """Whether the term is an IRI."""
    return isinstance(node, NamedNode)


def is_blank(node: Term) -> bool:
    """Whether the term is a blank node."""
    return isinstance(node, BlankNode)
