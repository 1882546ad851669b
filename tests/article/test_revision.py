"""Drafting again: the same revision changes no byte, another one is told claim by claim, and what people have curated stays."""

import itertools

import pytest
from pyoxigraph import NamedNode, Triple

from claimgraph.article.draft import draft
from claimgraph.article.page import read_article
from claimgraph.article.revision import revise
from claimgraph.graph.turtle import write
from claimgraph.terms import PAV, entity

FIRST = """{{Infobox military conflict|conflict=Raid on Ash|date=5 May 2020|place=[[Ash]]|combatant1={{flag|Aland}}|combatant2=[[Red Front]]
|casualties1=3 killed, 4 wounded (per Aland)<ref name=a>{{cite news|title=T one|newspaper=Norland Times|date=6 May 2020|url=https://example.org/1}}</ref>|casualties2=5 killed (per Aland)}}
'''Raid on Ash''' was an attack by the [[Red Front]] on soldiers of [[Aland]] on 5 May 2020.
== Raid ==
The army said that two civilians were killed.<ref>{{cite news|title=T two|newspaper=Norland Times|date=6 May 2020|url=https://example.org/2}}</ref>
"""
CHANGED = FIRST.replace("3 killed", "6 killed")
GONE = FIRST.replace("|casualties2=5 killed (per Aland)", "")
ADDED = FIRST.replace("two civilians were killed", "two civilians and nine soldiers were killed")
MOVED_WORDS = FIRST.replace("was an attack", "was, as it is told everywhere, an attack")
REWORDED = FIRST.replace("The army said that two civilians were killed", "According to the army, two civilians died")
OTHER_NOTES = FIRST.replace("{{Infobox", "{{Infobox", 1).replace("'''Raid on Ash''' was", "'''Raid on Ash'''<ref>{{cite web|title=T zero|website=New Site|url=https://example.org/0}}</ref> was").replace("two civilians", "the two civilians")
REVISIONS = {"first": FIRST, "changed": CHANGED, "gone": GONE, "added": ADDED, "moved words": MOVED_WORDS, "reworded": REWORDED, "other notes": OTHER_NOTES}
SOMEBODY = NamedNode("https://example.org/somebody")


def drafted(text):
    return draft(read_article(text))


def step(text, earlier):
    return revise(drafted(text), earlier)


def local(iris):
    return [iri.rsplit("-", 1)[-1] for iri in iris]


def claim(number):
    return NamedNode(entity("claim", f"ash-2020-{number}").value)


def of(node, triples):
    return {t for t in triples if t.subject == node}


def curated(triples, *numbers):
    return [*triples, *(Triple(claim(number), PAV.curatedBy, SOMEBODY) for number in numbers)]


def hanging(triples):
    """What is pointed at in our own namespace and is described nowhere."""
    subjects = {t.subject for t in triples}
    return {t.object for t in triples if isinstance(t.object, NamedNode) and "/id/" in t.object.value and t.object not in subjects}


def quoted(triples):
    """Passage or footnote → what it stands for: the words, or the source."""
    wanted = ("exact", "hasCitedEntity")
    return {t.subject.value: str(t.object) for t in triples if t.predicate.value.endswith(wanted)}


@pytest.mark.parametrize("name", REVISIONS)
def test_the_same_revision_again_changes_no_byte(name):
    before = drafted(REVISIONS[name]).triples()
    again = step(REVISIONS[name], before)
    assert not again.changes and write(again.triples) == write(before)


@pytest.mark.parametrize(
    ("name", "new", "changed", "instead", "gone"),
    [
        ("changed", [], ["c05"], ["c01"], []), ("gone", [], [], [], ["c03"]), ("added", ["c05"], [], [], []), ("moved words", [], [], [], []), ("reworded", [], [], [], []), ("other notes", [], [], [], []),
    ],
)  # fmt: skip
def test_what_a_new_revision_changed(name, new, changed, instead, gone):
    change = step(REVISIONS[name], drafted(FIRST).triples())
    assert (local(change.new), local(change.changed), local(change.instead), local(change.gone)) == (new, changed, instead, gone)
    assert change.as_json()["kept"] == [f"ash-2020-{c}" for c in ("c01", "c02", "c03", "c04") if c not in instead + gone]


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(REVISIONS, 2)))
def test_any_revision_after_any_other_and_again(one, other):
    first = drafted(REVISIONS[one]).triples()
    second = step(REVISIONS[other], first)
    assert not hanging(second.triples), "everything that is pointed at is there"
    assert {t.subject for t in first if "/claim/" in t.subject.value} <= {t.subject for t in second.triples}, "no claim vanishes"
    third = step(REVISIONS[other], second.triples)
    assert not third.changes and write(third.triples) == write(second.triples)
    back = step(REVISIONS[one], second.triples)
    assert not hanging(back.triples) and not back.new and not back.changed


@pytest.mark.parametrize("path", list(itertools.permutations(("changed", "gone", "added", "other notes"), 3)))
def test_no_identifier_is_ever_given_to_something_else(path):
    triples = drafted(FIRST).triples()
    meant = quoted(triples)
    for name in path:
        triples = step(REVISIONS[name], triples).triples
        now = quoted(triples)
        assert {iri: words for iri, words in now.items() if iri in meant and meant[iri] != words} == {}
        meant |= now


@pytest.mark.parametrize("name", REVISIONS)
@pytest.mark.parametrize("numbers", [("c01",), ("c03",), ("c01", "c03"), ("c01", "c02", "c03", "c04")])
def test_a_curated_claim_keeps_every_triple(name, numbers):
    before = curated(drafted(FIRST).triples(), *numbers)
    change = step(REVISIONS[name], before)
    for number in numbers:
        assert of(claim(number), before) == of(claim(number), change.triples)
    assert not hanging(change.triples)
    again = step(REVISIONS[name], change.triples)
    assert write(again.triples) == write(change.triples) and not again.new and not again.changed


def test_a_curated_claim_whose_figure_changed_is_replaced_and_stays():
    change = step(CHANGED, curated(drafted(FIRST).triples(), "c01"))
    assert (local(change.changed), local(change.instead)) == (["c05"], ["c01"])
    assert any(t.object == claim("c01") and t.predicate.value.endswith("replaces") for t in of(claim("c05"), change.triples))


def test_a_curated_claim_that_the_article_no_longer_makes_is_told_as_gone_and_stays():
    change = step(GONE, curated(drafted(FIRST).triples(), "c03"))
    assert local(change.gone) == ["c03"] and of(claim("c03"), change.triples)


def test_what_was_told_as_gone_is_not_told_again_by_the_next_revision():
    second = step(GONE, drafted(FIRST).triples())
    assert local(second.gone) == ["c03"]
    third = step(GONE.replace("was an attack", "was the attack"), second.triples)
    assert not third.changes


def test_a_figure_that_changed_twice_is_a_chain():
    triples = drafted(FIRST).triples()
    for figure in ("6 killed", "7 killed"):
        triples = step(FIRST.replace("3 killed", figure), triples).triples
    replaced = {(t.subject, t.object) for t in triples if t.predicate.value.endswith("replaces")}
    assert replaced == {(claim("c05"), claim("c01")), (claim("c06"), claim("c05"))}
