"""Counts of the whole graph, and the same as VoID: triples, class partitions, property partitions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from claimgraph.terms import BASE, CG, FOAF, OWL, PREFIXES, RDF, RDFS, SCHEMA, SEM, SKOS, XSD, curie

VOID = PREFIXES["void"]


#: what says that a thing of ours is, or resembles, a thing elsewhere
LINKING = (OWL.sameAs, SKOS.exactMatch, SKOS.closeMatch, RDFS.seeAlso, FOAF.isPrimaryTopicOf)
CLAIMS = (CG.CasualtyClaim, CG.ResponsibilityClaim, CG.Claim)


@dataclass(frozen=True)
class Statistics:
    """``classes`` counts instances, ``properties`` counts triples, both most frequent first.

    ``links`` counts links by predicate and the host they lead to, ``shares`` are measures of completeness:
    name → how many of how many.
    """

    triples: int
    entities: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]
    links: tuple[tuple[str, str, int], ...] = ()
    shares: tuple[tuple[str, int, int], ...] = ()


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
    return Statistics(len(seen), len(entities), ranked(classes), ranked(properties), _links(seen), _shares(seen))


def _links(triples: set[Triple]) -> tuple[tuple[str, str, int], ...]:
    hosts = (
        (triple.predicate.value, urlsplit(triple.object.value).hostname or "")
        for triple in triples
        if triple.predicate in LINKING and isinstance(triple.object, NamedNode) and not triple.object.value.startswith(BASE)
    )
    return tuple((predicate, host, count) for (predicate, host), count in sorted(Counter(pair for pair in hosts if pair[1]).items()))


def _shares(triples: set[Triple]) -> tuple[tuple[str, int, int], ...]:
    """The things of some classes, and those of them that say something by one of some predicates."""
    asked = (
        ("claims-with-reference", CLAIMS, (CG.reference,)), ("claims-with-passage", CLAIMS, (SCHEMA.appearance,)), ("claims-with-claimant", CLAIMS, (CG.claimant,)),
        ("actors-linked-elsewhere", (SEM.Actor,), LINKING), ("places-linked-elsewhere", (SEM.Place,), LINKING),
    )  # fmt: skip
    found = []
    for name, classes, predicates in asked:
        things = {triple.subject for triple in triples if triple.predicate == RDF.type and triple.object in classes}
        found.append((name, len(things & {triple.subject for triple in triples if triple.predicate in predicates}), len(things)))
    return tuple(found)


def headline(store: Store) -> Headline:
    """Instances of the classes a reader asks about, from the index of types."""
    count = lambda predicate, value: sum(1 for _ in store.quads_for_pattern(None, predicate, value, None))  # noqa: E731
    claims = sum(count(RDF.type, cls) for cls in (CG.CasualtyClaim, CG.ResponsibilityClaim, CG.Claim))
    sources = count(RDF.type, SCHEMA.NewsArticle) + count(RDF.type, SCHEMA.Report)
    return Headline(count(RDF.type, CG.ConflictEvent), claims, count(CG.inconsistentWith, None) // 2, sources)


def void_quads(dataset: NamedNode, counted: Statistics, graph: NamedNode) -> Iterator[Quad]:
    """The counts as VoID (W3C Interest Group Note 2011, section 4)."""
    node = lambda name: NamedNode(VOID + name)  # noqa: E731
    number_of = lambda value: Literal(str(value), datatype=XSD.integer)  # noqa: E731
    totals = (("triples", counted.triples), ("entities", counted.entities), ("classes", len(counted.classes)), ("properties", len(counted.properties)))
    yield from (Quad(dataset, node(name), number_of(value), graph) for name, value in totals)
    for number, (predicate, host, value) in enumerate(counted.links, 1):
        part = NamedNode(f"{dataset.value}#links-{number}")
        said = (
            (RDF.type, node("Linkset")), (node("linkPredicate"), NamedNode(predicate)), (node("subjectsTarget"), dataset),
            (node("objectsTarget"), NamedNode(f"https://{host}/")), (node("triples"), number_of(value)),
        )  # fmt: skip
        yield Quad(dataset, node("subset"), part, graph)
        yield from (Quad(part, what, told, graph) for what, told in said)
    kinds = (("classPartition", "class", "entities", counted.classes), ("propertyPartition", "property", "triples", counted.properties))
    for partition, of, counting, rows in kinds:
        for iri, value in rows:
            part = NamedNode(f"{dataset.value}#{of}-{curie(iri).replace(':', '-').replace('/', '-')}")
            yield Quad(dataset, node(partition), part, graph)
            yield Quad(part, node(of), NamedNode(iri), graph)
            yield Quad(part, node(counting), number_of(value), graph)
