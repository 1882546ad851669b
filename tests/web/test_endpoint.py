"""The endpoint over the wire: every rule of the protocol that W3C's own tests leave out."""

import gzip
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import Literal, RdfFormat, Store, parse

from claimgraph.store.workers import Limits
from tests.web.results import CSV, JSON, TSV, XML, rows_of


def test_every_select_format_says_the_same(sparql_server) -> None:
    query = "SELECT ?s ?v WHERE { ?s <http://example.org/p1> ?v } ORDER BY ?v LIMIT 5"
    answers = {kind: httpx.get(sparql_server.url + "/sparql", params={"query": query}, headers={"Accept": kind}) for kind in (JSON, XML, TSV)}
    assert {kind: a.headers["content-type"].partition(";")[0] for kind, a in answers.items()} == {k: k for k in answers}
    assert len({tuple(rows_of(a.content, kind)) for kind, a in answers.items()}) == 1


@pytest.mark.parametrize("kind", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml", "application/trig", "application/n-quads"])
def test_every_graph_format_says_the_same(sparql_server, kind: str) -> None:
    query = "CONSTRUCT WHERE { <http://example.org/s1> ?p ?o }"
    answer = httpx.get(sparql_server.url + "/sparql", params={"query": query}, headers={"Accept": kind})
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert len({(q.predicate, q.object) for q in parse(answer.content, format=RdfFormat.from_media_type(kind))}) == 9


# service description


def test_service_description_names_this_endpoint_its_limits_and_graphs(sparql_server) -> None:
    answer = httpx.get(sparql_server.url + "/sparql")
    assert answer.headers["content-type"].startswith("text/turtle")
    store = Store()
    store.load(answer.content, format=RdfFormat.TURTLE)
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#> "
    assert bool(store.query(sd + "ASK { ?s a sd:Service ; sd:endpoint <http://127.0.0.1/sparql> ; sd:supportedLanguage sd:SPARQL11Query }"))
    (row,) = store.query(sd + "SELECT (COUNT(?n) AS ?graphs) { ?s sd:defaultDataset/sd:namedGraph/sd:name ?n }")
    assert row["graphs"].value == "11"
    (size,) = store.query(sd + "SELECT ?n { ?s sd:defaultDataset/sd:defaultGraph/void:triples ?n }")
    assert size["n"].value == "3300"
    assert "1 s from receipt" in answer.text and "10 MB" in answer.text


@pytest.mark.parametrize(("accept", "status", "kind"), [
    ("application/ld+json", 200, "application/ld+json"), ("application/rdf+xml", 200, "application/rdf+xml"),
    ("image/png", 406, "application/problem+json"), ("text/html,application/xhtml+xml", 303, None),
])  # fmt: skip
def test_service_description_negotiates(sparql_server, accept: str, status: int, kind: str | None) -> None:
    answer = httpx.get(sparql_server.url + "/sparql", headers={"Accept": accept})
    assert answer.status_code == status and "accept" in answer.headers["vary"].lower()
    assert kind is None or answer.headers["content-type"].startswith(kind)


# negotiation and headers


@pytest.mark.parametrize(("query", "accept", "status", "kind"), [
    ("SELECT * {} ", None, 200, JSON), ("SELECT * {} ", "text/csv", 200, CSV), ("SELECT * {} ", "text/csv;q=0", 406, None),
    ("SELECT * {} ", "application/sparql-results+json,text/turtle", 200, JSON), ("SELECT * {} ", "text/turtle", 406, None),
    ("SELECT * {} ", "application/json", 200, JSON), ("ASK {}", "application/sparql-results+xml", 200, XML), ("ASK {}", None, 200, JSON),
    ("CONSTRUCT {} WHERE {}", None, 200, "text/turtle"), ("CONSTRUCT {} WHERE {}", "application/sparql-results+json,text/turtle", 200, "text/turtle"),
    ("SELECT * {} ", "text/html", 303, None), ("DESCRIBE <http://example.org/s1>", "application/n-triples", 200, "application/n-triples"),
])  # fmt: skip
def test_the_answer_is_negotiated_by_the_form_of_the_query(sparql_server, query: str, accept: str | None, status: int, kind: str | None) -> None:
    headers = {"Accept": accept} if accept else {}
    with httpx.Client() as client:
        request = client.build_request("GET", sparql_server.url + "/sparql", params={"query": query}, headers=headers)
        if accept is None:
            del request.headers["accept"]
        answer = client.send(request)
    assert answer.status_code == status
    assert "accept" in answer.headers["vary"].lower()
    assert answer.headers["x-content-type-options"] == "nosniff"
    if kind:
        assert answer.headers["content-type"].partition(";")[0] == kind
    if status == 406:
        assert answer.json()["formats"]


def test_csv_is_exact_and_sent_to_be_saved(sparql_server) -> None:
    query = "SELECT ?x { VALUES ?x { '=1+1' '@x' '-2' } } ORDER BY ?x"
    answer = httpx.get(sparql_server.url + "/sparql", params={"query": query}, headers={"Accept": CSV})
    assert answer.content == b"x\r\n-2\r\n=1+1\r\n@x\r\n"
    assert answer.headers["content-disposition"].startswith("attachment") and answer.headers["x-content-type-options"] == "nosniff"


def test_head_says_what_get_says(sparql_server) -> None:
    params = {"query": "SELECT * { ?s ?p ?o } LIMIT 3"}
    head, get = (getattr(httpx, m)(sparql_server.url + "/sparql", params=params) for m in ("head", "get"))
    assert head.status_code == 200 and head.content == b""
    ignored = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in ignored} == {k: v for k, v in get.headers.items() if k not in ignored}


