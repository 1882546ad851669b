"""Records read straight from triples, for exports that walk from one to the next.

The dataclasses of :mod:`claimgraph.model.records` take longer to import than an export takes, and an export
needs a few values of each. The functions here read from anything that looks up ``objects`` and ``subjects``:
:class:`Described` over the triples of the files, or a :class:`~claimgraph.model.triples.Reader` over a store.
"""

from __future__ import annotations

from claimgraph.terms import PROV, RDF, RDFS, SCHEMA, SEM, local_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from typing import Protocol

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term = NamedNode | BlankNode | Literal | Triple

    class Graph(Protocol):
        """What is asked of a graph; both answers are in a stable order."""

        def objects(self, subject: str, predicate: NamedNode) -> list[Term]: ...

        def subjects(self, predicate: NamedNode, value: NamedNode | str) -> list[str]: ...


class Described:
    """Triples by their subject and by their object, of the predicates that somebody is going to ask for, and no others.

    A large graph is mostly words, passages and labels, which most exports do not look at. To ask for a
    predicate that was not announced is a ``KeyError``, not an empty answer.
    """

    def __init__(self, triples: Iterable[Triple], of_subject: Iterable[NamedNode], of_object: Iterable[NamedNode]) -> None:
        self._said: dict[NamedNode, dict[str, list[Term]]] = {predicate: {} for predicate in of_subject}
        self._of: dict[NamedNode, dict[str, list[str]]] = {predicate: {} for predicate in of_object}
        for triple in triples:
            predicate = triple.predicate
            if (said := self._said.get(predicate)) is not None:
                said.setdefault(triple.subject.value, []).append(triple.object)
            if (of := self._of.get(predicate)) is not None:
                of.setdefault(getattr(triple.object, "value", ""), []).append(triple.subject.value)

    def objects(self, subject: str, predicate: NamedNode) -> list[Term]:
        """What a subject says by one predicate."""
        found = self._said[predicate].get(subject, [])
        return sorted(found, key=str) if len(found) > 1 else found

    def subjects(self, predicate: NamedNode, value: NamedNode | str) -> list[str]:
        """The IRIs of what points at a node by one predicate."""
        return sorted(self._of[predicate].get(value if isinstance(value, str) else value.value, []))


def values(graph: Graph, node: str, predicate: NamedNode) -> list[str]:
    """The IRIs or texts that a node has by one predicate."""
    return [term.value for term in graph.objects(node, predicate)]


def value(graph: Graph, node: str, predicate: NamedNode) -> str:
    """The one IRI or text of a predicate, or ``""``."""
    return next(iter(values(graph, node, predicate)), "")


def codes(graph: Graph, node: str, predicate: NamedNode) -> list[str]:
    """The codes of a predicate by their slugs."""
    return [local_name(iri) for iri in values(graph, node, predicate)]


def number(graph: Graph, node: str, predicate: NamedNode) -> int | None:
    """A whole number; ``None`` where there is none, or a text that is none (a check says so)."""
    text = value(graph, node, predicate)
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() else None


def english(graph: Graph, node: str) -> str:
    """The English label of a node, else the last part of its IRI."""
    labels = {term.language: term.value for term in graph.objects(node, RDFS.label)}
    return labels.get("en", local_name(node))


def events(graph: Graph, event_class: NamedNode) -> dict[str, set[str]]:
    """Every event with the slugs of its types, in IRI order."""
    return {iri: set(codes(graph, iri, SEM.eventType)) for iri in graph.subjects(RDF.type, event_class)}


def containers(graph: Graph, place: str) -> list[str]:
    """A place and everything it lies in, from the inside out."""
    return list(_chain(graph, place, SCHEMA.containedInPlace))


def party(graph: Graph, actor: str) -> str:
    """Whom an actor acts for in the end; itself, when it acts for nobody."""
    *_, last = _chain(graph, actor, PROV.actedOnBehalfOf)
    return last


def _chain(graph: Graph, node: str, predicate: NamedNode) -> Iterator[str]:
    """A node and what it leads to, step by step, up to the end or to where a circle closes."""
    seen: dict[str, None] = {}
    while node and node not in seen:
        seen[node] = None
        yield node
        node = value(graph, node, predicate)


def is_plain_date(text: str) -> bool:
    """Whether a text is a year, a month or a day of the calendar; without ``datetime``, which takes a tenth of Python's start.

    >>> [is_plain_date(text) for text in ("2024-02-29", "2023-02", "2023", "2023-02-29", "2023-13", "23", "2023-01/..")]
    [True, True, True, False, False, False, False]
    """
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)] or not all(part.isascii() and part.isdigit() for part in parts):
        return False
    year, month, day = (int(part) for part in [*parts, "01", "01"][:3])
    longest = 29 if month == 2 and year % 4 == 0 and (year % 100 or year % 400 == 0) else 28 if month == 2 else 30 + (month + month // 8) % 2
    return 1 <= month <= 12 and 1 <= day <= longest


def days(told: Literal) -> tuple[date | None, date | None]:
    """First and last day that a date can mean, ``None`` where it is open; raises what ``PartialDate`` raises.

    A plain day, as nearly all are, is read without the module that knows the other forms.
    """
    from datetime import date

    try:
        day = date.fromisoformat(told.value)
    except ValueError:
        from claimgraph.model.dates import PartialDate

        return PartialDate(told.value).bounds()
    return day, day
