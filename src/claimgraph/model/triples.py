"""Records ⇄ triples: the one mapping, as a table of (field, predicate, kind of value) per class.

``to_triples`` and ``read`` go through the same rows, so what is written is what is read back.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from claimgraph.model import records
from claimgraph.model.dates import PartialDate
from claimgraph.model.figures import Figure
from claimgraph.terms import CG, CITO, CODE, DCT, GEO, OA, ORG, PAV, PROV, RDF, RDFS, SCHEMA, SEM, SKOS, XSD, local_name

R = TypeVar("R", bound=records.Record)


@dataclass(frozen=True)
class Row:
    """One field of a record: its predicate and how a value becomes a term and comes back."""

    name: str
    predicate: NamedNode
    to_term: Callable[[Any], NamedNode | Literal]
    of_term: Callable[[Any], Any]
    many: bool = False


def _iri(name: str, predicate: NamedNode, many: bool = False) -> Row:
    return Row(name, predicate, NamedNode, lambda term: term.value, many)


def _code(name: str, predicate: NamedNode, scheme: str, many: bool = False) -> Row:
    return Row(name, predicate, lambda slug: NamedNode(f"{CODE}{scheme}/{slug}"), lambda term: local_name(term.value), many)


def _texts(name: str, predicate: NamedNode) -> Row:
    return Row(
        name,
        predicate,
        lambda pair: Literal(pair[1], language=pair[0]) if pair[0] else Literal(pair[1]),
        lambda term: (term.language or "", term.value),
        many=True,
    )


def _number(name: str, predicate: NamedNode) -> Row:
    return Row(name, predicate, lambda n: Literal(str(n), datatype=XSD.integer), lambda term: int(term.value))


def _text(name: str, predicate: NamedNode) -> Row:
    return Row(name, predicate, Literal, lambda term: term.value)


def _date(name: str, predicate: NamedNode) -> Row:
    return Row(
        name,
        predicate,
        lambda told: Literal(told.text, datatype=NamedNode(told.datatype)),
        lambda term: PartialDate(term.value),
    )


_RECORD = (
    _texts("labels", RDFS.label),
    _texts("alternatives", SKOS.altLabel),
    _texts("notes", SKOS.editorialNote),
    _iri("generated_by", PROV.wasGeneratedBy),
    _iri("curated_by", PAV.curatedBy, many=True),
)
_CLAIM = (
    *_RECORD,
    _iri("about", SCHEMA.about),
    _texts("text", SCHEMA.text),
    _code("voice", CG.voice, "voice"),
    _iri("claimants", CG.claimant, many=True),
    _date("said", DCT.date),
    _iri("references", CG.reference, many=True),
    _code("reference_scope", CG.referenceScope, "reference-scope"),
    _iri("appearances", SCHEMA.appearance, many=True),
    _iri("replaces", DCT.replaces, many=True),
    _iri("alternate_of", PROV.alternateOf, many=True),
    _code("claim_type", DCT.type, "claim-type"),
)
ROWS: dict[type[records.Record], tuple[Row, ...]] = {
    records.Event: (
        *_RECORD,
        _code("event_types", SEM.eventType, "event-type", many=True),
        _date("at", SEM.hasTimeStamp),
        _date("begins", SEM.hasBeginTimeStamp),
        _date("ends", SEM.hasEndTimeStamp),
        _iri("places", SEM.hasPlace, many=True),
        _iri("part_of", SEM.subEventOf),
        _iri("participations", CG.participation, many=True),
    ),
    records.Participation: (
        *_RECORD,
        _iri("participant", CG.participant),
        _code("role", SEM.roleType, "role"),
        _iri("side", CG.side),
    ),
    records.Side: (*_RECORD, _iri("event", DCT.isPartOf), _number("column", SCHEMA.position)),
    records.Actor: (*_RECORD, _iri("acts_for", PROV.actedOnBehalfOf, many=True), _iri("linked_to", ORG.linkedTo, many=True)),
    records.Place: (
        *_RECORD,
        _code("place_type", SEM.placeType, "place-type"),
        _iri("within", SCHEMA.containedInPlace),
        _iri("between", CG.between, many=True),
        _iri("geometry", GEO.hasGeometry),
    ),
    records.Article: (
        *_RECORD,
        _texts("headlines", SCHEMA.headline),
        _text("language", SCHEMA.inLanguage),
        _text("sha256", SCHEMA.sha256),
        _iri("url", SCHEMA.url),
        _iri("licence", DCT.license),
        _text("version", SCHEMA.version),
    ),
    records.Section: (*_RECORD, _iri("article", SCHEMA.isPartOf), _number("position", SCHEMA.position)),
    records.Passage: (*_RECORD, _iri("article", OA.hasSource), _iri("section", SCHEMA.isPartOf)),
    records.Footnote: (
        *_RECORD,
        _number("number", SCHEMA.position),
        _iri("article", CITO.hasCitingEntity),
        _iri("source", CITO.hasCitedEntity),
        _date("accessed", CG.accessDate),
    ),
    records.Source: (
        *_RECORD,
        _texts("headlines", SCHEMA.headline),
        _iri("publisher", SCHEMA.publisher),
        _date("published", SCHEMA.datePublished),
        _text("language", SCHEMA.inLanguage),
        _iri("url", SCHEMA.url),
    ),
    records.Claim: _CLAIM,
    records.CasualtyClaim: (
        *_CLAIM,
        _code("casualty_type", CG.casualtyType, "casualty-type"),
        _iri("victim_affiliation", CG.victimAffiliation),
        _code("victim_status", CG.victimStatus, "victim-status"),
        _iri("victim_side", CG.victimSide),
        _iri("part_of", DCT.isPartOf, many=True),
        _iri("perpetrators", CG.perpetrator, many=True),
    ),
    records.ResponsibilityClaim: (*_CLAIM, _iri("perpetrators", CG.perpetrator, many=True)),
}
#: class of record → the classes its node is typed with
TYPES: dict[type[records.Record], tuple[NamedNode, ...]] = {
    records.Event: (CG.ConflictEvent,),
    records.Participation: (CG.Participation,),
    records.Side: (CG.Side,),
    records.Actor: (SEM.Actor, ORG.Organization),
    records.Place: (SEM.Place, GEO.Feature),
    records.Article: (SCHEMA.Article,),
    records.Section: (SCHEMA.WebPageElement,),
    records.Passage: (OA.SpecificResource,),
    records.Footnote: (CITO.Citation,),
    records.Source: (SCHEMA.NewsArticle,),
    records.Claim: (CG.Claim,),
    records.CasualtyClaim: (CG.CasualtyClaim,),
    records.ResponsibilityClaim: (CG.ResponsibilityClaim,),
}
_VARIANTS = {  # records whose class in RDF depends on a field
    (records.Actor, "person"): (SEM.Actor, SCHEMA.Person),
    (records.Section, "is_infobox"): (SCHEMA.Table,),
    (records.Source, "is_report"): (SCHEMA.Report,),
}
CLASS_OF = {types[0]: cls for cls, types in TYPES.items()} | {
    SCHEMA.Table: records.Section,
    SCHEMA.Report: records.Source,
}
_FIGURE = (("value", CG.figure), ("low", CG.figureLow), ("high", CG.figureHigh))


def selector_of(passage: str) -> str:
    """The IRI of a passage's one selector node."""
    return f"{passage}-selector"


