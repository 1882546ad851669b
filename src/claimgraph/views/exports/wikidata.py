"""What of the graph can be said on Wikidata: statements with qualifiers and references, and what must wait.

Nothing is guessed: an identity counts when it is confirmed (``owl:sameAs``), and a claim that lacks one of
those it needs waits, with the reason. A replaced claim is not uploaded, "neutralized" is no count of
deaths, and a word such as "dozens" is an unknown value with its wording (P1932).
"""

from __future__ import annotations

from pyoxigraph import Literal

from claimgraph.terms import CG, CITO, CODE, DCT, EDTF, OA, OWL, PREFIXES, RDF, SCHEMA, SEM, curie
from claimgraph.views.exports.described import codes, containers, events, is_plain_date, number, value, values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from claimgraph.views.exports.described import Graph

    Value = str | int | Literal | tuple[str, str] | None
    """An item ``Q…`` or an address as ``str``, a number, a date, (language, text), or None: some unknown value."""
    Pair = tuple[str, Value]

#: casualty type → the property that counts it; "neutralized" has none, for it may mean killed, wounded or captured
COUNTED_BY = {"killed": "P1120", "wounded": "P1339", "missing": "P1446", "casualties": "P1590", "unspecified": "P1590"}
CIRCA = "Q5727902"
#: kinds of event that contain attacks without being one: their item is not that of the attack
WIDER = {"armed-conflict", "campaign"}
#: what a plan is made of: predicates that are followed from subject to object, and back
READ = (
    RDF.type, OWL.sameAs, SEM.eventType, SEM.subEventOf, SEM.hasTimeStamp, SEM.hasPlace, SEM.placeType, DCT.date,
    SCHEMA.about, SCHEMA.appearance, SCHEMA.url, SCHEMA.headline, SCHEMA.datePublished, SCHEMA.containedInPlace, OA.hasSource, CITO.hasCitedEntity,
    CG.participation, CG.participant, CG.claimant, CG.reference, CG.perpetrator, CG.accessDate, CG.casualtyType, CG.quantifier,
    CG.figure, CG.figureLow, CG.figureHigh, CG.victimAffiliation, CG.victimSide, DCT.isPartOf,
)  # fmt: skip
READ_BACK = (RDF.type, SCHEMA.about, DCT.replaces)
_COUNTRY = f"{CODE}place-type/country"


