"""Block A of the checklist: addresses, content negotiation and statuses, asked of the site without a network."""

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode, Quad, parse

from claimgraph import terms
from claimgraph.store.local import open_store
from claimgraph.terms import BASE, CG, DCT, FOAF, GRAPH, OWL, RDF, SEM, SKOS, local_name
from claimgraph.web.app import Front, create_app
from claimgraph.web.fair.subject import Subject, examples
from claimgraph.web.holdings import TRUE, Holdings
from claimgraph.web.resources import BY_MEDIA_TYPE, FAMILIES, FORMATS, HTML
from claimgraph.web.site import Request, Site

_FILE = re.compile(r"[.](?:html?|php|ttl|rdf|owl|jsonld|xml|nt)$")


def our_iris(subject: Subject) -> Iterator[str]:
    """IRIs of ours that are not plain https addresses."""
    found = {q.subject.value for q in subject.data.store if isinstance(q.subject, NamedNode) and q.subject.value.startswith(BASE)}
    yield from (iri for iri in sorted(found) if not iri.isascii() or "?" in iri or "#" in iri or not iri.startswith("https://") or _FILE.search(iri))


def redirects(subject: Subject) -> Iterator[str]:
    """Addresses that do not answer See Other, or do not say that it depends on Accept."""
    for path in examples(subject):
        for form in (*(form.media_type for form in FORMATS), HTML, "*/*", None):
            answer = subject.site.thing(Request(f"/{path}", accept=form))
            if answer.status != 303 or "Accept" not in answer.headers.get("Vary", ""):
                yield f"/{path} as {form}: {answer.status}"


def documents_tell_of_their_thing(subject: Subject) -> Iterator[str]:
    """Addresses whose document has no triple about its thing."""
    for path in examples(subject):
        at = subject.site.thing(Request(f"/{path}", accept="text/turtle")).headers["Location"]
        body = subject.site.data(Request(at)).body
        if not any(q.subject.value.partition("#")[0] == BASE + path for q in parse(body, format=FORMATS[0].syntax) if isinstance(q.subject, NamedNode)):
            yield f"/{path}"


def link_headers(subject: Subject) -> Iterator[str]:
    """Addresses whose Link header lacks a relation."""
    for path in examples(subject):
        link = subject.site.thing(Request(f"/{path}", accept="text/turtle")).headers["Link"]
        yield from (f"/{path}: no rel={rel}" for rel in ("alternate", "license", "describes") if f'rel="{rel}"' not in link)


def pages_link_data(subject: Subject) -> Iterator[str]:
    """Pages whose head does not link every format and the thing itself."""
    for path in examples(subject):
        at = subject.site.thing(Request(f"/{path}", accept=HTML)).headers["Location"]
        head = subject.site.page(Request(at)).body.partition(b"</head>")[0].decode()
        wanted = [f'<link rel="canonical" href="{BASE}{path}">', *(f'<link rel="alternate" type="{form.media_type}"' for form in FORMATS)]
        yield from (f"/{path}: no {link}" for link in wanted if link not in head)


def documents_say_what_they_are_about(subject: Subject) -> Iterator[str]:
    """Documents of things without foaf:primaryTopic, licence or the dataset that they belong to."""
    for path in examples(subject):
        if path.startswith(("id/", "code/")) and path.count("/") > 1:
            at = subject.site.thing(Request(f"/{path}", accept="application/n-triples")).headers["Location"]
            said = {q.predicate for q in parse(subject.site.data(Request(at)).body, format=BY_MEDIA_TYPE["application/n-triples"].syntax)}
            yield from (f"/{path}: no {one.value}" for one in (FOAF.primaryTopic, DCT.license, DCT.isPartOf) if one not in said)


