"""The checklist: what holds for the repository, and that a question notices what does not hold."""

import pytest

from claimgraph.terms import BASE
from claimgraph.web.fair import as_text, fair_report

#: What cannot hold without inventing identities: see the notes in graph/links.ttl.
KNOWN_GAPS = {"every actor and place is linked to the outside"}


def test_the_repository_holds_all_but_the_known_gaps(repository):
    blocks = fair_report(repository)
    failing = {check.question: check.missing for block in blocks for check in block.checks if not check.holds}
    assert set(failing) <= KNOWN_GAPS, failing
    assert [block.letter for block in blocks] == ["A", "B", "C", "D"]
    assert as_text(blocks).splitlines()[-1] == f"{29 - len(failing)}/29"


@pytest.mark.parametrize(
    ("turtle", "question"),
    [
        (f"<{BASE}id/actor/a?b> <http://www.w3.org/2000/01/rdf-schema#label> \"x\"@en .", "every IRI of ours is https, ASCII, without query or fragment"),
        (f"<{BASE}id/actor/a> <{BASE}ns#misspelled> \"x\" .", "every term used is declared"),
        (f"<{BASE}code/role/a> a <http://www.w3.org/2004/02/skos/core#Concept> .", "labels in English, French and Arabic"),
        (f"<{BASE}id/claim/a> a <{BASE}ns#Claim> .", "every claim with its passage and its maker"),
        (f"<{BASE}id/actor/a> <http://www.w3.org/2000/01/rdf-schema#label> \"x\" .", "labels carry their language"),
    ],
)
def test_a_mistake_is_noticed(root_with, turtle, question):
    failing = {check.question for block in fair_report(root_with(turtle)) for check in block.checks if not check.holds}
    assert question in failing
