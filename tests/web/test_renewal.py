"""After an edit only the pages that can have changed are made again, and the site is what a whole publish would write."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from claimgraph.store.local import LocalStore, open_store
from claimgraph.terms import BASE
from claimgraph.views.tracing import EVERYTHING, Lookup, TracedReader, TracedStore
from claimgraph.web.files import ledger, publishing
from claimgraph.web.files.folder import read_manifest
from claimgraph.web.files.ledger import Ledger, changes, place_of, read_ledger, software, state_of
from claimgraph.web.files.publishing import Renewal, files, publish
from claimgraph.web.holdings import Holdings
from claimgraph.web.site import Site
from claimgraph.web.verdicts import Verdict
from tests.copies import copy_graph

ARTICLE = "graph/articles/2023-01-10-diafarabe-and-koumara-attacks.ttl"


def rendered(root, before: Ledger | None = None, site_before: dict[str, bytes] | None = None):
    """The files of a graph, its ledger, and how many resources were made: from scratch, or from the ledger and files of before."""
    local = open_store(root)
    traced = LocalStore(TracedStore(local.store), local.files)
    holdings = Holdings(root, traced, reader=TracedReader)
    now = state_of(root, local.files, local.store, "")
    renewal = Renewal(before.unchanged(now) if before else {}, now)
    made = {name: content if content is not None else (site_before or {})[name] for name, content in files(Site(holdings), holdings.resources(), None, renewal)}
    return made, now, renewal.rendered


def copied(repository, folder):
    return copy_graph(repository, folder)


@pytest.fixture(scope="module")
def before(repository):
    """The site of the repository's own graph with its ledger."""
    return rendered(repository)


def replaced(path: str, old: str, new: str):
    """The edit of one text in one file."""

    def edit(root):
        text = (root / path).read_text()
        assert text.count(old) >= 1, (path, old)
        (root / path).write_text(text.replace(old, new, 1))

    return edit


def added(path: str, turtle: str):
    """The edit that adds to a file, or adds the file."""

    def edit(root):
        with (root / path).open("a") as file:
            file.write("\n" + turtle + "\n")

    return edit


def renamed_article(root):
    (root / ARTICLE).rename(root / "graph" / "articles" / "1999-12-31-diafarabe-and-koumara-attacks.ttl")


#: what is edited → (the edit, at most how many of the 256 resources are made again)
EDITS = {
    "label of a place": (replaced("graph/places.ttl", '"Kassela"@en', '"Kassela (renamed)"@en'), 60),
    "label of an actor": (replaced("graph/actors.ttl", '"Wagner Group"@en', '"Wagner"@en'), 140),
    "figure of a claim": (replaced(ARTICLE, "cg:figure 14", "cg:figure 15"), 90),
    "link to elsewhere": (added("graph/links.ttl", f"<{BASE}id/place/kassela> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <https://example.org/kassela> ."), 20),
    "new event of an actor": (
        added("graph/articles/2024-01-01-x.ttl", f'<{BASE}id/event/x> a <{BASE}ns#ConflictEvent> ; <http://www.w3.org/2000/01/rdf-schema#label> "X"@en ; <http://semanticweb.cs.vu.nl/2009/11/sem/hasPlace> <{BASE}id/place/dia> .'),
        25,
    ),
    "label of a code": (replaced("ontology/codes.ttl", '"killed"@en', '"slain"@en'), 130),
    "order of load": (renamed_article, 256),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_makes_again_what_can_have_changed_and_gives_the_whole_site(before, repository, tmp_path, name):
    edit, most = EDITS[name]
    root = copied(repository, tmp_path)
    edit(root)
    renewed, _, made = rendered(root, before[1], before[0])
    whole, _, all_of_them = rendered(root)
    assert [name for name in whole if renewed.get(name) != whole[name]] == [] and renewed.keys() == whole.keys()
    assert 5 < made <= most <= all_of_them


def test_without_a_change_only_the_pages_about_the_whole_are_made(before, repository):
    renewed, _, made = rendered(repository, before[1], before[0])
    assert renewed == before[0] and made == 5


def test_another_verdict_makes_an_event_again(before, repository):
    """What validation finds may hang on things that the page was not made of."""
    event = "event/diafarabe-and-koumara-attacks"
    made = before[1].made | {event: replace(before[1].made[event], verdict=Verdict(0, 99))}
    renewed, now, again = rendered(repository, replace(before[1], made=made), before[0])
    assert renewed == before[0] and again == 5 + 1 and now.made[event].verdict == Verdict(0, 4)


def test_any_triple_may_go(before, repository, tmp_path):
    """Triples drawn by lot, one at a time: every page that showed one is made again."""
    lot = random.Random(20230110)
    paths = sorted(path.relative_to(repository) for path in [*(repository / "graph").rglob("*.ttl"), repository / "ontology" / "codes.ttl"])
    for number in range(4):
        root = copied(repository, tmp_path / str(number))
        path = root / lot.choice(paths)
        triples = [quad.triple for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE)]
        gone = triples.pop(lot.randrange(len(triples)))
        path.write_bytes(serialize(triples, format=RdfFormat.TURTLE))
        renewed, _, _ = rendered(root, before[1], before[0])
        whole, _, _ = rendered(root)
        assert [name for name in whole if renewed.get(name) != whole[name]] == [], gone


