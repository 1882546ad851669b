"""On a large graph pages are answered while queries and reconciliation get ready."""

import threading

import httpx
import pytest

from claimgraph.errors import UnreadableFile
from claimgraph.reconcile.service import Service
from claimgraph.web import serving
from claimgraph.web.serving import live_site

QUERY = "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"


def test_pages_come_first_and_the_rest_says_when_to_come_back(repository, serve_app, monkeypatch):
    monkeypatch.setattr(serving, "SMALL", 0)
    go, real = threading.Event(), Service.get_ready
    monkeypatch.setattr(Service, "get_ready", lambda self: (go.wait(30), real(self)))
    with serve_app(live_site(repository)) as server:
        try:
            assert httpx.get(f"{server.url}/page/place/dia").status_code == 200
            for path in (QUERY, "/reconcile", "/queries/who-says-what"):
                early = httpx.get(server.url + path)
                assert (early.status_code, early.headers["Retry-After"], early.headers["Cache-Control"]) == (503, "15", "no-store"), path
        finally:
            go.set()
        for path in (QUERY, "/reconcile", "/queries/who-says-what"):
            while (late := httpx.get(server.url + path, timeout=30)).status_code == 503:
                pass
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
        while (answer := httpx.get(server.url + QUERY)).status_code == 503:
            pass
        assert (answer.status_code, "Retry-After" in answer.headers) == (status, False)
        assert httpx.get(f"{server.url}/page/place/dia").status_code == 200
    assert capfd.readouterr().err.count(told) == 1
