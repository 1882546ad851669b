"""One row an event: whose dead, where, how precisely, and nothing a spreadsheet would run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.views.exports.ucdp import COLUMNS, FORMULA, harmless, is_number, ucdp_csv
from tests.copies import copy_graph


@pytest.fixture
def copied(repository, tmp_path):
    return copy_graph(repository, tmp_path)


def rows(root):
    found = list(csv.DictReader(io.StringIO(ucdp_csv(root).decode(), newline="")))
    return {row["id"].rpartition("/")[2]: row for row in found}


def test_sites_wars_and_campaigns_have_no_row(repository):
    assert list(rows(repository)) == ["kassela-attack", "markacoungo-attack", "diafarabe-and-koumara-attacks"]


def test_the_columns_are_those_that_are_documented(repository):
    assert ucdp_csv(repository).decode().splitlines()[0].split(",") == list(COLUMNS)


def test_the_dead_are_the_lowest_and_highest_sum_of_a_speaker_by_side(repository):
    row = rows(repository)["diafarabe-and-koumara-attacks"]
    assert (row["side_a"], row["side_b"]) == ("Mali (state); Wagner Group", "Jama'at Nasr al-Islam wal Muslimin")
    assert (row["deaths_a_low"], row["deaths_a_high"]) == ("12", "14")
    assert (row["deaths_b_low"], row["deaths_b_high"]) == ("5", "31")
    assert (row["low"], row["high"], row["best"], row["parties"], row["vague_claims"]) == ("17", "45", "", "2", "0")
    assert (row["country"], row["adm_1"], row["where_prec"], row["date_prec"]) == ("Mali", "Ségou Region; Mopti Region", "3", "1")


def test_victims_who_are_not_identified_are_nobodys_dead(repository):
    row = rows(repository)["kassela-attack"]
    assert (row["deaths_unknown_low"], row["deaths_civilians_low"], row["deaths_a_low"], row["where_prec"]) == ("2", "0", "0", "1")
    assert (row["latitude"], row["longitude"]) == ("12.5905", "-7.6712")


def test_a_name_that_is_a_formula_is_defused(copied):
    conflicts = next((copied / "graph" / "articles").glob("*.ttl"))
    text = conflicts.read_text()
    assert '"Attack in Kassela, 2 January 2023"@en' in text
    conflicts.write_text(text.replace('"Attack in Kassela, 2 January 2023"@en', '"=HYPERLINK(1)"@en'))
    assert rows(copied)["kassela-attack"]["name"] == "'=HYPERLINK(1)"


@given(st.text())
def test_no_text_begins_as_a_formula(text):
    assert is_number(harmless(text)) or not harmless(text).startswith(FORMULA)


def test_a_stretch_of_road_is_placed_in_its_middle(copied):
    article = next((copied / "graph" / "articles").glob("*.ttl"))
    text = article.read_text()
    begin = text.index("event:diafarabe-and-koumara-attacks a ")
    block = text[begin : text.index(" .\n", begin)]
    changed = block.replace("place:macina-cercle ,\n        place:tenenkou-cercle", "place:dia-diafarabe")
    assert changed != block
    article.write_text(text.replace(block, changed))
    row = rows(copied)["diafarabe-and-koumara-attacks"]
    assert row["where_prec"] == "5"
    assert abs(float(row["latitude"]) - 14.2434) < 0.001 and abs(float(row["longitude"]) + 4.98987) < 0.001


def test_the_precision_is_that_of_the_place_whose_point_is_given(copied):
    places = copied / "graph" / "places.ttl"
    text = places.read_text()
    kassela = text[text.index("place:kassela a") : text.index("place:kassela-geometry a")]
    places.write_text(text.replace(kassela, kassela.replace("    geo:hasGeometry place:kassela-geometry ;\n", "")))
    article = next((copied / "graph" / "articles").glob("*.ttl"))
    article.write_text(article.read_text().replace("sem:hasPlace place:kassela ;", "sem:hasPlace place:kassela , place:koulikoro-region ;"))
    row = rows(copied)["kassela-attack"]
    assert (row["where_prec"], row["latitude"]) == ("4", "13.623468")


def test_a_place_of_no_kind_has_no_precision(copied):
    places = copied / "graph" / "places.ttl"
    places.write_text(places.read_text().replace("sem:placeType place-type:village", "sem:placeType place-type:unheard-of"))
    assert rows(copied)["kassela-attack"]["where_prec"] == ""
