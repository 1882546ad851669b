"""The named graphs one after the other: each triple once, a graph at a time, and large ones in little memory."""

import shutil

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from claimgraph.terms import CG, CODE, GRAPH, SCHEMA
from claimgraph.views.exports import FORMATS, rdf
from claimgraph.views.exports.rdf import Graphs, named_graphs, union

A, P = NamedNode("urn:a"), NamedNode("urn:p")


@pytest.fixture
def root(tmp_path, repository):
    """A graph of two shared files and two articles, with a statement that all of them make."""
    for part in ("ontology", "queries"):
        shutil.copytree(repository / part, tmp_path / part)
    (tmp_path / "ontology" / "codes.ttl").unlink()
    (tmp_path / "graph" / "articles").mkdir(parents=True)
    for number, name in enumerate(("actors", "links", "articles/2023-a", "articles/2024-b")):
        (tmp_path / "graph" / f"{name}.ttl").write_text(f"<urn:a> <urn:p> 0, {number} . <urn:only-{number}> <urn:p> 0 .\n")
    return tmp_path


def test_each_triple_is_in_one_part_only(root):
    parts = list(Graphs(root).united())
    triples = [triple for part in parts for triple in part]
    assert len(triples) == len(set(triples)) == 8
    assert set(triples) == set(union(root)) == {triple for triples in named_graphs(root).values() for triple in triples}


def test_what_articles_share_comes_first(root):
    first, *articles = Graphs(root).united()
    assert {t.subject.value for t in first} == {"urn:a", "urn:only-0", "urn:only-1"}
    assert [{t.subject.value for t in part} for part in articles] == [{"urn:a", "urn:only-2"}, {"urn:a", "urn:only-3"}]


def test_two_files_that_are_one_graph_are_both_in_it(root):
    (root / "graph" / "articles" / "2025-a.ttl").write_text("<urn:more> <urn:p> 1 .\n")
    graphs = named_graphs(root)
    assert list(graphs) == [GRAPH + name for name in ("actors", "article/a", "article/b", "links")]
    assert Triple(NamedNode("urn:more"), P, Literal(1)) in graphs[f"{GRAPH}article/a"] and Triple(A, P, Literal(2)) in graphs[f"{GRAPH}article/a"]


def test_what_follows_and_is_stated_too_is_told_once(root):
    def claim(number):
        return (
            f"<urn:c{number}> a <{CG.CasualtyClaim.value}> ; <{SCHEMA.about.value}> <urn:e> ; <{CG.casualtyType.value}> <{CODE}casualty-type/killed> ;"
            f" <{CG.victimAffiliation.value}> <urn:v> ; <{CG.quantifier.value}> <{CODE}quantifier/exact> ; <{CG.figure.value}> {number} .\n"
        )

    (root / "graph" / "articles" / "2024-b.ttl").write_text(claim(1) + claim(2) + f"<urn:c1> <{CG.inconsistentWith.value}> <urn:c2> .\n")
    told = [triple for part in Graphs(root).united() for triple in part if triple.predicate == CG.inconsistentWith]
    assert sorted(map(str, told)) == [f"<urn:c{a}> {CG.inconsistentWith} <urn:c{3 - a}>" for a in (1, 2)]
    assert len(named_graphs(root)[f"{GRAPH}derived"]) == 2, "apart, each graph has what it has"


@pytest.mark.parametrize("name", ["turtle", "trig", "nt", "nquads", "aligned", "rdf12"])
def test_a_graph_is_written_before_the_next_is_read(name, root, monkeypatch):
    reads = []
    monkeypatch.setattr(rdf, "read", lambda path: reads.append(path.stem) or parsed(path))
    monkeypatch.setattr(rdf, "WHOLE", 0)
    (root / "graph" / "articles" / "2024-b.ttl").write_text("<urn:only-3> <urn:p> 0 .\n")
    pieces = iter(FORMATS[name].pieces(root)[0])
    while "2023-a" not in reads:
        next(pieces)
    assert "2024-b" not in reads
    b"".join(pieces)
    assert sorted(reads) == ["2023-a", "2024-b", "actors", "links"], "and none twice"


def parsed(path):
    return [quad.triple for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE)]


def test_a_long_document_declares_every_prefix_and_is_the_same_graph(repository, monkeypatch):
    short = FORMATS["turtle"].write(repository)
    monkeypatch.setattr(rdf, "WHOLE", 1000)
    long = FORMATS["turtle"].write(repository)
    assert long.count(b"@prefix") > short.count(b"@prefix") and long.endswith(short[-1000:])
    assert {quad.triple for quad in parse(long, format=RdfFormat.TURTLE)} == set(union(repository))
