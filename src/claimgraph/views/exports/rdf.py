"""The plain RDF serialisations, written from the source files, graph by graph, so that no corpus is too large.

An embedded store rewrites literals when it loads (``"+007"`` becomes ``7``), so nothing here comes out
of one: the triples are those of the files, and the derived graph is added to them. Order is fixed by
sorting within each graph, because no serialiser promises one; the engine's serialisers are some thirty
times quicker than the house's writer, which is for files that people edit. What all articles share comes
first, then each article, then what follows from them.
"""

from __future__ import annotations

from itertools import chain, groupby, islice

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from claimgraph.errors import ClaimgraphError
from claimgraph.graph.derivation import DERIVED, Derivation, both_ways
from claimgraph.graph.files import graph_files, read
from claimgraph.terms import CG, GRAPH, PREFIXES, RDF, RDFS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from claimgraph.graph.files import GraphFile

_TYPE, _LABEL = f" {RDF.type} ", f" {RDFS.label} "
_ARTICLE = f"{GRAPH}article/"
#: bytes of a document up to which its prefixes are those it uses: what is longer has begun to be written by then
WHOLE = 8 << 20


class NotInXml(ClaimgraphError):
    """A character that XML 1.0 has no way to write."""


class Graphs:
    """The named graphs under a root, one after the other, each once and only one of them in memory."""

    def __init__(self, root: Path) -> None:
        files = sorted(graph_files(root), key=lambda file: (file.graph.startswith(_ARTICLE), file.graph))
        self._files = {graph: list(told) for graph, told in groupby(files, key=lambda file: file.graph)}
        self._derivation = Derivation()
        self._stated: set[Triple] = set()

    def apart(self) -> Iterator[tuple[str, list[Triple]]]:
        """Graph IRI → its triples as the files write them; the derived graph is the last."""
        for graph, files in self._files.items():
            triples = _told(files)
            self._derivation.take(triples)
            self._stated.update(triple for triple in triples if triple.predicate == CG.inconsistentWith)
            yield graph, triples
        if follows := list(both_ways(self._derivation.pairs())):
            yield DERIVED.value, follows

    def united(self) -> Iterator[list[Triple]]:
        """What all articles share, then each article, then what follows: each triple in one of these parts only, as the files have them."""
        shared: dict[Triple, None] = {}
        where: dict[int, tuple[str, ...]] = {}  # hash of a subject → the articles that describe it; a chance equal hash costs a look
        begun = False
        for graph, told in self.apart():
            if not graph.startswith(_ARTICLE) and graph != DERIVED.value:
                shared.update(dict.fromkeys(told))
                continue
            if not begun:
                begun = True
                yield list(shared)
            triples = dict.fromkeys(told)
            before = self._stated if graph == DERIVED.value else self._told_before(triples, graph, where)
            yield [triple for triple in triples if triple not in shared and triple not in before]
        if not begun:
            yield list(shared)

    def _told_before(self, triples: Iterable[Triple], graph: str, where: dict[int, tuple[str, ...]]) -> set[Triple]:
        """Which of an article's triples an earlier article has: seldom any, for a record stands in one file; those files are read again."""
        subjects = {hash(triple.subject) for triple in triples}
        earlier = dict.fromkeys(name for subject in subjects & where.keys() for name in where[subject])
        here = (graph,)
        for subject in subjects:
            where[subject] = (*where[subject], graph) if subject in where else here
        return {triple for name in earlier for triple in _told(self._files[name])}


def _told(files: list[GraphFile]) -> list[Triple]:
    return [triple for file in files for triple in read(file.path)]


def named_graphs(root: Path) -> dict[str, list[Triple]]:
    """Graph IRI → its triples as the file writes them, with the derived graph, in the order of the IRIs."""
    return dict(sorted(Graphs(root).apart()))


def facts(root: Path) -> Iterator[Triple]:
    """The triples of all named graphs, each once, one graph after the other."""
    return chain.from_iterable(Graphs(root).united())


