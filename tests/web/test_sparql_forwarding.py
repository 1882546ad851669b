"""The same endpoint in front of a store elsewhere: forwarded, converted, cut off in time, and honest when it is away."""

import contextlib
import http.server
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from pyoxigraph import RdfFormat, Store, parse

from claimgraph.store.workers import ForwardingEngine, Limits, forwarding
from claimgraph.web.sparql.service import SparqlService

from .conftest import serving, sparql_app

JSON = "application/sparql-results+json"
ROWS = {"head": {"vars": ["graph"]}, "results": {"bindings": [{"graph": {"type": "uri", "value": "http://example.org/g"}}]}}


@pytest.fixture(scope="module")
def forwarded(sparql_server) -> Iterator:
    """Our own endpoint as the store elsewhere, and one in front of it."""
    service = SparqlService.in_front_of(sparql_server.url + "/sparql", base="http://127.0.0.1/", limits=Limits(seconds=2))
    with serving(sparql_app(service)) as server:
        yield server


@contextlib.contextmanager
def store_that(answers: Callable[[http.server.BaseHTTPRequestHandler, bytes], None], limits: Limits = Limits(seconds=1)) -> Iterator:  # noqa: B008
    """A front for a store that answers as ``answers`` writes; ``server.asked`` are the bodies it got."""
    asked: list[bytes] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(body)
            with contextlib.suppress(ConnectionError):
                answers(self, body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as store:
        store.daemon_threads = True
        thread = threading.Thread(target=store.serve_forever, args=(0.01,))
        thread.start()
        service = SparqlService.in_front_of(f"http://user:secret@127.0.0.1:{store.server_port}/ds", base="http://127.0.0.1/", limits=limits)
        try:
            with serving(sparql_app(service)) as server:
                server.asked, server.service = asked, service
                yield server
        finally:
            store.shutdown()
            thread.join()


def say(handler: http.server.BaseHTTPRequestHandler, status: int, body: bytes, media_type: str = JSON) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", media_type)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def get(server, query: str, accept: str = JSON) -> httpx.Response:
    return httpx.get(server.url + "/sparql", params={"query": query}, headers={"Accept": accept}, timeout=60)


@pytest.mark.parametrize("accept", [JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"])
def test_rows_are_the_same_in_every_format(forwarded, sparql_server, accept: str) -> None:
    query = "SELECT ?s ?v { ?s <http://example.org/p1> ?v } ORDER BY ?v LIMIT 4"
    assert get(forwarded, query, accept).content == get(sparql_server, query, accept).content


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json", "application/n-quads"])
def test_triples_are_the_same_in_every_format(forwarded, accept: str) -> None:
    answer = get(forwarded, "CONSTRUCT WHERE { <http://example.org/s1> ?p ?o }", accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    assert len({q.triple for q in parse(answer.content, format=RdfFormat.from_media_type(accept))}) == 9


def test_the_default_graph_is_the_union_wherever_the_data_is(forwarded) -> None:
    def n(query: str) -> str:
        return get(forwarded, query).json()["results"]["bindings"][0]["n"]["value"]

    assert n("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "3300"
    assert n("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == "11"
    assert n("SELECT (COUNT(*) AS ?n) FROM <http://example.org/labels> { ?s ?p ?o }") == "300"
    assert get(forwarded, "ASK { ?s ?p ?o }").json()["boolean"] is True


def test_what_changes_elsewhere_is_not_kept_here(forwarded) -> None:
    answer = get(forwarded, "ASK { ?s ?p ?o }")
    assert "etag" not in answer.headers and answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("query", ["SELECT * { SERVICE <http://127.0.0.1:9/> {} }", r"ASK { \u0053ERVICE <http://127.0.0.1:9/> {} }", "LOAD <http://127.0.0.1:9/>", "CLEAR ALL", "SELECT * " + "{" * 500 + "}" * 500])
def test_what_is_refused_here_never_gets_there(query: str) -> None:
    with store_that(lambda handler, _: say(handler, 200, json.dumps(ROWS).encode())) as server:
        assert get(server, query).status_code == 400 and not server.asked


def test_the_deadline_is_ours(forwarded) -> None:
    def stall(handler: http.server.BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        for _ in range(1_200):  # drop by drop for a minute: every single read is quick
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)

    with store_that(stall, Limits(seconds=0.5)) as server:
        began = time.monotonic()
        answer = get(server, "ASK FROM <http://e/> {}")
        assert answer.status_code == 504 and time.monotonic() - began < 20


@pytest.mark.parametrize(("status", "body", "media_type", "expected"), [
    (200, b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}Error: timeout', JSON, 502),
    (200, b"<html>hello</html>", "text/html", 502), (200, b"", JSON, 502), (301, b"", "text/plain", 502), (401, b"", "text/plain", 502), (500, b"at org.apache.jena", "text/plain", 502),
    (503, b"", "text/plain", 503), (400, b"Parse error: line 3, column 7: Encountered", "text/plain", 400), (408, b"", "text/plain", 504), (504, b"", "text/plain", 504),
    (200, b" " * 11_000_000, JSON, 413),
])  # fmt: skip
def test_what_the_store_says_becomes_an_honest_answer(status: int, body: bytes, media_type: str, expected: int) -> None:
    with store_that(lambda handler, _: say(handler, status, body, media_type), Limits(seconds=3)) as server:
        answer = get(server, "SELECT * FROM <http://e/> { ?s ?p ?o }")
    told = answer.json()
    assert answer.status_code == expected == told["status"], told
    assert "secret" not in answer.text and "org.apache" not in answer.text
    if status == 400:
        assert (told["line"], told["column"]) == (3, 7)


def test_a_store_that_is_away_is_left_alone_and_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as placeholder:
        port = placeholder.getsockname()[1]
    service = SparqlService.in_front_of(f"http://127.0.0.1:{port}/sparql", base="http://127.0.0.1/", limits=Limits(seconds=1))
    with serving(sparql_app(service)) as server:
        said = [get(server, "ASK {}") for _ in range(5)]
        assert {answer.status_code for answer in said} == {503}
        assert "does not answer" in said[0].json()["detail"] and "left alone" in said[-1].json()["detail"]
        assert said[-1].headers["retry-after"] == "10" and "/dump" in said[-1].json()["hint"]
        store = Store()
        service.engine.breaker.until = 0.0  # the pause is over, and the store is back
        with contextlib.ExitStack() as stack:
            back = http.server.ThreadingHTTPServer(("127.0.0.1", port), _always({"head": {}, "boolean": True}))
            stack.callback(back.server_close)
            threading.Thread(target=back.serve_forever, args=(0.01,), daemon=True).start()
            stack.callback(back.shutdown)
            assert get(server, "ASK FROM <http://e/> {}").json()["boolean"] is True
            assert get(server, "ASK FROM <http://e/> {}").status_code == 200
        assert len(store) == 0


def test_a_store_that_is_stuck_is_told_from_slow_queries(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """It takes connections and says nothing: after some queries that ran out of time it is asked what any store answers at once."""
    stuck, over = threading.Event(), threading.Event()

    def slow(handler: http.server.BaseHTTPRequestHandler, body: bytes) -> None:
        if stuck.is_set() or b"slow" in body:
            over.wait(30)
        say(handler, 200, b'{"head":{},"boolean":true}')

    def run_out(server, variable: str) -> None:
        for number in range(3):
            given = {"query": f"ASK FROM <http://e/> {{ ?{variable} ?p {number} }}", "timeout": "0.3"}
            assert httpx.get(server.url + "/sparql", params=given, timeout=60).status_code == 504
        until = time.monotonic() + 60
        while not server.service.engine.probing.done():
            assert time.monotonic() < until
            time.sleep(0.01)

    with store_that(slow, Limits(seconds=20)) as server:
        run_out(server, "slow")
        assert get(server, "ASK FROM <http://e/> {}").status_code == 200, "slow queries of somebody take the store from nobody"
        stuck.set()
        monkeypatch.setattr(forwarding, "PROBE_SECONDS", 0.2)
        run_out(server, "s")
        away = get(server, "ASK FROM <http://e/> { ?s ?p 9 }")
        assert away.status_code == 503 and "left alone" in away.json()["detail"]
        assert [record.getMessage() for record in caplog.records if "answers nothing" in record.getMessage()]
        stuck.clear()
        over.set()
        server.service.engine.breaker.until = 0.0
        assert get(server, "ASK FROM <http://e/> { ?s ?p 10 }").status_code == 200


def test_where_the_store_is_concerns_the_operator_alone(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as placeholder:
        port = placeholder.getsockname()[1]
    service = SparqlService.in_front_of(f"http://user:secret@127.0.0.1:{port}/inside", base="http://127.0.0.1/", limits=Limits(seconds=1))
    with serving(sparql_app(service)) as server:
        said = [get(server, "ASK {}").text for _ in range(5)]
    assert not [text for text in said if "inside" in text or str(port) in text]
    (told,) = [record.getMessage() for record in caplog.records if record.name == "claimgraph"]
    assert f"127.0.0.1:{port}/inside" in told and "secret" not in told


@pytest.mark.parametrize("framing", ["Content-Length: 1000", "Transfer-Encoding: chunked", "Connection: close"])
def test_half_an_answer_is_none_and_closes_the_store_to_nobody(framing: str) -> None:
    """One client's query that the store gives up must not take the store from others."""

    def half(handler: http.server.BaseHTTPRequestHandler, body: bytes) -> None:
        if b"half" not in body:
            return say(handler, 200, b'{"head":{},"boolean":true}')
        piece = b'{"head":{"vars":["x"]},"results":{"bindings":['
        chunk = b"%x\r\n" % (len(piece) + 9) if "chunked" in framing else b""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n" + framing.encode() + b"\r\n\r\n" + chunk + piece)
        handler.close_connection = True

    with store_that(half, Limits(seconds=3)) as server:
        for number in range(4):
            answer = get(server, f"SELECT ?half FROM <http://e/> {{ ?half ?p {number} }}")
            assert answer.status_code == 502 and "half-way" in answer.json()["hint"]
        assert get(server, "ASK FROM <http://e/> {}").status_code == 200


def test_a_host_that_does_not_even_connect_is_away_and_no_slow_query() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, contextlib.ExitStack() as stack:
        for _ in range(4):  # its queue is full, so that whoever comes waits
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        service = SparqlService.in_front_of(f"http://127.0.0.1:{full.getsockname()[1]}/sparql", base="http://127.0.0.1/", limits=Limits(seconds=0.5))
        with serving(sparql_app(service)) as server:
            told = [get(server, "ASK FROM <http://e/> {}").json() for _ in range(4)]
    assert {one["status"] for one in told} == {503}
    assert "does not answer" in told[0]["detail"] and "left alone" in told[-1]["detail"]


def _always(content: dict) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            say(self, 200, json.dumps(content).encode())

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def test_one_client_has_its_share_of_the_store_too() -> None:
    def slow(handler: http.server.BaseHTTPRequestHandler, _: bytes) -> None:
        time.sleep(0.6)
        say(handler, 200, b'{"head":{},"boolean":true}')

    limits = Limits(seconds=3, workers=2, queue_seconds=0.1)
    with store_that(slow, limits) as server:
        results: list[int] = []
        threads = [threading.Thread(target=lambda n=n: results.append(get(server, f"ASK FROM <http://e/> {{}} # {n}").status_code)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(results) == [200, 200, 503, 503]


def test_a_password_is_sent_and_never_shown() -> None:
    seen: list[str] = []

    def note(handler: http.server.BaseHTTPRequestHandler, _: bytes) -> None:
        seen.append(handler.headers["Authorization"])
        say(handler, 500, b"")

    with store_that(note) as server:
        answer = get(server, "ASK FROM <http://e/> {}")
    assert seen[0].startswith("Basic ") and "secret" not in answer.text and "user" not in answer.text


def test_hanging_up_stops_the_exchange() -> None:
    engine = ForwardingEngine("http://127.0.0.1:9/sparql")
    assert engine.url == "http://127.0.0.1:9/sparql" and not engine.exchanges
    engine.threads.shutdown()


TERM = b'{"type":"triple","value":{"subject":{"type":"uri","value":"a:b"},"predicate":{"type":"uri","value":"a:b"},"object":'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">' + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(98, 107)) + b"]>"
#: what a store may say to end whoever believes it: media type, body
POISON = {
    "nested terms": (JSON, b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":' + TERM * 60_000 + b'{"type":"uri","value":"a:b"}' + b"}}" * 60_000 + b"}]}}"),
    "nested terms that do not end": (JSON, b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":' + b'{"type":"triple","value":{"subject":' * 150_000),
    "nested lists": (JSON, b"[" * 5_000_000),
    "laughs": ("application/sparql-results+xml", LAUGHS + b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>&j;</boolean></sparql>'),
    "an outside entity": ("application/sparql-results+xml", b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>&a;</boolean></sparql>'),
    "RDF/XML in place of triples": ("application/rdf+xml", LAUGHS + b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'),
    "JSON-LD in place of triples": ("application/ld+json", b'{"@context":"http://127.0.0.1:9/"}'),
    "nested triples": ("application/n-triples", b"<a:b> <a:c> " + b"<<( <a:b> <a:c> " * 100_000 + b"<a:d>" + b" )>>" * 100_000 + b" ."),
    "nested collections": ("text/turtle", b"<a:b> <a:c> " + b"( " * 1_000_000 + b") " * 1_000_000 + b" ."),
    "nested blank nodes": ("text/turtle", b"<a:b> <a:c> " + b"[ <a:p> " * 500_000 + b"1" + b" ]" * 500_000 + b" ."),
    "bytes of nobody": (JSON, bytes(range(256)) * 1_000),
}

WELL_FORMED = ("nested terms", "nested triples", "nested collections", "nested blank nodes")


def test_what_a_store_says_cannot_end_the_server() -> None:
    said: dict[str, tuple[str, bytes]] = {"now": ("", b"")}
    with store_that(lambda handler, _: say(handler, 200, said["now"][1], said["now"][0]), Limits(seconds=4)) as server:
        for name, (media_type, body) in POISON.items():
            said["now"] = media_type, body
            answer = get(server, "CONSTRUCT FROM <http://e/> { ?s ?p ?o } WHERE { ?s ?p ?o }" if "triples" in name or "turtle" in media_type else "SELECT * FROM <http://e/> { ?s ?p ?o }", "*/*")
            assert answer.status_code in (413, 502, 504) or (answer.status_code == 200 and name in WELL_FORMED), (name, answer.text[:300])
            assert "root:" not in answer.text and (answer.status_code == 200 or answer.json()["hint"])
            said["now"] = JSON, b'{"head":{},"boolean":true}'
            assert get(server, "ASK FROM <http://e/> {}").json()["boolean"] is True, name
