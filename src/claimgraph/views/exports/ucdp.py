"""One row an event, with columns named as in UCDP's Georeferenced Event Dataset where they mean the same.

``deaths_a`` and ``deaths_b`` are the dead of the first and the second side, ``deaths_unknown`` those whose
side was not told. Each is the lowest and the highest of the parties' sums: every speaker's current
figures are added up, and the speakers are compared, never mixed. ``best`` stays empty: this graph does not
choose between claimants. Vague words count nothing and are counted in ``vague_claims``. Sites of an
attack are part of its row. A text that a spreadsheet would run as a formula gets a ``'`` in front.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict

from claimgraph.model.records import Actor, CasualtyClaim, Event, Footnote, Participation, Place, Side
from claimgraph.model.triples import Reader
from claimgraph.store.local import open_store
from claimgraph.terms import DCT, GEO, SCHEMA, local_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

COUNTS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
#: column → what it holds
COLUMNS = {
    "id": "the event's IRI",
    "name": "its English name",
    "date_start": "first day it may have happened",
    "date_end": "last day",
    "date_prec": "1 a day, 2 up to six days, 3 a week, 4 a month, 5 longer, as UCDP codes it",
    "side_a": "actors of the first side, by ;",
    "side_b": "actors of the second side, by ;",
    "where_coordinates": "names of the places, by ;",
    "where_prec": "1 a named place, 3 a district, 4 a province, 5 a stretch or vague region, 6 a country, as UCDP codes it",
    "adm_1": "regions, by ;",
    "country": "countries, by ;",
    "latitude": "of the most precise place with coordinates; of a stretch, its middle",
    "longitude": "likewise",
    **{f"{count}_{end}": f"{'lowest' if end == 'low' else 'highest'} sum of a speaker" for count in COUNTS for end in ("low", "high")},
    "low": "lowest sum of a speaker, all dead together",
    "high": "highest",
    "best": "always empty",
    "vague_claims": "claims of deaths without a number",
    "parties": "speakers whose figures were compared",
    "number_of_sources": "documents that the claims' footnotes cite",
}
PRECISION = {"village": 1, "town": 1, "commune": 3, "cercle": 3, "region": 4, "stretch": 5, "vague-region": 5, "country": 6}
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")  # the wide forms are typed in East Asia and taken alike
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def ucdp_csv(root: Path) -> bytes:
    """Every event that is neither a war, nor a campaign, nor a site of a wider attack, by date."""
    reader = Reader(open_store(root).store)
    events = {event.iri: event for event in reader.all(Event)}
    rows = [row(reader, event, events) for event in events.values() if is_incident(event, events)]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(COLUMNS), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in one.items()} for one in sorted(rows, key=lambda r: (r["date_start"], r["id"])))
    return text.getvalue().encode()


def harmless(value: object) -> str:
    """A cell that no spreadsheet runs: what looks like a formula is marked as text, numbers stay numbers.

    >>> harmless("=1+1"), harmless(-5.02), harmless("-2+3")
    ("'=1+1", '-5.02', "'-2+3")
    """
    text = str(value)
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def is_incident(event: Event, events: dict[str, Event]) -> bool:
    """Whether an event is a row of its own."""
    wider = {"armed-conflict", "campaign"}
    parent = events.get(event.part_of or "")
    return not wider & set(event.event_types) and (parent is None or bool(wider & set(parent.event_types)))


def row(reader: Reader, event: Event, events: dict[str, Event]) -> dict[str, object]:
    """One event's row, by the names of the columns."""
    sides = _sides(reader, event)
    return {
        "id": event.iri,
        "name": _english(event),
        **_when(event),
        "side_a": "; ".join(_english(reader.read(actor, Actor)) for actor in sides[0]),
        "side_b": "; ".join(_english(reader.read(actor, Actor)) for actor in sides[1]),
        **_where(reader, event),
        **_deaths(reader, event, sides),
        "best": "",
    }


def _english(record: Event | Actor | Place) -> str:
    return dict(record.labels).get("en", local_name(record.iri))


def _when(event: Event) -> dict[str, object]:
    first, last = event.at or event.begins, event.at or event.ends
    start, end = first.first if first else None, last.last if last else None
    days = (end - start).days + 1 if start and end else 366
    precision = next(code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31), (5, 10**9)) if days <= most)
    return {"date_start": start or "", "date_end": end or "", "date_prec": precision}


