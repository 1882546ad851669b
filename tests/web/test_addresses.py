"""Every address: what it answers to which Accept, with which headers. The cases come from the table of resources."""

import gzip
import http.client
import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pyoxigraph import parse

from claimgraph.terms import BASE
from claimgraph.web.answers import CONTENT_SECURITY
from claimgraph.web.app import ADDRESSES, METHODS
from claimgraph.web.resources import BY_MEDIA_TYPE, DUMP_FORMATS, FAMILIES, FORMATS, resource_of_path

HOSTILE = Path(__file__).parent / "hostile"
EVENT = "/id/event/diafarabe-and-koumara-attacks"
EXAMPLES = {family.name: family.example for family in FAMILIES}
KINDS = ("event/mali-war", "claim/diafarabe-koumara-2023-c02", "actor/jnim", "place/koumara-macina", "source/ap-2023-01-12",
         "article/diafarabe-and-koumara-attacks", "ref/diafarabe-koumara-2023-1", "passage/diafarabe-koumara-2023-p02",
         "side/diafarabe-koumara-2023-1", "participation/diafarabe-koumara-2023-mali")  # fmt: skip


def ask(server, path, method="GET", **headers):
    """One request over a real socket: (status, headers in lower case, body as sent)."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def media_type(headers):
    return headers["content-type"].partition(";")[0]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.extension)
@pytest.mark.parametrize("path", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_family_in_every_format(live_server, path, form):
    status, headers, _ = ask(live_server, f"/{path}", Accept=form.media_type)
    assert (status, headers["vary"]) == (303, "Accept")
    status, headers, body = ask(live_server, headers["location"])
    assert (status, media_type(headers)) == (200, form.media_type)
    triples = {quad.triple for quad in parse(body, format=form.syntax)}
    assert any(triple.subject.value.partition("#")[0] == BASE + path for triple in triples)


@pytest.mark.parametrize("path", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_family_as_a_page(live_server, path):
    status, headers, _ = ask(live_server, f"/{path}", Accept="text/html")
    assert (status, headers["location"]) == (303, f"/page/{resource_of_path(path).key}")
    status, headers, body = ask(live_server, headers["location"])
    assert (status, media_type(headers)) == (200, "text/html")
    assert b'<main id="main">' in body and b"<h1>" in body


@pytest.mark.parametrize("key", KINDS)
def test_every_kind_of_thing_has_page_and_data(live_server, key):
    assert ask(live_server, f"/page/{key}")[0] == 200
    status, _, body = ask(live_server, f"/data/{key}.nt")
    assert status == 200 and f"<{BASE}id/{key}>".encode() in body


def test_shared_accept_vectors(live_server):
    vectors = json.loads((HOSTILE / "accept.json").read_text())
    cases = next(cases for name, cases in vectors.items() if name.startswith("resource"))
    for accept, expected in cases:
        status, headers, _ = ask(live_server, EVENT, **({"Accept": accept} if accept is not None else {}))
        assert "Accept" in headers["vary"] and headers["x-content-type-options"] == "nosniff"
        if status == 303:
            status, followed, _ = ask(live_server, headers["location"])
            got = media_type(followed)
        else:
            got = str(status)
        allowed = str(expected).split("|")
        assert any(got != one[1:] if one.startswith("!") else got == one for one in allowed), (accept, expected, got)


@pytest.mark.parametrize(
    ("path", "accept", "status", "kind"),
    [
        ("/", "text/html", 200, "text/html"),
        ("/", "*/*", 200, "text/html"),
        ("/", "text/turtle", 303, "text/plain"),
        ("/", "image/png", 406, "application/problem+json"),
        ("/.well-known/void", "text/turtle", 303, "text/plain"),
        ("/search?q=Koumara", "text/html", 200, "text/html"),
        ("/sitemap.xml", "*/*", 200, "application/xml"),
        ("/robots.txt", "*/*", 200, "text/plain"),
        ("/static/site.css", "*/*", 200, "text/css"),
        ("/static/../app.py", "*/*", 404, "application/problem+json"),
        ("/static/%2e%2e/app.py", "*/*", 404, "application/problem+json"),
        ("/id/event/no-such-event", "text/html", 404, "text/html"),
        ("/id/event/no-such-event", "text/turtle", 404, "application/problem+json"),
        ("/id/nothing/x", "*/*", 404, "application/problem+json"),
        ("/page/event/../event/mali-war", "*/*", 404, "application/problem+json"),
        ("/data/event/mali-war.exe", "*/*", 404, "application/problem+json"),
        ("/data/event/mali-war", "*/*", 404, "application/problem+json"),
        ("/dump.zip", "*/*", 404, "application/problem+json"),
        (EVENT, "image/png", 406, "application/problem+json"),
        ("/ns/0.1.0", "text/turtle", 303, "text/plain"),
        ("/ns/9.9.9", "text/turtle", 404, "application/problem+json"),
        ("/code/casualty-type/no-such-code", "*/*", 404, "application/problem+json"),
        ("/graph/no-such-graph", "*/*", 404, "application/problem+json"),
        ("/%ff%fe", "text/html", 404, "text/html"),
    ],
)
def test_other_addresses(live_server, path, accept, status, kind):
    got, headers, _ = ask(live_server, path, Accept=accept)
    assert (got, media_type(headers)) == (status, kind)


@pytest.mark.parametrize("form", DUMP_FORMATS, ids=lambda form: form.extension)
def test_dumps_are_what_the_description_says(live_server, form):
    import hashlib

    status, headers, body = ask(live_server, f"/dump.{form.extension}")
    assert (status, media_type(headers)) == (200, form.media_type)
    dataset = ask(live_server, "/data/dataset.nt")[2].decode()
    node = f"<{BASE}dump.{form.extension}"
    assert f'{node}#checksum> <http://spdx.org/rdf/terms#checksumValue> "{hashlib.sha256(body).hexdigest()}"' in dataset
    assert f'{node}> <http://www.w3.org/ns/dcat#byteSize> "{len(body)}"' in dataset
    triples = {quad.triple for quad in parse(body, format=form.syntax)}
    assert len(triples) > 1000


def test_what_is_not_acceptable_is_listed(live_server):
    status, headers, body = ask(live_server, EVENT, Accept="image/png")
    told = json.loads(body)
    assert status == 406 and {one["type"] for one in told["formats"]} == {"text/html", *(form.media_type for form in FORMATS)}
    assert 'rel="alternate"' in headers["link"]
    for one in told["formats"]:
        assert media_type(ask(live_server, one["address"])[1]) == one["type"]


@pytest.mark.parametrize("path", ["/", EVENT, "/page/place/dia", "/data/place/dia.ttl", "/static/site.css", "/id/event/nope", "/dump.nt"])
def test_head_is_get_without_body(live_server, path):
    got, head = ask(live_server, path), ask(live_server, path, "HEAD")
    hide = {"date"}
    assert head[0] == got[0] and head[2] == b""
    assert {k: v for k, v in head[1].items() if k not in hide} == {k: v for k, v in got[1].items() if k not in hide}


@pytest.mark.parametrize("path", ["/page/event/mali-war", "/data/event/mali-war.ttl", "/", "/static/site.css"])
def test_etags_are_strong_and_spare_the_body(live_server, path):
    _, headers, body = ask(live_server, path, Accept_Encoding="identity")
    tag = headers["etag"]
    assert tag.startswith('"')
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        status, again, rest = ask(live_server, path, If_None_Match=sent)
        assert (status, rest) == (304, b"") and again["etag"] == tag
    assert ask(live_server, path, If_None_Match='"other"')[0] == 200
    status, zipped, content = ask(live_server, path, Accept_Encoding="gzip")
    if zipped.get("content-encoding") == "gzip":
        assert gzip.decompress(content) == body and zipped["etag"] != tag and "Accept-Encoding" in zipped["vary"]
        assert ask(live_server, path, Accept_Encoding="gzip", If_None_Match=zipped["etag"])[0] == 304
        # Other bytes are another representation: who has only one of them has not the other.
        assert ask(live_server, path, Accept_Encoding="gzip", If_None_Match=tag)[0] == ask(live_server, path, If_None_Match=zipped["etag"])[0] == 200
    assert "content-encoding" not in ask(live_server, path, Accept_Encoding="gzip;q=0")[1]


def test_etag_changes_with_the_content_only(live_server):
    tags = {path: ask(live_server, path)[1]["etag"] for path in ("/page/place/dia", "/page/place/dia?lang=fr", "/data/place/dia.ttl")}
    assert len(set(tags.values())) == 3
    assert tags == {path: ask(live_server, path)[1]["etag"] for path in tags}


@pytest.mark.parametrize("path", ["/", EVENT, "/page/place/dia", "/data/place/dia.ttl", "/static/site.css", "/id/x/y", "/sparql", "/dump.ttl"])
def test_headers_of_safety_are_everywhere(live_server, path):
    _, headers, _ = ask(live_server, path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "server" not in headers


def test_policy_allows_nothing_inline_or_from_elsewhere():
    assert "unsafe" not in CONTENT_SECURITY and "http" not in CONTENT_SECURITY and "*" not in CONTENT_SECURITY


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_other_methods_are_refused_with_those_allowed(live_server, method):
    status, headers, _ = ask(live_server, "/page/place/dia", method)
    assert status == 405 and {part.strip() for part in headers["allow"].split(",")} == set(METHODS)


def test_options_answers_preflight(live_server):
    status, headers, body = ask(live_server, "/data/place/dia.ttl", "OPTIONS", Origin="https://example.org")
    assert (status, body) == (204, b"") and headers["access-control-allow-origin"] == "*"
    assert "GET" in headers["access-control-allow-methods"]


def test_data_links_to_page_licence_and_thing(live_server):
    link = ask(live_server, "/data/place/dia.ttl")[1]["link"]
    assert '</page/place/dia>; rel="alternate"; type="text/html"' in link
    assert 'rel="license"' in link and f'<{BASE}id/place/dia>; rel="describes"' in link


def test_no_answer_repeats_a_foreign_host(live_server):
    for path in ("/", EVENT, "/page/place/dia", "/data/place/dia.ttl", "/sitemap.xml", "/reconcile", "/sparql"):
        status, headers, body = ask(live_server, path, Host="evil.example")
        assert status in (400, 421) and b"evil.example" not in body and "evil" not in str(headers)
    assert ask(live_server, "/", Host="localhost:8000")[0] == 200


def test_long_addresses_are_refused(live_server):
    assert ask(live_server, "/page/" + "a" * 9_000)[0] == 414
    assert ask(live_server, "/search?q=" + "a" * 9_000)[0] == 414
    assert ask(live_server, "/search?q=" + "a" * 2_000)[0] == 200


def test_half_open_connections_end_and_disturb_nobody(live_server):
    idle = [socket.create_connection(("127.0.0.1", live_server.port)) for _ in range(50)]
    for one in idle:
        one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-")
    assert ask(live_server, "/data/place/dia.ttl")[0] == 200
    for one in idle:
        one.settimeout(60)
        while one.recv(4096):  # a TimeoutError, were it left open
            pass
        one.close()


def test_a_cache_that_looks_at_addresses_only_never_mixes_types(live_server):
    """T22: one address per format; what negotiates is never a 200, so such a cache has nothing to mix up."""
    kept = {}
    for accept in ("text/html", "text/turtle", "application/ld+json", "application/rdf+xml"):
        status, headers, _ = ask(live_server, EVENT, Accept=accept)
        assert status == 303
        at = headers["location"]
        got = kept.setdefault(at, media_type(ask(live_server, at, Accept=accept)[1]))
        assert got == accept


def test_languages_by_address_and_by_header(live_server):
    for path, header, expected, way in (
        ("/page/place/dia", None, "en", "ltr"),
        ("/page/place/dia", "fr-FR, en;q=0.5", "fr", "ltr"),
        ("/page/place/dia?lang=ar", "fr", "ar", "rtl"),
        ("/page/place/dia?lang=xx", "fr", "fr", "ltr"),
    ):
        _, headers, body = ask(live_server, path, **({"Accept_Language": header} if header else {}))
        assert headers["content-language"] == expected and "Accept-Language" in headers["vary"]
        assert f'<html lang="{expected}" dir="{way}">'.encode() in body


def test_withdrawn_things_leave_a_tombstone(root_with, serve_app):
    from claimgraph.web.serving import live_site

    gone = f"""<{BASE}id/actor/gone> <http://www.w3.org/2000/01/rdf-schema#label> "Gone"@en ;
        <http://www.w3.org/2002/07/owl#deprecated> true ;
        <http://purl.org/dc/terms/isReplacedBy> <{BASE}id/actor/jnim> ."""
    with serve_app(live_site(root_with(gone))) as server:
        for path, accept, kind in (
            ("/id/actor/gone", "text/html", "text/html"),
            ("/id/actor/gone", "text/turtle", "text/turtle"),
            ("/page/actor/gone", "text/html", "text/html"),
            ("/data/actor/gone.jsonld", "*/*", "application/ld+json"),
        ):
            status, headers, body = ask(server, path, Accept=accept)
            assert (status, media_type(headers)) == (410, kind)
            assert b"actor/jnim" in body or b"actor:jnim" in body
        assert ask(server, "/id/actor/gone", Accept="image/png")[0] == 406


