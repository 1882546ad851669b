"""The comparison of the first article: rows, columns, supersession and where the accounts part."""

import pytest

from claimgraph.store.local import open_store
from claimgraph.terms import BASE, local_name
from claimgraph.views.comparison import claims_in_scope, compare
from claimgraph.views.events import read_event
from claimgraph.views.parties import principal, sides_of
from claimgraph.views.reading import PageReader

EVENT = BASE + "id/event/diafarabe-and-koumara-attacks"


@pytest.fixture(scope="module")
def reader(repository):
    return PageReader(open_store(repository).store)


@pytest.fixture(scope="module")
def comparison(reader):
    sides = sides_of(reader, EVENT, "en")
    return compare(reader, EVENT, claims_in_scope(reader, EVENT, "en"), sides, "en")


def short(claim):
    return claim.iri.rpartition("-")[2]


def test_speakers_are_rolled_up_and_can_be_unfolded(reader, comparison):
    assert [local_name(column.speaker.iri) for column in comparison.columns] == ["mali", "jnim"]
    assert [column.side for column in comparison.columns] == [1, 2]
    assert {local_name(link.iri) for link in comparison.columns[0].members} == {"mali", "malian-armed-forces", "malian-officials"}
    assert len(comparison.unfolded) == 4
    assert local_name(principal(reader, BASE + "id/actor/malian-officials")) == "mali"


def test_rows_are_victims_and_outcome_grouped_by_side(comparison):
    assert [group.side.column if group.side else None for group in comparison.groups] == [1, 2, None]
    rows = [(local_name(row.victims.iri) if row.victims else None, local_name(row.outcome.iri)) for row in comparison.groups[0].rows]
    assert rows == [("malian-armed-forces", "killed"), ("malian-armed-forces", "wounded"), ("wagner-group", "killed"), (None, "wounded")]
    assert comparison.groups[0].rows[3].whole_side


def test_a_replaced_figure_names_what_replaced_it(comparison):
    first = comparison.groups[0].rows[0]
    mali, jnim = first.cells
    assert [(short(entry.claim), entry.claim.figure.value, entry.replaced_by and short(entry.replaced_by)) for entry in mali] == [("c02", 14, None), ("c01", 12, "c02")]
    assert [(short(entry.claim), entry.narrower and local_name(entry.narrower.iri)) for entry in jnim] == [("c12", None), ("c08", "koumara-macina-attack")]
    assert first.scale == 14


def test_the_only_contradictions_are_made_by_the_infobox(comparison):
    found = {(short(d.one), short(d.other)) for d in comparison.disagreements if d.kind == "contradiction"}
    assert found == {("c02", "c12"), ("c05", "c10")}
    for one in comparison.disagreements:
        if one.kind == "contradiction":
            assert one.one.infobox_only or one.other.infobox_only


def test_what_the_infobox_changed_is_told(comparison):
    changes = {(short(d.one), short(d.other)): d.changes for d in comparison.disagreements if d.kind == "restatement"}
    assert changes["c12", "c08"] == ("event",)
    assert "outcome" in changes["c05", "c04"]
    tensions = {(short(d.one), short(d.other)): d.changes for d in comparison.disagreements if d.kind == "tension"}
    assert tensions == {("c02", "c08"): ("event",), ("c04", "c10"): ("outcome",)}


def test_tolls_add_up_rows_as_a_lower_bound(reader):
    """Twelve is told of one place of the event, so it is the least; "neutralized" is not retold as killed."""
    read = read_event(reader, EVENT, "en").tolls
    tolls = {(local_name(t.speaker.iri), t.side.column): ([f.value for f in t.figures], t.at_least, t.outcome and local_name(t.outcome.iri)) for t in read}
    assert tolls == {("mali", 1): ([14], None, None), ("jnim", 1): ([], 12, None), ("mali", 2): ([31], None, "neutralized"), ("jnim", 2): ([5], None, None)}


def test_a_war_is_not_compared_with_everything_inside_it(reader):
    assert claims_in_scope(reader, BASE + "id/event/mali-war", "en") == []


def test_a_word_has_no_place_on_the_scale(comparison):
    vague = [entry for group in comparison.groups for row in group.rows for cell in row.cells for entry in cell if entry.claim.figure.quantifier == "dozens"]
    assert vague and all((entry.low, entry.high) == (None, None) for entry in vague)


def test_a_part_of_an_event_keeps_the_sides_and_their_columns(reader):
    part = [(side.column, [local_name(party.actor.iri) for party in side.parties]) for side in sides_of(reader, BASE + "id/event/koumara-macina-attack", "en")]
    assert part == [(1, ["mali", "wagner-group"]), (2, ["jnim"])]
    assert [side.label.words for side in sides_of(reader, BASE + "id/event/koumara-macina-attack", "en")][0] == "Mali and Wagner Group"
    assert [(side.column, side.label.words) for side in sides_of(reader, BASE + "id/event/kassela-attack", "en")] == [(2, "Jama'at Nasr al-Islam wal Muslimin")]
