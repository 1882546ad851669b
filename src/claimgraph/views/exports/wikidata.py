"""What of the graph can be said on Wikidata: statements with qualifiers and references, and what must wait.

Nothing is guessed: an identity counts when it is confirmed (``owl:sameAs``), and a claim that lacks one of
those it needs waits, with the reason. A replaced claim is not uploaded, "neutralized" is no count of
deaths, and a word such as "dozens" is an unknown value with its wording (P1932).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from claimgraph.model.dates import PartialDate
from claimgraph.model.records import Article, CasualtyClaim, Claim, Event, Footnote, Participation, Passage, Place, ResponsibilityClaim, Source
from claimgraph.model.triples import Reader
from claimgraph.terms import DCT, OWL, PREFIXES, SCHEMA, curie

Value = str | int | PartialDate | tuple[str, str] | None
"""An item ``Q…`` or an address as ``str`` (see ``Reference``), a number, a date, (language, text), or None: some unknown value."""
Pair = tuple[str, Value]

#: casualty type → the property that counts it; "neutralized" has none, for it may mean killed, wounded or captured
COUNTED_BY = {"killed": "P1120", "wounded": "P1339", "missing": "P1446", "casualties": "P1590", "unspecified": "P1590"}
CIRCA = "Q5727902"
#: kinds of event that contain attacks without being one: their item is not that of the attack
WIDER = {"armed-conflict", "campaign"}


@dataclass(frozen=True)
class Statement:
    """One statement to add; ``references`` are groups of (property, value) pairs, ``claims`` what it comes from."""

    item: str
    property: str
    value: Value
    qualifiers: tuple[Pair, ...] = ()
    references: tuple[tuple[Pair, ...], ...] = ()
    claims: tuple[str, ...] = ()


@dataclass
class Plan:
    """The statements to make, and (claim, reasons) for each claim that cannot go."""

    statements: list[Statement] = field(default_factory=list)
    waiting: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


class Wikidata:
    """The graph as Wikidata would have it; reads records and identities from a store."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.events = {event.iri: event for event in reader.all(Event)}

    def plan(self) -> Plan:
        """Every casualty and responsibility claim, either as a statement or waiting, in the order of the claims."""
        plan = Plan()
        claims = [*self.reader.all(CasualtyClaim), *self.reader.all(ResponsibilityClaim)]
        for claim in claims:
            reasons: list[str] = []
            statements = self._statements(claim, reasons)
            if reasons:
                plan.waiting.append((claim.iri, tuple(dict.fromkeys(reasons))))
            else:
                plan.statements += statements
        plan.statements = sorted([*self._structure(), *merged(plan)], key=lambda s: (s.item, s.property, s.claims, str(s.value)))
        plan.waiting.sort()
        return plan

    def item(self, iri: str) -> str | None:
        """The confirmed Wikidata item of a thing; None when there is none, or more than one."""
        found = [str(same.value) for same in self.reader.objects(iri, OWL.sameAs) if same.value.startswith(PREFIXES["wd"] + "Q")]
        return found[0].removeprefix(PREFIXES["wd"]) if len(found) == 1 else None

    def _need(self, iri: str, reasons: list[str]) -> str:
        found = self.item(iri)
        if found is None:
            reasons.append(f"{curie(iri)} has no confirmed Wikidata item")
        return found or ""

    def _structure(self) -> Iterator[Statement]:
        """What events that have an item are part of, when and where they were, and who took part.

        The article is named as where it was imported from, which is no source: editors add theirs.
        """
        for event in self.events.values():
            item, articles = self.item(event.iri), self._articles(event.iri)
            if item is None:
                continue
            parts = [self.reader.read(part, Participation).participant for part in event.participations]
            things = [("P361", event.part_of), *(("P276", place) for place in event.places), *(("P710", actor) for actor in parts)]
            things += [("P17", place) for place in dict.fromkeys(country for place in event.places for country in self._countries(place))]
            values: list[Pair] = [(name, found) for name, thing in things if thing and (found := self.item(thing))]
            values += [("P585", event.at)] if event.at and not event.at.datatype.endswith("EDTF") else []
            imported = tuple((("P4656", url),) for url in articles)
            yield from (Statement(item, name, value, (), imported) for name, value in dict.fromkeys(values))

    def _articles(self, event: str) -> list[str]:
        """The addresses of the articles that make claims about an event."""
        claims = (self.reader.read(claim, Claim) for claim in self.reader.subjects(SCHEMA.about, event))
        passages = dict.fromkeys(passage for claim in claims for passage in claim.appearances)
        articles = dict.fromkeys(self.reader.read(passage, Passage).article for passage in passages)
        return sorted(url for article in articles if (url := self.reader.read(article, Article).url))

    def _countries(self, place: str) -> list[str]:
        """The country a place lies in, if it says so."""
        seen: list[str] = []
        while place and place not in seen:
            seen.append(place)
            record = self.reader.read(place, Place)
            if record.place_type == "country":
                return [place]
            place = record.within or ""
        return []

    def _statements(self, claim: CasualtyClaim | ResponsibilityClaim, reasons: list[str]) -> list[Statement]:
        if later := self.reader.subjects(DCT.replaces, claim.iri):
            reasons.append(f"replaced by {curie(later[0])}")
            return []
        if not claim.claimants:
            reasons.append("no speaker")
        item, qualifiers = self._about(claim.about, reasons)
        said = claim.said
        if said is not None and not said.datatype.endswith("EDTF"):
            qualifiers.append(("P585", said))
        references = tuple(self._references(claim, reasons))
        if not references:
            reasons.append("no footnote with a verified address" if claim.references else "no footnote")
        if isinstance(claim, ResponsibilityClaim):
            values: list[tuple[str, Value]] = [("P8031", self._need(who, reasons)) for who in claim.perpetrators]
        else:
            values = list(self._count(claim, qualifiers, reasons))
        return [Statement(item, name, value, tuple(qualifiers), references, (claim.iri,)) for name, value in values]

    def _about(self, event: str, reasons: list[str]) -> tuple[str, list[Pair]]:
        """The item to write on: the event's own, or that of the attack it is a site of, with the site as qualifier."""
        if own := self.item(event):
            return own, []
        record = self.events.get(event)
        parent = self.events.get(record.part_of) if record and record.part_of else None
        if record is None or parent is None or WIDER & set(parent.event_types):
            return self._need(event, reasons), []
        return self._need(parent.iri, reasons), [("P276", self._need(place, reasons)) for place in record.places]

    def _count(self, claim: CasualtyClaim, qualifiers: list[Pair], reasons: list[str]) -> Iterator[Pair]:
        counted_by = COUNTED_BY.get(claim.casualty_type)
        if counted_by is None:
            reasons.append(f"Wikidata has no property for {claim.casualty_type!r}")
            return
        if claim.victim_affiliation:
            qualifiers.append(("P6001", self._need(claim.victim_affiliation, reasons)))
        elif claim.victim_side:
            reasons.append(f"victims are a side, {curie(claim.victim_side)}, which Wikidata has no item for")
        quantifier, value = claim.figure.quantifier, claim.figure.value
        if quantifier == "about" and value is not None:
            qualifiers.append(("P1480", CIRCA))
        if value is None:
            qualifiers.append(("P1932", wording(claim)))
        yield counted_by, value

    def _references(self, claim: CasualtyClaim | ResponsibilityClaim, reasons: list[str]) -> Iterator[tuple[Pair, ...]]:
        speakers = [("P12132", self._need(who, reasons)) for who in claim.claimants]
        for iri in claim.references:
            footnote = self.reader.read(iri, Footnote)
            source = self.reader.read(footnote.source, Source)
            where: list[Pair] = [("P248", found)] if (found := self.item(source.iri)) else []
            where += [("P854", source.url)] if source.url else []
            if not where:
                continue
            titles: list[Pair] = [("P1476", (language.partition("-")[0], text)) for language, text in source.headlines if language]
            dates: list[Pair] = [("P577", source.published), ("P813", footnote.accessed)]
            yield (*where, *titles, *((name, value) for name, value in dates if value is not None), *speakers)


