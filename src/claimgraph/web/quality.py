"""The quality of this release as measurements (W3C Data Quality Vocabulary, Note 2016): conformance and completeness."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.graph.shacl.findings import Report
from claimgraph.terms import PREFIXES, RDF, SKOS, XSD, local_name
from claimgraph.views.statistics import Statistics

DQV = PREFIXES["dqv"]
#: measurement → what it says
METRICS = {
    "violations": "Findings of the SHACL shapes by which the graph would mislead.",
    "warnings": "Findings of the SHACL shapes that a reader would want mended.",
    "claims-with-reference": "Share of the claims that have a footnote.",
    "claims-with-passage": "Share of the claims whose words and position in the article are told.",
    "claims-with-claimant": "Share of the claims that somebody is named for.",
    "actors-linked-elsewhere": "Share of the actors that are identified, or described, elsewhere too.",
    "places-linked-elsewhere": "Share of the places that are identified, or described, elsewhere too.",
}


def measurements(report: Report, counted: Statistics) -> Iterator[tuple[str, Literal]]:
    """Name → value: counts, and shares from 0 to 1."""
    counts = {local_name(severity.value): count for severity, count in report.counts().items()}
    for name, severity in (("violations", "Violation"), ("warnings", "Warning")):
        yield name, Literal(str(counts[severity]), datatype=XSD.integer)
    for name, some, all_of_them in counted.shares:
        if all_of_them:
            yield name, Literal(f"{some / all_of_them:.3f}", datatype=XSD.decimal)


def quality_quads(dataset: NamedNode, report: Report, counted: Statistics, graph: NamedNode) -> Iterator[Quad]:
    """The measurements of a dataset, each with its metric."""
    dqv = lambda name: NamedNode(DQV + name)  # noqa: E731
    for name, value in measurements(report, counted):
        node, metric = (NamedNode(f"{dataset.value}#{kind}-{name}") for kind in ("quality", "metric"))
        yield Quad(dataset, dqv("hasQualityMeasurement"), node, graph)
        said = ((RDF.type, dqv("QualityMeasurement")), (dqv("computedOn"), dataset), (dqv("isMeasurementOf"), metric), (dqv("value"), value))
        yield from (Quad(node, predicate, term, graph) for predicate, term in said)
        yield Quad(metric, RDF.type, dqv("Metric"), graph)
        yield Quad(metric, dqv("expectedDataType"), value.datatype, graph)
        yield Quad(metric, SKOS.definition, Literal(METRICS[name], language="en"), graph)
