"""What a worker cannot do, because the kernel refuses: reach a network or a file, outgrow its memory, outlive its server."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from claimgraph.store.workers import Limits, WorkerPool, outcomes
from claimgraph.store.workers.nursery import ENTRY
from tests.store.pools import ENDLESS, JSON, ask, with_pool


@pytest.mark.parametrize("query", [
    "SELECT * { SERVICE <{U}/sparql> { ?s ?p ?x } }", "SELECT * { SERVICE SILENT <{U}/sparql> { ?s ?p ?x } }", "ASK { FILTER EXISTS { SERVICE <{U}/sparql> { ?s ?p ?x } } }",
    "SELECT * { BIND(<{U}/> AS ?g) SERVICE ?g { ?s ?p ?x } }", "SELECT * FROM <{U}/data> { ?s ?p ?o }", "SELECT * FROM NAMED <{U}/data> { GRAPH ?g { ?s ?p ?o } }",
    "LOAD <{U}/x>", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "DESCRIBE <{U}/x>",
])  # fmt: skip
def test_no_worker_reaches_the_network_or_a_file_even_unscanned(data: Path, query: str) -> None:
    """The pre-scan is not in this way: what remains is what the kernel refuses."""
    hits: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)

        def listen() -> None:
            try:
                while True:
                    hits.append(listener.accept())
            except TimeoutError:
                return

        thread = threading.Thread(target=listen)

        async def test(pool: WorkerPool) -> None:
            thread.start()
            try:
                answer = await ask(pool, query.replace("{U}", f"http://127.0.0.1:{listener.getsockname()[1]}"))
            except outcomes.QueryFailure:
                return
            assert b"root:" not in answer

        with_pool(data, Limits(workers=1, reserved=0), test)
        thread.join()
    assert not hits


def test_the_kernel_holds_a_worker_to_its_limits(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        (pid,) = pool.pids()
        told = Path(f"/proc/{pid}/limits").read_text()
        wanted = {"Max open files": "0", "Max core file size": "0", "Max file size": "0"}
        for name, most in wanted.items():
            (line,) = (line for line in told.splitlines() if line.startswith(name))
            assert line.removeprefix(name).split()[:2] == [most, most], line
        (space,) = (line for line in told.splitlines() if line.startswith("Max address space"))
        assert (512 << 20) < int(space.split()[3]) < (2 << 30)
        open_files = {os.readlink(f"/proc/{pid}/fd/{number}").partition(":")[0] for number in os.listdir(f"/proc/{pid}/fd")}
        assert open_files <= {"socket", "/dev/null"}
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        assert b"PATH" not in environment and b"HOME" not in environment

    with_pool(data, Limits(workers=1, reserved=0), test)


def test_a_worker_imports_the_standard_library_and_the_engine_only(data: Path) -> None:
    names = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "importtime", "-c", f"import runpy; runpy.run_path({str(ENTRY)!r}, run_name='entry')"],
        capture_output=True, text=True, check=True,
    ).stderr  # fmt: skip
    assert "rdflib" not in names and "claimgraph" not in names and "asyncio" not in names


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_no_worker_outlives_its_server(data: Path, how: signal.Signals) -> None:
    program = (
        "import asyncio, sys\nfrom pathlib import Path\nfrom claimgraph.store.workers import Job, Limits, WorkerPool\n"
        "async def main():\n    pool = WorkerPool(Limits(workers=3), data=Path(sys.argv[1]))\n    await pool.start()\n"
        f"    busy = asyncio.ensure_future(pool.run(Job({ENDLESS!r}, {JSON!r})))\n"
        "    while len(pool.pids()) < 3:\n        await asyncio.sleep(0.01)\n"
        "    print(*pool.pids(), flush=True)\n    await busy\nasyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(data)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        pids = [int(pid) for pid in server.stdout.readline().split()]
        assert len(pids) == 3
        server.send_signal(how)
        server.wait(60)
        server.stdout.close()
    for _ in range(2_000):
        if not any(_running(pid) for pid in pids):
            return
        time.sleep(0.01)
    raise AssertionError("a worker lives on")


def _running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
