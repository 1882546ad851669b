"""The grammar on the gold records: whole articles where their text is there, else lines and sentences from their few words."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from claimgraph.article.casualties import read_claims
from claimgraph.article.grammar.told import ToldClaim
from claimgraph.article.page import read_file
from claimgraph.article.text import Article, Infobox, InfoboxField, Line, Paragraph
from tests.benchmarks.drafting import fragments, full_scores
from tests.benchmarks.scoring import Score, score


@pytest.fixture(scope="module")
def scores(shared_data: Path) -> Mapping[str, Score]:
    return full_scores(shared_data)


@pytest.mark.parametrize(("evidence", "least"), [("infobox", 0.95), ("lead", 0.85), ("body", 0.85)])
def test_whole_articles_are_read(scores: Mapping[str, Score], evidence: str, least: float) -> None:
    assert scores[evidence].f1 >= least, (scores[evidence].misses, scores[evidence].extras)


@pytest.mark.parametrize("evidence", ["infobox", "body"])
def test_the_speaker_is_right(scores: Mapping[str, Score], evidence: str) -> None:
    got = scores[evidence]
    assert got.claimants
    assert got.claimants_right >= 0.95 * got.claimants, got.misses


def test_no_figure_of_another_event_is_given(scores: Mapping[str, Score]) -> None:
    assert not any(s.distractors for s in scores.values())


@pytest.mark.parametrize(("evidence", "least"), [("infobox", 0.95), ("lead", 0.85), ("body", 0.85)])
def test_the_few_words_of_the_other_articles_tell_outcome_and_figure(shared_data: Path, evidence: str, least: float) -> None:
    found, wanted, misses = fragments(shared_data)[evidence]
    assert wanted
    assert found >= least * wanted, misses


def test_background_attacks_of_the_first_article_are_kept_apart_with_place_and_date(shared_data: Path) -> None:
    told = [c for c in read_claims(read_file(shared_data / "article.txt")).claims if c.other_event]
    assert [(c.quantity.count, c.outcome, c.date, c.refs) for c in told] == [(2, "killed", "January 2", ("2",)), (5, "killed", "January 2", ("2",))]
    assert [(c.place or "").split()[-1] for c in told] == ["Kassela", "Markacoungo"]


def test_every_figure_of_the_first_article_has_speaker_side_and_footnote(shared_data: Path) -> None:
    """The rows c01 to c13 of the model, as the grammar tells them."""
    article = read_file(shared_data / "article.txt")
    told = [c for c in read_claims(article).claims if not c.other_event]
    rows = [(c.evidence, c.claimants, c.outcome, c.quantity.count or c.quantity.approx, c.side, c.refs, c.scope) for c in told]
    body = [row[1:] for row in rows if row[0] == "body"]
    assert body == [
        (("Malian army",), "killed", 12, 0, ("4",), "following"),
        (("Malian officials",), "killed", 14, 0, ("4",), "sentence"),
        (("Malian officials",), "wounded", 11, 0, ("4",), "sentence"),
        (("Malian officials",), "neutralized", 31, 1, ("4",), "sentence"),
        (("JNIM",), "casualties", "unknown", 0, ("4",), "following"),
        (("JNIM",), "killed", 5, 0, ("4",), "following"),
        (("JNIM",), "killed", 7, 0, ("4",), "following"),
        (("JNIM",), "wounded", "dozens", 0, ("4",), "following"),
        (("JNIM",), "killed", 5, 1, ("4",), "sentence"),
    ]
    assert [row[1:5] for row in rows if row[0] == "infobox"] == [
        (("Mali",), "killed", 14, 0),
        (("Mali",), "wounded", 11, 0),
        (("JNIM",), "killed", 5, 0),
        (("JNIM",), "killed", 7, 0),
        (("JNIM",), "wounded", "dozens", 0),
        (("Mali",), "killed", 31, 1),
        (("JNIM",), "killed", 5, 1),
    ]
    said = {c.said_on for c in told if c.claimants == ("Malian officials",)}
    assert said == {"January 11"}
    assert all(article.text[c.start : c.end] == c.text for c in told)


def test_every_number_of_the_casualty_cells_is_accounted_for(shared_data: Path) -> None:
    for path in (shared_data / "article.txt", *sorted((shared_data / "articles" / "wikitext").iterdir())):
        article = read_file(path)
        reading = read_claims(article)
        covered = [(c.start, c.end) for c in reading.claims] + [(item.start, item.end) for item in reading.left_out]
        for box in article.fields("casualties"):
            for line in box.lines:
                bare = re.sub(r"\[[^\]]*\]", lambda m: " " * len(m.group()), line.text)
                for match in re.finditer(r"\d+", bare):
                    assert any(s <= line.start + match.start() < e for s, e in covered), (path.name, line.text)


def _claim(**changes: Any) -> dict[str, Any]:
    row = dict(count=5, min=None, max=None, approx_word=None, outcome="killed", victims=None, side=0, claimant="Army", evidence="infobox", text="5 killed")
    return {**row, **changes}


def test_the_score_counts_what_is_right_wrong_and_overlooked() -> None:
    lines = (Line("5 killed (per Army)", 0), Line("7 wounded", 20))
    article = Article("A", "", "plain", infobox=Infobox("military", (InfoboxField("casualties", 0, lines),)), paragraphs=(Paragraph("", "", 0),))
    told: tuple[ToldClaim, ...] = read_claims(article).claims
    got = score([_claim(), _claim(count=9)], told, "infobox")
    assert (got.right, got.wrong, got.overlooked, got.claimants_right) == (1, 1, 1, 1)
    assert score([_claim(claimant="Rebels")], told, "infobox").claimants_right == 0
    assert score([_claim(), _claim(count=7, outcome="wounded", claimant=None, optional=True)], told, "infobox").f1 == 1
    assert json.dumps(got.misses)
