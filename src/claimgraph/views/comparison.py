"""The comparison: who suffered, and how, in rows; who says so, in columns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from claimgraph.model.figures import VAGUE
from claimgraph.terms import SEM, local_name
from claimgraph.views.claims import ClaimView, claims_about
from claimgraph.views.disagreements import Disagreement, disagreements
from claimgraph.views.parties import Side, column_of, columns_of_actors, principal
from claimgraph.views.reading import Link, PageReader

#: Order of rows within the same victims; what is not named comes after.
TYPES = ("killed", "wounded", "missing", "captured", "hostage", "neutralized", "casualties")
#: Sub-events deeper or more numerous than this have a page of their own to be compared on.
MOST_SUB_EVENTS = 40
TOO_WIDE = frozenset({"armed-conflict", "campaign"})


@dataclass(frozen=True)
class Column:
    """One speaker with those who speak for it; ``side`` is the side of the event it stands on."""

    speaker: Link | None
    members: tuple[Link, ...]
    side: int | None


@dataclass(frozen=True)
class Entry:
    """A claim in its cell. ``narrower`` is the sub-event it is about, ``low``/``high`` what its words allow,
    ``part_of`` the claim whose figure includes it, ``one_of_several`` where its speaker gives other figures beside it that only their words tell apart."""

    claim: ClaimView
    narrower: Link | None
    replaced_by: ClaimView | None
    contradicts: tuple[ClaimView, ...]
    low: int | None
    high: int | None
    part_of: ClaimView | None = None
    one_of_several: bool = False


@dataclass(frozen=True)
class Row:
    """The same victims and the same outcome; ``cells`` in the order of the columns.

    ``scale`` is the largest number, 0 where fewer than two figures have one and there is nothing to compare.
    """

    victims: Link | None
    status: Link
    outcome: Link
    cells: tuple[tuple[Entry, ...], ...]
    scale: int
    whole_side: bool


@dataclass(frozen=True)
class Group:
    """The rows of one side, ``None`` for victims whose side is not told."""

    side: Side | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that is said about the losses of one event."""

    columns: tuple[Column, ...]
    unfolded: tuple[Column, ...]
    groups: tuple[Group, ...]
    unfolded_groups: tuple[Group, ...]
    disagreements: tuple[Disagreement, ...]


def is_wide(reader: PageReader, event: str) -> bool:
    """Whether an event is a war or a campaign, whose parts stand on their own."""
    return bool(TOO_WIDE & {local_name(iri) for iri in reader.iris(event, SEM.eventType)})


def scope_of(reader: PageReader, event: str) -> list[str]:
    """The event and the events inside it whose claims belong beside its own; a war stands alone."""
    if is_wide(reader, event):
        return [event]
    found = [event]
    for one in found:
        found += [child for child in reader.sources(one, SEM.subEventOf) if child not in found]
        if len(found) > MOST_SUB_EVENTS:
            return [event]
    return found


def claims_in_scope(reader: PageReader, event: str, language: str) -> list[ClaimView]:
    """Every claim about the event and the events inside it."""
    return [claim for one in scope_of(reader, event) for claim in claims_about(reader, one, language)]


def compare(reader: PageReader, event: str, claims: Sequence[ClaimView], sides: list[Side], language: str) -> Comparison:
    """The casualty claims of an event, side by side."""
    losses = [claim for claim in claims if claim.figure is not None]
    columns = columns_of_actors(reader, sides)
    by_principal = {speaker: principal(reader, speaker) for claim in losses for speaker in claim.speakers}
    rolled = _columns(reader, losses, by_principal, columns, language)
    single = _columns(reader, losses, {speaker: speaker for speaker in by_principal}, columns, language)
    table = lambda cols, names: _groups(reader, event, losses, cols, names, sides, columns)  # noqa: E731
    return Comparison(
        rolled,
        single if len(single) > len(rolled) else (),
        table(rolled, by_principal),
        table(single, {speaker: speaker for speaker in by_principal}) if len(single) > len(rolled) else (),
        tuple(disagreements(reader, losses, by_principal)),
    )


