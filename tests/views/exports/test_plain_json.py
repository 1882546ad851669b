"""JSON read and written without ``json``: the same as with it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.views.exports.plain_json import read, written

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_by_both(value):
    assert json.loads(written(value)) == value == read(written(value))


@given(st.text(alphabet=' \n{}[]",:-.0123trufalsen\\\x01', max_size=20) | VALUES.map(json.dumps))
def test_any_text_says_the_same_to_both_or_is_refused_by_both(text):
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(ValueError):
            read(text)
    else:
        assert read(text) == expected


def test_the_context_is_read_without_json(repository, monkeypatch):
    text = (repository / "ontology" / "context.jsonld").read_text()
    expected = json.loads(text)
    monkeypatch.setattr(json, "loads", lambda _: pytest.fail("the context has something that the plain reader does not know"))
    assert read(text) == expected
