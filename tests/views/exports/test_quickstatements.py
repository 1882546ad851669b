"""QuickStatements: what may go to Wikidata, how it is written, and what must wait."""

import re

import pytest
from pyoxigraph import Literal

from claimgraph.store.catalogue import bind, find_query
from claimgraph.store.local import open_store
from claimgraph.views.exports import quickstatements as qs
from claimgraph.views.exports.quickstatements import line, quickstatements, told
from claimgraph.views.exports.wikidata import Statement
from tests.copies import copy_graph

CONFIRMED = """
event:diafarabe-and-koumara-attacks owl:sameAs wd:Q101 .
actor:malian-officials owl:sameAs wd:Q102 .
actor:malian-armed-forces owl:sameAs wd:Q103 .
place:koumara-macina owl:sameAs wd:Q104 .
"""
#: one value, and pairs of property and value, as both tools read them
VALUE = r'(Q\d+|\d+|somevalue|\+\d{4}-\d\d-\d\dT00:00:00Z/(9|10|11)|"[^"\t|][^\t|]*"|[a-z]{2}:"[^\t|]+")'
LINE = re.compile(rf"Q\d+\tP\d+\t{VALUE}(\tP\d+\t{VALUE})*((\t!?S\d+)\t{VALUE})*(\t/\* [^|\t]+ \*/)?")


@pytest.fixture
def copied(repository, tmp_path):
    return copy_graph(repository, tmp_path)


@pytest.fixture
def confirmed(copied):
    """The graph with identities and an address that the real one does not have."""
    links, sources = copied / "graph" / "links.ttl", copied / "graph" / "sources.ttl"
    links.write_text(links.read_text() + CONFIRMED)
    sources.write_text(sources.read_text() + "source:la-presse-2023-01-12 schema:url <https://example.org/news?a=1%7C2> .\n")
    return copied


def by_claim(root):
    lines = quickstatements(root)[0].decode().splitlines()
    return {found[1]: text.split("\t") for text in lines if (found := re.search(r"claim:diafarabe-koumara-2023-(\w+) \*/$", text))}


def waits(root):
    return {found[1]: found[2] for text in quickstatements(root)[1] if (found := re.match(r"claim:diafarabe-koumara-2023-(\w+) waits: (.*)", text))}


def test_of_the_real_article_every_claim_waits_and_says_for_what(repository):
    assert quickstatements(repository)[0] == b""
    reasons = waits(repository)
    assert len(reasons) == 16
    assert reasons["c01"] == "replaced by claim:diafarabe-koumara-2023-c02"
    assert reasons["c05"].endswith("no footnote")
    assert "event:diafarabe-and-koumara-attacks has no confirmed Wikidata item" in reasons["c10"]
    assert "Wikidata has no property for 'neutralized'" in reasons["c04"]


def test_a_figure_goes_with_victims_date_and_the_speaker_in_its_reference(confirmed):
    assert by_claim(confirmed)["c02"][:-1] == [
        "Q101", "P1120", "14", "P585", "+2023-01-11T00:00:00Z/11", "P6001", "Q103",
        "S854", '"https://example.org/news?a=1%7C2"',
        "S1476", 'fr:"Mali: 14 soldats tués et 11 blessés dans des combats avec Al-Qaïda"',
        "S577", "+2023-01-12T00:00:00Z/11", "S813", "+2024-06-01T00:00:00Z/11", "S12132", "Q102",
    ]  # fmt: skip


def test_a_site_without_an_item_of_its_own_is_a_qualifier_on_the_attack(confirmed):
    assert by_claim(confirmed)["c08"][:7] == ["Q101", "P1120", "7", "P276", "Q104", "P585", "+2023-01-10T00:00:00Z/11"]


def test_dozens_are_some_unknown_value_with_the_word(confirmed):
    cells = by_claim(confirmed)["c09"]
    assert cells[:3] == ["Q101", "P1339", "somevalue"] and cells[cells.index("P1932") + 1] == '"dozens"'


