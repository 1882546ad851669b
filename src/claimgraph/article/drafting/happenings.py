"""Article → the event it is about: its kinds, date, wars, places, sides with their roles, and its sites as sub-events."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from claimgraph.article.dates_told import Span, mentions, read_span
from claimgraph.article.drafting.matching import Names
from claimgraph.article.drafting.parties import NEW, Parties, Party
from claimgraph.article.drafting.sites import Site, by_name, kind_of, stretches, told_kinds, told_places
from claimgraph.article.drafting.told_names import labels
from claimgraph.article.grammar.told import ToldClaim
from claimgraph.article.nations import countries_in, country
from claimgraph.article.reading.columns import short_names, stem
from claimgraph.article.text import Article
from claimgraph.model.dates import PartialDate
from claimgraph.model.records import Event, Participation, Place, Record, Side, texts
from claimgraph.terms import entity, slug

#: words of a title or sentence → event-type, the first that fits a title wins
EVENT_TYPES = (
    ("suicide-attack", r"\bsuicide (?:bomb|attack|car)"),
    ("ied-attack", r"\b(?:home-?made|improvised|roadside|car|truck|vehicle) (?:bomb|explosive)|\bIEDs?\b|\blandmines?\b|\bbombings?\b"),
    ("airstrike", r"\bair ?-?strikes?|\bdrone strikes?|\bair raid"), ("shelling", r"\bshelling|\bmissile (?:attack|strike)|\brocket (?:attack|strike)|\bmortar|\bbombardment|\bstrikes? on\b"),
    ("massacre", r"\bmassacre|\bmass killing"), ("hostage-taking", r"\bhostage|\bkidnapping|\babduction"), ("ambush", r"\bambush"), ("siege", r"\bsiege|\bbesieg"),
    ("raid", r"\braid"), ("battle", r"\bbattle|\boffensive\b"), ("clash", r"\bclash|\bskirmish|\bfighting\b"), ("attack", r"\battacks?\b|\bshootings?\b|\bassault|\boperation\b|\bcapture\b"),
)  # fmt: skip
#: means that a sentence tells of each site
_MEANS = ("suicide-attack", "ied-attack", "ambush", "shelling", "airstrike")
_DROPPED_WORDS = re.compile(r"\b(?:the|and|of|in|on|at|battle|attacks?|bombings?|ambush|raid|clash(?:es)?|massacre|siege|shootings?|offensive|strikes?)\b|\b[12]\d{3}\b|\([^)]*\)", re.IGNORECASE)
_WAR = re.compile(r"\b(?:war|conflict|insurgency|rebellion|uprising|revolt|revolution|intifada|unrest|jihad|genocide)\b", re.IGNORECASE)
_CAMPAIGN = re.compile(r"\b(?:operation|offensive|campaign|invasion|intervention)\b", re.IGNORECASE)
_WHOLE = re.compile(_WAR.pattern + "|" + _CAMPAIGN.pattern + r"|\b(?:crisis|attacks?|violence|clashes|massacres?|bombings?|spillover|terrorism|siege|battle|front|theat(?:re|er)|problem|question|troubles|warlord era|raids?|(?-i:[A-Z]{2,}))\b", re.IGNORECASE)
_PART_JOIN = re.compile(r",\s*(?:and\s+|during\s+)?(?:the\s+)?(?=[A-Z\d])|\n")
_AND = re.compile(r"\s+and\s+(?:the\s+)?(?=[A-Z\d])")
_ALL_SITES = re.compile(r"\b(?:both|all|each|two|three|simultaneous) (?:of the )?(?:\w+ )?(?:attacks|ambushes|raids|bombings|sites|locations)\b", re.IGNORECASE)
_ATTACKING = re.compile(r"\b(?:attack|ambush|raid|assault|storm|besieg|bomb|shell|struck|overran|invad|target|detonat|open(?:ed)? fire|claim(?:ed)? responsib)\w*", re.IGNORECASE)
_BY = re.compile(r"\b(?:attacked|ambushed|raided|assaulted|stormed|besieged|bombed|shelled|struck|overrun|invaded|targeted|carried out|perpetrated|launched|committed|killed|attacks?|raid|ambush|bombing|massacre)\b[^.]{0,60}?\bby\b", re.IGNORECASE)


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
        places = [self.place(site.names[0]) for site in told_places(self.article)]
        happening = Happening(Event(iri=iri), short, year, war=war)
        roles = self._roles()
        if len(wars) > 1:
            self.names.ask(war or iri, f"The box also names {' and '.join(f'“{name}”' for name in wars[1:])}: does “{wars[0]}” belong to it?")
        happening.sides = tuple(f"{entity('side', short).value}-{column + 1}" for column in range(len(self.parties.sides)))
        happening.records += [self._side(happening, column) for column in range(len(self.parties.sides))]
        taking_part = self._participations(short, roles, happening.sides)
        happening.event = Event(
            iri=iri, labels=texts(**labels(self.article.title, self.article)), event_types=self.types(self.article.title), **self._times(span, iri),
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

    def types(self, words: str) -> tuple[str, ...]:
        """The event types of a title: what it says, else an attack."""
        found = [kind for kind, pattern in EVENT_TYPES if re.search(pattern, words, re.IGNORECASE)]
        return tuple(found[:1]) or ("attack",)

    def wars(self) -> list[str]:
        """What the event is part of, as written, smallest first, a leading "the" dropped."""
        lines = [line for f in self.article.fields("partof") for line in f.lines]
        starts = [link.start for link in self.article.links]
        inside = [link for line in lines for link in self.article.links[bisect_left(starts, line.start) : bisect_left(starts, line.end)]]
        linked = [self.article.text[link.start : link.end] for link in inside]
        parts = linked or [part for line in lines for part in _wholes(re.sub(r"\[[^\]]*\]", "", line.text))]
        return list(dict.fromkeys(name[:1].upper() + name[1:] for part in parts if (name := re.sub(r"\A(?:the|The)\s+", "", part.strip(" .,")))))

    def _war(self, name: str, span: Span | None) -> str:
        if sure := self.names.sure(name, "event", article=self.article.title):
            return sure.iri
        iri = self.names.mint(entity("event", slug(self.article.linked(name) or name) or "war").value)
        kind = _kind_of_whole(name)
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

    def _roles(self) -> dict[str, str]:
        """The role of each belligerent: who attacks by the lead; the first of the other side is the target, the rest are allies.

        Where nobody is told to attack, all are belligerents.
        """
        attackers = self.attackers()
        if not attackers:
            return {party.iri: "belligerent" for side in self.parties.sides for party in side}
        roles: dict[str, str] = {}
        for column, side in enumerate(self.parties.sides):
            for at, party in enumerate(side):
                roles.setdefault(party.iri, "attacker" if column in attackers else "target" if at == 0 else "ally")
        return roles

    def attackers(self) -> set[int]:
        """The column that attacks by the words of the lead; none where they do not tell."""
        text = " ".join(p.text for p in self.article.paragraphs[:4])[:3000]
        for sentence in re.split(r"(?<=[.!?\]])\s+(?=[A-Z])", text):
            spots = [(m.start(), column) for column, side in enumerate(self.parties.sides) for party in side for m in _forms(party, text).finditer(sentence)]
            if by := _BY.search(sentence):
                after = [(spot, column) for spot, column in sorted(spots) if spot >= by.end()]
                if after and not re.search(r"\b(?:against|on|in|at)\b", sentence[by.end() : after[0][0]]):
                    return {after[0][1]}
                if after and len(self.parties.sides) == 2 and re.search(r"\bagainst\b", sentence[by.end() : after[0][0]]):
                    return {1 - after[0][1]}  # "carried out by four men against the army of X"
            for verb in _ATTACKING.finditer(sentence):
                before = [column for spot, column in sorted(spots) if spot < verb.start()]
                if before:
                    return {before[-1]}
        return set()

    def _participations(self, short: str, roles: dict[str, str], sides: Sequence[str]) -> list[Participation]:
        """One participation an actor; an actor on two sides stays on the first, with a question."""
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
        means = self._means()
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

    def _means(self) -> tuple[str, ...]:
        """The means told of all sites alike: "In both attacks, they detonated home-made bombs and then ambushed …"."""
        for paragraph in self.article.paragraphs:
            for sentence in re.split(r"(?<=[.!?\]])\s+(?=[A-Z])", paragraph.text):
                if _ALL_SITES.search(sentence):
                    found = tuple(sorted(kind for kind, pattern in EVENT_TYPES if kind in _MEANS and re.search(pattern, sentence, re.IGNORECASE)))
                    if found:
                        return found
        return ()

    def elsewhere(self, place: str, date: PartialDate, happening: Happening, attacker: Party | None) -> Event:
        """Another event that the article tells of: its own record, under the same war."""
        name = bare_place(place)
        iri = entity("event", f"{slug(name)}-attack").value
        if iri in self.new or self.names.authority.knows(iri):
            iri = entity("event", f"{slug(name)}-attack-{date.text}").value
        where = Event(
            iri=iri, labels=texts(en=f"Attack in {name}, {date.text}"), event_types=("attack",), at=date, places=(self.place(name),), part_of=happening.war, generated_by=self.activity,
            participations=(), notes=texts(en="Told in the article as background; its own article may say more."),
        )  # fmt: skip
        if attacker:
            part = Participation(iri=f"{entity('participation', slug(name)).value}-{date.text[:4]}-{_tail(attacker.iri)}", participant=attacker.iri, role="attacker", generated_by=self.activity)
            self.new[part.iri] = part
            where = replace(where, participations=(part.iri,))
        self.new[iri] = where
        return where


def _wholes(text: str) -> Iterator[str]:
    """The wars and campaigns of a line; "and" parts two of them, not "Insurgency in Jammu and Kashmir"."""
    for part in _PART_JOIN.split(text):
        start = 0
        for joint in _AND.finditer(part):
            if _WHOLE.search(part, start, joint.start()) and _WHOLE.search(part, joint.end()):
                yield part[start : joint.start()]
                start = joint.end()
        yield part[start:]


def _kind_of_whole(name: str) -> str:
    """What kind of event the one is that holds this one: a war, unless its name says less."""
    if _WAR.search(name):
        return "armed-conflict"
    kinds = (("siege", r"\bsiege\b"), ("battle", r"\bbattles?\b"), ("campaign", _CAMPAIGN.pattern))
    return next((kind for kind, words in kinds if re.search(words, name, re.IGNORECASE)), "armed-conflict")


def _country_of(article: Article) -> str:
    """The country that the article places its event in: the box's, else the one its title, war and lead name most."""
    told = " ".join(f.text for name in ("place", "partof") for f in article.fields(name))
    lead = " ".join(p.text for p in article.paragraphs if p.evidence == "lead")
    return next(iter((*countries_in(told), *countries_in(f"{article.title} {lead}"))), "")


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _forms(party: Party, text: str) -> re.Pattern[str]:
    """The party's name and the short name that the lead gives it."""
    shorts = [re.escape(short) for short, long in short_names(text).items() if party.name in (long, short) or long.endswith(party.name)]
    return re.compile("|".join([stem(party.name).pattern, *(rf"\b{short}\b" for short in shorts)]))


def all_records(groups: Iterable[Iterable[Record]]) -> tuple[Record, ...]:
    """Records of many groups, each IRI once, in IRI order."""
    found = {record.iri: record for group in groups for record in group}
    return tuple(found[iri] for iri in sorted(found))
