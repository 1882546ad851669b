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
    """The sides of an event by their column; parties that stand on none come last."""
    parties = parties_of(reader, event, language)
    iris = sorted({party.side for party in parties if party.side})
    numbered = sorted((reader.record(iri, records.Side).column or len(iris) + 1, iri) for iri in iris)
    sides = [
        Side(iri, place, reader.label(iri, language), tuple(party for party in parties if party.side == iri))
        for place, (_, iri) in enumerate(numbered, start=1)
    ]
    return sides + _alone(reader, event, language, [party for party in parties if not party.side], len(sides))


def _alone(reader: PageReader, event: str, language: str, parties: list[Party], taken: int) -> list[Side]:
    """Parties that stand on no side. Those of one side of the event above stand together as there, in its column, so that
    its colour stays; the others stand alone, and without an event above the attacked come first, then the attackers.
    """
    above = _sides_above(reader, event)
    together: dict[str, list[Party]] = {}
    for party in sorted(parties, key=lambda one: (one.role.iri.endswith("/ally"), one.actor.iri)):
        together.setdefault(above.get(party.actor.iri, (0, party.actor.iri))[1], []).append(party)
    free = [column for column in range(taken + 1, taken + len(parties) + 2)]
    sides = []
    for iri, group in together.items():
        first = group[0]
        wanted = above.get(first.actor.iri, (2 if first.role.iri.endswith("/attacker") else 1, ""))[0]
        column = next((one for one in free if one >= taken + wanted), free[-1])
        free.remove(column)
        alone = len(group) == 1
        sides.append(Side(first.actor.iri if alone else iri, column, first.actor.label if alone else reader.label(iri, language), tuple(group)))
    return sorted(sides, key=lambda side: side.column)


def _sides_above(reader: PageReader, event: str) -> dict[str, tuple[int, str]]:
    """Actor → column and IRI of its side in the event directly above."""
    read = (reader.record(iri, records.Participation) for parent in reader.iris(event, SEM.subEventOf) for iri in reader.iris(parent, CG.participation))
    return {one.participant: (reader.record(one.side, records.Side).column or 1, one.side) for one in read if one.participant and one.side}


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
