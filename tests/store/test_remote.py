"""Stores elsewhere: two real ones, and every way in which one can fail."""

import base64
import gzip
import socket
import ssl
import struct
import threading
import time
from email.utils import formatdate
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from claimgraph.cli.load import contents
from claimgraph.errors import Misuse, RemoteFailure
from claimgraph.store.catalogue import bind, load_catalogue
from claimgraph.store.local import open_store
from claimgraph.store import transport
from claimgraph.store.remote import RemoteStore
from claimgraph.store.transport import Credentials, address, shown
from tests.store.servers import dripping, free_port, fuseki, oxigraph, scripted

JSON = {"Content-Type": "application/sparql-results+json"}
ONE_ROW = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'
SELECT = "SELECT ?x WHERE { ?x ?p ?o }"


@pytest.fixture(scope="module", params=[oxigraph, pytest.param(fuseki, marks=pytest.mark.fuseki)], ids=["oxigraph", "fuseki"])
def server(request):
    with request.param() as running:
        yield running


@pytest.fixture(scope="module")
def loaded(server, request):
    """A real server with the named graphs of the repository in it."""
    store = RemoteStore.at(server.graphs, timeout=30)
    for graph, content, _ in contents(Path(__file__).resolve().parents[2]):
        store.put_graph(graph, content)
    return server


def rows(results):
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [tuple(row[name] and getattr(row[name], "value", str(row[name])) for name in names) for row in results]


def numbers(found):
    return [tuple(float(cell) if cell and cell.replace(".", "", 1).isdigit() else cell for cell in row) for row in found]


def test_the_named_graphs_arrive_and_putting_them_again_changes_nothing(loaded, repository):
    local = open_store(repository)
    names = sorted(graph.value for graph in local.store.named_graphs())
    store = RemoteStore.at(loaded.query, timeout=30)
    count = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
    assert store.graphs() == names
    before = rows(store.query(count))
    for graph, content, _ in contents(repository):
        RemoteStore.at(loaded.graphs, timeout=30).put_graph(graph, content)
    assert rows(store.query(count)) == before == rows(local.store.query(count))


@pytest.mark.parametrize("name", ["who-says-what", "contradictions", "losses-by-claimant", "events-near", "responsibility", "toll-over-time"])
def test_a_real_server_gives_the_rows_of_the_embedded_store(name, loaded, repository):
    query = load_catalogue(repository)[name]
    text = bind(query, query.examples)
    store = RemoteStore.at(loaded.query, timeout=30)
    elsewhere = store.query(text, store.graphs())
    here = open_store(repository).store.query(text, use_default_graph_as_union=True)
    assert numbers(rows(elsewhere)) == numbers(rows(here)) != []


def test_a_graph_and_a_yes_or_no_come_back_as_such(loaded, repository):
    store = RemoteStore.at(loaded.query, timeout=30)
    query = load_catalogue(repository)["who-fights-whom"]
    here = open_store(repository).store.query(bind(query, {}), use_default_graph_as_union=True)
    assert set(store.query(bind(query, {}), store.graphs())) == set(here)
    assert bool(store.query("ASK { GRAPH ?g { ?s ?p ?o } }")) is True


def test_a_real_server_refuses_a_malformed_query(loaded):
    with pytest.raises(RemoteFailure, match=r"refuses the request as malformed \(HTTP 400\)"):
        RemoteStore.at(loaded.query).query("SELECT ?x WHERE { ?x")


def test_a_real_server_has_nothing_at_another_address(loaded):
    with pytest.raises(RemoteFailure, match=r"HTTP 40[45]"):
        RemoteStore.at(loaded.query.replace("query", "nothing").replace("sparql", "nothing")).query(SELECT)