def test_a_removed_resource_takes_its_files_along(before, repository, tmp_path):
    root = copied(repository, tmp_path)
    added("graph/extra.ttl", f'<{BASE}id/actor/short-lived> <http://www.w3.org/2000/01/rdf-schema#label> "Short"@en .')(root)
    with_it, now, _ = rendered(root, before[1], before[0])
    (root / "graph" / "extra.ttl").unlink()
    without, _, _ = rendered(root, now, with_it)
    assert without == before[0] and "page/actor/short-lived.html" in with_it


# What counts as a change


def quads(changed):
    return sorted(f"{one.subject} {one.object}" for one in changed)


A, B, C = (f"<http://e/{name}> <http://e/p> <http://e/o> .\n".encode() for name in "abc")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"g": A + B}, {"g": A + B}, ""),
        ({"g": A + B}, {"g": b"# a remark\n" + A + B}, ""),
        ({"g": A + B}, {"g": A + B + C}, "c"),
        ({"g": A + B}, {"g": A}, "b"),
        ({"g": A + B}, {"g": B + A}, "ab"),
        ({"g": A + B + A}, {"g": B + A}, "ab"),
        ({"g": A}, {"g": A, "h": B}, "b"),
        ({"g": A, "h": B}, {"h": B}, "a"),
    ],
)
def test_quads_that_came_or_went(old, new, expected):
    assert quads(changes(old, new)) == [f"<http://e/{name}> <http://e/o>" for name in expected]


def test_files_in_another_order_change_everything():
    assert list(changes({"g": A, "h": B}, {"h": B, "g": A})) == [EVERYTHING]


