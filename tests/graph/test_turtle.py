"""The stable writer: same facts, same bytes; nothing lost; written again, nothing changes."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad, Triple

from claimgraph.errors import UnreadableFile
from claimgraph.graph.comments import comments_of
from claimgraph.graph.files import parse_turtle, read, style_files
from claimgraph.graph.turtle import write
from claimgraph.terms import XSD

NAMES = st.sampled_from([
    "https://w3id.org/claimgraph/id/place/dia", "https://w3id.org/claimgraph/id/place/a.b", "https://w3id.org/claimgraph/id/place/-x",
    "https://w3id.org/claimgraph/id/place/x.", "http://schema.org/about", "https://en.wikipedia.org/wiki/Dia,_Mali",
    "https://sws.geonames.org/1/", "http://example.org/%C3%A9", "http://example.org/é", "urn:x:y",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
]).map(NamedNode)  # fmt: skip
BLANKS = st.integers(0, 5).map(lambda n: BlankNode(f"b{n}"))
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
LITERALS = st.one_of(
    TEXT.map(Literal),
    st.builds(lambda v, lang: Literal(v, language=lang), TEXT, st.sampled_from(["en", "fr-ca", "ar"])),
    st.builds(lambda v, lang, way: Literal(v, language=lang, direction=way), TEXT, st.sampled_from(["en", "ar"]), st.sampled_from([BaseDirection.LTR, BaseDirection.RTL])),
    st.builds(lambda v, kind: Literal(v, datatype=kind), st.sampled_from(["7", "+007", "1.5", "true", "1e3", "x", ""]), st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.double, XSD.gYear])),
)  # fmt: skip
TRIPLES = st.lists(st.builds(Triple, st.one_of(NAMES, BLANKS), NAMES, st.one_of(NAMES, BLANKS, LITERALS)), max_size=25)


def canonical(triples):
    dataset = Dataset(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


@settings(max_examples=300)
@given(TRIPLES, st.randoms(use_true_random=False))
def test_written_text_holds_the_same_facts_and_the_order_they_came_in_does_not_matter(triples, rng):
    text = write(triples)
    assert canonical(parse_turtle(text.encode())) == canonical(triples)
    shuffled = rng.sample(triples, len(triples))
    assert write(shuffled) == text
    assert write(parse_turtle(text.encode())) == text


@given(st.lists(st.one_of(NAMES, LITERALS), max_size=6))
def test_lists_come_back_as_lists(members):
    triples, here = [], BlankNode("l0")
    first, rest, nil = (NamedNode(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{n}") for n in ("first", "rest", "nil"))
    for number, member in enumerate(members):
        after = BlankNode(f"l{number + 1}") if number + 1 < len(members) else nil
        triples += [Triple(here, first, member), Triple(here, rest, after)]
        here = after
    triples.append(Triple(NamedNode("urn:s"), NamedNode("urn:p"), BlankNode("l0") if members else nil))
    text = write(triples)
    assert "rdf:first" not in text
    assert canonical(parse_turtle(text.encode())) == canonical(triples)


def test_house_style():
    text = write(parse_turtle(b"""
        @prefix s: <http://schema.org/> . @prefix r: <http://www.w3.org/2000/01/rdf-schema#> . @prefix p: <https://w3id.org/claimgraph/id/place/> .
        p:b s:about p:a . p:a s:text "x"@fr , "x"@en ; r:label "A" ; a s:Place ; s:position 3 ; s:isPartOf p:b ."""))
    assert text == (
        "PREFIX place: <https://w3id.org/claimgraph/id/place/>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "PREFIX schema: <http://schema.org/>\n\n"
        "place:a a schema:Place ;\n"
        '    rdfs:label "A" ;\n'
        "    schema:isPartOf place:b ;\n"
        "    schema:position 3 ;\n"
        "    schema:text\n"
        '        "x"@en ,\n'
        '        "x"@fr .\n\n'
        "place:b schema:about place:a .\n"
    )


def test_one_more_citation_moves_no_block(repository):
    path = repository / "graph" / "actors.ttl"
    triples = read(path)
    before = write(triples).splitlines()
    more = [*triples, *(Triple(NamedNode("urn:zzz"), NamedNode(f"urn:p{n}"), triples[-1].subject) for n in range(50))]
    assert [line for line in write(more).splitlines() if "urn:" not in line] == before + [""]


def test_every_file_of_the_repository_is_in_the_style_and_order_does_not_matter(repository):
    for path in style_files(repository):
        triples = read(path)
        random.Random(7).shuffle(triples)
        assert write(triples, comments_of(path, path.read_bytes())) == path.read_text(encoding="utf-8"), path


def test_comments_above_blocks_stay_where_they_are():
    text = "# the file\n# has two lines\n\nPREFIX place: <https://w3id.org/claimgraph/id/place/>\n\n# about a\nplace:a <urn:p> \"# no comment\" .\n\nplace:b <urn:p> place:a .\n"
    assert write(parse_turtle(text.encode()), comments_of("f.ttl", text.encode())) == text


@pytest.mark.parametrize("text", ["<urn:a> <urn:b> # lost\n 1 .\n", "<urn:a> <urn:b> 1 .\n# below\n", "<urn:a> <urn:b> 1 . # beside\n"])
def test_a_comment_that_would_be_lost_is_refused_with_its_line(text):
    with pytest.raises(UnreadableFile, match="comment"):
        comments_of("f.ttl", text.encode())
