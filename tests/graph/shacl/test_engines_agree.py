"""Two engines, the same findings: on generated corpora with planted faults, and on shapes of every constraint."""

import random
from functools import cache

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from claimgraph.graph.files import read
from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.engine import affected, concerns
from claimgraph.graph.shacl.vocabulary import SH
from claimgraph.graph.validation import Validator, read_shapes, shape_files
from claimgraph.terms import CG, ID, OA, PREFIXES, XSD
from tests.benchmarks.faults import FAULTS
from tests.benchmarks.generator import Corpus

E = "http://e/"
SHAPES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX : <http://e/>
<http://e/> sh:declare [ sh:prefix "e" ; sh:namespace "http://e/"^^xsd:anyURI ] .
"""
#: what is said of a property shape at :p (or of a node shape, after "node") → one small shape each
CONSTRAINTS = {
    "class": "sh:class :B", "datatype": "sh:datatype xsd:integer", "date": "sh:datatype xsd:date", "string": "sh:datatype xsd:string",
    "tagged": "sh:datatype rdf:langString", "kind": "sh:nodeKind sh:IRI", "kinds": "sh:nodeKind sh:BlankNodeOrLiteral",
    "few": "sh:minCount 2", "many": "sh:maxCount 1", "above": "sh:minExclusive 3", "from": "sh:minInclusive 3.5", "below": "sh:maxExclusive 5",
    "to": 'sh:maxInclusive "2023-01-05"^^xsd:date', "short": "sh:minLength 3", "long": "sh:maxLength 4", "pattern": 'sh:pattern "^[a-m]"',
    "flags": 'sh:pattern "^A" ; sh:flags "i"', "languages": 'sh:languageIn ( "en" "fr" )', "unique": "sh:uniqueLang true",
    "in": 'sh:in ( 1 2 "a" :b1 )', "has": "sh:hasValue 3", "equals": "sh:equals :q", "disjoint": "sh:disjoint :q",
    "or": "sh:or ( [ sh:datatype xsd:integer ] [ sh:class :B ] )", "and": "sh:and ( [ sh:nodeKind sh:Literal ] [ sh:maxLength 3 ] )",
    "xone": "sh:xone ( [ sh:nodeKind sh:Literal ] [ sh:minLength 2 ] )", "not": "sh:not [ sh:datatype xsd:integer ]",
    "node": "sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ]",
    "nested": "sh:property :nested . :nested sh:path :q ; sh:maxCount 1",
    "qualified": "sh:qualifiedValueShape [ sh:class :B ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1",
    "warning": "sh:minCount 2 ; sh:severity sh:Warning ; sh:message 'two are needed'@en , 'il en faut deux'@fr",
    "off": "sh:minCount 9 ; sh:deactivated true",
}  # fmt: skip
PATHS = {
    "inverse": "[ sh:inversePath :p ]", "sequence": "( :p :q )", "alternative": "[ sh:alternativePath ( :p :q ) ]",
    "star": "[ sh:zeroOrMorePath :p ]", "plus": "[ sh:oneOrMorePath :p ]", "maybe": "[ sh:zeroOrOnePath :p ]",
    "back and on": "( [ sh:inversePath :p ] [ sh:zeroOrMorePath [ sh:alternativePath ( :p :q ) ] ] )",
}  # fmt: skip
RULES = {
    "plain": "SELECT $this ?value { $this e:p ?value . FILTER(isLiteral(?value)) }",
    "no value": "SELECT $this { $this e:p ?x , ?y . FILTER(?x != ?y) }",
    "path": "SELECT $this ?path ?value { $this ?path ?value . FILTER(isIRI(?value)) }",
    "union": "SELECT $this ?value { { $this e:p ?value . FILTER(?value != $this) } UNION { $this e:q ?value . FILTER(isIRI(?value)) } }",
    "optional": "SELECT DISTINCT $this { $this a ?c . OPTIONAL { $this e:q ?y } FILTER(!bound(?y)) }",
    "absent": "SELECT $this ?value { $this e:p ?value . FILTER NOT EXISTS { $this e:q ?any . ?any e:p* ?value } }",
    "absent twice": "SELECT $this ?value { $this e:p ?value . FILTER NOT EXISTS { $this e:q/e:p* ?o . ?o e:q ?value } FILTER NOT EXISTS { ?value e:p ?o ; e:q ?o } }",
    "count": "SELECT $this (COUNT(?x) AS ?value) { $this e:p ?x } GROUP BY $this HAVING (COUNT(?x) > 2)",
    "first": "SELECT $this ?value { $this e:p ?value . FILTER(isIRI(?value)) } ORDER BY ?value LIMIT 1",
    "nested": "SELECT $this ?value { { SELECT $this (COUNT(?x) AS ?value) { $this e:p ?x } GROUP BY $this } FILTER(?value > 1) }",
}  # fmt: skip


def shapes(text: str) -> Store:
    store = Store()
    store.load(SHAPES + text, format=RdfFormat.TURTLE)
    return store


def scribble(seed: int) -> Store:
    """A small graph of :A and :B with every sort of value at :p and :q."""
    chance = random.Random(seed)
    node = lambda: NamedNode(E + chance.choice(("a1", "a2", "a3", "a4", "b1", "b2", "c1")))  # noqa: E731
    literals = [*("1 3 4.5 2023-01-04 2023-02-31 five a abcd Azure".split()), "en", "fr"]
    kinds = ["integer", "decimal", "date", "string"]

    def value():
        if chance.random() < 0.4:
            return node()
        if chance.random() < 0.25:
            return Literal(chance.choice(literals), language=chance.choice(("en", "fr", "de")))
        return Literal(chance.choice(literals), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#" + chance.choice(kinds)))

    store = Store()
    store.load("PREFIX : <http://e/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> :C rdfs:subClassOf :B . :a1 a :A . :a2 a :A . :a3 a :A . :a4 a :A . :b1 a :B . :c1 a :C .", format=RdfFormat.TURTLE)
    store.extend(Quad(node(), NamedNode(E + chance.choice("ppq")), value()) for _ in range(40))
    return store


def same_findings(validator: Validator, store: Store) -> set:
    """What the compiler finds, which must leave nothing to pySHACL and be what pySHACL finds."""
    mine = validator.check(store)
    assert mine.by_reference == {}
    theirs = validator.check(store, engine="pyshacl")
    assert mine.keys() == theirs.keys()
    return mine.keys()


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_every_core_constraint(name):
    text = f":S sh:targetClass :A ; sh:property :P . :P sh:path :p ; {CONSTRAINTS[name]} ."
    found = set().union(*(same_findings(Validator(shapes(text)), scribble(seed)) for seed in range(6)))
    assert bool(found) == (name != "off")


@pytest.mark.parametrize("name", ["class", "kind", "pattern", "in", "has", "equals", "or", "and", "xone", "not", "node", "nested"])
def test_constraints_on_node_shapes_and_every_target(name):
    text = f":S a sh:NodeShape ; sh:targetNode :a1 , 'a' ; sh:targetSubjectsOf :q ; sh:targetObjectsOf :p ; {CONSTRAINTS[name]} ."
    assert any([same_findings(Validator(shapes(text)), scribble(seed)) for seed in range(4)])


@pytest.mark.parametrize("name", PATHS)
def test_every_path(name):
    text = f":S sh:targetClass :A ; sh:property :P . :P sh:path {PATHS[name]} ; sh:datatype xsd:integer ; sh:minCount 2 ; sh:maxCount 3 ."
    assert any([same_findings(Validator(shapes(text)), scribble(seed)) for seed in range(6)])


def test_closed_shapes_and_implicit_targets():
    text = ":A a sh:NodeShape , rdfs:Class ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path :p ] ."
    assert same_findings(Validator(shapes(text)), scribble(1))


@pytest.mark.parametrize("name", RULES)
def test_every_form_of_rule(name):
    rule = f"[ sh:prefixes <http://e/> ; sh:message 'at {{?value}} of {{$this}}'@en ; sh:select '''{RULES[name]}''' ]"
    validator = Validator(shapes(f":S a sh:NodeShape ; sh:targetClass :A ; sh:sparql {rule} ."))
    assert any([same_findings(validator, scribble(seed)) for seed in range(8)])


def test_a_rule_that_is_not_compiled_is_left_to_pyshacl_and_named():
    rule = "[ sh:prefixes <http://e/> ; sh:select 'SELECT (COUNT(?x) AS ?value) { $this e:p ?x } HAVING (COUNT(?x) > 1)' ]"
    validator = Validator(shapes(f":S a sh:NodeShape ; sh:targetClass :A ; sh:sparql {rule} . :T sh:targetClass :A ; sh:closed true ."))
    mine, theirs = validator.check(scribble(1)), validator.check(scribble(1), engine="pyshacl")
    assert mine.keys() == theirs.keys()
    assert list(mine.by_reference) == ["<http://e/S>"]


def test_order_of_two_properties():
    text = ":S sh:targetClass :A ; sh:property :P . :P sh:path :p ; sh:lessThan :q ."
    data = "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    data += ':a a :A ; :p 3 ; :q 4.5 , 2 . :b a :A ; :p "2023-01-02"^^xsd:date ; :q "2023-01-02"^^xsd:date . :c a :A ; :p "b" ; :q "a" , 1 .'
    store = Store()
    store.load(data, format=RdfFormat.TURTLE)
    for parameter in ("sh:lessThan", "sh:lessThanOrEquals"):
        assert same_findings(Validator(shapes(text.replace("sh:lessThan", parameter))), store)


@cache
def our_shapes(repository) -> Validator:
    return Validator(read_shapes(shape_files(repository)))


def corpus(repository, triples: int, seed: int, faults: float, kinds=tuple(FAULTS)) -> tuple[Store, Corpus]:
    generated = Corpus(triples, seed, faults, kinds)
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in generated.quads(codes=False))
    store.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in read(repository / "ontology" / "codes.ttl"))
    return store, generated


NUMBERS = ["14", "+14", "014", "-14", "14.0", " 14 ", "1_000", "١٤", "999999999", "1000000000", "99999999999999999999", "fourteen", "", "1e1", "0x1"]


@pytest.mark.parametrize(("predicate", "shape"), [(CG.figure, "CasualtyClaim-figure"), (OA.start, "Selector-start")])
def test_numbers_however_they_are_written(repository, predicate, shape):
    """What no rule compares is told by the shape of the property itself, in both engines."""
    store, _ = corpus(repository, 2_000, 7, 0)
    given = dict(zip(NUMBERS, sorted(store.quads_for_pattern(None, predicate, None), key=str), strict=False))
    for number, quad in given.items():
        store.remove(quad)
        store.add(Quad(quad.subject, predicate, Literal(number, datatype=XSD.integer), DefaultGraph()))
    told = {key[0] for key in same_findings(our_shapes(repository), store) if key[3] == f"<{PREFIXES['shape']}{shape}>"}
    assert {number for number, quad in given.items() if str(quad.subject) in told} == set(NUMBERS) - {"14", "+14", "014", "999999999"}


def test_our_shapes_are_all_compiled(repository):
    assert our_shapes(repository).compiled.left == {}


def test_a_corpus_without_faults_has_no_violation(repository):
    store, _ = corpus(repository, 20_000, 3, 0)
    report = our_shapes(repository).check(store)
    assert [(f.shape.value, f.focus.value) for f in report.findings if f.severity in (SH.Violation, SH.Warning)] == []


@pytest.mark.parametrize("seed", [1, 2])
def test_our_shapes_on_generated_faults(repository, seed):
    store, generated = corpus(repository, 2_500, seed, 1.0)
    assert len(generated.planted) > 15
    assert same_findings(our_shapes(repository), store)


@pytest.mark.parametrize("kind", FAULTS)
def test_every_planted_fault_is_found(repository, kind):
    store, generated = corpus(repository, 1_500, 4, 1.0, (kind,))
    clean, _ = corpus(repository, 1_500, 4, 0)
    validator = our_shapes(repository)
    new = [f for f in validator.check(store).findings if f.key() not in validator.check(clean).keys()]
    assert generated.planted, "nothing was planted"
    assert new, f"{kind}: nothing found"
    assert all(f.message() for f in new)


def test_an_incremental_check_finds_what_the_full_one_finds_there(repository):
    store, generated = corpus(repository, 8_000, 5, 0.5)
    validator = our_shapes(repository)
    full, dataset = validator.check(store), validator.dataset_nodes()
    for number in (0, 8, 16):
        mark = f"/attack-{number:07d}"
        described = {q.subject for q in store if q.subject.value.startswith(ID) and mark in q.subject.value}
        nodes = affected(Data(store), described)
        wanted = {f.key() for f in full.findings if concerns(f, nodes, dataset)}
        assert validator.check(store, nodes).keys() == wanted
        assert wanted
