"""The nanopublication of one claim, without reading any other claim."""

from pyoxigraph import NamedNode, Triple

from claimgraph.terms import RDF
from claimgraph.views.exports.nanopubs import CLAIMS, nanopub
from claimgraph.views.exports.rdf import in_order, write_trig
from claimgraph.views.reading import PageReader


class About(dict[object, list[Triple]]):
    """Subject → its triples, read when they are asked for."""

    def __init__(self, reader: PageReader) -> None:
        super().__init__()
        self.reader = reader

    def __missing__(self, subject: object) -> list[Triple]:
        said = self.reader.said(subject.value) if isinstance(subject, NamedNode) else {}
        self[subject] = [Triple(subject, predicate, value) for predicate, values in said.items() for value in values]
        return self[subject]

    def get(self, subject: object, default: list[Triple] | None = None) -> list[Triple]:
        return self[subject] or (default if default is not None else [])


def has_nanopublication(reader: PageReader, iri: str) -> bool:
    """Whether an IRI is a claim."""
    return any(kind in CLAIMS for kind in reader.objects(iri, RDF.type))


def nanopublication(reader: PageReader, claim: str) -> bytes:
    """The four graphs of a claim as TriG."""
    graphs = nanopub(NamedNode(claim), About(reader))
    return write_trig({graph: in_order(triples) for graph, triples in graphs.items()})
