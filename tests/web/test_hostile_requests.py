"""Requests that somebody hostile or careless sends: every one is answered, with the right status, and none changes what others get (T22–T26)."""

import http.client
import socket
from contextlib import closing

import pytest

from claimgraph.terms import BASE
from claimgraph.web.app import ADDRESSES, METHODS, host_name
from claimgraph.web.negotiation import negotiate
from claimgraph.web.resources import FAMILIES, FORMATS

ONE = "/page/place/dia"
NEGOTIATED = "/id/place/dia"
TYPES = (*(form.media_type for form in FORMATS), "text/html")


def sent(server, data: bytes) -> tuple[int, dict[str, str], bytes]:
    """The answer to raw bytes: status, headers in lower case, body."""
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=20)) as connection:
        connection.sendall(data)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    assert len(headers) == len(lines), "a header twice"
    return int(first.split()[1]), headers, body


def request(method: str, target: str, *headers: str, host: str | None = "127.0.0.1", version: str = "1.1") -> bytes:
    named = [f"Host: {host}"] if host is not None else []
    return ("\r\n".join([f"{method} {target} HTTP/{version}", *named, *headers, "Connection: close"]) + "\r\n\r\n").encode("latin-1")


def example(path: str) -> str:
    """An address that fits a row of the table."""
    for family in FAMILIES:
        if f"/{family.example}".startswith(path.partition("{")[0]) and path != "/":
            return f"/{family.example}"
    return path.replace("{path:path}", "place/dia").replace("{slug}", "x").replace("{name}", "site.css").replace("{extension}", "ttl").replace("{version}", "0.1.0")


# Methods


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "TRACE", "PROPFIND", "LOCK", "MKCOL"])
def test_no_address_takes_a_method_that_writes(live_server, method):
    for path, _ in ADDRESSES:
        status, headers, body = sent(live_server, request(method, example(path), "Content-Length: 0"))
        assert (status, headers["allow"]) == (405, ", ".join(METHODS)), path
        assert headers["content-type"] == "application/problem+json" and b"x-secret" not in body


def test_trace_repeats_nothing(live_server):
    _, _, body = sent(live_server, request("TRACE", ONE, "Cookie: x-secret"))
    assert b"x-secret" not in body


def test_head_and_options_everywhere(live_server):
    for path, _ in ADDRESSES:
        status, told, body = sent(live_server, request("HEAD", example(path), "Accept: */*"))
        got, headers, _ = sent(live_server, request("GET", example(path), "Accept: */*"))
        assert (status, body) == (got, b"") and told.keys() == headers.keys(), path
        assert told["content-length"] == headers["content-length"]
        status, headers, body = sent(live_server, request("OPTIONS", example(path), "Origin: https://example.org", "Access-Control-Request-Method: GET"))
        assert (status, body) == (204, b"") and headers["access-control-allow-origin"] == "*"
        assert "content-length" not in headers and "content-type" not in headers  # RFC 9110 section 8.6


@pytest.mark.parametrize(
    "data",
    [
        request("FOO", ONE), request("get", ONE), request("GET", ONE, "Content-Length: -1"), request("GET", ONE, "Content-Length: 1", "Content-Length: 2"),
        request("POST", "/sparql", "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n", request("GET", ONE, "Transfer-Encoding: chunked") + b"zz\r\n",
        request("GET", ONE, "Accept: text/\0html"), request("GET", ONE, "Accept: text/html,\r\n */*"), request("GET", ONE, "A b: c"), b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 100, request("GET", "/a b"), request("GET", "/\xff\xfe"), request("GET", ONE, version="9.9"), b"GET\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_request_is_400(live_server, data):
    assert sent(live_server, data)[0] == 400
    assert sent(live_server, request("GET", ONE))[0] == 200


# Hosts and proxies


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200), ("127.0.0.1:9999", 200), ("localhost", 200), ("LOCALHOST:80", 200), ("[::1]", 200), ("[::1]:8000", 200), ("127.0.0.1:", 200),
        ("evil.example", 421), ("localhost.evil.example", 421), ("evil.example:localhost", 421), ("127.0.0.1:80@evil.example", 421), ("localhost@evil.example", 421),
        ("[::1]evil.example", 421), ("[evil.example]", 421), ("localhost/evil.example", 421), ("", 421), (None, 400),
    ],
)  # fmt: skip
def test_hosts(live_server, host, status):
    got, headers, body = sent(live_server, request("GET", ONE, host=host))
    assert got == status
    assert "evil" not in str(headers) + body.decode()


