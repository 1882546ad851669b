"""How casualty cells are told: the forms of infoboxes, in figures of our own.

A row is the lines of a cell, and what they say: "14 killed @Army" is fourteen killed, says the army. Every number of a cell is a claim
or left out with a reason.
"""

import re

import pytest

from claimgraph.article.grammar.cells import read_field
from claimgraph.article.grammar.sides import Sides, sides_of
from claimgraph.article.grammar.told import LeftOut, ToldClaim
from claimgraph.article.text import Article, Infobox, InfoboxField, Line
from tests.article.notation import told


def _lines(text: str) -> tuple[Line, ...]:
    """Lines of a cell: ``*`` is a bullet, ``'''…'''`` bold, ``{X}`` a flag."""
    found, start = [], 0
    for raw in text.split("\n"):
        level = len(raw) - len(raw.lstrip("*"))
        flags = tuple(re.findall(r"\{([^}]*)\}", raw))
        bare = re.sub(r"\{[^}]*\}\s*", "", raw.lstrip("* ").replace("'''", ""))
        found.append(Line(bare, start, "'''" in raw, level, flags))
        start += len(bare) + 1
    return tuple(found)


def _sides() -> Sides:
    def row(column: int, *names: str) -> InfoboxField:
        return InfoboxField("belligerents", column, tuple(Line(n, 0) for n in names))

    return sides_of(Article("A", "", "plain", infobox=Infobox("military", (row(0, "Tarvania", "Kestrel Group"), row(1, "Red Dawn Front (RDF)")))))


SIDES = _sides()


def read(text: str, name: str = "casualties", column: int | None = 0) -> tuple[list[ToldClaim], list[LeftOut]]:
    return read_field(InfoboxField(name, column, _lines(text)), SIDES)


