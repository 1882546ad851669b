"""Wikipedia HTML: the rendered page and Parsoid's give the same article."""


import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.article.page import read_article
from claimgraph.article.reading.html import read_html
from claimgraph.article.reading.markup import parse_html
from tests.growth import assert_linear

RENDERED = """<!DOCTYPE html><html lang="en"><head><title>Raid on Ash - Wikipedia</title><script>RLCONF={"wgRevisionId":77};if(a<b){}</script>
<link rel="canonical" href="https://en.wikipedia.org/wiki/Raid_on_Ash"></head><body><h1 id="firstHeading">Raid on Ash</h1><div class="mw-parser-output">
<table class="infobox vevent"><tbody><tr><th colspan="2">Raid on Ash</th></tr><tr><td colspan="2">Part of <a href="/wiki/Some_War">Some War</a></td></tr>
<tr><td colspan="2"><table><tr><th>Date</th><td>5 May 2020<span style="display:none">&#160;(<span class="bday">2020-05-05</span>)</span></td></tr><tr><th>Result</th><td>Inconclusive</td></tr></table></td></tr>
<tr><th colspan="2">Belligerents</th></tr><tr><td><span class="flagicon"><img src="//u/Flag_of_Aland.svg.png" alt=""></span> <a href="/wiki/Aland">Aland</a></td><td><a href="/wiki/Some_Front">Some Front</a></td></tr>
<tr><th colspan="2">Casualties and losses</th></tr><tr><td>3 killed<br>4 wounded (per Aland)</td><td>5 killed<sup class="reference"><a href="#cite_note-1"><span>[</span>1<span>]</span></a></sup></td></tr>
<tr><td colspan="2">2 civilians killed</td></tr></tbody></table>
<p>The <b>raid</b> took place in <a href="/wiki/Ash,_Aland" title="Ash, Aland">Ash</a>.<sup class="reference"><a href="#cite_note-1">[1]</a></sup></p>
<div class="mw-heading mw-heading2"><h2 id="Battle">Battle</h2><span class="mw-editsection">[edit]</span></div><p>Text.</p><ul><li>One<li>Two</ul><table class="navbox"><tr><td>77 killed</td></tr></table>
<h2>References</h2><ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink">^</span> <span class="reference-text"><cite><a href="https://example.org/r">"The raid"</a>. <i>Norland Times</i> (in French). 6 May 2020. Retrieved 1 June 2021.</cite></span></li></ol></div></body></html>"""
PARSOID = (
    RENDERED.replace('href="/wiki/', 'href="./').replace("#cite_note", "./Raid_on_Ash#cite_note").replace('<script>RLCONF={"wgRevisionId":77};if(a<b){}</script>', "")
    .replace('<html lang="en">', '<html lang="en" about="https://en.wikipedia.org/wiki/Special:Redirect/revision/77">').replace('class="reference"', 'class="mw-ref reference" data-mw=\'{"a":"<x>"}\'')
)  # fmt: skip


@pytest.mark.parametrize("page", [RENDERED, PARSOID], ids=["rendered", "parsoid"])
def test_both_kinds_of_html_give_the_article(page):
    article = read_article(page)
    assert (article.title, article.revision, article.language, article.url, article.form) == ("Raid on Ash", "77", "en", "https://en.wikipedia.org/wiki/Raid_on_Ash", "html")
    told = [(f.name, f.column, f.text) for f in article.infobox.fields]
    assert told == [
        ("partof", None, "Some War"), ("date", None, "5 May 2020"), ("result", None, "Inconclusive"), ("belligerents", 0, "Aland"), ("belligerents", 1, "Some Front"),
        ("casualties", 0, "3 killed\n4 wounded (per Aland)"), ("casualties", 1, "5 killed[1]"), ("casualties", None, "2 civilians killed"),
    ]  # fmt: skip
    assert [(p.section, p.text) for p in article.paragraphs] == [("", "The raid took place in Ash.[1]"), ("Battle", "Text."), ("Battle", "One"), ("Battle", "Two")]
    note = article.footnote("1")
    assert (note.title, note.publisher, note.language, note.published, note.accessed, note.url) == ("The raid", "Norland Times", "fr", "6 May 2020", "1 June 2021", "https://example.org/r")
    assert article.linked("Ash") == "Ash, Aland" and article.infobox.named("belligerents")[0].lines[0].flags == ("Aland",)


def test_the_hidden_and_the_navigation_are_left_out():
    text = read_html(RENDERED).text
    assert "77" not in text and "2020-05-05" not in text and "[edit]" not in text


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["<", ">", "<p>", "</p>", "<table class=infobox>", "<tr>", "<td>", "<th>Deaths</th>", "<td>5", "<li>", "<ol class=references>", "<a href='#cite_note-1'>", "[1]", '"', "<!--", "<![", "<script>", "&lt;", "&#x110000;", "text ", "<h2>", "\u0301"]), max_size=60).map("".join))
def test_no_html_breaks_the_reader_and_offsets_hold(text):
    article = read_html(text)
    lines = [line for field in (article.infobox.fields if article.infobox else ()) for line in field.lines]
    assert all(article.text[p.start : p.end] == p.text for p in (*lines, *article.paragraphs))


@pytest.mark.parametrize("unit", ["<", "<a ", '<a href="', "<p>", "<div>", "<td><table>", "<!--", "<![", "<script>", "</", "<a '", "&", "<table class=infobox><tr><th>Date</th><td>5", "<ul><li>", "<cite>A (2001). \"T\". P.</cite>"])
def test_time_is_linear_in_the_length(unit):
    assert_linear(lambda size: read_html("<p>x</p>" + unit * (size // len(unit))), 20_000)


def test_what_is_nested_too_deep_becomes_a_sibling():
    page = parse_html("<div>" * 5000 + "x")
    assert page.words() == "x"
