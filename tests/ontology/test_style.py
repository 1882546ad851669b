"""The ontology and the code lists in their own style, which is written as shapes, and these shapes themselves."""

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from claimgraph.graph.files import read
from claimgraph.graph.shacl.vocabulary import SH
from claimgraph.graph.validation import Validator, read_shapes
from claimgraph.terms import BASE, RDF

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"
STYLE = ONTOLOGY / "shapes" / "ontology-style.ttl"
SHAPES = BASE + "shapes#"
FIXTURES = sorted((HERE / "style").glob("*.ttl"))
NO_CONSTRAINT = {RDF.type, SH.targetClass, SH.targetNode, SH.severity, SH.message, SH.path, SH.property}


@cache
def validator() -> Validator:
    return Validator(read_shapes([STYLE, STYLE.with_name("prefixes.ttl")]))


def found(*paths: Path, engine: str) -> dict[str, list[str]]:
    """The shapes that find something in the files together, and what they say."""
    store = Store()
    store.extend(Quad(*triple, DefaultGraph()) for path in paths for triple in read(path))
    told: dict[str, list[str]] = {}
    for finding in validator().check(store, engine=engine).findings:
        told.setdefault(finding.shape.value.removeprefix(SHAPES), []).append(f"{finding.focus} {finding.value}: {finding.message()}")
    return told


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
def test_the_ontology_and_the_code_lists_have_the_style(engine: str) -> None:
    assert found(ONTOLOGY / "claimgraph.ttl", ONTOLOGY / "codes.ttl", engine=engine) == {}


def test_the_code_lists_stay_in_style_with_their_alignments() -> None:
    assert found(*(ONTOLOGY / f"{name}.ttl" for name in ("codes", "alignments")), engine="compiled") == {}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_exactly_the_named_rule_of_style_finds_something(path: Path) -> None:
    told = found(path, engine="compiled")
    assert set(told) == (set() if path.stem == "valid" else {path.name.split(".")[1]}), told


def test_every_rule_of_style_has_its_fixture() -> None:
    constraining = {
        quad.subject.value.removeprefix(SHAPES)
        for quad in read_shapes([STYLE])
        if isinstance(quad.subject, NamedNode) and quad.predicate not in NO_CONSTRAINT
    }
    assert constraining == {path.name.split(".")[1] for path in FIXTURES if path.stem != "valid"}