@pytest.mark.fuseki
def test_a_real_server_with_a_password_takes_the_right_one_only(tmp_path):
    (tmp_path / "passwd").write_text("editor: secret\n")
    configuration = tmp_path / "config.ttl"
    configuration.write_text(
        'PREFIX fuseki: <http://jena.apache.org/fuseki#>\nPREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>\n'
        f'[] a fuseki:Server ; fuseki:passwd "{tmp_path / "passwd"}" ; fuseki:auth "basic" ; fuseki:allowedUsers "editor" ; fuseki:services (<#ds>) .\n'
        '<#ds> a fuseki:Service ; fuseki:name "ds" ; fuseki:dataset [ a ja:MemoryDataset ] ;\n'
        ' fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] ; fuseki:endpoint [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] .\n'
    )
    with fuseki(configuration=configuration) as server:
        for wrong in (Credentials(), Credentials("editor", "wrong")):
            with pytest.raises(RemoteFailure, match="asks for a user name and password") as refused:
                RemoteStore.at(server.query, wrong).query(SELECT)
            assert "wrong" not in str(refused.value)
        right = Credentials("editor", "secret")
        RemoteStore.at(server.graphs, right).put_graph("http://example.org/g", b"<http://example.org/a> <http://example.org/p> 1 .")
        assert RemoteStore.at(server.query, right).graphs() == ["http://example.org/g"]


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "refuses the request as malformed"), (401, "asks for a user name"), (403, "does not allow this"),
        (404, "has nothing at this address"), (405, "does not take this kind"), (406, "cannot answer in a format"),
        (413, "too large"), (415, "does not read Turtle"), (418, "refuses the request"), (500, "failed"), (504, "gave up"),
    ],
)  # fmt: skip
def test_each_status_has_its_own_words_and_is_not_tried_again(status, message):
    with scripted((status, {"Content-Type": "text/html"}, b"<h1>No</h1>")) as (url, script):
        with pytest.raises(RemoteFailure, match=rf"{message}.* \(HTTP {status}\)$|{message}.*\(HTTP {status}\) \(") as refused:
            RemoteStore.at(url).query(SELECT)
    assert "<h1>" not in str(refused.value) and len(script.asked) == 1


def test_a_plain_reason_is_passed_on_without_control_characters():
    with scripted((400, {"Content-Type": "text/plain"}, b"error at 1:9\x1b[31m\nmore")) as (url, _):
        with pytest.raises(RemoteFailure, match=r"error at 1:9\[31m$"):
            RemoteStore.at(url).query(SELECT)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_after_the_time_it_names(status):
    waits = []
    busy = (status, {"Retry-After": "3"}, b"")
    with scripted(busy, (status, {}, b""), (200, JSON, ONE_ROW)) as (url, script):
        store = RemoteStore(url, wait=waits.append)
        assert rows(store.query(SELECT)) == [("1",)]
    assert waits == [3.0, 1.0] and len(script.asked) == 3
    assert script.asked[0][3] == script.asked[2][3] != b""


def test_a_date_to_retry_after_is_understood():
    waits = []
    with scripted((503, {"Retry-After": formatdate(time.time() + 30, usegmt=True)}, b""), (200, JSON, ONE_ROW)) as (url, _):
        RemoteStore(url, wait=waits.append).query(SELECT)
    assert 25 < waits[0] <= 30


def test_a_server_that_stays_busy_is_given_up():
    waits = []
    with scripted((503, {}, b"")) as (url, script):
        with pytest.raises(RemoteFailure, match="still not available after waiting"):
            RemoteStore(url, wait=waits.append).query(SELECT)
    assert waits == [0.5, 1.0, 2.0, 4.0] and len(script.asked) == 5


def test_a_server_that_asks_for_an_hour_is_not_waited_for():
    with scripted((429, {"Retry-After": "3600"}, b"")) as (url, _):
        with pytest.raises(RemoteFailure, match="come back in 3600 seconds"):
            RemoteStore(url, wait=lambda _: pytest.fail("waited")).query(SELECT)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html>"), "a web page, not with results"),
        ((200, {"Content-Type": "application/octet-stream"}, b"?"), "octet-stream, not with results"),
        ((200, JSON, b"{"), "malformed results"),
        ((200, JSON, b"[]"), "malformed results"),
        ((200, JSON, ONE_ROW[:-4] + b"error: timeout"), "malformed results"),
        ((200, JSON, ONE_ROW.replace(b"literal", b"unheard-of")), "malformed results"),
        ((200, {"Content-Type": "text/turtle"}, b"<a> <b"), "malformed results"),
        ((200, {**JSON, "Content-Length": "9999"}, ONE_ROW), "cut short"),
    ],
)  # fmt: skip
def test_an_answer_that_is_no_result_is_said_to_be_none(answer, message):
    with scripted(answer) as (url, _):
        with pytest.raises(RemoteFailure, match=message):
            RemoteStore.at(url, timeout=2).query(SELECT)


def test_nothing_listening_no_such_host_and_no_answer_are_told_apart():
    with pytest.raises(RemoteFailure, match="nothing listens there"):
        RemoteStore.at(f"http://127.0.0.1:{free_port()}/sparql").query(SELECT)
    with pytest.raises(RemoteFailure, match="no such host"):
        RemoteStore.at("http://no-such-host.invalid/sparql").query(SELECT)
    release = threading.Event()
    with scripted((200, JSON, ONE_ROW), before=lambda: release.wait(10)) as (url, _):
        with pytest.raises(RemoteFailure, match=r"no answer within 0\.2 seconds"):
            RemoteStore.at(url, timeout=0.2).query(SELECT)
        release.set()


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        (b"", b"H"),
        (b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 99999\r\n\r\n", b" "),
    ],
    ids=["body", "chunks", "header", "status line", "body of a redirect"],
)  # fmt: skip
def test_the_time_out_is_for_the_whole_answer_however_it_drips(head, drop):
    with dripping(head, drop) as url:
        began = time.monotonic()
        with pytest.raises(RemoteFailure, match=r"no answer within 0\.3 seconds"):
            RemoteStore.at(url, timeout=0.3).query(SELECT)
    assert time.monotonic() - began < 10, "a guard: without a deadline it never ends"


