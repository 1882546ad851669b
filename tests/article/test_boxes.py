"""Boxes as pages write them: lists that end their line, asides under names, notes in groups, names that a copy runs together, lists of YAML."""

import pytest

from claimgraph.article.draft import draft
from claimgraph.article.page import read_article
from claimgraph.article.reading.run_names import run_apart_names
from claimgraph.article.text import Line
from claimgraph.model.records import ResponsibilityClaim
from tests.growth import assert_linear


def box(**parameters):
    return "{{Infobox military conflict|conflict=Raid\n" + "".join(f"|{name}={value}\n" for name, value in parameters.items()) + "}}\n'''Raid''' was an attack on 5 May 2020."


def lines(article, name, column=0):
    return [line.text for f in article.fields(name) if f.column == column for line in f.lines]


@pytest.mark.parametrize(
    "cell",
    [
        "{{ubl|9 killed|7 wounded}}'''Aland:'''<br>3 killed", "{{plainlist|\n* 9 killed\n* 7 wounded\n}}'''Aland:'''<br>3 killed", "{{Collapsible list|9 killed|7 wounded}}'''Aland:'''{{ubl|3 killed}}",
        "{{unbulleted list|9 killed|7 wounded}} '''Aland:''' {{plainlist|* 3 killed}}",
    ],
)  # fmt: skip
def test_a_list_ends_the_line_that_it_is_on(cell):
    assert lines(read_article(box(combatant1="Aland", casualties1=cell)), "casualties") == ["9 killed", "7 wounded", "Aland:", "3 killed"]


def test_a_reference_behind_a_list_is_of_its_last_line():
    assert lines(read_article(box(combatant1="Aland", casualties1="{{ubl|9 killed|7 wounded}}<ref>A note.</ref>")), "casualties") == ["9 killed", "7 wounded[1]"]


def test_an_aside_under_a_name_is_no_belligerent():
    article = read_article(box(combatant1="Aland<br>(from 20 August)", combatant2="Red Front<br />(denied)<ref>Who says so.</ref>"))
    assert article.sides == (("Aland",), ("Red Front",))


@pytest.mark.parametrize("note", ['{{refn|group="nb"|Some.}}', "{{refn|group=nb|Some.}}", "<ref group='nb'>Some.</ref>", '{{#tag:ref|Some.|group="nb"}}'])
def test_the_group_of_a_note_without_its_quotation_marks(note):
    article = read_article(box(combatant1="Aland", casualties1=f"18 missing{note}"))
    assert lines(article, "casualties") == ["18 missing[nb 1]"] and [n.mark for n in article.footnotes] == ["nb 1"]
    assert len(draft(article).claims) == 1


def test_a_page_number_is_no_part_of_a_date():
    article = read_article(box(combatant1="Aland", casualties1="3 killed<ref>[https://example.org/r.pdf Report of the mission], 12 March 2015, p. 8</ref>"))
    assert article.footnotes[0].published == "12 March 2015"


def test_a_short_note_names_the_work_of_just_these_authors():
    text = box(combatant1="Aland", casualties1="3 killed{{sfn|Mor|2015|p=3}}<br>2 captured{{sfn|Mor|Lee|2015}}")
    text += "\n== Sources ==\n* {{cite news|last1=Mor|first1=Ana|last2=Lee|first2=Bo|title=Counting|work=Post|date=2015-08-29}}\n* {{cite book|last=Mor|first=Ana|year=2015|title=The Ford|publisher=Press}}"
    assert [note.title for note in read_article(text).footnotes] == ["The Ford", "Counting"]


def test_a_perpetrator_that_the_box_has_twice_is_told_once():
    made = draft(read_article("{{Infobox civilian attack|title=Raid|date=5 May 2020|fatalities=9|perps=Dawn Brigade (suspected)|perpetrators=Dawn Brigade}}\n'''Raid''' was an attack."))
    assert sum(isinstance(claim, ResponsibilityClaim) for claim in made.claims) == 1