def to_triples(record: records.Record) -> Iterator[Triple]:
    """The triples that state a record (and, for a passage, its selector)."""
    subject = NamedNode(record.iri)
    types = next((t for (cls, flag), t in _VARIANTS.items() if type(record) is cls and getattr(record, flag)), TYPES[type(record)])
    yield from (Triple(subject, RDF.type, cls) for cls in types)
    for row in ROWS[type(record)]:
        value = getattr(record, row.name)
        for one in value if row.many else (value,):
            if one not in (None, ""):
                yield Triple(subject, row.predicate, row.to_term(one))
    if isinstance(record, records.CasualtyClaim):
        yield from _figure_triples(subject, record.figure)
    if isinstance(record, records.Passage):
        yield from _selector_triples(subject, record)


def _figure_triples(subject: NamedNode, figure: Figure) -> Iterator[Triple]:
    yield Triple(subject, CG.quantifier, NamedNode(f"{CODE}quantifier/{figure.quantifier}"))
    for name, predicate in _FIGURE:
        if (number := getattr(figure, name)) is not None:
            yield Triple(subject, predicate, Literal(str(number), datatype=XSD.integer))


def _selector_triples(subject: NamedNode, passage: records.Passage) -> Iterator[Triple]:
    selector = NamedNode(selector_of(passage.iri))
    yield Triple(subject, OA.hasSelector, selector)
    yield from (Triple(selector, RDF.type, cls) for cls in (OA.TextQuoteSelector, OA.TextPositionSelector))
    yield Triple(selector, OA.exact, Literal(passage.exact))
    yield Triple(selector, OA.start, Literal(str(passage.start), datatype=XSD.integer))
    yield Triple(selector, OA.end, Literal(str(passage.end), datatype=XSD.integer))


