"""Quotations against the article's text: the words, their place in code points, the text itself."""

import hashlib

import pytest
from pyoxigraph import RdfFormat, Store

from claimgraph.errors import NotFound
from claimgraph.graph.passages import check_passages

TEXT = "In Bamako \U0001f3f4 the army says 14 soldiers died.\n14 soldiers, again.\n"
HEAD = "PREFIX s: <http://schema.org/> PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX : <http://e/> "


def store(exact="14 soldiers", start=26, end=37, text=TEXT, passages=""):
    found = Store()
    digest = hashlib.sha256(text.encode()).hexdigest()
    passage = f':p oa:hasSource :a ; oa:hasSelector :q . :q oa:exact "{exact}" ; oa:start {start} ; oa:end {end} .'
    found.load(f'{HEAD} :a a s:Article ; s:headline "The attack" ; s:sha256 "{digest}" . {passage} {passages}', format=RdfFormat.TURTLE)
    return found


def told(found):
    return [finding.message() for finding in found]


def test_what_stands_there_is_right():
    assert TEXT[26:37] == "14 soldiers"
    assert check_passages(store(), TEXT) == []


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        ({"start": 28, "end": 39}, "stands at 26–37"),  # the nearer of its two places; the flag is one code point
        ({"start": 46, "end": 57}, f"stands at {TEXT.rindex('14')}–"),
        ({"end": 36}, "stands at 26–37"),
        ({"exact": "15 soldiers"}, "does not stand in the article"),
        ({"start": 0, "end": 0, "exact": ""}, None),
    ],
)
def test_what_stands_elsewhere_or_nowhere_is_told(passage, words):
    found = told(check_passages(store(**passage), TEXT))
    assert (found == []) if words is None else len(found) == 1 and words in found[0]


def test_a_long_quotation_is_told():
    text = " ".join(f"word{n}" for n in range(20))
    assert "more than 15 words" in told(check_passages(store(text, 0, len(text), text), text))[0]


@pytest.mark.parametrize(
    ("text", "quoted", "whole"),
    [
        ("It rained. Nobody was hurt in it. Then it stopped.", "Nobody was hurt in it.", True),
        ("It rained.[2] Nobody was hurt in it.", "Nobody was hurt in it.", True),
        ("Nobody was hurt in it!", "Nobody was hurt in it!", True),
        ("A head\n\nThey were “driven off.”", "They were “driven off.”", True),
        ("They said that nine were “driven off.” Later", "nine were “driven off.”", False),
        ("It rained. Nobody was hurt in it.", "Nobody was hurt", False),
        ("Losses\n14 killed (per Mali)\n5 killed", "14 killed (per Mali)", False),
        ("Result: Inconclusive.", "Inconclusive.", False),
    ],
)
def test_a_whole_sentence_is_told(text, quoted, whole):
    start = text.index(quoted)
    found = told(check_passages(store(quoted, start, start + len(quoted), text), text))
    assert ["is a whole sentence" in message for message in found] == ([True] if whole else [])


def test_another_text_is_told_and_its_passages_are_looked_up_all_the_same():
    found = told(check_passages(store(), "x" + TEXT, "The attack"))
    assert "not the one that was read" in found[0] and "stands at 27–38" in found[1]


def test_an_article_the_graph_does_not_know():
    two = ":b a s:Article ; s:headline 'Another' ."
    with pytest.raises(NotFound):
        check_passages(store(passages=two), "quite another text", "A third")
