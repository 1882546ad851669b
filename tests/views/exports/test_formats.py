"""Every format: the same triples come back, the same bytes go out."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse

from claimgraph.errors import UnreadableFile
from claimgraph.graph.files import graph_files, read
from claimgraph.store.catalogue import bind, find_query
from claimgraph.store.local import open_store
from claimgraph.terms import CG, PREFIXES, PROV, RDF, RDFS, SCHEMA, SEM, XSD
from claimgraph.views.exports import FORMATS
from claimgraph.views.exports.jsonld import Context, document, read_context
from claimgraph.views.exports.rdf import NotInXml, named_graphs, prefixes_of, rdfxml, union
from tests.copies import copy_graph

UNION = {"turtle": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdfxml": RdfFormat.RDF_XML}


@pytest.fixture
def copied(repository, tmp_path):
    """A root of one's own to change."""
    return copy_graph(repository, tmp_path)


@pytest.mark.parametrize("name", UNION)
def test_the_union_comes_back_from_its_serialisation(name, repository):
    back = {quad.triple for quad in parse(FORMATS[name].write(repository), format=UNION[name])}
    assert back == set(union(repository)) and len(back) > 1000


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD reader
@pytest.mark.parametrize(("name", "form"), [("turtle", "turtle"), ("jsonld", "json-ld"), ("rdfxml", "xml"), ("nt", "nt")])
def test_another_library_reads_the_same_graph(name, form, repository):
    import rdflib

    there = rdflib.Graph().parse(data=FORMATS[name].write(repository), format=form)
    here = rdflib.Graph().parse(data=FORMATS["nt"].write(repository), format="nt")
    assert set(there) == set(here)


@pytest.mark.parametrize(("name", "form"), [("trig", RdfFormat.TRIG), ("nquads", RdfFormat.N_QUADS)])
def test_the_named_graphs_come_back_each_with_its_own_triples(name, form, repository):
    back: dict[str, set[Triple]] = {}
    for quad in parse(FORMATS[name].write(repository), format=form):
        back.setdefault(quad.graph_name.value, set()).add(quad.triple)
    assert back == {graph: set(triples) for graph, triples in named_graphs(repository).items()}
    files = {file.graph: set(read(file.path)) for file in graph_files(repository)}
    assert {graph: back[graph] for graph in files} == files
    assert set(back) - set(files) == {PREFIXES["graph"] + "derived"}


def test_literals_are_those_of_the_files_not_of_a_store(copied):
    (copied / "graph" / "zeros.ttl").write_text('<urn:a> <urn:b> "+007"^^<http://www.w3.org/2001/XMLSchema#integer> .\n')
    seven = Literal("+007", datatype=XSD.integer)
    for name, form in UNION.items():
        assert seven in [quad.object for quad in parse(FORMATS[name].write(copied), format=form)], name


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_gives_the_same_bytes_in_another_process(name, repository):
    code = f"import sys; from claimgraph.views.exports import FORMATS; sys.stdout.buffer.write(FORMATS[{name!r}].write('.'))"
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    elsewhere = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=repository, env=environment, check=True).stdout
    assert elsewhere == FORMATS[name].write(repository)


def test_every_format_says_its_media_type_and_its_own_extension():
    assert list(FORMATS) == ["turtle", "trig", "nt", "nquads", "jsonld", "rdfxml", "aligned", "rdf12", "nanopubs", "quickstatements", "ucdp-csv"]
    assert len({form.extension for form in FORMATS.values()}) == len(FORMATS)
    assert all("/" in form.media_type and form.summary for form in FORMATS.values())


def test_a_character_that_xml_cannot_hold_is_refused_and_fine_elsewhere(copied):
    (copied / "graph" / "bell.ttl").write_text('<urn:a> <urn:b> "\\u0007" .\n')
    with pytest.raises(NotInXml, match="<urn:a> has text with a character that XML cannot hold"):
        rdfxml(copied)
    assert Literal("\x07") in [quad.object for quad in parse(FORMATS["jsonld"].write(copied), format=RdfFormat.JSON_LD)]


