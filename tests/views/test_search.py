"""Names found by any spelling, in the order of their labels, and slugs near a mistyped one."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from claimgraph.terms import ID, RDFS, SKOS
from claimgraph.views.reading import PageReader
from claimgraph.views.search import Names

ROWS = (
    ("place/koumara", "Koumara", ("Kumara", "Komara")), ("place/koulikoro", "Koulikoro", ()), ("actor/jnim", "JNIM", ("Jama'at Nasr al-Islam",)),
    ("event/attack-on-koumara", "Attack on Koumara", ()), ("event/attack-on-koro", "Attack on Koro", ()), ("claim/koumara-c01", "no name to look for: Koumara", ()),
)  # fmt: skip


@pytest.fixture
def names():
    store = Store()
    for key, label, others in ROWS:
        store.add(Quad(NamedNode(ID + key), RDFS.label, Literal(label, language="en")))
        for other in others:
            store.add(Quad(NamedNode(ID + key), SKOS.altLabel, Literal(other)))
    return Names(PageReader(store))


def keys(entries):
    return [entry.iri.removeprefix(ID) for entry in entries]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("koumara", ["event/attack-on-koumara", "place/koumara"]),
        ("KUMÁRA", ["place/koumara"]),
        ("ko", ["event/attack-on-koro", "event/attack-on-koumara", "place/koulikoro", "place/koumara"]),
        ("nasr al", ["actor/jnim"]),
        ("kumara komara", []),  # two spellings are not one name
        ("komara koumara", []),
        ("nothing of the kind", []),
        ("?!", []),
        ("", ["event/attack-on-koro", "event/attack-on-koumara", "actor/jnim", "place/koulikoro", "place/koumara"]),
        ("   ", ["event/attack-on-koro", "event/attack-on-koumara", "actor/jnim", "place/koulikoro", "place/koumara"]),
    ],
)
def test_names_that_hold_what_is_asked(names, asked, expected):
    assert keys(names.entries("en", asked)) == expected


def test_the_spelling_that_fits_is_told_where_the_label_does_not(names):
    (found,) = names.entries("en", "kumara")
    assert found.matched.words == "Kumara" and names.entries("en", "koumara")[1].matched is None


def test_no_more_than_asked_for(names):
    assert keys(names.entries("en", "ko", 2)) == ["event/attack-on-koro", "event/attack-on-koumara"]


@pytest.mark.parametrize(("asked", "expected"), [("event/attack-on-kourama", ["event/attack-on-koro", "event/attack-on-koumara"]), ("attack koumara", ["event/attack-on-koumara"]), ("koumara", []), ("", []), ("%%%", [])])
def test_slugs_near_a_mistyped_one(names, asked, expected):
    assert [iri.removeprefix(ID) for iri in names.near(asked)] == expected
