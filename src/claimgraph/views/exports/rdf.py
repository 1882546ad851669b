"""The plain RDF serialisations, written from the source files.

An embedded store rewrites literals when it loads (``"+007"`` becomes ``7``), so nothing here comes out
of one: the triples are those of the files, and the derived graph is added to them. Order is fixed by
sorting, because no serialiser promises one; the engine's serialisers are some thirty times quicker than
the house's writer, which is for files that people edit.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from claimgraph.errors import ClaimgraphError
from claimgraph.graph.derivation import DERIVED, derived
from claimgraph.graph.files import graph_files, read
from claimgraph.terms import PREFIXES, RDF, RDFS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_TYPE, _LABEL = f" {RDF.type} ", f" {RDFS.label} "


class NotInXml(ClaimgraphError):
    """A character that XML 1.0 has no way to write."""


def named_graphs(root: Path) -> dict[str, list[Triple]]:
    """Graph IRI → its triples as the file writes them, with the derived graph, in the order of the IRIs."""
    graphs: dict[str, list[Triple]] = {file.graph: read(file.path) for file in graph_files(root)}
    if follows := list(derived(triple for triples in graphs.values() for triple in triples)):
        graphs[DERIVED.value] = follows
    return dict(sorted(graphs.items()))


def facts(root: Path) -> Iterable[Triple]:
    """The triples of all named graphs, each once, as the files have them one after the other."""
    return dict.fromkeys(triple for triples in named_graphs(root).values() for triple in triples)


def union(root: Path) -> list[Triple]:
    """The triples of all named graphs, each once, in a fixed order."""
    return in_order(facts(root))


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Triples by subject, its class and label first, then by predicate and object, as N-Triples text."""
    return sorted(triples, key=lambda t: str(t).replace(_TYPE, "  ", 1).replace(_LABEL, " !", 1))


def turtle(root: Path) -> bytes:
    """The union of the named graphs."""
    return write_turtle(union(root))


def trig(root: Path) -> bytes:
    """Every named graph as a block of TriG."""
    graphs = named_graphs(root)
    return write_trig({graph: in_order(set(triples)) for graph, triples in graphs.items()})


def ntriples(root: Path) -> bytes:
    """The union, a triple a line, sorted."""
    return _lines(union(root), "")


def nquads(root: Path) -> bytes:
    """The named graphs, a quad a line, sorted within each graph."""
    return b"".join(_lines(in_order(set(triples)), f" <{graph}>") for graph, triples in named_graphs(root).items())


def _lines(triples: list[Triple], graph: str) -> bytes:
    """A line a triple, in batches: a large graph is not held as text and as bytes at once."""
    batches = (triples[start : start + 10_000] for start in range(0, len(triples), 10_000))
    return b"".join("".join(f"{triple}{graph} .\n" for triple in batch).encode() for batch in batches)


def rdfxml(root: Path) -> bytes:
    """The union as RDF/XML; raises :class:`NotInXml` for text with control characters."""
    triples = union(root)
    for triple in triples:
        if isinstance(triple.object, Literal) and not _in_xml(triple.object.value):
            raise NotInXml(f"{triple.subject} has text with a character that XML cannot hold", "take another format")
    return serialize(triples, format=RdfFormat.RDF_XML, prefixes=prefixes_of(triples))


def write_turtle(triples: list[Triple]) -> bytes:
    """The triples as Turtle, in the order given."""
    return _header_and_body(_body(triples, RdfFormat.TURTLE))


def write_trig(graphs: Mapping[str, list[Triple]]) -> bytes:
    """Graph IRI → triples as TriG, in the order given."""
    quads = (Quad(t.subject, t.predicate, t.object, NamedNode(graph)) for graph, triples in graphs.items() for t in triples)
    return _header_and_body(_body(quads, RdfFormat.TRIG))


def _body(statements: Iterable[Triple | Quad], form: RdfFormat) -> bytes:
    """Turtle or TriG without its ``@prefix`` lines, whose order is the serialiser's own."""
    document = serialize(statements, format=form, prefixes=PREFIXES)
    lines = document.split(b"\n", len(PREFIXES))
    assert all(line.startswith(b"@prefix ") for line in lines[:-1])
    return lines[-1]


def _header_and_body(body: bytes) -> bytes:
    header = [f"@prefix {name}: <{iri}> .\n".encode() for name, iri in sorted(PREFIXES.items()) if f"{name}:".encode() in body]
    return b"".join([*header, body])


def prefixes_of(triples: Iterable[Triple]) -> dict[str, str]:
    """The prefixes that can shorten a term of ``triples``, by name; found in their text, which is quickest."""
    text = "".join(map(str, triples))
    return {name: iri for name, iri in sorted(PREFIXES.items()) if f"<{iri}" in text}


def _in_xml(text: str) -> bool:
    """Whether XML 1.0 has every character of a text (production 2, Char), as it has all that can be printed."""
    return text.isprintable() or all(
        code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000 for code in map(ord, text)
    )
