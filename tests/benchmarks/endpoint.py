"""The endpoint under hostile load beside rdflib-endpoint and the Oxigraph server, and what a worker costs a query.

Four good clients ask at most 50 small questions a second each, every question another one, so that no
cache answers; beside them 0, 4 or 12 clients send the worst there is, one query after another. Load
comes from processes of its own on this machine, and only to this machine.
"""

import asyncio
import collections
import contextlib
import http.client
import itertools
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Store, serialize

from claimgraph.store.workers import Job, Limits, WorkerPool, write_snapshot
from tests.benchmarks.generator import generate
from tests.store.servers import free_port
from tests.web import attacks

GOOD, RATE, PATIENCE = 4, 50, 10.0
PREFIXES = "PREFIX cg: <https://w3id.org/claimgraph/ns#> PREFIX schema: <http://schema.org/> "
QUESTION = PREFIXES + "SELECT ?claim ?about ?n WHERE { ?claim schema:about ?about ; cg:figure ?n } ORDER BY ?claim LIMIT 20 OFFSET %d"
#: everything that runs until something ends it, what is refused after a long look, and the shared samples where they are
HOSTILE = (*attacks.HUNGRY.values(), *attacks.NESTED.values(), *attacks.ODD.values(), *attacks.samples())
HUNGRY = tuple(attacks.HUNGRY.values())
#: kind of question → its text, for the cost of a worker
ASKED = {"ASK": "ASK { ?s ?p ?o }", "50 rows": PREFIXES + "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 50", "DESCRIBE": "DESCRIBE <%s>"}
Row = dict[str, object]


def run(quick: bool) -> list[tuple[str, list[Row]]]:
    """The mixed-load table and the cost of a worker."""
    size, seconds = (3_000, 4.0) if quick else (13_000, 15.0)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.nq"
        serialize(generate(size), str(data), format=RdfFormat.N_QUADS)
        servers = {"claimgraph": ours, "Oxigraph server, 5 s": oxigraph_server, "rdflib-endpoint": rdflib_endpoint}
        rows = [measured(name, start, data, hostile, seconds) for name, start in servers.items() for hostile in ((0, 4) if quick else (0, 4, 12))]
        title = f"mixed load over {size:,} triples: {GOOD} good clients at up to {RATE}/s each, {seconds:g} s, {os.cpu_count()} cores"
        return [(title, rows), ("what a warm worker adds to a query, p50 of 300 in ms", overhead(data, Path(folder)))]


# servers


