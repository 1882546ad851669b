"""Pages and data over HTTP: hot and cold beside rdflib-endpoint and the Oxigraph server, and as the corpus grows.

``python -m tests.benchmarks.site serve ROOT PORT KEPT`` is the server that is measured; KEPT 0 keeps no answer.
"""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import RdfFormat, Store

from claimgraph.terms import BASE, CG, ID, RDF, SEM
from claimgraph.web.files.publishing import publish
from tests.benchmarks.endpoint import free_port, oxigraph_server, rdflib_endpoint, started
from tests.benchmarks.generator import generate, write_folder

REPOSITORY = Path(__file__).resolve().parents[2]
CLAIM = "claim/diafarabe-koumara-2023-c02"
EVENT = "event/diafarabe-and-koumara-attacks"
CONNECTIONS, SECONDS = 16, 4


def run(quick: bool) -> list[tuple[str, list[dict[str, object]]]]:
    """Requests a second, then what a page costs as the corpus grows, then publishing."""
    return [requests_a_second(quick), growth(quick), publishing(quick)]


def requests_a_second(quick: bool) -> tuple[str, list[dict[str, object]]]:
    """One resource, again and again, by 16 connections on the same machine."""
    rows = []
    for name, kept in (("claimgraph, hot", 64 << 20), ("claimgraph, cold", 0)):
        port = free_port()
        with started([sys.executable, "-m", "tests.benchmarks.site", "serve", str(REPOSITORY), str(port), str(kept)], port, settle=0) as pid:
            row: dict[str, object] = {"server": name}
            for name, path in (("Turtle", f"/data/{CLAIM}.ttl"), ("HTML", f"/page/{CLAIM}"), ("event", f"/page/{EVENT}")):
                spent = cpu_seconds(pid)
                row[f"{name} /s"], row["refused"] = load(port, path, {"Accept": "text/html"}, quick)
                row[f"{name} /CPU s"] = round(int(row[f"{name} /s"]) * (2 if quick else SECONDS) / max(0.01, cpu_seconds(pid) - spent))
            rows.append(row | {"RSS MB": resident(pid)})
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "all.nq"
        store = Store()
        for path in sorted((REPOSITORY / "graph").rglob("*.ttl")):
            store.bulk_load(path=path, format=RdfFormat.TURTLE)
        store.dump(data, format=RdfFormat.N_QUADS)
        describe = f"CONSTRUCT {{ <{BASE}id/{CLAIM}> ?p ?o }} WHERE {{ <{BASE}id/{CLAIM}> ?p ?o }}"
        for name, server in (("Oxigraph server", oxigraph_server), ("rdflib-endpoint", rdflib_endpoint)):
            with server(data) as (port, path, pid):
                rate, refused = load(port, f"{path}?query={quote(describe)}", {"Accept": "text/turtle"}, quick)
                rows.append({"server": name, "Turtle /s": rate, "refused": refused, "RSS MB": resident(pid)})
    return f"One claim over HTTP, {CONNECTIONS} connections; refused: answers without the claim", rows


def load(port: int, path: str, headers: dict[str, str], quick: bool) -> tuple[int, int]:
    """Requests answered with 200 a second, and how many were answered otherwise: by wrk where it is installed, else by threads of our own."""
    seconds = 2 if quick else SECONDS
    assert ask(port, path, headers) == 200, path
    if shutil.which("wrk"):
        flags = [flag for name, value in headers.items() for flag in ("-H", f"{name}: {value}")]
        told = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *flags, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True, timeout=60).stdout
        answered, took = re.search(r"(\d+) requests in ([0-9.]+)s", told).groups()
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
        bad = int(refused[1]) if refused else 0
        return round((int(answered) - bad) / float(took)), bad
    statuses: list[int] = []
    until = time.perf_counter() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            statuses.append(response.status)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    good = statuses.count(200)
    return round(good / seconds), len(statuses) - good


def ask(port: int, path: str, headers: dict[str, str]) -> int:
    """The status of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def resident(pid: int) -> int:
    """Resident memory of a process in MB, 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    return int(re.search(r"VmRSS:\s+(\d+)", status.read_text())[1]) // 1024 if status.exists() else 0


def cpu_seconds(pid: int) -> float:
    """What a process has computed so far, 0 where the system does not tell."""
    stat = Path(f"/proc/{pid}/stat")
    return sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK") if stat.exists() else 0.0


def growth(quick: bool) -> tuple[str, list[dict[str, object]]]:
    """What one page costs, nothing kept, on corpora of growing size; a process of its own for each."""
    rows = []
    for triples in (1_000, 10_000, 100_000) if quick else (1_000, 100_000, 1_000_000):
        with tempfile.TemporaryDirectory() as folder:
            write_root(Path(folder), triples)
            told = subprocess.run([sys.executable, "-m", "tests.benchmarks.site", "grown", folder], check=True, capture_output=True, text=True).stdout
            rows.append(json.loads(told) | served(Path(folder)))
    return "One page as the corpus grows: CPU ms, median of 40 different ones, nothing kept", rows


def write_root(root: Path, triples: int) -> None:
    """A corpus with our ontology and queries."""
    for part in ("ontology", "queries"):
        shutil.copytree(REPOSITORY / part, root / part)
    write_folder(generate(triples, codes=False), root)