def test_the_time_out_is_for_all_redirects_together():
    slow = (302, {"Location": "/again"}, b"")
    with scripted(*[slow] * 9, (200, JSON, ONE_ROW), before=lambda: time.sleep(0.2)) as (url, script):
        with pytest.raises(RemoteFailure, match=r"no answer within 0\.5 seconds|sends on to itself"):
            RemoteStore.at(url, timeout=0.5).query(SELECT)
    assert len(script.asked) < 5


def test_a_connection_that_is_reset_in_the_middle_is_said_to_have_broken():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def reset():
            connection, _ = listener.accept()
            connection.recv(1 << 16)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 999\r\n\r\n{")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing sends RST
            connection.close()
        thread = threading.Thread(target=reset)
        thread.start()
        with pytest.raises(RemoteFailure, match="the connection broke|cut short"):
            RemoteStore.at(f"http://127.0.0.1:{listener.getsockname()[1]}/", timeout=10).query(SELECT)
        thread.join()


def test_an_answer_in_gzip_is_unpacked_and_any_other_packing_refused():
    packed = {**JSON, "Content-Encoding": "gzip"}
    with scripted((200, packed, gzip.compress(ONE_ROW))) as (url, _):
        assert rows(RemoteStore.at(url).query(SELECT)) == [("1",)]
    for content, coding, message in ((ONE_ROW, "gzip", "said to be gzip and is not"), (gzip.compress(ONE_ROW)[:-9], "gzip", "cut short"), (ONE_ROW, "br", "packed as br")):
        with scripted((200, {**JSON, "Content-Encoding": coding}, content)) as (url, _):
            with pytest.raises(RemoteFailure, match=message):
                RemoteStore.at(url).query(SELECT)


@pytest.mark.parametrize("packing", [lambda content: (content, {}), lambda content: (gzip.compress(content), {"Content-Encoding": "gzip"})], ids=["plain", "gzip"])
def test_an_answer_without_end_is_read_to_a_limit(packing, monkeypatch):
    monkeypatch.setattr(transport, "MOST_BYTES", 1 << 20)
    content, headers = packing(b" " * (1 << 21))
    with scripted((200, JSON | headers, content)) as (url, _):
        with pytest.raises(RemoteFailure, match=r"more than 1 MiB \(ask for less"):
            RemoteStore.at(url).query(SELECT)


def test_https_on_an_http_port_and_a_port_that_speaks_no_http():
    with scripted((200, JSON, ONE_ROW)) as (url, _):
        with pytest.raises(RemoteFailure, match="no TLS connection"):
            RemoteStore.at(url.replace("http:", "https:"), timeout=5).query(SELECT)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def greet():
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(RemoteFailure, match="does not speak HTTP"):
            RemoteStore.at(f"http://127.0.0.1:{listener.getsockname()[1]}/", timeout=5).query(SELECT)
        thread.join()


def test_an_untrusted_certificate_is_said_to_be_one(monkeypatch):
    def refuse(*_args, **_options):
        raise ssl.SSLCertVerificationError(1, "self-signed certificate")
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", refuse)
    with scripted((200, JSON, ONE_ROW)) as (url, _):
        with pytest.raises(RemoteFailure, match="certificate is not to be trusted"):
            RemoteStore.at(url.replace("http:", "https:"), timeout=5).query(SELECT)


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        (Credentials("ed", "pä:ss"), "Basic " + base64.b64encode("ed:pä:ss".encode()).decode()),
        (Credentials(token="abc"), "Bearer abc"),
        (Credentials("ed", "x", "abc"), "Bearer abc"),
        (Credentials(), None),
    ],
)
def test_credentials_are_sent_and_never_shown(credentials, header):
    with scripted((200, JSON, ONE_ROW), (403, {}, b"")) as (url, script):
        store = RemoteStore.at(url, credentials)
        store.query(SELECT)
        with pytest.raises(RemoteFailure) as refused:
            store.query(SELECT)
    assert script.asked[0][2].get("Authorization") == header
    told = f"{refused.value} {store!r} {credentials!r}"
    assert "abc" not in told and "ss'" not in told


