"""What a generated corpus is about: places, actors, wars and code lists, all from one seed.

The names are syllables, not places of this world. Every authority record follows the conventions of
``graph/``, so that a clean corpus gives no violation.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.terms import CG, CODE, DCT, FOAF, GEO, ORG, OWL, PROV, RDF, RDFS, SCHEMA, SEM, SKOS, XSD, code, entity

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]

CONCEPTS = {
    "event-type": "armed-conflict campaign battle attack ambush ied-attack suicide-attack shelling airstrike raid siege massacre hostage-taking clash",
    "role": "attacker target ally",
    "casualty-type": "killed wounded missing captured neutralized casualties killed-or-wounded killed-or-captured hostage freed displaced unspecified",
    "quantifier": "exact at-least at-most more-than about range several tens dozens scores hundreds unknown none",
    "victim-status": "state-forces private-military armed-group civilian unspecified",
    "voice": "attributed editorial unattributed",
    "reference-scope": "sentence following none",
    "place-type": "country region cercle commune town village stretch vague-region",
    "claim-type": "ranking manner result alignment location",
}
SYLLABLES = "ba bo dia dou fa ga gao gou ka ko kou la ma mé mo na nia ou ra sé sa ta té tou wa ya za".split()


def text(value: str, language: str | None = None) -> Literal:
    return Literal(value, language=language) if language else Literal(value)


def integer(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)


def day(value: str) -> Literal:
    return Literal(value, datatype=XSD.date)


@dataclass(frozen=True)
class Actor:
    """A state's army or an armed group; ``principal`` is whom it acts for."""

    iri: NamedNode
    name: str
    status: str
    principal: NamedNode | None = None


@dataclass(frozen=True)
class Campaign:
    """A year of fighting in one region between one army and one group."""

    iri: NamedNode
    war: NamedNode
    name: str
    year: int
    region: NamedNode
    army: Actor
    group: Actor
    villages: tuple[tuple[NamedNode, str], ...]


