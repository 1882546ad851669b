"""Compiled shapes over a data graph: everything, or only what one edit can have touched."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from claimgraph.collector import collector_paused
from claimgraph.graph.shacl.data import Data, is_blank, is_iri
from claimgraph.graph.shacl.findings import Finding
from claimgraph.graph.shacl.model import Rule, Shape
from claimgraph.graph.shacl.targets import Targets
from claimgraph.graph.shacl.vocabulary import Term, Unsupported


class Run:
    """One validation; afterwards ``findings``, and ``left``: shapes that turned out unsupported, with reasons."""

    def __init__(self, shapes: Iterable[Shape], data: Data, nodes: Collection[Term] | None = None) -> None:
        self.data, self.nodes = data, nodes
        self.left: dict[Term, str] = {}
        self._found: dict[Term, list[Finding]] = defaultdict(list)
        active = [shape for shape in shapes if not shape.deactivated]
        with collector_paused():
            self._walk([shape for shape in active if shape.looks])
            for shape in active:
                self._rules(shape)

    @property
    def findings(self) -> list[Finding]:
        """Everything found by the shapes that were validated to the end."""
        return [finding for shape, found in self._found.items() if shape not in self.left for finding in found]

    def _walk(self, shapes: Iterable[Shape]) -> None:
        """Node by node, so that each node's description is read once for all shapes that look at it."""
        for node, group in self._groups(shapes).items():
            for shape in group:
                try:
                    if not shape.holds(self.data, node):
                        self._found[shape.node] += shape.validate(self.data, node, with_rules=False)
                except Unsupported as reason:
                    self.left[shape.node] = str(reason)

    def _groups(self, shapes: Iterable[Shape]) -> dict[Term, tuple[Shape, ...]]:
        """Focus node → the shapes that target it; nodes with the same shapes share one tuple."""
        by_targets: dict[Targets, tuple[Shape, ...]] = defaultdict(tuple)
        for shape in shapes:
            by_targets[shape.targets] += (shape,)
        grouped: dict[Term, tuple[Shape, ...]] = {}
        joined: dict[tuple[int, Targets], tuple[Shape, ...]] = {}
        for targets, group in by_targets.items():
            for node in self._focus_nodes(targets):
                before = grouped.get(node, ())
                both = joined.get((id(before), targets))
                if both is None:
                    both = joined[id(before), targets] = before + group
                grouped[node] = both
        return grouped

    def _focus_nodes(self, targets: Targets) -> Collection[Term]:
        return targets.focus_nodes(self.data) if self.nodes is None else targets.among(self.data, self.nodes)

    def _rules(self, shape: Shape) -> None:
        for rule in shape.rules_on_focus():
            try:
                self._found[shape.node] += rule.over(self.data, shape) if self.nodes is None else self._near(rule, shape)
            except Unsupported as reason:
                self.left[shape.node] = str(reason)

    def _near(self, rule: Rule, shape: Shape) -> list[Finding]:
        """What a rule finds at, or says of, the nodes of an incremental validation."""
        nodes = self.nodes or ()
        if any(is_blank(node) for node in nodes):  # SPARQL cannot name them: look at all and choose
            return [finding for finding in rule.over(self.data, shape) if concerns(finding, nodes, shape.targets.nodes)]
        here = shape.targets.among(self.data, nodes)
        return rule.at(self.data, here) + rule.at_values(self.data, shape.targets.nodes - here, nodes)


def affected(data: Data, described: Collection[Term]) -> set[Term]:
    """The nodes whose validity an edit of ``described`` can change: these, what they name and what names them.

    This is what an incremental check looks at. A rule that reaches farther than one step from the edited
    record is seen by the full check only, unless it runs on the dataset as a whole with the record as value.
    """
    named = {value for node in described for values in data.describe(node).values() for value in values if is_iri(value)}
    naming = {subject for node in described for subject in data.predicates_into(node)}
    return {node for node in named | naming if data.describe(node)}.union(described)


def concerns(finding: Finding, nodes: Collection[Term], dataset: Collection[Term]) -> bool:
    """Whether a finding is at one of ``nodes``, or is about one as the value of a rule on the whole dataset."""
    return finding.focus in nodes or (finding.focus in dataset and finding.value in nodes)
