"""A figure keeps the speaker's vagueness, and compares only by what the wording allows."""

import pytest

from claimgraph.model.figures import QUANTIFIERS, Figure, InvalidFigure


@pytest.mark.parametrize(
    ("figure", "interval"),
    [
        (Figure("exact", 14), (14, 14)),
        (Figure("none", 0), (0, 0)),
        (Figure("at-least", low=10), (10, None)),
        (Figure("more-than", low=10), (11, None)),
        (Figure("at-most", high=40), (0, 40)),
        (Figure("range", low=10, high=15), (10, 15)),
        (Figure("about", 20), (10, 40)),
        (Figure("about", low=10, high=12), (5, 24)),
        (Figure("dozens"), (2, None)),
        (Figure("unknown"), (0, None)),
    ],
)
def test_interval_follows_from_the_wording(figure, interval):
    assert figure.interval() == interval


@pytest.mark.parametrize(
    ("quantifier", "numbers"),
    [
        ("exact", {}),
        ("exact", {"low": 3}),
        ("dozens", {"value": 12}),
        ("unknown", {"value": 0}),
        ("at-least", {"value": 10}),
        ("at-least", {"low": 10, "high": 12}),
        ("range", {"low": 12, "high": 10}),
        ("exact", {"value": -1}),
        ("none", {"value": 3}),
        ("about", {"low": 3}),
        ("plenty", {"value": 3}),
    ],
)
def test_numbers_that_do_not_fit_the_word_are_refused(quantifier, numbers):
    with pytest.raises(InvalidFigure) as refused:
        Figure(quantifier, **numbers)
    assert quantifier in str(refused.value)


@pytest.mark.parametrize(
    ("one", "other", "disjoint"),
    [
        (Figure("exact", 14), Figure("exact", 7), True),
        (Figure("exact", 14), Figure("exact", 14), False),
        (Figure("at-least", low=10), Figure("exact", 9), True),
        (Figure("at-least", low=10), Figure("exact", 10), False),
        (Figure("more-than", low=10), Figure("exact", 10), True),
        (Figure("dozens"), Figure("exact", 12), False),
        (Figure("dozens"), Figure("none", 0), True),
        (Figure("unknown"), Figure("exact", 0), False),
        (Figure("about", 20), Figure("exact", 35), False),
        (Figure("about", 20), Figure("exact", 41), True),
    ],
)
def test_figures_exclude_each_other_only_when_no_number_fits_both(one, other, disjoint):
    assert one.disjoint(other) is other.disjoint(one) is disjoint


def test_every_quantifier_is_a_concept_of_the_code_list(repository):
    codes = (repository / "ontology" / "codes.ttl").read_text(encoding="utf-8")
    assert {q for q in QUANTIFIERS if f"\nquantifier:{q} a" not in codes} == set()
