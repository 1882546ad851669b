"""Pages and data over HTTP: hot and cold beside rdflib-endpoint and the Oxigraph server, and as the corpus grows.

``python -m tests.benchmarks.site serve ROOT PORT KEPT`` is the server that is measured; KEPT 0 keeps no answer.
"""

import http.client
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import RdfFormat, Store

from claimgraph.terms import BASE, CG, RDF
from claimgraph.web.publishing import publish
from tests.benchmarks.endpoint import free_port, oxigraph_server, rdflib_endpoint, started
from tests.benchmarks.generator import generate, write_folder

REPOSITORY = Path(__file__).resolve().parents[2]
CLAIM = "claim/diafarabe-koumara-2023-c02"
CONNECTIONS, SECONDS = 16, 4


def run(quick: bool) -> list[tuple[str, list[dict[str, object]]]]:
    """Requests a second, then what a page costs as the corpus grows, then publishing."""
    return [requests_a_second(quick), growth(quick), publishing()]


def requests_a_second(quick: bool) -> tuple[str, list[dict[str, object]]]:
    """One resource, again and again, by 16 connections on the same machine."""
    rows = []
    for name, kept in (("claimgraph, hot", 64 << 20), ("claimgraph, cold", 0)):
        port = free_port()
        began = time.perf_counter()
        with started([sys.executable, "-m", "tests.benchmarks.site", "serve", str(REPOSITORY), str(port), str(kept)], port) as pid:
            first = time.perf_counter() - began
            row: dict[str, object] = {"server": name}
            row["Turtle /s"] = load(port, f"/data/{CLAIM}.ttl", {}, quick)
            row["HTML /s"] = load(port, f"/page/{CLAIM}", {"Accept": "text/html"}, quick)
            rows.append(row | {"start s": round(first, 2), "RSS MB": resident(pid)})
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "all.nq"
        store = Store()
        for path in sorted((REPOSITORY / "graph").rglob("*.ttl")):
            store.bulk_load(path=path, format=RdfFormat.TURTLE)
        store.dump(data, format=RdfFormat.N_QUADS)
        describe = f"CONSTRUCT {{ <{BASE}id/{CLAIM}> ?p ?o }} WHERE {{ <{BASE}id/{CLAIM}> ?p ?o }}"
        for name, server in (("Oxigraph server", oxigraph_server), ("rdflib-endpoint", rdflib_endpoint)):
            with server(data) as (port, path, pid):
                rate = load(port, f"{path}?query={quote(describe)}", {"Accept": "text/turtle"}, quick)
                rows.append({"server": name, "Turtle /s": rate, "RSS MB": resident(pid)})
    return f"One claim over HTTP, {CONNECTIONS} connections", rows


def load(port: int, path: str, headers: dict[str, str], quick: bool) -> int:
    """Requests answered with 200 a second: by wrk where it is installed, else by threads of our own."""
    seconds = 2 if quick else SECONDS
    assert ask(port, path, headers) == 200, path
    if shutil.which("wrk"):
        flags = [flag for name, value in headers.items() for flag in ("-H", f"{name}: {value}")]
        told = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *flags, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True).stdout
        assert "Non-2xx" not in told, told
        return round(float(re.search(r"Requests/sec:\s+([0-9.]+)", told)[1]))
    counts = [0] * CONNECTIONS
    until = time.perf_counter() + seconds

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < until:
            connection.request("GET", path, headers=headers)
            counts[number] += connection.getresponse().read() is not None
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(sum(counts) / seconds)


def ask(port: int, path: str, headers: dict[str, str]) -> int:
    """The status of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def resident(pid: int) -> int:
    """Resident memory of a process in MB, 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    return int(re.search(r"VmRSS:\s+(\d+)", status.read_text())[1]) // 1024 if status.exists() else 0


def growth(quick: bool) -> tuple[str, list[dict[str, object]]]:
    """What one page costs, nothing kept, on corpora of growing size."""
    from claimgraph.web.holdings import Holdings
    from claimgraph.web.site import Request, Site

    rows = []
    for triples in (1_000, 10_000, 100_000) if quick else (1_000, 100_000, 1_000_000):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for part in ("ontology", "queries"):
                shutil.copytree(REPOSITORY / part, root / part)
            write_folder(generate(triples, codes=False), root)
            began = time.perf_counter()
            holdings = Holdings(root)
            opened = time.perf_counter() - began
            site = Site(holdings)
            row: dict[str, object] = {"triples": len(holdings.store), "open s": round(opened, 2)}
            for kind, cls in (("event", CG.ConflictEvent), ("claim", CG.CasualtyClaim), ("code", None)):
                keys = [f"{kind}/{q.subject.value.rpartition('/')[2]}" for _, q in zip(range(40), holdings.store.quads_for_pattern(None, RDF.type, cls, None))] if cls else ["code/casualty-type/killed"]
                row[f"{kind} ms"] = milliseconds([lambda key=key: site.page(Request(f"/page/{key}")) for key in keys])
                row[f"{kind} ttl ms"] = milliseconds([lambda key=key: site.data(Request(f"/data/{key}.ttl")) for key in keys])
            rows.append(row)
    return "One page as the corpus grows, median of 40 different ones, nothing kept", rows


def milliseconds(calls: list[Callable[[], object]]) -> float:
    """The median time of a call."""
    times = []
    for call in calls:
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return round(sorted(times)[len(times) // 2] * 1000, 2)


def publishing() -> tuple[str, list[dict[str, object]]]:
    """The whole site, then again without a change."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first", "again"):
            began = time.perf_counter()
            done = publish(REPOSITORY, Path(folder) / "site")
            seconds = time.perf_counter() - began
            rows.append({"run": name, "files": done.written.files, "written": done.written.changed, "s": round(seconds, 2), "pages /s": round(done.pages / seconds)})
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
    serve(*sys.argv[2:])
