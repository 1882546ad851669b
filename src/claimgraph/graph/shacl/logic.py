"""Constraints that ask whether values conform to other shapes: and, or, not, xone, node, qualified."""

from collections.abc import Callable, Collection, Iterable

from pyoxigraph import NamedNode

from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.findings import Finding
from claimgraph.graph.shacl.model import Check, Shape
from claimgraph.graph.shacl.paths import read_list
from claimgraph.graph.shacl.values import only, whole_number
from claimgraph.graph.shacl.vocabulary import SH, Term, Unsupported, sh

#: the compiled shape of a node of the shapes graph
Lookup = Callable[[Term], Shape]
#: (shapes graph, shape, values of the parameter, lookup) → its checks
LogicMaker = Callable[[Data, Shape, list[Term], Lookup], list[Check]]


def counted(component: NamedNode, accepts: Callable[[int, int], bool]) -> LogicMaker:
    """sh:and, sh:or, sh:xone: how many of the listed shapes a value must conform to."""

    def make(graph: Data, shape: Shape, values: list[Term], lookup: Lookup) -> list[Check]:
        return [_counting(shape, component, accepts, [lookup(m) for m in read_list(graph, head)]) for head in values]

    return make


def _counting(shape: Shape, component: NamedNode, accepts: Callable[[int, int], bool], members: list[Shape]) -> Check:
    if not members:
        raise Unsupported("an empty list of shapes")

    def check(data: Data, focus: Term, found: Collection[Term]) -> Iterable[Finding]:
        return [
            shape.finding(focus, component, value)
            for value in found
            if not accepts(sum(member.conforms(data, value) for member in members), len(members))
        ]

    return check


def conforming(component: NamedNode, wanted: bool) -> LogicMaker:
    """sh:node (a value must conform) and sh:not (it must not)."""

    def make(graph: Data, shape: Shape, values: list[Term], lookup: Lookup) -> list[Check]:
        def check(other: Shape) -> Check:
            if wanted and other.path is not None:
                raise Unsupported("sh:node with a property shape")
            return lambda data, focus, found: [
                shape.finding(focus, component, value) for value in found if other.conforms(data, value) != wanted
            ]

        return [check(lookup(value)) for value in values]

    return make


def qualified(graph: Data, shape: Shape, values: list[Term], lookup: Lookup) -> list[Check]:
    """sh:qualifiedValueShape with its counts, and its siblings where they are to be disjoint."""
    if shape.path is None:
        raise Unsupported("sh:qualifiedValueShape on a node shape")
    bounds = [
        (component, whole_number(only(graph.objects(shape.node, parameter))), accepts)
        for parameter, component, accepts in _QUALIFIED_BOUNDS
        if graph.objects(shape.node, parameter)
    ]
    disjoint = any(flag.value in ("true", "1") for flag in graph.objects(shape.node, SH.qualifiedValueShapesDisjoint))

    def check(node: Term) -> Check:
        wanted = lookup(node)
        siblings = [lookup(each) for each in _siblings(graph, shape, node)] if disjoint else []

        def count(data: Data, focus: Term, found: Collection[Term]) -> Iterable[Finding]:
            size = sum(
                wanted.conforms(data, value) and not any(sibling.conforms(data, value) for sibling in siblings)
                for value in found
            )
            return [shape.finding(focus, component) for component, bound, accepts in bounds if not accepts(size, bound)]

        return count

    return [check(value) for value in values]


_QUALIFIED_BOUNDS: tuple[tuple[NamedNode, NamedNode, Callable[[int, int], bool]], ...] = (
    (SH.qualifiedMinCount, SH.QualifiedMinCountConstraintComponent, lambda size, bound: size >= bound),
    (SH.qualifiedMaxCount, SH.QualifiedMaxCountConstraintComponent, lambda size, bound: size <= bound),
)


def _siblings(graph: Data, shape: Shape, node: Term) -> set[Term]:
    parents = graph.subjects(SH.property, shape.node)
    properties = {each for parent in parents for each in graph.objects(parent, SH.property)}
    return {each for prop in properties for each in graph.objects(prop, SH.qualifiedValueShape)} - {node}


#: parameter → how its checks are made
LOGIC_CHECKS: dict[NamedNode, LogicMaker] = {
    sh("and"): counted(SH.AndConstraintComponent, lambda count, of: count == of),
    sh("or"): counted(SH.OrConstraintComponent, lambda count, of: count > 0),
    SH.xone: counted(SH.XoneConstraintComponent, lambda count, of: count == 1),
    sh("not"): conforming(SH.NotConstraintComponent, wanted=False),
    SH.node: conforming(SH.NodeConstraintComponent, wanted=True),
    SH.qualifiedValueShape: qualified,
}
