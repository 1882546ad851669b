"""Who takes part in an event: sides in their columns, roles, and whom a speaker speaks for."""

from dataclasses import dataclass

from claimgraph.model import records
from claimgraph.terms import CG, CODE, PROV, SEM
from claimgraph.views.reading import Link, PageReader, Text

#: More hops than any chain of command has; a ring in the data ends here too.
MOST_HOPS = 8


@dataclass(frozen=True)
class Party:
    """One actor in one role."""

    actor: Link
    role: Link
    side: str | None


@dataclass(frozen=True)
class Side:
    """A belligerent column: its place (1, 2, …), its name and who stands in it."""

    iri: str
    column: int
    label: Text
    parties: tuple[Party, ...]


def principal(reader: PageReader, actor: str) -> str:
    """For whom an actor speaks in the end: the last of the chain of prov:actedOnBehalfOf."""
    seen = [actor]
    while len(seen) < MOST_HOPS:
        above = [iri for iri in reader.iris(seen[-1], PROV.actedOnBehalfOf) if iri not in seen]
        if not above:
            break
        seen.append(above[0])
    return seen[-1]


def parties_of(reader: PageReader, event: str, language: str) -> list[Party]:
    """The participations of an event, in IRI order."""
    read = (reader.record(iri, records.Participation) for iri in reader.iris(event, CG.participation))
    return [
        Party(reader.link(one.participant, language), reader.link(f"{CODE}role/{one.role}", language), one.side)
        for one in read
        if one.participant
    ]


def sides_of(reader: PageReader, event: str, language: str) -> list[Side]:
    """The sides of an event by their column; parties that stand on none come last, one side each."""
    parties = parties_of(reader, event, language)
    iris = sorted({party.side for party in parties if party.side})
    numbered = sorted((reader.record(iri, records.Side).column or len(iris) + 1, iri) for iri in iris)
    sides = [
        Side(iri, place, reader.label(iri, language), tuple(party for party in parties if party.side == iri))
        for place, (_, iri) in enumerate(numbered, start=1)
    ]
    return sides + _alone(reader, event, [party for party in parties if not party.side], len(sides))


def _alone(reader: PageReader, event: str, parties: list[Party], taken: int) -> list[Side]:
    """Parties that stand on no side, one side each. The first of each side of the event above has that side's column,
    so that its colour stays; without such an event the attacked come first, then the attackers.
    """
    above = _columns_above(reader, event)
    wanted = {party.actor.iri: above.get(party.actor.iri) or (2 if party.role.iri.endswith("/attacker") else 1) for party in parties}
    free = [column for column in range(taken + 1, taken + len(parties) + 2)]
    columns: dict[str, int] = {}
    for party in sorted(parties, key=lambda one: (one.role.iri.endswith("/ally"), one.actor.iri)):
        column = next((one for one in free if one >= taken + wanted[party.actor.iri]), free[-1])
        free.remove(column)
        columns[party.actor.iri] = column
    return sorted((Side(party.actor.iri, columns[party.actor.iri], party.actor.label, (party,)) for party in parties), key=lambda side: side.column)


def _columns_above(reader: PageReader, event: str) -> dict[str, int]:
    """Actor → column of its side in the event directly above."""
    read = (reader.record(iri, records.Participation) for parent in reader.iris(event, SEM.subEventOf) for iri in reader.iris(parent, CG.participation))
    return {one.participant: reader.record(one.side, records.Side).column or 0 for one in read if one.participant and one.side}


def columns_of_actors(reader: PageReader, sides: list[Side]) -> dict[str, int]:
    """Side or actor IRI → the column of the side it stands on, those whom it speaks for included."""
    found: dict[str, int] = {}
    for side in sides:
        found[side.iri] = side.column
        for party in side.parties:
            found[party.actor.iri] = side.column
    for side in sides:
        for party in side.parties:
            found.setdefault(principal(reader, party.actor.iri), side.column)
    return found


def column_of(reader: PageReader, columns: dict[str, int], actor: str | None) -> int | None:
    """The column an actor belongs to, by itself or by whom it speaks for."""
    if actor is None:
        return None
    return columns.get(actor) or columns.get(principal(reader, actor))
