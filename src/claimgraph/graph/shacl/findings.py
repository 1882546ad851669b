"""What a validation finds: findings, and the report that holds them in a stable order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.paths import Path, Predicate, read_path
from claimgraph.graph.shacl.vocabulary import SH, Term, Unsupported
from claimgraph.terms import RDF

SEVERITIES = (SH.Violation, SH.Warning, SH.Info)


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of validation.

    ``messages`` are those that the shape declares (none where it declares none); ``path`` and ``value``
    are None where SHACL gives none. Two engines find the same when their :meth:`key` sets are equal.
    """

    focus: Term
    path: Path | None
    value: Term | None
    shape: NamedNode | BlankNode
    component: NamedNode
    severity: NamedNode
    messages: tuple[Literal, ...] = ()

    def key(self) -> tuple[str, ...]:
        """The finding as text, for comparing and sorting; blank nodes have no names across engines."""
        path = self.path.sparql() if self.path else ""
        told = sorted(self._told()) if isinstance(self.shape, NamedNode) else []
        parts = (_plain(self.focus), path, _plain(self.value), _plain(self.shape), self.component.value, self.severity.value)
        return (*parts, *told)

    def _told(self) -> Iterator[str]:
        by_rule = self.component == SH.SPARQLConstraintComponent  # pySHACL drops the language of what it fills in
        return (m.value if by_rule else f"{m.value}@{m.language or ''}" for m in self.messages)

    def message(self, language: str = "en") -> str | None:
        """The message in ``language``, else one without language, else any."""
        ranked = sorted(self.messages, key=lambda m: (m.language != language, bool(m.language), m.value))
        return ranked[0].value if ranked else None


def _plain(term: Term | None) -> str:
    return "" if term is None else "_:" if isinstance(term, BlankNode) else str(term)


def _rank(finding: Finding) -> tuple[int | str, ...]:
    known = finding.severity in SEVERITIES
    return (SEVERITIES.index(finding.severity) if known else len(SEVERITIES), *finding.key())


@dataclass
class Report:
    """Findings, worst first then by focus node; ``by_reference`` says which shapes went to pySHACL, and why."""

    findings: list[Finding] = field(default_factory=list)
    by_reference: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, findings: Iterable[Finding], by_reference: dict[str, str] | None = None) -> "Report":
        """A report of distinct findings in order."""
        distinct = {finding.key(): finding for finding in findings}
        return cls(sorted(distinct.values(), key=_rank), by_reference or {})

    @property
    def conforms(self) -> bool:
        """SHACL's own word: no result of any severity."""
        return not self.findings

    def counts(self) -> dict[NamedNode, int]:
        """Severity → number of findings, every severity of SHACL named."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted.pop(severity, 0) for severity in SEVERITIES} | counted

    def keys(self) -> set[tuple[str, ...]]:
        """The keys of all findings: what two reports are compared by."""
        return {finding.key() for finding in self.findings}


def read_report(store: Store) -> Iterator[Finding]:
    """The findings of a sh:ValidationReport that another engine wrote; details are passed over."""
    graph = Data(store)
    reports = graph.instances(SH.ValidationReport)
    for node in {result for report in reports for result in graph.objects(report, SH.result)}:
        value = _one(graph, node, SH.value)
        path = _one(graph, node, SH.resultPath)
        yield Finding(
            focus=_needed(_one(graph, node, SH.focusNode)),
            path=_path(graph, path),
            value=value,
            shape=_needed(_one(graph, node, SH.sourceShape)),
            component=_needed(_one(graph, node, SH.sourceConstraintComponent)),
            severity=_needed(_one(graph, node, SH.resultSeverity)),
            messages=tuple(m for m in graph.objects(node, SH.resultMessage) if isinstance(m, Literal)),
        )


def _one(graph: Data, node: Term, predicate: NamedNode) -> Term | None:
    return next(iter(graph.objects(node, predicate)), None)


def _needed(term: Term | None) -> Term:
    if term is None:
        raise Unsupported("a validation result that says nothing")
    return term


def _path(graph: Data, node: Term | None) -> Path | None:
    if node is None or isinstance(node, Literal):
        return None
    return Predicate(node) if isinstance(node, NamedNode) else read_path(graph, node)


def turtle(report: Report) -> str:
    """The report as a sh:ValidationReport in Turtle: same findings, same bytes."""
    body = " ,\n".join(_result(finding) for finding in report.findings)
    conforms = f"[] a sh:ValidationReport ;\n    sh:conforms {str(report.conforms).lower()}"
    return f"PREFIX sh: <{SH.iri}>\n\n{conforms}{f' ;{chr(10)}    sh:result {body}' if body else ''} .\n"


def _result(finding: Finding) -> str:
    rows: list[tuple[NamedNode, str]] = [
        (RDF.type, str(SH.ValidationResult)),
        (SH.focusNode, str(finding.focus)),
        (SH.resultSeverity, str(finding.severity)),
        (SH.sourceConstraintComponent, str(finding.component)),
        (SH.sourceShape, str(finding.shape)),
        *((SH.resultPath, finding.path.turtle()) for _ in [0] if finding.path),
        *((SH.value, str(finding.value)) for _ in [0] if finding.value is not None),
        *((SH.resultMessage, str(message)) for message in sorted(finding.messages, key=str)),
    ]
    lines = (f"        {'a' if p == RDF.type else 'sh:' + p.value[len(SH.iri) :]} {_short(o)} ;" for p, o in rows)
    return "[\n" + "\n".join(lines) + "\n    ]"


def _short(text: str) -> str:
    return f"sh:{text[len(SH.iri) + 1 : -1]}" if text.startswith(f"<{SH.iri}") else text