def test_two_hosts_are_400(live_server):
    assert sent(live_server, request("GET", ONE, "Host: evil.example"))[0] == 400
    assert sent(live_server, request("GET", ONE, "Host: 127.0.0.1"))[0] == 400


def test_http_1_0_needs_no_host(live_server):
    assert sent(live_server, request("GET", ONE, host=None, version="1.0"))[0] == 200


def test_what_a_client_says_of_a_proxy_is_not_repeated(live_server):
    told = ("X-Forwarded-Host: evil.example", "X-Forwarded-Proto: gopher", "X-Forwarded-Prefix: /evil", "Forwarded: host=evil.example", "X-Original-URL: /evil", "X-Rewrite-URL: /evil", "X-Host: evil.example")
    for path in ("/", NEGOTIATED, ONE, "/data/place/dia.ttl", "/sitemap.xml", "/robots.txt", "/dataset", "/sparql", "/reconcile", "/no/such/page"):
        plain, poisoned = sent(live_server, request("GET", path)), sent(live_server, request("GET", path, *told))
        assert plain[0] == poisoned[0] and plain[2] == poisoned[2] and "evil" not in str(poisoned), path


def test_the_address_may_name_a_host_and_is_not_repeated(live_server):
    status, headers, body = sent(live_server, request("GET", f"http://evil.example{NEGOTIATED}"))
    assert status in (303, 421) and "evil" not in str(headers) + body.decode()


# Addresses


@pytest.mark.parametrize(
    "path",
    [
        "/id%2Fplace%2Fdia", "/id/place%2Fdia", "/id/place%2fdia", "//id/place/dia", "/id//place/dia", "/id/place//dia", "/id/place/./dia", "/id/./place/dia",
        "/id/place/../place/dia", "/id/place/%2e%2e/place/dia", "/id/place/..%2fplace%2fdia", "/id/place/%252e%252e", "/id/place/%c0%ae%c0%ae/dia", "/id/place/%e0%80%af", "/id/place/%ed%a0%80",
        "/id/place/DIA", "/ID/place/dia", "/id/Place/dia", "/id/place/dia%00", "/id/place/dia%0d%0aX-Y:%20z", "/id/place/dia;x=1", "/id/place/dia%3Fx", "/id/place/dia%23x", "/id/place/dia.ttl",
        "/page/place/dia.html", "/data/place/dia.TTL", "/data/place/dia.ttl/", "/data/.ttl", "/data/ttl", "/page/", "/page", "/id", "/id/", "/code//killed", "/dump.", "/dump.ttl/",
        "/static/", "/static", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//site.css", "/static/site.css%00.js", "/np/", "/np/x%2F..%2Fy", "/ns/..", "/ns/nothing/", "/.git/config", "/.env",
        "/%", "/%zz", "/" + "%41" * 300, "/" + "a/" * 2000, "/id/place/" + "é".encode().hex(), "*",
    ],
)  # fmt: skip
def test_addresses_of_nothing_are_404(live_server, path):
    for accept in ("text/html", "text/turtle"):
        status, headers, body = sent(live_server, request("GET", path, f"Accept: {accept}"))
        assert status == 404, path
        assert "x-y" not in headers and b"Traceback" not in body
        assert headers["content-type"].partition(";")[0] == ("text/html" if accept == "text/html" else "application/problem+json")


@pytest.mark.parametrize(
    "query",
    ["lang=", "lang=xx", "lang=%00", "lang=../../etc/passwd", "lang[]=fr", "lang=<script>", "Lang=fr", "in=", "in=-1", "in=0", "in=9999", "in=1e3", "in=%D9%A3", "in=nan", "a=1" + "&a=1" * 900, "&&&===&", "%ff%fe=%ff", "%", "x=;lang=fr", "q" * 4000],
)  # fmt: skip
def test_queries_that_mean_nothing_change_nothing(live_server, query):
    assert sent(live_server, request("GET", f"{ONE}?{query}"))[2] == sent(live_server, request("GET", ONE))[2]
    assert sent(live_server, request("GET", f"{NEGOTIATED}?{query}"))[1]["location"] == sent(live_server, request("GET", NEGOTIATED))[1]["location"]
    status, headers, body = sent(live_server, request("GET", f"/data/place/dia.ttl?{query}"))
    assert status == 200 and body == sent(live_server, request("GET", "/data/place/dia.ttl"))[2]


def test_the_last_of_two_languages_counts(live_server):
    assert sent(live_server, request("GET", f"{ONE}?lang=en&lang=fr"))[1]["content-language"] == "fr"


