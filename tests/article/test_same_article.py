"""One article in eleven shapes is one article: the same title, box, text, footnotes and claims, whatever became of its copy."""

import pytest

from claimgraph.article.draft import draft
from claimgraph.article.page import read_article
from claimgraph.model.records import CasualtyClaim
from tests.article.one_article import ADDRESS, REVISION, SHAPES, TITLE

MARKUP = [name for name in SHAPES if name not in ("saved-text", "pipes", "flat", "yaml")]
HTML = [name for name in MARKUP if name not in ("wikitext", "export")]
#: what runs the two belligerents of a column together keeps every claim, but not their names
WHOLE = [name for name in SHAPES if name != "pipes"]


@pytest.fixture(scope="module")
def articles():
    return {name: read_article(text) for name, text in SHAPES.items()}


@pytest.fixture(scope="module")
def drafts(articles):
    return {name: draft(article) for name, article in articles.items()}


def boxed(article):
    return {(f.name, f.column): [line.text for line in f.lines] for f in article.infobox.fields if f.name not in ("coordinates", "title", "strength")}


def cited(article):
    return {note.mark: (note.number, note.title, note.publisher, note.published, note.language, note.accessed, note.author, note.kind) for note in article.footnotes}


def claimed(made):
    """What each claim says, who says it, on which footnotes and in which words, without its number."""
    return sorted(
        (dict(c.text)["en"], c.claimants, str(getattr(c, "figure", "")), c.voice, tuple(r.rsplit("-", 1)[-1] for r in c.references), c.reference_scope)
        for c in made.claims
    )  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_the_title_the_date_and_the_sides(articles, name):
    article = articles[name]
    assert (article.title, article.language, article.infobox.kind) == (TITLE, "en", "military")
    assert (article.infobox.first("date"), article.infobox.first("result")) == ("5 May 2020", "Inconclusive")
    if name in WHOLE:
        assert article.sides == (("Aland", "Bland Guard"), ("Red Front",))


@pytest.mark.parametrize("name", MARKUP)
def test_markup_gives_the_same_box(articles, name):
    assert boxed(articles[name]) == {
        ("partof", None): ["the Some War"], ("date", None): ["5 May 2020"], ("place", None): ["Ash and Birch, Aland"], ("result", None): ["Inconclusive"],
        ("belligerents", 0): ["Aland", "Bland Guard"], ("belligerents", 1): ["Red Front"],
        ("casualties", 0): ["11 killed, 12 wounded (per Aland)[2]", "15 killed (per Red Front)[a]"],
        ("casualties", 1): ["20 killed (per Aland)", "3 killed (per Red Front)"], ("casualties", None): ["2 civilians killed[3]"],
    }  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_the_paragraphs_are_the_same(articles, name):
    assert [(p.section, p.text) for p in articles[name].paragraphs] == [(p.section, p.text) for p in articles["vector-2022"].paragraphs]
    assert [p.section for p in articles[name].paragraphs] == ["", "Background", "Raids", "Raids"]


@pytest.mark.parametrize("name", SHAPES)
def test_the_footnotes_are_numbered_and_read_alike(articles, name):
    assert cited(articles[name]) == {
        "1": (1, "Who raids whom", "Conflict Watch", "2020-05-20", None, "2021-06-01", None, "news"),
        "2": (2, "The raids of May", "Norland Times", "7 May 2020", "fr", "1 June 2021", "Doe, Jane", "news"),
        "3": (3, "A year of raids", None, "June 2021", None, None, "Norland Observatory", "report"),
        "a": (4, None, None, None, None, None, None, "note"),
    }  # fmt: skip


@pytest.mark.parametrize("name", MARKUP)
def test_markup_keeps_addresses_and_links(articles, name):
    article = articles[name]
    assert {note.mark: note.url for note in article.footnotes if note.url} == {"1": "https://example.org/c", "2": "https://example.org/b", "3": "https://example.org/d.pdf"}
    assert article.footnote("2").archive == "https://archive.example.org/b"
    assert (article.linked("Ash"), article.linked("Red Front"), article.linked("Some War")) == ("Ash, Aland", "Red Front", "Some War")


@pytest.mark.parametrize("name", HTML)
def test_a_page_tells_its_revision_its_address_and_its_names(articles, name):
    article = articles[name]
    assert (article.revision, article.url) == (REVISION, ADDRESS)
    assert article.names == ((("fr", "Raids de Ash"),) if name != "minerva" else ())


def test_an_export_tells_its_newest_revision(articles):
    article = articles["export"]
    assert (article.revision, article.url) == (REVISION, f"https://en.wikipedia.org/w/index.php?title={TITLE.replace(' ', '_')}&oldid={REVISION}")


@pytest.mark.parametrize("name", WHOLE)
def test_the_claims_are_the_same(drafts, name):
    assert claimed(drafts[name]) == claimed(drafts["vector-2022"])
    assert sum(isinstance(c, CasualtyClaim) for c in drafts[name].claims) >= 9


