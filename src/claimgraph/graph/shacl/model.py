"""A shape, compiled: what it looks at, and the tests and checks it makes there.

Nearly every node is fine, so there are two ways through a shape: :attr:`Shape.holds` only says whether
anything is wrong, as fast as Python can, and :meth:`Shape.validate` says what, when something is.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.findings import Finding
from claimgraph.graph.shacl.paths import Path, Predicate
from claimgraph.graph.shacl.targets import Targets
from claimgraph.graph.shacl.vocabulary import SH, Term


class Rule(Protocol):
    """What a shape must know of its SPARQL rules (see :mod:`claimgraph.graph.shacl.rules`)."""

    def at(self, data: Data, nodes: Collection[Term]) -> list[Finding]:
        """What the rule finds at the given focus nodes."""
        ...

    def at_values(self, data: Data, nodes: Collection[Term], values: Collection[Term]) -> list[Finding]:
        """What :meth:`at` finds at ``nodes`` with one of ``values`` as the value."""
        ...

    def over(self, data: Data, shape: "Shape") -> list[Finding]:
        """What the rule finds at all focus nodes of ``shape``."""
        ...


#: whether a value is as it must be
Test = Callable[[Data, Term], bool]
#: (data, focus node, its value nodes) → what is wrong there
Check = Callable[[Data, Term, Collection[Term]], Sequence[Finding]]


@dataclass(eq=False)
class Shape:
    """A node shape (``path`` None: the focus node is its own value) or a property shape.

    It is complete once the compiler has filled its lists; only then may it be asked anything.
    """

    node: NamedNode | BlankNode
    path: Path | None = None
    severity: NamedNode = SH.Violation
    messages: tuple[Literal, ...] = ()
    deactivated: bool = False
    targets: Targets = field(default_factory=Targets)
    wanted: tuple[Term, ...] = ()
    minimum: float = 0
    maximum: float = inf
    tests: list[tuple[NamedNode, Test]] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    properties: list["Shape"] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def finding(self, focus: Term, component: NamedNode, value: Term | None = None, path: Path | None = None) -> Finding:
        """A finding of this shape, at its own path unless another is given."""
        return Finding(focus, path or self.path, value, self.node, component, self.severity, self.messages)

    def values(self, data: Data, focus: Term) -> Collection[Term]:
        """The value nodes of ``focus``."""
        return (focus,) if self.path is None else self.path.values(data, focus)

    def validate(self, data: Data, focus: Term, with_rules: bool = True) -> list[Finding]:
        """What is wrong with ``focus``; without the SPARQL rules when the caller runs those as sets."""
        if self.deactivated:
            return []
        values = self.values(data, focus)
        found: list[Finding] = []
        if len(values) < self.minimum:
            found.append(self.finding(focus, SH.MinCountConstraintComponent))
        if len(values) > self.maximum:
            found.append(self.finding(focus, SH.MaxCountConstraintComponent))
        found += [self.finding(focus, kind, value) for value in values for kind, test in self.tests if not test(data, value)]
        found += [self.finding(focus, SH.HasValueConstraintComponent) for term in self.wanted if term not in values]
        for check in self.checks:
            found += check(data, focus, values)
        for inner in self.properties:
            for value in values:
                found += inner.validate(data, value, with_rules or self.path is not None)
        if with_rules:
            for rule in self.rules:
                found += rule.at(data, [focus])
        return found

    def conforms(self, data: Data, focus: Term) -> bool:
        """Whether nothing is wrong with ``focus``, of whatever severity."""
        return self.holds(data, focus) and not any(rule.at(data, [focus]) for rule in self.rules_on_focus())

    @cached_property
    def holds(self) -> Test:
        """Whether nothing but the SPARQL rules on ``focus`` itself can find anything there: :meth:`conforms` without them."""
        if self.deactivated:
            return lambda data, focus: True
        return _node_test(self) if self.path is None else _property_test(self)

    @property
    def looks(self) -> bool:
        """Whether the shape constrains anything but by SPARQL rules."""
        return bool(self.tests or self.checks or self.wanted or self.properties or self.minimum or self.maximum != inf)

    @property
    def _leaf(self) -> bool:
        """Whether the shape's values are simply the objects of one predicate, and nothing is nested in them."""
        return isinstance(self.path, Predicate) and not self.properties and not self.deactivated

    def rules_on_focus(self) -> Iterator[Rule]:
        """The SPARQL rules whose ``$this`` is this shape's own focus node: its own and its property shapes'."""
        if not self.deactivated:
            yield from self.rules
            if self.path is None:
                for inner in self.properties:
                    yield from inner.rules_on_focus()


