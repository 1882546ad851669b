"""The rules written beside the site, read by a real nginx and a real Apache: what a canonical address leads to there."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from contextlib import closing, contextmanager

import pytest

from claimgraph.terms import BASE
from claimgraph.web.files.publishing import publish
from claimgraph.web.files.redirects import TYPES, headers, redirects
from claimgraph.web.resources import DUMP_FORMATS, FORMATS, resource_of_path
from tests.copies import copy_graph

GONE = f"""<{BASE}id/actor/gone> a <http://semanticweb.cs.vu.nl/2009/11/sem/Actor>, <http://www.w3.org/ns/org#Organization> ; <http://www.w3.org/2000/01/rdf-schema#label> "Gone"@en, "Parti"@fr ;
    <http://www.w3.org/2002/07/owl#deprecated> true ; <http://purl.org/dc/terms/isReplacedBy> <{BASE}id/actor/jnim> .
<{BASE}id/actor/{'long-' * 30}name> a <http://semanticweb.cs.vu.nl/2009/11/sem/Actor>, <http://www.w3.org/ns/org#Organization> ; <http://www.w3.org/2000/01/rdf-schema#label> "Long"@en, "Long"@fr ."""
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDFLIB = "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5,*/*;q=0.1"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.1"
PREFIXES = ("", "/attacks")


@pytest.fixture(scope="module", params=PREFIXES, ids=["at the root", "below a path"])
def folder(request, repository, tmp_path_factory):
    """The folder that a host serves, the site in it, and the path of the site: (folder, site, path)."""
    top = tmp_path_factory.mktemp("host")
    root = top / "root"
    copy_graph(repository, root)
    (root / "graph" / "gone.ttl").write_text(GONE)
    out = top / "www" / request.param.lstrip("/") if request.param else top / "www"
    publish(root, out, f"https://example.org{request.param}/")
    os.chmod(top, 0o755)
    return top / "www", out, request.param


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def running(command, port, log):
    """A server in the foreground until the block ends."""
    with open(log, "wb") as file:
        child = subprocess.Popen(command, stdout=file, stderr=file)
    try:
        for _ in range(200):
            assert child.poll() is None, log.read_text()
            with closing(socket.socket()) as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        child.terminate()
        child.wait(20)


@contextmanager
def nginx(folder, site, path, tmp):
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        pytest.skip("needs nginx: apt-get install nginx-light")
    port = free_port()
    maps, rules = (site / "redirects.nginx").read_text().split("# Into server { }")
    (tmp / "maps").write_text(maps)
    (tmp / "rules").write_text("#" + rules)
    paths = "".join(f"{name}_temp_path {tmp}/{name}; " for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (tmp / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {tmp}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {paths} include {tmp}/maps; server {{ listen 127.0.0.1:{port}; root {folder}; include {tmp}/rules; }} }}\n"
    )
    with running([program, "-p", str(tmp), "-c", str(tmp / "nginx.conf")], port, tmp / "log") as at:
        yield at