@pytest.mark.parametrize("name", SHAPES)
def test_no_shape_loses_or_invents_a_figure(drafts, name):
    figures = sorted(str(c.figure) for c in drafts[name].claims if isinstance(c, CasualtyClaim))
    assert figures == sorted(str(c.figure) for c in drafts["wikitext"].claims if isinstance(c, CasualtyClaim))


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_no_part_of_the_article_is_left_out(articles, name):
    for figure in ("99 ", "88 ", "77 killed", "66 ", "55 ", "44 "):
        assert figure not in articles[name].text


BOMBING = {
    "wikitext": """{{Infobox civilian attack
| title = Harbour bombing
| partof = the [[Some War]]
| location = {{ubl|[[Port Ash]]|Aland}}
| coordinates = {{coord|12|N|3|E}}
| date = {{start date and age|df=yes|2024|5|26}}
| type = [[Suicide bombing]]
| fatalities = 14 (including the bomber)<ref name=a>{{cite news|title=Fourteen die|newspaper=Norland Times|date=27 May 2024}}</ref>
| injuries = 18+
| perps = [[Red Front]]
}}
The '''harbour bombing''' was an attack by the [[Red Front]] in [[Port Ash]] on 26 May 2024.<ref name=a/>
""",
    "html": """<!DOCTYPE html><html lang="en"><head><title>Harbour bombing - Wikipedia</title></head><body><h1 id="firstHeading">Harbour bombing</h1><div class="mw-parser-output">
<table class="infobox vevent"><tbody><tr><th colspan="2" class="infobox-above summary">Harbour bombing</th></tr><tr><td colspan="2" class="infobox-subheader">Part of the <a href="/wiki/Some_War">Some War</a></td></tr>
<tr><td colspan="2" class="infobox-image"><span><img src="//x/Harbour.jpg"/></span><div class="infobox-caption">The harbour, where 99 were killed</div></td></tr>
<tr><th scope="row" class="infobox-label">Location</th><td class="infobox-data location"><div class="plainlist"><ul><li><a href="/wiki/Port_Ash">Port Ash</a></li><li>Aland</li></ul></div></td></tr>
<tr><th scope="row" class="infobox-label">Coordinates</th><td class="infobox-data"><span class="geo-inline"><span class="geo-dms">12°N 3°E</span></span></td></tr>
<tr><th scope="row" class="infobox-label">Date</th><td class="infobox-data">26 May 2024<span class="noprint">; 2 years ago</span><span style="display:none">&#160;(<span class="bday dtstart">2024-05-26</span>)</span></td></tr>
<tr><th scope="row" class="infobox-label"><div style="display:inline-block;line-height:1.2em">Attack type</div></th><td class="infobox-data"><a href="/wiki/Suicide_bombing">Suicide bombing</a></td></tr>
<tr><th scope="row" class="infobox-label">Deaths</th><td class="infobox-data">14 (including the bomber)<sup class="reference" id="cite_ref-a_1-0"><a href="#cite_note-a-1">[1]</a></sup></td></tr>
<tr><th scope="row" class="infobox-label">Injured</th><td class="infobox-data">18+</td></tr><tr><th scope="row" class="infobox-label">Perpetrators</th><td class="infobox-data"><a href="/wiki/Red_Front">Red Front</a></td></tr></tbody></table>
<p>The <b>harbour bombing</b> was an attack by the <a href="/wiki/Red_Front">Red Front</a> in <a href="/wiki/Port_Ash">Port Ash</a> on 26 May 2024.<sup class="reference"><a href="#cite_note-a-1">[1]</a></sup></p>
<ol class="references"><li id="cite_note-a-1"><span class="reference-text"><cite class="citation news cs1">"Fourteen die". <i>Norland Times</i>. 27 May 2024.</cite></span></li></ol></div></body></html>""",
    "saved": """Harbour bombing

Part of the Some War
Location
Port Ash
Aland
Coordinates12°N 3°E
Date26 May 2024
Attack type
Suicide bombing
Deaths14 (including the bomber)[1]
Injured18+
PerpetratorsRed Front

The harbour bombing was an attack by the Red Front in Port Ash on 26 May 2024.[1]

References[edit]
1. ^ "Fourteen die". Norland Times. 27 May 2024.
""",
}


@pytest.mark.parametrize("name", BOMBING)
def test_the_box_of_a_civilian_attack_in_its_shapes(name):
    article = read_article(BOMBING[name])
    assert (article.title, article.infobox.kind, article.form) == ("Harbour bombing", "civilian", {"saved": "saved-text"}.get(name, name))
    assert boxed(article) == {
        ("partof", None): ["the Some War"], ("place", None): ["Port Ash", "Aland"], ("date", None): ["26 May 2024"], ("attack-type", None): ["Suicide bombing"],
        ("deaths", None): ["14 (including the bomber)[1]"], ("injuries", None): ["18+"], ("perpetrators", None): ["Red Front"],
    }  # fmt: skip
    assert cited(article)["1"][1:4] == ("Fourteen die", "Norland Times", "27 May 2024")
    assert claimed(draft(article)) == claimed(draft(read_article(BOMBING["wikitext"])))
