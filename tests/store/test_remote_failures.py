"""Every way in which a store elsewhere can fail: a clear line, a limit of time and of size, and patience where it was asked for."""

import gzip
import socket
import ssl
import struct
import threading
import time
from email.utils import formatdate

import pytest

from claimgraph.errors import RemoteFailure
from claimgraph.store import transport
from claimgraph.store.remote import RemoteStore
from tests.store.answers import JSON, ONE_ROW, SELECT, rows
from tests.store.servers import dripping, free_port, scripted


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
