"""One row an event, with columns named as in UCDP's Georeferenced Event Dataset where they mean the same.

``deaths_a`` and ``deaths_b`` are the dead of the first and the second side, ``deaths_unknown`` those whose
side was not told. Each is the lowest and the highest of the parties' sums: every speaker's current
figures are added up, and the speakers are compared, never mixed. ``best`` stays empty: this graph does not
choose between claimants. Vague words count nothing and are counted in ``vague_claims``. An
attack with its sites is one row, of what is claimed of it as a whole. A text that a spreadsheet would run as a formula gets a ``'`` in front.
"""

from __future__ import annotations

from claimgraph.terms import CG, CITO, DCT, GEO, PROV, RDF, RDFS, SCHEMA, SEM
from claimgraph.views.exports.described import Described, codes, containers, days, english, events, number, party, value, values
from claimgraph.views.exports.rdf import facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import NamedNode

    from claimgraph.views.exports.described import Graph

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
    "where_prec": "of the place whose coordinates are given: 1 a named place, 3 a district, 4 a province, 5 a stretch or vague region, 6 a country, as UCDP codes it",
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
#: what a row is made of: predicates that are followed from subject to object, and back
READ = (
    RDF.type, RDFS.label, SEM.eventType, SEM.subEventOf, SEM.hasTimeStamp, SEM.hasBeginTimeStamp, SEM.hasEndTimeStamp, SEM.hasPlace,
    SEM.placeType, SEM.roleType, SCHEMA.containedInPlace, SCHEMA.position, GEO.hasGeometry, GEO.asWKT, PROV.actedOnBehalfOf, CITO.hasCitedEntity,
    CG.participation, CG.participant, CG.side, CG.between, CG.casualtyType, CG.figure, CG.figureLow, CG.claimant, CG.voice, CG.reference,
    CG.victimAffiliation, CG.victimStatus, CG.victimSide, DCT.isPartOf,
)  # fmt: skip
READ_BACK = (RDF.type, SCHEMA.about, DCT.replaces)
UNTOLD = 9  # a place of no told kind: UCDP's 7 would mean the high seas
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # the wide forms are typed in East Asia and taken alike
WIDER = {"armed-conflict", "campaign"}


def ucdp_csv(root: Path) -> bytes:
    """Every event that is neither a war, nor a campaign, nor a site of a wider attack, by date."""
    graph = Described(facts(root), READ, READ_BACK)
    kinds = events(graph, CG.ConflictEvent)
    rows = [row(graph, event) for event in kinds if is_incident(graph, event, kinds)]
    rows.sort(key=lambda row: (str(row["date_start"]), row["id"]))
    return "".join(",".join(map(cell, line)) + "\r\n" for line in [COLUMNS, *([one[name] for name in COLUMNS] for one in rows)]).encode()


def cell(value: object) -> str:
    """A value as CSV has it (RFC 4180), harmless.

    >>> cell('say "14", or more')
    '"say ""14"", or more"'
    """
    text = harmless(value)
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\r\n') else text


def harmless(value: object) -> str:
    """A cell that no spreadsheet runs: what looks like a formula is marked as text, numbers stay numbers.

    >>> harmless("=1+1"), harmless(-5.02), harmless("-2+3")
    ("'=1+1", '-5.02', "'-2+3")
    """
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not is_number(text) else text


def is_number(text: str) -> bool:
    """Whether a text is a plain number, negative or with a fraction."""
    parts = text.removeprefix("-").split(".")
    return len(parts) < 3 and all(part.isascii() and part.isdigit() for part in parts)


def is_incident(graph: Graph, event: str, kinds: dict[str, set[str]]) -> bool:
    """Whether an event is a row of its own."""
    parent = kinds.get(value(graph, event, SEM.subEventOf))
    return not WIDER & kinds[event] and (parent is None or bool(WIDER & parent))


def row(graph: Graph, event: str) -> dict[str, object]:
    """One event's row, by the names of the columns."""
    sides = _sides(graph, event)
    return {
        "id": event,
        "name": english(graph, event),
        **_when(graph, event),
        "side_a": "; ".join(english(graph, actor) for actor in sides[0]),
        "side_b": "; ".join(english(graph, actor) for actor in sides[1]),
        **_where(graph, event),
        **_deaths(graph, event, sides),
        "best": "",
    }


def _when(graph: Graph, event: str) -> dict[str, object]:
    def end(number: int, predicate: NamedNode) -> object:
        told = [*graph.objects(event, SEM.hasTimeStamp), *graph.objects(event, predicate)]
        return days(told[0])[number] if told else None

    start, last = end(0, SEM.hasBeginTimeStamp), end(1, SEM.hasEndTimeStamp)
    length = (last - start).days + 1 if start and last else 366
    precision = next(code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31), (5, 10**9)) if length <= most)
    return {"date_start": start or "", "date_end": last or "", "date_prec": precision}


