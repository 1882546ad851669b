"""An event as its page tells it: what, when, where, who, what is said, and on what it rests."""

from dataclasses import dataclass

from claimgraph.model import records
from claimgraph.model.dates import PartialDate
from claimgraph.terms import CODE, SEM
from claimgraph.views.claims import ClaimView
from claimgraph.views.comparison import Comparison, claims_in_scope, compare, is_wide
from claimgraph.views.map import MapView, draw, locator
from claimgraph.views.notes import notes_of
from claimgraph.views.parties import Side, sides_of
from claimgraph.views.places import PlaceView, read_place
from claimgraph.views.reading import Link, PageReader, Text
from claimgraph.views.sources import SourceUse, uses_of
from claimgraph.views.timeline import TimeLine, line_of
from claimgraph.views.tolls import Dead, Toll, dead_of, tolls_of

MOST_ANCESTORS = 8
MOST_LISTED = 200
#: The dead of the parts of a war or campaign are shown for no more parts than this.
MOST_TOLD = 12


@dataclass(frozen=True)
class Brief:
    """An event in one line: its name, date and places."""

    link: Link
    when: PartialDate | None
    places: tuple[Link, ...]


@dataclass(frozen=True)
class EventView:
    """Everything on an event's page. ``parts_dead``: for a war or campaign with few parts, each with its dead. ``stretches``: the places on its map that lie between two others, with these."""

    link: Link
    when: PartialDate | None
    types: tuple[Link, ...]
    places: tuple[PlaceView, ...]
    sides: tuple[Side, ...]
    ancestors: tuple[Link, ...]
    parts: tuple[Brief, ...]
    parts_dead: tuple[tuple[str, tuple[Dead, ...]], ...]
    comparison: Comparison
    tolls: tuple[Toll, ...]
    responsibility: tuple[ClaimView, ...]
    other_claims: tuple[ClaimView, ...]
    sources: tuple[SourceUse, ...]
    map: MapView | None
    locator: MapView | None
    timeline: TimeLine | None
    stretches: tuple[tuple[str, tuple[PlaceView, ...]], ...]
    notes: tuple[Text, ...]
    link_notes: tuple[Text, ...]
    curated: bool

    @property
    def places_apart(self) -> tuple[ClaimView, ...]:
        """Claims about the place that an editor found at odds with the others."""
        return tuple(claim for claim in self.other_claims if claim.kind == "location" and claim.notes_on_it)

    @property
    def attackers(self) -> int | None:
        """The column of the one side that attacked, ``None`` where none or several did."""
        found = [side.column for side in self.sides if any(party.role.iri.endswith("/attacker") for party in side.parties)]
        return found[0] if len(found) == 1 else None

    @property
    def all_areas(self) -> bool:
        """Whether every place is an area without a point of its own."""
        return all(place.is_area for place in self.places)

    def column_of(self, claim: ClaimView) -> int:
        """The side that speaks in a claim, for its colour: the column of the comparison it stands in."""
        speakers = set(claim.speakers)
        return min(next((column.side or 0 for column in self.comparison.columns if speakers & {link.iri for link in column.members}), 0), 4)


def when_of(event: records.Event) -> PartialDate | None:
    """The date of an event; a begin and an end become one interval."""
    if event.at or not (event.begins or event.ends):
        return event.at
    begins, ends = (part.text if part else ".." for part in (event.begins, event.ends))
    try:
        return PartialDate(f"{begins}/{ends}")
    except ValueError:
        return event.begins or event.ends


def brief(reader: PageReader, event: str, language: str) -> Brief:
    """An event in one line."""
    read = reader.record(event, records.Event)
    return Brief(reader.link(event, language), when_of(read), tuple(reader.link(place, language) for place in read.places))


def in_time(briefs: list[Brief]) -> tuple[Brief, ...]:
    """Events by date, those without one last."""
    return tuple(sorted(briefs, key=lambda one: (str(one.when.first or one.when.last) if one.when else "9999", one.link.iri)))


def parts_of(reader: PageReader, event: str, language: str) -> tuple[Brief, ...]:
    """The events directly inside an event, in time, at most :data:`MOST_LISTED`."""
    return in_time([brief(reader, child, language) for child in reader.sources(event, SEM.subEventOf)[:MOST_LISTED]])


def ancestors_of(reader: PageReader, event: str, language: str) -> tuple[Link, ...]:
    """What an event is part of, the widest first."""
    chain = [event]
    while len(chain) < MOST_ANCESTORS:
        above = [iri for iri in reader.iris(chain[-1], SEM.subEventOf) if iri not in chain]
        if not above:
            break
        chain.append(above[0])
    return tuple(reader.link(iri, language) for iri in reversed(chain[1:]))


def marked_places(reader: PageReader, events: list[str], language: str) -> list[tuple[PlaceView, tuple[Link, ...]]]:
    """The places of some events, each with the events there; the villages at both ends of a stretch too."""
    there: dict[str, list[Link]] = {}
    for event in events:
        for place in reader.iris(event, SEM.hasPlace):
            there.setdefault(place, []).append(reader.link(event, language))
    found = {place: (read_place(reader, place, language), tuple(about)) for place, about in there.items()}
    for view, _ in list(found.values()):
        for end in view.between:
            found.setdefault(end.link.iri, (end, ()))
    return sorted(found.values(), key=lambda pair: (len(pair[0].points) < 2, pair[0].link.iri))


def read_event(reader: PageReader, event: str, language: str) -> EventView:
    """The event of an IRI."""
    read = reader.record(event, records.Event)
    sides = sides_of(reader, event, language)
    claims = claims_in_scope(reader, event, language)
    comparison = compare(reader, event, claims, sides, language)
    parts = parts_of(reader, event, language)
    marked = [m for m in marked_places(reader, [event, *(part.link.iri for part in parts[:40])], language) if not m[0].is_area]
    drawn = draw(marked)
    own, on_links = notes_of(reader, event, language)
    return EventView(
        link=reader.link(event, language),
        when=when_of(read),
        types=tuple(reader.link(f"{CODE}event-type/{one}", language) for one in read.event_types),
        places=tuple(read_place(reader, place, language) for place in read.places),
        sides=tuple(sides),
        ancestors=ancestors_of(reader, event, language),
        parts=parts,
        parts_dead=tuple((part.link.iri, dead_of(reader, part.link.iri, language)) for part in parts) if len(parts) <= MOST_TOLD and is_wide(reader, event) else (),
        comparison=comparison,
        tolls=tolls_of(reader, comparison),
        responsibility=tuple(claim for claim in claims if claim.kind == "responsibility"),
        other_claims=tuple(claim for claim in claims if claim.kind not in ("casualty", "responsibility")),
        sources=uses_of(reader, claims, language),
        map=drawn,
        locator=locator(drawn, [place for place, _ in marked]),
        timeline=line_of([(part.link, part.when) for part in parts if part.when]) if len({part.when for part in parts}) > 1 else None,
        stretches=tuple((place.link.iri, place.between) for place, _ in marked if place.between),
        notes=own,
        link_notes=on_links,
        curated=bool(read.curated_by),
    )
