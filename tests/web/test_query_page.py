"""The query page and the catalogue as documents: what they offer, in which formats, and what they refuse."""

import csv
import html
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, Store

from claimgraph.store.catalogue import load_catalogue
from claimgraph.store.spreadsheet import FORMULA
from claimgraph.store.workers.limits import TOLD
from claimgraph.web.links import LiveLinks
from claimgraph.web.query.page import question_values, words_in
from claimgraph.web.query.results import Table
from claimgraph.web.rendering import render

EVENT = "event:diafarabe-and-koumara-attacks"


def get(server, path: str, accept: str = "text/html", **params: str) -> httpx.Response:
    return httpx.get(server.url + path, params=params, headers={"Accept": accept, "Accept-Language": "en"}, timeout=20)


class Elements(HTMLParser):
    """The elements of a page, to look for what must not be there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("path", ["/query", "/query/limits", "/queries", "/queries/who-says-what", "/queries/who-fights-whom", "/queries/events-near"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_page_is_safe_and_in_its_language(live_server, path: str, language: str) -> None:
    answer = get(live_server, path, lang=language)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and answer.headers["x-content-type-options"] == "nosniff"
    page = Elements(answer.text)
    assert ("html", {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}) in page.found
    for tag, attributes in page.found:
        assert "style" not in attributes and not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert tag != "script" or attributes.get("src", "/").startswith("/") and (attributes.get("src") or attributes.get("type") == "application/json")
        assert not (attributes.get("src") or "").startswith(("http", "//"))


def test_a_query_in_the_address_is_text_and_nothing_else(live_server) -> None:
    hostile = "</textarea><script>alert(1)</script>"
    answer = get(live_server, "/query", query=hostile)
    assert hostile not in answer.text and "&lt;/textarea&gt;" in answer.text


def test_limits_are_those_that_are_held(live_server) -> None:
    page = get(live_server, "/query/limits").text
    for words in ("5 s from receipt", "10 MB or 100,000 rows", "512 MB", "64 levels"):
        assert words in page
    assert [(words_in("en")[f"limit_{name}"], words_in("en")[f"limit_{name}_most"]) for name in TOLD] == list(TOLD.values())
    assert "5 s de la réception à la réponse" in get(live_server, "/query/limits", lang="fr").text
    for slug in ("time-limit", "memory-limit", "result-limit", "malformed", "refused", "client-limit", "busy"):
        assert f'id="{slug}"' in page


@pytest.mark.parametrize("name", sorted(load_catalogue(Path(__file__).resolve().parents[2])))
def test_every_question_is_a_page_with_its_answer_and_the_same_as_data(live_server, repository: Path, name: str) -> None:
    query = load_catalogue(repository)[name]
    page = get(live_server, f"/queries/{name}")
    assert page.status_code == 200 and 'role="alert"' not in page.text
    assert query.summary in html.unescape(page.text)
    for extension, kind in {"select": [("csv", "text/csv"), ("json", "application/sparql-results+json"), ("ttl", "text/turtle"), ("rq", "application/sparql-query")]}.get(query.form, [("ttl", "text/turtle"), ("nt", "application/n-triples")]):
        data = get(live_server, f"/queries/{name}.{extension}", "*/*", **query.examples)
        assert data.status_code == 200 and data.headers["content-type"].startswith(kind), data.text
        if extension == "json":
            shown = len(re.findall(r"<tr>", page.text)) - 1
            asked = get(live_server, f"/queries/{name}.json", "*/*", **query.examples, **({"lang": "en"} if "lang" in {p.name for p in query.parameters} else {}))
            assert max(shown, 0) == min(len(asked.json()["results"]["bindings"]), 500)


def test_a_question_negotiates(live_server) -> None:
    for accept, kind in (("text/html", "text/html"), ("text/csv", "text/csv"), ("*/*", "application/sparql-results+json"), ("application/sparql-query", "application/sparql-query")):
        answer = get(live_server, "/queries/who-says-what", accept)
        assert answer.headers["content-type"].startswith(kind) and "Accept" in answer.headers["vary"]
    assert get(live_server, "/queries/who-says-what", "image/png").status_code == 406


def test_values_are_bound_as_terms(live_server, shared_data: Path) -> None:
    everything = len(get(live_server, "/queries/who-says-what.json", "*/*").json()["results"]["bindings"])
    some = len(get(live_server, "/queries/who-says-what.json", "*/*", event=EVENT).json()["results"]["bindings"])
    assert 0 < some <= everything
    before = get(live_server, "/queries/exact-words.json", "*/*").content
    for literal in json.loads((shared_data / "hostile" / "terms.json").read_text())["literals"]:
        if len(literal) < 2_000:
            answer = get(live_server, "/queries/exact-words.json", "*/*", claim=literal)
            assert answer.status_code in (200, 400) and answer.json().get("status", 200) in (200, 400)
            assert not answer.json().get("results", {}).get("bindings")
    assert get(live_server, "/queries/exact-words.json", "*/*").content == before


@pytest.mark.parametrize(("path", "params", "status", "says"), [
    ("/queries/nothing-like-it", {}, 404, "all of them are at /queries"), ("/queries/who-says-what.docx", {}, 404, "csv"), ("/queries/events-near.json", {}, 400, "for example"),
    ("/queries/events-near.json", {"lat": "north", "lon": "1"}, 400, "not a number"), ("/queries/who-says-what.json", {"who": "me"}, 400, "no parameter who"),
    ("/queries.docx", {}, 404, "ttl or json"), ("/queries/..%2Fsecret", {}, 404, ""), ("/queries/who-says-what.json", {"event": "javascript:alert(1)"}, 400, "not an IRI"),
])  # fmt: skip
def test_what_is_not_there_or_not_right_says_so(live_server, path: str, params: dict, status: int, says: str) -> None:
    answer = get(live_server, path, "application/json", **params)
    assert answer.status_code == status and says in answer.text


def test_a_wrong_value_is_told_on_the_page_too(live_server) -> None:
    answer = get(live_server, "/queries/events-near", lat="north", lon="1")
    assert answer.status_code == 400 and 'role="alert"' in answer.text and "not a number" in answer.text and 'value="north"' in answer.text


def test_other_editors_find_the_questions(live_server) -> None:
    """By the query that SPARQL editors ask an endpoint for its examples."""
    ask = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX schema: <http://schema.org/>
      SELECT DISTINCT ?sq ?comment ?query WHERE { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query ; schema:target ?target } ORDER BY ?sq"""
    rows = get(live_server, "/sparql", "application/sparql-results+json", query=ask).json()["results"]["bindings"]
    listed = get(live_server, "/queries.json", "*/*").json()["queries"]
    assert {row["sq"]["value"].rpartition("/")[2] for row in rows} == {query["name"] for query in listed} and len(rows) == len(listed)
    store = Store()
    store.load(get(live_server, "/queries.ttl", "*/*").content, format=RdfFormat.TURTLE)
    assert len(list(store.quads_for_pattern(None, None, None))) >= 7 * len(listed)


