"""No text crashes the grammar or costs more than its length; what it gives is consistent on any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.article.casualties import read_claims
from claimgraph.article.grammar.outcomes import LEXICON
from claimgraph.article.grammar.phrases import JOINTS, TOLLS
from claimgraph.article.grammar.quantities import AFTER, BOUNDS, VAGUE
from claimgraph.article.text import Article, Infobox, InfoboxField, Line, Paragraph
from tests.growth import assert_linear

WORDS = st.sampled_from(
    "14 2023 1,000 killed wounded dead (per Tarvania) , . ; : soldiers people and the of at least over + ~ < - – claimed that said according to X Y's statement [1] [nb 1] "
    "in January 10 hostages took left death toll was were None Unknown heavy including who ( ) [ ] ٠ ² ½ 🇲🇱 between about dozens others them one two hundred per cent \n no "
    "c. later raised put given at by raised latter former citing quoted as saying where that from “ ” - amid a spate another bomb in Lom their bodies Of these he".split(" ")
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


def article(text: str) -> Article:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Line(line, start, bold=line.endswith(":"), level=line.count("*")))
        start += len(line) + 1
    rows = (InfoboxField("casualties", 0, tuple(lines)), InfoboxField("deaths", None, tuple(lines)), InfoboxField("result", None, tuple(lines)))
    sides = (InfoboxField("belligerents", 0, (Line("Tarvania", 0),)), InfoboxField("belligerents", 1, (Line(text[:40], 0),)))
    return Article(text[:50], text, "plain", infobox=Infobox("military", rows + sides), paragraphs=(Paragraph("", text, 0), Paragraph("Attack", text, 0)))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str) -> None:
    reading = read_claims(article(text))
    for claim in reading.claims:
        assert text[claim.start : claim.end] == claim.text
        assert claim.text.strip()
        assert claim.quantity.figure().problem() is None
        assert 0 < claim.confidence <= 1
        assert claim.side in (None, 0, 1)
        assert all(claim.claimants)
    for item in reading.left_out:
        assert text[item.start : item.end] == item.text
        assert item.reason


@given(TEXTS)
@settings(max_examples=25, deadline=None)
def test_reading_again_gives_the_same(text: str) -> None:
    assert read_claims(article(text)) == read_claims(article(text))


UNITS = ["about ", "5 killed ", "14 killed, ", "a ", "X's ", "( ", "[1]", "said ", "according to X ", "5 ", "X: ", "(per X) ", "killed and ", "Xx ", "1-", "one hundred ", "between 5 and ", ". ", "the 5 of ", ", who ", "the number of men ", "5 of its own men died. ", "“5 died. ", "“5 died. Six fell,” he said. ",
         "5 were put at 6 by X and ", "two of the latter ", "A", "amid a spate of raids ", "citing X, ", "12 (nine, according to X) ", "where X, ", "the toll after 5 days ", "another bomb in ", "a figure later raised to ", "\"5 fell. ", "set at "]


def _whole(text: str) -> Article:
    return Article("T", text, "plain", infobox=Infobox("military", (InfoboxField("casualties", 0, (Line(text, 0),)),)), paragraphs=(Paragraph("", text, 0),))


@pytest.mark.parametrize("unit", UNITS)
def test_the_cost_grows_with_the_length_and_not_faster(unit: str) -> None:
    assert_linear(lambda size: read_claims(_whole(unit * (size // len(unit)))), 2_000)


PHRASES = sorted({" ".join(words) for table in (BOUNDS, AFTER, VAGUE, TOLLS, JOINTS, LEXICON) for words in table})


def test_a_text_may_end_inside_of_any_phrase() -> None:
    for phrase in PHRASES:
        for text in (phrase, f"{phrase}.", f"5 {phrase}", f"5 men {phrase} 6", phrase[:-1], f"They {phrase} the"):
            read_claims(article(text))
