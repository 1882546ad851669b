"""Clients that are slow, large or many: each is ended, and nobody waits for them."""

import contextlib
import socket
import time

import httpx
import pytest
from pyoxigraph import Store

from claimgraph.store.workers import Limits
from claimgraph.web import limits


@pytest.fixture(scope="module")
def server(serve_store):
    with serve_store(Store(), Limits(workers=1, reserved=0)) as running:
        yield running


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("HEADER_SECONDS", 0.5), ("BODY_SECONDS", 0.5), ("SEND_SECONDS", 1.0)):
        monkeypatch.setattr(limits, name, seconds)


#: far more than the half second that ``impatient`` grants; the waits themselves would be for ever
SOON = 20.0


def conversation(port: int, content: bytes, wait: float = 2 * SOON) -> bytes:
    """What the server says to these bytes until it closes or ``wait`` is over."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as client:
        with contextlib.suppress(ConnectionError):
            client.sendall(content)
        received = b""
        with contextlib.suppress(TimeoutError, ConnectionError):
            while chunk := client.recv(65_536):
                received += chunk
    return received


def test_the_waits_are_short() -> None:
    assert limits.HEADER_SECONDS + limits.IDLE_SECONDS <= 10 and limits.BODY_SECONDS <= 10


def test_half_a_header_is_not_waited_for(server, impatient) -> None:
    with contextlib.ExitStack() as stack:
        halves = [stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=SOON)) for _ in range(50)]
        for number, half in enumerate(halves):
            half.sendall((b"", b"GET /spa", b"GET /sparql HTTP/1.1\r\nHost: a\r\nX-Slow:", b"\r\n")[number % 4])
        assert httpx.get(server.url + "/sparql").status_code == 200
        for half in halves:
            while half.recv(1024):  # a TimeoutError, were it waited for
                pass


def test_a_header_sent_letter_by_letter_is_not_waited_for(server, impatient) -> None:
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client, contextlib.suppress(ConnectionError):
        while time.monotonic() - began < 2 * SOON:
            client.sendall(b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: a\r\nX-Slow: "[:1])
            time.sleep(0.05)
    assert time.monotonic() - began < SOON


def test_half_a_second_header_on_the_same_connection_is_not_waited_for(server, impatient) -> None:
    began = time.monotonic()
    received = conversation(server.port, b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: a\r\n\r\nGET /spa")
    assert b"200 OK" in received and time.monotonic() - began < SOON


def test_a_body_that_does_not_come_is_not_waited_for(server, impatient) -> None:
    began = time.monotonic()
    received = conversation(server.port, b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK")
    assert b" 408 " in received.split(b"\r\n")[0] and time.monotonic() - began < SOON


@pytest.mark.parametrize(("length", "status"), [(7_900, 200), (9_000, 414), (31_000, 414), (70_000, 414), (300_000, 414)])
def test_a_long_address_is_refused(server, length: int, status: int) -> None:
    query = b"ASK%20%7B%7D%20%23"
    target = b"/sparql?query=" + query + b"x" * (length - len(query) - 14)
    received = conversation(server.port, b"GET " + target + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 %d " % status), received[:200]


def test_a_long_header_is_refused(server) -> None:
    received = conversation(server.port, b"GET /sparql HTTP/1.1\r\nHost: a\r\n" + b"X-Y: 1234567890\r\n" * 10_000 + b"\r\n")
    assert received.startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_large_body_is_refused_before_it_is_read(server, chunked: bool) -> None:
    sent = 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
        size = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: 1000000000"
        client.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n" + size + b"\r\n\r\n")
        piece = b"8000\r\n" + b"#" * 0x8000 + b"\r\n" if chunked else b"#" * 0x8000
        with contextlib.suppress(ConnectionError, TimeoutError):
            while sent < 20_000_000:
                client.sendall(piece)
                sent += 0x8000
        received = b""
        with contextlib.suppress(ConnectionError, TimeoutError):
            received = client.recv(4096)
    # What is already in the buffers of both kernels is lost with the connection; nothing more was taken.
    assert sent < 20_000_000
    assert not received or b" 413 " in received.split(b"\r\n")[0]


def test_a_body_just_over_the_limit_gets_its_reason(server) -> None:
    answer = httpx.post(server.url + "/sparql", content=b"ASK {} #" + b"x" * 65_536, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == 413 and answer.json()["detail"] == "a body holds at most 64 kB"


def test_a_reader_that_stalls_is_dropped(serve_store, sample_store, impatient) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    with serve_store(sample_store, Limits(workers=1, reserved=0)) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            body = f"query={query.replace(' ', '+')}".encode()
            client.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            client.recv(100)
            time.sleep(2.0)
            assert httpx.get(server.url + "/sparql", params={"query": "ASK {}"}).status_code == 200


def test_connections_have_a_cap_for_each_client(server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CONNECTIONS_PER_CLIENT", 10)
    with contextlib.ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5))
        assert conversation(server.port, b"").startswith(b"HTTP/1.1 503 ")
    until = time.monotonic() + SOON
    while httpx.get(server.url + "/sparql").status_code != 200:  # the server has not seen all of them go
        assert time.monotonic() < until


@pytest.mark.parametrize("content", [b"\x00" * 100, b"GET\r\n\r\n", b"GET /\xff HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET / HTTP/9.9\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                                     b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"])  # fmt: skip
def test_what_is_no_http_gets_a_400_and_the_door(server, content: bytes) -> None:
    received = conversation(server.port, content)
    assert received.startswith(b"HTTP/1.1 4") and b"Traceback" not in received
    assert httpx.get(server.url + "/sparql").status_code == 200


@pytest.mark.parametrize(("client", "name"), [
    (("192.0.2.1", 5), "192.0.2.1"), (("2001:db8::1", 5), "2001:db8::/64"), (("2001:db8::ffff:1", 9), "2001:db8::/64"), (("::ffff:192.0.2.1", 5), "192.0.2.1"),
    (("127.0.0.1", 5), "127.0.0.1:5"), (("::1", 7), "::1:7"), (None, "unknown"), (("testclient", 50000), "testclient"),
])  # fmt: skip
def test_who_counts_as_one_client(client: tuple[str, int] | None, name: str) -> None:
    assert limits.client_of({"client": client}) == name


def test_a_client_that_used_its_time_up_waits_and_others_do_not(serve_store, sample_store) -> None:
    """Behind a proxy on this machine clients are told apart by the address it reports."""

    def ask(server, client: str, query: str) -> httpx.Response:
        return httpx.get(server.url + "/sparql", params={"query": query}, headers={"X-Forwarded-For": client}, timeout=60)

    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with serve_store(sample_store, Limits(seconds=0.6, budget=0.5, budget_per_minute=6, workers=2, reserved=0)) as server:
        assert ask(server, "192.0.2.1", endless).status_code == 504
        refused = ask(server, "192.0.2.1", "ASK {}")
        assert refused.status_code == 429 and int(refused.headers["retry-after"]) == refused.json()["retry_after"] >= 1
        assert "dump" in refused.json()["hint"]
        assert ask(server, "192.0.2.2", "ASK {}").status_code == 200
        assert ask(server, "2001:db8::1", endless).status_code == 504
        assert ask(server, "2001:db8::2", "ASK { ?s ?p 1 }").status_code == 429  # the same subscriber's network
