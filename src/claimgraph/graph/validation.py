"""SHACL validation of a store: compiled and fast where that is exact, by pySHACL where it is not.

:func:`Validator.check` is what ``claimgraph check`` runs. Its findings are pySHACL's findings: a
differential test holds both to the same set. A shape that the compiler does not support is validated
by pySHACL, and the report names it with the reason. pySHACL and rdflib are imported only then, because
they take longer to start than a whole validation takes.
"""

import logging
import warnings
from collections.abc import Collection, Iterable
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from claimgraph.errors import ClaimgraphError, UnreadableFile
from claimgraph.graph.files import read
from claimgraph.graph.shacl.compiler import compile_shapes
from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.engine import Run, concerns
from claimgraph.graph.shacl.findings import Finding, Report, read_report
from claimgraph.graph.shacl.vocabulary import SH, Term, is_term
from claimgraph.terms import OWL, RDF, RDFS, curie


class ShapesFailure(ClaimgraphError):
    """Shapes that no engine can validate with: ill-formed, or with SPARQL that SHACL forbids."""

    status = 500


def read_shapes(paths: Iterable[Path]) -> Store:
    """One shapes graph from several Turtle files."""
    store = Store()
    for path in paths:
        triples = read(path)
        refuse_unknown_terms(path, triples)
        store.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    if not len(store):
        raise UnreadableFile("ontology/shapes", "no shapes in it", hint="shapes are Turtle files ending in .ttl")
    return store


def refuse_unknown_terms(path: Path, triples: Iterable[Triple]) -> None:
    """Raise for a name in SHACL's namespace that SHACL does not have: an engine passes over it, and the rule is gone."""
    for triple in triples:
        for term in (triple.predicate, triple.object):
            if isinstance(term, NamedNode) and term.value.startswith(SH.iri) and not is_term(term.value):
                name = curie(term.value)
                lines = path.read_text(encoding="utf-8").splitlines()
                line = next((n for n, text in enumerate(lines, 1) if name in text or term.value in text), None)
                raise UnreadableFile(path, f"SHACL has no term {name}", line, "correct its spelling, or the rule is never asked")


def shape_files(root: Path) -> list[Path]:
    """The shapes of the dataset under ``root``, in path order."""
    return sorted((root / "ontology" / "shapes").glob("*.ttl"))


class Validator:
    """Shapes, compiled once, for any number of validations."""

    def __init__(self, shapes: Store) -> None:
        self.shapes = shapes
        self.compiled = compile_shapes(shapes)

    def check(self, store: Store, nodes: Collection[Term] | None = None, engine: str = "compiled") -> Report:
        """Validate the union of the store's graphs, or only at ``nodes``; ``engine`` is compiled or pyshacl.

        With ``nodes`` the findings are those of a full validation at one of these focus nodes, and those of
        rules on the dataset as a whole (a shape with sh:targetNode) whose value is one of them.
        """
        if engine == "pyshacl":
            return Report.of(self._at(by_pyshacl(self.shapes, store), nodes))
        run = Run(self.compiled.shapes, Data(store), nodes)
        left = self.compiled.left | run.left
        findings = run.findings
        if left:
            findings += self._at(by_pyshacl(self.without_targets(set(left)), store), nodes)
        return Report.of(findings, {str(shape): reason for shape, reason in left.items()})

    def dataset_nodes(self) -> set[Term]:
        """The nodes that shapes target by name: where rules on the whole dataset are found."""
        return {quad.object for quad in self.shapes.quads_for_pattern(None, SH.targetNode, None)}

    def _at(self, findings: Iterable[Finding], nodes: Collection[Term] | None) -> list[Finding]:
        if nodes is None:
            return list(findings)
        dataset = self.dataset_nodes()
        return [finding for finding in findings if concerns(finding, nodes, dataset)]

    def without_targets(self, but: set[Term]) -> Store:
        """The shapes graph in which only the shapes ``but`` have targets of their own."""
        targets = {SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf}
        classes = {RDFS.Class, OWL.Class, *(q.subject for q in self.shapes.quads_for_pattern(None, RDFS.subClassOf, RDFS.Class))}
        done = {shape.node for shape in self.compiled.shapes} - but

        def stays(quad: Quad) -> bool:
            aims = quad.predicate in targets or (quad.predicate == RDF.type and quad.object in classes)
            return not (aims and quad.subject in done)

        store = Store()
        store.extend(quad for quad in self.shapes if stays(quad))
        return store


def by_pyshacl(shapes: Store, data: Store) -> list[Finding]:
    """pySHACL's findings: the reference. Both graphs come to it from the store, so that literals agree."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib's and pySHACL's own
        import pyshacl  # imported late: half a second

        logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # an ill-typed literal is a finding, not a traceback
        shapes_graph, data_graph = _as_rdflib(shapes), _as_rdflib(data)
        try:
            _, report, text = pyshacl.validate(data_graph, shacl_graph=shapes_graph, inference="none", advanced=False, inplace=True)
        except Exception as error:  # whatever pySHACL raises on ill-formed shapes, told in one line
            raise ShapesFailure(f"pySHACL: {_first_line(str(error))}") from error
        if not hasattr(report, "serialize"):
            raise ShapesFailure(f"pySHACL: {_first_line(text)}")
        content = report.serialize(format="nt", encoding="utf-8")
    store = Store()
    store.bulk_load(content, format=RdfFormat.N_TRIPLES)
    return [_declared(finding, shapes) for finding in read_report(store)]


def _as_rdflib(store: Store):  # noqa: ANN202 - rdflib's type is not imported here
    import rdflib

    content = serialize((quad.triple for quad in store), format=RdfFormat.N_TRIPLES)
    normalizes, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False  # what is checked is what was written
    try:
        return rdflib.Graph(bind_namespaces="none").parse(data=content, format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = normalizes


def _declared(finding: Finding, shapes: Store) -> Finding:
    """The finding without the words that pySHACL makes up where the shape declares none."""
    shape = finding.shape
    sources = [shape, *(quad.object for quad in shapes.quads_for_pattern(shape, SH.sparql, None))]
    if any(True for source in sources for _ in shapes.quads_for_pattern(source, SH.message, None)):
        return finding
    return Finding(finding.focus, finding.path, finding.value, shape, finding.component, finding.severity)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "no reason given")
