"""Hostile labels, literals and IRIs on pages, in documents and in file names: text stays text (T14–T19, T21, T30)."""

import http.client
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from claimgraph.terms import BASE, RDFS, SEM
from claimgraph.web.holdings import Holdings
from claimgraph.web.links import CLICKABLE, file_key
from claimgraph.web.rendering import INVISIBLE
from claimgraph.web.site import Request, Site

#: Samples of their kinds, from the data set that all tests share.
HOSTILE = Path(__file__).parent / "hostile"
VICTIM = BASE + "id/actor/hostile"
KNOWN_TAGS = {
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "svg", "rect", "nav", "ul", "li", "span", "main", "p", "h1", "h2",
    "h3", "bdi", "dl", "dt", "dd", "section", "details", "summary", "pre", "footer", "br", "code", "path", "circle", "text", "g", "figure",
    "figcaption", "div", "line", "table", "thead", "tbody", "tr", "th", "td", "caption", "form", "input", "button", "i", "b", "sup", "ol",
    "blockquote", "small", "del", "article", "label", "select", "option", "output", "use",
}  # fmt: skip


class Seen(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.links, self.scripts, self.text, self.isolated = set(), set(), [], [], [], []
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src", "action", "formaction", "xlink:href")]
        self.open.append(tag)
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts[-1] += data
        else:
            self.text.append(data)
            if "bdi" in self.open:
                self.isolated.append(data)


def look(body: str) -> Seen:
    seen = Seen()
    seen.feed(body)
    seen.close()
    return seen


def assert_harmless(body: str) -> Seen:
    """No element, attribute, script or link that the templates did not write, and nothing invisible."""
    seen = look(body)
    assert seen.tags <= KNOWN_TAGS
    assert not {name for name in seen.attributes if name.startswith("on") or name == "style" or name == "srcdoc"}
    assert all(re.match(r"(https?:|mailto:|/|#|\?)", link) for link in seen.links), seen.links
    assert INVISIBLE.search(body) is None
    data_blocks = [script for script in seen.scripts if script.strip()]
    assert len(data_blocks) <= 1
    for block in data_blocks:
        json.loads(block)
    return seen


def hostile_terms():
    return json.loads((HOSTILE / "terms.json").read_text())


def graph_of(triples) -> bytes:
    return serialize(triples, format=RdfFormat.TURTLE)


def site_of(root) -> Site:
    return Site(Holdings(root))


def page(site: Site, path: str, query: str = "") -> str:
    return site.page(Request(path, query, "text/html")).body.decode()


@pytest.fixture
def victim(root_with):
    """A site with an actor and an event that carry every hostile literal and IRI, and the literals."""
    terms = hostile_terms()
    actor, event = NamedNode(VICTIM), NamedNode(BASE + "id/event/hostile")
    triples = [Triple(actor, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), SEM.Actor)]
    triples += [Triple(event, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NamedNode(BASE + "ns#ConflictEvent"))]
    for literal in terms["literals"]:
        for node in (actor, event):
            triples += [Triple(node, RDFS.label, Literal(literal, language=tag)) for tag in ("en", "fr", "ar")]
            triples += [Triple(node, NamedNode("http://www.w3.org/2004/02/skos/core#altLabel"), Literal(literal))]
            triples += [Triple(node, NamedNode("http://www.w3.org/2004/02/skos/core#editorialNote"), Literal(literal, language="en"))]
    for iri in terms["iris"]:
        if not iri.startswith("//"):
            triples += [Triple(actor, RDFS.seeAlso, NamedNode(iri)), Triple(event, NamedNode("http://schema.org/url"), NamedNode(iri))]
    return site_of(root_with(graph_of(triples))), terms


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("key", ["actor/hostile", "event/hostile", "graph/extra"])
def test_hostile_terms_stay_text(victim, key, language):
    assert_harmless(page(victim[0], f"/page/{key}", f"lang={language}"))


