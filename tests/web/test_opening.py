"""On a large graph pages are answered while queries and reconciliation get ready."""

import threading
import time

import httpx
import pytest

from claimgraph.errors import UnreadableFile
from claimgraph.reconcile.service import Service
from claimgraph.web import serving
from claimgraph.web.serving import live_site

QUERY = "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"

LATER = (QUERY, "/sparql", "/reconcile", "/queries/who-says-what", "/queries/who-says-what.csv")
AT_ONCE = ("/query", "/query/limits", "/query/outlines.json", "/queries", "/queries.json", "/queries.ttl", "/queries/who-says-what.rq", "/queries/who-says-what.ttl", "/openapi.json")


def test_pages_come_first_and_the_rest_says_when_to_come_back(repository, serve_app, monkeypatch):
    monkeypatch.setattr(serving, "SMALL", 0)
    go, real = threading.Event(), Service.get_ready
    monkeypatch.setattr(Service, "get_ready", lambda self: (go.wait(600), real(self)))
    with serve_app(live_site(repository)) as server:
        try:
            assert httpx.get(f"{server.url}/page/place/dia").status_code == 200
            for path in LATER:
                for accept in ("*/*", "text/html"):
                    early = httpx.get(server.url + path, headers={"Accept": accept})
                    if path.startswith("/sparql") and accept == "text/html":
                        assert early.status_code == 303  # to the editor, which is there
                        continue
                    assert (early.status_code, early.headers["Retry-After"]) == (503, "15"), path
                    assert early.headers["Cache-Control"] in ("no-store", "no-cache")
                    assert early.headers["Content-Type"].partition(";")[0] == ("text/html" if accept == "text/html" else "application/problem+json")
                    assert "get ready" in early.text
            for path in AT_ONCE:
                assert httpx.get(server.url + path, headers={"Accept": "text/html, */*;q=0.1"}).status_code == 200, path
            assert httpx.get(server.url + "/sparql?query=ASK%20%7B").status_code == 400  # a mistake is told whenever it is made
        finally:
            go.set()
        for path in LATER:
            until = time.monotonic() + 120
            while (late := httpx.get(server.url + path, timeout=30)).status_code == 503:
                assert time.monotonic() < until, path
            assert late.status_code == 200, path


@pytest.mark.parametrize(
    ("fault", "status", "told"),
    [
        (UnreadableFile("names.tsv", "no such file"), 400, "claimgraph: names.tsv: no such file"),
        (MemoryError("too many names"), 500, "claimgraph: queries and reconciliation are away: MemoryError: too many names"),
    ],
    ids=["of the input", "of ours"],
)
def test_what_fails_is_said_once_and_nobody_is_told_to_come_back(repository, serve_app, monkeypatch, capfd, fault, status, told):
    def fail(self):
        raise fault

    monkeypatch.setattr(serving, "SMALL", 0)
    monkeypatch.setattr(Service, "get_ready", fail)
    with serve_app(live_site(repository)) as server:
        until = time.monotonic() + 120
        while (answer := httpx.get(server.url + QUERY, timeout=30)).status_code == 503:
            assert time.monotonic() < until, "told to come back for ever"
        assert (answer.status_code, "Retry-After" in answer.headers) == (status, False)
        assert httpx.get(f"{server.url}/page/place/dia").status_code == 200
    assert capfd.readouterr().err.count(told) == 1
