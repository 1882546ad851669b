"""Requests as no library would send them, against the command as it runs in public: bytes, and the status they may get."""

import contextlib
import gzip
import socket
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.processes import started

HOST, END, QUERY = b"Host: 127.0.0.1\r\n", b"Connection: close\r\n\r\n", b"/sparql?query=ASK%7B%7D"
DIRECT, FORM = b"Content-Type: application/sparql-query\r\n", b"Content-Type: application/x-www-form-urlencoded\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
BOMB = gzip.compress(b"ASK {} #" + b"x" * 20_000_000)


def get(*fields: bytes, target: bytes = QUERY, version: bytes = b"1.1", host: bytes = HOST) -> bytes:
    return b"GET " + target + b" HTTP/" + version + b"\r\n" + host + b"".join(fields) + END


def post(*fields: bytes, body: bytes, kind: bytes = DIRECT, measured: bool = False) -> bytes:
    length = b"Content-Length: %d\r\n" % len(body) if measured else b""
    return b"POST /sparql HTTP/1.1\r\n" + HOST + kind + b"".join(fields) + length + END + body


#: what is sent, and the statuses of which the first answer has one; nothing at all may be the answer where 0 is among them
TABLE: dict[str, tuple[bytes, tuple[int, ...]]] = {
    "HTTP/1.0 without a host": (get(version=b"1.0", host=b""), (200, 400)),
    "HTTP/1.1 without a host": (get(host=b""), (200, 400)),
    "two hosts": (get(b"Host: evil.example\r\n"), (400, 421)),
    "a host that is not ours": (get(host=b"Host: evil.example\r\n"), (421,)),
    "a host before an @": (get(host=b"Host: 127.0.0.1@evil.example\r\n"), (421,)),
    "a proxy's target": (get(target=b"http://evil.example" + QUERY), (200, 400, 421)),
    "a tunnel": (b"CONNECT evil.example:80 HTTP/1.1\r\n" + HOST + b"\r\n", (400, 404, 405)),
    "a mirror": (b"TRACE /sparql HTTP/1.1\r\n" + HOST + b"X-Secret: 1\r\n" + END, (405,)),
    "a method of nobody": (b"BREW /sparql HTTP/1.1\r\n" + HOST + END, (400, 405, 501)),
    "two lengths": (post(b"Content-Length: 5\r\nContent-Length: 6\r\n", body=b"ASK{} "), (400,)),
    "a list of lengths": (post(b"Content-Length: 5, 5\r\n", body=b"ASK{}"), (200, 400)),
    "a length with a sign": (post(b"Content-Length: +5\r\n", body=b"ASK{}"), (400,)),
    "a negative length": (post(b"Content-Length: -5\r\n", body=b"ASK{}"), (400,)),
    "a length of 500 digits": (post(b"Content-Length: " + b"9" * 500 + b"\r\n", body=b"ASK{}"), (400, 413)),
    "a length and chunks": (post(CHUNKED, b"Content-Length: 5\r\n", body=b"5\r\nASK{}\r\n0\r\n\r\n"), (400,)),
    "chunks by another name": (post(b"Transfer-Encoding: xchunked\r\n", body=b"5\r\nASK{}\r\n0\r\n\r\n"), (400, 501)),
    "packed chunks": (post(b"Transfer-Encoding: gzip, chunked\r\n", body=b"5\r\nASK{}\r\n0\r\n\r\n"), (400, 501)),
    "chunks behind a blank": (post(b"Transfer-Encoding : chunked\r\n", body=b"5\r\nASK{}\r\n0\r\n\r\n"), (400,)),
    "chunks": (post(CHUNKED, body=b"3\r\nASK\r\n2\r\n{}\r\n0\r\n\r\n"), (200,)),
    "chunks of one letter": (post(CHUNKED, body=b"1\r\n#\r\n" * 30_000 + b"0\r\n\r\n"), (400,)),
    "a chunk larger than numbers": (post(CHUNKED, body=b"FFFFFFFFFFFFFFFFFFFF\r\nASK{}\r\n0\r\n\r\n"), (400,)),
    "a chunk of negative size": (post(CHUNKED, body=b"-5\r\nASK{}\r\n0\r\n\r\n"), (400,)),
    "a chunk with 80 kB of extensions": (post(CHUNKED, body=b"5;" + b"a=b;" * 20_000 + b"\r\nASK{}\r\n0\r\n\r\n"), (200, 400, 413)),
    "400 kB behind the chunks": (post(CHUNKED, body=b"5\r\nASK{}\r\n0\r\n" + b"X: y\r\n" * 50_000 + b"\r\n"), (200, 400, 413, 431)),
    "a request behind the body": (b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT + b"Content-Length: 5\r\n\r\nASK{}GET /secret HTTP/1.1\r\n" + HOST + END, (200,)),
    "a packed body": (post(b"Content-Encoding: gzip\r\n", body=gzip.compress(b"ASK{}"), measured=True), (415,)),
    "a bomb": (post(b"Content-Encoding: gzip\r\n", body=BOMB, measured=True), (415,)),
    "an expectation of nobody": (post(b"Expect: 200-maybe\r\n", body=b"ASK{}", measured=True), (200, 417)),
    "a folded header": (get(b"Accept: text/csv,\r\n text/html\r\n"), (200, 400)),
    "NUL in a header": (get(b"X-Y: a\x00b\r\n"), (400,)),
    "Latin-1 in Accept": (get(b"Accept: t\xe9xt/csv;q=\xff\r\n"), (200, 406)),
    "line feeds alone": (b"GET " + QUERY + b" HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n", (200, 400)),
    "blanks in the target": (get(target=b"/sparql?query=ASK {}"), (400,)),
    "bytes in the target": (get(target="/sparql?query=ASK{?s?p'é'}".encode()), (200, 400)),
    "NUL in the path": (get(target=b"/sparql%00?query=ASK%7B%7D"), (404,)),
    "up and away": (get(target=b"/static/%2e%2e%2f%2e%2e%2fetc%2fpasswd"), (404,)),
    "another host in the path": (get(target=b"//evil.example/sparql"), (404,)),
    "3,000 types": (get(b"Accept: " + b"a/b;q=0.1," * 3_000 + b"\r\n"), (406,)),
    "2,500 parameters of a type": (get(b"Accept: text/csv" + b';a="\\""' * 2_500 + b"\r\n"), (200, 406)),
    "2,000 lines of types": (get(b"Accept: */*\r\n" * 2_000), (200,)),
    "7,000 tags": (get(b"If-None-Match: " + b'"a",' * 7_000 + b"\r\n"), (200,)),
    "5,000 ranges": (get(b"Range: bytes=" + b"0-," * 5_000 + b"0-1\r\n"), (200,)),
    "40 kB of cookies": (get(b"Cookie: " + b"a=b;" * 10_000 + b"\r\n"), (431,)),
    "a language without end": (get(b"Accept-Language: " + b"en-" * 9_000 + b"\r\n", target=b"/query"), (200,)),
    "a form of several parts": (post(body=b"--x--", kind=b"Content-Type: multipart/form-data; boundary=x\r\n", measured=True), (415,)),
    "a body of no type": (post(body=b"ASK{}", kind=b"", measured=True), (415,)),
    "UTF-16": (post(body="ASK{}".encode("utf-16"), kind=b"Content-Type: application/sparql-query; charset=utf-16\r\n", measured=True), (415,)),
    "a broken letter": (post(body=b"ASK{}\xff", measured=True), (400,)),
    "a broken letter in a form": (post(body=b"query=ASK{}%FF", kind=FORM, measured=True), (400,)),
    "half an escape": (post(body=b"query=ASK{}%4", kind=FORM, measured=True), (400,)),
    "60 kB of percent signs": (post(body=b"%" * 60_000, kind=FORM, measured=True), (400,)),
    "60 kB of ampersands": (post(body=b"&" * 60_000, kind=FORM, measured=True), (400,)),
    "150 graphs": (post(body=b"query=ASK{}" + b"&default-graph-uri=http://e.example/g" * 150, kind=FORM, measured=True), (200,)),
    "250 graphs": (post(body=b"query=ASK{}" + b"&named-graph-uri=http://e.example/g" * 250, kind=FORM, measured=True), (400,)),
    "a timeout that is no number": (get(target=QUERY + b"&timeout=nan"), (400,)),
    "a timeout without end": (get(target=QUERY + b"&timeout=1e999"), (400,)),
    "two queries": (get(target=QUERY + b"&query=ASK%7B%7D"), (400,)),
    "a query in the address and one in the body": (b"POST " + QUERY + b" HTTP/1.1\r\n" + HOST + DIRECT + b"Content-Length: 5\r\n" + END + b"ASK{}", (400,)),
    "a header smuggled in a query": (get(b"Accept: text/html\r\n", target=b"/sparql?query=ASK%7B%7D%0d%0aX-Injected:%20y"), (303, 400)),
    "a header smuggled in a language": (get(b"Accept: text/html\r\n", target=b"/query?lang=en%0d%0aX-Injected:%20y"), (200,)),
    "200 requests at once": (get().replace(END, b"\r\n") * 200 + get(), (200,)),
    "a length too short": (post(b"Content-Length: 3\r\n", body=b"ASK{}"), (400,)),
    "no coding by name": (post(b"Transfer-Encoding: identity\r\n", body=b"ASK{}"), (400, 501)),
    "chunks of chunks": (post(b"Transfer-Encoding: chunked, chunked\r\n", body=b"5\r\nASK{}\r\n0\r\n\r\n"), (400, 501)),
    "chunks and nothing": (post(CHUNKED, b"Transfer-Encoding: identity\r\n", body=b"5\r\nASK{}\r\n0\r\n\r\n"), (400, 501)),
    "chunks behind a vertical tab": (post(b"Transfer-Encoding: \x0bchunked\r\n", body=b"5\r\nASK{}\r\n0\r\n\r\n"), (400, 501)),
    "chunks by line feeds": (post(CHUNKED, body=b"5\nASK{}\n0\n\n"), (400,)),
    "more than the chunk": (post(CHUNKED, body=b"5\r\nASK{}XX0\r\n\r\n"), (400,)),
    "a host behind the chunks": (post(CHUNKED, body=b"5\r\nASK{}\r\n0\r\nHost: evil.example\r\nContent-Length: 9\r\n\r\n"), (200, 400)),
    "another protocol": (get(b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"), (200, 400)),
    "another method in a header": (post(b"X-HTTP-Method-Override: DELETE\r\n", body=b"ASK{}", measured=True), (200,)),
    "a body on GET": (get(b"Content-Length: 5\r\n") + b"ASK{}", (200, 400)),
    "a gigabyte on GET": (get(b"Content-Length: 1000000000\r\n") + b"A" * 9_000, (413,)),
    "a method of the future": (b"QUERY /sparql HTTP/1.1\r\n" + HOST + DIRECT + b"Content-Length: 5\r\n" + END + b"ASK{}", (400, 405)),
    "1,500 headers": (get(*(b"X-%d: a\r\n" % n for n in range(1_500))), (200,)),
    "a host with a dot": (get(host=b"Host: evil.example.\r\n"), (421,)),
    "hosts in a list": (get(host=b"Host: 127.0.0.1, evil.example\r\n"), (421,)),
    "a host of brackets": (get(host=b"Host: []\r\n"), (421,)),
    "a proxy's target with a password": (get(target=b"http://a:b@evil.example" + QUERY), (200, 400, 421)),
    "a file as target": (get(target=b"file:///etc/passwd"), (400, 404)),
    "backslashes as target": (get(target=b"\\..\\..\\etc\\passwd"), (400, 404)),
    "10,000 parameters in a body": (post(body=b"&".join(b"a%d=" % n for n in range(9_500)), kind=FORM, measured=True), (400, 413)),
    "2,000 parameters in an address": (get(target=b"/sparql?" + b"&".join([b"a=1"] * 1_900)), (400,)),
    "a query in brackets": (post(body=b"query[]=ASK{}", kind=FORM, measured=True), (400,)),
    "a query behind a semicolon": (post(body=b"a=1;query=ASK{}", kind=FORM, measured=True), (400,)),
    "an update beside a query": (post(body=b"query=ASK{}&update=DROP+ALL", kind=FORM, measured=True), (403,)),
    "UTF-7": (post(body=b"ASK+AHs-+AH0-", kind=b"Content-Type: application/sparql-query; charset=utf-7\r\n", measured=True), (415,)),
    "types in a list": (post(body=b"ASK{}", kind=b"Content-Type: application/sparql-query, text/plain\r\n", measured=True), (415,)),
    "letters of too many bytes": (get(target=QUERY + b"%23%c0%ae"), (400,)),
    "letters that are halves": (get(target=QUERY + b"%23%ed%a0%80"), (400,)),
    "a graph with half an escape": (get(target=QUERY + b"&default-graph-uri=http://e.example/%25zz"), (400,)),
    "a graph on half a host": (get(target=QUERY + b"&named-graph-uri=http://["), (400,)),
    "a graph of no place": (get(target=QUERY + b"&default-graph-uri=http://e.example:port/"), (400,)),
    "a graph that is a script": (get(target=QUERY + b"&default-graph-uri=javascript:alert(1)"), (200,)),
    "clients in a list without end": (get(b"X-Forwarded-For: " + b"192.0.2.1, " * 1_500 + b"x\r\n"), (200,)),
}  # fmt: skip


@pytest.fixture(scope="module")
def site(repository: Path) -> Iterator[tuple[subprocess.Popen, str]]:
    with started(repository) as (process, url):
        httpx.get(url + "/sparql", timeout=20)
        yield process, url
        assert process.poll() is None and httpx.get(url + "/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
        process.terminate()
        process.wait(60)
        assert process.stderr and not (told := process.stderr.read()), f"anybody can fill the operator's log: {told[-1_000:]}"


@pytest.mark.parametrize("name", TABLE)
def test_what_no_library_would_send_gets_its_status(site: tuple[subprocess.Popen, str], name: str) -> None:
    process, url = site
    content, statuses = TABLE[name]
    received = b""
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=60) as client, contextlib.suppress(ConnectionError):
        client.sendall(content)
        while chunk := client.recv(65_536):
            received += chunk
    assert received[:9] == b"HTTP/1.1 " and int(received[9:12]) in statuses, received[:300]
    assert b"Traceback" not in received and b"\r\nX-Injected" not in received and b"root:" not in received and b"X-Secret" not in received
    assert received.count(b"HTTP/1.1 ") == {"a request behind the body": 2, "200 requests at once": 201}.get(name, 1), "one answer to each request"
    assert process.poll() is None


def test_who_asks_a_hundred_times_and_hangs_up_costs_nobody_a_line(site: tuple[subprocess.Popen, str]) -> None:
    """The log is looked at when the site ends."""
    process, url = site
    for number in range(20):
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=60) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # the end is a reset
            client.sendall(get(target=QUERY + b"%%23%d" % number).replace(END, b"\r\n") * 100)
            client.recv(1)
    assert httpx.get(url + "/sparql", params={"query": "ASK {}"}, timeout=20).status_code == 200 and process.poll() is None