def test_an_answer_is_revalidated_by_its_tag_unless_it_changes(sparql_server) -> None:
    url = sparql_server.url + "/sparql"
    same = httpx.get(url, params={"query": "SELECT * { ?s ?p ?o } LIMIT 2"})
    again = httpx.get(url, params={"query": "SELECT * { ?s ?p ?o } LIMIT 2"}, headers={"If-None-Match": same.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"") and "vary" in again.headers
    other = httpx.get(url, params={"query": "SELECT * { ?s ?p ?o } LIMIT 2"}, headers={"If-None-Match": same.headers["etag"], "Accept": CSV})
    assert other.status_code == 200 and other.headers["etag"] != same.headers["etag"]
    changing = httpx.get(url, params={"query": "SELECT (RAND() AS ?x) {}"})
    assert "etag" not in changing.headers and changing.headers["cache-control"] == "no-store"
    assert httpx.get(url, params={"query": "SELECT (RAND() AS ?x) {}"}).content != changing.content


def test_browsers_elsewhere_may_ask(sparql_server) -> None:
    answer = httpx.options(sparql_server.url + "/sparql", headers={"Origin": "https://example.com", "Access-Control-Request-Method": "POST"})
    assert answer.status_code == 204 and answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "MKCOL", "PURGE"])
def test_there_is_nothing_to_write_with(sparql_server, method: str) -> None:
    answer = httpx.request(method, sparql_server.url + "/sparql")
    assert answer.status_code == 405 and answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


# what the request says


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip", "x-odd"])
def test_a_compressed_body_is_not_unpacked(sparql_server, coding: str) -> None:
    """A small one may be a large one inside (T27)."""
    bomb = gzip.compress(b"ASK {} #" + b"x" * 10_000_000)
    answer = httpx.post(sparql_server.url + "/sparql", content=bomb, headers={"Content-Type": "application/sparql-query", "Content-Encoding": coding})
    assert answer.status_code == 415 and coding in answer.json()["detail"]


def test_a_byte_order_mark_is_no_part_of_a_query(sparql_server) -> None:
    for answer in (as_get(sparql_server.url + "/sparql", "\ufeffASK {}"), as_body(sparql_server.url + "/sparql", "\ufeffASK {}")):
        assert answer.json()["boolean"] is True


