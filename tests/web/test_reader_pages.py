"""What a reader finds on the pages: the words, beside the figures they belong to, for the first article and for events unlike it."""

import re
import shutil

import pytest

from claimgraph.web.holdings import Holdings
from claimgraph.web.site import Request, Site
from tests.copies import copy_graph
from tests.views.scenes import far_away, quarrel, turtle

EVENT = "event/diafarabe-and-koumara-attacks"
CLAIM = "claim/diafarabe-koumara-2023-"


def site_with(repository, root, scenes):
    """The site of the repository's graph and some scenes more."""
    copy_graph(repository, root)
    (root / "graph" / "scenes.ttl").write_text(scenes, encoding="utf-8")
    return Site(Holdings(root))


@pytest.fixture(scope="module")
def site(repository, tmp_path_factory):
    return site_with(repository, tmp_path_factory.mktemp("reader"), turtle())


def html(site, key, language="en"):
    return site.page(Request(f"/page/{key}", f"lang={language}", "text/html")).body.decode()


def words(markup):
    """What stands on a page, tags away and spaces made one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.sub(r"(?s)<(script|style).*?</\1>|<(?:br|li|p|dt|dd|td|th|h\d)\b[^>]*>", " ", markup))).strip()


@pytest.mark.parametrize(
    ("key", "language", "expected"),
    [
        (EVENT, "en", "14 and 7 cannot both be true: the same people in the same event. It is the infobox that makes them collide: in the body the figure of JNIM stands for Attack between Koumara and Macina only"),
        (EVENT, "fr", "Forces armées maliennes, tués : 14 (autorités maliennes) et 7 (GSIM), pour le même événement."),
        (EVENT, "fr", "« des dizaines »"),
        (EVENT, "ar", "«عشرات»"),
        (EVENT, "en", "The body of the article places the attacks between villages, on two stretches."),
        (EVENT, "en", "Macina Cercle, Ségou Region, Mali"),
        (EVENT, "en", "it lies about 2 km from the line between Mopti and Ségou"),
        (EVENT, "en", "This event: no violation, 4 warnings"),
        (EVENT, "fr", "Cet événement : aucune violation, 4 avertissements"),
        ("event/dia-diafarabe-attack", "en", "This event: no violation, no warning"),
        ("participation/diafarabe-koumara-2023-mali", "en", "Participation · target Mali (state) Actor Mali (state) Event Diafarabé and Koumara attacks When 10 January 2023"),
        ("participation/diafarabe-koumara-2023-mali", "en", "What it says 12The Malian army reports that 12 Malian soldiers were killed"),
        ("side/diafarabe-koumara-2023-1", "en", "Who stands on it Mali (state) (target), Wagner Group (ally)"),
        ("side/diafarabe-koumara-2023-1", "fr", "Autres camps Groupe de soutien"),
        ("claim/diafarabe-koumara-2023-c05", "en", "cg:figure 31 ;"),
        ("dataset", "en", "An identifier is given once and never to anything else."),
        ("dataset", "ar", "يُعطى المعرّف مرة واحدة"),
        (EVENT, "en", "Where it happened has the colour of those who attacked."),
        (CLAIM + "c12", "en", "7 and 14 cannot both be true: the same people in the same event. It is the infobox that makes them collide"),
        (CLAIM + "c05", "en", "what the body gives as “neutralized” the infobox gives as “killed”"),
        (CLAIM + "r02", "en", "Claim · ranking · nobody named"),
        ("ref/diafarabe-koumara-2023-4", "en", "Malian officials say that 14 Malian soldiers were killed."),
        ("ref/diafarabe-koumara-2023-4", "fr", "consulté le 1er juin 2024"),
        ("actor/jnim", "en", "Wikidata Q28877411"),
        ("place/koumara", "fr", "14.1166° N, 5.1487° O"),
        ("article/diafarabe-and-koumara-attacks", "en", "Events it tells of JNIM campaign against Malian forces and the Wagner Group, early 2023 2023"),
        ("report", "en", "The restatement claim:diafarabe-koumara-2023-c05 gives another casualty type than claim:diafarabe-koumara-2023-c04"),
        ("event/many", "en", "draft, not reviewed A draft made by software from the article; nobody has reviewed it yet."),
        ("event/many", "en", "Outlines are bundled for Mali only; the lines are latitude and longitude."),
        ("event/bare", "en", "No place is told."),
        ("event/civilians", "en", "No map: none of these places is a spot with verified coordinates."),
        ("event/silent", "fr", "En mai 2020, attaque (Northland) : Speaker number 5 contre Speaker number 2."),
    ],
)  # fmt: skip
def test_a_page_says(site, key, language, expected):
    assert expected in words(html(site, key, language))


def test_macina_is_not_told_to_be_in_doubt(site):
    caption = re.search(r"(?s)<figcaption>.*?</figcaption>", html(site, EVENT))[0]
    assert "Koumara" in caption and "Macina:" not in words(caption)


def test_reviewed_pages_carry_no_draft_mark(site):
    for key in (EVENT, CLAIM + "c02"):
        assert 'class="status"' not in html(site, key) and "reviewed by a curator" in html(site, key)


def test_with_many_speakers_each_figure_names_its_own(site):
    """On a phone the head of the table is gone, so the cell says whose figure it is; an empty cell is left out there."""
    page = html(site, "event/many")
    assert page.count('class="whose"') == 11 and page.count(" empty") >= 9
    assert 'class="whose"' not in html(site, "event/bare")


def test_a_bar_is_drawn_only_where_figures_can_be_compared(site):
    rows = re.findall(r"(?s)<tr[^>]*><th scope=\"row\">.*?</tr>", html(site, EVENT).split("<details>")[0])
    bars = {words(row.split("</th>")[0]).replace(" ≠ Contradiction", ""): row.count("<svg") for row in rows}
    assert bars["killed Malian Armed Forces"] == 4 and bars["wounded Malian Armed Forces"] == 0 and bars["neutralized JNIM"] == 0


def test_what_an_actor_says_is_listed_with_its_event_and_without_its_own_name(site):
    page = html(site, "actor/jnim")
    said = words(page[page.index('id="claims-1"') : page.index('id="claims-2"')])
    assert "Attack between Koumara and Macina · said 10 January 2023" in said.replace("Macinasaid", "Macina · said") and "attributed to" not in said


def test_the_front_page_marks_drafts_and_counts_what_the_map_leaves_out(site):
    page = site.home(Request("/", "", "text/html")).body.decode()
    assert page.count('class="tag draft"') == 4
    assert "Events listed that no verified coordinates put on the map: 3." in words(page)
    assert re.search(r'(?s)<li class="inner" data-event="koumara-macina-attack"', page)


@pytest.mark.parametrize(("asked", "found"), [("event/diafarbe", "diafarabe-and-koumara-attacks"), ("place/kumara", "koumara"), ("actor/wagnr", "wagner-group")])
def test_a_mistyped_address_leads_to_what_was_meant(site, asked, found):
    page = site.page(Request(f"/page/{asked}", "", "text/html"))
    assert page.status == 404 and f"/{found}" in page.body.decode()


def test_a_page_that_is_not_there_is_told_in_each_language(site):
    page = site.page(Request("/page/event/diafarbe", "lang=fr", "text/html")).body.decode()
    assert 'lang="fr"' in page and 'href="/page/event/diafarbe?lang=ar"' in page
    elsewhere = site.not_found(Request("//evil.example/page", "", "text/html")).body.decode()
    assert '"//' not in elsewhere


def test_the_report_says_once_what_holds_for_several(site):
    told = words(html(site, "report"))
    assert told.count("The web address of this document is not recorded.") == 1
    assert "Mali, according to the infobox, says that 31 fighters of JNIM were killed." in told
    assert 'lang="en" dir="ltr"><bdi>The web address' in html(site, "report", "ar") and 'dir="ltr"><bdi>' not in html(site, "report")


def test_many_contradictions_are_told_as_pairs_and_the_rest_is_folded(repository, tmp_path):
    page = html(site_with(repository, tmp_path, quarrel()), "event/quarrel")
    row = re.search(r'(?s)<p class="why">.*?</p>', page)[0]
    assert "Of each pair only one can be true" in row and row.count("<b>") == 16 and "Further pairs: 2." in row
    assert "Further places where the accounts part: 2" in words(page) and "reports 5 figures from 11 to 15" in words(page)


def test_where_nothing_happened_there_is_no_map_of_it(repository, tmp_path):
    root = site_with(repository, tmp_path, far_away()).holdings.root
    for part in ("articles", "places.ttl", "conflicts.ttl", "links.ttl"):
        (shutil.rmtree if part == "articles" else type(root).unlink)(root / "graph" / part)
    elsewhere = Site(Holdings(root))
    home = elsewhere.home(Request("/", "lang=en", "text/html")).body.decode()
    assert "Mopti" not in home and "Harbour</text>" in home
    assert "On 1 May 2020, attack in Harbour." in words(html(elsewhere, "event/landing"))
    (root / "graph" / "scenes.ttl").write_text((root / "graph" / "scenes.ttl").read_text().replace("POINT", "NOWHERE"))
    home = Site(Holdings(root)).home(Request("/", "lang=en", "text/html")).body.decode()
    assert 'class="map' not in home and "No map: none of these places is a spot with verified coordinates." in words(home)


def test_the_search_leaves_out_the_parts_of_articles(site):
    listed = {entry.label.words for entry in site.names.entries("en")}
    assert "Diafarabé and Koumara attacks" in listed and not listed & {"Infobox", "Lead", "Background"}


def test_the_events_of_a_campaign_show_their_dead(site):
    page = html(site, "event/jnim-campaign-early-2023")
    part = words(page[page.index('id="parts"') : page.index('id="other"')])
    assert "Killed, side not stated the article 2" in part and "the article 5" in part