def test_a_number_of_victims_is_reported():
    made = draft(read_article("{{Infobox civilian attack|title=Raid|date=5 May 2020|fatalities=9|victims=14 pupils, 3 teachers[1]}}\n'''Raid''' was an attack."))
    assert [(one.text, one.reason) for one in made.left_out] == [(n, "tells who they were, not what happened to them") for n in ("14", "3")]


@pytest.mark.parametrize(
    ("told", "prose", "names"),
    [
        ("JNIM ISGS", "", ["JNIM", "ISGS"]), ("Ukraine Azov Battalion", "", ["Ukraine", "Azov Battalion"]), ("Syria Hezbollah Russia Iran", "", ["Syria", "Hezbollah", "Russia", "Iran"]),
        ("Free Syrian Army Al-Nusra Front", "", ["Free Syrian Army", "Al-Nusra Front"]), ("Russia Donetsk People's Republic", "", ["Russia", "Donetsk People's Republic"]),
        ("Aland Sand Riders", "Aland and the Sand Riders", ["Aland", "Sand Riders"]), ("Mali Armed Forces", "", ["Mali Armed Forces"]), ("Army Group Centre", "", ["Army Group Centre"]),
        ("Lord's Resistance Army", "", ["Lord's Resistance Army"]), ("United States Marine Corps", "", ["United States Marine Corps"]), ("Sand Riders", "the Sand army and many Riders", ["Sand Riders"]),
        ("People's Liberation Army Navy", "", ["People's Liberation Army Navy"]), ("Empire of Japan", "", ["Empire of Japan"]),
    ],
)  # fmt: skip
def test_belligerents_run_together(told, prose, names):
    assert [line.text for line in run_apart_names(Line(told, 0), prose)] == names


def test_what_may_be_several_is_asked():
    pipes = "Raid | |||\n---|---|---\nDate | 5 May 2020\nBelligerents | |||\nMali Red Hand | Sand Front |||\nCasualties and losses | |||\n9 killed | 3 killed |||\n\nThe raid was an attack on 5 May 2020.\n"
    assert [q.text for q in draft(read_article(pipes)).questions if "one belligerent" in q.text] == ["Is “Mali Red Hand” one belligerent? The copy has the names of a side on one line."]


HEAD = """---
title: Raid on Ash
infobox:
  partof: [Border War, "Second War"]
  date: 5 May 2020
  combatant1:
  - "Aland"
  - Levies of Ash
  combatant2:
    - text: Red Front
      links:
        - page: Red Front
  casualties1:
    - "3 killed"
    - Levies: 11 killed,
      2 wounded
  casualties2: ["40+ killed, 3 captured", many wounded]
---
The raid on Ash was an attack on 5 May 2020.
"""


def test_lists_of_yaml_are_lines():
    article = read_article(HEAD)
    assert article.sides == (("Aland", "Levies of Ash"), ("Red Front",)) and [line.text for f in article.fields("partof") for line in f.lines] == ["Border War", "Second War"]
    assert lines(article, "casualties") == ["3 killed", "Levies: 11 killed,", "2 wounded"] and lines(article, "casualties", 1) == ["40+ killed, 3 captured", "many wounded"]
    assert all(article.text[line.start : line.end] == line.text for f in article.infobox.fields for line in f.lines)


@pytest.mark.parametrize("fault", ["[[Aland]", "Aland {{flagicon", "Aland<ref>{{cite web|title=T</ref>", "{{flag|Aland}", "Aland {{plainlist|\n* one\n* two\n"])
def test_a_brace_that_is_missing_inside_costs_a_word_and_not_the_box(fault):
    article = read_article(box(combatant1=fault, combatant2="Red Front", casualties1="{{plainlist|\n* 3 killed\n* 7 wounded\n}}", casualties2="5 killed"))
    assert article.infobox.kind == "military" and article.sides[0] and article.sides[1] == ("Red Front",)
    assert lines(article, "casualties") == ["3 killed", "7 wounded"] and lines(article, "casualties", 1) == ["5 killed"]
    assert article.paragraphs[0].text == "Raid was an attack on 5 May 2020."


