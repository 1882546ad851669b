"""The patterns of the shapes: what they let through, and that no text makes them slow."""

import re
from functools import cache
from pathlib import Path

import pytest

from claimgraph.graph.files import read
from claimgraph.terms import PREFIXES
from tests.growth import assert_linear

FOLDER = Path(__file__).parents[2] / "ontology" / "shapes"
SH, SHAPES = PREFIXES["sh"], PREFIXES["shape"]


@cache
def patterns() -> dict[str, str]:
    """Every pattern of a named shape."""
    found = (t for path in sorted(FOLDER.glob("*.ttl")) for t in read(path) if t.predicate.value == SH + "pattern")
    return {t.subject.value.removeprefix(SHAPES): t.object.value for t in found}


DAYS = [
    ("2023-01-10", True), ("2023-01", True), ("2023", True), ("-0044-03-15", True), ("2023-01/..", True), ("../2023-01", True),
    ("2023-01/2023-03", True), ("[2023-01-10..2023-01-11]", True), ("[2023-01-10,2023-01-12]", True), ("[..2023-01-10]", True),
    ("2023-01~", True), ("202X", True), ("2023-XX-10", True), ("early 2023", False), ("10.1.2023", False), ("2023-1-10", False),
    ("2023-01-10T12:00:00Z", False), ("2023-01-10Z", False), ("[2023-01-10", False), ("/", False), ("../..", False), ("", False),
]  # fmt: skip
POINTS = [
    ("POINT(-5.02 14.14)", True), ("POINT (-5 14)", True), ("POINT(180 90)", True), ("POINT(-180.0 -90.0)", True), ("POINT(180.1 0)", False),
    ("POINT(0 90.5)", False), ("POINT(-5.02, 14.14)", False), ("14.14 -5.02", False), ("POINT(-5.02 14.14 300)", False), ("POINT EMPTY", False),
]  # fmt: skip
WORDS = [
    ("14 killed", True), ("\"neutralized\"", True), ("31 killed (per Mali)", True), (" ".join(["one"] * 15), True), (" ".join(["one"] * 16), False),
    ("", False), ("   ", False),
]  # fmt: skip
SLUGS = [
    ("https://w3id.org/claimgraph/id/event/dia-2023", True), ("https://w3id.org/claimgraph/id/event/Dia", False), ("https://w3id.org/claimgraph/id/event/dia--x", False),
    ("https://w3id.org/claimgraph/id/event/", False), ("https://w3id.org/claimgraph/id/event/a/b", False), ("https://w3id.org/claimgraph/id/event/dia?x=1", False),
    ("https://w3id.org/claimgraph/id/place/dia", False), ("http://other.example/id/event/dia", True),
]  # fmt: skip
TABLE = {"Event-day": DAYS, "Claim-date": DAYS, "Geometry-wkt": POINTS, "Selector-words": WORDS, "Event-iri": SLUGS}


@pytest.mark.parametrize(("shape", "text", "passes"), [(shape, *row) for shape, rows in TABLE.items() for row in rows])
def test_what_a_pattern_lets_through(shape: str, text: str, passes: bool) -> None:
    assert bool(re.search(patterns()[shape], text)) is passes


@pytest.mark.parametrize("shape", sorted(patterns()))
def test_no_text_makes_a_pattern_slow(shape: str) -> None:
    """pySHACL runs them with Python's backtracking engine, where a careless pattern takes minutes."""
    pattern = re.compile(patterns()[shape])

    def search(length: int) -> None:
        for part in ("a", "1", " ", "-", "a ", "1-", "2023-01,", "[", "..", "\t\n", "/id/event/a", "POINT(1", "Aa"):
            pattern.search(part * length + "!")

    assert_linear(search, 1_000)
