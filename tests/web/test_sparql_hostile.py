"""What somebody hostile sends to the endpoint, over the wire: the shared samples and more of their kinds."""

import json
import os
import threading
import time
from pathlib import Path

import httpx
import pytest

from claimgraph.store.workers import Limits, WorkerPool

CANARY = "canary-5f3a"


def get(server, query: str, **headers: str) -> httpx.Response:
    return httpx.post(server.url + "/sparql", data={"query": query}, headers=headers, timeout=60)


def fine(server) -> None:
    """The server still answers, and is the same process."""
    assert httpx.get(server.url + "/sparql", params={"query": f"ASK {{}} # {time.time()}"}).json()["boolean"] is True


def hostile_queries() -> list[str]:
    folder = Path(os.environ.get("CLAIMGRAPH_SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data")) / "hostile" / "queries"
    return sorted(path.name for path in folder.glob("*.r[qu]")) or ["none.rq"]


@pytest.mark.parametrize("name", hostile_queries())
def test_a_hostile_sample_ends_as_expected(sparql_server, listener, tmp_path: Path, shared_data: Path, name: str) -> None:
    url, hits = listener
    canary = tmp_path / "canary"
    canary.write_text(CANARY)
    folder = shared_data / "hostile" / "queries"
    outcomes, *conditions = json.loads((folder / "expect.json").read_text())["expect"][name].split(",")
    query = (folder / name).read_text().replace("{U}", url).replace("{F}", canary.as_uri())
    workers = set(sparql_server.service.engine.pids())
    answer = get(sparql_server, query)
    kind = {200: "ok", 400: "rejected", 413: "memory", 504: "timeout", 503: "timeout"}[answer.status_code]
    if name == "unterminated_string_100k.rq":  # refused for its size before anything reads it
        assert answer.status_code in (400, 413)
        kind = "rejected"
    if kind == "ok" and not answer.json().get("results", {}).get("bindings", [1]):
        kind = "ok_empty"
    assert kind in outcomes.split("|"), (answer.status_code, answer.text[:300])
    if kind == "rejected":  # nothing was evaluated: a worker may have read it, none had to be ended
        assert workers <= set(sparql_server.service.engine.pids())  # one that is made for an earlier sample may have come
    assert CANARY not in answer.text and not hits
    if answer.status_code >= 400:
        told = answer.json()
        assert told["detail"] and told["hint"] and told["type"].startswith(("/query/limits#", "about:"))
    assert conditions == [] or set(conditions) <= {"no_network", "no_file_read"}
    fine(sparql_server)


@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <{U}> {} }", "SELECT*{SERVICE<{U}>{}}", "SELECT * FROM <{U}> {}", "SELECT * { GRAPH <{U}> { ?s ?p ?o } }", "DESCRIBE <{U}/x>",
    "LOAD <{U}>", "INSERT DATA { <http://e/> <http://e/> 1 }", "SELECT * { ?s <{U}> ?o }", r"SELECT * { \u0053ERVICE <{U}> {} }",
    "PREFIX x: <{U}> SELECT * { SERVICE x: {} }", "BASE <{U}> SELECT * { <a> ?p ?o }", "CONSTRUCT { ?s ?p ?o } FROM NAMED <{U}> { GRAPH ?g { ?s ?p ?o } }",
])  # fmt: skip
@pytest.mark.parametrize("parameters", [{}, {"default-graph-uri": "{U}/g"}, {"named-graph-uri": "file:///etc/passwd"}])
def test_nothing_makes_the_server_fetch_or_read(sparql_server, listener, text: str, parameters: dict) -> None:
    url, hits = listener
    given = {name: value.replace("{U}", url) for name, value in parameters.items()}
    answer = httpx.get(sparql_server.url + "/sparql", params={"query": text.replace("{U}", url), **given})
    assert answer.status_code in (200, 400) and not hits
    assert "root:" not in answer.text and "No such file" not in answer.text


@pytest.mark.parametrize("query", [
    "SELECT * {", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "SELECT * { SERVICE <file:///etc/passwd> {} }", "ASK { <http://e/%> ?p }",
    "SELECT (1/0 AS ?x) {}", "SELECT (<http://e/f>(1) AS ?x) {}", "SELECT (STRDT('x', <relative>) AS ?x) {}", "SELECT ('\ud7ff' AS ?x) {}", "\x00", "SELECT ('\\uD800' AS ?x) {}",
])  # fmt: skip
def test_no_error_tells_about_the_machine(sparql_server, query: str, repository: Path) -> None:
    answer = get(sparql_server, query)
    assert answer.status_code in (200, 400)
    for secret in ("Traceback", "File \"", str(repository), "/usr/", "site-packages", "pyoxigraph", "root:", "No such file"):
        assert secret not in answer.text