class World:
    """Authority records for a corpus of ``events`` events."""

    def __init__(self, events: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.triples: dict[str, list[Triple]] = {stem: [] for stem in ("gazetteer", "actors", "conflicts", "links")}
        self._qid = 900_000_000
        self.state, self.army, self.groups = self._actors(3 + events // 400)
        self.publishers = [self._actor(f"agency-{n}", f"{self._name()} Presse", None) for n in range(3 + events // 300)]
        self.editors = self._actor("editors", "The editors", None)
        drafting = entity("activity", "drafting")
        self._add("actors", drafting, (RDF.type, PROV.Activity), (RDFS.label, text("Drafting", "en")))
        self.country = self._place("country", "country", None, None)[0]
        self.war = entity("event", "war")
        self.campaigns = [self._campaign(n) for n in range(max(1, events // 60))]
        self._describe_wars()

    def _name(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 4))).capitalize()

    def _add(self, stem: str, subject: NamedNode, *pairs: tuple[NamedNode, NamedNode | Literal]) -> None:
        self.triples[stem] += [(subject, predicate, value) for predicate, value in pairs]

    def _link(self, subject: NamedNode, chance: float) -> None:
        if self.random.random() < chance:
            self._add("links", subject, (OWL.sameAs, self.new_item()))
            page = NamedNode(f"https://en.wikipedia.org/wiki/X{self._qid}")
            self._add("links", subject, (FOAF.isPrimaryTopicOf, page))

    def new_item(self) -> NamedNode:
        """A Wikidata item that nothing else has."""
        self._qid += 1
        return NamedNode(f"http://www.wikidata.org/entity/Q{self._qid}")

    def _actor(self, slug: str, name: str, principal: NamedNode | None) -> NamedNode:
        actor = entity("actor", slug)
        self._add(
            "actors", actor, (RDF.type, SEM.Actor), (RDF.type, ORG.Organization),
            (RDFS.label, text(name, "en")), (RDFS.label, text(name, "fr")), (SKOS.altLabel, text(name[:4].upper(), "en")),
        )  # fmt: skip
        if principal is not None:
            self._add("actors", actor, (PROV.actedOnBehalfOf, principal))
        self._link(actor, 0.9)
        return actor

    def _actors(self, groups: int) -> tuple[Actor, Actor, list[Actor]]:
        state = Actor(self._actor("state", "State", None), "State", "state-forces")
        army = Actor(self._actor("army", "Armed forces of the State", state.iri), "Armed forces", "state-forces", state.iri)
        names = [f"{self._name()} Front {n}" for n in range(groups)]
        return state, army, [Actor(self._actor(f"group-{n}", name, None), name, "armed-group") for n, name in enumerate(names)]

    def _place(self, slug: str, kind: str, parent: NamedNode | None, point: tuple[float, float] | None) -> tuple[NamedNode, str]:
        place, name = entity("place", slug), self._name()
        self._add(
            "gazetteer", place, (RDF.type, SEM.Place), (RDF.type, GEO.Feature),
            (RDFS.label, text(name, "en")), (RDFS.label, text(name, "fr")), (SEM.placeType, code("place-type", kind)),
        )  # fmt: skip
        if parent is not None:
            self._add("gazetteer", place, (SCHEMA.containedInPlace, parent))
        if point is not None:
            geometry = entity("place", f"{slug}-geometry")
            wkt = Literal(f"POINT({point[0]:.4f} {point[1]:.4f})", datatype=GEO.wktLiteral)
            self._add("gazetteer", place, (GEO.hasGeometry, geometry))
            self._add("gazetteer", geometry, (RDF.type, GEO.Geometry), (GEO.asWKT, wkt))
            self._link(place, 0.7)
        return place, name

    def _campaign(self, number: int) -> Campaign:
        region, name = self._place(f"region-{number}", "region", self.country, None)
        villages = []
        for c in range(2):
            cercle, _ = self._place(f"cercle-{number}-{c}", "cercle", region, None)
            for v in range(6):
                point = (self.random.uniform(-12, 4), self.random.uniform(10, 25))
                villages.append(self._place(f"village-{number}-{c}-{v}", "village", cercle, point))
        group = self.groups[number % len(self.groups)]
        year = 2012 + number % 13
        return Campaign(entity("event", f"campaign-{number}"), self.war, f"{name} campaign {year}", year, region, self.army, group, tuple(villages))

    def _describe_wars(self) -> None:
        add = self._add
        add(
            "conflicts", self.war, (RDF.type, CG.ConflictEvent), (RDFS.label, text("War", "en")), (RDFS.label, text("Guerre", "fr")),
            (SEM.eventType, code("event-type", "armed-conflict")), (SEM.hasPlace, self.country),
            (SEM.hasBeginTimeStamp, day("2012-01-01")), (SEM.hasEndTimeStamp, day("2024-12-31")), (PROV_CURATED, self.editors),
        )  # fmt: skip
        self._participations("conflicts", self.war, "war", [self.army, *self.groups])
        self._link(self.war, 1)
        for campaign in self.campaigns:
            add(
                "conflicts", campaign.iri, (RDF.type, CG.ConflictEvent),
                (RDFS.label, text(campaign.name, "en")), (RDFS.label, text(campaign.name, "fr")),
                (SEM.eventType, code("event-type", "campaign")), (SEM.hasPlace, campaign.region), (SEM.subEventOf, campaign.war),
                (SEM.hasBeginTimeStamp, day(f"{campaign.year}-01-01")), (SEM.hasEndTimeStamp, day(f"{campaign.year}-12-31")),
                (PROV_CURATED, self.editors),
            )  # fmt: skip
            self._link(campaign.iri, 1)
            slug = campaign.iri.value.rsplit("/", 1)[1]
            self._participations("conflicts", campaign.iri, slug, [campaign.army, campaign.group])

    def _participations(self, stem: str, event: NamedNode, slug: str, actors: list[Actor]) -> None:
        for triple in participations(event, slug, actors):
            self.triples[stem].append(triple)


PROV_CURATED = NamedNode("http://purl.org/pav/curatedBy")


def participations(event: NamedNode, slug: str, actors: list[Actor]) -> Iterator[Triple]:
    """Two sides of ``event`` (the first actor alone on side 1) and a participation for each actor."""
    sides = [entity("side", f"{slug}-{n}") for n in (1, 2)]
    for position, (side, name) in enumerate(zip(sides, ("State", actors[-1].name), strict=True), 1):
        yield side, RDF.type, CG.Side
        yield side, RDFS.label, text(name, "en")
        yield side, DCT.isPartOf, event
        yield side, SCHEMA.position, integer(position)
    for number, actor in enumerate(actors):
        participation = entity("participation", f"{slug}-{number}")
        yield event, CG.participation, participation
        yield participation, RDF.type, CG.Participation
        yield participation, CG.participant, actor.iri
        yield participation, CG.side, sides[number > 0]
        yield participation, SEM.roleType, code("role", "attacker" if number else "target")


def code_lists() -> Iterator[Triple]:
    """The code lists' concepts, as bare as shapes need them."""
    for scheme, concepts in CONCEPTS.items():
        yield NamedNode(f"{CODE}{scheme}"), RDF.type, SKOS.ConceptScheme
        for concept in concepts.split():
            iri = code(scheme, concept)
            yield iri, RDF.type, SKOS.Concept
            yield iri, SKOS.inScheme, NamedNode(f"{CODE}{scheme}")
            yield iri, SKOS.prefLabel, text(concept, "en")
