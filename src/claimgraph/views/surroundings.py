"""What every page ends with: identities elsewhere, and what in the graph points here, counted and paged."""

from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from claimgraph.terms import FOAF, OWL, RDFS, SKOS
from claimgraph.views.reading import MOST_LINKS, Link, PageReader, Text

#: predicate → what to call it (a key of the interface words)
ELSEWHERE = (
    (OWL.sameAs, "same_as"),
    (SKOS.exactMatch, "same_as"),
    (SKOS.closeMatch, "close_match"),
    (FOAF.isPrimaryTopicOf, "encyclopedia"),
    (RDFS.seeAlso, "see_also"),
    (OWL.differentFrom, "different_from"),
)
A_PAGE = 50
#: So many links are put in one order; for more, reading all their names would cost more than the page.
MOST_SORTED = 250


@dataclass(frozen=True)
class Incoming:
    """One page of the links into a node; ``more`` says that ``total`` is where counting stopped."""

    total: int
    more: bool
    page: int
    pages: int
    links: tuple[tuple[str, Link], ...]


def elsewhere(reader: PageReader, iri: str) -> tuple[tuple[str, Link], ...]:
    """What the node is called in other places, or must not be taken for; addresses are their own label."""
    return tuple((key, Link(one, Text(one))) for predicate, key in ELSEWHERE for one in reader.iris(iri, predicate))


def incoming(reader: PageReader, iri: str, language: str, page: int = 1) -> Incoming:
    """The links into a node from subjects with an IRI, by predicate and subject, one page of them.

    Beyond :data:`MOST_SORTED` the pages follow the store's own order, and only what is shown is sorted.
    """
    quads = [quad for quad in reader.incoming(iri) if isinstance(quad.subject, NamedNode)]
    at_once = len(quads) <= MOST_SORTED
    found = _named(quads) if at_once else quads
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(max(1, page), pages)
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    links = tuple((predicate, reader.link(subject, language)) for predicate, subject in (shown if at_once else _named(shown)))
    return Incoming(len(found), len(quads) >= MOST_LINKS, page, pages, links)


def _named(quads: list[Quad]) -> list[tuple[str, str]]:
    """Predicate and subject of each, once, in order."""
    return sorted({(quad.predicate.value, quad.subject.value) for quad in quads})
