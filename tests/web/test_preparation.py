"""What takes long on a large graph is made by another process, and nobody waits for it; large files are sent from disk."""

import gc
import hashlib
import http.client
import time

import pytest

from claimgraph.web import holdings as holdings_module
from claimgraph.web.app import create_app
from claimgraph.web.holdings import Holdings
from claimgraph.web.preparation import NotPrepared, Preparation
from claimgraph.web.site import Request, Site


@pytest.fixture
def large(repository, monkeypatch):
    """Holdings that count as large."""
    monkeypatch.setattr(holdings_module, "SMALL", 0)
    return Holdings(repository)


def ready(holdings):
    for _ in range(1200):
        if holdings.ready():
            return True
        time.sleep(0.05)
    return False


def test_the_other_process_makes_what_this_one_would(large, repository):
    assert not large.ready()
    assert ready(large)
    here = Holdings(repository)
    assert large.report == here.report and large.statistics == here.statistics and large.verdicts == here.verdicts
    assert [(one.name, one.sha256) for one in large.dumps.all] == [(one.name, one.sha256) for one in here.dumps.all]
    assert all(hashlib.sha256(one.path.read_bytes()).hexdigest() == one.sha256 for one in large.dumps.all)


def test_pages_about_the_whole_say_when_to_come_back(large):
    site = Site(large)
    for path in ("/page/dataset", "/data/dataset.ttl", "/page/report", "/data/report.nt"):
        with pytest.raises(Exception, match="being made") as caught:
            (site.page if path.startswith("/page") else site.data)(Request(path))
        answer = site.failed(Request(path), caught.value)
        assert (answer.status, answer.headers["Retry-After"], answer.cache) == (503, "15", "no-store")
    home = site.home(Request("/", accept="text/html"))
    assert (home.status, home.cache) == (200, "no-store") and b"dump.ttl" not in home.body
    assert ready(large)
    home = site.home(Request("/", accept="text/html"))
    assert home.cache != "no-store" and b"dump.ttl" in home.body and site.data(Request("/data/report.nt")).status == 200


def test_an_event_says_its_verdict_as_soon_as_there_is_one(large):
    site, asked = Site(large), Request("/page/event/diafarabe-and-koumara-attacks", "lang=en", "text/html")
    early = site.page(asked)
    assert (early.status, early.cache) == (200, "no-store") and b"This event:" not in early.body
    assert ready(large)
    late = site.page(asked)
    assert late.cache != "no-store" and b"This event:" in late.body


def test_a_report_that_could_not_be_made_takes_no_page_away(repository, monkeypatch):
    holdings = Holdings(repository)

    def never():
        raise NotPrepared("no room")

    monkeypatch.setattr(holdings, "ready", never)
    site = Site(holdings)
    for answer in (site.home(Request("/", accept="text/html")), site.page(Request("/page/event/mali-war"))):
        assert (answer.status, answer.cache) == (200, "no-store")


def test_it_ends_with_us(repository):
    made = Preparation(repository)
    child, folder = made.child, made.folder
    del made
    gc.collect()
    assert child.poll() is not None and not folder.exists()


def test_a_failure_is_told_without_where(tmp_path):
    made = Preparation(tmp_path / "no-such-root")
    made.child.wait(60)
    with pytest.raises(NotPrepared) as caught:
        made.result()
    assert caught.value.status == 500 and str(tmp_path) not in str(caught.value)


def test_large_dumps_are_sent_from_disk(repository, serve_app, monkeypatch):
    monkeypatch.setattr("claimgraph.web.site.MOST_HELD", 0)
    monkeypatch.setattr("claimgraph.web.answers.PIECE", 1000)
    holdings = Holdings(repository)
    with serve_app(create_app(Site(holdings))) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

        def ask(method="GET", **headers):
            connection.request(method, "/dump.nt", headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()

        status, told, body = ask(Accept_Encoding="gzip")
        dump = holdings.dumps.of("nt")
        assert status == 200 and body == dump.path.read_bytes() and "content-encoding" not in told
        assert told["content-length"] == str(dump.size) and told["etag"] == f'"{dump.sha256}"' and told["x-content-type-options"] == "nosniff"
        assert ask("HEAD") == (200, told | {"date": ask("HEAD")[1]["date"]}, b"")
        assert ask(If_None_Match=told["etag"])[0] == 304
        connection.close()
