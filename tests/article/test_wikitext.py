"""Wikitext and MediaWiki exports: what a reader of the page sees, with the box's fields, links and footnotes."""

import gc
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.article.dates_told import read_span
from claimgraph.article.drafting.happenings import Happenings
from claimgraph.article.drafting.matching import Authority, Names
from claimgraph.article.drafting.parties import Parties
from claimgraph.article.drafting.sites import told_places
from claimgraph.article.page import read_article, read_file
from claimgraph.article.reading.balance import balanced
from claimgraph.article.reading.export import pages
from claimgraph.article.reading.wikitext import kind_of, read_wikitext
from claimgraph.errors import UnreadableFile
from tests.growth import assert_linear

BOX = """{{Infobox military conflict
| conflict = Raid on Ash
| partof = the [[Some War (2020–21)|Some War]]
| date = {{start and end dates|2020|5|5|2020|5|6|df=y}}
| combatant1 = {{flag|Aland}}
* {{flagdeco|Bland}} [[Bland Guard]]
| combatant2 = [[Some Front]]
| casualties1 = '''Guard''': 3 killed<ref name=a/><br>{{flagicon|Bland}} 4&nbsp;wounded<!-- 99 -->
| casualties2 = 5 killed (per Aland){{efn|An estimate.}}
| casualties3 = 2 civilians killed
}}
The '''Raid on Ash''' was fought in [[Ash, Aland|Ash]].<ref name=a>{{cite news |title=The raid |work=Norland Times |date=6 May 2020 |access-date=1 June 2021 |language=fr |url=https://example.org/r}}</ref>
[[File:x.jpg|thumb|5 killed in the picture]]
{| class=wikitable
| 77 killed
|}
== Battle ==
Text.<ref>[https://example.org/s A title] Some Paper</ref>
"""


@pytest.fixture(scope="module")
def raid():
    return read_wikitext(BOX)


def test_the_box_by_sides(raid):
    told = [(f.name, f.column, [(line.text, line.bold, line.flags) for line in f.lines]) for f in raid.infobox.fields]
    assert told == [
        ("partof", None, [("the Some War", False, ())]),
        ("date", None, [("5 May 2020 – 6 May 2020", False, ())]),
        ("belligerents", 0, [("Aland", False, ("Aland",)), ("Bland Guard", False, ("Bland",))]),
        ("belligerents", 1, [("Some Front", False, ())]),
        ("casualties", 0, [("Guard: 3 killed[1]", True, ()), ("4 wounded", False, ("Bland",))]),
        ("casualties", 1, [("5 killed (per Aland)[a]", False, ())]),
        ("casualties", None, [("2 civilians killed", False, ())]),
    ]


def test_text_links_and_footnotes(raid):
    assert [p.text for p in raid.paragraphs] == ["The Raid on Ash was fought in Ash.[1]", "Text.[2]"]
    assert raid.linked("Ash") == "Ash, Aland" and raid.linked("Some War") == "Some War (2020–21)"
    cited = raid.footnote("1")
    assert (cited.title, cited.publisher, cited.published, cited.accessed, cited.language, cited.url, cited.kind) == (
        "The raid", "Norland Times", "6 May 2020", "1 June 2021", "fr", "https://example.org/r", "news",
    )  # fmt: skip
    assert (raid.footnote("2").title, raid.footnote("a").kind) == ("A title", "note")
    assert "77" not in raid.text and "99" not in raid.text and "picture" not in raid.text


def test_links_to_other_wikipedias_are_names_and_no_words():
    article = read_wikitext("The '''raid''' was one.\n\n[[fr:Combat de Ash]]\n[[en:Itself]]\n[[Category:Raids]]\n[[xx:No language]]\n")
    assert article.names == (("fr", "Combat de Ash"),)
    assert "Combat" not in article.text and "Raids" not in article.text


