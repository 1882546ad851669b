"""Copies as people make them: all of a page marked and copied from a browser, a page saved by a text browser."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.article.draft import draft
from claimgraph.article.page import read_article
from claimgraph.article.reading.wrapped import unwrapped
from claimgraph.model.records import CasualtyClaim
from tests.growth import assert_linear

#: what stands above the words when all of a page in today's skin is marked and copied
MENUS = """Jump to content
Main menu
Search Wikipedia
Search
Donate
Create account
Log in

Personal tools
Contents hide
(Top)
Background
Attack
References
Gorna raid

5 languages
Article
Talk
Read
Edit
View history

Tools
Appearance hide
Text

Small

Standard

Large
Width

Standard

Wide
Color (beta)

Automatic

Light

Dark
From Wikipedia, the free encyclopedia
"""
COPIED = f"""{MENUS}Gorna raid
Part of the Sahel insurgency

Map of the region
Date\t14 September 2021 (4 years ago)
Location\t
Gorna, Liptako
Result\tMilitant victory
Belligerents
Volania

    Volunteers\tSand Front
Commanders and leaders
Cpt. Oua †\tUnknown
Casualties and losses
49 soldiers killed[1]
~20 missing\t14 killed (army claim)[2]
80 civilians killed
900 displaced

The Gorna raid took place on 14 September 2021, when fighters of the Sand Front attacked a base of Volania.

Background
[edit]
The base had been built in June.
Attack
[edit]
The army said 14 attackers were killed.[2]

References
[edit]
 "Raid on a base". Volan24. 14 September 2021. Retrieved 20 September 2021.
 "Toll of the raid". Norland Times. 2021-09-19.
"""
TEXT_BROWSER = """   Jump to content
   From Wikipedia, the free encyclopedia

                     Siege of Halm
   Part of the Island War
   Date         2-9 May 1898
   Result       Royal victory
                           Belligerents
    Kingdom of Anglia            Republic of Halm
                       Casualties and losses
    17 killed                    320 killed
    65 wounded                   151 wounded
                                 1,200 captured
                       60 civilians killed

   The siege of Halm was a military operation of the Island War, from 2 to
   9 May 1898. The republican garrison lost 320 men killed and 1,200 taken
   prisoner.[1]

   Siege [ edit ]
   The marines landed on 3 May and lost eleven men before the outer wall was
   theirs.[2] According to Admiral Rook, the defenders left 200 dead on it.[2]

   References [ edit ]
    1. ^ Smith, J. (1901). The Island War. London: Cole. p. 44.
    2. ^ a b Rook, P. (1899). Despatches. Admiralty. pp. 3-9.
