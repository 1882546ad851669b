"""Every term that the ontology and the shapes use is one that its namespace has."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import BlankNode, NamedNode, Store, Triple
from rdflib import Graph
from rdflib.namespace import SH as SHACL

from claimgraph import terms
from claimgraph.graph.files import read
from claimgraph.terms import CG, PREFIXES, RDF, Terms

ROOT = Path(__file__).parents[2]
SHAPE_FILES = sorted((ROOT / "ontology" / "shapes").glob("*.ttl"))
TURTLE = [*sorted((ROOT / "ontology").glob("*.ttl")), *SHAPE_FILES]
SH = PREFIXES["sh"]
CLOSED = [value for value in vars(terms).values() if isinstance(value, Terms)]
DECLARING = {"Class", "ObjectProperty", "DatatypeProperty"}


@cache
def triples(path: Path) -> tuple[Triple, ...]:
    return tuple(read(path))


def iris(path: Path) -> set[str]:
    nodes = {node for triple in triples(path) for node in triple} | {
        node.datatype for triple in triples(path) for node in triple if hasattr(node, "datatype")
    }
    return {node.value for node in nodes if isinstance(node, NamedNode)}


def queries(path: Path) -> Iterator[tuple[NamedNode | BlankNode, str]]:
    yield from ((t.subject, t.object.value) for t in triples(path) if t.predicate.value == SH + "select")


def names_in(query: str) -> set[str]:
    """The prefixed names of a query, outside its strings, as IRIs."""
    found = re.findall(r"\b([a-z][a-z-]*):([A-Za-z][\w-]*)", re.sub(r'"[^"\n]*"', "", query))
    return {PREFIXES[prefix] + name for prefix, name in found}


def declared() -> set[str]:
    """What ontology/claimgraph.ttl declares as class or property, by local name."""
    kinds = {f"{PREFIXES['owl']}{kind}" for kind in DECLARING}
    found = {t.subject.value for t in triples(ROOT / "ontology" / "claimgraph.ttl") if t.predicate == RDF.type and t.object.value in kinds}
    return {iri.removeprefix(CG.iri) for iri in found}


def test_terms_py_lists_exactly_the_declared_terms() -> None:
    assert CG.names == declared()


def test_the_ontology_has_six_classes_and_nineteen_properties() -> None:
    classes = {name for name in declared() if name[0].isupper()}
    assert (len(classes), len(declared() - classes)) == (6, 19)


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: path.name)
def test_every_term_of_our_own_is_declared(path: Path) -> None:
    used = {iri.removeprefix(CG.iri) for iri in iris(path) if iri.startswith(CG.iri)}
    assert used <= declared() | {""}


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: path.name)
def test_every_borrowed_term_is_in_the_closed_list_of_its_namespace(path: Path) -> None:
    used = iris(path).union(*(names_in(query) for _, query in queries(path)))
    strangers = {iri for iri in used for closed in CLOSED if iri.startswith(closed.iri) and iri != closed.iri and iri not in closed}
    assert strangers == set()


@pytest.mark.parametrize("path", SHAPE_FILES, ids=lambda path: path.name)
def test_every_shacl_term_exists(path: Path) -> None:
    used = {iri for iri in iris(path) if iri.startswith(SH)}
    assert {iri for iri in used if iri not in SHACL} == set()


@pytest.mark.parametrize("path", SHAPE_FILES, ids=lambda path: path.name)
def test_every_rule_of_several_nodes_is_a_query_that_parses(path: Path) -> None:
    declares = {t.subject: {} for t in triples(SHAPE_FILES[0].with_name("prefixes.ttl")) if t.predicate.value == SH + "prefix"}
    for triple in triples(SHAPE_FILES[0].with_name("prefixes.ttl")):
        if triple.subject in declares:
            declares[triple.subject][triple.predicate.value.removeprefix(SH)] = triple.object.value
    prefixes = {entry["prefix"]: entry["namespace"] for entry in declares.values()}
    assert prefixes.items() <= PREFIXES.items()
    for _, query in queries(path):
        assert "$this" in query
        assert not re.search(r"\b(MINUS|VALUES|SERVICE)\b", query), "SHACL section 5.2.1 forbids it"
        Store().query(query, prefixes=prefixes)


def shapes_of(path: Path) -> list[NamedNode | BlankNode]:
    return [t.subject for t in triples(path) if t.predicate == RDF.type and t.object.value in (SH + "NodeShape", SH + "PropertyShape")]


@pytest.mark.parametrize("path", SHAPE_FILES, ids=lambda path: path.name)
def test_every_shape_has_an_address_and_says_how_grave_it_is(path: Path) -> None:
    for shape in shapes_of(path):
        assert isinstance(shape, NamedNode)
        assert shape.value.startswith(PREFIXES["shape"])
        severities = [t.object.value.removeprefix(SH) for t in triples(path) if t.subject == shape and t.predicate.value == SH + "severity"]
        assert len(severities) == 1, shape
        assert severities[0] in {"Violation", "Warning", "Info"}
    held = [t.object for t in triples(path) if t.predicate.value == SH + "property"]
    assert all(isinstance(node, NamedNode) for node in held)


@pytest.mark.parametrize("path", SHAPE_FILES, ids=lambda path: path.name)
def test_every_shape_that_can_find_something_says_what_must_be_and_the_way_out(path: Path) -> None:
    silent = {"type", "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "severity", "path", "property"}
    for shape in shapes_of(path):
        own = [t for t in triples(path) if t.subject == shape]
        parts = own + [t for o in own if o.predicate.value == SH + "sparql" for t in triples(path) if t.subject == o.object]
        if all(re.split("[#/]", t.predicate.value)[-1] in silent for t in own):
            continue
        messages = [t.object for t in parts if t.predicate.value == SH + "message"]
        assert [m.language for m in messages] == ["en"], shape
        sentences = re.split(r"(?<=[.:]) (?=[A-Z\"])", messages[0].value)
        assert len(sentences) >= 2, f"{shape}: only one sentence"
        assert messages[0].value.endswith("."), shape


def test_the_shapes_are_well_formed_by_the_shapes_of_shacl() -> None:
    """SHACL section 1.4 has shapes for shapes graphs; pySHACL carries them."""
    shapes = Graph()
    for path in SHAPE_FILES:
        shapes.parse(path, format="turtle")
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True, advanced=False)
    assert conforms, text
