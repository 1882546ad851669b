"""Saved page text: what a browser leaves of a page becomes the parts of an article."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.article.page import read_article, read_file
from claimgraph.article.reading.saved_text import read_saved_text
from tests.growth import assert_linear

CIVILIAN = """Jump to content

Harbour bombing

From Wikipedia, the free encyclopedia
LocationPort Ash, Norland
Coordinates12°N 3°E
DateMay 26, 2024
Attack type
Suicide bombing
Deaths14[1]
Injured18+[2]
PerpetratorsSome Front
On 26 May 2024 a bomber of the Some Front attacked the harbour of Port Ash, killing 14 people.[1]

Background[edit]
The port had been attacked before, in the spring of that year, by the same people.

References[edit]

  1. ^ a b "Fourteen die in Port Ash". Norland Times. 2024-05-27. Retrieved June 1, 2024.
  2. ^ "Toll rises". The Post (in French). 28 May 2024.
"""


@pytest.fixture(scope="module")
def seed(shared_data):
    return read_file(shared_data / "article.txt")


def test_every_piece_is_a_slice_of_the_text(seed):
    lines = [line for field in seed.infobox.fields for line in field.lines]
    for piece in (*lines, *seed.paragraphs):
        assert seed.text[piece.start : piece.end] == piece.text


def test_the_box_of_a_battle_with_its_columns_found_again(seed):
    box = seed.infobox
    assert (box.kind, box.first("partof"), box.first("date"), box.first("result")) == ("military", "Mali War", "January 10, 2023", "Inconclusive")
    assert box.sides == (("Mali", "Wagner Group"), ("Jama'at Nasr al-Islam wal Muslimin",))
    assert [(f.column, len(f.lines), f.divided) for f in box.named("casualties")] == [(0, 2, True), (1, 2, True)]


def test_sections_paragraphs_and_footnotes_of_the_article(seed):
    assert [s.title for s in seed.sections] == ["Background", "Attacks", "References"]
    assert [(p.section, p.evidence) for p in seed.paragraphs] == [("", "lead"), ("Background", "body"), *[("Attacks", "body")] * 3]
    told = [(n.mark, n.publisher, n.published, n.language, n.accessed, n.kind) for n in seed.footnotes]
    assert told == [
        ("1", "International Crisis Group", "February 2023", None, "June 1, 2024", "report"),
        ("2", "AP News", "2023-01-12", None, "2024-06-01", "news"),
        ("3", "RFI", "2023-01-12", "fr", "2024-06-01", "news"),
        ("4", "La Presse", "2023-01-12", "fr-CA", "2024-06-01", "news"),
    ]


def test_the_hash_is_that_of_the_curated_article(seed, repository):
    curated = (repository / "graph" / "articles" / "2023-01-10-diafarabe-and-koumara-attacks.ttl").read_text()
    assert f'schema:sha256 "{seed.sha256}"' in curated


def test_labels_glued_to_their_values():
    article = read_saved_text(CIVILIAN)
    told = {field.name: field.text for field in article.infobox.fields}
    assert article.title == "Harbour bombing" and article.infobox.kind == "civilian"
    assert told == {
        "place": "Port Ash, Norland", "coordinates": "12°N 3°E", "date": "May 26, 2024", "attack-type": "Suicide bombing", "deaths": "14[1]",
        "injuries": "18+[2]", "perpetrators": "Some Front",
    }  # fmt: skip
    assert [p.section for p in article.paragraphs] == ["", "Background"]
    assert [(n.number, n.published, n.language) for n in article.footnotes] == [(1, "2024-05-27", None), (2, "28 May 2024", "fr")]


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("Part of | Some War |\nDate | April 6, 2020\nBelligerents | |\n| Aland | Some Front |\nCasualties and losses |\n| 3 killed | 5 killed |", 1, "5 killed"),
        ("- Conflict: Raid\n- Combatant1: Aland\n- Combatant2: Some Front\n- Casualties1: 3 killed\n- Casualties2: 5 killed", 1, "5 killed"),
        ("conflict: Raid\ndate: 5 May 2020\ncombatant1: Aland\ncombatant2: Some Front\ncasualties2: 5 killed", 1, "5 killed"),
        ("Belligerents\nFlag of Mali.svg Mali\nSome Front\nCasualties and losses\nFlag of Mali.svg 7 killed\n5 killed", 0, "7 killed"),
    ],
)
def test_other_copies_of_the_box(text, column, words):
    article = read_article(f"Raid\n{text}\n\nOn 5 May 2020 fighters of the Some Front attacked soldiers of Aland near the river.")
    assert [f.text for f in article.fields("casualties") if f.column == column] == [words]
    assert len(article.paragraphs) == 1


def test_a_flag_is_a_property_of_the_line():
    article = read_saved_text("Raid\nBelligerents\nAland\nBland\nCasualties and losses\nFlag of Mali.svg 7 killed, 8 injured Flag of Niger.svg 4 injured\n")
    lines = [line for f in article.fields("casualties") for line in f.lines]
    assert [(line.text, line.flags) for line in lines] == [("7 killed, 8 injured", ("Mali",)), ("4 injured", ("Niger",))]


def test_headings_run_into_the_text():
    article = read_saved_text("Raid\n\nThe raid was an attack on a post in the north of the country.\nAttackWhile the soldiers slept, fighters came over the wall and shot at them.\n")
    assert [(s.title, article.text[s.start : s.start + 5]) for s in article.sections] == [("Attack", "While")]


def test_a_text_that_is_no_article_is_prose():
    article = read_saved_text("hello")
    assert (article.title, article.infobox, article.paragraphs, article.form) == ("hello", None, (), "plain")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["Deaths", "Date", "Belligerents\n", "Casualties and losses\n", "5 killed (per A)", "None ", "\n", "|", "[1]", "[edit]", "References\n", "1. ^ \"T\". P.", "Mali", "(", "- ", "killed ", "Flag of A.svg ", "\u0301", "\r\n", "x" * 40 + " "]), max_size=60).map("".join))
def test_no_text_breaks_the_reader_and_offsets_hold(text):
    article = read_saved_text(text)
    lines = [line for field in (article.infobox.fields if article.infobox else ()) for line in field.lines]
    assert all(article.text[p.start : p.end] == p.text for p in (*lines, *article.paragraphs))


@pytest.mark.parametrize("unit", ["Deaths5\n", "a[edit]\n", "Flag of ", "(", "|", "Ab ", '"a', "1. ^ x\n", "5 killed (per ", "\n", "x\n", "Casualties and losses\n5 killed\n", "Notes[edit]\na. ^ x\n", "a. x\n", "combatant1: A, B, "])
def test_time_is_linear_in_the_length(unit):
    head = "Raid\nBelligerents\nA\nB\nC\nCasualties and losses\n"
    assert_linear(lambda size: read_saved_text(head + unit * (size // len(unit))), 20_000)


def test_gold_dates(shared_data):
    from claimgraph.article.dates_told import read_span

    wrong = []
    for name in ("gold-articles.json", "gold-wikitext.json"):
        for key, record in json.loads((shared_data / "articles" / name).read_text()).items():
            date = record["date"]
            if date["text"]:
                span = read_span(date["text"])
                if span is None or (span.begin.text, span.end and span.end.text) != (date["start"], date["end"]):
                    wrong.append(key)
    assert wrong == []


def test_a_copy_that_begins_with_its_lead_has_its_title_above_the_box():
    lead = "The raid on Ash was an attack by fighters of the Some Front on a post of the army of Aland in May 2020."
    article = read_saved_text(f"{lead}\nRaid on Ash\nPart of Some War\nDate5 May 2020\nCasualties and losses\n3 killed\n")
    assert (article.title, [p.text for p in article.paragraphs]) == ("Raid on Ash", [lead])
    assert read_saved_text(f"{lead}\nDate5 May 2020\nCasualties and losses\n3 killed\n").title == "Untitled article"


def test_rows_whose_first_pipe_stands_before_their_first_cell():
    rows = "| Battle of Orsk | |||\n|---|---|\n| Belligerents | |||\n| Tarvania | Red Dawn Front | ||\n| Casualties and losses | |||\n| 12 killed |\n~60 killed 38 captured | ||\nThe Battle of Orsk was fought in May 1901."
    article = read_article(rows, title="Battle of Orsk")
    assert article.sides == (("Tarvania",), ("Red Dawn Front",))
    assert [(box.column, [line.text.strip() for line in box.lines]) for box in article.fields("casualties")] == [(0, ["12 killed"]), (1, ["~60 killed", "38 captured"])]


def test_headings_of_simple_wikipedia():
    article = read_saved_text("Raid on Ash\n\nThe raid on Ash was an attack by fighters of the Some Front.\n\nReferences[change | change source]\n\n  1. \"Raid kills 100\". Orsk News.\n")
    assert [p.section for p in article.paragraphs if "Raid kills" in p.text] in ([], ["References"])
    assert not [p for p in article.paragraphs if "Raid kills" in p.text and not p.section]


def test_belligerents_whose_label_is_lost_stand_above_the_commanders():
    article = read_saved_text("Raid on Ash\nDate5 May 2020\n(1 day)\n\nMali\nNiger\n\nRed Front\n\nCommanders and leaders\nJo Doe\nCasualties and losses\n\n3 killed\n\n5 killed\n")
    assert article.sides == (("Mali", "Niger"), ("Red Front",)) and article.infobox.first("date") == "5 May 2020\n(1 day)"


def test_notices_of_old_revisions_and_mirrors_are_no_lead():
    notice = "This is an old revision of this page, as edited by Doe (talk | contribs) at 00:53, 13 January 2013 (a reason). The present address (URL) is a permanent link to this revision, which may differ."
    lead = "The raid on Ash was an attack by fighters of the Red Front on soldiers of Aland in May 2020."
    article = read_saved_text(f"Raid on Ash\n\n{notice}\n\nLua error in package.lua at line 80: module 'strict' not found.\n\nDate5 May 2020\nDeaths5\n\n{lead}\n")
    assert [p.text for p in article.paragraphs] == [lead]


def test_a_sentence_under_the_result_is_of_the_box_and_so_are_the_rows_below_it():
    article = read_saved_text("Battle of Ash\nDate5 May 2020\nResult Mali wins\nThe Malian army takes the north of Ash and leaves the south.\nBelligerents\n\nMali\n\nRed Front\nCasualties and losses\n\n3 killed[1]:34–5\n\n5 killed\n\nThe battle of Ash was fought by the army of Mali and the Red Front in May 2020.\n")
    assert [(f.column, f.lines[0].text) for f in article.fields("casualties")] == [(0, "3 killed[1]:34–5"), (1, "5 killed")]
    assert [p.text[:13] for p in article.paragraphs] == ["The battle of"]


def test_a_flag_whose_file_ends_in_flag_names_a_party():
    text = "Raid on Ash\nDate5 May 2020\nBelligerents\n\nRed State flag.svg\n\nMali\nNumber of participants 9\nCasualties and losses\n3 killed\n"
    article = read_saved_text(text)
    assert article.sides == (("Red State",), ("Mali",)) and article.infobox.first("strength") == "9"
    assert all(article.text[line.start :].startswith(line.text) for f in article.infobox.fields for line in f.lines)
