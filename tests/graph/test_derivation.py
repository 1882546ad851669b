"""The derived graph: contradictions by interval logic, as a pure function of the rest."""

import pytest
from pyoxigraph import Store

from claimgraph.graph.derivation import DERIVED, add_derived, derived, inconsistent_pairs, materialised
from claimgraph.graph.files import graph_files, parse_turtle, quads, read
from claimgraph.model.records import CasualtyClaim
from claimgraph.model.figures import Figure
from claimgraph.model.triples import as_quads, triples
from claimgraph.terms import CG, PROV, SCHEMA, local_name

EVENT, OTHER = "https://w3id.org/claimgraph/id/event/a", "https://w3id.org/claimgraph/id/event/b"
ARMY = "https://w3id.org/claimgraph/id/actor/army"


def claim(name, figure, **given):
    given = {"about": EVENT, "casualty_type": "killed", "victim_affiliation": ARMY, "victim_status": "state-forces"} | given
    return CasualtyClaim(iri=f"https://w3id.org/claimgraph/id/claim/{name}", figure=figure, **given)


def pairs(*claims):
    store = Store()
    store.extend(as_quads(triples(claims), DERIVED))
    return [tuple(map(local_name, pair)) for pair in inconsistent_pairs(store)]


SEVEN, FOURTEEN = Figure("exact", 7), Figure("exact", 14)


@pytest.mark.parametrize(
    ("change", "contradict"),
    [
        ({}, True),
        ({"figure": Figure("at-least", low=5)}, False),
        ({"figure": Figure("dozens")}, False),
        ({"about": OTHER}, False),
        ({"casualty_type": "neutralized"}, False),
        ({"victim_affiliation": None, "victim_status": "unspecified"}, False),
        ({"victim_status": "civilian"}, False),
        ({"replaces": ("https://w3id.org/claimgraph/id/claim/one",)}, False),
        ({"part_of": ("https://w3id.org/claimgraph/id/claim/one",)}, False),
    ],
)
def test_two_claims_contradict_only_about_the_same_people(change, contradict):
    figure = change.pop("figure", FOURTEEN)
    assert pairs(claim("one", SEVEN), claim("two", figure, **change)) == ([("one", "two")] if contradict else [])


def test_victims_nobody_identifies_are_never_the_same_people():
    unnamed = {"victim_affiliation": None, "victim_status": "unspecified"}
    assert pairs(claim("one", SEVEN, **unnamed), claim("two", FOURTEEN, **unnamed)) == []


def test_the_article_holds_exactly_the_two_contradictions_that_its_infobox_makes(repository):
    store = Store()
    store.extend(quads(graph_files(repository)))
    found = [tuple(local_name(iri)[-3:] for iri in pair) for pair in inconsistent_pairs(store)]
    assert found == [("c02", "c12"), ("c05", "c10")]


@pytest.mark.parametrize("figure", ['"seven"', '"7.5"^^xsd:decimal', "-7"])
def test_a_figure_that_is_no_number_stops_nothing(figure):
    told = f"""PREFIX cg: <{CG.iri}> PREFIX schema: <{SCHEMA.iri}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        <urn:a> a cg:CasualtyClaim ; schema:about <urn:e> ; cg:victimSide <urn:s> ; cg:casualtyType <urn:k> ; cg:figure {figure} .
        <urn:b> a cg:CasualtyClaim ; schema:about <urn:e> ; cg:victimSide <urn:s> ; cg:casualtyType <urn:k> ; cg:figure 3 ."""
    assert inconsistent_pairs(parse_turtle(told.encode())) == ([("urn:a", "urn:b")] if figure == "-7" else [])


def test_triples_and_a_store_of_them_give_the_same(repository):
    store = Store()
    store.extend(quads(graph_files(repository)))
    assert inconsistent_pairs(quad.triple for quad in store) == inconsistent_pairs(store) != []


def test_deriving_again_changes_nothing(repository):
    store = Store()
    store.extend(quads(graph_files(repository)))
    add_derived(store)
    once = set(store)
    add_derived(store)
    assert set(store) == once
    assert {(t.subject, t.object) for t in derived(store)} == {(t.object, t.subject) for t in derived(store)}


def test_super_properties_and_classes_are_materialised(repository):
    axioms = read(repository / "ontology" / "claimgraph.ttl")
    told = parse_turtle(b"<urn:c> a <https://w3id.org/claimgraph/ns#CasualtyClaim> ; <https://w3id.org/claimgraph/ns#claimant> <urn:a> .")
    more = {(t.predicate, t.object.value) for t in materialised(told, axioms)}
    assert {(PROV.wasAttributedTo, "urn:a"), (SCHEMA.author, "urn:a")} <= more
    assert {o for _, o in more} >= {CG.Claim.value, SCHEMA.Claim.value, PROV.Entity.value}