def test_a_spreadsheet_gets_no_formula_and_the_standard_csv_stays_exact(live_server) -> None:
    query = 'SELECT ?x { VALUES ?x { "=HYPERLINK(1)" "+1" "-2" "@x" "\\t=1" "\\r" "fine" -3 "＝1" } }'
    exact = get(live_server, "/sparql", "text/csv", query=query).text
    assert "=HYPERLINK(1)" in exact and "'=" not in exact
    safe = httpx.post(live_server.url + "/query/spreadsheet.csv", data={"query": query})
    assert safe.headers["content-disposition"].startswith("attachment") and safe.content.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(safe.content.decode("utf-8-sig"), newline="")) for cell in row]
    assert len(cells) == 10 and not any(cell.startswith(FORMULA) for cell in cells)
    assert "'=HYPERLINK(1)" in cells and "fine" in cells
    for path in ("/queries/who-says-what.spreadsheet.csv", "/queries/exact-words.spreadsheet.csv"):
        cells = [cell for row in csv.reader(io.StringIO(get(live_server, path, "*/*").content.decode("utf-8-sig"), newline="")) for cell in row]
        assert cells and not any(cell.startswith(FORMULA) for cell in cells)


def test_a_page_shows_the_first_rows_and_says_how_many_there_are(serve_app, root_with) -> None:
    """The rest is not read by the server, which has others to answer."""
    from claimgraph.web.serving import live_site

    root = root_with("# nothing more\n")
    digits = "VALUES ?{0} { 0 1 2 3 4 5 6 7 8 9 }"
    (root / "queries" / "many.rq").write_text(
        "#+ summary: Many\n#+ description: Many.\n#+ tags:\n#+   - researcher\n#+ method: GET\n\n"
        "SELECT (?a * 100 + ?b * 10 + ?c AS ?n) WHERE { " + " ".join(digits.replace("{0}", name) for name in "abc") + " } ORDER BY ?n\n"
    )
    with serve_app(live_site(root)) as server:
        page = get(server, "/queries/many").text
        rows = get(server, "/queries/many.csv", "*/*").text.splitlines()
    assert len(rows) == 1_001 and page.count("<td") == 500 and "first 500 of 1000" in page


