"""Articles over the MediaWiki Action API: a local server speaks the protocol, good and bad days included."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from claimgraph.article.remote import fetch, wanted
from claimgraph.errors import Misuse, NotFound, RemoteFailure

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
    thread = threading.Thread(target=server.serve_forever, daemon=True)
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
        (200, {"query": {"pages": [{**PAGE, "revisions": [{"revid": 1}]}]}}, RemoteFailure, "without the page's text"),
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