def triples(all_records: Iterable[records.Record]) -> list[Triple]:
    """The triples of many records."""
    return [triple for record in all_records for triple in to_triples(record)]


class Reader:
    """Reads records out of a store by index look-ups; an IRI is read from the union of the graphs."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def objects(self, subject: str, predicate: NamedNode) -> list[NamedNode | Literal | BlankNode | Triple]:
        """The objects of one subject and predicate, each once, in a stable order."""
        found = {quad.object for quad in self.store.quads_for_pattern(NamedNode(subject), predicate, None, None)}
        return sorted(found, key=str)

    def subjects(self, predicate: NamedNode, value: NamedNode | str) -> list[str]:
        """The IRIs of the subjects that have a value, in IRI order."""
        node = NamedNode(value) if isinstance(value, str) else value
        return sorted({quad.subject.value for quad in self.store.quads_for_pattern(None, predicate, node, None)})

    def types(self, iri: str) -> set[NamedNode]:
        """The classes a node is typed with."""
        return set(self.objects(iri, RDF.type))

    def class_of(self, iri: str) -> type[records.Record] | None:
        """The class of record that an IRI is, or ``None`` when it is none of ours."""
        return next((cls for node, cls in CLASS_OF.items() if node in self.types(iri)), None)

    def read(self, iri: str, cls: type[R]) -> R:
        """The record of an IRI; fields that the graph does not give keep their default."""
        values: dict[str, Any] = {}
        for row in ROWS[cls]:
            found = [row.of_term(term) for term in self.objects(iri, row.predicate)]
            if row.many:
                values[row.name] = tuple(sorted(found))
            elif found:
                values[row.name] = found[0]
        values |= self._variants(iri, cls)
        return cls(iri=iri, **values)

    def all(self, cls: type[R]) -> list[R]:
        """Every record of a class, in IRI order."""
        nodes = [node for node, known in CLASS_OF.items() if known is cls]
        return [self.read(iri, cls) for iri in sorted({s for node in nodes for s in self.subjects(RDF.type, node)})]

    def _variants(self, iri: str, cls: type[records.Record]) -> dict[str, Any]:
        values: dict[str, Any] = {
            flag: set(types) <= self.types(iri) for (owner, flag), types in _VARIANTS.items() if owner is cls
        }
        if cls is records.CasualtyClaim:
            values["figure"] = self.figure(iri)
        if cls is records.Passage:
            selector = next((term.value for term in self.objects(iri, OA.hasSelector)), selector_of(iri))
            for name, predicate, kind in (("exact", OA.exact, str), ("start", OA.start, int), ("end", OA.end, int)):
                values |= {name: kind(term.value) for term in self.objects(selector, predicate)[:1]}
        return values

    def figure(self, claim: str) -> Figure:
        """The figure of a casualty claim; a claim without a quantifier reads as unknown."""
        numbers = {name: int(term.value) for name, node in _FIGURE for term in self.objects(claim, node)[:1]}
        quantifier = next((local_name(term.value) for term in self.objects(claim, CG.quantifier)), "unknown")
        return Figure(quantifier, **numbers)


def as_quads(all_triples: Iterable[Triple], graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
    """The triples as quads of one named graph."""
    return (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in all_triples)


assert all({f.name for f in fields(cls)} >= {row.name for row in rows} for cls, rows in ROWS.items())
