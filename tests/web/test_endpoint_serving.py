"""``claimgraph serve`` as a process: it ends when told to, leaves nothing behind, and fronts real stores."""

import contextlib
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, serialize

from claimgraph.store.catalogue import load_catalogue
from claimgraph.store.local import open_store
from claimgraph.store.remote import RemoteStore
from claimgraph.web.serving import live_site
from tests.store import servers
from tests.web.processes import children, started

#: questions whose rows are compared between the embedded store and the stores elsewhere
COMPARED = ("who-says-what", "contradictions", "losses-by-claimant", "sub-events", "who-are-the-parties", "exact-words")


@contextlib.contextmanager
def served(repository: Path, *options: str) -> Iterator[tuple[subprocess.Popen, str]]:
    """The command, answering."""
    with started(repository, *options) as (process, url):
        httpx.get(url + "/sparql", timeout=20)
        yield process, url


def none_left(pids: set[int]) -> bool:
    """Whether all of them end; init needs a moment to fetch them."""
    until = time.monotonic() + 20
    while alive := [pid for pid in pids if Path(f"/proc/{pid}").exists()]:
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return not alive


#: the eight that answer, and the one they are forked from
PROCESSES = 9


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_with_all_its_workers(repository: Path, how: signal.Signals) -> None:
    with served(repository) as (process, url):
        for _ in range(400):
            if len(workers := children(process.pid)) == PROCESSES:
                break
            time.sleep(0.05)
        assert len(workers) == PROCESSES
        assert httpx.get(url + "/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
        process.send_signal(how)
        assert process.wait(60) in (0, -how, 130)
        assert process.stderr and "Traceback" not in process.stderr.read()
        assert none_left(workers)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("after", [0.0, 0.05, 0.1, 0.2])
def test_it_ends_cleanly_in_the_midst_of_starting(repository: Path, how: signal.Signals, after: float) -> None:
    with started(repository) as (process, _):
        time.sleep(after)
        below = children(process.pid)
        process.send_signal(how)
        assert process.wait(60) in (0, -how, 130)
        assert process.stderr and "Traceback" not in process.stderr.read()
        assert none_left(below)


def test_who_asks_while_it_starts_waits_for_the_answer(repository: Path) -> None:
    with started(repository) as (_, url):
        assert httpx.get(url + "/sparql", params={"query": "ASK {}"}, timeout=20).json()["boolean"] is True


def test_why_it_does_not_start_is_told_in_a_line(repository: Path, tmp_path: Path) -> None:
    entry = tmp_path / "entry.py"
    entry.write_text("raise SystemExit(7)")
    code = (
        "import sys, pathlib; from claimgraph.store.workers import nursery; nursery.ENTRY = pathlib.Path(sys.argv[1]);"
        "from claimgraph.cli import main; sys.exit(main(['--root', sys.argv[2], 'serve', '--port', '0']))"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(entry), str(repository)], capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode != 0 and "Traceback" not in ended.stderr
    assert "does not start: the query workers' parent ended before it had read the data (exit code 7)" in ended.stderr


def test_it_ends_in_time_though_a_query_runs(repository: Path) -> None:
    with served(repository) as (process, url):
        workers = children(process.pid)
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=60) as client:
            client.sendall(b"GET /sparql?query=SELECT(COUNT(*)AS?n)%7B?a?b?c.?d?e?f.?g?h?i.?j?k?l%7D HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) in (0, -signal.SIGTERM, 130)
        assert none_left(workers)


def test_a_killed_server_leaves_no_worker(repository: Path) -> None:
    with served(repository) as (process, _):
        workers = children(process.pid)
        process.kill()
        process.wait()
        assert none_left(workers)


def test_there_is_no_address_that_changes_anything(repository: Path) -> None:
    app = live_site(repository)
    while not hasattr(app, "routes"):
        app = app.app
    routes = app.routes
    # The endpoint itself says no to every method but its own (test_there_is_nothing_to_write_with).
    assert [route.path for route in routes if route.methods is None] == ["/sparql"]
    offered = {(route.path, method) for route in routes for method in route.methods or ()}
    writing = {(path, method) for path, method in offered if method not in ("GET", "HEAD", "OPTIONS")}
    assert {method for _, method in writing} == {"POST"}
    posts = {path.rstrip("/") for path, method in writing}
    assert posts <= {"/query/spreadsheet.csv", "/reconcile", "/reconcile/explained", "/reconcile/v1/match", "/reconcile/v1/extend"}  # all of them only read
    assert not [path for path, _ in offered if re.search(r"admin|manage|debug|upload|update|store|graph-store", path)]


@pytest.fixture(scope="module")
def rows_here(repository: Path, live_server) -> dict[str, bytes]:
    queries = load_catalogue(repository)
    return {name: httpx.get(f"{live_server.url}/queries/{name}.csv", params=queries[name].examples).content for name in COMPARED}


def load(repository: Path, target: servers.Server) -> None:
    store = open_store(repository).store
    remote = RemoteStore.at(target.graphs)
    for graph in store.named_graphs():
        quads = [quad.triple for quad in store.quads_for_pattern(None, None, None, graph)]
        remote.put_graph(graph.value, serialize(quads, format=RdfFormat.TURTLE))


@pytest.mark.parametrize("kind", ["oxigraph", pytest.param("fuseki", marks=pytest.mark.fuseki)])
def test_the_same_questions_have_the_same_answers_in_front_of_a_real_store(repository: Path, serve_app, rows_here, kind: str) -> None:
    with getattr(servers, kind)() as target:
        load(repository, target)
        with serve_app(live_site(repository, endpoint=target.query)) as server:
            queries = load_catalogue(repository)
            for name in COMPARED:
                answer = httpx.get(f"{server.url}/queries/{name}.csv", params=queries[name].examples, timeout=20)
                assert answer.status_code == 200, answer.text
                assert answer.content == rows_here[name], name
            assert httpx.get(server.url + "/queries/who-says-what", headers={"Accept": "text/html"}).status_code == 200
            killed = httpx.get(server.url + "/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"}, timeout=20)
            assert killed.status_code == 504 and "5 s" in killed.json()["detail"]


def test_a_page_says_what_is_wrong_when_the_store_is_away(repository: Path, serve_app) -> None:
    with socket.create_server(("127.0.0.1", 0)) as placeholder:
        port = placeholder.getsockname()[1]
    with serve_app(live_site(repository, endpoint=f"http://user:secret@127.0.0.1:{port}/ds/query")) as server:
        page = httpx.get(server.url + "/queries/who-says-what", headers={"Accept": "text/html"})
        assert page.status_code == 503 and 'role="alert"' in page.text and "does not answer" in page.text and "secret" not in page.text
        assert httpx.get(server.url + "/", headers={"Accept": "text/html"}).status_code == 200
        assert httpx.get(server.url + "/query", headers={"Accept": "text/html"}).status_code == 200
        assert httpx.get(server.url + "/dump.nq").status_code == 200