def wording(claim: CasualtyClaim) -> str:
    """The figure in words, as it was told: "dozens", "at least 10", "10 to 15"."""
    figure = claim.figure
    if figure.quantifier in ("range", "about"):
        return f"{'about ' if figure.quantifier == 'about' else ''}{figure.low} to {figure.high}"
    number = figure.low if figure.low is not None else figure.high
    return figure.quantifier.replace("-", " ") + ("" if number is None else f" {number}")


def merged(plan: Plan) -> list[Statement]:
    """One statement for equal figures of several claimants; a figure that would be mixed up waits.

    QuickStatements adds to a statement that has the same item, property and value, so two claims share
    one statement with a reference each, if they speak of the same people and place. Of claims with equal
    figures for different people only the first goes; dates that differ are left out.
    """
    kept: dict[tuple[str, str, Value], Statement] = {}
    for statement in plan.statements:
        key = (statement.item, statement.property, statement.value)
        first = kept.get(key)
        if first is None:
            kept[key] = statement
        elif _undated(first) == _undated(statement):
            same = first.qualifiers if first.qualifiers == statement.qualifiers else _undated(first)
            references = tuple(dict.fromkeys(first.references + statement.references))
            kept[key] = Statement(*key, same, references, first.claims + statement.claims)
        else:
            plan.waiting.append((statement.claims[0], (f"QuickStatements would mix it with the equal figure of {curie(first.claims[0])}: enter it by hand",)))
    return list(kept.values())


def _undated(statement: Statement) -> tuple[Pair, ...]:
    return tuple(pair for pair in statement.qualifiers if pair[0] != "P585")
