"""The report of a draft: what is to be decided first stands first, each thing with the line of its record; as data it says the same."""

import json

import pytest

from claimgraph.article.draft import draft
from claimgraph.article.page import read_article
from claimgraph.article.report import as_json, as_markdown
from claimgraph.article.revision import revise
from claimgraph.cli import main
from tests.article.test_curated_revision import CHANGED, FIRST, GONE, claim, curated, drafted, step

PIPES = "Raid | |||\n---|---|---\nDate | 5 May 2020\nLocation | Ash\nBelligerents | |||\nMali Red Hand | Sand Front |||\nCasualties and losses | |||\n9 killed, 4 guns lost | 3 killed |||\n\nThe raid was an attack on 5 May 2020.\n"


def told(text, earlier=None):
    made = draft(read_article(text))
    return as_markdown(made, revise(made, earlier) if earlier else None)


def test_what_every_claim_hangs_on_is_asked_before_where_a_place_lies():
    asked = [q["question"] for q in as_json(draft(read_article(PIPES)))["questions"]]
    assert "one belligerent" in asked[0] and "where does it lie" in asked[-2] and "does not say where it is from" in asked[-1]


def test_the_parts_stand_in_the_order_in_which_they_are_worked_through():
    first = drafted(FIRST).triples()
    parts = [line for line in told(CHANGED, first).splitlines() if line.startswith("## ")]
    assert parts == ["## What changed since the earlier draft", "## Questions", "## Claims", "## Left out"]
    assert "Least sure: `c04`." in told(FIRST)


def test_each_change_is_told_in_words():
    first = drafted(FIRST).triples()
    assert "- changed: 1\n  - `ash-2020-c05` instead of `ash-2020-c01`: According to Aland, 6 fighters (Aland) were killed. It was: According to Aland, 3 fighters (Aland) were killed." in told(CHANGED, first)
    assert "- gone: 1, kept in the file as they were told\n  - `ash-2020-c03`: According to Aland, 5 fighters (Red Front) were killed." in told(GONE, first)
    taken_out = [t for t in curated(first, "c01") if t.subject != claim("c03")]
    assert "- absent: 1, taken out by a curator and left out again\n  - `ash-2020-c03`: According to Aland, 5 fighters (Red Front) were killed." in told(FIRST, taken_out)


def test_claims_are_named_as_they_are_in_the_file():
    made = drafted(CHANGED)
    change = step(CHANGED, drafted(FIRST).triples())
    report = as_json(made, change)
    assert sorted(c["iri"] for c in report["claims"]) == [f"claim:ash-2020-c0{n}" for n in (2, 3, 4, 5)]
    assert report["changes"]["says"]["ash-2020-c05"] == "According to Aland, 6 fighters (Aland) were killed." and report["changes"]["absent"] == []


def test_what_a_note_is_called_in_the_text_is_what_the_table_calls_it():
    text = FIRST.replace("per Aland)<ref name=a>", "per Aland){{refn|group=nb|Some.}}<ref name=a>", 1)
    assert ["nb-1", "1"] in [c["marks"] for c in as_json(draft(read_article(text)))["claims"]]


@pytest.mark.parametrize("again", [False, True])
def test_every_record_that_is_drafted_has_the_line_where_it_begins(repository, tmp_path, capsys, again):
    page, target = tmp_path / "page.wikitext", tmp_path / "draft.ttl"
    page.write_text(FIRST)
    arguments = ["--root", str(repository), "draft", str(page), "-o", str(target), "--json"]
    for _ in range(1 + again):
        capsys.readouterr()
        assert main(arguments) == 0
    report, lines = json.loads(capsys.readouterr().out), target.read_text().splitlines()
    assert report["file"] == str(target) and set(report) >= {"article", "event", "counts", "claims", "footnotes", "left_out", "questions"} and ("changes" in report) == again
    for one in (*report["claims"], *(q for q in report["questions"] if q["line"])):
        assert lines[one["line"] - 1].startswith(f"{one.get('iri') or one['about']} a")
    assert any(q["line"] and q["about"].startswith("place:") for q in report["questions"])


def test_words_of_a_page_are_no_markup_of_the_report():
    words = as_markdown(draft(read_article(FIRST, title="Raid | on <b>Ash</b>")))
    assert words.startswith("# Raid \\| on &lt;b>Ash&lt;/b>\n") and "<b>" not in words
