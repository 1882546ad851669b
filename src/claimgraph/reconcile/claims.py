"""Claims as columns: for each casualty type parallel columns of equal length, one position a claim.

OpenRefine lays the values of all columns out by their index, and ``{}`` leaves a blank cell, so the figure,
the claimant, the source and the place of one claim stand in one row. Every column of one type lists the same
claims in the same order: by the day they were made, then by their IRI.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph.model.names import fold
from claimgraph.reconcile.entities import entity_id, identifier_key
from claimgraph.reconcile.facts import Facts
from claimgraph.reconcile.values import UNKNOWN, Look, Value, text, when
from claimgraph.terms import CG, CITO, CODE, DCT, PROV, RDF, SCHEMA, SEM

#: Stands for claims of every casualty type in one set of columns.
ANY = "claims"


def casualty_types(facts: Facts) -> list[str]:
    """The slugs of the casualty types that claims of this graph use, and ``claims`` for all of them."""
    used = {quad.object.value for quad in facts.store.quads_for_pattern(None, CG.casualtyType, None, None)}
    return [ANY, *sorted(value.rsplit("/", 1)[-1] for value in used)]


def concept(slug: str) -> NamedNode | None:
    """The concept of a casualty type; none stands for claims of every type."""
    return None if slug == ANY else NamedNode(f"{CODE}casualty-type/{slug}")


def claims_of(look: Look, casualty_type: str) -> list[NamedNode]:
    """The casualty claims that concern an entity, as its kind and the settings ask.

    Of an event: about it and its parts; of a place: about events in it; of an actor: who suffered.
    """
    facts, node = look.facts, look.node
    if facts is None or node is None:
        return []
    wanted = concept(casualty_type)
    found = [
        claim
        for claim in dict.fromkeys(_concerning(look, facts, node))
        if CG.CasualtyClaim in facts.nodes(claim, RDF.type)
        and (wanted is None or wanted in facts.nodes(claim, CG.casualtyType))
        and _as_asked(look, facts, claim)
    ]
    return sorted(found, key=lambda claim: (facts.text(claim, DCT.date).lstrip("[") or "9999", claim.value))


def _concerning(look: Look, facts: Facts, node: NamedNode) -> list[NamedNode]:
    kind = look.entity.types[-1] if look.entity.types else ""
    if kind == "Actor":
        suffering = facts.below(node, PROV.actedOnBehalfOf) if look.settings.parts else [node]
        return [claim for actor in suffering for claim in facts.subjects(CG.victimAffiliation, actor)]
    events = [node] if kind == "Event" else _events_in(facts, node)
    if look.settings.parts:
        events = [part for event in events for part in facts.below(event, SEM.subEventOf)]
    return [claim for event in dict.fromkeys(events) for claim in facts.subjects(SCHEMA.about, event)]


def _events_in(facts: Facts, place: NamedNode) -> list[NamedNode]:
    places = facts.below(place, SCHEMA.containedInPlace)
    places += [stretch for p in places for stretch in facts.subjects(CG.between, p)]
    return [event for p in dict.fromkeys(places) for event in facts.subjects(SEM.hasPlace, p)]


def _as_asked(look: Look, facts: Facts, claim: NamedNode) -> bool:
    settings = look.settings
    if settings.latest and facts.subjects(DCT.replaces, claim):
        return False
    if settings.claimant and not _any_is(facts, facts.nodes(claim, CG.claimant), settings.claimant, PROV.actedOnBehalfOf):
        return False
    return not settings.side or _any_is(facts, [*_victims(facts, claim), *_sides(facts, claim)], settings.side, PROV.actedOnBehalfOf)


def _any_is(facts: Facts, nodes: list[NamedNode], asked: str, rolled_up: NamedNode) -> bool:
    """Whether one of the nodes, or somebody it acts for, has this id, identifier or label."""
    key, name = identifier_key(asked) or asked, fold(asked)
    reached = {n for node in nodes for n in (node, *facts.chain(node, rolled_up))}
    return any(
        key == entity_id(node.value) or name and any(name == fold(label) for label, _, _ in facts.labels(node)) for node in reached
    )


def _victims(facts: Facts, claim: NamedNode) -> list[NamedNode]:
    return facts.nodes(claim, CG.victimAffiliation)


def _sides(facts: Facts, claim: NamedNode) -> list[NamedNode]:
    """The side that suffered: as told, else the side of the affiliation in the event or the event above."""
    told = facts.nodes(claim, CG.victimSide)
    events = facts.nodes(claim, SCHEMA.about)
    events += [up for event in events for up in facts.chain(event, SEM.subEventOf)]
    for event in () if told else events:
        roles = [role for role in facts.nodes(event, CG.participation) if set(facts.nodes(role, CG.participant)) & _rolled(facts, claim)]
        told = [side for role in roles for side in facts.nodes(role, CG.side)]
        if told:
            break
    return told


def _rolled(facts: Facts, claim: NamedNode) -> set[NamedNode]:
    return {n for victim in _victims(facts, claim) for n in (victim, *facts.chain(victim, PROV.actedOnBehalfOf))}


Cell = Callable[[Look, Facts, NamedNode], list[Value]]


def _name(*predicates: NamedNode) -> Cell:
    return lambda look, facts, claim: [look.named(node) for node in facts.nodes(claim, *predicates)]


def _label(predicate: NamedNode) -> Cell:
    return lambda look, facts, claim: [{"str": facts.label(node, look.settings.languages)} for node in facts.nodes(claim, predicate)]


def _integer(predicate: NamedNode) -> Cell:
    return lambda look, facts, claim: [{"int": int(told)}] if (told := facts.text(claim, predicate)) else []


def _figure(look: Look, facts: Facts, claim: NamedNode) -> list[Value]:
    """The figure as it was told: "14", "at least 10", "10–15", "dozens"."""
    quantifier = facts.one(claim, CG.quantifier)
    numbers = [facts.text(claim, term) for term in (CG.figureLow, CG.figure, CG.figureHigh)]
    number = "–".join(n for n in numbers if n)
    if not isinstance(quantifier, NamedNode) or quantifier.value.rsplit("/", 1)[-1] in ("exact", "range", "none"):
        return text(number)
    return text(f"{facts.label(quantifier, look.settings.languages)} {number}".strip())


def _place(look: Look, facts: Facts, claim: NamedNode) -> list[Value]:
    return [look.named(place) for event in facts.nodes(claim, SCHEMA.about) for place in facts.nodes(event, SEM.hasPlace)]


def _side(look: Look, facts: Facts, claim: NamedNode) -> list[Value]:
    return [{"str": facts.label(side, look.settings.languages)} for side in _sides(facts, claim)]


def _sources(facts: Facts, claim: NamedNode) -> list[NamedNode]:
    return [source for reference in facts.nodes(claim, CG.reference) for source in facts.nodes(reference, CITO.hasCitedEntity)]


def _source(look: Look, facts: Facts, claim: NamedNode) -> list[Value]:
    return [look.named(source) for source in _sources(facts, claim)]


def _published(look: Look, facts: Facts, claim: NamedNode) -> list[Value]:
    return [cell for source in _sources(facts, claim) for cell in when(facts.text(source, SCHEMA.datePublished))]


def _statement(look: Look, facts: Facts, claim: NamedNode) -> list[Value]:
    by_language = {getattr(t, "language", "") or "": t.value for t in facts.objects(claim, SCHEMA.text)}
    return text(next((by_language[tag] for tag in (*look.settings.languages, "en") if tag in by_language), ""))


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of the parallel columns: what it says of a claim, and the type of entity it names, if any."""

    names: dict[str, str]
    cells: Cell
    type: str = ""


