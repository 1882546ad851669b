"""The graph of the first article, held against the table it was curated from."""

import pytest
from pyoxigraph import NamedNode

from claimgraph.model.records import CasualtyClaim, Claim, Event, Footnote, Passage, ResponsibilityClaim
from claimgraph.model.triples import Reader
from claimgraph.store.local import open_store
from claimgraph.terms import ID, OWL, SKOS, local_name

BOTH, D, K = "diafarabe-and-koumara-attacks", "dia-diafarabe-attack", "koumara-macina-attack"
ARMY, OFFICIALS, MALI, JNIM, WAGNER = "malian-armed-forces", "malian-officials", "mali", "jnim", "wagner-group"

# claim, event, claimant, said, victims, their status, outcome, figure, footnote, its scope, appears in
FIGURES = [
    ("c01", BOTH, ARMY, "[2023-01-10..2023-01-11]", ARMY, "state-forces", "killed", 12, 4, "following", "attacks"),
    ("c02", BOTH, OFFICIALS, "2023-01-11", ARMY, "state-forces", "killed", 14, 4, "sentence", "attacks infobox"),
    ("c03", BOTH, OFFICIALS, "2023-01-11", ARMY, "state-forces", "wounded", 11, 4, "sentence", "attacks infobox"),
    ("c04", BOTH, OFFICIALS, "2023-01-11", JNIM, "armed-group", "neutralized", 31, 4, "sentence", "attacks"),
    ("c05", BOTH, MALI, None, JNIM, "armed-group", "killed", 31, None, "none", "infobox"),
    ("c06", D, JNIM, "2023-01-10", None, "unspecified", "unspecified", "unknown", 4, "following", "attacks"),
    ("c07", K, JNIM, "2023-01-10", WAGNER, "private-military", "killed", 5, 4, "following", "attacks"),
    ("c08", K, JNIM, "2023-01-10", ARMY, "state-forces", "killed", 7, 4, "following", "attacks"),
    ("c09", K, JNIM, "2023-01-10", None, "unspecified", "wounded", "dozens", 4, "following", "attacks"),
    ("c10", BOTH, JNIM, "2023-01-10", JNIM, "armed-group", "killed", 5, 4, "sentence", "attacks infobox"),
    ("c11", BOTH, JNIM, None, WAGNER, "private-military", "killed", 5, None, "none", "infobox"),
    ("c12", BOTH, JNIM, None, ARMY, "state-forces", "killed", 7, None, "none", "infobox"),
    ("c13", BOTH, JNIM, None, None, "unspecified", "wounded", "dozens", None, "none", "infobox"),
    ("c14", "kassela-attack", None, None, None, "unspecified", "killed", 2, 2, "sentence", "background"),
    ("c15", "markacoungo-attack", None, None, None, "unspecified", "killed", 5, 2, "sentence", "background"),
]  # fmt: skip
# claim, about, voice, type, footnotes, scope
OTHERS = [
    ("r02", BOTH, "unattributed", "ranking", "2", "sentence"), ("r03", BOTH, "editorial", "manner", "1 2", "sentence"),
    ("r04", BOTH, "editorial", "result", "", "none"), ("r05", JNIM, "editorial", "alignment", "1", "sentence"),
    ("r06", "jnim-campaign-early-2023", "editorial", "manner", "1", "sentence"), ("r07a", D, "editorial", "manner", "3", "sentence"),
    ("r07b", K, "editorial", "manner", "3", "sentence"), ("r08", WAGNER, "editorial", "alignment", "1", "sentence"),
    ("r09", BOTH, "editorial", "location", "", "none"), ("r10", D, "editorial", "location", "1 2", "sentence"),
    ("r11", K, "editorial", "location", "2", "sentence"), ("r12", BOTH, "editorial", "location", "1 2", "following"),
]  # fmt: skip
PREFIX = f"{ID}claim/diafarabe-koumara-2023-"


@pytest.fixture(scope="module")
def reader(repository):
    return Reader(open_store(repository).store)


def name(iri):
    return local_name(iri) if iri else None


