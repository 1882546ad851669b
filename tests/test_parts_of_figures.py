"""A figure of some of those whom another counts ("61 killed, including 7 children") contradicts nobody and is added to nothing."""


import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from claimgraph.article.draft import draft
from claimgraph.article.page import read_article
from claimgraph.graph.derivation import add_derived, inconsistent_pairs
from claimgraph.model.records import CasualtyClaim
from claimgraph.store.catalogue import bind, load_catalogue
from claimgraph.store.local import open_store
from claimgraph.terms import BASE, CG, DCT, local_name
from claimgraph.views.comparison import claims_in_scope, compare
from claimgraph.views.events import read_event
from claimgraph.views.exports.quickstatements import quickstatements
from claimgraph.views.exports.ucdp import ucdp_csv
from claimgraph.views.neighbourhood import neighbourhood
from claimgraph.views.parties import sides_of
from claimgraph.views.reading import PageReader
from tests.copies import copy_graph

EVENT = BASE + "id/event/diafarabe-and-koumara-attacks"
WHOLE, PART = (f"{BASE}id/claim/diafarabe-koumara-2023-{name}" for name in ("c02", "c77"))
#: the queries that compare figures or add them up
SUMS = ["contradictions", "deadliest-day", "deaths-by-region-and-month", "losses-by-claimant", "losses-under-acled-coding", "ready-for-wikidata", "ucdp-rows", "understatement"]


def with_part(quads) -> list[Quad]:
    """The graph with a claim more: four of the fourteen dead of c02, from the same mouth."""
    quads = list(quads)
    own = [quad for quad in quads if quad.subject == NamedNode(WHOLE) and quad.predicate not in (DCT.replaces, CG.inconsistentWith)]
    text = "".join(f"{quad.triple} .\n" for quad in own).replace(WHOLE, PART).replace('"14"', '"4"').replace("14 ", "4 ")
    graph = own[0].graph_name
    return [*quads, *(Quad(*q.triple, graph) for q in parse(text, format=RdfFormat.N_TRIPLES)), Quad(NamedNode(PART), DCT.isPartOf, NamedNode(WHOLE), graph)]


@pytest.fixture(scope="module")
def plain(repository) -> Store:
    return open_store(repository).store


@pytest.fixture(scope="module")
def parted(plain) -> Store:
    store = Store()
    store.extend(with_part(plain))
    add_derived(store)
    return store


def rows(store: Store, repository, name: str) -> list[list[str]]:
    query = load_catalogue(repository)[name]
    results = store.query(bind(query, query.examples), use_default_graph_as_union=True)
    return [[str(cell) for cell in row] for row in results]


def test_it_contradicts_nobody(plain, parted):
    assert inconsistent_pairs(parted) == inconsistent_pairs(plain) != []


@pytest.mark.parametrize("name", SUMS)
def test_no_query_adds_it_to_the_whole(repository, plain, parted, name):
    assert rows(parted, repository, name) == rows(plain, repository, name) != []


def test_without_its_tie_it_would_be_counted(repository, plain, parted):
    """What the tests above can fail on."""
    loose = Store()
    loose.extend(quad for quad in parted if quad.predicate != DCT.isPartOf or quad.subject != NamedNode(PART))
    assert len(inconsistent_pairs(loose)) > len(inconsistent_pairs(plain))
    assert [name for name in SUMS if rows(loose, repository, name) == rows(plain, repository, name)] == []


def test_no_export_counts_it(repository, tmp_path):
    copy_graph(repository, tmp_path)
    added = [quad for quad in with_part(open_store(repository).store) if quad.subject == NamedNode(PART)]
    (tmp_path / "graph" / "part.ttl").write_text("".join(f"{quad.triple} .\n" for quad in added))
    assert ucdp_csv(tmp_path) == ucdp_csv(repository)
    lines, waiting = quickstatements(tmp_path)
    assert lines == quickstatements(repository)[0]
    assert "claim:diafarabe-koumara-2023-c77 waits: part of the figure of claim:diafarabe-koumara-2023-c02" in waiting


def test_pages_show_it_beside_the_whole(plain, parted):
    reader = PageReader(parted)
    comparison = compare(reader, EVENT, claims_in_scope(reader, EVENT, "en"), sides_of(reader, EVENT, "en"), "en")
    mali, _ = comparison.groups[0].rows[0].cells
    assert [(local_name(entry.claim.iri)[-3:], entry.part_of and entry.part_of.iri) for entry in mali] == [("c02", None), ("c77", WHOLE), ("c01", None)]
    assert read_event(reader, EVENT, "en").tolls == read_event(PageReader(plain), EVENT, "en").tolls
    around = {(local_name(one.claim.iri)[-3:], one.relation) for one in neighbourhood(reader, mali[0].claim, "en").neighbours}
    assert ("c77", "rel_includes") in around
    assert [one.relation for one in neighbourhood(reader, mali[1].claim, "en").neighbours] == ["rel_part"]


BOX = "{{Infobox military conflict|combatant1=Aland|combatant2=Some Front|casualties1=%s|casualties2=}}\n'''Raid''' took place on 4 May 2020. %s"


@pytest.mark.parametrize(
    ("box", "prose", "expected"),
    [
        ("", "The ministry said that 61 civilians were killed, including 7 children.", [(61, None), (7, 61)]),
        ("", "Fourteen soldiers were killed, among them four officers, and nine were wounded.", [(14, None), (4, 14), (9, None)]),
        ("20 killed (14 soldiers, 6 policemen)", "", [(20, None), (14, 20), (6, 20)]),
        ("", "Ten people were killed and five were wounded.", [(10, None), (5, None)]),
    ],
)
def test_a_draft_ties_a_part_to_the_whole(box, prose, expected):
    claims = {record.iri: record for record in draft(read_article(BOX % (box, prose))).records if isinstance(record, CasualtyClaim)}
    whole = {iri: claims[claim.part_of[0]].figure.value if claim.part_of else None for iri, claim in claims.items()}
    assert [(claim.figure.value, whole[iri]) for iri, claim in sorted(claims.items())] == expected
