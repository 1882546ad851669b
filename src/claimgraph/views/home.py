"""The front page: the latest events on a map and a time line, the newest contradictions, the size of it all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, islice

from claimgraph.model import records
from claimgraph.terms import CG, RDF, SCHEMA, SEM, local_name
from claimgraph.views.claims import read_claim
from claimgraph.views.comparison import is_wide
from claimgraph.views.disagreements import Disagreement
from claimgraph.views.events import Brief, brief, marked_places
from claimgraph.views.map import MapView, draw, locator
from claimgraph.views.parties import principal
from claimgraph.views.places import containers
from claimgraph.views.reading import PageReader, Text
from claimgraph.views.statistics import Headline, headline
from claimgraph.views.timeline import TimeLine, line_of
from claimgraph.views.tolls import Dead, dead_of

#: The page lists this many events and contradictions; search and queries reach the rest.
MOST_EVENTS = 60
MOST_CONTRADICTIONS = 6
#: The events with the latest dates, among which an event is put above its parts.
MOST_READ = 400


@dataclass(frozen=True)
class EventRow:
    """One event with its dead and with what the filters look at, as slugs; ``inner`` where the event it is part of stands above."""

    brief: Brief
    inner: bool
    draft: bool
    dead: tuple[Dead, ...]
    actors: tuple[str, ...]
    places: tuple[str, ...]
    years: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True)
class HomeView:
    """Everything on the front page. ``choices``: filter → (slug, label) of everything that can be chosen.

    ``unmapped`` counts the listed events, wars apart, that have no place with a point.
    """

    headline: Headline
    events: tuple[EventRow, ...]
    choices: tuple[tuple[str, tuple[tuple[str, Text], ...]], ...]
    contradictions: tuple[Disagreement, ...]
    map: MapView | None
    locator: MapView | None
    timeline: TimeLine | None
    unmapped: int


def read_home(reader: PageReader, language: str, numbers: Headline | None = None) -> HomeView:
    """The front page of the graph; ``numbers`` saves counting again."""
    briefs, parents = _in_order(reader, [brief(reader, iri, language) for iri in _latest(reader)])
    narrow = [one for one in briefs if not is_wide(reader, one.link.iri)]
    seen: dict[str, dict[str, Text]] = {name: {} for name in ("actor", "place", "year", "speaker")}
    rows = tuple(_row(reader, one, language, seen, one.link.iri in parents) for one in briefs)
    spots = [mark for mark in marked_places(reader, [one.link.iri for one in briefs], language) if mark[1] and not mark[0].is_area]
    mapped = {event.iri for place, about in spots if place.points for event in about}
    mapped |= {parents[iri] for iri in mapped if iri in parents}
    dated = {one.link.iri: one for one in narrow if one.when and all(one.when.bounds())}
    drawn = draw(spots, least_km=500, aspect=0.8)
    return HomeView(
        headline=numbers or headline(reader.store),
        events=rows,
        choices=tuple((name, tuple(sorted(found.items(), key=lambda item: item[1].words))) for name, found in seen.items()),
        contradictions=tuple(newest_contradictions(reader, (one.link.iri for one in briefs), language)),
        map=drawn,
        locator=locator(drawn, [place for place, _ in spots]),
        timeline=line_of([(one.link, one.when) for iri, one in dated.items() if one.when and parents.get(iri) not in dated]),
        unmapped=sum(one.link.iri not in mapped for one in narrow),
    )


def _latest(reader: PageReader) -> list[str]:
    """The events with the latest dates, then events without one, :data:`MOST_READ` of them together."""
    dated = (quad for predicate in (SEM.hasTimeStamp, SEM.hasBeginTimeStamp) for quad in reader.store.quads_for_pattern(None, predicate, None, None))
    latest = nlargest(MOST_READ, ((quad.object.value.lstrip("[./"), quad.subject.value) for quad in dated))
    events = (quad.subject.value for quad in reader.store.quads_for_pattern(None, RDF.type, CG.ConflictEvent, None))
    return list(islice(dict.fromkeys(chain((iri for _, iri in latest), islice(events, MOST_READ))), MOST_READ))


def _in_order(reader: PageReader, briefs: list[Brief]) -> tuple[list[Brief], dict[str, str]]:
    """The latest events, each followed by the events inside it (a war's stand alone); part → what it stands under."""
    known = {one.link.iri for one in briefs}
    parents = {
        one.link.iri: parent
        for one in briefs
        for parent in reader.iris(one.link.iri, SEM.subEventOf)[:1]
        if parent in known and not is_wide(reader, parent)
    }
    parts: dict[str, list[Brief]] = defaultdict(list)
    for one in sorted(briefs, key=_latest_first):
        parts[parents.get(one.link.iri, "")].append(one)
    ordered = [one for top in parts.pop("") for one in (top, *parts.get(top.link.iri, ()))]
    return ordered[:MOST_EVENTS], parents


def _latest_first(one: Brief) -> tuple[bool, str, str]:
    """The latest first, what has no date last."""
    when = (one.when.first or one.when.last) if one.when else None
    return when is None, "" if when is None else f"{9999 - when.year:04}{12 - when.month:02}{31 - when.day:02}", one.link.iri


def _row(reader: PageReader, one: Brief, language: str, seen: dict[str, dict[str, Text]], inner: bool) -> EventRow:
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
    return EventRow(one, inner, not event.curated_by, dead_of(reader, one.link.iri, language), slugs(actors), slugs(places), tuple(sorted(years)), slugs(speakers))


def newest_contradictions(reader: PageReader, events: Iterable[str], language: str) -> list[Disagreement]:
    """Pairs of claims that cannot both be true, of the first events that have some."""
    pairs = (
        tuple(sorted((claim, other)))
        for event in events
        for claim in reader.sources(event, SCHEMA.about)
        for other in reader.iris(claim, CG.inconsistentWith)
    )
    seen: dict[tuple[str, ...], None] = {}
    for pair in pairs:
        seen[pair] = None
        if len(seen) == MOST_CONTRADICTIONS:
            break
    found = ([read_claim(reader, iri, language) for iri in pair] for pair in seen)
    return [Disagreement("contradiction", one, other) for one, other in found if one and other]
