"""The derived graph: what follows from the rest, as a pure function of it, regenerable at any time.

Two claims are ``cg:inconsistentWith`` each other when they speak of the same event, the same outcome and
the same victims, when neither has been replaced, and when no number satisfies both figures. Victims
that neither claim identifies (no affiliation, no side, not civilians) are never taken for the same people,
nor is a part of them, "61 killed, including 7 children", which ``dcterms:isPartOf`` ties to the whole.
"""

from __future__ import annotations

from itertools import combinations

from pyoxigraph import NamedNode, Quad, Store, Triple

from claimgraph.model.intervals import Interval, disjoint, interval
from claimgraph.terms import CG, CODE, DCT, GRAPH, RDF, RDFS, SCHEMA

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt
    from collections.abc import Callable, Iterable, Iterator, Mapping

DERIVED = NamedNode(GRAPH + "derived")
_CIVILIAN = f"{CODE}victim-status/civilian"
_FIGURES = (CG.figure, CG.figureLow, CG.figureHigh)
_TOLD = (SCHEMA.about, CG.casualtyType, CG.victimAffiliation, CG.victimSide, CG.victimStatus, CG.quantifier, *_FIGURES)


class Derivation:
    """What the derived graph follows from: the casualty claims, which are replaced or part of another, and what each says of its figure."""

    def __init__(self) -> None:
        self.counted: set[str] = set()
        #: claims that are replaced, and those that are part of another: neither is compared
        self.apart: set[str] = set()
        self.told: dict[NamedNode, dict[str, str]] = {predicate: {} for predicate in _TOLD}

    def take(self, facts: Iterable[Triple | Quad]) -> None:
        """Look at some of the graph's statements; the order does not matter."""
        for fact in facts:
            predicate = fact.predicate
            column = self.told.get(predicate)
            if column is not None:  # of two values, which a check refuses, always the same one
                claim, value = fact.subject.value, fact.object.value
                column[claim] = min(value, column.get(claim, value))
            elif predicate == DCT.replaces:
                self.apart.add(fact.object.value)
            elif predicate == DCT.isPartOf:
                self.apart.add(fact.subject.value)
            elif predicate == RDF.type and fact.object == CG.CasualtyClaim:
                self.counted.add(fact.subject.value)

    def current(self) -> Iterator[str]:
        """The claims that nothing replaces, and that count all of the victims they name."""
        return (claim for claim in self.counted if claim not in self.apart)

    def counts(self, claim: str) -> tuple[str | None, ...] | None:
        """Event, outcome and victims as one key; ``None`` when the claim does not identify its victims."""
        key = tuple(self.told[predicate].get(claim) for predicate in _TOLD[:5])
        _, _, affiliation, side, status = key
        return key if affiliation or side or status == _CIVILIAN else None

    def interval(self, claim: str) -> Interval | None:
        """The numbers that the claim's figure allows; ``None`` where a number is none (a check says so)."""
        numbers = [self.told[predicate].get(claim) for predicate in _FIGURES]
        if not all(number is None or number.removeprefix("-").isdecimal() for number in numbers):
            return None
        quantifier = self.told[CG.quantifier].get(claim, "").rpartition("/")[2]
        return interval(quantifier, *(None if number is None else int(number) for number in numbers))

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of claims that cannot both be true, each once, in IRI order."""
        alike: dict[tuple[str | None, ...], list[tuple[str, Interval]]] = {}
        for claim in self.current():
            what, numbers = self.counts(claim), self.interval(claim)
            if what and numbers:
                alike.setdefault(what, []).append((claim, numbers))
        return sorted(
            (min(a, b), max(a, b))
            for group in alike.values()
            for (a, one), (b, other) in combinations(group, 2)
            if disjoint(one, other)
        )


def _of_store(store: Store) -> Iterator[Quad]:
    """The quads of a store that :class:`Derivation` looks at, and no others, by its indexes."""
    yield from store.quads_for_pattern(None, RDF.type, CG.CasualtyClaim, None)
    for predicate in (*_TOLD, DCT.replaces, DCT.isPartOf):
        yield from store.quads_for_pattern(None, predicate, None, None)


def inconsistent_pairs(source: Store | Iterable[Triple]) -> list[tuple[str, str]]:
    """The pairs of claims, in a store or among triples, that cannot both be true, each once, in IRI order."""
    derivation = Derivation()
    derivation.take(_of_store(source) if isinstance(source, Store) else source)
    return derivation.pairs()


def derived(source: Store | Iterable[Triple]) -> Iterator[Triple]:
    """The triples of the derived graph of a store or of triples, both directions of the symmetric property."""
    return both_ways(inconsistent_pairs(source))


def both_ways(pairs: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    """Each pair as two triples."""
    for one, other in pairs:
        yield Triple(NamedNode(one), CG.inconsistentWith, NamedNode(other))
        yield Triple(NamedNode(other), CG.inconsistentWith, NamedNode(one))


def add_derived(store: Store) -> None:
    """Put the derived graph into a store, in place of what was there."""
    store.clear_graph(DERIVED)
    store.extend([Quad(t.subject, t.predicate, t.object, DERIVED) for t in list(derived(store))])


def supers(axioms: Iterable[Triple], relation: NamedNode) -> Mapping[NamedNode, frozenset[NamedNode]]:
    """Everything above each term by ``rdfs:subClassOf`` or ``rdfs:subPropertyOf``, transitively."""
    direct: dict[NamedNode, set[NamedNode]] = {}
    for triple in axioms:
        if triple.predicate == relation and isinstance(triple.object, NamedNode):
            direct.setdefault(triple.subject, set()).add(triple.object)

    def above(term: NamedNode, seen: frozenset[NamedNode]) -> frozenset[NamedNode]:
        fresh = direct.get(term, set()) - seen
        return fresh.union(*(above(parent, seen | fresh) for parent in fresh)) if fresh else frozenset()

    return {term: above(term, frozenset({term})) for term in list(direct)}


def materialised(triples: Iterable[Triple], axioms: Iterable[Triple]) -> Iterator[Triple]:
    """What the ontology's super-classes and super-properties add to the triples (RDFS rules rdfs7 and rdfs9)."""
    return materialising(axioms)(triples)


def materialising(axioms: Iterable[Triple]) -> Callable[[Iterable[Triple]], Iterator[Triple]]:
    """What gives :func:`materialised` of any triples, for those who have many parts of a graph."""
    axioms = list(axioms)
    properties, classes = (
        {term: sorted(above, key=str) for term, above in supers(axioms, relation).items()} for relation in (RDFS.subPropertyOf, RDFS.subClassOf)
    )

    def added(triples: Iterable[Triple]) -> Iterator[Triple]:
        for triple in triples:
            for parent in properties.get(triple.predicate, ()):
                yield Triple(triple.subject, parent, triple.object)
            if triple.predicate == RDF.type:
                for parent in classes.get(triple.object, ()):
                    yield Triple(triple.subject, RDF.type, parent)
            if triple.predicate == DCT.replaces:
                yield Triple(triple.object, DCT.isReplacedBy, triple.subject)

    return added
