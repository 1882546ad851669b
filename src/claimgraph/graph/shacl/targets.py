"""Which nodes a shape speaks about: as a set of focus nodes, and as patterns to put into its SPARQL rules."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph.graph.shacl.data import Data, is_blank
from claimgraph.graph.shacl.vocabulary import SH, Term, Unsupported
from claimgraph.terms import OWL, RDF, RDFS


@dataclass(frozen=True)
class Targets:
    """The targets a shape declares; empty for a shape that only others refer to."""

    nodes: frozenset[Term] = frozenset()
    classes: frozenset[Term] = frozenset()
    subjects_of: frozenset[Term] = frozenset()
    objects_of: frozenset[Term] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)

    def focus_nodes(self, data: Data) -> set[Term]:
        """Every focus node in the data; a named node is one whether it is there or not."""
        found = set(self.nodes)
        for each in self.classes:
            found |= data.instances(each)
        for each in self.subjects_of:
            found |= {subject for subject, _ in data.pairs(each)}
        for each in self.objects_of:
            found |= {value for _, value in data.pairs(each)}
        return found

    def among(self, data: Data, nodes: Collection[Term]) -> set[Term]:
        """Those of ``nodes`` that are focus nodes, without a look at the rest of the data."""
        return {node for node in nodes if self._reaches(data, node)}

    def _reaches(self, data: Data, node: Term) -> bool:
        return (
            node in self.nodes
            or any(data.is_instance(node, each) for each in self.classes)
            or any(data.objects(node, each) for each in self.subjects_of)
            or any(data.subjects(each, node) for each in self.objects_of)
        )

    def patterns(self, data: Data) -> Iterator[str]:
        """SPARQL patterns that together bind ``?this`` to every focus node."""
        if self.nodes:
            yield values_pattern("this", self.nodes)
        for each in self.classes:
            yield from (f"?this a {below} . " for below in sorted(data.below(each), key=str))
        yield from (f"?this {each} [] . " for each in self.subjects_of)
        yield from (f"[] {each} ?this . " for each in self.objects_of)


def values_pattern(name: str, nodes: Collection[Term]) -> str:
    """``VALUES ?name { … }`` for nodes that SPARQL can name."""
    if any(is_blank(node) for node in nodes):
        raise Unsupported("a SPARQL rule on a blank node")
    return f"VALUES ?{name} {{ {' '.join(sorted(map(str, nodes)))} }} "


def read_targets(graph: Data, shape: Term) -> Targets:
    """The targets that the shapes graph declares for ``shape``, implicit class target included."""
    classes = {node for node in graph.objects(shape, SH.targetClass) if isinstance(node, NamedNode)}
    kinds = {RDFS.Class, OWL.Class, *graph.subjects(RDFS.subClassOf, RDFS.Class)}
    if kinds.intersection(graph.objects(shape, RDF.type)):
        classes.add(shape)
    return Targets(
        nodes=frozenset(graph.objects(shape, SH.targetNode)),
        classes=frozenset(classes),
        subjects_of=frozenset(graph.objects(shape, SH.targetSubjectsOf)),
        objects_of=frozenset(graph.objects(shape, SH.targetObjectsOf)),
    )