@pytest.mark.parametrize("predicate", ["http://example.org/p/", "urn:isbn:123", "http://example.org/?a="])
def test_a_property_that_is_no_element_of_xml_is_refused_and_fine_elsewhere(predicate, copied):
    (copied / "graph" / "odd.ttl").write_text(f'<urn:a> <{predicate}> "x" .\n')
    with pytest.raises(NotInXml, match="does not end in a name"):
        rdfxml(copied)
    assert NamedNode(predicate) in {quad.predicate for quad in parse(FORMATS["turtle"].write(copied), format=RdfFormat.TURTLE)}


@pytest.mark.parametrize("predicate", ["http://example.org/1a", "http://example.org/a?b=c&d", "http://example.org/é", "http://example.org/x.y-2", "http://example.org/_"])
def test_an_odd_property_comes_back_from_xml_by_another_reader(predicate, copied):
    import rdflib

    (copied / "graph" / "odd.ttl").write_text(f'<urn:a> <{predicate}> "<&>\'" .\n')
    assert (rdflib.URIRef("urn:a"), rdflib.URIRef(predicate), rdflib.Literal("<&>'")) in rdflib.Graph().parse(data=rdfxml(copied), format="xml")


def test_only_prefixes_that_shorten_something_are_declared(repository):
    triples = [Triple(NamedNode(PREFIXES["event"] + "a"), RDF.type, CG.ConflictEvent)]
    assert list(prefixes_of(triples)) == ["cg", "event", "rdf"]


def test_the_aligned_graph_adds_what_the_ontology_says_and_takes_nothing_away(repository):
    aligned = {quad.triple for quad in parse(FORMATS["aligned"].write(repository), format=RdfFormat.TURTLE)}
    core = set(union(repository))
    assert core < aligned
    claim = NamedNode(PREFIXES["claim"] + "diafarabe-koumara-2023-c02")
    officials = NamedNode(PREFIXES["actor"] + "malian-officials")
    added = {
        Triple(claim, PROV.wasAttributedTo, officials), Triple(claim, SCHEMA.author, officials),
        Triple(claim, RDF.type, CG.Claim), Triple(claim, RDF.type, SCHEMA.Claim), Triple(claim, RDF.type, PROV.Entity),
        Triple(NamedNode(PREFIXES["event"] + "koumara-macina-attack"), RDF.type, SEM.Event),
    }  # fmt: skip
    assert added <= aligned - core
    axioms = read(repository / "ontology" / "claimgraph.ttl")
    above = {t.object for t in axioms if t.predicate in (RDFS.subClassOf, RDFS.subPropertyOf)}
    extra = {t.predicate if t.predicate != RDF.type else t.object for t in aligned - core}
    assert extra - {NamedNode(PREFIXES["dcterms"] + "isReplacedBy")} <= above


def test_rdf_1_2_quotes_exact_figures_and_asserts_none(repository):
    quads = [quad.triple for quad in parse(FORMATS["rdf12"].write(repository), format=RdfFormat.TURTLE)]
    quoted = {(t.subject.value.rpartition("/")[2], t.object) for t in quads if t.predicate == RDF.reifies}
    assert {triple for triple in quads if triple.predicate != RDF.reifies} == set(union(repository))
    event, deaths = NamedNode(PREFIXES["event"] + "diafarabe-and-koumara-attacks"), NamedNode(PREFIXES["wdt"] + "P1120")
    assert ("diafarabe-koumara-2023-c02", Triple(event, deaths, Literal("14", datatype=XSD.integer))) in quoted
    claims = {claim for claim, _ in quoted}
    assert not claims & {f"diafarabe-koumara-2023-{number}" for number in ("c04", "c06", "c09", "c13")}, "neutralized and vague"
    assert len(quoted) == 11 and not any(t.predicate == deaths for t in quads)