def test_the_routes_are_those_of_the_table(live_server):
    """T29: nothing but reading; the table has no other method."""
    assert METHODS == ["GET", "HEAD", "OPTIONS"]
    assert len({path for path, _ in ADDRESSES}) == len(ADDRESSES)


def test_sitemap_names_pages_that_are_there(live_server):
    import re

    found = re.findall(rb"<loc>([^<]+)</loc>", ask(live_server, "/sitemap.xml")[2])
    assert len(found) > 100
    for at in found[1::25]:
        assert ask(live_server, "/" + at.decode().removeprefix(BASE))[0] == 200
    assert all(urlsplit(at.decode()).scheme == "https" for at in found)


def test_more_pages_than_one_sitemap_may_hold(repository, monkeypatch):
    from xml.etree import ElementTree

    from claimgraph.web import sitemaps
    from claimgraph.web.holdings import Holdings
    from claimgraph.web.site import Request, Site

    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 100)
    site = Site(Holdings(repository))
    index = [element.text for element in ElementTree.fromstring(site.sitemap(Request("/sitemap.xml")).body).iter() if element.tag.endswith("loc")]
    assert index == [f"{BASE}sitemap.{number}.xml" for number in range(1, len(index) + 1)] and len(index) > 1
    pages = [element.text for at in index for element in ElementTree.fromstring(site.sitemap(Request("/" + at.removeprefix(BASE))).body).iter() if element.tag.endswith("loc")]
    assert len(pages) == len(set(pages)) == len(site.holdings.resources()) + 1
    assert site.sitemap(Request(f"/sitemap.{len(index) + 1}.xml")).status == 404