def test_the_gold_fields_of_the_stored_wikitext(shared_data):
    gold = json.loads((shared_data / "articles" / "gold-wikitext.json").read_text())
    for name, told in gold.items():
        article = read_file(shared_data / "articles" / "wikitext" / f"{name}.wikitext")
        names = Names(Authority())
        happenings = Happenings(article, names, Parties(article, names, "urn:x"), "urn:x")
        span = read_span(article.infobox.first("date"))
        result = article.infobox.first("result").splitlines()[0]
        assert (span.begin.text, span.end.text) == (told["date"]["start"], told["date"]["end"]), name
        assert [list(side) for side in article.sides] == told["sides"], name
        assert happenings.wars() == told["part_of"], name
        assert [site.names[0] for site in told_places(article)] == told["locations"], name
        assert result == told["result"], name


def test_an_export_gives_title_revision_and_address():
    xml = (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo><base>https://fr.wikipedia.org/wiki/Accueil</base></siteinfo>'
        "<page><title>Talk:A</title><ns>1</ns><revision><id>1</id><text>x</text></revision></page>"
        "<page><title>Raid on Ash</title><ns>0</ns><id>7</id><revision><id>42</id><text>'''x''' &amp; [[y]]</text></revision></page></mediawiki>"
    )
    article = read_article(xml)
    assert (article.title, article.revision, article.language, article.form) == ("Raid on Ash", "42", "fr", "wikitext")
    assert article.url == "https://fr.wikipedia.org/w/index.php?title=Raid_on_Ash&oldid=42"
    assert article.paragraphs[0].text == "x & y"


def test_a_document_type_in_an_export_is_refused():
    with pytest.raises(UnreadableFile, match="document type"):
        list(pages([b'<!DOCTYPE x [<!ENTITY a "aaaa">]><mediawiki>&a;</mediawiki>']))


def test_the_box_is_told_without_parsing():
    assert (kind_of(BOX), kind_of("{{Infobox civilian attack\n|x=1}}"), kind_of("{{Infobox person}}")) == ("military", "civilian", None)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["{{", "}}", "[[", "]]", "<ref>", "</ref>", "<ref name=a/>", "|", "=", "''", "'''", "\n", "==", "{|", "|}", "<!--", "-->", "<nowiki>", "</nowiki>", "*", "&lt;", "&#0;", "[http://a b]", "Infobox military conflict", "casualties1", "flag", "cite web|title=x", "5 killed ", "\u0301"]), max_size=70).map("".join))
def test_no_wikitext_breaks_the_reader_and_offsets_hold(text):
    article = read_wikitext(text)
    lines = [line for field in (article.infobox.fields if article.infobox else ()) for line in field.lines]
    assert all(article.text[p.start : p.end] == p.text for p in (*lines, *article.paragraphs))
    assert all(article.text[n.start : n.start + len(n.text)] == n.text for n in article.footnotes)


@given(st.lists(st.sampled_from(["{{", "}}", "[[", "]]", "<ref>", "</ref>", "a", "{", "}", "<b>", "</b>", "\n"]), max_size=50).map("".join))
def test_balancing_leaves_as_many_openers_as_closers(text):
    after = balanced(text)
    assert len(after) == len(text)
    for opener, closer in (("{{", "}}"), ("[[", "]]"), ("<ref>", "</ref>"), ("<b>", "</b>")):
        if "{{{" not in text and "}}}" not in text:
            assert after.count(opener) == after.count(closer)


@pytest.mark.parametrize("unit", ["{{", "[[", "<ref>", "{{a|", "'''a", "{|\n", "<!--", "[http://a ", "<b>", "{{{a|", "\n***", "|", "{{efn|{{efn|", "<ref>{{harvnb|A|2001}}</ref>", "{{cite book|last=A|title=T|year=2001}}\n", "{{r|a}}", "{|\n|a\n|}\n"])
def test_time_is_linear_in_the_length(unit):
    assert_linear(lambda size: read_wikitext("{{Infobox military conflict|casualties1=1 killed}}" + unit * (size // len(unit))), 10_000)


def test_five_megabytes_take_seconds(shared_data):
    page = (shared_data / "articles" / "wikitext" / "battle-of-ko-chang.wikitext").read_text()
    assert_linear(lambda size: read_wikitext((page * (size // len(page) + 1))[:size]), 5_000_000 // 8)


def test_the_cycle_collector_is_left_as_it_was():
    for switch, running in ((gc.disable, False), (gc.enable, True)):
        switch()
        read_wikitext("'''Raid'''")
        assert gc.isenabled() is running
