"""The W3C SHACL test suite: what the compiler claims it validates as the suite says, the rest as pySHACL does."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from claimgraph.graph.shacl.compiler import compile_shapes
from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.engine import Run
from claimgraph.graph.shacl.findings import Finding, Report, read_report
from claimgraph.graph.shacl.vocabulary import SH
from claimgraph.graph.validation import ShapesFailure, Validator
from claimgraph.terms import RDF

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
FAILURE = NamedNode(SHT + "Failure")
#: the suite's cases as they stand in the shared copy, and how many the compiler takes on whole
CASES, COMPILED = 121, 101
#: what pySHACL answers otherwise than the suite says; the reference decides here, not the suite
UNLIKE_THE_SUITE = set()


def load(path: Path) -> Store:
    store = Store()
    store.bulk_load(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=path.as_uri())
    return store


def value(store: Store, subject, predicate: str):
    return next((quad.object for quad in store.quads_for_pattern(subject, NamedNode(predicate), None)), None)


class Case:
    """One sht:Validate entry: its graphs and the expected findings (None where a failure is expected)."""

    def __init__(self, path: Path, store: Store, node) -> None:
        self.name = f"{path.parent.parent.name}/{path.parent.name}/{path.stem}"
        action = value(store, node, MF + "action")
        self.data = load(Path.from_uri(value(store, action, SHT + "dataGraph").value)) if hasattr(Path, "from_uri") else load(self._path(store, action, "dataGraph"))
        self.shapes = load(self._path(store, action, "shapesGraph"))
        result = value(store, node, MF + "result")
        self.expected = None if result == FAILURE else expected(store, result)

    @staticmethod
    def _path(store: Store, action, name: str) -> Path:
        from urllib.parse import unquote, urlsplit

        return Path(unquote(urlsplit(value(store, action, SHT + name).value).path))


def expected(store: Store, report) -> set:
    """The results of the expected report; other reports in the file are not it."""
    wanted = {quad.object for quad in store.quads_for_pattern(report, SH.result, None)}
    part = Store()
    part.extend(store)
    for quad in store.quads_for_pattern(None, SH.result, None):
        if quad.object not in wanted:
            part.remove(quad)
    part.extend([])
    return {plain(finding) for finding in read_report(part)}


def plain(finding: Finding) -> tuple:
    """What the suite compares: everything but the message."""
    return finding.key()[:6]


@cache
def cases(root: Path) -> tuple[Case, ...]:
    found = []
    for path in sorted(root.rglob("*.ttl")):
        store = load(path)
        for quad in store.quads_for_pattern(None, RDF.type, NamedNode(SHT + "Validate")):
            found.append(Case(path, store, quad.subject))
    return tuple(found)
