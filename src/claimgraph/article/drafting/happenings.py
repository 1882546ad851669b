"""Article → the event it is about: its kinds, date, wars, places, sides with their roles, and its sites as sub-events."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from claimgraph.article.dates_told import Span, mentions, read_span
from claimgraph.article.drafting.event_kinds import kind_of_whole, means_of_all_sites, types_of, wholes
from claimgraph.article.drafting.matching import Names
from claimgraph.article.drafting.parties import NEW, Parties, Party
from claimgraph.article.drafting.roles import roles_of
from claimgraph.article.drafting.sites import Site, by_name, kind_of, stretches, told_kinds, told_places
from claimgraph.article.drafting.told_names import labels
from claimgraph.article.grammar.told import ToldClaim
from claimgraph.article.nations import countries_in, country
from claimgraph.article.text import Article
from claimgraph.model.dates import PartialDate
from claimgraph.model.records import Event, Participation, Place, Record, Side, texts
from claimgraph.terms import entity, slug

_DROPPED_WORDS = re.compile(r"\b(?:the|and|of|in|on|at|battle|attacks?|bombings?|ambush|raid|clash(?:es)?|massacre|siege|shootings?|offensive|strikes?)\b|\b[12]\d{3}\b|\([^)]*\)", re.IGNORECASE)


@dataclass(slots=True)
class Happening:
    """The event and what hangs on it; ``parts`` are sub-events by the slug of their site."""

    event: Event
    short: str
    year: int | None
    records: list[Record] = field(default_factory=list)
    parts: dict[str, tuple[Site, str]] = field(default_factory=dict)
    by_place: dict[str, str] = field(default_factory=dict)
    sides: tuple[str, ...] = ()
    war: str | None = None

    def at(self, place: str | None) -> str:
        """The sub-event at a told place, else the event itself."""
        return self.by_place.get(slug(bare_place(place)), self.event.iri) if place else self.event.iri

    def add(self, site: Site, iri: str) -> None:
        """Take note of the sub-event at a site; a place at which two lie is the first one's."""
        self.parts[site.slug] = (site, iri)
        for name in site.names:
            self.by_place.setdefault(slug(name), iri)


def bare_place(place: str) -> str:
    """The name alone: "the village of Dia" → "Dia", "the Dia District" → "Dia District"."""
    return re.sub(r"\A(?:in|at|near)?\s*(?:the )?(?:(?:villages?|towns?|city|commune) of\s+)?", "", place.strip(), flags=re.IGNORECASE)


def short_slug(title: str, year: int | None) -> str:
    """What the IRIs of an event's claims begin with: its names and its year.

    >>> short_slug("Diafarabé and Koumara attacks", 2023), short_slug("2015 Bamako hotel attack", 2015)
    ('diafarabe-koumara-2023', 'bamako-hotel-2015')
    """
    words = slug(_DROPPED_WORDS.sub(" ", title)) or slug(title) or "event"
    return f"{words}-{year}" if year else words