def test_a_result_over_the_cap_is_an_error_and_never_a_part(sparql_server) -> None:
    for accept in ("text/csv", "application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values"):
        answer = get(sparql_server, "SELECT * { ?a ?b ?c . ?d ?e ?f }", Accept=accept)
        assert answer.status_code == 413 and answer.headers["content-type"] == "application/problem+json"
        assert "nothing of it was sent" in answer.json()["detail"] and "LIMIT" in answer.json()["hint"]


def test_a_killed_query_says_why_and_what_would_work(sparql_server) -> None:
    answer = get(sparql_server, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    told = answer.json()
    assert (answer.status_code, told["status"], told["title"]) == (504, 504, "The query took too long")
    assert "1 s" in told["detail"] and "/dump" in told["hint"] and "LIMIT" in told["hint"]


def test_leaving_ends_the_query(sample_store, serve_store) -> None:
    """A client that hangs up does not leave a query running behind, long before the query's own deadline."""
    with serve_store(sample_store, Limits(seconds=120.0)) as server:
        pool = server.service.engine
        with pytest.raises(httpx.TimeoutException):
            httpx.post(server.url + "/sparql", data={"query": "SELECT (COUNT(*) AS ?left) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"}, timeout=2)
        until = time.monotonic() + 20
        while pool.busy and time.monotonic() < until:
            time.sleep(0.01)
        assert not pool.busy


def test_processors_are_idle_after_the_kill(sparql_server) -> None:
    get(sparql_server, "SELECT (COUNT(*) AS ?idle) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    used = [_used_in_half_a_second(sparql_server.service.engine)]
    while used[-1] > 2 and len(used) < 40:  # a new worker is being made
        used.append(_used_in_half_a_second(sparql_server.service.engine))
    assert used[-1] <= 2, used


def _used_in_half_a_second(pool: WorkerPool) -> int:
    """Hundredths of a second of processor time, of all workers."""
    pids = pool.pids()
    before = sum(_ticks(pid) for pid in pids)
    time.sleep(0.5)
    return sum(_ticks(pid) for pid in pids) - before


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_every_term_of_the_samples_comes_back_as_data(sparql_server, shared_data: Path) -> None:
    """A term inside a query, as a term: nothing of it becomes syntax (T13)."""
    from pyoxigraph import Literal

    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = get(sparql_server, count, Accept="text/csv").text
    for literal in json.loads((shared_data / "hostile" / "terms.json").read_text())["literals"]:
        if len(literal) < 10_000:
            answer = get(sparql_server, f"SELECT * {{ VALUES ?x {{ {Literal(literal)} }} ?s ?p ?x }}")
            assert answer.json()["results"]["bindings"] == []
    assert get(sparql_server, count + "#", Accept="text/csv").text == before


def test_hostile_clients_do_not_cost_good_ones_an_answer(sample_store, serve_store, shared_data: Path) -> None:
    """Four hostile clients beside four good ones for some seconds: no good request fails, memory stays bounded.

    How soon is the benchmark's business.
    """
    folder = shared_data / "hostile" / "queries"
    hostile = [(folder / name).read_text().replace("{U}", "http://127.0.0.1:9").replace("{F}", "file:///x") for name in hostile_queries()]
    answered: list[int] = []
    failures: list[object] = []
    refused: list[int] = []
    stop = time.monotonic() + 6

    with serve_store(sample_store, Limits(seconds=2.0)) as server:

        def be_good(number: int) -> None:
            with httpx.Client(timeout=60) as client:
                asked = 0
                while time.monotonic() < stop:
                    asked += 1
                    query = f"SELECT ?s ?v {{ ?s <http://example.org/p{asked % 8}> ?v }} ORDER BY ?v LIMIT {10 + asked % 40} # {number}"
                    answer = client.get(server.url + "/sparql", params={"query": query})
                    answered.append(answer.status_code)
                    if answer.status_code != 200 or len(answer.json()["results"]["bindings"]) < 10:
                        failures.append((answer.status_code, answer.text[:200]))
                    time.sleep(0.02)

        def be_hostile(number: int) -> None:
            with httpx.Client(timeout=60) as client:
                asked = number
                while time.monotonic() < stop:
                    asked += 1
                    refused.append(client.post(server.url + "/sparql", data={"query": hostile[asked % len(hostile)]}).status_code)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4) for work in (be_good, be_hostile)]
        for thread in threads:
            thread.start()
        peak = 0
        while any(thread.is_alive() for thread in threads):
            peak = max(peak, sum(_resident(pid) for pid in server.service.engine.pids()))
            time.sleep(0.05)
        for thread in threads:
            thread.join()
    assert not failures, failures[:3]
    assert len(answered) > 20, "good clients were answered all the time"
    assert peak < 1 << 30
    assert refused and 500 not in refused


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (FileNotFoundError, IndexError, ProcessLookupError):
        return 0
