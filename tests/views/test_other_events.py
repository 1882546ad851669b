"""Pages of events unlike the first article's: what is told of the dead, which map is drawn, which sentence is made."""

import pytest
from pyoxigraph import RdfFormat, Store

from claimgraph.store.local import open_store
from claimgraph.terms import BASE, local_name
from claimgraph.views.events import read_event
from claimgraph.views.home import read_home
from claimgraph.views.reading import PageReader
from claimgraph.views.things import read_place_page
from claimgraph.web.links import LiveLinks
from claimgraph.web.rendering import page_for
from claimgraph.web.sentences import Sentences
from tests.views.scenes import PREFIXES, event, turtle

EVENT = BASE + "id/event/"


@pytest.fixture(scope="module")
def reader(repository):
    store = Store()
    store.extend(open_store(repository).store)
    store.load(turtle().encode(), format=RdfFormat.TURTLE)
    return PageReader(store)


def sentence(reader, slug, language="en"):
    told = Sentences(page_for(LiveLinks(language))).event(read_event(reader, EVENT + slug, language))
    return told and told.striptags()


@pytest.mark.parametrize(
    ("slug", "language", "expected"),
    [
        ("many", "en", "1 to 9 March 2021: Speaker number 0 and Speaker number 3 attacked Speaker number 1, Speaker number 4, Speaker number 2 and Speaker number 5 in Old Quay. Killed on the side of speaker-1: 7,500 to 15,000, in 10 accounts."),
        ("bare", "en", "Killed, side not stated: the article reports about 30 and 4."),
        ("civilians", "en", "In 2019, Speaker number 3 carried out an attack in Salt Market. Killed, civilians: Speaker number 1 reports at least 60 and Speaker number 4 reports hundreds."),
        ("silent", "fr", "En mai 2020, attaque (Northland) : Speaker number 5 contre Speaker number 2."),
        ("diafarabe-and-koumara-attacks", "en", "On 10 January 2023, JNIM attacked Mali and Wagner Group between Dia and Diafarabé and between Koumara and Macina. Killed on the side of Mali and Wagner Group: Mali reports 14 and JNIM reports at least 12. Killed on the side of JNIM: Mali reports 31 “neutralized” and JNIM reports 5."),
        ("mali-war", "en", "armed conflict in Mali."),
    ],
)  # fmt: skip
def test_the_first_sentence_says_what_is_known_and_no_more(reader, slug, language, expected):
    assert sentence(reader, slug, language) == expected


def test_several_figures_of_one_speaker_are_not_added_up(reader):
    (toll,) = read_event(reader, EVENT + "bare", "en").tolls
    assert [figure.value for figure in toll.figures] == [30, 4] and toll.at_least is None
    (row,) = read_event(reader, EVENT + "bare", "en").comparison.groups[0].rows
    assert all(entry.one_of_several for entry in row.cells[0])


def test_a_row_with_one_number_has_no_scale(reader):
    many = read_event(reader, EVENT + "many", "en").comparison
    assert [[row.scale for row in group.rows] for group in many.groups] == [[15000], [0]]
    assert len(many.columns) == 10 and {column.side for column in many.columns} == {1, 2, 3, None}


def test_a_map_without_outlines_has_lines_of_latitude_and_longitude(reader):
    drawn = read_event(reader, EVENT + "many", "en").map
    assert drawn.regions == () and {line.axis for line in drawn.grid} == {"latitude", "longitude"}
    assert read_event(reader, EVENT + "many", "en").locator is None
    assert read_event(reader, EVENT + "diafarabe-and-koumara-attacks", "en").map.grid == ()


def test_another_country_is_not_drawn_as_the_bundled_one(reader):
    page = read_place_page(reader, BASE + "id/place/northland", "en")
    assert page.map.regions == () and page.country is None
    assert len(read_place_page(reader, BASE + "id/place/mali", "en").map.regions) == 9


def test_a_doubt_about_a_link_does_not_doubt_the_place(reader):
    marks = {local_name(mark.place.iri): mark.doubtful for mark in read_event(reader, EVENT + "diafarabe-and-koumara-attacks", "en").map.marks}
    assert marks["koumara"] and not marks["macina"]


def test_the_front_page_shows_the_latest_of_many_events(repository):
    """More events than the page looks at, the latest of them last in the store's order."""
    store = Store()
    days = "".join(event(f"day-{number:04}", f"Day {number}", when=f'"{1990 + number // 12}-{number % 12 + 1:02}"^^xsd:gYearMonth') for number in range(450))
    store.load((PREFIXES + days).encode(), format=RdfFormat.TURTLE)
    shown = [local_name(row.brief.link.iri) for row in read_home(PageReader(store), "en").events]
    assert shown == [f"day-{number:04}" for number in range(449, 389, -1)]


def test_the_front_page_puts_parts_under_their_event_and_counts_what_has_no_point(reader):
    view = read_home(reader, "en")
    names = [(local_name(row.brief.link.iri), row.inner) for row in view.events]
    whole = names.index(("diafarabe-and-koumara-attacks", False))
    assert names[whole + 1 : whole + 3] == [("dia-diafarabe-attack", True), ("koumara-macina-attack", True)]
    assert view.unmapped == 3
    assert [found.one.about.label.words for found in view.contradictions] == ["Diafarabé and Koumara attacks"] * 2
    assert {local_name(row.brief.link.iri) for row in view.events if row.draft} == {"many", "bare", "civilians", "silent"}
    stops = {local_name(stop.event.iri) for stop in view.timeline.stops}
    assert {"many", "civilians", "silent"} <= stops and not stops & {"mali-war", "bare", "dia-diafarabe-attack"}