def _columns(
    reader: PageReader, losses: Iterable[ClaimView], names: dict[str, str], columns: dict[str, int], language: str
) -> tuple[Column, ...]:
    members: dict[str | None, set[Link]] = defaultdict(set)
    for claim in losses:
        for link in claim.claimants:
            members[names[link.iri]].add(link)
        if not claim.claimants:
            members[None] = set()
    made = [
        Column(reader.link(iri, language) if iri else None, tuple(sorted(links)), column_of(reader, columns, iri))
        for iri, links in members.items()
    ]
    return tuple(sorted(made, key=lambda c: (c.speaker is None, c.side or 99, c.speaker.iri if c.speaker else "")))


def _groups(
    reader: PageReader,
    event: str,
    losses: Sequence[ClaimView],
    columns: Sequence[Column],
    names: dict[str, str],
    sides: Sequence[Side],
    places: dict[str, int],
) -> tuple[Group, ...]:
    by_iri = {claim.iri: claim for claim in losses}
    order = [column.speaker.iri if column.speaker else None for column in columns]
    grouped: dict[int | None, dict[tuple[str | None, str, str], list[ClaimView]]] = defaultdict(lambda: defaultdict(list))
    for claim in losses:
        named = claim.victims or claim.victim_side
        victims = named.iri if named else None
        side = places.get(claim.victim_side.iri if claim.victim_side else "") or column_of(reader, places, claim.victims.iri if claim.victims else None)
        grouped[side][victims, claim.victim_status.iri, claim.casualty_type.iri].append(claim)
    by_column = {side.column: side for side in sides}
    return tuple(
        Group(by_column.get(side or 0), tuple(_row(event, rows[key], by_iri, order, names) for key in sorted(rows, key=_row_order)))
        for side, rows in sorted(grouped.items(), key=lambda item: item[0] or 99)
    )


def _row_order(key: tuple[str | None, str, str]) -> tuple[bool, str, int, str, str]:
    victims, status, outcome = key
    name = local_name(outcome)
    return victims is None, victims or "", TYPES.index(name) if name in TYPES else len(TYPES), name, status


def _row(event: str, claims: Sequence[ClaimView], known: dict[str, ClaimView], order: list[str | None], names: dict[str, str]) -> Row:
    entries = [_entry(event, claim, known) for claim in claims]
    cells: list[list[Entry]] = [[] for _ in order]
    for entry in entries:
        for name in {names[speaker] for speaker in entry.claim.speakers} or {None}:
            cells[order.index(name)].append(entry)
    numbers = [max(number for number in (entry.low, entry.high) if number is not None) for entry in entries if (entry.low, entry.high) != (None, None)]
    scale = max(numbers) if len(numbers) > 1 else 0
    first = claims[0]
    return Row(first.victims, first.victim_status, first.casualty_type, tuple(map(_cell, cells)), scale, first.victim_side is not None)


def _cell(entries: list[Entry]) -> tuple[Entry, ...]:
    """The figures of one speaker, those that hold for the whole event first."""
    alike = [(entry.narrower, entry.replaced_by is None and not entry.claim.part_of) for entry in entries]
    marked = (replace(entry, one_of_several=alike.count(same) > 1) if same[1] else entry for entry, same in zip(entries, alike))
    return tuple(sorted(marked, key=_entry_order))


def _entry(event: str, claim: ClaimView, known: dict[str, ClaimView]) -> Entry:
    low, high = bounds(claim)
    return Entry(
        claim=claim,
        narrower=claim.about if claim.about.iri != event else None,
        replaced_by=next((known[iri] for iri in claim.replaced_by if iri in known), None),
        contradicts=tuple(known[iri] for iri in claim.contradicts if iri in known),
        low=low,
        high=high,
        part_of=next((known[iri] for iri in claim.part_of if iri in known), None),
    )


def bounds(claim: ClaimView) -> tuple[int | None, int | None]:
    """The numbers that were said, ``None`` where none was: a vague word has no place on a scale."""
    figure = claim.figure
    if figure is None or figure.quantifier in VAGUE:
        return None, None
    if figure.value is not None:
        return figure.value, figure.value
    return figure.low, figure.high


def _entry_order(entry: Entry) -> tuple[bool, bool, bool, str]:
    return entry.replaced_by is not None, entry.narrower is not None, bool(entry.claim.part_of), entry.claim.iri