def _sides(reader: Reader, event: Event) -> list[list[str]]:
    """The actors of the first two sides, by the sides' columns; without sides, attackers are the second."""
    members: dict[int, list[str]] = defaultdict(list)
    for iri in event.participations:
        part = reader.read(iri, Participation)
        column = reader.read(part.side, Side).column if part.side else None
        members[column or (2 if part.role == "attacker" else 1)].append(part.participant)
    return [members[1], members[2]]


def _containers(reader: Reader, place: str) -> list[Place]:
    """A place and everything it lies in, from the inside out."""
    found: list[Place] = []
    while place and place not in [known.iri for known in found]:
        found.append(reader.read(place, Place))
        place = found[-1].within or ""
    return found


def _where(reader: Reader, event: Event) -> dict[str, object]:
    chains = sorted((_containers(reader, place) for place in event.places), key=lambda c: (PRECISION.get(c[0].place_type, 7), c[0].iri))
    points = [point for chain in chains for point in [_point(reader, chain[0])] if point]
    named = {kind: dict.fromkeys(_english(p) for chain in chains for p in chain if p.place_type == kind) for kind in ("region", "country")}
    return {
        "where_coordinates": "; ".join(_english(chain[0]) for chain in chains),
        "where_prec": PRECISION.get(chains[0][0].place_type, 7) if chains else "",
        "adm_1": "; ".join(named["region"]),
        "country": "; ".join(named["country"]),
        "latitude": points[0][1] if points else "",
        "longitude": points[0][0] if points else "",
    }


def _point(reader: Reader, place: Place) -> tuple[float, float] | None:
    """Longitude and latitude of a place; of a stretch, the middle of its two ends."""
    if place.between:
        ends = [point for end in place.between for point in [_point(reader, reader.read(end, Place))] if point]
        return (round(sum(p[0] for p in ends) / 2, 5), round(sum(p[1] for p in ends) / 2, 5)) if len(ends) == 2 else None
    wkt = next((term.value for term in reader.objects(place.geometry, GEO.asWKT)), "") if place.geometry else ""
    numbers = re.findall(r"-?\d+(?:\.\d+)?", wkt)
    return (float(numbers[0]), float(numbers[1])) if len(numbers) == 2 else None


def _deaths(reader: Reader, event: Event, sides: list[list[str]]) -> dict[str, object]:
    claims = [reader.read(iri, CasualtyClaim) for iri in reader.subjects(SCHEMA.about, event.iri) if reader.class_of(iri) is CasualtyClaim]
    current = [c for c in claims if c.casualty_type == "killed" and not reader.subjects(DCT.replaces, c.iri)]
    sums: dict[str, dict[str, int]] = {}
    vague = 0
    for claim in current:
        number = claim.figure.value if claim.figure.value is not None else claim.figure.low
        vague += number is None
        for speaker in {_party(reader, who) for who in claim.claimants} or {claim.voice}:
            column = _column(reader, claim, sides)
            sums.setdefault(speaker, dict.fromkeys(COUNTS, 0))[column] += number or 0
    documents = {reader.read(ref, Footnote).source for claim in current for ref in claim.references}
    ends = (("low", min), ("high", max))
    return {
        **{f"{count}_{end}": pick(one[count] for one in sums.values()) if sums else "" for count in COUNTS for end, pick in ends},
        **{end: pick(sum(one.values()) for one in sums.values()) if sums else "" for end, pick in ends},
        "vague_claims": vague,
        "parties": len(sums),
        "number_of_sources": len(documents),
    }


def _party(reader: Reader, actor: str) -> str:
    """Whom an actor acts for in the end."""
    seen: list[str] = []
    while actor not in seen:
        seen.append(actor)
        actor = next(iter(reader.read(actor, Actor).acts_for), actor)
    return actor


def _column(reader: Reader, claim: CasualtyClaim, sides: list[list[str]]) -> str:
    if claim.victim_status == "civilian":
        return "deaths_civilians"
    if claim.victim_side:
        return {1: "deaths_a", 2: "deaths_b"}.get(reader.read(claim.victim_side, Side).column or 0, "deaths_unknown")
    victims = claim.victim_affiliation or ""
    own = [victims, _party(reader, victims)] if victims else []
    return next((name for actor in own for name, side in zip(COUNTS, sides, strict=False) if actor in side), "deaths_unknown")