class Happenings:
    """Drafts the event of one article; new places and wars become records as they are met."""

    def __init__(self, article: Article, names: Names, parties: Parties, activity: str) -> None:
        self.article, self.names, self.parties, self.activity = article, names, parties, activity
        self.places: dict[str, str] = {}
        self.within = _country_of(article)
        self.new: dict[str, Record] = {}
        self.kinds = told_kinds(article)

    def draft(self, claims: Sequence[ToldClaim]) -> Happening:
        """The event, its sub-events where claims are told of different sites, sides, participations, wars and places."""
        span = self.when()
        year = span.begin.first.year if span and span.begin.first else self._year_of_title()
        iri = self.names.mint(entity("event", slug(self.article.title) or "event").value)
        short = short_slug(self.article.title, year)
        wars = self.wars()
        war = self._war(wars[0], span) if wars else None
        places = self._places([site.names[0] for site in told_places(self.article)])
        happening = Happening(Event(iri=iri), short, year, war=war)
        run_together = len(self.parties.sides) == 1 and len(self.parties.sides[0]) > 1
        # a box that lost its columns has friend and foe in one: nobody is put on a side, or made an attacker, for that
        roles = {party.iri: "belligerent" for party in self.parties.sides[0]} if run_together else roles_of(self.article, self.parties.sides)
        if run_together:
            self.names.ask(iri, "The copy has all belligerents in one column: who stands on which side?")
        if len(wars) > 1:
            self.names.ask(war or iri, f"The box also names {' and '.join(f'“{name}”' for name in wars[1:])}: does “{wars[0]}” belong to it?")
        happening.sides = () if run_together else tuple(f"{entity('side', short).value}-{column + 1}" for column in range(len(self.parties.sides)))
        happening.records += [self._side(happening, column) for column in range(len(happening.sides))]
        taking_part = self._participations(short, roles, happening.sides)
        happening.event = Event(
            iri=iri, labels=texts(**labels(self.article.title, self.article)), event_types=types_of(self.article.title), **self._times(span, iri),
            places=tuple(dict.fromkeys(places)), part_of=war, participations=tuple(p.iri for p in taking_part), generated_by=self.activity,
        )  # fmt: skip
        happening.records += [happening.event, *taking_part]
        self._sites(happening, claims, roles)
        return happening

    def when(self) -> Span | None:
        """The event's date: the box's, else the first whole one of the lead."""
        box = next((f.text for f in self.article.fields("date")), None)
        if box and (span := read_span(box, self._year_of_title())):
            return span
        for paragraph in self.article.paragraphs[:3]:
            for told in mentions(paragraph.text):
                if told.month and (told.year or self._year_of_title()):
                    return read_span(paragraph.text[max(0, told.start - 8) :], self._year_of_title())
        year = self._year_of_title()
        return Span(PartialDate(str(year)), PartialDate(str(year))) if year else None

    def _year_of_title(self) -> int | None:
        match = re.search(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", self.article.title)
        return int(match[1]) if match else None

    def _latest(self) -> str:
        """The latest year the text tells: an event without a date was no later."""
        years = [told.year for told in mentions(self.article.text[:20000]) if told.year]
        return str(max(years)) if years else "2100"

    def _times(self, span: Span | None, iri: str) -> dict[str, PartialDate | None]:
        if span is None:
            self.names.ask(iri, "When was it? The article gives no date; drafted as no later than the latest year it names.")
            return {"at": PartialDate(f"[..{self._latest()}]")}
        if span.end is None:
            return {"at": PartialDate(f"{span.begin.text}/..")}
        return {"at": span.begin} if span.single else {"begins": span.begin, "ends": span.end}

    def wars(self) -> list[str]:
        """What the event is part of, as written, smallest first, a leading "the" dropped."""
        lines = [line for f in self.article.fields("partof") for line in f.lines]
        starts = [link.start for link in self.article.links]
        inside = [link for line in lines for link in self.article.links[bisect_left(starts, line.start) : bisect_left(starts, line.end)]]
        linked = [self.article.text[link.start : link.end] for link in inside]
        parts = linked or [part for line in lines for part in wholes(re.sub(r"\[[^\]]*\]", "", line.text))]
        return list(dict.fromkeys(name[:1].upper() + name[1:] for part in parts if (name := re.sub(r"\A(?:the|The)\s+", "", part.strip(" .,")))))

    def _war(self, name: str, span: Span | None) -> str:
        if sure := self.names.sure(name, "event", article=self.article.title):
            return sure.iri
        iri = self.names.mint(entity("event", slug(self.article.linked(name) or name) or "war").value)
        kind = kind_of_whole(name)
        # the article dates its own event only: what holds it began no later, and a war needs no date
        told = None if kind == "armed-conflict" else PartialDate(f"[..{self._begin(span)}]")
        self.new[iri] = Event(iri=iri, labels=texts(**labels(name, self.article)), event_types=(kind,), at=told, notes=texts(en=NEW), generated_by=self.activity)
        candidates = self.names.alike(name, "event")
        dated = "" if kind == "armed-conflict" else f", and when was it (drafted as begun by {self._begin(span)})"
        self.names.ask(iri, f"“{name}” is new here: is it one of these{dated}?" if candidates else f"“{name}” is new here: what is it part of{dated}?", candidates)
        return iri

    def _begin(self, span: Span | None) -> str:
        """The day on which the event began, or the latest year that the text names."""
        return span.begin.text if span and re.fullmatch(r"[\d-]+", span.begin.text) else self._latest()

    def place(self, name: str) -> str:
        """The place of this name; a new one gets the kind that the text gives it."""
        key = slug(name)
        if key not in self.places:
            sure = self.names.sure(name, "place", within="" if country(name) else self.within)
            self.places[key] = sure.iri if sure else self._new_place(name)
        return self.places[key]

    def _places(self, names: Sequence[str]) -> list[str]:
        """The places of the event; a new one that is told with its country, "Dia, Mali", lies in it."""
        found = [self.place(name) for name in names]
        lands = {iri for name, iri in zip(names, found) if country(name)}
        if len(lands) == 1:
            for iri in found:
                if iri not in lands and isinstance(place := self.new.get(iri), Place) and place.within is None:
                    self.new[iri] = replace(place, within=next(iter(lands)))
        return found

    def _new_place(self, name: str) -> str:
        iri = self.names.mint(entity("place", slug(self.article.linked(name) or name) or "place").value)
        kind = kind_of(name, self.kinds)
        self.new[iri] = Place(iri=iri, labels=texts(**labels(name, self.article)), place_type=kind or "vague-region", notes=texts(en=NEW), generated_by=self.activity)
        candidates = self.names.alike(name, "place", within=self.within)
        if kind == "country" and not candidates:
            return iri
        told = "" if kind else " The article does not say what kind of place it is."
        self.names.ask(iri, (f"Is “{name}” one of these places?" if candidates else f"“{name}” is a new place: where does it lie?") + told, candidates)
        return iri

    def _stretch(self, site: Site) -> str:
        name = f"between {site.names[0]} and {site.names[1]}"
        if sure := self.names.sure(name, "place", within=self.within):
            return sure.iri
        ends = tuple(self.place(name) for name in site.names)
        iri = entity("place", site.slug).value
        iri = iri if iri in self.new else self.names.mint(iri)
        self.new.setdefault(iri, Place(iri=iri, labels=texts(en=name), place_type="stretch", between=ends, notes=texts(en=NEW), generated_by=self.activity))
        return iri

    def _side(self, happening: Happening, column: int) -> Side:
        label = " and ".join(party.name for party in self.parties.sides[column]) or f"Side {column + 1}"
        return Side(iri=happening.sides[column], labels=texts(en=label), event=happening.event.iri, column=column + 1, generated_by=self.activity)

    def _participations(self, short: str, roles: dict[str, str], sides: Sequence[str]) -> list[Participation]:
        """One participation an actor; an actor on two sides stays on the first."""
        found: dict[str, Participation] = {}
        for column, side in enumerate(self.parties.sides):
            for party in side:
                iri = f"{entity('participation', short).value}-{_tail(party.iri)}"
                if iri in found:
                    continue
                found[iri] = Participation(
                    iri=iri, participant=party.iri, role=roles[party.iri], side=sides[column] if column < len(sides) else None, generated_by=self.activity
                )
        return list(found.values())

    def _sites(self, happening: Happening, claims: Sequence[ToldClaim], roles: dict[str, str]) -> None:
        """A sub-event for each site that figures of this event are told of, where there is more than one."""
        lines = by_name(stretches(self.article))
        told = dict.fromkeys(bare_place(claim.place) for claim in claims if claim.place and not claim.other_event)
        found = {site.slug: site for name in told for site in [lines.get(slug(name)) or Site((name,), kind_of(name, self.kinds) or "", 0, 0)]}
        if len(found) < 2:
            return
        means = means_of_all_sites(self.article)
        for site in sorted(found.values(), key=lambda s: s.slug):
            event = self._part(happening, site, means, roles)
            happening.add(site, event.iri)

    def _part(self, happening: Happening, site: Site, means: tuple[str, ...], roles: dict[str, str]) -> Event:
        iri = self.names.mint(entity("event", f"{site.slug}-attack").value)
        where = f"between {site.names[0]} and {site.names[1]}" if site.stretch else f"in {site.names[0]}"
        place = self._stretch(site) if site.stretch else self.place(site.names[0])
        taking_part = self._participations(f"{site.slug}-{happening.year}" if happening.year else site.slug, roles, ())
        whole = happening.event
        event = Event(
            iri=iri, labels=texts(en=f"Attack {where}"), event_types=means or whole.event_types, at=whole.at, begins=whole.begins, ends=whole.ends, places=(place,),
            part_of=whole.iri, participations=tuple(p.iri for p in taking_part), generated_by=self.activity,
        )  # fmt: skip
        happening.records += [event, *taking_part]
        return event

    def elsewhere(self, place: str, date: PartialDate, happening: Happening, attacker: Party | None) -> Event:
        """Another event that the article tells of: its own record, one a place and day, under the same war."""
        name = bare_place(place)
        iri = entity("event", f"{slug(name)}-attack").value
        before = self.new.get(iri)
        if self.names.authority.knows(iri) or (isinstance(before, Event) and before.at != date):
            iri = entity("event", f"{slug(name)}-attack-{date.text}").value
            before = self.new.get(iri)
        where = Event(
            iri=iri, labels=texts(en=f"Attack in {name}, {date.text}"), event_types=("attack",), at=date, places=(self.place(name),), part_of=happening.war, generated_by=self.activity,
            participations=before.participations if isinstance(before, Event) else (), notes=texts(en="Told in the article as background; its own article may say more."),
        )  # fmt: skip
        if attacker:
            part = Participation(iri=f"{entity('participation', slug(name)).value}-{date.text[:4]}-{_tail(attacker.iri)}", participant=attacker.iri, role="attacker", generated_by=self.activity)
            self.new[part.iri] = part
            where = replace(where, participations=tuple(dict.fromkeys((*where.participations, part.iri))))
        self.new[iri] = where
        return where


def _country_of(article: Article) -> str:
    """The country that the article places its event in: the box's, else the one its title, war and lead name most."""
    told = " ".join(f.text for name in ("place", "partof") for f in article.fields(name))
    lead = " ".join(p.text for p in article.paragraphs if p.evidence == "lead")
    return next(iter((*countries_in(told), *countries_in(f"{article.title} {lead}"))), "")


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def all_records(groups: Iterable[Iterable[Record]]) -> tuple[Record, ...]:
    """Records of many groups, each IRI once, in IRI order."""
    found = {record.iri: record for group in groups for record in group}
    return tuple(found[iri] for iri in sorted(found))
