"""Events unlike the first article's, as Turtle: many speakers, three sides, civilians, no date, no place, other parts of the world."""

PREFIXES = "".join(
    f"PREFIX {kind}: <https://w3id.org/claimgraph/id/{kind}/>\n" for kind in ("actor", "claim", "event", "participation", "place", "side")
) + "".join(
    f"PREFIX {scheme}: <https://w3id.org/claimgraph/code/{scheme}/>\n"
    for scheme in ("casualty-type", "event-type", "place-type", "quantifier", "reference-scope", "role", "victim-status", "voice")
) + (
    "PREFIX cg: <https://w3id.org/claimgraph/ns#>\nPREFIX dcterms: <http://purl.org/dc/terms/>\nPREFIX edtf: <http://id.loc.gov/datatypes/edtf/>\n"
    "PREFIX geo: <http://www.opengis.net/ont/geosparql#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nPREFIX schema: <http://schema.org/>\n"
    "PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
)
LONG = "Provisional Coordination Council for the Defence of the Lower Valley and the Adjoining Market Towns (reconstituted wing)"


def actor(slug: str, label: str) -> str:
    return f'actor:{slug} a sem:Actor ; rdfs:label "{label}"@en .\n'


def place(slug: str, label: str, kind: str, point: tuple[float, float] | None = None) -> str:
    geometry = f'<https://w3id.org/claimgraph/id/place/{slug}-point>'
    located = f'place:{slug} geo:hasGeometry {geometry} .\n{geometry} a geo:Geometry ; geo:asWKT "POINT({point[0]} {point[1]})"^^geo:wktLiteral .\n' if point else ""
    return f'place:{slug} a sem:Place ; rdfs:label "{label}"@en ; sem:placeType place-type:{kind} .\n{located}'


def event(slug: str, label: str, *, when: str = "", places: tuple[str, ...] = (), kind: str = "attack", parties: tuple[tuple[str, str, int | None], ...] = ()) -> str:
    """``when`` is a Turtle literal; a party is its actor, its role and the column of its side."""
    lines = [f'event:{slug} a cg:ConflictEvent ; rdfs:label "{label}"@en ; sem:eventType event-type:{kind} .']
    lines += [f"event:{slug} sem:hasTimeStamp {when} ."] if when else []
    lines += [f"event:{slug} sem:hasPlace place:{one} ." for one in places]
    for number, (who, role, column) in enumerate(parties):
        part = f"participation:{slug}-{number}"
        lines.append(f"event:{slug} cg:participation {part} . {part} a cg:Participation ; cg:participant actor:{who} ; sem:roleType role:{role} .")
        if column:
            lines.append(f'{part} cg:side side:{slug}-{column} . side:{slug}-{column} a cg:Side ; rdfs:label "{who}"@en ; schema:position {column} ; dcterms:isPartOf event:{slug} .')
    return "\n".join(lines) + "\n"


def claim(slug: str, about: str, quantifier: str, *, value: int | None = None, low: int | None = None, high: int | None = None,
          who: str | None = None, of: str | None = None, status: str = "unspecified", outcome: str = "killed", replaces: str | None = None) -> str:  # fmt: skip
    numbers = "".join(f"cg:{name} {number} ; " for name, number in (("figure", value), ("figureLow", low), ("figureHigh", high)) if number is not None)
    spoken = f"cg:claimant actor:{who} ; cg:voice voice:attributed" if who else "cg:voice voice:editorial"
    rest = (f"cg:victimAffiliation actor:{of} ; " if of else "") + (f"dcterms:replaces claim:{replaces} ; " if replaces else "")
    return (
        f'claim:{slug} a cg:CasualtyClaim ; schema:about event:{about} ; schema:text "The claim {slug}."@en ; cg:casualtyType casualty-type:{outcome} ; '
        f"cg:quantifier quantifier:{quantifier} ; {numbers}{rest}cg:victimStatus victim-status:{status} ; cg:referenceScope reference-scope:none ; {spoken} .\n"
    )


def many_speakers() -> str:
    """Ten speakers on three sides, and every way to give a figure."""
    names = [*(f"speaker-{n}" for n in range(9)), "council"]
    figures = [("exact", {"value": 12345}), ("at-least", {"low": 9000}), ("at-most", {"high": 15000}), ("range", {"low": 8000, "high": 11000}), ("about", {"value": 10000}),
               ("more-than", {"low": 7500}), ("dozens", {}), ("unknown", {}), ("exact", {"value": 9876}), ("several", {})]  # fmt: skip
    parties = tuple((name, ("attacker", "target", "belligerent")[number % 3], number % 3 + 1) for number, name in enumerate(names[:6]))
    day = '"2021-03-01/2021-03-09"^^edtf:EDTF'
    return "".join(
        [actor(name, LONG if name == "council" else f"Speaker number {number}") for number, name in enumerate(names)]
        + [event("many", "Battle of many speakers", when=day, places=("quay",), kind="battle", parties=parties), place("quay", "Old Quay", "town", (24.94, 60.17))]
        + [claim(f"many-{name}", "many", how, who=name, of="speaker-1", status="state-forces", **numbers) for name, (how, numbers) in zip(names, figures)]
        + [claim("many-none", "many", "none", value=0, who="speaker-0", of="speaker-2", outcome="captured"), claim("many-early", "many", "exact", value=4000, who="speaker-8", of="speaker-1", status="state-forces")]
        + ["claim:many-speaker-8 dcterms:replaces claim:many-early .\n"]
    )


def bare() -> str:
    """No date, no place, no party, nobody who speaks; civilians; a year; places far apart; a country that is not Mali."""
    return "".join([
        event("bare", "Unplaced clash"), claim("bare-1", "bare", "about", value=30), claim("bare-2", "bare", "exact", value=4),
        event("civilians", "Market bombing", when='"2019"^^xsd:gYear', places=("market",), parties=(("speaker-3", "attacker", None),)),
        claim("civilians-1", "civilians", "at-least", low=60, who="speaker-1", status="civilian"), claim("civilians-2", "civilians", "hundreds", who="speaker-4", status="civilian"),
        place("market", "Salt Market", "village"), event("silent", "Silent raid", when='"2020-05"^^xsd:gYearMonth', places=("northland",), parties=(("speaker-5", "attacker", None), ("speaker-2", "target", None))),
        place("northland", "Northland", "country", (26.0, 64.0)),
    ])  # fmt: skip


def far_away() -> str:
    """Events of another country alone: one at a town in a region, one without a place."""
    return PREFIXES + "".join([
        place("harbour", "Harbour", "town", (24.94, 60.17)), place("coastland", "Coastland", "region"),
        event("landing", "Landing at Harbour", when='"2020-05-01"^^xsd:date', places=("coastland", "harbour")), event("rumour", "Rumoured raid"),
    ])  # fmt: skip


def quarrel() -> str:
    """One speaker who gives five figures of the same people: ten pairs that cannot both be true. A scene of its own."""
    figures = "".join(claim(f"quarrel-{n}", "quarrel", "exact", value=10 + n, who="herald", of="host", status="armed-group") for n in range(1, 6))
    parties = (("herald", "belligerent", 1), ("host", "belligerent", 2))
    return PREFIXES + actor("herald", "The Herald") + actor("host", "The Host") + event("quarrel", "Quarrel at the ford", parties=parties) + figures


def turtle() -> str:
    return PREFIXES + many_speakers() + bare()
