"""Every shape finds what it is for, and nothing else does.

A folder beside this file is one situation: `valid.ttl`, in which nothing is found, and
`invalid.<shape>.<case>.ttl`, made from it by one change, in which exactly that shape finds something.
All stand in the small world of `context.ttl`. A shape without such a pair fails the last test.
"""

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from claimgraph.graph.files import read
from claimgraph.graph.shacl.vocabulary import SH
from claimgraph.graph.validation import Validator, by_pyshacl, read_shapes
from claimgraph.terms import BASE, RDF, SKOS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHAPES = BASE + "shapes#"
DOCUMENT = NamedNode(BASE + "shapes")
FIXTURES = sorted(HERE.glob("*/*.ttl"))
FOLDERS = sorted({path.parent for path in FIXTURES})
FILES = [path for path in sorted((ROOT / "ontology" / "shapes").glob("*.ttl")) if path.stem != "ontology-style"]
#: What a shape says besides constraints; a shape of only these finds nothing itself.
NO_CONSTRAINT = {
    RDF.type, SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.severity, SH.message, SH.path, SH.property
}  # fmt: skip


def expected(path: Path) -> set[str]:
    return set() if path.stem == "valid" else {path.name.split(".")[1]}


@cache
def shapes() -> Store:
    return read_shapes(FILES)


@cache
def validator() -> Validator:
    return Validator(shapes())


@cache
def world() -> tuple[Quad, ...]:
    """The context, and the concepts of the code lists without their texts."""
    concepts = (t for t in read(ROOT / "ontology" / "codes.ttl") if t.predicate == RDF.type and t.object == SKOS.Concept)
    return tuple(Quad(*triple, DefaultGraph()) for triple in (*concepts, *read(HERE / "context.ttl")))


def situation(path: Path) -> Store:
    store = Store()
    store.extend([*world(), *(Quad(*triple, DefaultGraph()) for triple in read(path))])
    return store


def names(findings) -> set[str]:
    return {finding.shape.value.removeprefix(SHAPES) for finding in findings}


@cache
def only(*wanted: str) -> Store:
    """The shapes graph of these shapes, the node shapes that hold them, and all these are made of."""
    named = {NamedNode(SHAPES + name) for name in wanted}
    holders = {quad.subject for name in named for quad in shapes().quads_for_pattern(None, SH.property, name)}
    part, seen, open_ = Store(), set(), [*named, *holders, DOCUMENT]
    while open_:
        node = open_.pop()
        if node in seen or isinstance(node, Literal):
            continue
        seen.add(node)
        quads = list(shapes().quads_for_pattern(node, None, None))
        part.extend(quads)
        open_ += [quad.object for quad in quads]
    return part


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_exactly_the_named_shape_finds_something(path: Path) -> None:
    findings = validator().check(situation(path)).findings
    assert names(findings) == expected(path), [(str(f.focus), str(f.value), f.message()) for f in findings]


@pytest.mark.parametrize("path", [p for p in FIXTURES if p.stem != "valid"], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_pyshacl_finds_the_same(path: Path) -> None:
    """The reference engine, on the named shape alone: all shapes on all fixtures would take it five minutes."""
    shape = path.name.split(".")[1]
    assert names(by_pyshacl(only(shape), situation(path))) == {shape}


def test_pyshacl_finds_nothing_in_the_context() -> None:
    store = Store()
    store.extend(world())
    assert by_pyshacl(shapes(), store) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_situation_has_a_valid_file(folder: Path) -> None:
    assert (folder / "valid.ttl").exists()
    strangers = [p.name for p in folder.iterdir() if p.stem != "valid" and not p.name.startswith("invalid.")]
    assert strangers == []


def test_every_shape_has_its_fixture() -> None:
    constraining = {
        quad.subject.value.removeprefix(SHAPES)
        for quad in shapes()
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(SHAPES) and quad.predicate not in NO_CONSTRAINT
    }
    covered = set().union(*map(expected, FIXTURES))
    assert constraining - covered == set(), "shapes without an invalid fixture"
    assert covered - constraining == set(), "fixtures of shapes that do not exist"
