"""An IRI → its bounded description: what it says, the nodes only it owns, and what points at it.

The description is made from index look-ups, so its cost follows its own size and not the graph's.
Concise bounded description (W3C Member Submission 2005) with the links in, cut at a stated number.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from claimgraph.errors import ClaimgraphError
from claimgraph.terms import BASE, CG, DCT, FOAF, GEO, GRAPH, OA, PREFIXES, RDF, RDFS
from claimgraph.views.reading import PageReader

#: Nodes that belong to one other node and are told with it.
OWNED = (CG.participation, GEO.hasGeometry, OA.hasSelector)
#: Links in that a description lists; beyond it the document says that there are more.
MOST_INCOMING = 200
DOCUMENT = NamedNode(GRAPH + "document")
LICENCE = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
_NAMESPACES = {iri: prefix for prefix, iri in PREFIXES.items()}
_IRIS = re.compile(rb"<([^>]*)>")
#: Characters that no XML 1.0 document may hold (section 2.2); N-Triples and Turtle escape them.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class NotInThisFormat(ClaimgraphError):
    """Content that the asked format cannot carry."""

    status = 406


def describe(reader: PageReader, iri: str) -> list[Quad]:
    """The quads of a description, each once, in a stable order; empty when the graph says nothing of it."""
    store = reader.store
    subjects = [NamedNode(iri)]
    found: set[Quad] = set()
    for subject in subjects:
        quads = list(store.quads_for_pattern(subject, None, None, None))
        found.update(quads)
        subjects += [q.object for q in quads if q.predicate in OWNED and isinstance(q.object, NamedNode) and q.object not in subjects]
    if not found:
        return []
    incoming = [quad for _, quad in zip(range(MOST_INCOMING), store.quads_for_pattern(None, None, NamedNode(iri), None))]
    found.update(incoming)
    return [*about_document(iri, len(incoming) == MOST_INCOMING), *in_order(found, iri)]


def in_order(quads: Iterable[Quad], first: str = "") -> list[Quad]:
    """Quads by subject (``first`` before the others), its type before all else, then predicate and object."""
    own, typed = f"<{first}> ", f"<{first}> {RDF.type} "

    def place(quad: Quad) -> tuple[int, str]:
        text = str(quad)
        return (0 if text.startswith(typed) else 1) if text.startswith(own) else 2, text

    return sorted(quads, key=place)


def with_stable_blanks(quads: Iterable[Quad]) -> list[Quad]:
    """Quads with their blank nodes named by RDFC-1.0, so that the same facts are the same bytes."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def about_document(iri: str, is_cut: bool = False) -> list[Quad]:
    """What the document says of itself: its topic, its licence, and whether links in were left out."""
    document = NamedNode(BASE + "data/" + iri.removeprefix(BASE).removeprefix("id/"))
    told = [(FOAF.primaryTopic, NamedNode(iri)), (DCT.license, LICENCE), (DCT.isPartOf, NamedNode(BASE + "dataset"))]
    if is_cut:
        told.append((RDFS.comment, Literal(f"Of the links from other resources {MOST_INCOMING} are listed; the dumps have all.", language="en")))
    return [Quad(document, predicate, value, DOCUMENT) for predicate, value in told]


def fits_xml(quads: Iterable[Quad]) -> bool:
    """Whether an XML document can hold every literal."""
    return not any(_NOT_XML.search(quad.object.value) for quad in quads if isinstance(quad.object, Literal))


def written(quads: Iterable[Quad], syntax: RdfFormat) -> bytes:
    """Quads in an RDF syntax; formats without graphs get the union of the graphs.

    Raises :class:`NotInThisFormat` when RDF/XML cannot carry a character or a property of the data.
    """
    quads = list(quads)
    if syntax == RdfFormat.RDF_XML and not fits_xml(quads):
        raise NotInThisFormat("the data hold a character that XML forbids", "ask for Turtle or JSON-LD")
    content: Iterable[Quad] | Iterable[Triple]
    content = sorted(quads, key=_graph) if syntax.supports_datasets else dict.fromkeys(q.triple for q in quads)
    try:
        return serialize(content, format=syntax, prefixes=used_prefixes(quads))
    except (ValueError, OSError) as error:
        raise NotInThisFormat("the data cannot be written in this format", "ask for Turtle or N-Triples") from error


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def used_prefixes(quads: Iterable[Quad]) -> dict[str, str]:
    """The prefixes whose namespaces the quads use, found in their N-Quads: a tenth of the cost of asking every term."""
    used = set(map(_prefix, set(_IRIS.findall(serialize(quads, format=RdfFormat.N_QUADS)))))
    return {prefix: PREFIXES[prefix] for prefix in sorted(filter(None, used))}


@lru_cache(maxsize=10_000)
def _prefix(iri: bytes) -> str | None:
    """The prefix whose namespace ends at the last slash or hash of an IRI."""
    return _NAMESPACES.get(iri[: max(iri.rfind(b"/"), iri.rfind(b"#")) + 1].decode())