def _sides(graph: Graph, event: str) -> list[list[str]]:
    """The actors of the first two sides, by the sides' columns; without sides, attackers are the second."""
    members: dict[int, list[str]] = {}
    for part in sorted(values(graph, event, CG.participation)):
        column = number(graph, value(graph, part, CG.side), SCHEMA.position)
        role = codes(graph, part, SEM.roleType)
        members.setdefault(column or (2 if role == ["attacker"] else 1), []).append(value(graph, part, CG.participant))
    return [members.get(1, []), members.get(2, [])]


def _where(graph: Graph, event: str) -> dict[str, object]:
    def kind(place: str) -> str:
        return next(iter(codes(graph, place, SEM.placeType)), "")

    def named(wanted: str) -> str:
        return "; ".join(dict.fromkeys(english(graph, place) for chain in chains for place in chain if kind(place) == wanted))

    places = sorted((PRECISION.get(kind(place), UNTOLD), place) for place in values(graph, event, SEM.hasPlace))
    chains = [containers(graph, place) for _, place in places]
    points = [(precision, *point) for precision, place in places for point in [_point(graph, place)] if point]
    precision = min(points, default=(min(places, default=(UNTOLD, ""))[0],))[0]
    return {
        "where_coordinates": "; ".join(english(graph, place) for _, place in places),
        "where_prec": "" if precision == UNTOLD else precision,
        "adm_1": named("region"),
        "country": named("country"),
        "latitude": points[0][2] if points else "",
        "longitude": points[0][1] if points else "",
    }


def _point(graph: Graph, place: str) -> tuple[float, float] | None:
    """Longitude and latitude of a place; of a stretch, the middle of its two ends."""
    if between := values(graph, place, CG.between):
        ends = [point for point in (_coordinates(graph, end) for end in between) if point]
        return (round(sum(p[0] for p in ends) / 2, 5), round(sum(p[1] for p in ends) / 2, 5)) if len(ends) == 2 else None
    return _coordinates(graph, place)


def _coordinates(graph: Graph, place: str) -> tuple[float, float] | None:
    """The point that a place's own geometry is."""
    wkt = value(graph, value(graph, place, GEO.hasGeometry), GEO.asWKT)
    numbers = wkt.rpartition("(")[2].rstrip(") ").split()
    return (float(numbers[0]), float(numbers[1])) if len(numbers) == 2 and all(map(is_number, numbers)) else None


def _deaths(graph: Graph, event: str, sides: list[list[str]]) -> dict[str, object]:
    claims = [iri for iri in graph.subjects(SCHEMA.about, event) if CG.CasualtyClaim in graph.objects(iri, RDF.type)]
    current = [iri for iri in claims if codes(graph, iri, CG.casualtyType) == ["killed"] and not graph.subjects(DCT.replaces, iri) and not graph.objects(iri, DCT.isPartOf)]
    sums: dict[str, dict[str, int]] = {}
    vague = 0
    for claim in current:
        figures = (number(graph, claim, predicate) for predicate in (CG.figure, CG.figureLow))
        dead = next((figure for figure in figures if figure is not None), None)
        vague += dead is None
        column = _column(graph, claim, sides)
        for speaker in {party(graph, who) for who in values(graph, claim, CG.claimant)} or {value(graph, claim, CG.voice)}:
            sums.setdefault(speaker, dict.fromkeys(COUNTS, 0))[column] += dead or 0
    documents = {value(graph, footnote, CITO.hasCitedEntity) for claim in current for footnote in values(graph, claim, CG.reference)}
    ends = (("low", min), ("high", max))
    return {
        **{f"{count}_{end}": pick(one[count] for one in sums.values()) if sums else "" for count in COUNTS for end, pick in ends},
        **{end: pick(sum(one.values()) for one in sums.values()) if sums else "" for end, pick in ends},
        "vague_claims": vague,
        "parties": len(sums),
        "number_of_sources": len(documents),
    }


def _column(graph: Graph, claim: str, sides: list[list[str]]) -> str:
    """The column of a claim's dead: by who they are, else by the side they are told to be of."""
    if codes(graph, claim, CG.victimStatus) == ["civilian"]:
        return "deaths_civilians"
    if side := value(graph, claim, CG.victimSide):
        return {1: "deaths_a", 2: "deaths_b"}.get(number(graph, side, SCHEMA.position) or 0, "deaths_unknown")
    victims = value(graph, claim, CG.victimAffiliation)
    own = [victims, party(graph, victims)] if victims else []
    return next((name for actor in own for name, side in zip(COUNTS, sides, strict=False) if actor in side), "deaths_unknown")
