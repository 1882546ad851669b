"""Whatever a page says, it becomes a draft: no crash, linear time, Turtle that can be read again."""


import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from claimgraph.article.draft import draft
from claimgraph.article.page import read_article
from claimgraph.article.report import as_json, as_markdown
from claimgraph.graph.turtle import write
from tests.growth import assert_linear

WORDS = st.sampled_from([
    "{{Infobox military conflict", "}}", "|casualties1=", "|combatant1=", "|combatant2=", "|date=", "|place=", "|result=", "{{flag|Mali}}", "<ref>", "</ref>", "[[Mali|x]]", "\n", "==Background==\n",
    "Deaths", "Belligerents\n", "Casualties and losses\n", "5 killed ", "(per Mali)", "between A and B ", "On 31 February 2020 ", "In 0000 ", "99999999999999999999 killed ", "the attack was claimed by X ",
    "Mali (state) ", "the village of Dia ", "soldiers ", "<b>", "References\n", '1. ^ "T". P. 2023-13-45.\n', "\u202e", "\u0000", "é\u0301", "\"\"\"\\", "https://x/<>\"{}", "none ", "-5 killed ", "1.5 killed ", ". ",
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=50).map("".join))
def test_any_page_becomes_a_draft_that_can_be_written_and_read(text):
    made = draft(read_article(text))
    triples = made.triples()
    assert set(q.triple for q in parse(write(triples), format=RdfFormat.TURTLE)) == set(triples)
    assert as_json(made)["claims"] is not None and as_markdown(made)
    for record in made.records:
        if type(record).__name__ == "Passage":
            assert made.article.text[record.start : record.end] == record.exact


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_becomes_a_draft(text):
    assert draft(read_article(text)).event.labels


@pytest.mark.parametrize("unit", ["A", "Ab ", "5 killed (per A), ", "attacked by Ab ", "between Ab and ", "Ab (AB) ", "1 May 2020 ", "(", "[1]", '"', "claimed by Ab of the ", "the village of Ab and "])
def test_time_is_linear_in_the_length(unit):
    head = "Raid\nBelligerents\nAa\nBb\nCasualties and losses\n5 killed\n\n"
    assert_linear(lambda size: draft(read_article(head + unit * (size // len(unit)) + ".")), 5_000)


def test_the_cost_of_a_five_megabyte_article_is_in_its_length(shared_data):
    page = (shared_data / "articles" / "wikitext" / "battle-of-ko-chang.wikitext").read_text()
    assert_linear(lambda size: draft(read_article((page * (size // len(page) + 1))[:size])), 5_000_000 // 8)
