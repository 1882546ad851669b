"""Constraints that look at all values of a focus node together: which there are, and in what relation to another property's."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.graph.shacl import literals
from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.findings import Finding
from claimgraph.graph.shacl.model import Check, Shape
from claimgraph.graph.shacl.paths import Predicate, read_list
from claimgraph.graph.shacl.values import only
from claimgraph.graph.shacl.vocabulary import SH, Term, Unsupported
from claimgraph.terms import RDF, RDFS

#: (shapes graph, shape, values of the parameter) → its checks
CheckMaker = Callable[[Data, Shape, list[Term]], list[Check]]


def on_property_shape(shape: Shape) -> None:
    """Raises :class:`Unsupported` for a parameter that only property shapes may have."""
    if shape.path is None:
        raise Unsupported("a constraint for property shapes on a node shape")


def unique_lang(graph: Data, shape: Shape, values: list[Term]) -> list[Check]:
    """sh:uniqueLang: one finding for each language that several values have."""
    on_property_shape(shape)
    if only(values).value not in ("true", "1"):
        return []

    def check(data: Data, focus: Term, found: Collection[Term]) -> Iterable[Finding]:
        if len(found) < 2:
            return ()
        tags = Counter(value.language.lower() for value in found if isinstance(value, Literal) and value.language)
        twice = sum(count > 1 for count in tags.values())
        return [shape.finding(focus, SH.UniqueLangConstraintComponent)] * twice

    return [check]


def pair(component: NamedNode, wrong: Callable[[set[Term], set[Term]], Iterable[Term]]) -> CheckMaker:
    """A constraint between the values and those of another property of the focus node."""

    def make(graph: Data, shape: Shape, values: list[Term]) -> list[Check]:
        def check(other: Term) -> Check:
            if not isinstance(other, NamedNode):
                raise Unsupported("a property that is not an IRI")

            def compare(data: Data, focus: Term, found: Collection[Term]) -> Iterable[Finding]:
                return [shape.finding(focus, component, v) for v in wrong(set(found), set(data.objects(focus, other)))]

            return compare

        return [check(value) for value in values]

    return make


def ordered(or_equal: bool) -> Callable[[set[Term], set[Term]], Iterable[Term]]:
    """The values that are not less than every value of the other property."""

    def wrong(values: set[Term], others: set[Term]) -> Iterable[Term]:
        return (value for value in values if not all(_before(value, other, or_equal) for other in others))

    return wrong


def _before(a: Term, b: Term, or_equal: bool) -> bool:
    if isinstance(a, BlankNode) or isinstance(b, BlankNode):
        raise Unsupported("the order of blank nodes")
    texts = [isinstance(term, NamedNode) or literals.is_string(term) for term in (a, b)]
    if all(texts):
        return a.value < b.value or (or_equal and a.value == b.value)
    return not any(texts) and literals.less(a, b, or_equal)


def for_property_shapes(make: CheckMaker) -> CheckMaker:
    """A constraint that node shapes may not have."""
    def checked(graph: Data, shape: Shape, values: list[Term]) -> list[Check]:
        on_property_shape(shape)
        return make(graph, shape, values)

    return checked


def closed(graph: Data, shape: Shape, values: list[Term]) -> list[Check]:
    """sh:closed: no property but those of the property shapes and the ignored ones."""
    if only(values).value not in ("true", "1"):
        return []
    known = {path.value for inner in graph.objects(shape.node, SH.property) for path in graph.objects(inner, SH.path)}
    for head in graph.objects(shape.node, SH.ignoredProperties):
        known |= {member.value for member in read_list(graph, head)}
    component, rdf_type, resource = SH.ClosedConstraintComponent, RDF.type.value, NamedNode(RDFS.iri + "Resource")

    def check(data: Data, focus: Term, found: Collection[Term]) -> Iterable[Finding]:
        return [
            shape.finding(focus, component, other, Predicate(NamedNode(predicate)))
            for value in found
            for predicate, others in data.describe(value).items()
            if predicate not in known
            for other in others
            if not (predicate == rdf_type and other == resource)
        ]

    return [check]


#: parameter → how its checks are made
SET_CHECKS: dict[NamedNode, CheckMaker] = {
    SH.uniqueLang: unique_lang,
    SH.equals: pair(SH.EqualsConstraintComponent, lambda values, others: values ^ others),
    SH.disjoint: pair(SH.DisjointConstraintComponent, lambda values, others: values & others),
    SH.lessThan: for_property_shapes(pair(SH.LessThanConstraintComponent, ordered(or_equal=False))),
    SH.lessThanOrEquals: for_property_shapes(pair(SH.LessThanOrEqualsConstraintComponent, ordered(or_equal=True))),
    SH.closed: closed,
}