def test_search_finds_other_spellings(live_server):
    body = ask(live_server, "/search?q=komara")[2]
    assert b"/page/place/koumara" in body
    assert b"U+202E" not in ask(live_server, "/search?q=%E2%80%AEx")[2].partition(b"<h2>")[0]


def test_unknown_media_types_of_the_table_do_not_exist():
    assert set(BY_MEDIA_TYPE) == {form.media_type for form in DUMP_FORMATS}


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/page/place/koumara/", 301, "/page/place/koumara"), ("/page/place/koumara/?lang=fr", 301, "/page/place/koumara?lang=fr"), ("/id/place/koumara/", 301, "/id/place/koumara"),
        ("/ns/", 301, "/ns"), ("/code/role/", 301, "/code/role"), ("/page/place/nowhere/", 404, None), ("//page/place/koumara/", 404, None),
        ("/page/place/k%6fumara", 200, None), ("/page/place/koumara%2F", 404, None), ("/page/place/KOUMARA", 404, None), ("/page/place/diafarabe%CC%81", 404, None),
    ],
)  # fmt: skip
def test_addresses_written_otherwise(live_server, path, status, location):
    found, headers, _ = ask(live_server, path, Accept="text/html")
    assert (found, headers.get("location")) == (status, location)


@pytest.mark.parametrize(("asked", "language"), [("fr", "fr"), ("FR", "fr"), ("fr-CA", "fr"), ("xx", "en"), ("", "en")])
def test_a_language_is_asked_for_by_its_tag(live_server, asked, language):
    status, headers, _ = ask(live_server, f"/page/place/koumara?lang={asked}", Accept_Language="en")
    assert (status, headers["content-language"]) == (200, language)


def test_options_about_the_server(live_server):
    with socket.create_connection(("127.0.0.1", live_server.port), timeout=30) as line:
        line.sendall(b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert line.makefile("rb").read().startswith(b"HTTP/1.1 204 ")
