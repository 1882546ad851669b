"""Constraints that ask whether values conform to other shapes: and, or, not, xone, node, qualified."""

from collections.abc import Callable, Collection, Iterable

from pyoxigraph import NamedNode

from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.findings import Finding
from claimgraph.graph.shacl.model import Check, Shape, Test
from claimgraph.graph.shacl.paths import read_list
from claimgraph.graph.shacl.sets import on_property_shape
from claimgraph.graph.shacl.values import only, whole_number
from claimgraph.graph.shacl.vocabulary import SH, Term, Unsupported, sh

#: the compiled shape of a node of the shapes graph
Lookup = Callable[[Term], Shape]
#: (shapes graph, values of the parameter, lookup) → one test for each
Combiner = Callable[[Data, list[Term], Lookup], list[Test]]


def conformance(shape: Shape) -> Test:
    """The quickest test of conformance to ``shape``."""
    return shape.conforms if any(True for _ in shape.rules_on_focus()) else shape.holds


def listed(combine: Callable[[tuple[Test, ...]], Test]) -> Combiner:
    """A constraint whose parameter is a list of shapes."""

    def make(graph: Data, values: list[Term], lookup: Lookup) -> list[Test]:
        lists = [tuple(conformance(lookup(member)) for member in read_list(graph, head)) for head in values]
        if not all(lists):
            raise Unsupported("an empty list of shapes")
        return [combine(tests) for tests in lists]

    return make


def every(tests: tuple[Test, ...]) -> Test:
    """sh:and: the value conforms to all of them."""
    return lambda data, value: all(test(data, value) for test in tests)


def one_at_least(tests: tuple[Test, ...]) -> Test:
    """sh:or: the value conforms to one of them."""
    def test(data: Data, value: Term) -> bool:
        for each in tests:  # any() of a generator takes twice as long
            if each(data, value):
                return True
        return False

    return test


def exactly_one(tests: tuple[Test, ...]) -> Test:
    """sh:xone: the value conforms to one of them and to no other."""
    return lambda data, value: sum(test(data, value) for test in tests) == 1


def negated(graph: Data, values: list[Term], lookup: Lookup) -> list[Test]:
    """sh:not."""

    def test(conforms: Test) -> Test:
        return lambda data, value: not conforms(data, value)

    return [test(conformance(lookup(value))) for value in values]


def of_node(graph: Data, values: list[Term], lookup: Lookup) -> list[Test]:
    """sh:node."""
    shapes = [lookup(value) for value in values]
    if any(shape.path is not None for shape in shapes):
        raise Unsupported("sh:node with a property shape")
    return [conformance(shape) for shape in shapes]


#: parameter → component, and how its tests are made
LOGIC_TESTS: dict[NamedNode, tuple[NamedNode, Combiner]] = {
    sh("and"): (SH.AndConstraintComponent, listed(every)),
    sh("or"): (SH.OrConstraintComponent, listed(one_at_least)),
    SH.xone: (SH.XoneConstraintComponent, listed(exactly_one)),
    sh("not"): (SH.NotConstraintComponent, negated),
    SH.node: (SH.NodeConstraintComponent, of_node),
}
_QUALIFIED_BOUNDS: tuple[tuple[NamedNode, NamedNode, Callable[[int, int], bool]], ...] = (
    (SH.qualifiedMinCount, SH.QualifiedMinCountConstraintComponent, lambda size, bound: size >= bound),
    (SH.qualifiedMaxCount, SH.QualifiedMaxCountConstraintComponent, lambda size, bound: size <= bound),
)


def qualified(graph: Data, shape: Shape, values: list[Term], lookup: Lookup) -> list[Check]:
    """sh:qualifiedValueShape with its counts, and its siblings where they are to be disjoint."""
    on_property_shape(shape)
    bounds = [
        (component, whole_number(only(graph.objects(shape.node, parameter))), accepts)
        for parameter, component, accepts in _QUALIFIED_BOUNDS
        if graph.objects(shape.node, parameter)
    ]
    disjoint = any(flag.value in ("true", "1") for flag in graph.objects(shape.node, SH.qualifiedValueShapesDisjoint))

    def check(node: Term) -> Check:
        wanted = conformance(lookup(node))
        others = [conformance(lookup(each)) for each in _siblings(graph, shape, node)] if disjoint else []

        def count(data: Data, focus: Term, found: Collection[Term]) -> Iterable[Finding]:
            size = sum(wanted(data, value) and not any(other(data, value) for other in others) for value in found)
            return [shape.finding(focus, component) for component, bound, accepts in bounds if not accepts(size, bound)]

        return count

    return [check(value) for value in values]


def _siblings(graph: Data, shape: Shape, node: Term) -> set[Term]:
    parents = graph.subjects(SH.property, shape.node)
    properties = {each for parent in parents for each in graph.objects(parent, SH.property)}
    return {each for prop in properties for each in graph.objects(prop, SH.qualifiedValueShape)} - {node}
