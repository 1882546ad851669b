"""The front page: the latest events on a map and a time line, the newest contradictions, the size of it all."""

from dataclasses import dataclass

from claimgraph.model import records
from claimgraph.terms import CG, RDF, SCHEMA, local_name
from claimgraph.views.claims import read_claim
from claimgraph.views.comparison import Disagreement
from claimgraph.views.events import Brief, brief, in_time, marked_places
from claimgraph.views.map import MapView, draw_country
from claimgraph.views.parties import principal
from claimgraph.views.places import containers
from claimgraph.views.reading import PageReader, Text
from claimgraph.views.statistics import Headline, headline
from claimgraph.views.timeline import TimeLine, line_of

#: The page lists this many events and contradictions; search and queries reach the rest.
MOST_EVENTS = 60
MOST_CONTRADICTIONS = 6
#: Events looked at to find the latest; a larger graph shows the latest of these.
MOST_READ = 400


@dataclass(frozen=True)
class EventRow:
    """One event with what the filters look at, as slugs."""

    brief: Brief
    actors: tuple[str, ...]
    places: tuple[str, ...]
    years: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True)
class HomeView:
    """Everything on the front page. ``choices``: filter → (slug, label) of everything that can be chosen."""

    headline: Headline
    events: tuple[EventRow, ...]
    choices: tuple[tuple[str, tuple[tuple[str, Text], ...]], ...]
    contradictions: tuple[Disagreement, ...]
    map: MapView
    timeline: TimeLine | None


def read_home(reader: PageReader, language: str, numbers: Headline | None = None) -> HomeView:
    """The front page of the graph; ``numbers`` saves counting again."""
    iris = []
    for quad in reader.store.quads_for_pattern(None, RDF.type, CG.ConflictEvent, None):
        iris.append(quad.subject.value)
        if len(iris) == MOST_READ:
            break
    briefs = sorted(in_time([brief(reader, iri, language) for iri in sorted(iris)]), key=_latest_first)[:MOST_EVENTS]
    seen: dict[str, dict[str, Text]] = {name: {} for name in ("actor", "place", "year", "speaker")}
    rows = tuple(_row(reader, one, language, seen) for one in briefs)
    spots = [mark for mark in marked_places(reader, [one.link.iri for one in briefs], language) if mark[1] and not mark[0].is_area]
    return HomeView(
        headline=numbers or headline(reader.store),
        events=rows,
        choices=tuple((name, tuple(sorted(found.items(), key=lambda item: item[1].words))) for name, found in seen.items()),
        contradictions=tuple(newest_contradictions(reader, language)),
        map=draw_country(spots),
        timeline=line_of([(one.link, one.when) for one in briefs if one.when and one.when.datatype.endswith("#date")]),
    )


def _latest_first(one: Brief) -> tuple[bool, str, str]:
    """Attacks before wars without a date, the latest first."""
    when = (one.when.first or one.when.last) if one.when else None
    return when is None, "" if when is None else f"{9999 - when.year:04}{12 - when.month:02}{31 - when.day:02}", one.link.iri


def _row(reader: PageReader, one: Brief, language: str, seen: dict[str, dict[str, Text]]) -> EventRow:
    event = reader.record(one.link.iri, records.Event)
    actors = [reader.record(iri, records.Participation).participant for iri in event.participations]
    places = [link.iri for place in event.places for link in (reader.link(place, language), *containers(reader, place, language))]
    claims = reader.sources(one.link.iri, SCHEMA.about)[:200]
    speakers = {principal(reader, iri) for claim in claims for iri in reader.iris(claim, CG.claimant)}
    years = {str(day.year) for day in (one.when.bounds() if one.when else ()) if day}
    for name, iris in (("actor", actors), ("place", places), ("speaker", speakers)):
        seen[name] |= {local_name(iri): reader.label(iri, language) for iri in iris if iri}
    seen["year"] |= {year: Text(year) for year in years}
    slugs = lambda iris: tuple(sorted({local_name(iri) for iri in iris if iri}))  # noqa: E731
    return EventRow(one, slugs(actors), slugs(places), tuple(sorted(years)), slugs(speakers))


def newest_contradictions(reader: PageReader, language: str) -> list[Disagreement]:
    """Pairs of claims that cannot both be true, the latest said first."""
    pairs = set()
    for quad in reader.store.quads_for_pattern(None, CG.inconsistentWith, None, None):
        pairs.add(tuple(sorted((quad.subject.value, quad.object.value))))
        if len(pairs) >= MOST_READ:
            break
    found = [(read_claim(reader, one, language), read_claim(reader, other, language)) for one, other in sorted(pairs)]
    told = [Disagreement("contradiction", one, other) for one, other in found if one and other]
    told.sort(key=lambda d: max((c.said.text for c in (d.one, d.other) if c.said), default=""), reverse=True)
    return told[:MOST_CONTRADICTIONS]