def as_get(url: str, query: str, **params: str) -> httpx.Response:
    return httpx.get(url, params={"query": query, **params}, headers={"Accept": JSON})


def as_form(url: str, query: str, **params: str) -> httpx.Response:
    return httpx.post(url, data={"query": query, **params}, headers={"Accept": JSON})


def as_body(url: str, query: str, **params: str) -> httpx.Response:
    return httpx.post(url, params=params, content=query.encode(), headers={"Accept": JSON, "Content-Type": "application/sparql-query"})


WAYS = pytest.mark.parametrize("ask", [as_get, as_form, as_body])


@WAYS
def test_percent_encoded_and_plain_letters_are_different_iris(serve_store, ask) -> None:
    store = Store()
    store.load('<http://example.org/%C3%A9> <http://example.org/p> "encoded" <http://g/> .\n<http://example.org/é> <http://example.org/p> "letter" <http://g/> .'.encode(), format=RdfFormat.N_QUADS)
    with serve_store(store, Limits(workers=1, reserved=0)) as server:
        for iri, wanted in (("http://example.org/%C3%A9", "encoded"), ("http://example.org/é", "letter")):
            answer = ask(server.url + "/sparql", f"SELECT ?v {{ <{iri}> ?p ?v }}").json()
            assert [row["v"]["value"] for row in answer["results"]["bindings"]] == [wanted]