"""


def columns(article, name):
    return {f.column: [line.text for line in f.lines] for f in article.fields(name)}


def said(article):
    return [dict(c.text)["en"] for c in draft(article).claims if isinstance(c, CasualtyClaim)]


def test_the_menus_above_a_copied_page_are_no_part_of_it():
    article = read_article(COPIED)
    assert article.title == "Gorna raid" and [s.title for s in article.sections] == ["Background", "Attack", "References"]
    assert [(n.mark, n.title, n.published) for n in article.footnotes] == [("1", "Raid on a base", "14 September 2021"), ("2", "Toll of the raid", "2021-09-19")]
    assert [p.text[:14] for p in article.paragraphs] == ["The Gorna raid", "The base had b", "The army said "]


@pytest.mark.parametrize("title", ["Battle of Ash", "Ash"])
def test_the_title_is_the_last_line_above_that_is_no_menus(title):
    assert read_article(COPIED.replace("Gorna raid\n", f"{title}\n", 1).replace("Gorna raid\nPart of", "Part of")).title == title


def test_a_tab_keeps_the_cells_of_a_row_apart():
    article = read_article(COPIED)
    assert article.sides == (("Volania", "Volunteers"), ("Sand Front",))
    assert columns(article, "casualties") == {0: ["49 soldiers killed[1]", "~20 missing"], 1: ["14 killed (army claim)[2]"], None: ["80 civilians killed", "900 displaced"]}
    assert not any(f.divided for f in article.fields("casualties"))


def test_three_sides_between_tabs():
    article = read_article(COPIED.replace("Volunteers\tSand Front", "Volunteers\tSand Front\tStone Front").replace("(army claim)[2]\n", "(army claim)[2]\tNone\n"))
    assert article.sides == (("Volania", "Volunteers"), ("Sand Front",), ("Stone Front",))
    assert columns(article, "casualties")[2] == ["None"]


def test_wide_gaps_keep_the_cells_of_a_row_apart():
    article = read_article(TEXT_BROWSER)
    assert article.title == "Siege of Halm" and article.sides == (("Kingdom of Anglia",), ("Republic of Halm",))
    told = columns(article, "casualties")
    assert told[0][:2] == ["17 killed", "65 wounded"] and told[1] == ["320 killed", "151 wounded", "1,200 captured"] and told[None] == ["60 civilians killed"]


def test_sentences_that_run_over_broken_lines_are_whole():
    article = read_article(TEXT_BROWSER)
    assert all(article.text[p.start : p.end] == p.text for p in article.paragraphs)
    assert {"1200 people were captured.", "11 people were killed.", "According to Rook, 200 people were killed."} <= {words.replace("Admiral ", "") for words in said(article)}


@pytest.mark.parametrize("text", [COPIED, "5 killed\n" * 50, "", "\n\n", "A line of words that is long enough to be taken for a broken one\n\n" * 9])
def test_what_was_not_broken_is_left_as_it_is(text):
    assert unwrapped(text) == text


_LINKS = "Raid\n[a](/b) [c](/d) [e](/f)\nDate5 May 2020\nBelligerents\nAland\tRed Front\nCasualties and losses\n"


@pytest.mark.parametrize("unit", ["3 killed\t4 killed\n", "3 killed    4 killed\n", "3 killed\t", "\t", "[x](", "![", "[\\]", "\\[", "*a ", "_a", '[x](a "', "a line that was broken somewhere near its forty-fifth letter\n", "From Wikipedia, the free encyclopedia\n"])
def test_time_is_linear_in_the_length(unit):
    assert_linear(lambda size: read_article(_LINKS + unit * (size // len(unit))), 20_000)


@pytest.mark.parametrize("label", ["Part of ", "Location", "Result ", "Perpetrators", "Deaths3", "Casualties and losses\n3 killed"])
def test_a_run_of_spaces_in_a_row_costs_its_length(label):
    assert_linear(lambda size: draft(read_article(f"Raid\nDate5 May 2020\nDeaths3\n{label}A{' ' * size}b\n")), 5_000)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["Belligerents\n", "Casualties and losses\n", "Date", "3 killed", "\t", "    ", " " * 50, "\n", "Mali", "[a](/b)", "![f](Flag_of_Mali.svg)", "\\[2\\]", "**x**", "_", "(", "]", "|", "words that go on and on until the line is broken off\n", "From Wikipedia, the free encyclopedia\n"]), max_size=60).map("".join))
def test_no_copy_breaks_the_reader_and_offsets_hold(text):
    article = read_article(f"Raid\n{text}")
    lines = [line for f in (article.infobox.fields if article.infobox else ()) for line in f.lines]
    assert all(article.text[p.start : p.end] == p.text for p in (*lines, *article.paragraphs))
    assert draft(article).event


OLDER = COPIED[len(MENUS) :].replace("The Gorna raid took", "Contents\n1\tBackground\n2\tAttack\n2.1\tFirst hours\n3\tReferences\nThe Gorna raid took").replace(' "Toll', '^ Jump up to: a b "Toll') + "vte\nSahel insurgency\n2020\tSolan (30 killed)\n"


def test_a_copy_of_an_older_skin_has_a_list_of_sections_and_boxes_below():
    article = read_article(OLDER)
    assert columns(article, "casualties")[None] == ["80 civilians killed", "900 displaced"] and [p.text[:14] for p in article.paragraphs] == ["The Gorna raid", "The base had b", "The army said "]
    assert [(n.title, n.author) for n in article.footnotes] == [("Raid on a base", None), ("Toll of the raid", None)]


@pytest.mark.parametrize("address", ["URL: ", "URL Source: ", "Source: "])
def test_what_a_program_writes_above_a_page_it_kept(address):
    article = read_article(f"Title: Gorna raid - Wikipedia\n\n{address}https://en.wikipedia.org/wiki/Gorna_raid\n\nMarkdown Content:\n{COPIED[len(MENUS) :].partition(chr(10))[2]}")
    assert (article.title, article.url) == ("Gorna raid", "https://en.wikipedia.org/wiki/Gorna_raid") and article.sides == (("Volania", "Volunteers"), ("Sand Front",))
