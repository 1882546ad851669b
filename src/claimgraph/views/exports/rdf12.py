"""RDF 1.2: the union, and each exact figure as a triple that claims reify without asserting it.

``claim:… rdf:reifies <<( event:… wdt:P1120 14 )>>`` says what the claim claims; the triple itself is not in
the graph, since a figure is never a fact about an event. Only outcomes with a Wikidata property and
figures that were said exactly are written so: "neutralized" is no count of deaths, "dozens" no number.
RDF 1.2 Concepts, section 1.5.
"""

from __future__ import annotations

from pyoxigraph import NamedNode, Triple

from claimgraph.terms import CG, CODE, PREFIXES, RDF, SCHEMA
from claimgraph.views.exports.rdf import Graphs, in_order, turtle_of
from claimgraph.views.exports.wikidata import COUNTED_BY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_EXACT = NamedNode(f"{CODE}quantifier/exact")


def rdf12(root: Path) -> Iterator[bytes]:
    """The union as Turtle 1.2, with a ``rdf:reifies`` triple for each exact figure."""
    yield b'VERSION "1.2"\n'
    yield from turtle_of(in_order([*triples, *reifications(triples)]) for triples in Graphs(root).united())


def reifications(triples: Iterable[Triple]) -> list[Triple]:
    """The ``rdf:reifies`` triples of the exact figures among ``triples``, in the order of the claims."""
    told: dict[object, dict[NamedNode, object]] = {}
    for triple in triples:
        if triple.predicate in (SCHEMA.about, CG.casualtyType, CG.figure, CG.quantifier):
            told.setdefault(triple.subject, {})[triple.predicate] = triple.object
    found = []
    for claim, parts in told.items():
        outcome = parts.get(CG.casualtyType)
        counted_by = COUNTED_BY.get(outcome.value.rpartition("/")[2]) if isinstance(outcome, NamedNode) else None
        if counted_by and parts.get(CG.quantifier) == _EXACT and CG.figure in parts and SCHEMA.about in parts:
            statement = Triple(parts[SCHEMA.about], NamedNode(PREFIXES["wdt"] + counted_by), parts[CG.figure])
            found.append(Triple(claim, RDF.reifies, statement))
    return sorted(found, key=str)
