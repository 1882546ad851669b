"""Records go to triples and come back the same."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Store

from claimgraph.model import records as r
from claimgraph.model.dates import PartialDate
from claimgraph.model.figures import QUANTIFIERS, VAGUE, Figure
from claimgraph.model.triples import ROWS, Reader, as_quads, triples
from claimgraph.store.local import open_store

IRIS = st.from_regex(r"https://w3id\.org/claimgraph/id/[a-z]{3,8}/[a-z0-9-]{1,12}", fullmatch=True)
TEXTS = st.dictionaries(st.sampled_from(["ar", "en", "fr"]), st.text("aé\"\\\n م", min_size=1, max_size=8)).map(lambda d: r.texts(**d))
NUMBERS = st.integers(0, 10**6)
DATES = st.sampled_from(["2023", "2023-01", "2023-01-10", "[2023-01-10..2023-01-11]", "2023-01/.."]).map(PartialDate)


@st.composite
def figures(draw):
    quantifier = draw(st.sampled_from(QUANTIFIERS))
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    parts = {"exact": {"value": low}, "about": {"value": low}, "none": {"value": 0}, "range": {"low": low, "high": high}, "at-most": {"high": high}}
    return Figure(quantifier, **({} if quantifier in VAGUE else parts.get(quantifier, {"low": low})))


CODES = st.from_regex(r"[a-z]{2,9}(-[a-z]{2,9})?", fullmatch=True)
STRATEGIES = {"Texts": TEXTS, "int": NUMBERS, "bool": st.booleans(), "Figure": figures(), "PartialDate": DATES, "str": IRIS}


def field_values(cls, field):
    """A strategy for one field, by its annotation and by whether the mapping writes it as a code."""
    kind = str(getattr(field.type, "__name__", field.type))
    name = field.name
    if name in ("labels", "alternatives", "notes", "headlines", "text"):
        return TEXTS
    if name in ("event_types",):
        return st.sets(CODES).map(lambda s: tuple(sorted(s)))
    if name in ("role", "place_type", "voice", "reference_scope", "claim_type", "casualty_type", "victim_status"):
        return CODES
    if name in ("exact", "language", "sha256", "version"):
        return st.text("aé\" م", min_size=1, max_size=8)
    text = str(field.type)
    if "tuple" in text:
        return st.sets(IRIS, max_size=3).map(lambda s: tuple(sorted(s)))
    return next(strategy for key, strategy in STRATEGIES.items() if key in text or key == kind)


@pytest.mark.parametrize("cls", list(ROWS), ids=lambda cls: cls.__name__)
@given(data=st.data())
def test_what_is_written_is_read_back(cls, data):
    record = cls(**{field.name: data.draw(field_values(cls, field), label=field.name) for field in dataclasses.fields(cls)})
    store = Store()
    store.extend(as_quads(triples([record]), DefaultGraph()))
    assert Reader(store).read(record.iri, cls) == record
    assert Reader(store).class_of(record.iri) in (cls, None if isinstance(record, r.Actor) and record.person else cls)


def test_the_graph_is_its_records(repository):
    """Every claim, event and passage of the real graph survives the way through the records without loss."""
    local = open_store(repository)
    reader = Reader(local.store)
    for cls in (r.Event, r.CasualtyClaim, r.Claim, r.ResponsibilityClaim, r.Passage, r.Footnote, r.Participation, r.Side):
        found = reader.all(cls)
        assert found, cls
        for record in found:
            for triple in triples([record]):
                assert next(iter(local.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)), None), triple
