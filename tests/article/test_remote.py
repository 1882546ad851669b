"""Articles over the MediaWiki Action API: a local server speaks the protocol, good and bad days included."""

import json
import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from claimgraph.article.remote import fetch, wanted
from claimgraph.cli import main
from claimgraph.errors import Misuse, NotFound, RemoteFailure
from tests.copies import copy_graph

PAGE = {
    "pageid": 7, "ns": 0, "title": "Raid on Ash", "fullurl": "https://en.wikipedia.org/wiki/Raid_on_Ash", "canonicalurl": "https://en.wikipedia.org/wiki/Raid_on_Ash",
    "revisions": [{"revid": 42, "timestamp": "2024-01-01T00:00:00Z", "slots": {"main": {"contentmodel": "wikitext", "content": "{{Infobox military conflict|date=5 May 2020}}\nText."}}}],
}  # fmt: skip
MAXLAG = {"error": {"code": "maxlag", "info": "Waiting for a database server: 6 seconds lagged."}}


class Wiki(ThreadingHTTPServer):
    """Answers in order; every request is kept."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.asked = [], []

    @property
    def api(self):
        return f"http://127.0.0.1:{self.server_port}/w/api.php"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((dict(self.headers), parse_qs(urlsplit(self.path).query)))
        status, headers, body = self.server.answers.pop(0)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def wiki():
    server = Wiki()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_article_comes_with_its_revision(wiki):
    wiki.answers = [(200, {}, {"query": {"pages": [PAGE]}})]
    article = fetch(wanted("Raid_on_Ash", api=wiki.api))
    assert (article.title, article.revision, article.url, article.infobox.first("date")) == ("Raid on Ash", "42", "https://en.wikipedia.org/wiki/Raid_on_Ash", "5 May 2020")
    headers, query = wiki.asked[0]
    assert headers["User-Agent"].startswith("claimgraph/") and "https://" in headers["User-Agent"]
    assert (query["maxlag"], query["titles"], query["redirects"], query["formatversion"]) == (["5"], ["Raid on Ash"], ["1"], ["2"])


def test_a_named_revision_is_asked_for(wiki):
    wiki.answers = [(200, {}, {"query": {"pages": [PAGE]}})]
    fetch(wanted("https://en.wikipedia.org/w/index.php?title=Raid_on_Ash&oldid=41", api=wiki.api))
    assert wiki.asked[0][1]["revids"] == ["41"] and "titles" not in wiki.asked[0][1]


def test_lag_and_a_busy_server_are_waited_for(wiki):
    wiki.answers = [(200, {"Retry-After": "0"}, MAXLAG), (429, {"Retry-After": "0"}, b""), (503, {"Retry-After": "0.01"}, b""), (200, {}, {"query": {"pages": [PAGE]}})]
    assert fetch(wanted("Raid on Ash", api=wiki.api)).revision == "42"
    assert len(wiki.asked) == 4


def test_patience_ends(wiki):
    wiki.answers = [(200, {"Retry-After": "0"}, MAXLAG)] * 4
    with pytest.raises(RemoteFailure, match="too busy"):
        fetch(wanted("Raid on Ash", api=wiki.api))


@pytest.mark.parametrize(
    ("status", "body", "error", "words"),
    [
        (200, {"query": {"pages": [{"title": "X", "missing": True}]}}, NotFound, "no article"),
        (200, {"error": {"code": "invalidtitle", "info": "Bad title."}}, RemoteFailure, "Bad title"),
        (200, b"<html>captive portal</html>", RemoteFailure, "not JSON"),
        (200, [1], RemoteFailure, "not what the MediaWiki API gives"),
        (200, {"query": {"pages": [{**PAGE, "revisions": [{"revid": 1}]}]}}, RemoteFailure, "not what the MediaWiki API gives"),
        (200, {"query": {"pages": [{**PAGE, "revisions": [{"revid": 1, "slots": {"main": {"texthidden": True}}}]}]}}, RemoteFailure, "without the page's text"),
        (200, {"query": []}, RemoteFailure, "not what the MediaWiki API gives"),
        (200, {"query": {"pages": {"7": PAGE}}}, RemoteFailure, "not what the MediaWiki API gives"),
        (200, {"batchcomplete": True}, RemoteFailure, "not what the MediaWiki API gives"),
        (200, {"error": "x"}, RemoteFailure, "not what the MediaWiki API gives"),
        (200, b"[" * 200_000, RemoteFailure, "not JSON"),
        (500, b"", RemoteFailure, "500"),
    ],
)
def test_what_else_a_server_may_answer(wiki, status, body, error, words):
    wiki.answers = [(status, {}, body)]
    with pytest.raises(error, match=words):
        fetch(wanted("X", api=wiki.api))


def test_offline_is_told_in_one_line():
    with pytest.raises(RemoteFailure, match="cannot be reached"):
        fetch(wanted("X", api="http://127.0.0.1:9/w/api.php"))


def test_only_wikipedia_without_an_api_named():
    with pytest.raises(Misuse, match="--api"):
        wanted("http://169.254.169.254/wiki/X")


def test_a_revision_that_is_not_there(wiki):
    wiki.answers = [(200, {}, {"query": {"badrevids": {"41": {"revid": 41, "missing": True}}}})]
    with pytest.raises(NotFound, match="no revision 41"):
        fetch(wanted("https://en.wikipedia.org/w/index.php?title=Raid_on_Ash&oldid=41", api=wiki.api))


def test_an_answer_that_breaks_off_is_told(wiki):
    wiki.answers = [(200, {"Content-Length": "5000"}, b'{"query"')]
    with pytest.raises(RemoteFailure, match="cannot be reached|not JSON"):
        fetch(wanted("X", api=wiki.api))


@pytest.mark.parametrize(
    ("name", "language", "api", "title"),
    [
        ("Raid on Ash", "en", "https://en.wikipedia.org/w/api.php", "Raid on Ash"), ("Combat_de_Ash", "fr", "https://fr.wikipedia.org/w/api.php", "Combat de Ash"),
        ("https://fr.m.wikipedia.org/wiki/Combat_de_Ash", "en", "https://fr.wikipedia.org/w/api.php", "Combat de Ash"),
        ("https://ar.wikipedia.org/wiki/%D9%85%D8%B9%D8%B1%D9%83%D8%A9#x", "en", "https://ar.wikipedia.org/w/api.php", "معركة"),
        ("https://en.wikipedia.org/w/index.php?title=Raid_on_Ash&diff=prev&oldid=5", "en", "https://en.wikipedia.org/w/api.php", "Raid on Ash"),
        ("en.wikipedia.org/wiki/Raid_on_Ash", "fr", "https://en.wikipedia.org/w/api.php", "Raid on Ash"), ("en.m.wikipedia.org/wiki/Raid_on_Ash", "en", "https://en.wikipedia.org/w/api.php", "Raid on Ash"),
        ("https://zh.wikipedia.org/zh-cn/%E6%88%98%E5%BD%B9", "en", "https://zh.wikipedia.org/w/api.php", "战役"), ("https://en.wikipedia.org/wiki/Who_raids%3F", "en", "https://en.wikipedia.org/w/api.php", "Who raids?"),
    ],
)  # fmt: skip
def test_what_a_title_or_an_address_asks_for(name, language, api, title):
    ask = wanted(name, language)
    assert (ask.api, ask.title) == (api, title)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("https://en.wikipedia.org/wiki/Special:Permalink/77", {"revids": "77"}), ("https://en.wikipedia.org/w/index.php?oldid=77", {"revids": "77"}), ("https://en.wikipedia.org/?curid=7", {"pageids": "7"}),
        ("https://en.m.wikipedia.org/w/index.php?title=Raid_on_Ash&oldid=x", {"titles": "Raid on Ash", "rvlimit": "1"}),
    ],
)  # fmt: skip
def test_what_else_an_address_may_name(name, asked):
    assert wanted(name).parameters == asked


@pytest.mark.parametrize("name", ["https://en.wikipedia.org/", "https://en.wikipedia.org/wiki/", "https://en.wikipedia.org/w/index.php?oldid=x", "https:///wiki/X"])
def test_an_address_of_no_article(name):
    with pytest.raises(Misuse, match="not the address of an article"):
        wanted(name)


@pytest.mark.parametrize(
    ("page", "error", "words"),
    [
        ({"title": "A[b", "invalid": True, "invalidreason": "The requested page title contains invalid characters."}, Misuse, "invalid characters"),
        ({"ns": -1, "title": "Special:Random", "special": True}, NotFound, "no article"), ({**PAGE, "ns": 1, "title": "Talk:Raid on Ash"}, Misuse, "is no article"),
        ({**PAGE, "revisions": [{"revid": 1, "slots": {"main": {"contentmodel": "json", "content": "{}"}}}]}, Misuse, "is no article"),
        ({**PAGE, "revisions": [{"revid": 1, "slots": {"main": {"content": "#REDIRECT [[Battle of Ash]]"}}}]}, NotFound, "redirect to “Battle of Ash”"),
    ],
)  # fmt: skip
def test_a_page_that_is_no_article(wiki, page, error, words):
    wiki.answers = [(200, {}, {"query": {"pages": [page]}})]
    with pytest.raises(error, match=words):
        fetch(wanted("Raid on Ash", api=wiki.api))


def test_the_waiting_is_what_the_server_asks_for(wiki):
    later = formatdate(time.time() + 40, usegmt=True)
    wiki.answers = [(429, {"Retry-After": "7"}, b""), (503, {"Retry-After": later}, b""), (200, {}, MAXLAG), (200, {}, {"query": {"pages": [PAGE]}})]
    waited = []
    fetch(wanted("Raid on Ash", api=wiki.api), lambda seconds, host: waited.append((round(seconds), host)))
    assert waited[0] == (7, "127.0.0.1") and 0 < waited[1][0] <= 40 and waited[2][0] == 5


def test_a_server_that_asks_for_an_hour_is_not_waited_for(wiki):
    wiki.answers = [(429, {"Retry-After": "3600"}, b"")]
    with pytest.raises(RemoteFailure, match="come back in 3,600 s"):
        fetch(wanted("Raid on Ash", api=wiki.api))


@pytest.mark.parametrize(("status", "hint"), [(403, "refuses programs"), (404, "the address of a MediaWiki API"), (500, "try again later")])
def test_a_refusal_says_what_to_do(wiki, status, hint):
    wiki.answers = [(status, {}, b"no")]
    with pytest.raises(RemoteFailure, match=str(status)) as told:
        fetch(wanted("X", api=wiki.api))
    assert hint in told.value.hint


def test_the_article_in_other_languages_is_known_by_its_titles(wiki):
    wiki.answers = [(200, {}, {"query": {"pages": [{**PAGE, "langlinks": [{"lang": "fr", "title": "Raid d'Ash"}]}]}})]
    assert fetch(wanted("Raid on Ash", api=wiki.api)).names == (("fr", "Raid d'Ash"),)


def test_an_article_that_moved_stays_in_its_file_under_its_earlier_name(wiki, repository, tmp_path, capsys):
    copy_graph(repository, tmp_path)
    box = "{{Infobox military conflict|date=5 May 2020|combatant1=Aland|combatant2=Red Front|casualties1=3 killed}}\nText."
    page = {**PAGE, "revisions": [{"revid": 42, "slots": {"main": {"content": box}}}]}
    moved = {**page, "title": "Battle of Ash", "canonicalurl": "https://en.wikipedia.org/wiki/Battle_of_Ash", "revisions": [{"revid": 43, "slots": {"main": {"content": box + " More."}}}]}
    wiki.answers = [(200, {}, {"query": {"pages": [page]}}), (200, {}, {"query": {"redirects": [{"from": "Raid on Ash", "to": "Battle of Ash"}], "pages": [moved]}})]
    for _ in range(2):
        assert main(["--root", str(tmp_path), "draft", "Raid on Ash", "--api", wiki.api]) == 0
    told = capsys.readouterr().out
    assert "has moved from “Raid on Ash” to “Battle of Ash”" in told and told.count("- gone: 0") == 1
    assert [p.name for p in (tmp_path / "graph" / "articles").glob("*ash*")] == ["2020-05-05-raid-on-ash.ttl"]
    assert "https://en.wikipedia.org/wiki/Battle_of_Ash" in (tmp_path / "graph" / "articles" / "2020-05-05-raid-on-ash.ttl").read_text()