@WAYS
def test_the_dataset_of_the_request_counts_before_that_of_the_query(sparql_server, ask) -> None:
    url, count = sparql_server.url + "/sparql", "SELECT (COUNT(*) AS ?n) FROM <http://example.org/labels> { ?s ?p ?o }"

    def n(query: str, **params: str) -> int:
        return int(ask(url, query, **params).json()["results"]["bindings"][0]["n"]["value"])

    assert n(count) == 300
    assert n(count, **{"default-graph-uri": "http://example.org/g1"}) == 300  # g1 has 300 triples too, of its own
    assert n("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 3300
    assert n("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **{"named-graph-uri": "http://example.org/g1"}) == 0
    assert n("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": "http://example.org/g1"}) == 300
    assert n("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == 11
    assert n("SELECT (COUNT(*) AS ?n) FROM <http://example.org/unknown> { ?s ?p ?o }") == 0


def test_a_triple_in_two_graphs_is_one_in_their_union(serve_store) -> None:
    store = Store()
    store.load(b"<http://e/s> <http://e/p> <http://e/o> <http://e/g1> .\n<http://e/s> <http://e/p> <http://e/o> <http://e/g2> .", format=RdfFormat.N_QUADS)
    with serve_store(store, Limits(workers=1, reserved=0)) as server:
        answer = as_get(server.url + "/sparql", "SELECT (COUNT(*) AS ?n) { ?s <http://e/p> <http://e/o> }").json()
    assert answer["results"]["bindings"][0]["n"]["value"] == "1"


@pytest.mark.parametrize(("send_it", "status"), [
    (lambda u: httpx.get(u, params={"query": ""}), 400),
    (lambda u: httpx.get(u, params={"default-graph-uri": "http://e/"}), 400),
    (lambda u: httpx.get(u + "?query=ASK%20%7B%7D%20%23%FF"), 400),
    (lambda u: httpx.get(u, params={"query": "ASK {}", "default-graph-uri": "relative"}), 400),
    (lambda u: httpx.get(u, params={"query": "ASK {}", "timeout": "-1"}), 400),
    (lambda u: httpx.get(u, params={"query": "ASK {}", "timeout": "nan"}), 400),
    (lambda u: httpx.get(u, params={"query": "ASK {}", "timeout": "soon"}), 400),
    (lambda u: httpx.get(u + "?query=ASK%20%7B%7D" + "&x=" * 500), 400),
    (lambda u: httpx.post(u), 415),
    (lambda u: httpx.post(u, content=b"\xff", headers={"Content-Type": "application/sparql-query"}), 400),
    (lambda u: httpx.post(u, content=b"ASK {}", headers={"Content-Type": "application/sparql-query; charset=UTF-8"}), 200),
    (lambda u: httpx.post(u, content=b"", headers={"Content-Type": "application/x-www-form-urlencoded"}), 400),
    (lambda u: httpx.post(u, content=b"{}", headers={"Content-Type": "application/json"}), 415),
    (lambda u: httpx.get(u, params={"query": "ASK {}", "timeout": "0.5"}), 200),
])  # fmt: skip
def test_what_makes_a_request_a_query_operation(sparql_server, send_it, status: int) -> None:
    answer = send_it(sparql_server.url + "/sparql")
    assert answer.status_code == status, answer.text
    if status >= 400:
        told = answer.json()
        assert answer.headers["content-type"] == "application/problem+json" and told["status"] == status and told["detail"] and told["hint"]


@pytest.mark.parametrize(("query", "line", "says"), [
    ("SELECT * {\n  ?s ?p\n}", 2, "line 2"), ("SELECT * {\n?s cg:figure ?o }", 2, "PREFIX cg: <https://w3id.org/claimgraph/ns#>"),
    ("SELECT *\n{ ?s ?p 'open }", 2, "does not end"), ("SELECT * {\n\n SERVICE <http://e/> {} }", 3, "own dataset only"),
    ("LOAD <http://e/>", 1, "read only"), ("", 1, "no SELECT"),
])  # fmt: skip
def test_an_error_says_where_it_is_and_what_would_work(sparql_server, query: str, line: int, says: str) -> None:
    if not query:
        query = "# nothing"
    told = httpx.get(sparql_server.url + "/sparql", params={"query": query}).json()
    assert told["status"] == 400 and told["line"] == line and told["column"] >= 1
    assert says in told["detail"] + told["hint"]


def test_an_iri_with_every_legal_character_goes_through(sparql_server) -> None:
    iri = "http://example.org/a'b(c)*;=&?x=%20#é"
    answer = httpx.get(f"{sparql_server.url}/sparql?query={quote(f'SELECT (<{iri}> AS ?x) {{}}')}", headers={"Accept": JSON})
    assert answer.json()["results"]["bindings"][0]["x"]["value"] == iri


def test_xml_that_cannot_be_said_is_refused(sparql_server) -> None:
    for query, kind in (
        ('SELECT ("\\u0001" AS ?x) {}', XML), ('SELECT ("\\uFFFE" AS ?x) {}', XML),
        ('CONSTRUCT { <http://e/s> <http://e/p> "\\u0001" } {}', "application/rdf+xml"), ("CONSTRUCT { <http://e/s> <http://e/12> 1 } {}", "application/rdf+xml"),
    ):  # fmt: skip
        answer = httpx.get(sparql_server.url + "/sparql", params={"query": query}, headers={"Accept": kind})
        assert answer.status_code == 406 and "XML" in answer.json()["detail"], answer.text
        assert httpx.get(sparql_server.url + "/sparql", params={"query": query}).status_code == 200
    fine = httpx.get(sparql_server.url + "/sparql", params={"query": "SELECT ('<&]]>\t' AS ?x) {}"}, headers={"Accept": XML})
    assert ET.fromstring(fine.content).findtext(".//{*}literal") == "<&]]>\t"


def test_json_answers_parse_whatever_the_literal(sparql_server, shared_data: Path) -> None:
    for literal in json.loads((shared_data / "hostile" / "terms.json").read_text())["literals"]:
        literal = literal[:10_000]  # a query has a size limit of its own
        answer = as_body(sparql_server.url + "/sparql", f"SELECT ({Literal(literal)} AS ?x) {{}}")
        assert answer.status_code == 200, (literal[:40], answer.text)
        assert answer.json()["results"]["bindings"][0]["x"]["value"] == literal


def test_variables_without_rows_are_told(sparql_server) -> None:
    answer = as_get(sparql_server.url + "/sparql", "SELECT ?a ?b { FILTER(false) }").json()
    assert answer == {"head": {"vars": ["a", "b"]}, "results": {"bindings": []}}
