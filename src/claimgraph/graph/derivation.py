"""The derived graph: what follows from the rest, as a pure function of it, regenerable at any time.

Two claims are ``cg:inconsistentWith`` each other when they speak of the same event, the same outcome and
the same victims, when neither has been replaced, and when no number satisfies both figures. Victims
that neither claim identifies (no affiliation, no side, not civilians) are never taken for the same people.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from pyoxigraph import NamedNode, Quad, Store, Triple

from claimgraph.model.records import CasualtyClaim
from claimgraph.model.triples import Reader
from claimgraph.terms import CG, DCT, GRAPH, RDF, RDFS

DERIVED = NamedNode(GRAPH + "derived")


def victims_of(claim: CasualtyClaim) -> tuple[str | None, str | None, str] | None:
    """Who a claim says suffered, as a key that equal victims share; ``None`` when it does not say."""
    if claim.victim_affiliation or claim.victim_side or claim.victim_status == "civilian":
        return claim.victim_affiliation, claim.victim_side, claim.victim_status
    return None


def inconsistent_pairs(claims: Iterable[CasualtyClaim]) -> list[tuple[str, str]]:
    """The pairs of claims that cannot both be true, each once, in IRI order."""
    claims = list(claims)
    replaced = {old for claim in claims for old in claim.replaces}
    alike: dict[tuple[object, ...], list[CasualtyClaim]] = defaultdict(list)
    for claim in claims:
        victims = victims_of(claim)
        if victims and claim.iri not in replaced:
            alike[claim.about, claim.casualty_type, victims].append(claim)
    pairs = (pair for group in alike.values() for pair in combinations(group, 2))
    return sorted(tuple(sorted((a.iri, b.iri))) for a, b in pairs if a.figure.disjoint(b.figure))


def derived(store: Store) -> Iterator[Triple]:
    """The triples of the derived graph of a store, both directions of the symmetric property."""
    for one, other in inconsistent_pairs(Reader(store).all(CasualtyClaim)):
        yield Triple(NamedNode(one), CG.inconsistentWith, NamedNode(other))
        yield Triple(NamedNode(other), CG.inconsistentWith, NamedNode(one))


def add_derived(store: Store) -> None:
    """Put the derived graph into a store, in place of what was there."""
    store.clear_graph(DERIVED)
    store.extend(Quad(t.subject, t.predicate, t.object, DERIVED) for t in list(derived(store)))


def supers(axioms: Iterable[Triple], relation: NamedNode) -> Mapping[NamedNode, frozenset[NamedNode]]:
    """Everything above each term by ``rdfs:subClassOf`` or ``rdfs:subPropertyOf``, transitively."""
    direct: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for triple in axioms:
        if triple.predicate == relation and isinstance(triple.object, NamedNode):
            direct[triple.subject].add(triple.object)

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