def test_credentials_come_from_the_environment_and_out_of_the_address(monkeypatch):
    monkeypatch.setenv("CLAIMGRAPH_USER", "ed")
    monkeypatch.setenv("CLAIMGRAPH_PASSWORD", "secret")
    assert Credentials.given() == Credentials("ed", "secret")
    assert Credentials.given(user="else") == Credentials("else", "secret")
    bare, inside = address("http://ed:p%40ss@example.org:8080/sparql?x=1#f")
    assert (bare, inside) == ("http://example.org:8080/sparql?x=1", Credentials("ed", "p@ss"))
    assert shown("http://ed:secret@example.org/sparql?key=secret") == "http://example.org/sparql"


def test_a_token_that_would_break_out_of_its_header_is_refused():
    with pytest.raises(Misuse, match="control character"):
        RemoteStore.at("http://example.org/", Credentials(token="a\r\nX: 1")).query(SELECT)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "example.org", "http://", "http://[::1", "", "http://exa..mple/", "http://ex ample/", "http://example.org/a b", "http://example.org/\n"])
def test_only_http_addresses_are_asked(url):
    with pytest.raises(Misuse):
        RemoteStore.at(url)


def test_an_address_in_any_letters_is_asked_in_ascii():
    assert address("http://exämple.org/attaqué?q=é%20b")[0] == "http://xn--exmple-cua.org/attaqu%C3%A9?q=%C3%A9%20b"


def test_a_proxy_that_is_away_is_named(monkeypatch):
    port = free_port()
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://ed:secret@127.0.0.1:{port}")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for scheme in ("http", "https"):
        with pytest.raises(RemoteFailure, match=rf"{scheme}://example.org/s by the proxy 127.0.0.1:{port}: nothing listens there"):
            RemoteStore.at(f"{scheme}://example.org/s").query(SELECT)


def test_credentials_do_not_follow_a_redirect_to_another_host():
    with scripted((200, JSON, ONE_ROW)) as (target, aimed):
        with scripted((302, {"Location": target.replace("127.0.0.1", "localhost")}, b"")) as (url, _):
            RemoteStore.at(url, Credentials(token="abc")).query(SELECT)
    assert "Authorization" not in aimed.asked[0][2]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_query_that_is_sent_on_is_still_the_query(status):
    with scripted((status, {"Location": "/elsewhere"}, b""), (200, JSON, ONE_ROW)) as (url, script):
        RemoteStore.at(url, Credentials(token="abc")).query(SELECT)
    first, second = script.asked
    assert (second[0], second[1]) == ("POST", "/elsewhere") and second[3] == first[3] != b""
    assert second[2]["Authorization"] == "Bearer abc" and second[2]["Content-Type"] == first[2]["Content-Type"]


def test_what_is_to_be_seen_elsewhere_is_fetched():
    with scripted((303, {"Location": "/result"}, b""), (200, JSON, ONE_ROW)) as (url, script):
        assert rows(RemoteStore.at(url).query(SELECT)) == [("1",)]
    assert [asked[:2] for asked in script.asked] == [("POST", "/sparql"), ("GET", "/result")]


@pytest.mark.parametrize(
    ("location", "message"),
    [("ftp://127.0.0.1/x", "sends on to ftp://127.0.0.1/x"), ("file:///etc/passwd", "sends on to file:///etc/passwd"), ("/sparql", "sends on to itself"), ("", "sends on to itself")],
)
def test_redirects_that_lead_nowhere_are_told(location, message):
    with scripted((302, {"Location": location} if location else {}, b"")) as (url, _):
        with pytest.raises(RemoteFailure, match=message):
            RemoteStore.at(url).query(SELECT)


def test_a_password_asked_for_by_another_host_is_told_of_that_host():
    with scripted((401, {}, b"")) as (target, _):
        other = target.replace("127.0.0.1", "localhost")
        with scripted((302, {"Location": other}, b"")) as (url, _):
            with pytest.raises(RemoteFailure, match=f"{other} asks for a user name"):
                RemoteStore.at(url, Credentials(token="abc")).query(SELECT)


@pytest.mark.parametrize("text", ["INSERT DATA { <http://e/a> <http://e/b> 1 }", "DROP ALL", "nonsense", ""])
def test_an_update_is_sent_nowhere(text):
    with scripted((200, JSON, ONE_ROW)) as (url, script):
        with pytest.raises(Misuse, match="not a query"):
            RemoteStore.at(url).query(text)
    assert script.asked == []


def test_a_graph_is_put_under_its_encoded_name():
    with scripted((204, {}, b"")) as (url, script):
        RemoteStore.at(f"{url}?key=1").put_graph("http://example.org/g?a=1&b=2", b"<a:a> <a:b> 1 .")
    method, path, headers, body = script.asked[0]
    assert (method, path) == ("PUT", "/sparql?key=1&graph=http%3A%2F%2Fexample.org%2Fg%3Fa%3D1%26b%3D2")
    assert headers["Content-Type"] == "text/turtle; charset=utf-8" and body == b"<a:a> <a:b> 1 ."