def asked(app: Front, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """What the site answers, without a network: status, headers in lower case, body."""
    told: dict[str, Any] = {"body": b""}
    sent = [(b"host", b"localhost"), *((name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items())]
    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"", "headers": sent, "http_version": "1.1", "root_path": "", "scheme": "http", "server": ("localhost", 80)}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        told["body"] += message.get("body", b"")
        told.update((name, value) for name, value in message.items() if name in ("status", "headers"))

    asyncio.run(app(scope, receive, send))
    return told["status"], {name.decode(): value.decode("latin-1") for name, value in told["headers"]}, told["body"]


def statuses(subject: Subject) -> Iterator[str]:
    """Requests that get the wrong status: unknown, not acceptable, not allowed, already there."""
    app, thing = create_app(subject.site), f"/{FAMILIES[0].example}"
    page = subject.site.thing(Request(thing, accept=HTML)).headers["Location"]
    status, got, body = asked(app, "GET", page)
    head = asked(app, "HEAD", page)
    cases = (
        ("GET of what is not there", asked(app, "GET", "/id/event/no-such-thing")[0], 404),
        ("image/png", asked(app, "GET", thing, accept="image/png")[0], 406),
        ("the list in a 406", "formats" in json.loads(asked(app, "GET", thing, accept="image/png")[2]), True),
        ("DELETE", (asked(app, "DELETE", page)[0], "allow" in asked(app, "DELETE", page)[1]), (405, True)),
        ("an ETag that fits", asked(app, "GET", page, if_none_match=got.get("etag", ""))[0], 304),
        ("HEAD", (head[0], head[1], head[2]), (status, got, b"")),
    )
    yield from (f"{what}: {found}" for what, found, wanted in cases if found != wanted)


def tombstones(subject: Subject) -> Iterator[str]:
    """Whether something withdrawn is 410 with what is left of it: asked of a copy in which one thing is."""
    iri = next(iter(sorted(subject.data.subjects(RDF.type, SEM.Actor))), None)
    if iri is None:
        return
    local = open_store(subject.root)
    local.store.add(Quad(NamedNode(iri), OWL.deprecated, TRUE, NamedNode(GRAPH + "withdrawn")))
    site = Site(Holdings(subject.root, local))
    for accept in (HTML, *BY_MEDIA_TYPE):
        answer = site.thing(Request("/" + iri.removeprefix(BASE), accept=accept))
        if accept in (HTML, *(form.media_type for form in FORMATS)) and (answer.status != 410 or not answer.body):
            yield f"{accept}: {answer.status}"


def one_base(subject: Subject) -> Iterator[str]:
    """Documents that say something else when the site runs elsewhere: identifiers depend on one constant."""
    elsewhere = Site(subject.holdings, "/elsewhere")
    for path in examples(subject):
        at = subject.site.thing(Request(f"/{path}", accept="text/turtle")).headers["Location"]
        if subject.site.data(Request(at)).body != elsewhere.data(Request(at)).body:
            yield f"/{path}"


def reading_from_anywhere(subject: Subject) -> Iterator[str]:
    """Addresses that scripts of other sites may not read."""
    app = create_app(subject.site)
    for path in ("/", *(f"/{path}" for path in examples(subject)), "/dump.nt"):
        for method in ("GET", "OPTIONS"):
            status, headers, _ = asked(app, method, path, origin="https://example.org")
            if headers.get("access-control-allow-origin") != "*" or status not in (200, 204, 303):
                yield f"{method} {path}"


def terms_of_others_exist(subject: Subject) -> Iterator[str]:
    """Terms of namespaces that we keep a list of, used in data or ontology and not in the list."""
    used = {one.predicate.value for one in (*subject.data.store, *subject.ontology)} | {one.object.value for one in (*subject.data.store, *subject.ontology) if one.predicate == RDF.type}
    lists = [one for one in vars(terms).values() if isinstance(one, terms.Terms)]
    yield from (iri for iri in sorted(used) for one in lists if iri.startswith(one.iri) and "/" not in iri[len(one.iri):] and iri not in one)


def terms_are_described_where_they_lead(subject: Subject) -> Iterator[str]:
    """Terms of ours whose address gives a document, or a page, that does not define them."""
    turtle = subject.site.data(Request("/data/ns.nt")).body.decode()
    page = subject.site.page(Request("/page/ns")).body.decode()
    yield from (iri for iri in subject.terms if f"<{iri}> <{SKOS.definition.value}>" not in turtle or f'id="{local_name(iri)}"' not in page)


def terms_are_told(subject: Subject) -> Iterator[str]:
    """Terms of ours that the data use and the ontology does not declare."""
    used = {q.predicate.value for q in subject.data.store} | {q.object.value for q in subject.data.store if q.predicate == RDF.type}
    yield from (iri for iri in sorted(used) if iri.startswith(CG.iri) and iri not in subject.terms)


QUESTIONS = (
    ("1", "every IRI of ours is https, ASCII, without query, fragment or file extension", our_iris),
    ("2, 3", "every thing answers 303 in every format and to no Accept, with Vary: Accept", redirects),
    ("2", "the document tells of its thing", documents_tell_of_their_thing),
    ("4", "every term used is declared", terms_are_told),
    ("4", "every term of others is in our list of their namespace", terms_of_others_exist),
    ("4", "every term is defined by the document and the page that its address gives", terms_are_described_where_they_lead),
    ("5", "documents link their formats, licence and thing", link_headers),
    ("5", "pages link their formats and their thing", pages_link_data),
    ("5", "documents say their topic, licence and dataset", documents_say_what_they_are_about),
    ("6", "404, 405, 406, 304 and HEAD are what they must be", statuses),
    ("6", "what is withdrawn is 410 with a tombstone", tombstones),
    ("7", "identifiers stay the same wherever the site runs", one_base),
    ("8", "anybody may read from anywhere, and OPTIONS answers", reading_from_anywhere),
)