class Statement:
    """One statement to add; ``references`` are groups of (property, value) pairs, ``claims`` what it comes from."""

    def __init__(
        self, item: str, name: str, value: Value, qualifiers: tuple[Pair, ...] = (),
        references: tuple[tuple[Pair, ...], ...] = (), claims: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.item, self.property, self.value = item, name, value
        self.qualifiers, self.references, self.claims = qualifiers, references, claims


class Plan:
    """The statements to make, and (claim, reasons) for each claim that cannot go."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.waiting: list[tuple[str, tuple[str, ...]]] = []


class Wikidata:
    """The graph as Wikidata would have it; reads records and identities one by one."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def plan(self) -> Plan:
        """Every casualty and responsibility claim, either as a statement or waiting, in the order of the claims."""
        plan = Plan()
        for claim in [*self.graph.subjects(RDF.type, CG.CasualtyClaim), *self.graph.subjects(RDF.type, CG.ResponsibilityClaim)]:
            statements, reasons = self.of_claim(claim)
            if reasons:
                plan.waiting.append((claim, reasons))
            else:
                plan.statements += statements
        plan.statements = sorted([*self._structure(), *merged(plan)], key=lambda s: (s.item, s.property, s.claims, str(s.value)))
        plan.waiting.sort()
        return plan

    def item(self, iri: str) -> str | None:
        """The confirmed Wikidata item of a thing; None when there is none, or more than one."""
        found = [same for same in values(self.graph, iri, OWL.sameAs) if same.startswith(PREFIXES["wd"] + "Q")]
        return found[0].removeprefix(PREFIXES["wd"]) if len(found) == 1 else None

    def _need(self, iri: str, reasons: list[str]) -> str:
        found = self.item(iri)
        if found is None:
            reasons.append(f"{curie(iri)} has no confirmed Wikidata item")
        return found or ""

    def _structure(self) -> Iterator[Statement]:
        """What events that have an item are part of, when and where they were, and who took part.

        The article is named as where it was imported from, which is no source: editors add theirs.
        """
        graph = self.graph
        for event in events(graph, CG.ConflictEvent):
            item = self.item(event)
            if item is None:
                continue
            places = values(graph, event, SEM.hasPlace)
            parts = [value(graph, part, CG.participant) for part in values(graph, event, CG.participation)]
            things = [("P361", value(graph, event, SEM.subEventOf)), *(("P276", place) for place in places), *(("P710", actor) for actor in parts)]
            things += [("P17", place) for place in dict.fromkeys(country for place in places for country in self._countries(place))]
            told: list[Pair] = [(name, found) for name, thing in things if thing and (found := self.item(thing))]
            told += [("P585", date) for date in self._dates(event, SEM.hasTimeStamp)]
            imported = tuple((("P4656", url),) for url in self._articles(event))
            yield from (Statement(item, name, one, (), imported) for name, one in dict.fromkeys(told))

    def _articles(self, event: str) -> list[str]:
        """The addresses of the articles that make claims about an event."""
        claims = self.graph.subjects(SCHEMA.about, event)
        passages = dict.fromkeys(passage for claim in claims for passage in values(self.graph, claim, SCHEMA.appearance))
        articles = dict.fromkeys(value(self.graph, passage, OA.hasSource) for passage in passages)
        return sorted(url for article in articles if (url := value(self.graph, article, SCHEMA.url)))

    def _countries(self, place: str) -> list[str]:
        """The country a place lies in, if it says so."""
        return [around for around in containers(self.graph, place) if value(self.graph, around, SEM.placeType) == _COUNTRY][:1]

    def _dates(self, node: str, predicate: NamedNode) -> list[Literal]:
        """The date of a predicate, if it is one day, month or year: Wikidata has no sets and open intervals."""
        found = [term for term in self.graph.objects(node, predicate) if isinstance(term, Literal) and term.datatype != EDTF]
        return [date for date in found[:1] if is_plain_date(date.value)]

    def of_claim(self, claim: str) -> tuple[list[Statement], tuple[str, ...]]:
        """The statements of a casualty or responsibility claim, and why it cannot go; one of them is empty."""
        graph, reasons = self.graph, []
        if later := graph.subjects(DCT.replaces, claim):
            return [], (f"replaced by {curie(later[0])}",)
        if whole := values(graph, claim, DCT.isPartOf):
            return [], (f"part of the figure of {curie(whole[0])}",)
        claimants = values(graph, claim, CG.claimant)
        if not claimants:
            reasons.append("no speaker")
        item, qualifiers = self._about(value(graph, claim, SCHEMA.about), reasons)
        qualifiers += [("P585", date) for date in self._dates(claim, DCT.date)]
        references = tuple(self._references(claim, claimants, reasons))
        if not references:
            reasons.append("no footnote with a verified address" if graph.objects(claim, CG.reference) else "no footnote")
        if CG.ResponsibilityClaim in graph.objects(claim, RDF.type):
            told: list[Pair] = [("P8031", self._need(who, reasons)) for who in values(graph, claim, CG.perpetrator)]
        else:
            told = list(self._count(claim, qualifiers, reasons))
        if reasons:
            return [], tuple(dict.fromkeys(reasons))
        return [Statement(item, name, one, tuple(qualifiers), references, (claim,)) for name, one in told], ()

    def _about(self, event: str, reasons: list[str]) -> tuple[str, list[Pair]]:
        """The item to write on: the event's own, or that of the attack it is a site of, with the site as qualifier."""
        if own := self.item(event):
            return own, []
        parent = value(self.graph, event, SEM.subEventOf)
        if not parent or WIDER & set(codes(self.graph, parent, SEM.eventType)):
            return self._need(event, reasons), []
        return self._need(parent, reasons), [("P276", self._need(place, reasons)) for place in values(self.graph, event, SEM.hasPlace)]

    def _count(self, claim: str, qualifiers: list[Pair], reasons: list[str]) -> Iterator[Pair]:
        kind = next(iter(codes(self.graph, claim, CG.casualtyType)), "unspecified")
        counted_by = COUNTED_BY.get(kind)
        if counted_by is None:
            reasons.append(f"Wikidata has no property for {kind!r}")
            return
        if victims := value(self.graph, claim, CG.victimAffiliation):
            qualifiers.append(("P6001", self._need(victims, reasons)))
        elif side := value(self.graph, claim, CG.victimSide):
            reasons.append(f"victims are a side, {curie(side)}, which Wikidata has no item for")
        exactly = number(self.graph, claim, CG.figure)
        if exactly is None:
            qualifiers.append(("P1932", wording(self.graph, claim)))
        elif codes(self.graph, claim, CG.quantifier) == ["about"]:
            qualifiers.append(("P1480", CIRCA))
        yield counted_by, exactly

    def _references(self, claim: str, claimants: list[str], reasons: list[str]) -> Iterator[tuple[Pair, ...]]:
        graph = self.graph
        speakers: list[Pair] = [("P12132", self._need(who, reasons)) for who in claimants]
        for footnote in values(graph, claim, CG.reference):
            source = value(graph, footnote, CITO.hasCitedEntity)
            url = value(graph, source, SCHEMA.url)
            where: list[Pair] = [("P248", found)] if (found := self.item(source)) else []
            where += [("P854", url)] if url else []
            if not where:
                continue
            headlines = sorted((term.language, term.value) for term in graph.objects(source, SCHEMA.headline) if term.language)
            titles: list[Pair] = [("P1476", (language.partition("-")[0], text)) for language, text in headlines]
            dates: list[Pair] = [("P577", date) for date in self._dates(source, SCHEMA.datePublished)]
            dates += [("P813", date) for date in self._dates(footnote, CG.accessDate)]
            yield (*where, *titles, *dates, *speakers)


def wording(graph: Graph, claim: str) -> str:
    """The figure in words, as it was told: "dozens", "at least 10", "10 to 15"."""
    quantifier = next(iter(codes(graph, claim, CG.quantifier)), "unknown")
    low, high = number(graph, claim, CG.figureLow), number(graph, claim, CG.figureHigh)
    if quantifier in ("range", "about"):
        return f"{'about ' if quantifier == 'about' else ''}{low} to {high}"
    bound = high if low is None else low
    return quantifier.replace("-", " ") + ("" if bound is None else f" {bound}")


def merged(plan: Plan) -> list[Statement]:
    """One statement for equal figures of several claimants; a figure that would be mixed up waits.

    QuickStatements adds to a statement that has the same item, property and value, so two claims share
    one statement with a reference each, if they speak of the same people and place. Of claims with equal
    figures for different people only the first goes; dates that differ are left out.
    """
    kept: dict[tuple[str, str, Value], Statement] = {}
    for statement in plan.statements:
        key = (statement.item, statement.property, statement.value)
        first = kept.get(key)
        if first is None:
            kept[key] = statement
        elif _undated(first) == _undated(statement):
            same = first.qualifiers if first.qualifiers == statement.qualifiers else _undated(first)
            references = tuple(dict.fromkeys(first.references + statement.references))
            kept[key] = Statement(*key, same, references, first.claims + statement.claims)
        else:
            plan.waiting.append((statement.claims[0], (f"QuickStatements would mix it with the equal figure of {curie(first.claims[0])}: enter it by hand",)))
    return list(kept.values())


def _undated(statement: Statement) -> tuple[Pair, ...]:
    return tuple(pair for pair in statement.qualifiers if pair[0] != "P585")
