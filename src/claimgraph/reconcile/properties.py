"""The properties of a service: conditions in a query, columns in a data extension, proposals in a menu.

One table. A property gives the nodes or the values of an entity; from that follow both its column and how
well a condition on it is met.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph.errors import ClaimgraphError
from claimgraph.model.dates import PartialDate
from claimgraph.model.names import fold
from claimgraph.reconcile import claims
from claimgraph.reconcile.entities import Entity, entity_iri, identifier_key
from claimgraph.reconcile.facts import Facts
from claimgraph.reconcile.match import Condition, names_any
from claimgraph.reconcile.values import Look, Settings, Value, point, text, when
from claimgraph.terms import CG, GEO, ORG, PROV, SCHEMA, SEM

Nodes = Callable[[Facts, NamedNode], list[NamedNode]]
Values = Callable[[Look], list[Value]]
_EVERY = ("Event", "Place", "Actor", "Source")
_NEAR_KM = 25.0


@dataclass(frozen=True, slots=True)
class Property:
    """A property by its id; ``types`` are those it is proposed for, ``type`` is the type of what it names."""

    id: str
    names: dict[str, str]
    types: tuple[str, ...]
    values: Values
    nodes: Nodes | None = None
    type: str = ""
    qualifiers: tuple[str, ...] = ("alike", "exact")
    description: str = ""

    def name(self, languages: Sequence[str]) -> str:
        """Its name in the first of these languages that has one, else in English."""
        return next((self.names[language] for language in languages if language in self.names), self.names["en"])


def _by_nodes(nodes: Nodes) -> Values:
    return lambda look: [look.named(node) for node in nodes(look.facts, look.node)] if look.facts and look.node else []


def _entities(identifier: str, en: str, fr: str, types: str, nodes: Nodes, of: str = "") -> Property:
    return Property(identifier, {"en": en, "fr": fr}, tuple(types.split()), _by_nodes(nodes), nodes, of)


def _plain(identifier: str, en: str, fr: str, types: tuple[str, ...], values: Values, *qualifiers: str) -> Property:
    return Property(identifier, {"en": en, "fr": fr}, types, values, qualifiers=qualifiers or ("alike", "exact"))


def _to(*predicates: NamedNode) -> Nodes:
    return lambda facts, node: facts.nodes(node, *predicates)


def _from(predicate: NamedNode) -> Nodes:
    return lambda facts, node: facts.subjects(predicate, node)


def _containers(facts: Facts, node: NamedNode) -> list[NamedNode]:
    places = [node, *facts.nodes(node, SEM.hasPlace)]
    places += [end for place in places for end in facts.nodes(place, CG.between)]
    found = [c for place in places for c in ([place] if place != node else []) + facts.chain(place, SCHEMA.containedInPlace)]
    return [place for place in dict.fromkeys(found) if place != node]


def _of_type(slug: str) -> Nodes:
    def nodes(facts: Facts, node: NamedNode) -> list[NamedNode]:
        return [p for p in [node, *_containers(facts, node)] if any(t.value.endswith(f"/{slug}") for t in facts.nodes(p, SEM.placeType))]

    return nodes


def _participants(facts: Facts, node: NamedNode) -> list[NamedNode]:
    roles = facts.nodes(node, CG.participation)
    return list(dict.fromkeys(actor for role in roles for actor in facts.nodes(role, CG.participant)))


def _in_role(slug: str) -> Nodes:
    def nodes(facts: Facts, node: NamedNode) -> list[NamedNode]:
        roles = [r for r in facts.nodes(node, CG.participation) if any(t.value.endswith(f"/{slug}") for t in facts.nodes(r, SEM.roleType))]
        return list(dict.fromkeys(actor for role in roles for actor in facts.nodes(role, CG.participant)))

    return nodes


def _sides(facts: Facts, node: NamedNode) -> list[NamedNode]:
    roles = facts.nodes(node, CG.participation) + facts.subjects(CG.participant, node)
    return list(dict.fromkeys(side for role in roles for side in facts.nodes(role, CG.side)))


def _events(facts: Facts, node: NamedNode) -> list[NamedNode]:
    roles = facts.subjects(CG.participant, node)
    found = [event for role in roles for event in facts.subjects(CG.participation, role)]
    places = facts.below(node, SCHEMA.containedInPlace)
    places += [stretch for place in places for stretch in facts.subjects(CG.between, place)]
    return list(dict.fromkeys(found + [event for place in places for event in facts.subjects(SEM.hasPlace, place)]))


def _within(look: Look) -> list[Value]:
    """Containers from near to far; a gazetteer without a graph knows their ids or names only."""
    if look.facts and look.node:
        return [look.named(place) for place in _containers(look.facts, look.node)]
    return [{"id": within, "name": within} for within in look.entity.within] or [{"str": name} for name in look.entity.context]


def _coordinates(look: Look) -> tuple[float, float] | None:
    if not (look.facts and look.node):
        return None
    for geometry in look.facts.nodes(look.node, GEO.hasGeometry):
        return point(look.facts.text(geometry, GEO.asWKT))
    return None


def _elsewhere(start: str) -> Values:
    return lambda look: [{"str": key.lstrip("~").removeprefix(start if start != "Q" else "")} for key in look.entity.identifiers if key.lstrip("~").startswith(start)]


PROPERTIES: tuple[Property, ...] = (
    Property("containedIn", {"en": "lies in", "fr": "se trouve dans"}, ("Place", "Event"), _within, _containers, "Place"),
    _entities("country", "country", "pays", "Place Event", _of_type("country"), "Place"),
    _entities("region", "region", "région", "Place Event", _of_type("region"), "Place"),
    _entities("cercle", "cercle", "cercle", "Place Event", _of_type("cercle"), "Place"),
    _entities("between", "between", "entre", "Place", _to(CG.between), "Place"),
    _entities("place", "place", "lieu", "Event", _to(SEM.hasPlace), "Place"),
    _entities("partOf", "part of", "fait partie de", "Event", lambda facts, node: facts.chain(node, SEM.subEventOf), "Event"),
    _entities("parts", "parts", "parties", "Event", _from(SEM.subEventOf), "Event"),
    _entities("participant", "participant", "participant", "Event", _participants, "Actor"),
    _entities("attacker", "attacker", "attaquant", "Event", _in_role("attacker"), "Actor"),
    _entities("target", "target", "cible", "Event", _in_role("target"), "Actor"),
    _entities("side", "side", "camp", "Event Actor", _sides),
    _entities("events", "events", "événements", "Place Actor", _events, "Event"),
    _entities("actsFor", "acts on behalf of", "agit pour", "Actor", lambda facts, node: facts.chain(node, PROV.actedOnBehalfOf), "Actor"),
    _entities("linkedTo", "linked to", "lié à", "Actor", _to(ORG.linkedTo), "Actor"),
    _entities("publisher", "publisher", "éditeur", "Source", _to(SCHEMA.publisher), "Actor"),
    _entities("type", "type", "type", "Event Place", _to(SEM.eventType, SEM.placeType)),
    _plain("date", "date", "date", ("Event", "Source"), lambda look: _date(look), "day", "month", "year"),
    _plain("coordinates", "coordinates (latitude, longitude)", "coordonnées (latitude, longitude)", ("Place",), lambda look: text("{}, {}".format(*at)) if (at := _coordinates(look)) else [], "25km", "5km", "100km"),
    _plain("latitude", "latitude", "latitude", ("Place",), lambda look: [{"float": at[0]}] if (at := _coordinates(look)) else []),
    _plain("longitude", "longitude", "longitude", ("Place",), lambda look: [{"float": at[1]}] if (at := _coordinates(look)) else []),
    _plain("label", "label", "libellé", _EVERY, lambda look: text(look.entity.label(look.settings.languages))),
    _plain("alias", "other names", "autres noms", _EVERY, lambda look: [{"str": t} for t in dict.fromkeys(label.text for label in look.entity.labels if label.kind == "alt")]),
    _plain("wikidata", "Wikidata item", "élément Wikidata", _EVERY, _elsewhere("Q")),
    _plain("geonames", "GeoNames number", "numéro GeoNames", ("Place",), _elsewhere("gn:")),
    _plain("wikipedia", "Wikipedia article", "article Wikipédia", _EVERY, _elsewhere("wp:")),
    _plain("iri", "IRI", "IRI", _EVERY, lambda look: text(entity_iri(look.entity.id) or "")),
)  # fmt: skip


def _date(look: Look) -> list[Value]:
    if not (look.facts and look.node):
        return []
    return when(look.facts.date(look.node) or look.facts.text(look.node, SCHEMA.datePublished))


def _claim_column(casualty_type: str, aspect: str) -> Values:
    return lambda look: claims.column(look, casualty_type, aspect)


def claim_properties(facts: Facts) -> list[Property]:
    """The parallel claim columns, one set a casualty type that occurs: killed.value, killed.claimant, …"""
    found = []
    for slug in claims.casualty_types(facts):
        concept = claims.concept(slug)
        labels = {tag.split("-")[0]: label for label, tag, kind in facts.labels(concept) if kind == "pref"} if concept else {"en": "claims", "fr": "affirmations"}
        for aspect_id, aspect in claims.ASPECTS.items():
            names = {tag: f"{labels.get(tag, slug)}: {name}" for tag, name in aspect.names.items()}
            described = "one value a claim, in step with the other columns of this group"
            found.append(Property(f"{slug}.{aspect_id}", names, ("Event", "Place", "Actor"), _claim_column(slug, aspect_id), None, aspect.type, (), described))
    return found


class Properties:
    """The properties of one service; ``facts`` is missing for gazetteers without a graph."""

    def __init__(self, facts: Facts | None = None) -> None:
        self.facts = facts
        table = (*PROPERTIES, *claim_properties(facts)) if facts else tuple(p for p in PROPERTIES if p.id in _WITHOUT_GRAPH)
        self.by_id = {prop.id: prop for prop in table}

    def look(self, entity: Entity, settings: Settings) -> Look:
        """An entity as the functions of a property see it."""
        iri = entity_iri(entity.id) if self.facts else None
        return Look(entity, settings, self.facts, NamedNode(iri) if iri else None)

    def values(self, entity: Entity, identifier: str, settings: Settings) -> list[Value]:
        """The cells of one column for one entity; an unknown property has none."""
        prop = self.by_id.get(identifier)
        found = prop.values(self.look(entity, settings)) if prop else []
        if settings.count:
            return [{"int": len(found)}]
        return found[: settings.limit] if settings.limit else found

    def proposed(self, types: Sequence[str]) -> list[Property]:
        """The properties of any of these types (all of them when none is named), in the order of the table."""
        return [prop for prop in self.by_id.values() if not types or set(prop.types) & set(types)]

    def agreement(self, entity: Entity, condition: Condition) -> float | None:
        """How far an entity satisfies a condition: 1, 0, or ``None`` when the graph says nothing about it."""
        prop = self.by_id.get(condition.property)
        if prop is None or not condition.values:
            return None
        look = self.look(entity, Settings())
        cells, names = prop.values(look), self._names(prop, look)
        if not cells and not names:
            return None
        met = [_meets(value, cells, names, condition.qualifier or "") for value in condition.values]
        judge = {"all": all, "none": lambda told: not any(told)}.get(condition.quantifier, any)
        return float(judge(met))

    def _names(self, prop: Property, look: Look) -> list[str]:
        if prop.nodes and self.facts and look.node:
            return [label for node in prop.nodes(self.facts, look.node) for label, _, _ in self.facts.labels(node)]
        return list(look.entity.context) if prop.id == "containedIn" else []


_WITHOUT_GRAPH = ("containedIn", "label", "alias", "wikidata", "geonames", "wikipedia")


def _meets(value: object, cells: list[Value], names: list[str], qualifier: str) -> bool:
    """Whether a given value is one of the cells: by id, number, date, place on the earth, or name."""
    if isinstance(value, dict):
        told = str(value.get("id") or value.get("name") or "")
        return _meets(told, cells, names, qualifier)
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return any(isinstance(v, int | float) and math.isclose(v, value, rel_tol=1e-9) or str(v) == str(value) for cell in cells for v in cell.values())
    asked = str(value).strip()[:500]
    key = identifier_key(asked) or asked
    if any(key in (cell.get("id"), cell.get("str"), f"gn:{cell.get('str')}") for cell in cells):
        return True
    if any(_same_day(asked, str(cell.get("date") or cell.get("str") or ""), qualifier) or _near(asked, str(cell.get("str", "")), qualifier) for cell in cells):
        return True
    shown = names or [str(v) for cell in cells for k, v in cell.items() if k in ("name", "str")]
    if qualifier == "exact":
        return fold(asked) in {fold(name) for name in shown}
    return names_any(asked, shown) if asked else False


def _same_day(asked: str, told: str, qualifier: str) -> bool:
    """Whether two dates can mean the same day (or month, or year), each in the precision it has."""
    length = {"month": 7, "year": 4}.get(qualifier, 10)
    try:
        ours, theirs = (PartialDate(_day(part)[:length] if _day(part)[:1].isdigit() and "/" not in part else part) for part in (asked, told))
    except ClaimgraphError:
        return False
    return not (ours.surely_before(theirs) or theirs.surely_before(ours))


def _day(text: str) -> str:
    return re.sub(r"T\d\d:\d\d.*$", "", text)


def _near(asked: str, told: str, qualifier: str) -> bool:
    """Whether two "latitude, longitude" texts lie within the qualifier's kilometres."""
    points = [re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*", text) for text in (asked, told)]
    if not all(points):
        return False
    (lat, lon), (lat2, lon2) = ((math.radians(float(p[1])), math.radians(float(p[2]))) for p in points if p)
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    km = float(qualifier[:-2]) if re.fullmatch(r"\d{1,4}km", qualifier) else _NEAR_KM
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(half))) <= km