def test_a_result_in_a_page_is_escaped_isolated_and_linked_only_where_it_may_be(serve_app, root_with) -> None:
    from claimgraph.web.serving import live_site

    root = root_with(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://w3id.org/claimgraph/id/event/hostile> a <https://w3id.org/claimgraph/ns#ConflictEvent> ; rdfs:label "<script>alert(1)</script>\\u202Eabc"@en ; '
        "<http://semanticweb.cs.vu.nl/2009/11/sem/subEventOf> <https://w3id.org/claimgraph/id/event/mali-war> .\n"
    )
    (root / "queries" / "hostile.rq").write_text(
        "#+ summary: Hostile\n#+ description: Hostile.\n#+ tags:\n#+   - researcher\n#+ method: GET\n\n"
        'SELECT ?x ?l WHERE { VALUES ?x { <javascript:alert(1)> <data:text/html,x> <http://example.org/> } OPTIONAL { ?e a <https://w3id.org/claimgraph/ns#ConflictEvent> ; '
        "<http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER (CONTAINS(?l, '<script>')) } } ORDER BY ?x\n"
    )
    with serve_app(live_site(root)) as server:
        page = get(server, "/queries/hostile").text
    elements = Elements(page)
    assert not [a for tag, a in elements.found if tag == "script" and "src" not in a]
    links = {a["href"] for tag, a in elements.found if tag == "a" and a.get("href")}
    assert "http://example.org/" in links and not [link for link in links if link.startswith(("javascript:", "data:"))]
    assert "<bdi" in page and "U+202E" in page and "\u202e" not in page


def test_the_words_are_complete_in_every_language(repository: Path) -> None:
    english = words_in("en")
    for language in ("fr", "ar"):
        words = words_in(language)
        assert set(words) == set(english)
        for key, text in words.items():
            assert text and sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[key])), key
            assert text.isprintable(), f"{key} has a character that pages show as its number"
    used = set(re.findall(r"\bwords\.([a-z_]+)\b(?!\()", "".join(p.read_text() for p in (repository / "src/claimgraph/web/static").glob("query*.js"))))
    assert used - {"length"} <= set(english)


def test_the_catalogue_as_files_says_what_the_server_says(live_server, repository: Path) -> None:
    from claimgraph.store.local import open_store
    from claimgraph.web.query.files import catalogue_files

    catalogue = load_catalogue(repository)
    files = dict(catalogue_files(open_store(repository).store, catalogue))
    for name, query in catalogue.items():
        for extension in ("csv", "json", "tsv") if query.form == "select" else ("nt",):
            live = get(live_server, f"/queries/{name}.{extension}", "*/*", **query.examples).content
            assert sorted(files[f"queries/{name}.{extension}"].splitlines()) == sorted(live.splitlines()), (name, extension)
    for language in ("", ".fr", ".ar"):
        page = Elements(files[f"queries/who-says-what{language}.html"].decode())
        for tag, attributes in page.found:
            target = attributes.get("href") or ""
            assert tag not in ("form", "textarea") and not target.startswith("/")
            if "queries" in target and not target.startswith("http"):
                resolved = "queries/" + target if not target.startswith("../") else target.removeprefix("../")
                assert resolved in files, target
    assert files == dict(catalogue_files(open_store(repository).store, catalogue))  # the same bytes each time


def test_a_page_of_many_rows_looks_for_its_columns_of_numbers_once(repository: Path) -> None:
    """A page asks at every cell; looking through all rows each time is quadratic."""

    class Counted(tuple):
        looks = 0

        def __iter__(self):
            Counted.looks += 1
            return super().__iter__()

    number = {"type": "literal", "value": "14", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    table = Table(("who", "figure"), Counted([{"who": {"type": "literal", "value": "A"}, "figure": number}] * 50), 50)
    query, links = load_catalogue(repository)["who-says-what"], LiveLinks("en")
    shown = question_values(query, links, {}, None, None) | {"table": table}
    page = render("catalogue-query.html", links, q=words_in("en"), **shown)
    assert page.count('<td class="number">') == 50 and Counted.looks <= len(table.names)
