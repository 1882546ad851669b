"""Accept headers: the shared vectors, the rules of RFC 9110, and hostile text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.web.negotiation import negotiate, negotiate_language
from tests.growth import assert_linear

HOSTILE = Path(__file__).parent / "hostile"
RESOURCE = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml", "text/html")
SELECT = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "text/html",
)
OFFERS = {"resource": RESOURCE, "SELECT": SELECT, "CONSTRUCT": RESOURCE[:4], "ASK": SELECT[:2]}


def fits(answer: str | None, expected: str | int) -> bool:
    """Whether an answer is one the vector allows: a type, ``!type``, 406, or alternatives with ``|``."""
    said = answer or "406"
    options = str(expected).split("|")
    return any(said != option[1:] and answer is not None if option.startswith("!") else said == option for option in options)


def test_shared_vectors():
    vectors = json.loads((HOSTILE / "accept.json").read_text())
    vectors.pop("always")
    wrong = [
        (group, accept, expected, answer)
        for group, cases in vectors.items()
        for accept, expected in cases
        if not fits(answer := negotiate(accept, OFFERS[group.split()[0]]), expected)
    ]
    assert wrong == []
    assert sum(map(len, vectors.values())) >= 20


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        # a browser
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "text/html"),
        # an older browser that gives no weights: what it names wins over what it merely accepts
        ("text/html, application/xhtml+xml, image/jxr, */*", "text/html"),
        # rdflib, Jena, curl, Python's requests
        ("application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5,*/*;q=0.1", "application/rdf+xml"),
        ("text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.1", "text/turtle"),
        ("*/*", "text/turtle"),
        # the more exact range decides, wherever it stands
        ("*/*, text/turtle;q=0", "application/ld+json"),
        ("text/*;q=0.9, text/turtle;q=0.1, application/*;q=0.5", "text/html"),
        ("text/*;q=0, */*", "application/ld+json"),
        ("*/*;q=0", None),
        ("text/html;q=0", None),
        # weights: three digits, no more, no less than 0, no more than 1
        ("text/turtle;q=0.001, text/html;q=0.002", "text/html"),
        ("text/turtle;q=1.000, text/html;q=0.999", "text/turtle"),
        ("text/turtle;q=0.0001, text/html;q=0.1", "text/html"),
        ("text/turtle;q=-1, text/html;q=0.1", "text/html"),
        ("text/turtle;q=2, text/html;q=0.1", "text/html"),
        ("text/turtle;Q=0.1, text/html;q=0.2", "text/html"),
        # what is inside quotation marks is no separator
        ('application/ld+json;profile="a,text/html;q=1", text/html;q=0.1', "application/ld+json"),
        ('application/ld+json;profile="a\\"b,text/html"', "application/ld+json"),
        # malformed elements say nothing
        ("garbage", "text/turtle"),
        ("garbage, text/html", "text/html"),
        ("*/turtle", "text/turtle"),
        ("text/, text/html;q=0.3", "text/html"),
        ("image/*", None),
        ("application/json", "application/ld+json"),
    ],
)
def test_rules(accept, expected):
    assert negotiate(accept, RESOURCE) == expected


@given(st.text() | st.from_regex(r"[a-z*]{1,4}/[a-z*+]{1,9}(; ?q=[0-9.]{1,5})?(, ?[a-z*]{1,4}/[a-z*]{1,6})*"))
def test_any_text_gets_an_answer(accept):
    assert negotiate(accept, RESOURCE) in (*RESOURCE, None)
    assert negotiate_language(accept, ("en", "fr", "ar")) in ("en", "fr", "ar")


@pytest.mark.parametrize("unit", ['"', '\\"', "a/b;", ";q=", ","])
def test_hostile_text_costs_linear_time(unit):
    assert_linear(lambda length: negotiate(unit * length, RESOURCE), 10_000)


@pytest.mark.parametrize(
    ("header", "expected"),
    [(None, "en"), ("", "en"), ("ar", "ar"), ("ar-ML;q=0.9, fr;q=0.95", "fr"), ("en;q=0, *", "fr"), ("de, *;q=0.1", "en"), ("fr;q=x", "en")],
)
def test_languages(header, expected):
    assert negotiate_language(header, ("en", "fr", "ar")) == expected
