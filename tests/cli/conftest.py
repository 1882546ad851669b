"""A small table, and reconciliation services of every mood, for the tests of ``claimgraph reconcile``."""

import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.reconciling import SHEET, Fake, result


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A small table of places."""
    path = tmp_path / "places.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


@pytest.fixture
def moods() -> Iterator[Callable[..., tuple[str, list[dict]]]]:
    """Start a service with a mood; gives its address and what it was asked."""
    servers = []

    def start(behave: Callable[[dict, int], tuple[int, object]]) -> tuple[str, list[dict]]:
        handler = type("Mood", (Fake,), {"behave": staticmethod(behave), "seen": []})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/en/api", handler.seen

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def wikidata(moods: Callable[..., tuple[str, list[dict]]]) -> str:
    """A service that gives the item Q1, called Mopti, for everything."""
    return moods(lambda queries, calls: (200, result(queries)))[0]
