"""The dead of each side as each speaker tells them: the figure as it was said, or a lower bound where several were added up."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from claimgraph.model.figures import Figure
from claimgraph.terms import SEM, local_name
from claimgraph.views.comparison import Comparison, Entry, Row, claims_in_scope, compare
from claimgraph.views.parties import Side, principal, sides_of
from claimgraph.views.reading import Link, PageReader

#: What is told of the dead, and what stands in for it where a speaker says no more.
OUTCOMES = ("killed", "neutralized")
#: An event with more claims than this shows its figures on its own page only.
MOST_CLAIMS = 80


@dataclass(frozen=True)
class Toll:
    """What one speaker (``None``: the article) tells of the dead of one side, or of ``victims`` whose side is not told.

    ``figures`` as they were said, several when one speaker gives several of the same people; where different
    people were counted, or parts of the event, ``at_least`` is a lower bound and there are no figures.
    ``column`` is the speaker's side, ``outcome`` the word it uses where that is not "killed".
    """

    speaker: Link | None
    column: int
    side: Side | None
    victims: Link | None
    figures: tuple[Figure, ...]
    at_least: int | None
    outcome: Link | None


@dataclass(frozen=True)
class Dead:
    """The dead of one side, or of victims whose side is not told (``None`` where nobody says who), as each speaker tells them."""

    side: Side | None
    victims: Link | None
    tolls: tuple[Toll, ...]


#: Rows of the same victims with what one speaker says in each.
Told = list[tuple[Row, list[Entry]]]


def tolls_of(reader: PageReader, comparison: Comparison) -> tuple[Toll, ...]:
    """What is told of the dead and replaced by nothing, side by side, in the order of the columns.

    A figure that only the infobox gives, and that says something else than the body it restates, is left to the comparison.
    """
    found = []
    for group in comparison.groups:
        for victims, rows in _of_the_dead(group.rows, group.side).items():
            for place, column in enumerate(comparison.columns):
                told = next(filter(None, (_told(reader, rows, place, outcome) for outcome in OUTCOMES)), None)
                if told:
                    found.append(Toll(column.speaker, column.side or 0, group.side, victims, *told))
    return tuple(found)


def _of_the_dead(rows: tuple[Row, ...], side: Side | None) -> dict[Link | None, list[Row]]:
    """The rows about deaths: of a side all together, else by who the victims are, for nobody knows whether these overlap."""
    found: dict[Link | None, list[Row]] = defaultdict(list)
    for row in rows:
        if local_name(row.outcome.iri) in OUTCOMES:
            found[None if side else row.victims or row.status].append(row)
    return found


def _told(reader: PageReader, rows: Iterable[Row], place: int, outcome: str) -> tuple[tuple[Figure, ...], int | None, Link | None] | None:
    told = [(row, current) for row in rows if local_name(row.outcome.iri) == outcome and (current := _current(row.cells[place]))]
    if not told:
        return None
    word = told[0][0].outcome if outcome != OUTCOMES[0] else None
    if len(told) == 1 and not told[0][1][0].narrower:
        return tuple(dict.fromkeys(entry.claim.figure for entry in told[0][1] if entry.claim.figure)), None, word
    least = _least(reader, told)
    return ((), least, word) if least else None


def _current(cell: tuple[Entry, ...]) -> list[Entry]:
    """What a speaker says of the whole event, else what it says of parts of it; some of those whom another figure counts are no toll."""
    kept = [entry for entry in cell if not entry.replaced_by and not entry.claim.part_of and not (entry.claim.infobox_only and entry.claim.restates)]
    return [entry for entry in kept if not entry.narrower] or kept


def _least(reader: PageReader, told: Told) -> int:
    """The dead who were told at least: of the same people, or of a whole and its parts, the larger number; else the sum."""
    lows: dict[str, int] = defaultdict(int)
    for row, entries in told:
        victims = row.victims.iri if row.victims and not row.whole_side else ""
        lows[victims] = max(lows[victims], _least_in(reader, entries))
    parts: dict[str, int] = defaultdict(int)
    for victims, low in lows.items():
        if victims and (above := principal(reader, victims)) != victims:
            parts[above] += low
    roots = {victims for victims in lows if victims and principal(reader, victims) == victims} | set(parts)
    return max(lows.get("", 0), sum(max(lows.get(root, 0), parts[root]) for root in roots))


def _least_in(reader: PageReader, entries: list[Entry]) -> int:
    """The least of one row: the smallest of several figures for the same event, added up over separate parts of it."""
    by_event: dict[str, int] = {}
    for entry in entries:
        event = entry.narrower.iri if entry.narrower else ""
        by_event[event] = min(by_event.get(event, entry.low or 0), entry.low or 0)
    separate = [event for event in by_event if not any(above in by_event for above in reader.iris(event, SEM.subEventOf))] if "" not in by_event else [""]
    return sum(by_event[event] for event in separate)


def dead_of(reader: PageReader, event: str, language: str) -> tuple[Dead, ...]:
    """Who tells of how many dead, side by side, as the comparison of the event's page has them."""
    claims = claims_in_scope(reader, event, language)
    if not 0 < len(claims) <= MOST_CLAIMS:
        return ()
    comparison = compare(reader, event, claims, sides_of(reader, event, language), language)
    grouped: dict[tuple[Side | None, Link | None], list[Toll]] = {}
    for toll in tolls_of(reader, comparison):
        unsaid = toll.victims and local_name(toll.victims.iri) == "unspecified"
        grouped.setdefault((toll.side, None if unsaid else toll.victims), []).append(toll)
    return tuple(Dead(side, victims, tuple(told)) for (side, victims), told in grouped.items())