@pytest.mark.parametrize("row", FIGURES, ids=[row[0] for row in FIGURES])
def test_each_figure_is_as_the_article_tells_it(reader, row):
    key, about, claimant, said, victims, status, outcome, figure, footnote, scope, sections = row
    claim = reader.read(PREFIX + key, CasualtyClaim)
    assert name(claim.about) == about
    assert [name(c) for c in claim.claimants] == ([claimant] if claimant else [])
    assert claim.voice == ("attributed" if claimant else "editorial")
    assert (claim.said.text if claim.said else None) == said
    assert (name(claim.victim_affiliation), claim.victim_status, claim.casualty_type) == (victims, status, outcome)
    assert (claim.figure.value if isinstance(figure, int) else claim.figure.quantifier) == figure
    assert [name(ref)[-1] for ref in claim.references] == ([str(footnote)] if footnote else [])
    assert claim.reference_scope == scope
    told_in = {name(reader.read(p, Passage).section).removeprefix(f"{BOTH}-") for p in claim.appearances}
    assert told_in == set(sections.split())


@pytest.mark.parametrize("row", OTHERS, ids=[row[0] for row in OTHERS])
def test_each_other_claim_is_as_the_article_tells_it(reader, row):
    key, about, voice, kind, footnotes, scope = row
    claim = reader.read(PREFIX + key, Claim)
    assert (name(claim.about), claim.voice, claim.claim_type, claim.reference_scope) == (about, voice, kind, scope)
    assert [name(ref)[-1] for ref in claim.references] == footnotes.split()


def test_no_claim_more_and_none_less(reader):
    counted = {name(c.iri).removeprefix("diafarabe-koumara-2023-") for cls in (CasualtyClaim, Claim, ResponsibilityClaim) for c in reader.all(cls)}
    assert counted == {row[0] for row in FIGURES} | {row[0] for row in OTHERS} | {"r01"}


def test_what_replaces_and_restates_what(reader):
    claims = {name(c.iri)[-3:]: c for c in reader.all(CasualtyClaim)}
    assert {k: [name(i)[-3:] for i in c.replaces] for k, c in claims.items() if c.replaces} == {"c02": ["c01"]}
    assert {k: name(c.alternate_of[0])[-3:] for k, c in claims.items() if c.alternate_of} == {"c05": "c04", "c11": "c07", "c12": "c08", "c13": "c09"}
    assert name(claims["c13"].victim_side) == "diafarabe-koumara-2023-1"
    assert {k: name(c.perpetrators[0]) for k, c in claims.items() if c.perpetrators} == {"c14": JNIM, "c15": JNIM}


def test_responsibility_is_claimed_by_jnim(reader):
    claim = reader.read(PREFIX + "r01", ResponsibilityClaim)
    assert [name(i) for i in (*claim.claimants, *claim.perpetrators)] == [JNIM, JNIM]
    assert (claim.said.text, claim.reference_scope, claim.voice) == ("2023-01-10", "following", "attributed")


def test_events_of_2_january_hang_under_the_campaign(reader):
    parents = {name(e.iri): name(e.part_of) for e in reader.all(Event)}
    assert parents == {
        "mali-war": None, "jnim-campaign-early-2023": "mali-war", BOTH: "mali-war", D: BOTH, K: BOTH,
        "kassela-attack": "jnim-campaign-early-2023", "markacoungo-attack": "jnim-campaign-early-2023",
    }  # fmt: skip
    for site in (D, K):
        assert reader.read(f"{ID}event/{site}", Event).event_types == ("ambush", "ied-attack")


def test_footnotes_were_all_last_accessed_on_the_same_day(reader):
    assert {(f.number, f.accessed.text) for f in reader.all(Footnote)} == {(n, "2024-06-01") for n in (1, 2, 3, 4)}


def test_every_passage_quotes_few_words_of_the_article_where_it_says(reader, shared_data):
    text = (shared_data / "article.txt").read_text(encoding="utf-8")
    for passage in reader.all(Passage):
        assert text[passage.start : passage.end] == passage.exact
        assert len(passage.exact.split()) <= 15


def test_identifiers_are_only_the_verified_ones_and_single_sources_are_no_identity(reader, shared_data):
    import json

    entities = json.loads((shared_data / "identifiers.json").read_text(encoding="utf-8"))["entities"]
    confidence = {
        f"http://www.wikidata.org/entity/{e['wikidata']['value']}": e["wikidata"]["confidence"] for e in entities if e.get("wikidata", {}).get("value")
    } | {f"https://sws.geonames.org/{e['geonames']['value']}/": e["geonames"]["confidence"] for e in entities if e.get("geonames", {}).get("value")}
    same = {q.object.value for q in reader.store.quads_for_pattern(None, OWL.sameAs, None, None)}
    close = {q.object.value for q in reader.store.quads_for_pattern(None, SKOS.closeMatch, None, NamedNode("https://w3id.org/claimgraph/graph/links"))}
    assert {confidence[iri] for iri in same} == {"verified"}
    assert {confidence[iri] for iri in close - same} == {"single-source"}