ASPECTS: dict[str, Aspect] = {
    "value": Aspect({"en": "figure as a number", "fr": "chiffre"}, _integer(CG.figure)),
    "low": Aspect({"en": "at least", "fr": "au moins"}, _integer(CG.figureLow)),
    "high": Aspect({"en": "at most", "fr": "au plus"}, _integer(CG.figureHigh)),
    "figure": Aspect({"en": "figure as told", "fr": "chiffre tel que dit"}, _figure),
    "quantifier": Aspect({"en": "quantifier", "fr": "quantificateur"}, _label(CG.quantifier)),
    "type": Aspect({"en": "what happened to them", "fr": "type de pertes"}, _label(CG.casualtyType)),
    "claimant": Aspect({"en": "claimant", "fr": "déclarant"}, _name(CG.claimant), "Actor"),
    "victims": Aspect({"en": "victims", "fr": "victimes"}, _name(CG.victimAffiliation), "Actor"),
    "status": Aspect({"en": "victims’ status", "fr": "statut des victimes"}, _label(CG.victimStatus)),
    "side": Aspect({"en": "side", "fr": "camp"}, _side),
    "event": Aspect({"en": "event", "fr": "événement"}, _name(SCHEMA.about), "Event"),
    "place": Aspect({"en": "place", "fr": "lieu"}, _place, "Place"),
    "source": Aspect({"en": "source", "fr": "source"}, _source, "Source"),
    "reported-on": Aspect({"en": "said on", "fr": "dit le"}, lambda look, facts, claim: when(facts.text(claim, DCT.date))),
    "published-on": Aspect({"en": "source published on", "fr": "source publiée le"}, _published),
    "voice": Aspect({"en": "voice", "fr": "voix"}, _label(CG.voice)),
    "statement": Aspect({"en": "statement", "fr": "énoncé"}, _statement),
    "claim": Aspect({"en": "claim (IRI)", "fr": "affirmation (IRI)"}, lambda look, facts, claim: text(claim.value)),
}  # fmt: skip


def column(look: Look, casualty_type: str, aspect: str) -> list[Value]:
    """The cells of one claim column: exactly one a claim, blank where the claim does not say."""
    claims = claims_of(look, casualty_type)
    assert look.facts or not claims
    return [_one(ASPECTS[aspect].cells(look, look.facts, claim)) for claim in claims] if look.facts else []


def _one(cells: list[Value]) -> Value:
    """Several values of one claim share its one cell, as text; the id goes only with a single value."""
    if len(cells) < 2:
        return cells[0] if cells else UNKNOWN
    shown = dict.fromkeys(str(cell.get("name") or next(iter(cell.values()))) for cell in cells)
    return cells[0] if len(shown) == 1 else {"str": "; ".join(shown)}
