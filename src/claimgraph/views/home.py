"""The front page: the latest events on a map and a time line, the newest contradictions, the size of it all."""

from dataclasses import dataclass

from claimgraph.model import records
from claimgraph.terms import CG, RDF, SCHEMA, SEM, local_name
from claimgraph.views.claims import read_claim
from claimgraph.views.comparison import TOO_WIDE, Comparison, Disagreement, Row, bounds, claims_in_scope, compare
from claimgraph.views.events import Brief, brief, marked_places
from claimgraph.views.map import MapView, draw, draw_country
from claimgraph.views.parties import principal, sides_of
from claimgraph.views.places import containers
from claimgraph.views.reading import Link, PageReader, Text
from claimgraph.views.statistics import Headline, headline
from claimgraph.views.timeline import TimeLine, line_of

#: The page lists this many events and contradictions; search and queries reach the rest.
MOST_EVENTS = 60
MOST_CONTRADICTIONS = 6
#: Events looked at to find the latest; a larger graph shows the latest of these.
MOST_READ = 400
#: An event with more claims than this shows its figures on its own page only.
MOST_CLAIMS = 80


@dataclass(frozen=True)
class Told:
    """What one speaker (``None``: the article) tells of the dead: a number, a lower bound where several were added up."""

    speaker: Link | None
    colour: int
    number: int
    at_least: bool


@dataclass(frozen=True)
class Dead:
    """The dead of one side (``None``: not told which) as each speaker tells them."""

    side: Text | None
    told: tuple[Told, ...]


@dataclass(frozen=True)
class EventRow:
    """One event with its dead and with what the filters look at, as slugs."""

    brief: Brief
    dead: tuple[Dead, ...]
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
    locator: MapView | None
    timeline: TimeLine | None


def read_home(reader: PageReader, language: str, numbers: Headline | None = None) -> HomeView:
    """The front page of the graph; ``numbers`` saves counting again."""
    iris = []
    for quad in reader.store.quads_for_pattern(None, RDF.type, CG.ConflictEvent, None):
        iris.append(quad.subject.value)
        if len(iris) == MOST_READ:
            break
    inside = {iri for iri in iris if any(parent in iris for parent in reader.iris(iri, SEM.subEventOf))}
    parts = {iri for iri in inside if not _is_wide(reader, reader.iris(iri, SEM.subEventOf)[0])}
    briefs = sorted((brief(reader, iri, language) for iri in iris), key=lambda one: _latest_first(one, one.link.iri in parts))[:MOST_EVENTS]
    seen: dict[str, dict[str, Text]] = {name: {} for name in ("actor", "place", "year", "speaker")}
    rows = tuple(_row(reader, one, language, seen) for one in briefs)
    spots = [mark for mark in marked_places(reader, [one.link.iri for one in briefs], language) if mark[1] and not mark[0].is_area]
    points = [point for place, _ in spots for point in place.points]
    return HomeView(
        headline=numbers or headline(reader.store),
        events=rows,
        choices=tuple((name, tuple(sorted(found.items(), key=lambda item: item[1].words))) for name, found in seen.items()),
        contradictions=tuple(newest_contradictions(reader, language)),
        map=draw(spots, least_km=500, aspect=0.8) or draw_country(),
        locator=draw_country(width=200, points=points) if points else None,
        timeline=line_of([(one.link, one.when) for one in briefs if one.when and one.when.datatype.endswith("#date")]),
    )


def _is_wide(reader: PageReader, event: str) -> bool:
    """Whether an event is a war or a campaign, whose parts stand on their own."""
    return bool(TOO_WIDE & {local_name(iri) for iri in reader.iris(event, SEM.eventType)})


def _latest_first(one: Brief, inner: bool) -> tuple[bool, str, bool, str]:
    """The latest first, an event before the events inside it, wars without a date last."""
    when = (one.when.first or one.when.last) if one.when else None
    return when is None, "" if when is None else f"{9999 - when.year:04}{12 - when.month:02}{31 - when.day:02}", inner, one.link.iri


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
    return EventRow(one, dead_of(reader, one.link.iri, language) if 0 < len(claims) <= MOST_CLAIMS else (), slugs(actors), slugs(places), tuple(sorted(years)), slugs(speakers))


def dead_of(reader: PageReader, event: str, language: str) -> tuple[Dead, ...]:
    """Who tells of how many dead, side by side, as the comparison of the event's page has them."""
    comparison = compare(reader, event, claims_in_scope(reader, event, language), sides_of(reader, event, language), language)
    found = []
    for group in comparison.groups:
        rows = [row for row in group.rows if row.outcome.iri.endswith("/killed")]
        told = tuple(filter(None, (_told(comparison, rows, place) for place in range(len(comparison.columns)))))
        if told:
            found.append(Dead(group.side.label if group.side else None, told))
    return tuple(found)


def _told(comparison: Comparison, rows: list[Row], place: int) -> Told | None:
    """The figures of one column about the whole event that nothing replaces, added up."""
    entries = [entry for row in rows for entry in row.cells[place] if not entry.narrower and not entry.replaced_by]
    numbers = [(low, high) for low, high in (bounds(entry.claim) for entry in entries) if low is not None]
    if not numbers:
        return None
    column = comparison.columns[place]
    exact = len(entries) == 1 and numbers[0][0] == numbers[0][1]
    return Told(column.speaker, column.side or 0, sum(low for low, _ in numbers), not exact)


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