def test_a_rule_between_belligerents_ends_a_line():
    page = '<html lang="en"><body><h1>Raid</h1><div class="mw-parser-output"><table class="infobox"><tr><th colspan="2">Belligerents</th></tr><tr><td>Aland<hr/><b>Support:</b><br/>Bland</td><td>Red Front</td></tr></table></div></body></html>'
    assert read_article(page).sides == (("Aland", "Bland"), ("Red Front",))


def test_what_the_graph_cannot_tell_apart_is_one_claim_and_a_question():
    text = "{{Infobox civilian attack|title=Clinic attack|date=5 May 2020|fatalities=9 doctors, 9 nurses}}\nThe '''clinic attack''' was a raid on 5 May 2020."
    made = draft(read_article(text))
    figures = [claim for claim in made.claims if getattr(claim, "figure", None) and claim.figure.value == 9]
    assert len(figures) == 1 and len(figures[0].appearances) == 2
    assert [q.text for q in made.questions if q.about == figures[0].iri] == ["“9 doctors” and “9 nurses” are drafted as one claim. Are they two figures, to be added up?"]


MARKDOWN = """**Raid on Kell**

| | |
|:-:|:-:|
| **Date** | 7 January 2015 |
| **Location** | [Kell](https://en.wikipedia.org/wiki/Kell_(Marr) "Kell (Marr)"), Marr |

| **Belligerents** | |
| --- | --- |
| ![Flag](//upload/Flag_of_Marr.svg.png) [Marr](/wiki/Marr)<br>Marr Police | [Kell Militia](https://en.wikipedia.org/wiki/Kell_Militia "Kell Militia") |
| **Casualties and losses** | |
| 44 killed[\\[2\\]](#cite_note-2)<br>3 missing | 18 killed (per [Marr](/wiki/Marr)) |
| 5 civilians killed | |

The **Raid on Kell** took place on 7 January 2015 and left 14 dead.[\\[1\\]](#cite_note-1)
"""


def test_the_markup_of_a_page_kept_as_markdown_is_taken_away():
    article = read_article(MARKDOWN)
    assert article.title == "Raid on Kell" and article.infobox.first("place") == "Kell, Marr"
    assert article.sides == (("Marr", "Marr Police"), ("Kell Militia",))
    assert (lines(article, "casualties"), lines(article, "casualties", 1), lines(article, "casualties", None)) == (["44 killed[2]", "3 missing"], ["18 killed (per Marr)"], ["5 civilians killed"])
    assert [p.text for p in article.paragraphs] == ["The Raid on Kell took place on 7 January 2015 and left 14 dead.[1]"]


@pytest.mark.parametrize("unit", ["|a={{x\n", "{{x\n}}\n|", "}}\n|", "{{x\n}}"])
def test_looking_for_the_end_of_a_box_costs_its_length(unit):
    assert_linear(lambda size: read_article("{{Infobox military conflict|conflict=X\n|combatant1={{A\n" + unit * (size // len(unit))), 10_000)


@pytest.mark.parametrize("unit", ["- a\n", "a:\n- b\n", "  y\n", '- "\n', "casualties1: [a, b]\n"])
def test_lists_of_yaml_cost_their_length(unit):
    assert_linear(lambda size: read_article("---\ntitle: x\ncasualties1:\n- a\n" + unit * (size // len(unit)) + "---\nText.\n"), 10_000)


def test_the_footnote_of_a_perpetrator_and_of_a_result_is_kept():
    text = "{{Infobox civilian attack|title=Raid|date=5 May 2020|fatalities=9|perps=[[Red Front]]<ref name=a>{{cite news|title=Who did it|work=Post|date=6 May 2020}}</ref>|outcome=Attack repelled<ref name=a/>}}\n'''Raid''' was an attack."
    told = {claim.claim_type or type(claim).__name__: claim for claim in draft(read_article(text)).claims}
    assert all((claim.references[0].rsplit("-", 1)[-1], claim.reference_scope) == ("1", "sentence") for claim in (told["ResponsibilityClaim"], told["result"]))