PERCENT = ("caf%C3%A9", "café", "a%20b", "100%25", "A", "a", "naïve-ﬀ", "日本", "a'b", "a(b)", "a~b", "a%2Fb")


def test_names_with_percent_signs_and_letters_of_any_script(root_with, serve_app):
    """Each IRI has a page and data of its own, reached by the address that its own page names."""
    from claimgraph.web.serving import live_site

    turtle = "".join(f'<{BASE}id/activity/{name}> <http://www.w3.org/2000/01/rdf-schema#label> "number {n}"@en .\n' for n, name in enumerate(PERCENT))
    with serve_app(live_site(root_with(turtle))) as server:
        for number, name in enumerate(PERCENT):
            address = "".join(letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode()) for letter in name)
            if name == "caf%C3%A9":
                continue  # by its address it is the same as the next, which is the IRI that a browser means
            for accept in ("text/html", "text/turtle"):
                status, headers, _ = sent(server, request("GET", f"/id/activity/{address}", f"Accept: {accept}"))
                assert status == 303, name
                status, headers, body = sent(server, request("GET", headers["location"]))
                assert status == 200 and f"number {number}".encode() in body, (name, accept)


def test_a_name_that_is_percent_encoded_in_its_iri_is_found(root_with, serve_app):
    from claimgraph.web.serving import live_site

    turtle = f'<{BASE}id/activity/caf%C3%A9> <http://www.w3.org/2000/01/rdf-schema#label> "encoded"@en .'
    with serve_app(live_site(root_with(turtle))) as server:
        assert b"encoded" in sent(server, request("GET", "/page/activity/caf%C3%A9"))[2]


# Negotiation and caches


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/turtle;charset=utf-8", "text/turtle"), ("text/turtle; version=1.1 ;q=0.5, text/html;q=0.4", "text/turtle"), ("text/turtle;q=0.5;ext=1, text/html;q=0.6", "text/html"),
        ("text/turtle ; q = 0.1 , text/html", "text/html"), ("TEXT/HTML", "text/html"), ("text/html;level=1", "text/html"), ("text/html;q=0.", None), ("text/html;q=.5, text/turtle;q=0.1", "text/turtle"),
        ("text/html;q=1.0000, text/turtle;q=0.1", "text/turtle"), ("text/html;q=0.5;q=0.9, text/turtle;q=0.7", "text/html"), ("text/html;q=\"1\", text/turtle;q=0.2", "text/turtle"), (",,, text/html ,,", "text/html"),
        ("*/*;q=0.000", None), ("*/*;q=0, text/html", "text/html"), ("text/*", "text/turtle"), ("application/*", "application/ld+json"), ("*", "text/turtle"), ("text/html/x", "text/turtle"), ("text/ht ml", "text/turtle"),
        ('text/html;x="\\",text/turtle"', "text/html"), ('text/html;x="', "text/html"), ("application/ld+json;profile=\"http://www.w3.org/ns/json-ld#compacted\"", "application/ld+json"), ("text/n3", None),
    ],
)  # fmt: skip
def test_more_accept_headers(accept, expected):
    assert negotiate(accept, TYPES) == expected


def test_huge_and_odd_accept_headers_over_the_wire(live_server):
    assert sent(live_server, request("GET", NEGOTIATED, "Accept: " + "text/turtle," * 9_000))[0] == 431
    assert sent(live_server, request("GET", NEGOTIATED, "Accept: " + "text/turtle," * 2_000))[0] == 303
    assert sent(live_server, request("GET", NEGOTIATED, "Accept: image/png", "Accept: text/html"))[1]["location"] == ONE
    assert sent(live_server, request("GET", NEGOTIATED, "Accept: text/t\xfcrtle, text/html"))[1]["location"] == ONE
    assert sent(live_server, request("GET", NEGOTIATED, "Accept:"))[1]["location"].endswith(".ttl")


@pytest.mark.parametrize(
    ("coding", "zipped"),
    [("gzip", True), ("GZIP", True), ("gzip;q=0.001", True), ("br, gzip", True), ("*", True), ("gzip;q=0", False), ("gzip;q=0.000", False), ("*;q=0", False), ("gzip;q=0, *", False), ("identity", False), ("x", False), ("", False), ("gzip;q=x", False)],
)  # fmt: skip
def test_gzip_for_those_who_take_it(live_server, coding, zipped):
    status, headers, _ = sent(live_server, request("GET", ONE, f"Accept-Encoding: {coding}"))
    assert status == 200 and (headers.get("content-encoding") == "gzip") == zipped and "Accept-Encoding" in headers["vary"]