ROWS = [
    ("14 killed", "14 killed"),
    ("14 killed (per Tarvania)", "14 killed @Tarvania"),
    ("14 killed (per Some Front)", "14 killed @Some Front"),
    ("7,338 non-battle casualties[1]\n29,800 battle casualties", "7338 casualties; 29800 casualties"),
    ("14 killed, 11 wounded (per Tarvania)", "14 killed @Tarvania; 11 wounded @Tarvania"),
    ("5 Kestrel mercenaries killed, 7 Tarvanian soldiers killed, dozens wounded (per RDF)", "5 killed Kestrel mercenaries @RDF; 7 killed Tarvanian soldiers @RDF; dozens wounded @RDF"),
    ("31+ killed (per Tarvania)", ">=31 killed @Tarvania"),
    ("5 killed (per Tarvania)\n9 injured", "5 killed @Tarvania; 9 wounded"),
    ("Several dozen wounded", "several_dozen wounded"),
    ("Dozens killed and injured, 1 prisoner (per RDF)", "dozens killed-or-wounded @RDF; 1 captured @RDF"),
    ("300 civilians killed (per Border Observatory)\n500 (UN)[1]", "300 killed civilians @Border Observatory; 500 killed civilians @UN"),
    ("Per Tarvania:\n203 killed\n51 captured", "203 killed @Tarvania; 51 captured @Tarvania"),
    ("Per Tarvania: 61 killed, 160 wounded Per RDF: up to 180 mercenaries killed", "61 killed @Tarvania; 160 wounded @Tarvania; <=180 killed mercenaries @RDF"),
    ("Kestrel Group:\n150-400 killed[*]\n11 captured[5]", "150-400 killed Kestrel Group; 11 captured Kestrel Group"),
    ("Kestrel Group: 2+", ">=2 casualties Kestrel Group"),
    ("Tarvanian claim: 25 killed, 6 wounded", "25 killed @Tarvanian; 6 wounded @Tarvanian"),
    ("RDF claim: 30 killed or wounded", "30 killed-or-wounded @RDF"),
    ("Tarvanian claim: ~12[1]", "~12 casualties @Tarvanian"),
    ("10-12 killed", "10-12 killed"),
    ("140–256 Tarvanian soldiers killed, 160+ injured", "140-256 killed Tarvanian soldiers; >=160 wounded"),
    ("1 POW", "1 captured"),
    ("None", "0 casualties"),
    ("None (per RDF)", "0 casualties @RDF"),
    ("Unknown [**]", "unknown casualties"),
    ("Heavy", "heavy casualties"),
    ("heavy casualties", "heavy casualties"),
    ("All killed", "all killed"),
    ("More than 70 killed", ">=70 killed"),
    ("58 soldiers killed, 60 + injured (civilian/military estimate) [7] [8]", "58 killed soldiers @civilian/military; >=60 wounded @civilian/military"),
    ("1 pilot killed, 1 helicopter lost [8]", "1 killed pilot"),
    ("15 [8] [7] civilians dead", "15 killed civilians"),
    ("Total: 149 killed overall [8]", "149 killed"),
    ("<40", "<=40 casualties"),
    ("{Tarvania} 7 killed, 8 injured (per Tarvania)", "7 killed Tarvania @Tarvania; 8 wounded Tarvania @Tarvania"),
    ("None 10-12 killed[1]", "0 casualties; 10-12 killed"),
    ("15+ killed (per Tarvania) 50 killed (per RDF)", ">=15 killed @Tarvania; 50 killed @RDF"),
    ("500 killed\n3,200 captured[1]\n(Kestrel estimate)", "500 killed @Kestrel; 3200 captured @Kestrel"),
    ("1,500 dead or wounded (estimate)", "~1500 killed-or-wounded"),
    ("200 dead (Kestrel claim).[1]", "200 killed @Kestrel"),
    ("36 killed (Tarvanian figures)[3]\n~300 killed (French estimates)", "36 killed @Tarvanian; ~300 killed @French"),
    ("'''Navy''': 46–53 aircraft\n'''Army''': several dozen killed and wounded\n1 destroyer damaged", "several_dozen killed-or-wounded Army"),
    ("50 killed, 150 wounded, rest taken prisoner\nAll light craft sunk, damaged, and / or captured.", "50 killed; 150 wounded; rest captured"),
    ("50 killed 4 captured", "50 killed; 4 captured"),
    ("2 soldiers, 3 policemen killed", "2 killed soldiers; 3 killed policemen"),
    ("Killed: 5\nWounded: 10", "5 killed; 10 wounded"),
    ("Killed:\n5 soldiers\n3 guards", "5 killed soldiers; 3 killed guards"),
    ("20 killed, including 3 officers", "20 killed; ?3 killed officers"),
    ("12 killed (2 officers and 10 guards)", "12 killed; ?2 killed officers; ?10 killed guards"),
    ("4 KIA, 7 WIA", "4 killed; 7 wounded"),
    ("~50 vehicles destroyed", ""),
    ("12 killed according to Reuters", "12 killed @Reuters"),
    ("RDF: 40 killed", "40 killed @RDF"),
    ("40 killed (RDF)", "40 killed @RDF"),
    ("3 killed (Kestrel Group)", "3 killed Kestrel Group"),
    ("25 killed (as of 5 May)", "25 killed"),
    ("5 of 20 killed", "5 killed"),
    ("1,000 surrendered", "1000 captured"),
    ("No casualties", "0 casualties"),
    ("20–30 casualties", "20-30 casualties"),
    ("Estimates: 100–200 killed", "~100-200 killed"),
    ("3 T-72 tanks lost\n2 Mi-24 shot down", ""),
    ("See below", ""),
    ("366 killed, 40 missing (acc. Tarvanian staff), 420 killed (acc. Border News)", "366 killed @Tarvanian staff; 40 missing @Tarvanian staff; 420 killed @Border News"),
    ("160 killed (regular forces; acc. Border News)", "160 killed regular forces @Border News"),
    ("20–25 killed, 40+ wounded (Tarvanian Ministry of Defence)", "20-25 killed @Tarvanian Ministry of Defence; >=40 wounded @Tarvanian Ministry of Defence"),
    ("Unknown (Kestrel claims 70)", "unknown casualties; 70 casualties @Kestrel"),
    ("1st Brigade: 14 killed, 45 wounded", "14 killed 1st Brigade; 45 wounded 1st Brigade"),
    ("Entire garrison killed", "all killed garrison"),
    ("45[11][12]-55 killed[14]", "45-55 killed"),
    ("2 35mm AA guns captured", ""),
    ("17 killed (incl. 2 guards)", "17 killed; ?2 killed guards"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0][:60] for row in ROWS])
