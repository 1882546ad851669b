"""Literals are worth and ordered as rdflib has them: a table of literals against each other."""

import itertools
import logging
import warnings

import pytest
from pyoxigraph import Literal, NamedNode

from claimgraph.graph.shacl import literals
from claimgraph.graph.shacl.vocabulary import Unsupported
from claimgraph.terms import EDTF, XSD

TABLE = {
    "integer": "5 007 -3 five 1_0",
    "decimal": "5.5 5.0 x",
    "double": "5e0 INF",
    "byte": "300 30",
    "positiveInteger": "0 1",
    "date": "2023-01-10 2023-01-11 2023-02-31 2023-01 2023 20230110 2023-01-10Z 2023-01-10+01:00 -0044-03-15 12023-01-01 yesterday 2023-1-5 2023-01-10T10:00:00",
    "dateTime": "2023-01-10T10:00:00 2023-01-10T10:00:00Z 2023-01-10T11:00:00 2023-01-10 2023-13-10T10:00:00 x",
    "time": "10:00:00 11:00:00 x 10:00:00Z",
    "boolean": "true false 1 yes",
    "gYear": "2023 2024 x",
    "gYearMonth": "2023-01",
    "anyURI": "http://a",
    "token": "b",
    "string": "a b",
}
TYPED = [(text, XSD.iri + name) for name, texts in TABLE.items() for text in texts.split()]
TYPED += [("", XSD.iri + "integer"), ("", XSD.iri + "date"), (" 5", XSD.iri + "integer"), ("2023?", EDTF.value), ("x", EDTF.value)]
TAGGED = [("a", "en"), ("b", "en"), ("a", "fr"), ("a", "en-GB")]


def ours():
    return [Literal(t, datatype=NamedNode(d)) for t, d in TYPED] + [Literal(t, language=tag) for t, tag in TAGGED]


def theirs():
    import rdflib

    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        typed = [rdflib.Literal(t, datatype=None if d == XSD.string.value else rdflib.URIRef(d)) for t, d in TYPED]
        return typed + [rdflib.Literal(t, lang=tag) for t, tag in TAGGED]


def answer(question):
    try:
        return question()
    except (TypeError, NotImplementedError, literals.Incomparable):
        return "cannot be compared"


def test_values_and_ill_typed_literals_are_rdflibs():
    for mine, other in zip(ours(), theirs(), strict=True):
        assert literals.value_of(mine) == (other.value, bool(other.ill_typed)), other.n3()


def test_the_order_of_any_two_literals_is_pyshacls():
    from pyshacl.rdfutil.compare import compare_literal

    pairs = zip(itertools.product(ours(), repeat=2), itertools.product(theirs(), repeat=2), strict=True)
    for (a, b), (x, y) in pairs:
        assert answer(lambda: literals.compare(a, b)) == answer(lambda: compare_literal(x, y)), (x.n3(), y.n3())


@pytest.mark.parametrize("or_equal", [False, True])
def test_less_than_is_rdflibs_wherever_it_has_an_answer(or_equal):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib asks for the truth of NotImplemented
        for (a, b), (x, y) in zip(itertools.product(ours(), repeat=2), itertools.product(theirs(), repeat=2), strict=True):
            wanted = answer(lambda: x <= y if or_equal else x < y)
            if wanted != "cannot be compared":
                assert literals.less(a, b, or_equal) == wanted, (x.n3(), y.n3())


def test_durations_and_markup_are_left_to_pyshacl():
    with pytest.raises(Unsupported):
        literals.value_of(Literal("P1D", datatype=NamedNode(XSD.iri + "duration")))