TERMS = st.sampled_from([NamedNode(PREFIXES["claim"] + "c1"), NamedNode("urn:x"), NamedNode("http://example.org/a#b"), CG.Claim, NamedNode(PREFIXES["place"] + "dia")])
PREDICATES = st.sampled_from([SCHEMA.text, SCHEMA.about, CG.figure, RDFS.label, RDF.type, CG.quantifier, NamedNode("urn:p"), NamedNode("http://purl.org/dc/terms/date")])
LITERALS = st.one_of(
    st.builds(Literal, st.text(max_size=8)),
    st.builds(Literal, st.text(max_size=8), language=st.sampled_from(["en", "fr", "fr-ca", "ar"])),
    st.builds(Literal, st.sampled_from(["1", "01", "-7", "x", "1.50", "true", "2023-01-10"]), datatype=st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.date])),
)


@settings(max_examples=150, deadline=None)
@given(st.sets(st.builds(Triple, TERMS, PREDICATES, st.one_of(TERMS, LITERALS)), max_size=12))
def test_any_triples_come_back_from_json_ld(triples):
    triples = {t for t in triples if t.predicate != RDF.type or isinstance(t.object, NamedNode)}
    context = read_context(Path(__file__).resolve().parents[3])
    text = document(triples, context)
    assert isinstance(json.loads(text), dict)
    assert {quad.triple for quad in parse(text.encode(), format=RdfFormat.JSON_LD)} == triples


def test_a_context_with_every_kind_of_coercion_gives_each_value_back():
    context = Context({
        "@language": "en", "id": "@id", "type": "@type", "ex": "http://example.org/", "xsd": XSD.iri,
        "plain": "ex:p", "iri": {"@id": "ex:p", "@type": "@id"}, "code": {"@id": "ex:q", "@type": "@vocab"}, "named": "ex:named",
        "texts": {"@id": "ex:r", "@container": "@language"}, "always": {"@id": "ex:s", "@container": "@set"}, "french": {"@id": "ex:t", "@language": "fr"},
    })  # fmt: skip
    a, p, q, r, s, t = (NamedNode(f"http://example.org/{name}") for name in "apqrst")
    values = [Literal("x", language="en"), Literal("x", language="fr"), Literal("x"), Literal("3", datatype=XSD.integer), NamedNode("http://example.org/named"), NamedNode("urn:y")]
    triples = {Triple(a, predicate, value) for predicate in (p, q, r, s, t) for value in values}
    written = document(triples, context)
    back = {quad.triple for quad in parse(written.encode(), format=RdfFormat.JSON_LD)}
    assert back == triples
    (node,) = json.loads(written)["@graph"]
    assert node["texts"] == {"en": "x", "fr": "x"} and "x" in node["french"] and isinstance(node["always"], list) and "named" in node["code"]


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"@context": 3}'])
def test_a_broken_context_is_named(copied, text):
    (copied / "ontology" / "context.jsonld").write_text(text)
    with pytest.raises(UnreadableFile, match="context.jsonld"):
        FORMATS["jsonld"].write(copied)


def test_the_rows_of_events_are_those_of_the_query(repository):
    rows = list(csv.DictReader(io.StringIO(FORMATS["ucdp-csv"].write(repository).decode())))
    text = bind(find_query(repository, "ucdp-rows"), {})
    asked = {row["event"].value: row for row in open_store(repository).store.query(text, use_default_graph_as_union=True)}
    assert {row["id"]: (row["low"], row["high"], row["vague_claims"]) for row in rows} == {
        event: (row["low"].value, row["high"].value, row["vague"].value) for event, row in asked.items()
    }  # fmt: skip


def test_default_graph_is_the_only_graph_of_a_union_format(repository):
    assert {quad.graph_name for quad in parse(FORMATS["turtle"].write(repository), format=RdfFormat.TRIG)} == {DefaultGraph()}
