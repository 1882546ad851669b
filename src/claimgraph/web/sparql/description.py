"""The SPARQL 1.1 Service Description of the endpoint, its limits included."""

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from claimgraph.store.workers.limits import Limits
from claimgraph.terms import DCT, PREFIXES, RDF, XSD
from claimgraph.web.sparql.formats import W3C_NAMES

SD = PREFIXES["sd"]
VOID_TRIPLES = NamedNode(PREFIXES["void"] + "triples")
FORMATS = "http://www.w3.org/ns/formats/"


def sd(name: str) -> NamedNode:
    """A term of the service description vocabulary."""
    return NamedNode(SD + name)


def service_triples(endpoint: str, limits: Limits, graphs: Mapping[str, int], triples: int) -> Iterator[Triple]:
    """The description of the endpoint at this IRI. ``graphs`` is named graph → triples, ``triples`` those of their union."""
    service = NamedNode(f"{endpoint}#service")
    yield Triple(service, RDF["type"], sd("Service"))
    yield Triple(service, sd("endpoint"), NamedNode(endpoint))
    yield Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    yield Triple(service, sd("feature"), sd("UnionDefaultGraph"))
    yield Triple(service, sd("feature"), sd("EmptyGraphs")) if not graphs else Triple(service, DCT.license, NamedNode("https://creativecommons.org/publicdomain/zero/1.0/"))
    for name in W3C_NAMES.values():
        yield Triple(service, sd("resultFormat"), NamedNode(FORMATS + name))
    yield Triple(service, DCT.title, Literal("claimgraph SPARQL endpoint", language="en"))
    told = "; ".join(f"{what}: {most}" for what, most in limits.told())
    yield Triple(service, DCT.description, Literal(f"Read only. Limits: {told}.", language="en"))
    if graphs:
        yield from _dataset(endpoint, service, graphs, triples)


def _dataset(endpoint: str, service: NamedNode, graphs: Mapping[str, int], triples: int) -> Iterator[Triple]:
    dataset, union = NamedNode(f"{endpoint}#dataset"), NamedNode(f"{endpoint}#union")
    yield Triple(service, sd("defaultDataset"), dataset)
    yield Triple(dataset, RDF["type"], sd("Dataset"))
    yield Triple(dataset, sd("defaultGraph"), union)
    yield Triple(union, RDF["type"], sd("Graph"))
    yield Triple(union, VOID_TRIPLES, Literal(str(triples), datatype=XSD.integer))
    for number, (name, size) in enumerate(graphs.items(), 1):
        named, graph = NamedNode(f"{endpoint}#named-{number}"), NamedNode(f"{endpoint}#graph-{number}")
        yield Triple(dataset, sd("namedGraph"), named)
        yield Triple(named, RDF["type"], sd("NamedGraph"))
        yield Triple(named, sd("name"), NamedNode(name))
        yield Triple(named, sd("graph"), graph)
        yield Triple(graph, RDF["type"], sd("Graph"))
        yield Triple(graph, VOID_TRIPLES, Literal(str(size), datatype=XSD.integer))


def service_description(endpoint: str, limits: Limits, graphs: Mapping[str, int], triples: int, media_type: str) -> bytes:
    """The description serialised."""
    prefixes = {name: PREFIXES[name] for name in ("dcterms", "sd", "void")}
    content = serialize(service_triples(endpoint, limits, graphs, triples), format=RdfFormat.from_media_type(media_type), prefixes=prefixes)
    assert content is not None
    return content