def _parts(shape: Shape) -> tuple[str, float, float, tuple[Test, ...], tuple[Check, ...], tuple[Term, ...]]:
    predicate = shape.path.iri.value if isinstance(shape.path, Predicate) else ""
    return predicate, shape.minimum, shape.maximum, tuple(test for _, test in shape.tests), tuple(shape.checks), shape.wanted


def _node_test(shape: Shape) -> Test:
    _, _, _, tests, checks, wanted = _parts(shape)
    leaves = tuple(_parts(inner) for inner in shape.properties if inner._leaf)
    others = tuple(inner.holds for inner in shape.properties if not inner._leaf)
    if len(tests) == 1 and not (leaves or others or checks or wanted):  # as most members of a sh:or are
        return tests[0]

    def holds(data: Data, focus: Term) -> bool:
        for test in tests:
            if not test(data, focus):
                return False
        if leaves and not _leaves_hold(leaves, data, focus):
            return False
        for other in others:
            if not other(data, focus):
                return False
        for check in checks:
            if check(data, focus, (focus,)):
                return False
        return not wanted or all(term == focus for term in wanted)

    return holds


def _leaves_hold(leaves: Sequence[tuple], data: Data, focus: Term) -> bool:
    """Property shapes at one node, inline: this is where a validation of a corpus spends its time."""
    description = data.describe(focus)
    for predicate, minimum, maximum, tests, checks, wanted in leaves:
        values = description.get(predicate, ())
        if not minimum <= len(values) <= maximum:
            return False
        for test in tests:
            for value in values:
                if not test(data, value):
                    return False
        for check in checks:
            if check(data, focus, values):
                return False
        for term in wanted:
            if term not in values:
                return False
    return True


def _property_test(shape: Shape) -> Test:
    predicate, minimum, maximum, tests, checks, wanted = parts = _parts(shape)
    simple = shape._leaf and not tests and not checks  # what most alternatives of a sh:or are
    if simple and len(wanted) == 1 and (minimum, maximum) == (0, inf):
        return lambda data, focus: wanted[0] in data.describe(focus).get(predicate, ())
    if simple and not wanted:
        return lambda data, focus: minimum <= len(data.describe(focus).get(predicate, ())) <= maximum
    if shape._leaf and len(tests) == 1 and not checks and not wanted:
        test = tests[0]

        def tested(data: Data, focus: Term) -> bool:
            values = data.describe(focus).get(predicate, ())
            if not minimum <= len(values) <= maximum:
                return False
            for value in values:
                if not test(data, value):
                    return False
            return True

        return tested
    if shape._leaf:
        leaves = (parts,)
        return lambda data, focus: _leaves_hold(leaves, data, focus)
    # A nested shape's rules have another focus node than this shape's, so they belong to the test.
    inner = tuple(each.conforms for each in shape.properties)

    def holds(data: Data, focus: Term) -> bool:
        values = shape.values(data, focus)
        if not minimum <= len(values) <= maximum:
            return False
        for value in values:
            if not (all(test(data, value) for test in tests) and all(conforms(data, value) for conforms in inner)):
                return False
        return all(term in values for term in wanted) and not any(check(data, focus, values) for check in checks)

    return holds