def test_a_cell_tells(text: str, expected: str) -> None:
    claims, _ = read(text)
    assert [told(c) for c in claims] == [" ".join(e.split()) for e in expected.split(";") if e.strip()]


@pytest.mark.parametrize("text", [row[0] for row in ROWS], ids=[row[0][:60] for row in ROWS])
def test_every_number_is_a_claim_or_left_out_with_a_reason(text: str) -> None:
    claims, left_out = read(text)
    plain = "\n".join(line.text for line in _lines(text))
    covered = [(c.start, c.end) for c in claims] + [(item.start, item.end) for item in left_out]
    bare = re.sub(r"\[[^\]]*\]", lambda m: " " * len(m.group()), plain)
    for match in re.finditer(r"\d+", bare):
        assert any(start <= match.start() < end for start, end in covered), match.group()
    for item in left_out:
        assert plain[item.start : item.end] == item.text
        assert item.reason


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("deaths", "14[1]", "14 killed"),
        ("deaths", "20 (14 civilians, 5 soldiers and 1 coast-guardsman)[3]", "20 killed; ?14 killed civilians; ?5 killed soldiers; ?1 killed coast-guardsman"),
        ("deaths", "22 total\n* 20 hostages\n* 2 gunmen[1]", "22 killed; ?20 killed hostages; ?2 killed gunmen"),
        ("deaths", "150-200+", ">=150 killed"),
        ("injuries", "200+", ">=200 wounded"),
        ("injuries", "7 and at least two Tarvanian Special Forces[2]", "7 wounded; >=2 wounded Tarvanian Special Forces"),
        ("casualties", "63 (including 9 children)[1] killed\n150+[1] injured", "63 killed; ?9 killed children; >=150 wounded"),
        ("deaths", "9 (+1 attacker)", "9 killed; 1 killed attacker"),
        ("deaths", "9 (including the perpetrator)", "9 killed"),
        ("missing", "3", "3 missing"),
    ],
)
def test_the_row_says_what_a_bare_number_means(name: str, text: str, expected: str) -> None:
    claims, _ = read(text, name, None)
    assert [told(c) for c in claims] == expected.split("; ")


def test_the_column_is_the_side_but_not_of_civilians() -> None:
    claims, _ = read("5 killed\n3 civilians killed", column=1)
    assert [c.side for c in claims] == [1, None]


def test_a_party_named_where_columns_ran_together_gives_the_side() -> None:
    claims, _ = read("Tarvania 9 killed, 6 injured Red Dawn Front 7 killed", column=None)
    assert [c.side for c in claims] == [0, 0, 1]


@pytest.mark.parametrize(("text", "flag"), [("Total: 9 killed", "total"), ("9 (including the perpetrator)", "includes-perpetrator"), ("9 killed (unconfirmed)", "unconfirmed")])
def test_what_kind_of_figure_it_is(text: str, flag: str) -> None:
    claims, _ = read(text)
    assert flag in claims[0].flags


@pytest.mark.parametrize(("text", "reason"), [("46 aircraft", "materiel"), ("3 March 2020", "date"), ("2nd Battalion", "rank")])
def test_why_a_number_is_no_claim(text: str, reason: str) -> None:
    claims, left_out = read(text)
    assert not claims
    assert reason in left_out[0].reason


def test_the_page_behind_a_reference_is_no_figure():
    claims, left = read("102 killed[1]:345–7[a]\n98 missing[1]:348")
    assert [told(c) for c in claims] == ["102 killed", "98 missing"] and not left