@pytest.mark.parametrize("name", ["web/templates/event.html", "web/static/site.css", "views/boundaries.json", "web/strings.toml", "views/claims.py"])
def test_software_is_every_file_of_ours(repository, tmp_path, monkeypatch, name):
    package = tmp_path / "claimgraph"
    shutil.copytree(repository / "src" / "claimgraph", package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(ledger, "files", lambda _: package)
    first = software(repository, "")
    assert software(repository, "") == first != software(repository, "other settings")
    (package / name).write_bytes((package / name).read_bytes() + b" ")
    assert software(repository, "") != first


@pytest.mark.parametrize("name", ["claimgraph.ttl", "shapes/passage.ttl", "context.jsonld"])
def test_software_is_the_ontology_too(repository, tmp_path, name):
    root = copied(repository, tmp_path)
    first = software(root, "")
    (root / "ontology" / name).write_bytes((root / "ontology" / name).read_bytes() + b"\n")
    assert software(root, "") != first


# What was looked up


def test_what_was_remembered_counts_as_looked_up_again(repository):
    store = TracedStore(open_store(repository).store)
    reader = TracedReader(store)
    with store.made_of() as first:
        reader.link(BASE + "id/actor/jnim", "en")
    with store.made_of() as second:
        reader.link(BASE + "id/actor/jnim", "en")
    assert first == second == {Lookup(f"<{BASE}id/actor/jnim>")}
    with store.made_of() as whole:
        len(store), list(store), store.query("ASK {}")
    assert whole == {EVERYTHING}


# The ledger on disk


@pytest.fixture
def small(repository, tmp_path):
    root, out = copied(repository, tmp_path / "root"), tmp_path / "site"
    return root, out, publish(root, out)


def test_an_edited_page_is_written_again(small):
    root, out, _ = small
    page = out / "page" / "place" / "dia.html"
    there = page.read_bytes()
    page.write_bytes(there.replace(b"Dia", b"Dio"))
    (out / "data" / "actor" / "jnim.ttl").unlink()
    done = publish(root, out)
    assert page.read_bytes() == there and (out / "data" / "actor" / "jnim.ttl").is_file()
    assert done.written.changed == 2 and done.rendered == 3 * (5 + 2)


def test_where_nothing_has_changed_nothing_is_made(small, monkeypatch):
    root, out, first = small
    monkeypatch.setattr(publishing, "files", lambda *_: pytest.fail("made"))
    again = publish(root, out)
    assert (again.rendered, again.written.changed, again.written.removed, again.written.files) == (0, 0, 0, first.written.files)
    told = [(one.events, one.claims, one.triples, one.warnings, one.pages) for one in (first, again)]
    assert told[0] == told[1] and told[0][0] == 7


@pytest.mark.parametrize("edited", ["question", "remark", "page of a question", "home gone", "other address", "shape"])
def test_any_difference_is_noticed_and_gives_the_whole_site(small, edited):
    root, out, _ = small
    url = None
    match edited:
        case "question":
            replaced("queries/who-says-what.rq", "Who says how many", "Who tells how many")(root)
        case "remark":
            added("graph/links.ttl", "# looked through")(root)
        case "page of a question":
            (out / "queries" / "who-says-what.html").write_text("nonsense")
        case "home gone":
            (out / "index.html").unlink()
        case "other address":
            url = "https://example.org/attacks/"
        case "shape":
            added("ontology/shapes/passage.ttl", "# looked through")(root)
    publish(root, out, url)
    whole = out.with_name("whole")
    publish(root, whole, url)
    assert {name for name in read_manifest(whole) if (out / name).read_bytes() != (whole / name).read_bytes()} == set()
    assert read_manifest(out) == read_manifest(whole)
    assert publish(root, out, url).rendered == 0


@pytest.mark.parametrize("damage", ["no file", "nonsense", "another site's"])
def test_a_ledger_that_does_not_fit_says_nothing(small, damage):
    root, out, done = small
    if damage == "no file":
        place_of(out).unlink()
    elif damage == "nonsense":
        place_of(out).write_bytes(b"PK\x03\x04 nonsense")
    else:
        (out / "manifest.json").write_text((out / "manifest.json").read_text() + " ")
    assert read_ledger(out).made == {}
    again = publish(root, out)
    assert again.rendered == done.rendered and again.written.changed == 0
    assert publish(root, out).rendered == 0


def test_killed_at_any_moment_the_next_run_still_gives_the_whole_site(small, tmp_path):
    """T28 with the ledger: two states of the graph by turns, each run killed, then one that ends."""
    root, out, _ = small
    lot = random.Random(20230110)
    label = root / "graph" / "places.ttl"
    texts = [label.read_text(), label.read_text().replace('"Kassela"@en', '"Kassela (renamed)"@en')]
    for number in range(4):
        label.write_text(texts[(number + 1) % 2])
        child = subprocess.Popen([sys.executable, "-m", "claimgraph", "--root", root, "publish", "--out", out], stdout=subprocess.DEVNULL)
        time.sleep(lot.uniform(0.5, 2.5))
        child.send_signal(signal.SIGKILL)
        child.wait()
    publish(root, out)
    assert {name: content for name, content in rendered(root)[0].items() if (out / name).read_bytes() != content} == {}
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".") and os.path.isdir(path)] == []
