"""The plain RDF serialisations, written from the source files.

An embedded store rewrites literals when it loads (``"+007"`` becomes ``7``), so nothing here comes out
of one: the triples are those of the files, and the derived graph is added to them. Order is fixed by
sorting, because no serialiser promises one.
"""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, serialize

from claimgraph.graph import turtle as stable
from claimgraph.graph.derivation import DERIVED, derived
from claimgraph.graph.files import graph_files, read
from claimgraph.store.local import open_store
from claimgraph.terms import PREFIXES


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


def write_trig(graphs: dict[str, list[Triple]]) -> str:
    """TriG of graph IRI → triples: the prefixes of all once, then the graphs in the given order."""
    prefixes: set[str] = set()
    blocks = []
    for graph, triples in graphs.items():
        header, _, body = stable.write(triples).partition("\n\n")
        prefixes.update(header.splitlines())
        indented = "\n".join(f"    {line}" if line else "" for line in body.rstrip("\n").split("\n"))
        blocks.append(f"GRAPH <{graph}> {{\n{indented}\n}}\n")
    return "\n".join(["".join(f"{line}\n" for line in sorted(prefixes)), *blocks])


def ntriples(root: Path) -> bytes:
    """The union, a triple a line, sorted."""
    return "".join(f"{triple} .\n" for triple in union(root)).encode()


def nquads(root: Path) -> bytes:
    """The named graphs, a quad a line, sorted within each graph."""
    return "".join(
        f"{triple} <{graph}> .\n" for graph, triples in named_graphs(root).items() for triple in in_order(triples)
    ).encode()


def rdfxml(root: Path) -> bytes:
    """The union as RDF/XML."""
    quads = (Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in union(root))
    return serialize(quads, format=RdfFormat.RDF_XML, prefixes=PREFIXES)
