"""The 24 checks of FOOPS!, each decided here offline, or named with where or why it is not.

Definitions: https://w3id.org/foops/, of which the test data holds one file a check.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize
from rdflib import Graph
from rdflib.compare import to_isomorphic

from claimgraph import __version__
from claimgraph.graph.files import read
from claimgraph.terms import BASE, CG, DCT, FOAF, OWL, PREFIXES, RDF, RDFS, SCHEMA, SKOS

ROOT = Path(__file__).parents[2]
FILE = ROOT / "ontology" / "claimgraph.ttl"
ONTOLOGY = NamedNode(BASE + "ns")
VANN, BIBO = PREFIXES["vann"], PREFIXES["bibo"]
PERSISTENT = ("https://w3id.org/", "https://doi.org/", "http://purl.org/", "https://purl.org/")
TRIPLES = read(FILE)


def values(predicate: NamedNode, subject: NamedNode = ONTOLOGY) -> list:
    return [t.object for t in TRIPLES if t.subject == subject and t.predicate == predicate]


def terms() -> list[NamedNode]:
    return sorted({t.subject for t in TRIPLES if t.subject.value.startswith(CG.iri)}, key=str)


def languages(predicate: NamedNode, term: NamedNode) -> set[str | None]:
    return {value.language for value in values(predicate, term) if value.value.strip()}


def given(*predicates: NamedNode) -> Callable[[], bool]:
    return lambda: all(values(predicate) for predicate in predicates)


def same_in_every_syntax() -> bool:
    graph = Graph().parse(FILE, format="turtle")
    quads = [Quad(*t, DefaultGraph()) for t in TRIPLES]
    written = {"nt": RdfFormat.N_TRIPLES, "xml": RdfFormat.RDF_XML}
    read_back = [Graph().parse(data=serialize((q.triple for q in quads), format=kind).decode(), format=name) for name, kind in written.items()]
    jsonld = parse(serialize(quads, format=RdfFormat.JSON_LD), format=RdfFormat.JSON_LD)
    return {quad.triple for quad in jsonld} == set(TRIPLES) and all(to_isomorphic(g) == to_isomorphic(graph) for g in read_back)


def reused() -> set[str]:
    """Namespaces of others that the ontology uses, besides those of RDF, RDFS, OWL and XSD."""
    own = (BASE, *(PREFIXES[p] for p in ("rdf", "rdfs", "owl", "xsd")))
    return {t.predicate.value for t in TRIPLES if not t.predicate.value.startswith(own)}


HELD = {
    "FIND1": given(NamedNode(VANN + "preferredNamespacePrefix")),
    "FIND3": given(SCHEMA.includedInDataCatalog),
    "FIND_3_BIS": given(SCHEMA.includedInDataCatalog),
    "HTTP1": lambda: ONTOLOGY.value.startswith("https://"),
    "OM1": given(DCT.title, DCT.description, DCT.license, OWL.versionIRI, DCT.creator, NamedNode(VANN + "preferredNamespaceUri")),
    "OM2": given(NamedNode(VANN + "preferredNamespacePrefix"), OWL.versionInfo, DCT.created, DCT.bibliographicCitation, DCT.contributor),
    "OM4.1": given(DCT.license),
    "OM5.1": given(DCT.creator, DCT.created),
    "OM5.2": given(DCT.issued, DCT.publisher),
    "PURL1": lambda: ONTOLOGY.value.startswith(PERSISTENT),
    "RDF1": same_in_every_syntax,
    "URI2": lambda: [t.subject for t in TRIPLES if t.predicate == RDF.type and t.object == OWL.Ontology] == [ONTOLOGY],
    "VER1": lambda: values(OWL.versionIRI) == [NamedNode(f"{ONTOLOGY.value}/{__version__}")],
    "VOC1": lambda: {DCT.title.value, VANN + "preferredNamespaceUri", BIBO + "status"} <= reused(),
    "VOC2": lambda: {"sem", "schema", "prov"} <= {p for p, iri in PREFIXES.items() if any(t.object.value.startswith(iri) for t in TRIPLES)},
    "VOC3": lambda: all(languages(RDFS.label, term) == {"en", "fr"} for term in terms()),
    "VOC4": lambda: all(languages(SKOS.definition, term) == {"en", "fr"} for term in terms()),
}
ELSEWHERE = {
    "CN1": "needs the served address; the tests of the web app ask for every format",
    "DOC1": "needs the served address; the tests of the web app ask for the page",
    "URI1": "needs the served address",
    "VER2": "needs the served address: /ns/<version>",
    "OM4.2": "needs the network; the licence is an IRI of creativecommons.org",
    "FIND2": "the prefix is to be registered at prefix.cc or LOV by hand",
    "OM3": "all but a DOI, which somebody must register; held below",
}


@pytest.mark.parametrize("check", HELD)
def test_foops(check: str) -> None:
    assert HELD[check]()


def test_foops_om3_lacks_only_the_doi() -> None:
    details = [DCT.publisher, FOAF.logo, NamedNode(BIBO + "status"), DCT.source, DCT.issued, DCT.modified]
    assert all(values(predicate) for predicate in details)
    assert not values(DCT.identifier)


def test_the_logo_is_a_file_of_the_site() -> None:
    (logo,) = values(FOAF.logo)
    assert (ROOT / "src/claimgraph/web" / logo.value.removeprefix(BASE)).is_file()


def test_no_check_of_foops_is_left_out(shared_data: Path) -> None:
    assert {path.stem for path in (shared_data / "w3c/foops/tests").glob("*.ttl")} == HELD.keys() | ELSEWHERE.keys()


def test_the_version_is_that_of_the_software_and_of_the_dataset() -> None:
    dataset = {t.object.value for t in read(ROOT / "graph" / "catalog.ttl") if t.predicate == OWL.versionInfo}
    assert {version.value for version in values(OWL.versionInfo)} == dataset == {__version__}


def test_every_term_of_the_ontology_is_used_in_the_data() -> None:
    """A class or property nobody needs would be a promise without content (checklist B 21)."""
    store = Store()
    for path in sorted((ROOT / "graph").rglob("*.ttl")):
        store.extend(Quad(*triple, DefaultGraph()) for triple in read(path))
    used = {quad.predicate.value for quad in store} | {quad.object.value for quad in store.quads_for_pattern(None, RDF.type, None)}
    # Bounds are for "at least 10" and "10 to 15"; what is inconsistent stands in the derived graph.
    elsewhere = {"figureLow", "figureHigh", "inconsistentWith"}
    assert {name for name in CG.names if CG[name].value not in used} <= elsewhere


class TestPitfalls:
    """The OOPS! pitfalls that can be looked for; a docstring says where one is accepted on purpose."""

    def test_p05_p26_no_inverses_are_declared(self) -> None:
        """P13 (no inverses) is on purpose: one direction is written, queries walk it backwards."""
        assert not [t for t in TRIPLES if t.predicate == OWL.inverseOf]

    def test_p10_main_classes_are_disjoint(self) -> None:
        main = {CG.ConflictEvent, CG.Participation, CG.Side, CG.Claim}
        pairs = {frozenset((t.subject, t.object)) for t in TRIPLES if t.predicate == OWL.disjointWith}
        assert {frozenset((a, b)) for a in main for b in main if a != b} <= pairs

    def test_p11_p19_no_domain_or_range_but_what_a_property_is_used_on(self) -> None:
        """P11 is on purpose: domains would retype the data of those who reuse a property; the shapes carry it."""
        assert not [t for t in TRIPLES if t.predicate in (RDFS.domain, RDFS.range)]
        properties = [term for term in terms() if term.value.removeprefix(CG.iri)[0].islower()]
        assert all(len(values(SCHEMA.domainIncludes, term)) == 1 == len(values(SCHEMA.rangeIncludes, term)) for term in properties)

    def test_p28_p29_only_inconsistency_is_symmetric_and_nothing_is_transitive(self) -> None:
        kinds = {t.object.value.removeprefix(OWL.iri): t.subject for t in TRIPLES if t.predicate == RDF.type and "Property" in t.object.value and not t.object.value.endswith(("ObjectProperty", "DatatypeProperty"))}
        assert kinds == {"SymmetricProperty": CG.inconsistentWith}
        assert values(SCHEMA.domainIncludes, CG.inconsistentWith) == values(SCHEMA.rangeIncludes, CG.inconsistentWith) == [CG.Claim]

    def test_p04_every_class_is_connected(self) -> None:
        linked = {t.object for t in TRIPLES if t.predicate in (SCHEMA.domainIncludes, SCHEMA.rangeIncludes)} | {
            t.subject for t in TRIPLES if t.predicate == RDFS.subClassOf
        }
        assert {term for term in terms() if OWL.Class in values(RDF.type, term)} <= linked

    def test_p07_p21_no_class_merges_or_collects_the_rest(self) -> None:
        names = " ".join(CG.names)
        assert not [word for word in ("And", "Or", "Other", "Misc", "Various") if word in names]

    def test_p20_labels_are_short_and_definitions_are_sentences(self) -> None:
        for term in terms():
            assert all(len(label.value.split()) <= 4 for label in values(RDFS.label, term)), term
            assert all(len(text.value.split()) >= 4 for text in values(SKOS.definition, term)), term

    def test_p34_p35_every_term_of_ours_that_is_used_has_a_type(self) -> None:
        used = {node for t in TRIPLES for node in t if not isinstance(node, Literal) and node.value.startswith(CG.iri)}
        assert used == {term for term in terms() if values(RDF.type, term)}

    def test_p36_no_file_extension_in_an_address(self) -> None:
        assert not ONTOLOGY.value.endswith((".ttl", ".owl", ".rdf", ".xml"))
