"""The entities of the graph: what its places, actors, events and sources are called and where they belong."""

from pyoxigraph import NamedNode, Store

from claimgraph.reconcile.entities import Entity, Label, entity_id, identifier_key
from claimgraph.reconcile.facts import Facts
from claimgraph.reconcile.kinds import CLASSES, Kind, short_id
from claimgraph.terms import CG, CODE, FOAF, OWL, PROV, RDF, RDFS, SCHEMA, SEM, SKOS, code

#: class → base type; the order decides between two classes of one node
_BASES = ((CG.ConflictEvent, "Event"), (SEM.Place, "Place"), (SEM.Actor, "Actor"), (SCHEMA.NewsArticle, "Source"), (SCHEMA.Report, "Source"))  # fmt: skip
_ELSEWHERE = (OWL.sameAs, SKOS.closeMatch, FOAF.isPrimaryTopicOf, RDFS.seeAlso, SCHEMA.url)


def kinds(store: Store) -> dict[str, Kind]:
    """Every type by id: the classes, and the concepts of the place and event types."""
    facts = Facts(store)
    found = {kind.id: kind for kind in CLASSES}
    for scheme, base in (("place-type", "Place"), ("event-type", "Event")):
        for concept in facts.subjects(SKOS.inScheme, NamedNode(CODE + scheme)):
            identifier = _type_id(concept)
            broader = tuple(_type_id(term) for term in facts.nodes(concept, SKOS.broader)) or (base,)
            names = {language.split("-")[0]: text for text, language, kind in facts.labels(concept) if kind == "pref"}
            about = {t.language: t.value for t in facts.objects(concept, SKOS.definition) if getattr(t, "language", None)}
            found.setdefault(identifier, Kind(identifier, {k: v[:1].upper() + v[1:] for k, v in names.items()}, broader, about))
    return found


def _type_id(concept: NamedNode) -> str:
    return short_id(concept.value.rsplit("/", 1)[-1])


def entities(store: Store) -> list[Entity]:
    """Every entity that can be reconciled, in the order of their ids."""
    facts, known = Facts(store), kinds(store)
    nodes = {node: base for kind, base in reversed(_BASES) for node in facts.typed(kind)}
    found = [_entity(facts, known, node, base) for node, base in nodes.items()]
    return sorted((entity for entity in found if entity.labels), key=lambda entity: entity.id)


def _entity(facts: Facts, known: dict[str, Kind], node: NamedNode, base: str) -> Entity:
    within = containers(facts, node)
    # One source only is good enough to find something by, not to prefer it over a confirmed identity.
    marks = {SKOS.closeMatch: "~", RDFS.seeAlso: "~"}
    identifiers = {marks.get(p, "") + key for p in _ELSEWHERE for term in facts.nodes(node, p) if (key := identifier_key(term.value))}
    return Entity(
        id=entity_id(node.value),
        name=facts.label(node),
        types=_types(facts, known, node, base),
        labels=tuple(Label(*label) for label in facts.labels(node)),
        within=tuple(entity_id(place.value) for place in within),
        context=tuple(dict.fromkeys(text for place in within for text, _, _ in facts.labels(place))),
        wide=tuple(dict.fromkeys(text for place in within if _is_country(facts, place) for text, _, _ in facts.labels(place))),
        identifiers=tuple(sorted(identifiers)),
        description=description(facts, node, within),
        homonyms=len(facts.nodes(node, OWL.differentFrom)),
    )


def _is_country(facts: Facts, place: NamedNode) -> bool:
    return code("place-type", "country") in facts.nodes(place, SEM.placeType)


def _types(facts: Facts, known: dict[str, Kind], node: NamedNode, base: str) -> tuple[str, ...]:
    """Narrow types first, then everything broader, the base last."""
    narrow = [_type_id(term) for term in facts.nodes(node, SEM.placeType, SEM.eventType)]
    if base == "Actor":
        narrow.append("Person" if SCHEMA.Person in facts.nodes(node, RDF.type) else "Organization")
    reached = list(narrow)
    for identifier in reached:
        reached += [b for b in known[identifier].broader if b not in reached] if identifier in known else []
    return tuple(dict.fromkeys([t for t in reached if t != base] + [base]))


def containers(facts: Facts, node: NamedNode) -> list[NamedNode]:
    """The places something lies in, nearest first: of an event its places and theirs, of an actor whom it acts for."""
    found = facts.nodes(node, SEM.hasPlace)
    for place in [*found]:
        found += facts.nodes(place, CG.between)
    found += facts.nodes(node, CG.between) + facts.chain(node, PROV.actedOnBehalfOf)
    for place in [*found, node]:
        found += facts.chain(place, SCHEMA.containedInPlace)
    return [place for place in dict.fromkeys(found) if place != node]


def description(facts: Facts, node: NamedNode, within: list[NamedNode], languages: tuple[str, ...] = ("en",)) -> str:
    """What tells namesakes apart, in one line: "village, Ténenkou Cercle, Mopti Region, Mali".

    Built from the graph alone, so that it is right in every language the graph has labels in.
    """
    types = [facts.label(term, languages) for term in facts.nodes(node, SEM.placeType, SEM.eventType)]
    acting = [facts.label(term, languages) for term in facts.nodes(node, PROV.actedOnBehalfOf)]
    publisher = [facts.label(term, languages) for term in facts.nodes(node, SCHEMA.publisher)]
    when = [text for text in (facts.date(node), facts.text(node, SCHEMA.datePublished)) if text]
    places = [] if acting else [facts.label(place, languages) for place in within]
    return ", ".join([" / ".join(types)] * bool(types) + when + publisher + acting + places[:5])