@pytest.mark.parametrize("number", range(16))
def test_each_hostile_literal_as_the_label_of_everything(root_with, number):
    literal = hostile_terms()["literals"][number]
    lines = [Triple(NamedNode(VICTIM), RDFS.label, Literal(literal, language="en"))]
    lines += [Triple(NamedNode(VICTIM), NamedNode("http://schema.org/headline"), Literal(literal))]
    site = site_of(root_with(graph_of(lines)))
    seen = assert_harmless(page(site, "/page/actor/hostile"))
    shown = INVISIBLE.sub(lambda match: f"U+{ord(match[0]):04X}", literal).replace("\r", "\n")
    assert shown.strip() in "".join(seen.text).replace("\r", "\n")
    assert_harmless(site.home(Request("/", accept="text/html")).body.decode())
    assert_harmless(site.search(Request("/search", "q=" + "x")).body.decode())
    assert_harmless(site.search(Request("/search")).body.decode())


def test_only_addresses_that_may_be_clicked_are_links(root_with):
    content = (HOSTILE / "js_iri.ttl").read_text().replace("<http://s>", f"<{VICTIM}>")
    seen = assert_harmless(page(site_of(root_with(content)), "/page/actor/hostile"))
    schemes = {link.partition(":")[0] for link in seen.links if ":" in link.partition("/")[0]}
    assert schemes <= set(CLICKABLE)
    assert "javascript:alert(document.domain)" in "".join(seen.text)


def test_attributes_cannot_be_left(root_with):
    content = (HOSTILE / "attr_literal.ttl").read_text().replace("<http://s>", f"<{VICTIM}>")
    seen = assert_harmless(page(site_of(root_with(content)), "/page/actor/hostile"))
    assert "onmouseover=alert(1)" in "".join(seen.text)


def test_bidi_controls_are_shown_and_isolated(root_with):
    content = (HOSTILE / "bidi_labels.ttl").read_text().replace("<http://s>", f"<{VICTIM}>")
    body = page(site_of(root_with(content)), "/page/actor/hostile")
    seen = assert_harmless(body)
    assert "U+202E" in "".join(seen.isolated) and "\u202e" not in body


def test_end_of_script_in_a_label_does_not_end_the_script(root_with):
    text = '</script><script>alert(1)</script><!-- & \u2028 "quoted"'
    site = site_of(root_with(graph_of([Triple(NamedNode(VICTIM), RDFS.label, Literal(text, language="en"))])))
    seen = assert_harmless(page(site, "/page/actor/hostile"))
    (block,) = [script for script in seen.scripts if script.strip()]
    assert json.loads(block)["name"] == text


