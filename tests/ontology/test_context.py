"""The JSON-LD context: every term has its short name, and nothing is lost on the way there and back."""

import json
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import Graph
from rdflib.compare import to_isomorphic

from claimgraph.graph.files import graph_files, read
from claimgraph.terms import CG, PREFIXES, RDF

ROOT = Path(__file__).parents[2]
CONTEXT = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
# rdflib 7.6 builds a class of its own that it calls deprecated when it reads JSON-LD
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
RECORDS = [file.path for file in graph_files(ROOT) if file.path.stem != "catalog"]



def coerced() -> dict[str, str]:
    """Property → the context's entry for it, for those whose values need no type of their own in JSON."""
    return {PREFIXES[name.partition(":")[0]] + name.partition(":")[2]: entry for name, entry in CONTEXT.items() if ":" in name}


def object_properties() -> set[str]:
    kind = NamedNode(PREFIXES["owl"] + "ObjectProperty")
    return {t.subject.value for t in read(ROOT / "ontology" / "claimgraph.ttl") if t.predicate == RDF.type and t.object == kind}


def test_every_property_of_the_ontology_has_an_entry() -> None:
    ours = {iri: entry for iri, entry in coerced().items() if iri.startswith(CG.iri)}
    assert ours.keys() == {CG.iri + name for name in CG.names if name[0].islower()}
    assert {iri for iri, entry in ours.items() if entry["@type"] == "@id"} == object_properties()


def test_every_entry_is_named_as_in_turtle() -> None:
    assert {name: entry["@id"] for name, entry in CONTEXT.items() if ":" in name} == {name: name for name in CONTEXT if ":" in name}


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_every_term_of_the_records_has_a_prefix(path: Path) -> None:
    terms = {t.predicate.value for t in read(path)} | {t.object.value for t in read(path) if t.predicate == RDF.type}
    spaces = tuple(entry for entry in CONTEXT.values() if isinstance(entry, str) and not entry.startswith("@"))
    assert [term for term in terms if not term.startswith((*spaces, RDF.iri))] == []


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_every_property_that_leads_to_a_thing_says_so(path: Path) -> None:
    links = {t.predicate.value for t in read(path) if isinstance(t.object, NamedNode) and t.predicate != RDF.type}
    assert links - {iri for iri, entry in coerced().items() if entry.get("@type") == "@id"} == set()


def test_prefixes_are_those_of_the_project() -> None:
    prefixes = {name: entry for name, entry in CONTEXT.items() if isinstance(entry, str) and entry.endswith(("/", "#"))}
    assert prefixes.items() <= PREFIXES.items()


def test_the_context_leads_nowhere_else() -> None:
    assert not any(isinstance(entry, dict) and "@context" in entry for entry in CONTEXT.values())
    assert "@import" not in CONTEXT


DOCUMENT = {
    "@context": CONTEXT,
    "id": "claim:c03",
    "type": "cg:CasualtyClaim",
    "schema:about": "event:both",
    "schema:text": {"en": "Malian officials said that 11 soldiers were wounded.", "fr": "Des responsables maliens ont dit que 11 soldats ont été blessés."},
    "schema:appearance": {"id": "passage:p03", "oa:exact": "eleven were wounded", "oa:start": 120, "oa:end": 139},
    "cg:voice": "voice:attributed",
    "cg:claimant": ["actor:malian-officials"],
    "dcterms:date": {"@value": "2023-01-11", "@type": "xsd:date"},
    "cg:casualtyType": "casualty-type:wounded",
    "cg:quantifier": "quantifier:exact",
    "cg:figure": 11,
    "cg:victimStatus": "victim-status:state-forces",
    "cg:reference": {"id": "ref:4", "type": "cito:Citation", "schema:position": 4, "cg:accessDate": "2024-06-01"},
}  # fmt: skip
AS_TURTLE = """
claim:c03 a cg:CasualtyClaim ; schema:about event:both ; schema:appearance passage:p03 ; cg:voice voice:attributed ;
  schema:text "Malian officials said that 11 soldiers were wounded."@en , "Des responsables maliens ont dit que 11 soldats ont été blessés."@fr ;
  cg:claimant actor:malian-officials ; dcterms:date "2023-01-11"^^xsd:date ; cg:casualtyType casualty-type:wounded ;
  cg:quantifier quantifier:exact ; cg:figure 11 ; cg:victimStatus victim-status:state-forces ; cg:reference ref:4 .
passage:p03 oa:exact "eleven were wounded" ; oa:start 120 ; oa:end 139 .
ref:4 a cito:Citation ; schema:position 4 ; cg:accessDate "2024-06-01"^^xsd:date .
"""


def turtle() -> str:
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items()) + AS_TURTLE


def test_a_document_written_by_hand_says_what_its_turtle_says() -> None:
    meant = to_isomorphic(Graph().parse(data=turtle(), format="turtle"))
    assert to_isomorphic(Graph().parse(data=json.dumps(DOCUMENT), format="json-ld")) == meant
    read_by_oxigraph = {str(quad.triple) for quad in parse(json.dumps(DOCUMENT).encode(), format=RdfFormat.JSON_LD)}
    assert read_by_oxigraph == {str(quad.triple) for quad in parse(turtle().encode(), format=RdfFormat.TURTLE)}


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_there_and_back_the_triples_are_the_same(path: Path) -> None:
    graph = Graph().parse(path, format="turtle")
    text = graph.serialize(format="json-ld", context=CONTEXT, auto_compact=False)
    again = Graph().parse(data=text, format="json-ld")
    assert to_isomorphic(again) == to_isomorphic(graph)
    assert '"http://' not in json.dumps([key for node in json.loads(text)["@graph"] for key in node])


def test_a_class_of_another_kind_keeps_its_full_name() -> None:
    """A name that the context does not know must not turn into one of ours."""
    text = json.dumps({"@context": CONTEXT, "id": "event:x", "type": "http://example.org/Other"})
    (quad,) = parse(text.encode(), format=RdfFormat.JSON_LD)
    assert quad.object == NamedNode("http://example.org/Other")
