"""Faults to plant in a generated event: one row a kind, named as a curator would name it.

Each function takes the event's :class:`Scene`, changes its triples in place and gives the subject that
is now wrong. The expectation of every kind is that a check finds something at, or next to, that subject.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.terms import CG, DCT, OWL, PROV, RDF, RDFS, SCHEMA, SEM, XSD, code, entity
from tests.benchmarks.world import Triple, day, integer, text


@dataclass
class Scene:
    """One generated event with what hangs on it; ``triples`` is mutable on purpose."""

    event: NamedNode
    slug: str
    date: str
    claims: list[NamedNode]
    passage: NamedNode
    reference: NamedNode
    source: NamedNode
    village: NamedNode
    campaign: NamedNode
    triples: list[Triple]

    def value(self, subject: NamedNode, predicate: NamedNode) -> NamedNode | Literal:
        return next(o for s, p, o in self.triples if s == subject and p == predicate)

    def drop(self, subject: NamedNode, *predicates: NamedNode) -> None:
        self.triples[:] = [t for t in self.triples if not (t[0] == subject and t[1] in predicates)]

    def add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.triples.append((subject, predicate, value))

    def put(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> NamedNode:
        self.drop(subject, predicate)
        self.add(subject, predicate, value)
        return subject


FIGURES = (CG.figure, CG.figureLow, CG.figureHigh)


def dropped(subject: str, *predicates: NamedNode) -> Callable[[Scene], NamedNode]:
    """A fault that leaves out ``predicates`` of the scene's ``subject``."""

    def fault(scene: Scene) -> NamedNode:
        node = scene.claims[0] if subject == "claim" else getattr(scene, subject)
        scene.drop(node, *predicates)
        return node

    return fault


def swapped(subject: str, predicate: NamedNode, value: NamedNode | Literal) -> Callable[[Scene], NamedNode]:
    """A fault that gives ``predicate`` of the scene's ``subject`` another ``value``."""

    def fault(scene: Scene) -> NamedNode:
        return scene.put(scene.claims[0] if subject == "claim" else getattr(scene, subject), predicate, value)

    return fault


def doubled(predicate: NamedNode, value: NamedNode | Literal) -> Callable[[Scene], NamedNode]:
    """A fault that gives the first claim a second value."""

    def fault(scene: Scene) -> NamedNode:
        scene.add(scene.claims[0], predicate, value)
        return scene.claims[0]

    return fault


def figure_order(scene: Scene) -> NamedNode:
    claim = scene.claims[0]
    scene.drop(claim, *FIGURES)
    scene.add(claim, CG.figureLow, integer(9))
    scene.add(claim, CG.figureHigh, integer(3))
    return scene.put(claim, CG.quantifier, code("quantifier", "range"))


def duplicate_claim(scene: Scene) -> NamedNode:
    twin = entity("claim", f"{scene.slug}-twin")
    scene.triples += [(twin, p, o) for s, p, o in scene.triples if s == scene.claims[0]]
    return twin


def misspelt_predicate(scene: Scene) -> NamedNode:
    claim = scene.claims[0]
    figure = scene.value(claim, CG.figure)
    scene.drop(claim, CG.figure)
    scene.add(claim, NamedNode(CG.iri + "figur"), figure)
    return claim


def replaces_cycle(scene: Scene) -> NamedNode:
    first, second = scene.claims[0], entity("claim", f"{scene.slug}-later")
    scene.triples += [(second, p, o) for s, p, o in scene.triples if s == first and p != DCT.replaces]
    scene.put(second, CG.figure, integer(997))
    scene.add(first, DCT.replaces, second)
    scene.add(second, DCT.replaces, first)
    return first


def replaces_other_event(scene: Scene) -> NamedNode:
    other = entity("claim", f"{scene.slug}-elsewhere")
    scene.triples += [(other, p, o) for s, p, o in scene.triples if s == scene.claims[0]]
    scene.put(other, SCHEMA.about, scene.campaign)
    scene.add(scene.claims[0], DCT.replaces, other)
    return scene.claims[0]


def place_cycle(scene: Scene) -> NamedNode:
    """The cercle of the event's village is put into the village."""
    village = scene.village.value.rsplit("village-", 1)[1]
    cercle = entity("place", "cercle-" + village.rsplit("-", 1)[0])
    scene.add(cercle, SCHEMA.containedInPlace, scene.village)
    return scene.village


def side_of_other_event(scene: Scene) -> NamedNode:
    return scene.put(entity("participation", f"{scene.slug}-0"), CG.side, entity("side", "war-1"))


def on_two_sides(scene: Scene) -> NamedNode:
    first, second = entity("participation", f"{scene.slug}-0"), entity("participation", f"{scene.slug}-1")
    return scene.put(second, CG.participant, scene.value(first, CG.participant))


def shared_qid(scene: Scene) -> NamedNode:
    same = NamedNode("http://www.wikidata.org/entity/Q900000002")
    scene.add(scene.event, OWL.sameAs, same)
    return scene.event


def own_ancestor(scene: Scene) -> NamedNode:
    return scene.put(scene.event, SEM.subEventOf, scene.event)


#: kind of fault → what plants it
FAULTS: dict[str, Callable[[Scene], NamedNode]] = {
    "attributed without claimant": dropped("claim", CG.claimant),
    "claim without passage": dropped("claim", SCHEMA.appearance),
    "claim without text": dropped("claim", SCHEMA.text),
    "claim about nothing": dropped("claim", SCHEMA.about),
    "two voices": doubled(CG.voice, code("voice", "unattributed")),
    "unknown casualty type": swapped("claim", CG.casualtyType, code("casualty-type", "kiled")),
    "unknown with a figure": swapped("claim", CG.quantifier, code("quantifier", "unknown")),
    "exact without a figure": dropped("claim", CG.figure),
    "negative figure": swapped("claim", CG.figure, integer(-3)),
    "figure as text": swapped("claim", CG.figure, text("five")),
    "low above high": figure_order,
    "recorded twice": duplicate_claim,
    "misspelt predicate": misspelt_predicate,
    "replaces in a circle": replaces_cycle,
    "replaces a claim about another event": replaces_other_event,
    "claim before its event": swapped("claim", DCT.date, day("1999-01-01")),
    "event without label": dropped("event", RDFS.label),
    "event without date": dropped("event", SEM.hasTimeStamp),
    "event outside its parent": swapped("event", SEM.hasTimeStamp, day("1998-05-05")),
    "own ancestor": own_ancestor,
    "cycle of places": place_cycle,
    "side of another event": side_of_other_event,
    "on two sides": on_two_sides,
    "one QID for two": shared_qid,
    "footnote without source": dropped("reference", NamedNode("http://purl.org/spar/cito/hasCitedEntity")),
    "read before it was published": swapped("reference", CG.accessDate, day("1990-01-01")),
    "footnote without access date": dropped("reference", CG.accessDate),
    "source without publisher": dropped("source", SCHEMA.publisher),
    "impossible date": swapped("claim", DCT.date, Literal("2023-02-31", datatype=XSD.date)),
    "wrong class": swapped("claim", RDF.type, SCHEMA.Claim),
    "attributed to the drafting tool": swapped("claim", PROV.wasAttributedTo, entity("actor", "editors")),
}  # fmt: skip
