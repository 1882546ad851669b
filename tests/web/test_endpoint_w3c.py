"""The endpoint held against W3C's own tests: the protocol's operations, and every format of results."""

from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from claimgraph.store.workers import Limits
from tests.web.results import CSV, JSON, TSV, XML, rows_of

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
PREFIXES = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> PREFIX ht: <http://www.w3.org/2011/http#>
PREFIX cnt: <http://www.w3.org/2011/content#> PREFIX ut: <http://www.w3.org/2009/sparql/tests/test-update#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
NAMES = """
query_post_form query_dataset_default_graphs_get query_dataset_default_graphs_post query_dataset_named_graphs_post
query_dataset_named_graphs_get query_dataset_full query_multiple_dataset query_get query_content_type_select
query_content_type_ask query_content_type_describe query_content_type_construct query_post_direct bad_query_method
bad_multiple_queries bad_query_wrong_media_type bad_query_missing_form_type bad_query_missing_direct_type
bad_query_non_utf8 bad_query_syntax
""".split()
UPDATES = """
update_dataset_default_graph update_dataset_default_graphs update_dataset_named_graphs update_dataset_full
update_post_form update_post_direct update_base_uri bad_update_get bad_multiple_updates bad_update_wrong_media_type
bad_update_missing_form_type bad_update_non_utf8 bad_update_syntax bad_update_dataset_conflict
""".split()


@pytest.fixture(scope="module")
def w3c(shared_data: Path) -> Path:
    return shared_data / "w3c" / "sparql11"


@pytest.fixture(scope="module")
def manifest(w3c: Path) -> Store:
    store = Store()
    store.load(path=str(w3c / "protocol" / "manifest.ttl"), base_iri="http://manifest/", format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def w3c_server(w3c: Path, serve_store):
    store = Store()
    for number in (1, 2, 3):
        graph = NamedNode(f"http://kasei.us/2009/09/sparql/data/data{number}.rdf")
        store.load(path=str(w3c / "protocol" / f"data{number}.nt"), format=RdfFormat.N_TRIPLES, to_graph=graph)
    with serve_store(store, Limits(workers=2, reserved=0)) as server:
        yield server


def requests_of(manifest: Store, name: str) -> list[dict]:
    """The requests of one test of the manifest, in order."""
    test = next(q.subject for q in manifest.quads_for_pattern(None, None, None) if str(q.subject.value).endswith(f"#{name}"))
    rows = manifest.query(
        PREFIXES + """SELECT ?r ?path ?method ?body ?encoding ?format ?boolean WHERE {
          ?test mf:action/ht:requests/rdf:rest*/rdf:first ?r . ?r ht:absolutePath ?path ; ht:methodName ?method ; ht:resp ?resp .
          OPTIONAL { ?r ht:body ?b . ?b cnt:chars ?body ; cnt:characterEncoding ?encoding }
          OPTIONAL { ?resp mf:expectedFormat ?format } OPTIONAL { ?resp mf:expectedBoolean ?boolean } FILTER (?test = <%s>) }"""
        % test.value
    )
    found = []
    for row in rows:
        told = {v: row[v].value if row[v] is not None else None for v in ("path", "method", "body", "encoding", "format", "boolean")}
        told["statuses"], told["headers"] = set(), {}
        (response,) = (q.object for q in manifest.quads_for_pattern(row["r"], NamedNode("http://www.w3.org/2011/http#resp"), None))
        for quad in manifest.quads_for_pattern(response, NamedNode(MF + "expectedStatus"), None):
            told["statuses"].add(quad.object.value[-3])
        for header in manifest.query(
            PREFIXES + "SELECT DISTINCT ?name ?value WHERE { ?r ht:absolutePath ?path ; ht:headers/rdf:rest*/rdf:first ?h . "
            "?h ht:fieldName ?name ; ht:fieldValue ?value . ?t mf:action/ht:requests/rdf:rest*/rdf:first ?r FILTER (?t = <%s>) }" % test.value
        ):
            told["headers"][header["name"].value] = header["value"].value
        found.append(told)
    assert found, name
    return found


def send(url: str, told: dict, headers: dict | None = None) -> httpx.Response:
    body = told["body"].encode(told["encoding"]) if told["body"] is not None else None
    path = told["path"].replace("/sparql/", "/sparql", 1)
    return httpx.request(told["method"], url + path, content=body, headers=told["headers"] if headers is None else headers)


@pytest.mark.parametrize("name", NAMES)
def test_w3c_query_operation(manifest: Store, w3c_server, name: str) -> None:
    for told in requests_of(manifest, name):
        answer = send(w3c_server.url, told)
        assert str(answer.status_code)[0] in told["statuses"], answer.text
        kind = answer.headers["content-type"].partition(";")[0]
        if told["format"] == "RDF":
            list(parse(answer.content, format=RdfFormat.from_media_type(kind)))
        elif told["format"]:
            assert kind in (JSON, XML) if told["format"] == "boolean" else (JSON, XML, CSV, TSV)
        if told["boolean"]:
            assert answer.json()["boolean"] is (told["boolean"] == "true")


@pytest.mark.parametrize("name", UPDATES)
def test_w3c_update_operation_is_refused(manifest: Store, w3c_server, name: str) -> None:
    updates = [t for t in requests_of(manifest, name) if "query" not in t["headers"].get("content-type", "")]
    for told in updates[:1]:
        assert send(w3c_server.url, told).status_code in (403, 405)


# result formats


@pytest.fixture(scope="module")
def results_servers(w3c: Path, serve_store):
    """One server per data file of the result-format suites."""
    import contextlib

    with contextlib.ExitStack() as stack:
        servers = {}
        for suite, name in (("csv-tsv-res", "data.ttl"), ("csv-tsv-res", "data2.ttl"), ("json-res", "data.ttl")):
            store = Store()
            store.load(path=str(w3c / suite / name), format=RdfFormat.TURTLE, to_graph=NamedNode("http://example.org/graph"))
            servers[suite, name] = stack.enter_context(serve_store(store, Limits(workers=1, reserved=0)))
        yield servers


@pytest.mark.parametrize(
    ("suite", "query", "data", "expected", "media_type"),
    [
        *(("csv-tsv-res", f"csvtsv0{1 if n == 3 else n}.rq", f"data{'2' if n == 3 else ''}.ttl", f"csvtsv0{n}.{ext}", kind)
          for n in (1, 2, 3) for ext, kind in (("csv", CSV), ("tsv", TSV))),
        *(("json-res", f"jsonres0{n}.rq", "data.ttl", f"jsonres0{n}.srj", JSON) for n in (1, 2, 3, 4)),
    ],
)  # fmt: skip
def test_w3c_result_format(w3c: Path, results_servers, suite: str, query: str, data: str, expected: str, media_type: str) -> None:
    url = results_servers[suite, data].url + "/sparql"
    text = (w3c / suite / query).read_text()
    answer = httpx.post(url, content=text, headers={"Content-Type": "application/sparql-query", "Accept": media_type})
    assert answer.status_code == 200, answer.text
    wanted = (w3c / suite / expected).read_bytes()
    assert sorted(rows_of(answer.content, media_type)) == sorted(rows_of(wanted, media_type))
