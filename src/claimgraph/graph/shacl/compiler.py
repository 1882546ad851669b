"""A shapes graph → compiled shapes; what is not claimed is named with the reason and left to pySHACL."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Store

from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.logic import LOGIC_TESTS, qualified
from claimgraph.graph.shacl.model import Shape
from claimgraph.graph.shacl.paths import read_path
from claimgraph.graph.shacl.rules import SparqlRule, compile_rule
from claimgraph.graph.shacl.sets import SET_CHECKS, on_property_shape
from claimgraph.graph.shacl.targets import read_targets
from claimgraph.graph.shacl.values import VALUE_TESTS, only, whole_number
from claimgraph.graph.shacl.vocabulary import SH, Term, Unsupported
from claimgraph.terms import OWL, RDF, RDFS

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


@dataclass
class Compiled:
    """The shapes with targets: compiled, or left with the reason why."""

    shapes: list[Shape] = field(default_factory=list)
    left: dict[Term, str] = field(default_factory=dict)


def compile_shapes(store: Store) -> Compiled:
    """Compile every shape with targets that the shapes graph declares, in the order of their IRIs."""
    compiler = Compiler(Data(store))
    compiled = Compiled()
    for node in sorted(compiler.with_targets(), key=str):
        try:
            compiled.shapes.append(compiler.shape(node))
        except Unsupported as reason:
            compiled.left[node] = str(reason)
    return compiled


class Compiler:
    """Compiles each shape once; a shape that refers to itself is not supported."""

    def __init__(self, graph: Data) -> None:
        self.graph = graph
        self._done: dict[Term, Shape] = {}
        self._under_way: set[Term] = set()
        self._components = [
            {path for parameter in self._mandatory(node) for path in graph.objects(parameter, SH.path)}
            for node in graph.instances(SH.ConstraintComponent)
        ]

    def _mandatory(self, component: Term) -> set[Term]:
        parameters = self.graph.objects(component, SH.parameter)
        return {p for p in parameters if not any(o.value in ("true", "1") for o in self.graph.objects(p, SH.optional))}

    def with_targets(self) -> set[Term]:
        """The shapes that have a target of their own."""
        found = {subject for predicate in _TARGETS for subject, _ in self.graph.pairs(predicate)}
        kinds = self.graph.instances(SH.NodeShape) | self.graph.instances(SH.PropertyShape)
        users = {subject for predicate in (SH.property, SH.node) for subject, _ in self.graph.pairs(predicate)}
        return found | {node for node in kinds | users if read_targets(self.graph, node)}

    def shape(self, node: Term) -> Shape:
        """The compiled shape; raises :class:`Unsupported` if any part of it is."""
        if node in self._under_way:
            raise Unsupported("a shape that refers to itself")
        if node not in self._done:
            self._under_way.add(node)
            try:
                self._done[node] = self._compile(node)
            finally:
                self._under_way.discard(node)
        return self._done[node]

    def _compile(self, node: Term) -> Shape:
        if isinstance(node, Literal) or not self.graph.describe(node):
            raise Unsupported("a shape that is not described")
        described = self.graph.describe(node)
        paths = self.graph.objects(node, SH.path)
        severities = self.graph.objects(node, SH.severity)
        shape = Shape(
            node=node,
            path=read_path(self.graph, only(paths)) if paths else None,
            severity=only(severities) if severities else SH.Violation,
            messages=tuple(sorted(self.graph.objects(node, SH.message), key=str)),
            deactivated=any(flag.value in ("true", "1") for flag in self.graph.objects(node, SH.deactivated)),
            targets=read_targets(self.graph, node),
        )
        if any(mandatory and mandatory <= {NamedNode(iri) for iri in described} for mandatory in self._components):
            raise Unsupported("a constraint component of its own")
        for parameter in sorted(described):
            self._add(shape, NamedNode(parameter), described[parameter])
        rules = (self._rule(shape, each) for each in sorted(self.graph.objects(node, SH.sparql), key=str))
        shape.rules = [rule for rule in rules if rule is not None]
        return shape

    def _add(self, shape: Shape, parameter: NamedNode, values: list[Term]) -> None:
        if parameter == SH.property:
            shape.properties = [self._property(value) for value in sorted(values, key=str)]
        elif parameter == SH.hasValue:
            shape.wanted = tuple(values)
        elif parameter in (SH.minCount, SH.maxCount):
            name = "minimum" if parameter == SH.minCount else "maximum"
            setattr(shape, name, whole_number(only(values)))
            on_property_shape(shape)
        elif parameter in VALUE_TESTS:
            component, make = VALUE_TESTS[parameter]
            shape.tests += [(component, test) for test in make(self.graph, shape.node, values)]
        elif parameter in LOGIC_TESTS:
            component, combine = LOGIC_TESTS[parameter]
            shape.tests += [(component, test) for test in combine(self.graph, values, self.shape)]
        elif parameter == SH.qualifiedValueShape:
            shape.checks += qualified(self.graph, shape, values, self.shape)
        elif parameter in SET_CHECKS:
            shape.checks += SET_CHECKS[parameter](self.graph, shape, values)

    def _property(self, node: Term) -> Shape:
        shape = self.shape(node)
        if shape.path is None:
            raise Unsupported("sh:property with a node shape")
        return shape

    def _rule(self, shape: Shape, node: Term) -> SparqlRule | None:
        if any(flag.value in ("true", "1") for flag in self.graph.objects(node, SH.deactivated)):
            return None
        select = only(self.graph.objects(node, SH.select))
        messages = [message for message in self.graph.objects(node, SH.message) if isinstance(message, Literal)]
        return compile_rule(shape, messages, select.value, self._prefixes(node))

    def _with_imports(self, nodes: Iterable[Term]) -> set[Term]:
        found, queue = set(), list(nodes)
        while queue:
            if (node := queue.pop()) not in found:
                found.add(node)
                queue.extend(self.graph.objects(node, OWL.imports))
        return found

    def _prefixes(self, rule: Term) -> dict[str, str]:
        prefixes = {"rdf": RDF.iri, "rdfs": RDFS.iri, "owl": OWL.iri}
        declared_in = self._with_imports(self.graph.objects(rule, SH.prefixes))
        if declared_in and not all(self.graph.objects(each, SH.declare) for each in declared_in):
            declared_in |= self.graph.instances(OWL.Ontology)  # as pySHACL does
        for declaration in {each for node in declared_in for each in self.graph.objects(node, SH.declare)}:
            prefix = only(self.graph.objects(declaration, SH.prefix)).value
            prefixes[prefix] = only(self.graph.objects(declaration, SH.namespace)).value
        return prefixes