@contextmanager
def apache(folder, site, path, tmp):
    program = next((found for name in ("apache2", "httpd") for where in (None, "/usr/sbin") if (found := shutil.which(name, path=where))), None)
    modules = next((place for place in ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/lib/httpd/modules") if os.path.isdir(place)), None)
    if not (program and modules):
        pytest.skip("needs Apache: apt-get install apache2-bin")
    port = free_port()
    loaded = "".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so\n"
        for name in ("mpm_event", "authz_core", "rewrite", "headers", "mime", "dir", "negotiation", "autoindex", "unixd")
        if os.path.exists(f"{modules}/mod_{name}.so")
    )
    (tmp / "httpd.conf").write_text(
        f"ServerName localhost\nServerRoot {tmp}\nListen 127.0.0.1:{port}\nPidFile {tmp}/pid\nErrorLog {tmp}/log\n{loaded}"
        f"TypesConfig /dev/null\nDocumentRoot {folder}\nDirectoryIndex index.html\n"
        f"<Directory {folder}>\n  Require all granted\n  AllowOverride All\n  Options FollowSymLinks\n</Directory>\n"
    )
    if os.geteuid() == 0:  # the children of root become somebody else
        with open(tmp / "httpd.conf", "a") as file:
            file.write("User www-data\nGroup www-data\n")
        for parent in (folder, *folder.parents):
            if parent.stat().st_uid == 0 and parent != parent.parent and "pytest" in str(parent):
                os.chmod(parent, 0o755)
    with running([program, "-X", "-f", str(tmp / "httpd.conf")], port, tmp / "out") as at:
        yield at


@pytest.fixture(scope="module", params=[nginx, apache], ids=["nginx", "apache"])
def host(request, folder, tmp_path_factory):
    """``host(address, accept)`` → (status, headers in lower case, body)."""
    tmp = tmp_path_factory.mktemp("server")
    with request.param(*folder, tmp) as port:

        def ask(address, accept=None, method="GET"):
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                connection.request(method, folder[2] + address, headers={"Accept": accept} if accept is not None else {})
                response = connection.getresponse()
                return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()

        ask.path = folder[2]
        yield ask


def place(answer, path):
    """Where a 303 leads, without the server's own name."""
    status, told, _ = answer
    assert status == 303, (status, told)
    assert "Accept" in told["vary"]
    return "/" + told["location"].split("//")[-1].partition("/")[2].removeprefix(path.lstrip("/")).lstrip("/") if "//" in told["location"] else told["location"].removeprefix(path)


NEGOTIATIONS = [
    (FIREFOX, "page", "html"), ("text/html", "page", "html"), ("text/html;q=0.9, text/turtle;q=0.2", "page", "html"),
    ("text/turtle", "data", "ttl"), ("application/ld+json", "data", "jsonld"), ("application/n-triples", "data", "nt"),
    ("application/rdf+xml", "data", "rdf"), ("application/trig", "data", "trig"), ("application/json", "data", "jsonld"),
    (RDFLIB, "data", "rdf"), (JENA, "data", "ttl"), ("text/turtle, text/html;q=0.5", "data", "ttl"), ("TEXT/TURTLE", "data", "ttl"),
    ("text/html;q=0, text/turtle;q=0.1", "data", "ttl"), (None, "data", "ttl"), ("*/*", "data", "ttl"),
    ("application/*", "data", "jsonld"),
]  # fmt: skip


@pytest.mark.parametrize(("accept", "kind", "extension"), NEGOTIATIONS)
def test_canonical_addresses_lead_where_accept_says(host, accept, kind, extension):
    for address, key in (("/id/place/dia", "place/dia"), ("/code/casualty-type/killed", "code/casualty-type/killed"), ("/ns", "ns"), ("/graph/gazetteer", "graph/gazetteer")):
        at = place(host(address, accept), host.path)
        assert at == f"/{kind}/{key}.{extension}"
        status, told, body = host(at)
        assert (status, told["content-type"].partition(";")[0]) == (200, TYPES[extension]) and len(body) > 100
        assert told["x-content-type-options"] == "nosniff" and told["access-control-allow-origin"] == "*"


def test_other_canonical_addresses(host):
    for name in ("shapes", "code", "dataset", "report", "ns/0.1.0", "graph/article/diafarabe-and-koumara-attacks", "id/actor/" + "long-" * 30 + "name"):
        for accept in ("text/html", "text/turtle"):
            assert host(place(host(f"/{name}", accept), host.path))[0] == 200, (name, accept)


def test_nothing_that_fits_is_406(host):
    status, told, _ = host("/id/place/dia", "image/png")
    assert status == 406 and "Accept" in told["vary"]


@pytest.mark.parametrize("address", ["/no-such-page", "/page/place/nowhere.html", "/data/place/nowhere.ttl", "/sparql"])
def test_what_is_not_there_is_404_with_a_page(host, address):
    status, told, body = host(address, FIREFOX)
    assert status == 404 and b"<h1>" in body and told["content-type"].startswith("text/html")


@pytest.mark.parametrize("address", ["/id/actor/gone", "/page/actor/gone.html", "/page/actor/gone", "/data/actor/gone.ttl"])
def test_withdrawn_things_are_410_with_their_tombstone(host, address):
    status, _, body = host(address, FIREFOX)
    assert status == 410 and b"jnim" in body
    assert host("/id/actor/gone-with-the-wind", FIREFOX)[0] == 303


@pytest.mark.parametrize(
    ("address", "accept", "media_type"),
    [
        ("/id/actor/gone", "text/turtle", "text/turtle"), ("/id/actor/gone", "application/ld+json", "application/ld+json"), ("/id/actor/gone", None, "text/turtle"),
        ("/data/actor/gone.nt", FIREFOX, "application/n-triples"), ("/id/actor/gone", "image/png", "text/html"), ("/page/actor/gone.fr.html", "text/turtle", "text/html"),
    ],
)  # fmt: skip
def test_a_tombstone_is_data_for_machines(host, address, accept, media_type):
    status, told, body = host(address, accept)
    assert (status, told["content-type"].partition(";")[0]) == (410, media_type) and b"jnim" in body


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        ("/", "text/html"), ("/index.fr.html", "text/html"), ("/page/place/dia", "text/html"), ("/page/code", "text/html"), ("/search", "text/html"),
        ("/static/site.css", "text/css"), ("/static/home.js", "text/javascript"), ("/sitemap.xml", "application/xml"), ("/robots.txt", "text/plain"),
        ("/.well-known/void", "text/turtle"), ("/queries/who-says-what.csv", "text/csv"), ("/queries/who-says-what", "text/html"),
        *((f"/dump.{form.extension}", form.media_type) for form in DUMP_FORMATS),
    ],
)  # fmt: skip
def test_every_file_has_its_type(host, address, media_type):
    status, told, body = host(address)
    assert (status, told["content-type"].partition(";")[0]) == (200, media_type) and body
    assert host(address, method="HEAD")[0] == 200
    if media_type.startswith("text/") and media_type != "text/tab-separated-values":
        assert "utf-8" in told["content-type"].lower()


def test_no_folder_is_listed(host):
    for address in ("/data/", "/page/place/", "/static/"):
        assert host(address)[0] in (403, 404)


def test_hosts_that_cannot_look_at_accept_say_what_is_withdrawn_where_they_can():
    told = redirects("/attacks", [resource_of_path("id/actor/gone")]).splitlines()
    assert told[0].startswith("#") and told[1] == "/attacks/id/actor/gone /attacks/page/actor/gone.html 410!"
    assert not any("410" in row for row in redirects("/attacks").splitlines())


def test_hosts_that_cannot_look_at_accept_lead_people_first():
    told = redirects("/attacks")
    assert "/attacks/id/* /attacks/page/:splat.html 302" in told and all(len(row.split()) == 3 for row in told.splitlines())
    assert all(f"/*.{form.extension}\n  Content-Type: {form.media_type}\n" in headers("") for form in FORMATS)
