"""Curators at work: records mended, taken out, split in two; whatever the article does next, their work stays and nothing is told twice."""

import itertools

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from claimgraph.graph.turtle import write
from claimgraph.terms import CG, PAV, PROV, entity
from tests.article.test_revision import CHANGED, FIRST, GONE, MOVED_WORDS, REVISIONS, SOMEBODY, claim, curated, drafted, hanging, local, of, quoted, step

INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
ARMY = NamedNode(entity("actor", "red-front").value)
SWAPPED = FIRST.replace("combatant1={{flag|Aland}}|combatant2=[[Red Front]]", "combatant1=[[Red Front]]|combatant2={{flag|Aland}}").replace("casualties2=5", "casualties9=5").replace("casualties1=3", "casualties2=3").replace("casualties9=5", "casualties1=5")
THIRD = FIRST.replace("combatant2=[[Red Front]]", "combatant2=[[Blue Front]]|combatant3=[[Red Front]]").replace("casualties2=5", "casualties3=5")


def mended(triples, number, predicate, value):
    """The triples with one value of a claim corrected by a curator."""
    kept = [t for t in triples if not (t.subject == claim(number) and t.predicate == predicate)]
    return curated([*kept, Triple(claim(number), predicate, value)], number)


FIGURE = mended(drafted(FIRST).triples(), "c01", CG.figure, Literal("4", datatype=INTEGER))
CLAIMANT = mended(drafted(FIRST).triples(), "c01", CG.claimant, ARMY)
TYPE = mended(drafted(FIRST).triples(), "c01", CG.casualtyType, NamedNode("https://w3id.org/claimgraph/code/casualty-type/missing"))


def sides(triples):
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    return {t.subject.value.rsplit("-", 1)[-1]: t.object.value for t in triples if "/side/" in t.subject.value and t.predicate.value == label}


@pytest.mark.parametrize("before", [FIGURE, CLAIMANT, TYPE], ids=["figure", "claimant", "type"])
@pytest.mark.parametrize("text", [FIRST, MOVED_WORDS, REVISIONS["other notes"]], ids=["same", "moved", "other notes"])
def test_what_a_curator_mended_is_no_change_of_the_article(before, text):
    change = step(text, before)
    assert not change.changes and of(claim("c01"), before) == of(claim("c01"), change.triples)
    assert local(change.kept) == ["c01", "c02", "c03", "c04"]


@pytest.mark.parametrize("before", [FIGURE, CLAIMANT, TYPE], ids=["figure", "claimant", "type"])
def test_a_mended_claim_whose_figure_the_article_changes_is_replaced_and_stays(before):
    change = step(CHANGED, before)
    assert (local(change.changed), local(change.instead), local(change.new), local(change.gone)) == (["c05"], ["c01"], [], [])
    assert of(claim("c01"), before) == of(claim("c01"), change.triples) and not step(CHANGED, change.triples).changes


def test_a_claim_that_a_curator_took_out_does_not_come_back_from_the_same_words():
    before = [t for t in curated(drafted(FIRST).triples(), "c01") if t.subject != claim("c03")]
    change = step(FIRST, before)
    assert not change.changes and local(change.absent) == ["c03"] and not of(claim("c03"), change.triples)


@pytest.mark.parametrize("number", ["c02", "c04"])
def test_the_number_of_a_claim_that_was_taken_out_is_given_to_no_other(number):
    before = [t for t in curated(drafted(FIRST).triples(), "c01") if t.subject != claim(number)]
    change = step(REVISIONS["added"], before)
    assert local(change.new) == ["c06", "c07"] and not of(claim(number), change.triples)


def test_a_draft_that_nobody_has_curated_is_drafted_anew():
    before = [t for t in drafted(FIRST).triples() if t.subject != claim("c03")]
    assert local(step(FIRST, before).new) == ["c03"]


def test_a_claim_split_in_two_stays_two():
    first = drafted(FIRST).triples()
    half = [Triple(claim("c05"), t.predicate, Literal("1", datatype=INTEGER) if t.predicate == CG.figure else t.object) for t in first if t.subject == claim("c01")]
    before = [*mended(first, "c01", CG.figure, Literal("2", datatype=INTEGER)), *half, Triple(claim("c05"), PAV.curatedBy, SOMEBODY)]
    for text in (FIRST, MOVED_WORDS):
        change = step(text, before)
        assert (change.new, change.changed) == ((), ()) and all(of(claim(n), change.triples) == of(claim(n), before) for n in ("c01", "c05"))
        assert not step(text, change.triples).changes


@pytest.mark.parametrize("numbers", [(), ("c01",), ("c01", "c02", "c04"), ("c01", "c02", "c03", "c04")])
def test_what_is_gone_is_told_once(numbers):
    triples = curated(drafted(FIRST).triples(), *numbers)
    change = step(GONE, triples)
    assert local(change.gone) == ["c03"] and of(claim("c03"), change.triples)
    assert [t.object for t in change.triples if t.predicate == PROV.invalidated] == [claim("c03")] and not hanging(change.triples)
    for text in (GONE, GONE.replace("was an attack", "was the attack"), GONE.replace("on soldiers", "on some soldiers")):
        again = step(text, change.triples)
        assert not again.changes
        change = again


def test_what_comes_back_is_gone_no_more():
    away = step(GONE, drafted(FIRST).triples())
    back = step(FIRST, away.triples)
    assert local(back.kept) == ["c01", "c02", "c03", "c04"] and not any(t.predicate == PROV.invalidated for t in back.triples)
    assert local(step(GONE, back.triples).gone) == ["c03"]


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(REVISIONS, 2)))
@pytest.mark.parametrize("everything", [False, True])
def test_a_curated_file_after_any_revision_and_again(one, other, everything):
    first = drafted(REVISIONS[one])
    before = curated(first.triples(), *(local([c.iri])[0] for c in (first.claims if everything else first.claims[:1])))
    second = step(REVISIONS[other], before)
    third = step(REVISIONS[other], second.triples)
    assert not third.changes and write(third.triples) == write(second.triples) and not hanging(third.triples)


@pytest.mark.parametrize("numbers", [(), ("c01",)])
@pytest.mark.parametrize(("text", "expected"), [(SWAPPED, {"1": "Aland", "2": "Red Front"}), (THIRD, {"1": "Aland", "2": "Red Front", "3": "Blue Front"})], ids=["swapped", "inserted"])
def test_a_side_keeps_its_identifier_in_whatever_column_it_stands(text, expected, numbers):
    before = curated(drafted(FIRST).triples(), *numbers)
    change = step(text, before)
    assert not change.changes
    assert {n: label for n, label in sides(change.triples).items()} == {n: expected[n] for n in sides(change.triples)}
    assert not step(text, change.triples).changes


@pytest.mark.parametrize("text", [FIRST.replace("5 May 2020", "5 May 2021"), FIRST.replace("=[[Ash]]", "=[[Birch]]")], ids=["year", "place"])
def test_an_event_that_is_dated_or_placed_otherwise_keeps_its_claims(text):
    before = drafted(FIRST).triples()
    change = step(text, before)
    assert not change.changes and {iri: words for iri, words in quoted(change.triples).items() if iri in quoted(before) and quoted(before)[iri] != words} == {}
