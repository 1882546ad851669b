"""Nanopublications, held to the rules of nanopub.net, and to its Python library where that is installed."""

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from claimgraph.terms import CG, DCT, OA, PREFIXES, PROV, RDF
from claimgraph.views.exports.nanopubs import NP, nanopubs
from claimgraph.views.exports.rdf import union


@pytest.fixture(scope="module")
def published(repository):
    """Nanopublication IRI → its graphs, by IRI, each a list of triples."""
    found: dict[str, dict[str, list]] = {}
    for quad in parse(b"".join(nanopubs(repository)), format=RdfFormat.TRIG):
        graph = quad.graph_name.value
        found.setdefault(graph.partition("#")[0], {}).setdefault(graph, []).append(quad.triple)
    return found


def test_each_claim_has_one(published, repository):
    claims = {t.subject.value for t in union(repository) if t.predicate == RDF.type and t.object in (CG.Claim, CG.CasualtyClaim, CG.ResponsibilityClaim)}
    assert {iri.rpartition("/")[2] for iri in published} == {iri.rpartition("/")[2] for iri in claims} and len(claims) == 28


def test_each_has_four_graphs_that_are_tied_together(published):
    for itself, graphs in published.items():
        (head,) = [graph for graph, triples in graphs.items() if any(t.object == NP.Nanopublication for t in triples)]
        tied = {t.predicate: t.object.value for t in graphs[head] if t.predicate != RDF.type}
        assert {t.subject.value for t in graphs[head]} == {itself}
        assert set(tied) == {NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo}
        assert set(graphs) == {head, *tied.values()} and len(graphs) == 4
        assert any(t.subject.value == tied[NP.hasAssertion] for t in graphs[tied[NP.hasProvenance]]), "the provenance must speak of the assertion"
        information = {t.predicate: t.object for t in graphs[tied[NP.hasPublicationInfo]] if t.subject.value == itself}
        assert {DCT.created, DCT.creator, DCT.license} <= set(information)
        assert information[DCT.license].value == "https://creativecommons.org/publicdomain/zero/1.0/"
        assert information[DCT.created].value.endswith("T00:00:00Z")


def test_the_assertion_keeps_what_is_claimed_and_the_provenance_where(published):
    graphs = published["https://w3id.org/claimgraph/np/diafarabe-koumara-2023-c02"]
    parts = {graph.rpartition("#")[2]: {t.predicate for t in triples} for graph, triples in graphs.items()}
    assert {CG.claimant, CG.figure, CG.casualtyType, CG.victimAffiliation, DCT.replaces} <= parts["assertion"]
    assert not {CG.reference, CG.referenceScope, PROV.wasGeneratedBy} & parts["assertion"]
    assert {PROV.wasDerivedFrom, CG.reference, OA.start, CG.accessDate} <= parts["provenance"]


def test_no_quoted_words_are_given_away_under_cc0(published):
    assert not {OA.exact, OA.prefix, OA.suffix} & {t.predicate for graphs in published.values() for ts in graphs.values() for t in ts}


@pytest.mark.filterwarnings("ignore")  # the library's own
def test_the_library_of_the_nanopublication_network_accepts_each(repository, published):
    nanopub = pytest.importorskip("nanopub", reason="pip install nanopub to have its own validation look at the export")
    import rdflib

    quads = list(parse(b"".join(nanopubs(repository)), format=RdfFormat.TRIG))
    for itself in published:
        own = serialize((q for q in quads if q.graph_name.value.startswith(itself + "#")), format=RdfFormat.TRIG, prefixes=PREFIXES)
        graph = rdflib.ConjunctiveGraph()
        graph.parse(data=own, format="trig")
        assert nanopub.Nanopub(rdf=graph).is_valid
