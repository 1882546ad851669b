"""The plain RDF serialisations, written from the source files.

An embedded store rewrites literals when it loads (``"+007"`` becomes ``7``), so nothing here comes out
of one: the triples are those of the files, and the derived graph is added to them. Order is fixed by
sorting, because no serialiser promises one.
"""

from __future__ import annotations

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from claimgraph.errors import ClaimgraphError
from claimgraph.graph import turtle as stable
from claimgraph.graph.derivation import DERIVED, derived
from claimgraph.graph.files import graph_files, read
from claimgraph.store.local import open_store
from claimgraph.terms import PREFIXES, RDF

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


class NotInXml(ClaimgraphError):
    """A character that XML 1.0 has no way to write."""


def named_graphs(root: Path) -> dict[str, list[Triple]]:
    """Graph IRI → its triples as the file writes them, with the derived graph, in the order of the IRIs."""
    graphs: dict[str, list[Triple]] = {file.graph: read(file.path) for file in graph_files(root)}
    if follows := list(derived(open_store(root, with_derived=False).store)):
        graphs[DERIVED.value] = follows
    return dict(sorted(graphs.items()))


def union(root: Path) -> list[Triple]:
    """The triples of all named graphs, each once, in a fixed order."""
    return in_order({triple for triples in named_graphs(root).values() for triple in triples})


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Triples sorted by their N-Triples text."""
    return sorted(triples, key=str)


def turtle(root: Path) -> bytes:
    """The union of the named graphs in the house style."""
    return stable.write(union(root)).encode()


def trig(root: Path) -> bytes:
    """Every named graph as a block of TriG, its body in the house style."""
    return write_trig(named_graphs(root)).encode()


def parted(text: str) -> tuple[list[str], list[str]]:
    """Turtle of the stable writer as its PREFIX lines and the other lines."""
    lines = text.rstrip("\n").split("\n")
    first = next((number for number, line in enumerate(lines) if line and not line.startswith("PREFIX ")), len(lines))
    return [line for line in lines[:first] if line], lines[first:]


def write_trig(graphs: Mapping[str, Iterable[Triple]]) -> str:
    """TriG of graph IRI → triples: the prefixes of all once, then the graphs in the given order."""
    prefixes: set[str] = set()
    blocks = []
    for graph, triples in graphs.items():
        header, body = parted(stable.write(triples))
        prefixes.update(header)
        indented = "".join(f"    {line}\n" if line else "\n" for line in body)
        blocks.append(f"GRAPH <{graph}> {{\n{indented}}}\n")
    return "\n".join(["".join(f"{line}\n" for line in sorted(prefixes)), *blocks])


def ntriples(root: Path) -> bytes:
    """The union, a triple a line, sorted."""
    return "".join(f"{triple} .\n" for triple in union(root)).encode()


def nquads(root: Path) -> bytes:
    """The named graphs, a quad a line, sorted within each graph."""
    return "".join(
        f"{triple} <{graph}> .\n" for graph, triples in named_graphs(root).items() for triple in in_order(set(triples))
    ).encode()


def rdfxml(root: Path) -> bytes:
    """The union as RDF/XML; raises :class:`NotInXml` for text with control characters."""
    triples = union(root)
    for triple in triples:
        if isinstance(triple.object, Literal) and not all(map(_in_xml, triple.object.value)):
            raise NotInXml(f"{triple.subject} has text with a character that XML cannot hold", "take another format")
    named = {term.value for t in triples for term in (t.predicate, t.object if t.predicate == RDF.type else None) if isinstance(term, NamedNode)}
    prefixes = {name: iri for name, iri in PREFIXES.items() if any(term.startswith(iri) for term in named)}
    return serialize((Quad(*triple, DefaultGraph()) for triple in triples), format=RdfFormat.RDF_XML, prefixes=prefixes)


def _in_xml(character: str) -> bool:
    """Whether XML 1.0 has the character (production 2, Char)."""
    code = ord(character)
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
