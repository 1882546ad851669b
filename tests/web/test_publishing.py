"""The site as files: whole, inside its folder, linked relatively, the same each time, and never half of each."""

import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from claimgraph.errors import ClaimgraphError, Misuse
from claimgraph.terms import BASE
from claimgraph.web.files.folder import MANIFEST, Collision, OutsideFolder, read_manifest, write_folder
from claimgraph.web.files.publishing import NotPublishable, base_path, documents, files, publish
from claimgraph.web.holdings import Holdings
from claimgraph.web.site import Site
from tests.copies import copy_graph


@pytest.fixture(scope="module")
def published(repository, tmp_path_factory):
    """The site of the repository's own graph: (folder, what publish said)."""
    out = tmp_path_factory.mktemp("published") / "site"
    return out, publish(repository, out)


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "src", "action") and (tag, dict(attrs).get("rel")) != ("link", "canonical")]


def local_links(path: Path):
    reader = Links()
    reader.feed(path.read_text())
    return [link for link in reader.found if not re.match(r"[a-z]+:|#|$", link)]


def files_of(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def test_every_link_between_files_leads_to_a_file(published):
    out, _ = published
    checked = 0
    for page in out.rglob("*.html"):
        if page.name.startswith("404."):  # shown at any depth, so its links begin at the top
            continue
        for link in local_links(page):
            path = unquote(link.partition("#")[0].partition("?")[0])
            assert not path.startswith("/"), (page, link)
            target = (page.parent / path).resolve() if path else page
            assert target.is_file() and target.is_relative_to(out.resolve()), (page, link)
            checked += 1
    assert checked > 5_000


def test_it_says_what_it_wrote(published):
    out, done = published
    assert (done.events, done.claims) == (7, 28)
    assert done.written.files == done.written.changed == len(read_manifest(out))
    for name in ("index.html", "index.fr.html", "index.ar.html", "search.html", "404.html", "sitemap.xml", "robots.txt", "dump.ttl",
                 ".well-known/void", "_redirects", ".htaccess", "redirects.nginx", "page/report.html", "data/report.ttl", "data/ns.ttl"):  # fmt: skip
        assert (out / name).is_file(), name


def test_the_manifest_is_true(published):
    out, _ = published
    assert {name: digest for name, digest in files_of(out).items() if name != MANIFEST} == read_manifest(out)


def test_same_input_same_bytes_in_another_process_locale_and_time_zone(published, repository, tmp_path):
    out, _ = published
    again = tmp_path / "again"
    environment = os.environ | {"PYTHONHASHSEED": "4711", "LC_ALL": "POSIX", "LANG": "tr_TR.ISO-8859-9", "TZ": "Asia/Kolkata", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([sys.executable, "-m", "claimgraph", "--root", repository, "publish", "--out", again], check=True, env=environment, capture_output=True)
    assert files_of(again) == files_of(out)


def refused_with_the_site_untouched(root, out):
    """A graph with a violation is not published, and nothing of the old site changes."""
    before = files_of(out)
    (root / "graph" / "extra.ttl").write_text(f"<{BASE}id/event/broken> a <{BASE}ns#ConflictEvent> .\n")
    with pytest.raises(NotPublishable) as caught:
        publish(root, out)
    assert caught.value.exit_code == 1 and "event/broken" in caught.value.message
    assert files_of(out) == before


def test_a_second_run_rewrites_only_what_changed_and_violations_nothing(repository, tmp_path):
    root, out = tmp_path / "root", tmp_path / "site"
    copy_graph(repository, root)
    publish(root, out)
    inodes = {path.relative_to(out): path.stat().st_ino for path in out.rglob("*") if path.is_file()}
    assert publish(root, out).written.changed == 0
    assert inodes == {path.relative_to(out): path.stat().st_ino for path in out.rglob("*") if path.is_file()}
    places = root / "graph" / "places.ttl"
    places.write_text(places.read_text().replace('"Kassela"@en', '"Kassela (renamed)"@en'))
    done = publish(root, out)
    kept = sum(path.stat().st_ino == inodes.get(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    assert 0 < done.written.changed < done.written.files / 4
    assert kept >= done.written.files - done.written.changed
    assert "Kassela (renamed)" in (out / "page" / "place" / "kassela.html").read_text()
    refused_with_the_site_untouched(root, out)


def test_the_base_url_changes_addresses_and_no_identifier(repository):
    holdings = Holdings(repository)
    one, other = (dict(documents(Site(holdings, base_path(url)), url, holdings.resources())) for url in ("https://one.example/", "https://other.example/attacks/"))
    differing = {name for name, content in one.items() if other[name] != content}
    assert differing == {"404.html", "404.fr.html", "404.ar.html", "_redirects", "_headers", ".htaccess", "redirects.nginx", "robots.txt", "sitemap.xml"}
    assert b"https://other.example/attacks/page/place/dia.html" in other["sitemap.xml"]


@pytest.mark.parametrize("url", ["ftp://x/", "nonsense", "https://x/?q=1", "//x/", "https://x/a b/", "https://x/{;}/", "https://x/a\nb/", "https://x/$1/"])
def test_a_base_url_that_is_none_is_refused(repository, tmp_path, url):
    with pytest.raises(Misuse):
        publish(repository, tmp_path / "site", url)


def test_a_folder_with_other_files_is_not_overwritten(repository, tmp_path):
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(Misuse):
        publish(repository, tmp_path)
    assert (tmp_path / "letters.txt").read_text() == "dear"


def test_hostile_slugs_stay_inside(root_with, tmp_path):
    slugs = ["..", "%2e%2e", "..%2F..%2Fetc", "%00", "CON", "a" * 300, "x.fr", "x", "X", "é"]
    turtle = "".join(f'<{BASE}id/activity/{slug}> <http://www.w3.org/2000/01/rdf-schema#label> "{n}"@en .\n' for n, slug in enumerate(slugs))
    out = tmp_path / "site"
    root = root_with(turtle)
    try:
        publish(root, out)
    except NotPublishable:  # the shapes refuse such an IRI before it gets that far
        holdings = Holdings(root)
        write_folder(out, files(Site(holdings), holdings.resources(), None))
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(out) and not path.is_relative_to(root)]
    assert [path.name for path in outside if path.suffix != ".lock"] == []
    pages = [path for path in (out / "page" / "activity").glob("*.html") if not re.search(r"\.(fr|ar)\.html$", path.name)]
    assert len({path.name.lower() for path in pages}) == len(pages) >= len(slugs) - 1


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "a//b", "./a"])
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    with pytest.raises(OutsideFolder):
        write_folder(tmp_path / "site", [("ok", b""), (name, b"")])
    assert not (tmp_path / "site").exists()


def test_two_resources_in_one_file_are_refused(tmp_path):
    with pytest.raises(Collision):
        write_folder(tmp_path / "site", [("a", b"1"), ("a", b"2")])


def test_a_failing_run_leaves_the_old_folder(tmp_path):
    out = tmp_path / "site"
    write_folder(out, [("a", b"old")])

    def broken():
        yield "a", b"new"
        raise ClaimgraphError("stopped")

    with pytest.raises(ClaimgraphError):
        write_folder(out, broken())
    assert (out / "a").read_bytes() == b"old"
    assert write_folder(out, [("a", b"new")]).changed == 1
    assert (out / "a").read_bytes() == b"new"


WRITER = """
import sys, time
from pathlib import Path
from claimgraph.web.files.folder import write_folder
out, release = Path(sys.argv[1]), int(sys.argv[2])
while True:
    release += 1
    write_folder(out, ((f"d{n % 7}/f{n}", b"%d " % release * 500) for n in range(120)))
    print(release, flush=True)
"""


def test_killed_at_any_moment_it_is_the_old_site_or_the_new_one(tmp_path):
    """T28, on the writer that publish uses: twenty kills at random moments of runs that change every file."""
    out = tmp_path / "site"
    random.seed(20230110)
    release = 0
    for _ in range(20):
        child = subprocess.Popen([sys.executable, "-c", WRITER, out, str(release)], stdout=subprocess.PIPE, text=True)
        child.stdout.readline()  # at least one run is complete
        time.sleep(random.uniform(0, 0.12))
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        told = json.loads((out / MANIFEST).read_text())["files"]
        contents = {(out / name).read_bytes() for name in told}
        assert len(told) == 120 and len(contents) == 1, "two releases in one folder"
        assert all(hashlib.sha256((out / name).read_bytes()).hexdigest() == digest for name, digest in told.items())
        now = int(contents.pop().split()[0])
        assert now > release
        release = now


def test_pages_on_disk_allow_nothing_from_elsewhere(published):
    out, _ = published
    for name in ("index.html", "page/event/diafarabe-and-koumara-attacks.html"):
        assert "default-src 'none'" in (out / name).read_text()