def grown(folder: str) -> None:
    """One row of :func:`growth`, as JSON."""
    from claimgraph.web.holdings import Holdings
    from claimgraph.web.serving import settle_memory
    from claimgraph.web.site import Request, Site

    began = time.process_time()
    holdings = Holdings(Path(folder))
    site = Site(holdings)
    opened, held = time.process_time() - began, memory()
    settle_memory()
    page = lambda key: lambda: site.page(Request(f"/page/{key}"))  # noqa: E731
    turtle = lambda key: lambda: site.data(Request(f"/data/{key}.ttl"))  # noqa: E731
    row: dict[str, object] = {"triples": len(holdings.store), "open s": round(opened, 2), "RSS MB": held}
    for kind, cls in (("event", CG.ConflictEvent), ("claim", CG.CasualtyClaim), ("actor", SEM.Actor), ("place", SEM.Place)):
        every = sorted(quad.subject.value.removeprefix(ID) for quad in holdings.store.quads_for_pattern(None, RDF.type, cls, None))
        keys = every[:: max(1, len(every) // 40)][:40]
        milliseconds([page(keys[-1])])  # the templates, once
        row |= {kind: milliseconds([page(key) for key in keys]), f"{kind} ttl": milliseconds([turtle(key) for key in keys])}
    row |= {"code": milliseconds([page("code/casualty-type/killed")] * 5), "home": milliseconds([lambda: site.home_page(site.links(Request("/")), None, complete=False)] * 5)}
    row |= {"search": milliseconds([lambda: site.search(Request("/search", "q=attack"))] * 5), "404": milliseconds([lambda: site.not_found(Request("/id/event/attack-on-nowhere", accept="text/html"))] * 5)}
    row |= {"peak kB of a page": peak([page(key) for key in keys]), "RSS after": memory()}
    print(json.dumps(row))


def peak(calls: list[Callable[[], object]]) -> int:
    """What a page needs in memory while it is made, in kB: the median of the peaks."""
    peaks = []
    tracemalloc.start()
    for call in calls:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        call()
        peaks.append(tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    return sorted(peaks)[len(peaks) // 2] // 1024


def memory() -> int:
    """Our own resident memory in MB."""
    return resident(os.getpid())


def served(root: Path) -> dict[str, object]:
    """Seconds from the start of ``claimgraph serve`` to its first page and its first answer to a query, and what it takes to end it."""
    port = free_port()
    began = time.perf_counter()
    server = subprocess.Popen([sys.executable, "-m", "claimgraph", "--root", str(root), "serve", "--port", str(port)], stderr=subprocess.PIPE)
    try:
        assert server.stderr and b"http://" in server.stderr.readline()  # it listens; whoever asks now waits for the answer
        assert ask(port, "/page/code/casualty-type/killed", {"Accept": "text/html"}) == 200
        page = time.perf_counter() - began
        while ask(port, "/sparql?query=ASK%20%7B%3Fs%20%3Fp%20%3Fo%7D", {}) == 503:
            time.sleep(0.02)
        query, held, began = time.perf_counter() - began, resident(server.pid), time.perf_counter()
        server.terminate()
        server.wait(60)
    finally:
        server.kill()
        server.wait()
    return {"serve: first page s": round(page, 2), "first query s": round(query, 2), "serve RSS MB": held, "end s": round(time.perf_counter() - began, 2)}


def milliseconds(calls: list[Callable[[], object]]) -> float:
    """The median CPU time of a call."""
    times = []
    for call in calls:
        began = time.process_time()
        call()
        times.append(time.process_time() - began)
    return round(sorted(times)[len(times) // 2] * 1000, 2)


def publishing(quick: bool) -> tuple[str, list[dict[str, object]]]:
    """The whole site, then again without a change, then after one edited article."""
    rows = []
    for triples in (1_000, 10_000) if quick else (1_000, 10_000, 100_000):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "root"
            write_root(root, triples)
            edited = sorted((root / "graph" / "articles").glob("*-attack-*.ttl"))[-1]
            for name in ("first", "no change", "one article"):
                if name == "one article":
                    edited.write_bytes(edited.read_bytes().replace(b"were killed.", b"were slain.", 1))
                began = time.process_time(), time.perf_counter()
                done = publish(root, Path(folder) / "site")
                cpu, wall = time.process_time() - began[0], time.perf_counter() - began[1]
                rows.append({"triples": done.triples, "run": name, "pages": done.pages, "made": done.rendered, "files written": done.written.changed, "CPU s": round(cpu, 2), "s": round(wall, 2)})
    return "Publishing the site", rows


def serve(root: str, port: str, kept: str) -> None:
    """The pages alone, with or without a memory of finished answers."""
    import uvicorn

    from claimgraph.web.app import create_app
    from claimgraph.web.holdings import Holdings
    from claimgraph.web.limits import server_config
    from claimgraph.web.serving import settle_memory
    from claimgraph.web.site import Site

    settle_memory()
    app = create_app(Site(Holdings(Path(root))), hosts=["127.0.0.1"], kept_bytes=int(kept))
    uvicorn.Server(server_config(app, "127.0.0.1", int(port))).run()


if __name__ == "__main__":
    {"serve": serve, "grown": grown}[sys.argv[1]](*sys.argv[2:])