def union(root: Path) -> list[Triple]:
    """The triples of all named graphs, each once, in a fixed order."""
    return in_order(facts(root))


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Triples by subject, its class and label first, then by predicate and object, as N-Triples text."""
    return sorted(triples, key=lambda t: str(t).replace(_TYPE, "  ", 1).replace(_LABEL, " !", 1))


def turtle(root: Path) -> Iterator[bytes]:
    """The union of the named graphs."""
    return turtle_of(map(in_order, Graphs(root).united()))


def trig(root: Path) -> Iterator[bytes]:
    """Every named graph as a block of TriG."""
    return trig_of({graph: in_order(set(triples))} for graph, triples in Graphs(root).apart())


def ntriples(root: Path) -> Iterator[bytes]:
    """The union, a triple a line."""
    return chain.from_iterable(_lines(in_order(triples), "") for triples in Graphs(root).united())


def nquads(root: Path) -> Iterator[bytes]:
    """The named graphs, a quad a line."""
    return chain.from_iterable(_lines(in_order(set(triples)), f" <{graph}>") for graph, triples in Graphs(root).apart())


def _lines(triples: list[Triple], graph: str) -> Iterator[bytes]:
    """A line a triple, in batches: a large graph is not held as text and as bytes at once."""
    rest = iter(triples)
    while batch := list(islice(rest, 10_000)):
        yield "".join(f"{triple}{graph} .\n" for triple in batch).encode()


def rdfxml(root: Path) -> bytes:
    """The union as RDF/XML; raises :class:`NotInXml` for text with control characters, and for a property that makes no element."""
    triples = union(root)
    for triple in triples:
        if isinstance(triple.object, Literal) and not _in_xml(triple.object.value):
            raise NotInXml(f"{triple.subject} has text with a character that XML cannot hold", "take another format")
    for predicate in {triple.predicate.value for triple in triples}:
        if not _ends_in_name(predicate):
            raise NotInXml(f"the property <{predicate}> does not end in a name, as RDF/XML needs it", "take another format")
    return serialize(triples, format=RdfFormat.RDF_XML, prefixes=prefixes_of(triples))


def turtle_of(parts: Iterable[list[Triple]]) -> Iterator[bytes]:
    """Parts of a graph as one Turtle document, in the order given."""
    return _with_prefixes(_body(triples, RdfFormat.TURTLE) for triples in parts)


def trig_of(parts: Iterable[Mapping[str, list[Triple]]]) -> Iterator[bytes]:
    """Parts of a dataset, each graph IRI → triples, as one TriG document, in the order given."""
    return _with_prefixes(_body((Quad(t.subject, t.predicate, t.object, name) for name, t in _named(part)), RdfFormat.TRIG) for part in parts)


def write_trig(graphs: Mapping[str, list[Triple]]) -> bytes:
    """Graph IRI → triples as TriG, in the order given."""
    return b"".join(trig_of([graphs]))


def _named(graphs: Mapping[str, list[Triple]]) -> Iterator[tuple[NamedNode, Triple]]:
    for graph, triples in graphs.items():
        name = NamedNode(graph)
        yield from ((name, triple) for triple in triples)


def _body(statements: Iterable[Triple | Quad], form: RdfFormat) -> bytes:
    """Turtle or TriG without its ``@prefix`` lines, whose order is the serialiser's own."""
    document = serialize(statements, format=form, prefixes=PREFIXES)
    lines = document.split(b"\n", len(PREFIXES))
    assert all(line.startswith(b"@prefix ") for line in lines[:-1])
    return lines[-1]


def _with_prefixes(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The prefixes that are used, or all of them in a document that is long, then its parts."""
    kept, length, rest = [], 0, iter(parts)
    for part in rest:
        kept.append(part)
        length += len(part)
        if length > WHOLE:
            break
    used = PREFIXES if length > WHOLE else [name for name in PREFIXES if any(f"{name}:".encode() in part for part in kept)]
    yield "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in sorted(used)).encode()
    yield from kept
    kept.clear()
    yield from rest


def prefixes_of(triples: Iterable[Triple]) -> dict[str, str]:
    """The prefixes that can shorten a term of ``triples``, by name; found in their text, which is quickest."""
    text = "".join(map(str, triples))
    return {name: iri for name, iri in sorted(PREFIXES.items()) if f"<{iri}" in text}


def _in_xml(text: str) -> bool:
    """Whether XML 1.0 has every character of a text (production 2, Char), as it has all that can be printed."""
    return text.isprintable() or all(
        code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000 for code in map(ord, text)
    )


def _ends_in_name(iri: str) -> bool:
    """Whether an IRI can be cut into a namespace and a name that XML takes for an element (Namespaces in XML, NCName).

    >>> _ends_in_name("http://example.org/2nd"), _ends_in_name("http://example.org/p/"), _ends_in_name("urn:isbn:123")
    (True, False, False)
    """
    for sign in reversed(iri):
        if sign.isalpha() or sign == "_":
            return True
        if not (sign.isdigit() or sign in "-."):
            return False
    return False
