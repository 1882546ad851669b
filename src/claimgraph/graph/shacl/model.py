"""A shape, compiled: what it looks at, and the checks it makes there."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.findings import Finding
from claimgraph.graph.shacl.paths import Path
from claimgraph.graph.shacl.targets import Targets
from claimgraph.graph.shacl.vocabulary import SH, Term

if TYPE_CHECKING:
    from claimgraph.graph.shacl.rules import Rule

#: (data, focus node, its value nodes) → what is wrong there
Check = Callable[[Data, Term, Collection[Term]], Sequence[Finding]]


@dataclass(eq=False)
class Shape:
    """A node shape (``path`` None: the focus node is its own value) or a property shape."""

    node: NamedNode | BlankNode
    path: Path | None = None
    severity: NamedNode = SH.Violation
    messages: tuple[Literal, ...] = ()
    deactivated: bool = False
    targets: Targets = field(default_factory=Targets)
    checks: list[Check] = field(default_factory=list)
    properties: list["Shape"] = field(default_factory=list)
    rules: list["Rule"] = field(default_factory=list)

    def finding(self, focus: Term, component: NamedNode, value: Term | None = None, path: Path | None = None) -> Finding:
        """A finding of this shape, at its own path unless another is given."""
        return Finding(focus, path or self.path, value, self.node, component, self.severity, self.messages)

    def validate(self, data: Data, focus: Term, with_rules: bool = True) -> list[Finding]:
        """What is wrong with ``focus``; without the SPARQL rules when the caller runs those as sets."""
        if self.deactivated:
            return []
        values = (focus,) if self.path is None else self.path.values(data, focus)
        found: list[Finding] = []
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
        return not self.validate(data, focus)

    def rules_on_focus(self) -> Iterator["Rule"]:
        """The SPARQL rules whose ``$this`` is this shape's own focus node: its own and its property shapes'."""
        if not self.deactivated:
            yield from self.rules
            if self.path is None:
                for inner in self.properties:
                    yield from inner.rules_on_focus()
