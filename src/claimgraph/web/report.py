"""The SHACL report of this release as RDF: dated, with an IRI of its own, and with stable blank nodes."""

from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from claimgraph.graph.shacl.findings import Report, turtle
from claimgraph.terms import BASE, DCT, GRAPH, XSD

REPORT = NamedNode(BASE + "report")
IN = NamedNode(GRAPH + "report")


def report_quads(report: Report, released: str | None) -> list[Quad]:
    """The report with its date and what it reports on; its blank nodes are named by RDFC-1.0."""
    text = turtle(report).replace("[] a sh:ValidationReport", f"{REPORT} a sh:ValidationReport", 1)
    dataset = Dataset(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in parse(text, format=RdfFormat.TURTLE))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    quads = sorted((Quad(q.subject, q.predicate, q.object, IN) for q in dataset), key=str)
    about = [(DCT.subject, NamedNode(BASE + "dataset")), (DCT.conformsTo, NamedNode(BASE + "shapes"))]
    if released:
        about.append((DCT.date, Literal(released, datatype=XSD.date)))
    return [*(Quad(REPORT, predicate, value, IN) for predicate, value in about), *quads]