@contextlib.contextmanager
def started(command: list[str], port: int, settle: float = 1.5) -> Iterator[int]:
    """A server process that listens, and has had some seconds to bring up its workers; gives its process id."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path(__file__).resolve().parents[2])
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket_to(port):
                break
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.05)
        time.sleep(settle)
        yield process.pid
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def socket_to(port: int) -> Iterator[None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    connection.connect()
    yield connection.close()


@contextlib.contextmanager
def ours(data: Path) -> Iterator[tuple[int, str, int]]:
    port = free_port()
    with started([sys.executable, "-m", "tests.benchmarks.endpoint", "claimgraph", str(data), str(port)], port) as pid:
        yield port, "/sparql", pid


@contextlib.contextmanager
def rdflib_endpoint(data: Path) -> Iterator[tuple[int, str, int]]:
    port = free_port()
    with started([sys.executable, "-m", "tests.benchmarks.endpoint", "rdflib-endpoint", str(data), str(port)], port) as pid:
        yield port, "/", pid


@contextlib.contextmanager
def oxigraph_server(data: Path) -> Iterator[tuple[int, str, int]]:
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if program is None:
        raise RuntimeError("needs the Oxigraph server: pip install oxigraph==0.5.12")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "load", "-l", folder, "-f", str(data)], check=True, capture_output=True)
        command = [program, "serve-read-only", "-l", folder, "--bind", f"127.0.0.1:{port}", "--union-default-graph", "--timeout-s", "5"]
        with started(command, port) as pid:
            yield port, "/query", pid


def serve(kind: str, data: str, port: int) -> None:
    """Run one of the Python servers until killed."""
    import uvicorn

    store = Store()
    store.load(path=data, format=RdfFormat.N_QUADS)
    if kind == "claimgraph":
        from starlette.applications import Starlette

        from claimgraph.web.limits import RequestLimits, server_config
        from claimgraph.web.sparql.endpoint import sparql_routes
        from claimgraph.web.sparql.service import SparqlService

        service = SparqlService.over(store, base=f"http://127.0.0.1:{port}/", digest="bench")

        @contextlib.asynccontextmanager
        async def lifespan(_: object):  # noqa: ANN202
            await service.start()
            yield
            await service.close()

        app = RequestLimits(Starlette(routes=sparql_routes(service), lifespan=lifespan))
        uvicorn.Server(server_config(app, "127.0.0.1", port)).run()
    else:
        import rdflib
        from rdflib_endpoint import SparqlEndpoint

        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data, format="nquads")
        uvicorn.run(SparqlEndpoint(graph=dataset), host="127.0.0.1", port=port, log_level="error")


# load


def be_good(port: int, path: str, until: float, start: int, told: multiprocessing.Queue) -> None:
    """One good client: how long each answer took, or that none came."""
    times, failed = [], collections.Counter()
    for number in itertools.count(start):
        if time.time() >= until:
            break
        began = time.perf_counter()
        if (status := ask(port, path, QUESTION % (number % 400), PATIENCE)) == 200:
            times.append(time.perf_counter() - began)
        else:
            failed[status] += 1
        time.sleep(max(0.0, 1 / RATE - (time.perf_counter() - began)))
    told.put((times, failed))


def be_hostile(port: int, path: str, until: float, start: int) -> None:
    """One hostile client: the next query as soon as the last one is refused, killed or given up on."""
    for number in itertools.count(start):
        left = until - time.time()
        if left <= 0:
            break
        # Hungry ones are half of all, so that no server rests among those that it refuses.
        pool = HUNGRY if number % 2 else HOSTILE
        ask(port, path, pool[number * 7 % len(pool)] + f" # {number}", left)
        time.sleep(0.01)


def ask(port: int, path: str, query: str, patience: float) -> int:
    """The status of one query, 0 when no answer came in time; what is long for an address goes in a body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    fields, headers = urllib.parse.urlencode({"query": query}), {"Accept": "application/sparql-results+json, application/n-triples;q=0.5"}
    try:
        if len(fields) < 8_000:
            connection.request("GET", f"{path}?{fields}", headers=headers)
        else:
            connection.request("POST", path, fields, headers | {"Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse()
        response.read()
        return response.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def measured(name: str, start, data: Path, hostile: int, seconds: float) -> Row:  # noqa: ANN001
    """One row: a fresh server under one load."""
    context = multiprocessing.get_context("fork")  # at once: starting Pythons would be half of the load
    with start(data) as (port, path, pid):
        told, until = context.Queue(), time.time() + seconds
        clients = [context.Process(target=be_hostile, args=(port, path, until, n)) for n in range(hostile)]
        clients += [context.Process(target=be_good, args=(port, path, until, 100 * n, told)) for n in range(GOOD)]
        for client in clients:
            client.start()
        peak = Peak(pid)
        results = [told.get(timeout=seconds + PATIENCE + 30) for _ in range(GOOD)]
        memory, ended = peak.stop(), resident(pid) == 0
        for client in clients:
            client.kill()
            client.join()
    times = sorted(t for found, _ in results for t in found)
    p = lambda share: 1000 * times[int(share * (len(times) - 1))] if times else float("nan")  # noqa: E731
    failed = sum((errors for _, errors in results), collections.Counter())
    errors = ", ".join(f"{count} × {status or 'no answer'}" for status, count in failed.items()) + (", the server had ended" if ended else "") or 0
    return {"server": name, "hostile": hostile, "good answers": len(times), "errors": errors, "p50 ms": p(0.5), "p95 ms": p(0.95), "memory MB": memory >> 20}


class Peak(threading.Thread):
    """The most memory that a process and all its children held together while this ran."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.going = pid, 0, True
        self.start()

    def run(self) -> None:
        while self.going:
            self.most = max(self.most, sum(resident(pid) for pid in family(self.pid)))
            time.sleep(0.1)

    def stop(self) -> int:
        self.going = False
        self.join()
        return self.most


def family(pid: int) -> list[int]:
    """A process and its children, theirs included."""
    found = [pid]
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{thread}/children").read_text().split():
                found += family(int(child))
    return found


def resident(pid: int) -> int:
    """Its share of the memory, what several hold together counted once."""
    with contextlib.suppress(OSError, StopIteration):
        told = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in told if line.startswith("Pss:")).split()[1]) << 10
    return 0


# what a worker costs


def overhead(data: Path, folder: Path) -> list[Row]:
    """The same queries in this process and by a warm worker."""
    store = Store()
    store.load(path=str(data), format=RdfFormat.N_QUADS)
    subject = next(iter(store.query(PREFIXES + "SELECT ?s WHERE { GRAPH ?g { ?s a cg:CasualtyClaim } } LIMIT 1")))["s"].value
    return asyncio.run(_overhead(store, write_snapshot(store, folder).path, subject))


async def _overhead(store: Store, snapshot: Path, subject: str) -> list[Row]:
    pool = WorkerPool(Limits(workers=2, reserved=0, budget=10_000), data=snapshot)
    await pool.start()
    rows: list[Row] = []
    from pyoxigraph import QueryResultsFormat, QueryTriples

    for kind, text in ASKED.items():
        query = text % subject if "%s" in text else text
        media_type = "application/n-triples" if kind == "DESCRIBE" else "application/sparql-results+json"
        here, there = [], []
        for _ in range(300):
            began = time.perf_counter()
            results = store.query(query, use_default_graph_as_union=True)
            results.serialize(format=RdfFormat.N_TRIPLES if isinstance(results, QueryTriples) else QueryResultsFormat.JSON)
            here.append(time.perf_counter() - began)
            began = time.perf_counter()
            await pool.run(Job(query, media_type))
            there.append(time.perf_counter() - began)
        inside, outside = 1000 * statistics.median(here), 1000 * statistics.median(there)
        rows.append({"query": kind, "in process": inside, "worker": outside, "added": outside - inside})
    await pool.close()
    return rows


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2], int(sys.argv[3]))