@pytest.mark.parametrize("tag", ['"x", W/{tag}', "W/{tag}", "*", ' {tag} , "y"', '"a,b", {tag}'])
def test_tags_that_fit(live_server, tag):
    etag = sent(live_server, request("GET", ONE))[1]["etag"]
    status, headers, body = sent(live_server, request("GET", ONE, "If-None-Match: " + tag.format(tag=etag)))
    assert (status, body, headers["etag"]) == (304, b"", etag) and "content-length" not in headers and "vary" in headers


@pytest.mark.parametrize("tag", ['"x"', "W/", "", '""', "{bare}x", '"{bare}', "**", '"' * 1000, "," * 1000])
def test_tags_that_do_not_fit(live_server, tag):
    etag = sent(live_server, request("GET", ONE))[1]["etag"]
    assert sent(live_server, request("GET", ONE, "If-None-Match: " + tag.format(bare=etag.strip('"') + "-")))[0] == 200


@pytest.mark.parametrize("told", ["bytes=0-10", "bytes=5-1", "bytes=-1", "bytes=0-,0-,0-", "lines=1-2", "bytes=" + "0-1," * 2000])
def test_parts_of_a_document_are_not_cut(live_server, told):
    """A server may answer Range with the whole (RFC 9110 section 14.2); ours says so by promising nothing."""
    status, headers, body = sent(live_server, request("GET", "/data/place/dia.ttl", f"Range: {told}"))
    assert status == 200 and int(headers["content-length"]) == len(body) and headers.get("accept-ranges") in (None, "none")


class AddressCache:
    """A shared cache that looks at the address alone, as the largest one does, and keeps what it is allowed to."""

    def __init__(self, server):
        self.server, self.kept = server, {}

    def get(self, path, accept):
        if path in self.kept:
            return self.kept[path]
        answer = sent(self.server, request("GET", path, f"Accept: {accept}"))
        rules = {rule.strip().partition("=")[0] for rule in answer[1]["cache-control"].split(",")}
        if not rules & {"private", "no-store"}:
            self.kept[path] = answer
        return answer


@pytest.mark.parametrize("first", TYPES)
def test_behind_a_cache_that_looks_at_addresses_only_everybody_gets_his_type(live_server, first):
    """T22: whoever comes first, nobody is served another's type."""
    cache = AddressCache(live_server)
    for accept in (first, *TYPES, first):
        for path in (NEGOTIATED, "/", "/dataset", "/ns", "/code/casualty-type/killed", "/id/place/nowhere"):
            status, headers, _ = cache.get(path, accept)
            if status == 303:
                status, headers, _ = cache.get(headers["location"], accept)
            got = headers["content-type"].partition(";")[0]
            assert got == accept if status == 200 else got in ("application/problem+json", "text/html"), (path, accept, got)
    assert len(cache.kept) >= 12


def test_a_withdrawn_thing_is_not_mixed_up_either(root_with, serve_app):
    from claimgraph.web.serving import live_site

    gone = f'<{BASE}id/actor/gone> <http://www.w3.org/2000/01/rdf-schema#label> "Gone"@en ; <http://www.w3.org/2002/07/owl#deprecated> true .'
    with serve_app(live_site(root_with(gone))) as server:
        cache = AddressCache(server)
        for accept in (*TYPES, *TYPES):
            status, headers, _ = cache.get("/id/actor/gone", accept)
            assert (status, headers["content-type"].partition(";")[0]) == (410, accept) and "Accept" in headers["vary"]


def test_a_proxy_that_keeps_connections_open_gets_answers_in_order(live_server):
    """Pipelined requests: no answer is taken for another's."""
    connection = http.client.HTTPConnection("127.0.0.1", live_server.port, timeout=20)
    connection.connect()
    paths = [ONE, "/data/place/dia.ttl", "/no/such", NEGOTIATED, "/static/site.css"] * 4
    connection.sock.sendall(b"".join(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n".encode() for path in paths))
    for path in paths:
        response = http.client.HTTPResponse(connection.sock, method="GET")
        # each reads from a file of its own, which would read ahead: one file for all
        response.fp = connection.__dict__.setdefault("_shared", response.fp)
        response.begin()
        response.fp, body = None, response.fp.read(int(response.headers["Content-Length"]))
        expected = {ONE: 200, "/data/place/dia.ttl": 200, "/no/such": 404, NEGOTIATED: 303, "/static/site.css": 200}[path]
        assert response.status == expected and len(body) == int(response.headers["Content-Length"])
    connection.close()


def test_host_names():
    assert host_name(b"Example.org:80") == "example.org" and host_name(b"a b") == host_name(b"[::1") == ""
