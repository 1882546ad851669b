"""The derived graph: what follows from the rest, as a pure function of it, regenerable at any time.

Two claims are ``cg:inconsistentWith`` each other when they speak of the same event, the same outcome and
the same victims, when neither has been replaced, and when no number satisfies both figures. Victims
that neither claim identifies (no affiliation, no side, not civilians) are never taken for the same people.
"""

from __future__ import annotations

from itertools import combinations

from pyoxigraph import NamedNode, Quad, Store, Triple

from claimgraph.model.intervals import disjoint, interval
from claimgraph.terms import CG, CODE, DCT, GRAPH, RDF, RDFS, SCHEMA

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt
    from collections.abc import Iterable, Iterator, Mapping

DERIVED = NamedNode(GRAPH + "derived")
_CIVILIAN = f"{CODE}victim-status/civilian"


def inconsistent_pairs(store: Store) -> list[tuple[str, str]]:
    """The pairs of claims in a store that cannot both be true, each once, in IRI order."""
    alike: dict[tuple[str | None, ...], list[NamedNode]] = {}
    for claim in {quad.subject for quad in store.quads_for_pattern(None, RDF.type, CG.CasualtyClaim, None)}:
        what = _what_it_counts(store, claim)
        if what and not _first(store, None, DCT.replaces, claim):
            alike.setdefault(what, []).append(claim)
    pairs = []
    for group in alike.values():
        intervals = [(claim.value, _interval(store, claim)) for claim in group] if len(group) > 1 else []
        pairs += [(a, b) if a < b else (b, a) for (a, one), (b, other) in combinations(intervals, 2) if disjoint(one, other)]
    return sorted(pairs)


def _first(store: Store, subject: NamedNode | None, predicate: NamedNode, value: NamedNode | None = None) -> Quad | None:
    return next(iter(store.quads_for_pattern(subject, predicate, value, None)), None)


def _value(store: Store, subject: NamedNode, predicate: NamedNode) -> str | None:
    quad = _first(store, subject, predicate)
    return quad.object.value if quad else None


def _what_it_counts(store: Store, claim: NamedNode) -> tuple[str | None, ...] | None:
    """Event, outcome and victims as one key; ``None`` when the claim does not identify its victims."""
    affiliation, side, status = (_value(store, claim, p) for p in (CG.victimAffiliation, CG.victimSide, CG.victimStatus))
    if not (affiliation or side or status == _CIVILIAN):
        return None
    return _value(store, claim, SCHEMA.about), _value(store, claim, CG.casualtyType), affiliation, side, status


def _interval(store: Store, claim: NamedNode) -> tuple[int, int | None]:
    numbers = (_value(store, claim, p) for p in (CG.figure, CG.figureLow, CG.figureHigh))
    value, low, high = (int(number) if number else None for number in numbers)
    quantifier = (_value(store, claim, CG.quantifier) or "").rpartition("/")[2]
    return interval(quantifier, value, low, high)


def derived(store: Store) -> Iterator[Triple]:
    """The triples of the derived graph of a store, both directions of the symmetric property."""
    for one, other in inconsistent_pairs(store):
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
    axioms = list(axioms)
    properties, classes = supers(axioms, RDFS.subPropertyOf), supers(axioms, RDFS.subClassOf)
    for triple in triples:
        for parent in sorted(properties.get(triple.predicate, ()), key=str):
            yield Triple(triple.subject, parent, triple.object)
        if triple.predicate == RDF.type:
            for parent in sorted(classes.get(triple.object, ()), key=str):
                yield Triple(triple.subject, RDF.type, parent)
        if triple.predicate == DCT.replaces:
            yield Triple(triple.object, DCT.isReplacedBy, triple.subject)


