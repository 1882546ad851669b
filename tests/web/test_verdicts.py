"""What validation finds is counted for the events it concerns, and for no others."""

import pytest
from pyoxigraph import Literal, NamedNode

from claimgraph.graph.shacl.findings import Finding, Report
from claimgraph.graph.shacl.vocabulary import SH
from claimgraph.terms import BASE, ID
from claimgraph.web.holdings import Holdings
from claimgraph.web.verdicts import Verdict, verdicts

WHOLE, KOUMARA = f"{ID}event/diafarabe-and-koumara-attacks", f"{ID}event/koumara-macina-attack"
DATASET = NamedNode(f"{BASE}dataset")


@pytest.fixture(scope="module")
def reader(repository):
    return Holdings(repository).reader


def found(focus, severity=SH.Warning, value=None, shape="a"):
    return Finding(focus, None, value, NamedNode(f"{BASE}shapes#{shape}"), SH.SPARQLConstraintComponent, severity)


def node(key):
    return NamedNode(ID + key)


@pytest.mark.parametrize(
    ("key", "events"),
    [
        ("event/diafarabe-and-koumara-attacks", {WHOLE}),
        ("event/koumara-macina-attack", {WHOLE, KOUMARA}),  # whose figures stand on the page of the whole too
        ("claim/diafarabe-koumara-2023-c02", {WHOLE}),
        ("claim/diafarabe-koumara-2023-c08", {WHOLE, KOUMARA}),
        ("participation/diafarabe-koumara-2023-mali", {WHOLE}),
        ("side/diafarabe-koumara-2023-1", {WHOLE}),
        ("passage/diafarabe-koumara-2023-p02", {WHOLE}),
        ("event/mali-war", {f"{ID}event/mali-war"}),
        ("actor/jnim", set()),
        ("source/ap-2023-01-12", set()),
    ],
)  # fmt: skip
def test_a_finding_counts_for_the_events_it_concerns(reader, key, events):
    assert verdicts(reader, Report.of([found(node(key))])) == {event: Verdict(0, 1) for event in events}


def test_a_rule_across_nodes_has_its_offender_in_the_value(reader):
    about = node("claim/diafarabe-koumara-2023-c02")
    assert verdicts(reader, Report.of([found(DATASET, value=about), found(DATASET, value=Literal("x")), found(node("actor/jnim"), value=about)])) == {WHOLE: Verdict(0, 1)}


def test_severities_are_told_apart_and_notes_are_left_out(reader):
    claim = node("claim/diafarabe-koumara-2023-c02")
    findings = [found(claim, SH.Violation), found(claim, SH.Warning), found(claim, SH.Warning, shape="b"), found(claim, SH.Info)]
    assert verdicts(reader, Report.of(findings)) == {WHOLE: Verdict(1, 2)}