def test_every_xml_answer_is_well_formed_or_refused(root_with):
    terms = hostile_terms()["literals"]
    for number, literal in enumerate(terms):
        triple = Triple(NamedNode(VICTIM), RDFS.label, Literal(literal, language="en"))
        site = site_of(root_with(graph_of([triple]), f"extra{number}"))
        answer = site.data
        try:
            body = answer(Request("/data/actor/hostile.rdf")).body
        except Exception as error:  # noqa: BLE001 - what it is, is the next line's question
            assert getattr(error, "status", 500) == 406, literal
            assert any(ord(ch) < 32 or ch in "\ufffe\uffff" for ch in literal)
        else:
            ElementTree.fromstring(body)
        for extension, syntax in (("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("jsonld", RdfFormat.JSON_LD)):
            body = site.data(Request(f"/data/actor/hostile.{extension}")).body
            assert literal in {q.object.value for q in parse(body, format=syntax) if isinstance(q.object, Literal)}


def test_invalid_iris_are_refused_with_their_line(root_with):
    from claimgraph.errors import UnreadableFile

    content = (HOSTILE / "bad_iri_gt.ttl").read_text()
    with pytest.raises(UnreadableFile) as caught:
        Holdings(root_with(content))
    assert caught.value.line == 1


@pytest.mark.parametrize(
    "iri",
    ["http://e/a b", 'http://e/a"b', "http://e/a<b", "http://e/a{b}", "http://e/a|b", "http://e/a^b", "http://e/a`b", "http://e/a\\b", "http://e/a\\u0020b", "http://e/a\\u003Eb", "http://e/a\\u0000b",
     "http://e/a\nb", "http://e/a\x00b", "http://e/a\x7fb\x01", "http://[::1", "http://e/%", "http://e/\\uD800", "no/scheme", "http://e:port/"],
)  # fmt: skip
def test_no_iri_gets_in_that_could_not_be_written_again(root_with, iri):
    """T17: refused with file and line, or read and written back as the same."""
    from claimgraph.errors import UnreadableFile

    content = f'<{VICTIM}> <{RDFS.label.value}> "x"@en .\n<{VICTIM}> <http://e/p> <{iri}> .\n'
    try:
        site = site_of(root_with(content))
    except UnreadableFile as error:
        assert error.line in (2, 3) and "extra.ttl" in str(error)
        return
    for extension, syntax in (("nt", RdfFormat.N_TRIPLES), ("ttl", RdfFormat.TURTLE), ("rdf", RdfFormat.RDF_XML), ("jsonld", RdfFormat.JSON_LD)):
        back = {quad.object for quad in parse(site.data(Request(f"/data/actor/hostile.{extension}")).body, format=syntax) if quad.predicate.value == "http://e/p"}
        assert len(back) == 1, extension
    assert_harmless(page(site, "/page/actor/hostile"))


TRAVERSAL = ["..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%2Fetc%2Fpasswd", "a%00b", "CON", "Dia", "dia%20", "é" * 200, ".htaccess", "x.fr", "-rf"]


def test_file_names_stay_inside_and_apart():
    keys = [f"actor/{slug}" for slug in (*TRAVERSAL, "dia", "x")]
    names = [file_key(key) for key in keys]
    assert len(set(name.lower() for name in names)) == len(keys)
    for name in names:
        assert re.fullmatch(r"actor/(~[0-9a-f]{32}|[a-z0-9][a-z0-9_-]{0,119})", name)


@pytest.mark.parametrize("path", ["/id/event/nope", "/page/nope", "/data/event/nope.ttl", "/%00", "/id/event/%e2%80%ae", "/static/../../etc/passwd", "/dump.../etc/passwd"])
def test_errors_tell_no_path_and_no_traceback(live_server, path, repository):
    connection = http.client.HTTPConnection("127.0.0.1", live_server.port, timeout=30)
    for accept in ("text/html", "application/json"):
        connection.request("GET", path, headers={"Accept": accept})
        response = connection.getresponse()
        body = response.read().decode()
        assert response.status in (400, 404)
        assert "Traceback" not in body and str(repository) not in body and ".py" not in body
    connection.close()


def test_a_file_that_vanished_is_not_named(root_with):
    from claimgraph.errors import UnreadableFile

    site = site_of(root_with(""" <http://e/s> <http://e/p> "x" . """))
    answer = site.failed(Request("/"), UnreadableFile("/secret/place/x.ttl", "no such file"))
    assert answer.status == 500 and b"secret" not in answer.body


def test_templates_load_nothing_from_elsewhere(repository):
    """T34: every script, style, image and font is our own."""
    folder = repository / "src" / "claimgraph" / "web"
    for path in sorted([*(folder / "templates").glob("*.html"), *(folder / "static").glob("*.css"), *(folder / "static").glob("*.js")]):
        text = path.read_text()
        loads = re.findall(r"""(?:src|@import|url\()\s*=?\s*["'(]?\s*((?:https?:)?//[^"')\s]+)""", text)
        assert loads == [], path.name
        assert "style=" not in text or path.suffix != ".html" or "<style" not in text, path.name
        assert re.search(r"\son[a-z]+\s*=\s*[\"']", text) is None, path.name
