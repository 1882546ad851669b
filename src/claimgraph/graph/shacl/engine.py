"""Compiled shapes over a data graph: everything, or only what one edit can have touched."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from claimgraph.graph.shacl.data import Data, is_iri
from claimgraph.graph.shacl.findings import Finding
from claimgraph.graph.shacl.model import Shape
from claimgraph.graph.shacl.targets import Targets
from claimgraph.graph.shacl.vocabulary import Term, Unsupported


class Run:
    """One validation; afterwards ``findings``, and ``left``: shapes that turned out unsupported, with reasons."""

    def __init__(self, shapes: Iterable[Shape], data: Data, nodes: Collection[Term] | None = None) -> None:
        self.data, self.nodes = data, nodes
        self.left: dict[Term, str] = {}
        self._found: dict[Term, list[Finding]] = defaultdict(list)
        groups: dict[Targets, list[Shape]] = defaultdict(list)
        for shape in shapes:
            if not shape.deactivated:
                groups[shape.targets].append(shape)
        for targets, group in groups.items():
            self._walk(targets, group)
            for shape in group:
                self._rules(shape)

    @property
    def findings(self) -> list[Finding]:
        """Everything found by the shapes that were validated to the end."""
        return [finding for shape, found in self._found.items() if shape not in self.left for finding in found]

    def _walk(self, targets: Targets, group: Sequence[Shape]) -> None:
        """Node by node, so that a description is read once for all shapes with the same targets."""
        nodes = targets.focus_nodes(self.data) if self.nodes is None else targets.among(self.data, self.nodes)
        walked = [shape for shape in group if shape.checks or shape.properties]
        for node in nodes:
            for shape in walked:
                try:
                    if found := shape.validate(self.data, node, with_rules=False):
                        self._found[shape.node] += found
                except Unsupported as reason:
                    self.left[shape.node] = str(reason)

    def _rules(self, shape: Shape) -> None:
        for rule in shape.rules_on_focus():
            try:
                if self.nodes is None:
                    self._found[shape.node] += rule.over(self.data, shape)
                    continue
                here = shape.targets.among(self.data, self.nodes)
                self._found[shape.node] += rule.at(self.data, here)
                self._found[shape.node] += rule.at_values(self.data, shape.targets.nodes - here, self.nodes)
            except Unsupported as reason:
                self.left[shape.node] = str(reason)


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