def test_replaced_and_neutralized_claims_never_go(confirmed):
    sent, reasons = by_claim(confirmed), waits(confirmed)
    assert not {"c01", "c04", "c05"} & set(sent) and {"c01", "c04", "c05"} <= set(reasons)
    assert not re.search(r"P1120\t31", quickstatements(confirmed)[0].decode())


def test_equal_figures_for_other_people_would_be_mixed_up_and_wait(confirmed):
    assert "c07" in by_claim(confirmed)
    assert waits(confirmed)["c10"] == "QuickStatements would mix it with the equal figure of claim:diafarabe-koumara-2023-c07: enter it by hand"


def test_equal_figures_of_two_speakers_for_the_same_people_share_a_statement(confirmed):
    article = next((confirmed / "graph" / "articles").glob("*.ttl"))
    text = article.read_text()
    begin = text.index("claim:diafarabe-koumara-2023-c02 a ")
    second = text[begin : text.index(" .\n\n", begin) + 3]
    second = second.replace("2023-c02", "2023-c92").replace("actor:malian-officials", "actor:jnim").replace("2023-01-11", "2023-01-10")
    article.write_text(text + "\n" + re.sub(r"    dcterms:replaces .*\n", "", second))
    (shared,) = [text for text in quickstatements(confirmed)[0].decode().splitlines() if "\tP1120\t14\t" in text]
    assert shared.endswith("/* claimgraph: claim:diafarabe-koumara-2023-c02, claim:diafarabe-koumara-2023-c92 */")
    assert shared.count("\tS12132\t") == 2 and shared.count("\t!S854\t") == 1
    assert "P585" not in shared, "the speakers said it on different days"


def test_what_an_event_is_part_of_goes_too_marked_as_imported(confirmed):
    lines = quickstatements(confirmed)[0].decode().splitlines()
    imported = '\tS4656\t"https://en.wikipedia.org/wiki/Diafarab%C3%A9_and_Koumara_attacks"'
    assert f"Q101\tP710\tQ28877411{imported}" in lines and f"Q101\tP17\tQ912{imported}" in lines


def test_every_line_is_one_that_both_tools_read(confirmed):
    lines = quickstatements(confirmed)[0].decode().splitlines()
    assert len(lines) > 5 and [text for text in lines if not LINE.fullmatch(text)] == []


def test_the_claims_that_go_are_those_that_the_query_calls_ready(confirmed):
    text = bind(find_query(confirmed, "ready-for-wikidata"), {})
    rows = open_store(confirmed).store.query(text, use_default_graph_as_union=True)
    ready = {row["claim"].value[-3:] for row in rows if row["ready"].value == "true"}
    sent = {claim for claim in by_claim(confirmed) if claim.startswith("c")}
    about_the_attack_itself = {"c02", "c03"}
    assert about_the_attack_itself <= ready & sent
    assert ready - sent == {"c10"}, "ready, but mixed up with an equal figure"


@pytest.mark.parametrize(
    ("title", "kept"), [("a | b", False), ("a\tb", False), ("a\nb", False), ('say "14"', True)],
)
def test_a_title_that_would_be_split_is_left_out(title, kept):
    statement = Statement("Q1", "P1120", 3, (), ((("P854", "https://e.org/"), ("P1476", ("en", title))),), ())
    assert ("S1476" in line(statement).split("\t")) is kept


def test_two_references_are_two_groups():
    statement = Statement("Q1", "P1120", 3, (), ((("P854", "https://e.org/a"),), (("P248", "Q5"), ("P577", Literal("2023")))), ())
    assert line(statement) == 'Q1\tP1120\t3\tS854\t"https://e.org/a"\t!S248\tQ5\tS577\t+2023-00-00T00:00:00Z/9'


@pytest.mark.parametrize("address", ["https://e.org/a b", "https://e.org/a|b", 'https://e.org/"b"', "https://e.org/a\tb"])
def test_an_address_is_encoded_where_it_would_split(address):
    assert not set(told("P854", address)[1:-1]) & set(' |"\t')


def test_the_module_is_the_one_the_table_of_formats_names():
    assert qs.quickstatements is quickstatements
