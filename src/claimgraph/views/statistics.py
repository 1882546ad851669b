"""Counts of the whole graph, and the same as VoID: triples, class partitions, property partitions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

from claimgraph.terms import CG, PREFIXES, RDF, SCHEMA, XSD, curie

VOID = PREFIXES["void"]


@dataclass(frozen=True)
class Statistics:
    """``classes`` counts instances, ``properties`` counts triples, both most frequent first."""

    triples: int
    entities: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Headline:
    """The numbers of the home page."""

    events: int
    claims: int
    contradictions: int
    sources: int


def statistics(store: Store) -> Statistics:
    """One pass over the graph; the same triple in two graphs counts once."""
    seen = {quad.triple for quad in store}
    properties = Counter(triple.predicate.value for triple in seen)
    classes = Counter(triple.object.value for triple in seen if triple.predicate == RDF.type)
    entities = {triple.subject for triple in seen}
    ranked = lambda counter: tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))  # noqa: E731
    return Statistics(len(seen), len(entities), ranked(classes), ranked(properties))


def headline(store: Store) -> Headline:
    """Instances of the classes a reader asks about, from the index of types."""
    count = lambda predicate, value: sum(1 for _ in store.quads_for_pattern(None, predicate, value, None))  # noqa: E731
    claims = sum(count(RDF.type, cls) for cls in (CG.CasualtyClaim, CG.ResponsibilityClaim, CG.Claim))
    sources = count(RDF.type, SCHEMA.NewsArticle) + count(RDF.type, SCHEMA.Report)
    return Headline(count(RDF.type, CG.ConflictEvent), claims, count(CG.inconsistentWith, None) // 2, sources)


def void_quads(dataset: NamedNode, counted: Statistics, graph: NamedNode) -> Iterator[Quad]:
    """The counts as VoID (W3C Interest Group Note 2011, section 4)."""
    node = lambda name: NamedNode(VOID + name)  # noqa: E731
    number = lambda value: Literal(str(value), datatype=XSD.integer)  # noqa: E731
    totals = (("triples", counted.triples), ("entities", counted.entities), ("classes", len(counted.classes)), ("properties", len(counted.properties)))
    yield from (Quad(dataset, node(name), number(value), graph) for name, value in totals)
    kinds = (("classPartition", "class", "entities", counted.classes), ("propertyPartition", "property", "triples", counted.properties))
    for partition, of, counting, rows in kinds:
        for iri, value in rows:
            part = NamedNode(f"{dataset.value}#{of}-{curie(iri).replace(':', '-').replace('/', '-')}")
            yield Quad(dataset, node(partition), part, graph)
            yield Quad(part, node(of), NamedNode(iri), graph)
            yield Quad(part, node(counting), number(value), graph)
