"""Constraints that look at one value at a time: type, datatype, range, length, pattern, language, list.

Each row of :data:`VALUE_TESTS` gives, for one parameter of a shape, a test of a value node; a value that
fails is a finding with that value. Malformed parameters are :class:`Unsupported`, so pySHACL tells them.
"""

import re
from collections.abc import Callable, Iterable

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.graph.shacl import literals
from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.model import Test
from claimgraph.graph.shacl.paths import read_list
from claimgraph.graph.shacl.vocabulary import SH, Term, Unsupported, sh

#: (shapes graph, shape, values of the parameter) → one test for each; all must hold
TestMaker = Callable[[Data, Term, list[Term]], list[Test]]


def only(values: Iterable[Term]) -> Term:
    """The single value of a parameter."""
    found = list(values)
    if len(found) != 1:
        raise Unsupported("a parameter given twice")
    return found[0]


def whole_number(term: Term) -> int:
    """A parameter that is an integer of at least zero."""
    if isinstance(term, Literal) and term.datatype.value.endswith("#integer") and term.value.isdigit():
        return int(term.value)
    raise Unsupported("a number that is not an integer")


def classes(graph: Data, shape: Term, values: list[Term]) -> list[Test]:
    """sh:class: an instance of each class, or of a subclass."""
    def test(of_class: Term) -> Test:
        if not isinstance(of_class, NamedNode):
            raise Unsupported("a class that is not an IRI")
        return lambda data, value: data.is_instance(value, of_class)

    return [test(value) for value in values]


def datatype(graph: Data, shape: Term, values: list[Term]) -> list[Test]:
    """sh:datatype: a well-formed literal of that datatype."""
    wanted = only(values)
    if literals.takes_any_text(wanted.value):
        return [lambda data, value: isinstance(value, Literal) and value.datatype == wanted]
    return [lambda data, value: isinstance(value, Literal) and literals.has_datatype(value, wanted.value)]


_KINDS: dict[NamedNode, tuple[type, ...]] = {
    SH.IRI: (NamedNode,),
    SH.BlankNode: (BlankNode,),
    SH.Literal: (Literal,),
    SH.BlankNodeOrIRI: (NamedNode, BlankNode),
    SH.BlankNodeOrLiteral: (BlankNode, Literal),
    SH.IRIOrLiteral: (NamedNode, Literal),
}


def node_kind(graph: Data, shape: Term, values: list[Term]) -> list[Test]:
    """sh:nodeKind: an IRI, a blank node, a literal."""
    kinds = _KINDS.get(only(values))
    if kinds is None:
        raise Unsupported("an unknown node kind")
    return [lambda data, value: isinstance(value, kinds)]


def within(accepts: Callable[[int], bool]) -> TestMaker:
    """A range constraint: the order of value and bound must be one that ``accepts``."""

    def test(bound: Term) -> Test:
        if not isinstance(bound, Literal):
            raise Unsupported("a bound that is not a literal")
        text = literals.is_string(bound)

        def inside(data: Data, value: Term) -> bool:
            if not isinstance(value, Literal) or literals.is_string(value) != text:
                return False
            try:
                return accepts(literals.compare(value, bound))
            except literals.Incomparable:
                return False

        return inside

    return lambda graph, shape, values: [test(value) for value in values]


def length(accepts: Callable[[int, int], bool]) -> TestMaker:
    """A length constraint, in code points; blank nodes have none."""

    def make(graph: Data, shape: Term, values: list[Term]) -> list[Test]:
        bound = whole_number(only(values))
        if accepts(0, bound) and accepts(10**9, bound):  # at least 0: always so
            return []
        return [lambda data, value: not isinstance(value, BlankNode) and accepts(len(value.value), bound)]

    return make


def pattern(graph: Data, shape: Term, values: list[Term]) -> list[Test]:
    """Python's regular expressions, as pySHACL has them; of the flags it knows i and m."""
    flags = "".join(flag.value.lower() for flag in graph.objects(shape, SH.flags))
    options = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)

    def test(text: Term) -> Test:
        if not isinstance(text, Literal):
            raise Unsupported("a pattern that is not a literal")
        try:
            search = re.compile(text.value, options).search
        except re.error as error:
            raise Unsupported(f"a pattern that does not compile: {error}") from None
        return lambda data, value: not isinstance(value, BlankNode) and search(value.value) is not None

    return [test(value) for value in values]


def language_in(graph: Data, shape: Term, values: list[Term]) -> list[Test]:
    """sh:languageIn: a language of the list, or a regional form of one."""
    wanted = {member.value.lower() for member in read_list(graph, only(values))}

    def test(data: Data, value: Term) -> bool:
        if not isinstance(value, Literal) or not value.language:
            return False
        tag = value.language.lower()
        return "*" in wanted or tag in wanted or tag.split("-")[0] in wanted

    return [test]


def members(graph: Data, shape: Term, values: list[Term]) -> list[Test]:
    """sh:in: a member of the list."""
    allowed = frozenset(read_list(graph, only(values)))
    return [lambda data, value: value in allowed]


#: parameter → (component, how its tests are made)
VALUE_TESTS: dict[NamedNode, tuple[NamedNode, TestMaker]] = {
    sh("class"): (SH.ClassConstraintComponent, classes),
    SH.datatype: (SH.DatatypeConstraintComponent, datatype),
    SH.nodeKind: (SH.NodeKindConstraintComponent, node_kind),
    SH.minExclusive: (SH.MinExclusiveConstraintComponent, within(lambda order: order > 0)),
    SH.minInclusive: (SH.MinInclusiveConstraintComponent, within(lambda order: order >= 0)),
    SH.maxExclusive: (SH.MaxExclusiveConstraintComponent, within(lambda order: order < 0)),
    SH.maxInclusive: (SH.MaxInclusiveConstraintComponent, within(lambda order: order <= 0)),
    SH.minLength: (SH.MinLengthConstraintComponent, length(lambda size, bound: size >= bound)),
    SH.maxLength: (SH.MaxLengthConstraintComponent, length(lambda size, bound: size <= bound)),
    SH.pattern: (SH.PatternConstraintComponent, pattern),
    SH.languageIn: (SH.LanguageInConstraintComponent, language_in),
    sh("in"): (SH.InConstraintComponent, members),
}
