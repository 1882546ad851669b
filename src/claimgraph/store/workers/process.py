"""One worker process seen from the server: started, asked, killed, and what its end means."""

import asyncio
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph

from claimgraph.store.workers.limits import Limits

ENTRY = Path(__file__).with_name("entry.py")
PACKAGES = str(Path(pyoxigraph.__file__).resolve().parents[1])
LENGTHS = struct.Struct("!II")
#: a query that exercises parser, evaluator and every module the answer needs, before files are shut
PROBE = {"query": "SELECT (1 AS ?x) {}", "base": None, "default": None, "named": None,
         "media_type": "application/sparql-results+xml", "rows": 1, "bytes": 65_536, "cpu": 60}  # fmt: skip
START_SECONDS = 60.0
#: how a worker ended → the verdict; SIGABRT is what a failed allocation does in Rust
ENDS = {-signal.SIGABRT: "memory", -signal.SIGKILL: "memory", -signal.SIGXCPU: "time"}


@dataclass(frozen=True)
class Reply:
    """What a worker said of one job, or what its end says: ``status`` and the serialised result."""

    status: str
    body: bytes = b""
    message: str = ""
    #: processor time it took, where the worker lived to tell
    cpu: float | None = None


@dataclass(eq=False)
class WorkerProcess:
    """A worker and the one job it may be at. Not shared: the pool hands it to one caller at a time."""

    process: subprocess.Popen
    stream: socket.socket
    jobs: int = 0
    started: float = 0.0
    #: why the server ended it, where it did
    verdict: str | None = None
    slowed: bool = False
    #: processor time it had used when the present job was first looked at
    mark: float | None = None
    baseline: int = field(default=0)

    @classmethod
    async def start(cls, data: Path, limits: Limits, prefixes: dict[str, str]) -> "WorkerProcess":
        """A new worker, loaded and shut in. Raises :class:`ConnectionError` when it does not come up."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(ENTRY)],
                stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                cwd="/", env={"LANG": "C.UTF-8", "PYTHONUTF8": "1"}, start_new_session=True,
            )  # fmt: skip
        ours.setblocking(False)
        worker = cls(process, ours)
        config = {"data": str(data), "prefixes": prefixes, "packages": PACKAGES, "parent": os.getpid(),
                  "megabytes": limits.worker_megabytes, "probe": PROBE}  # fmt: skip
        try:
            reply = await worker.ask(config, START_SECONDS)
            if reply.status != "ready":
                raise ConnectionError(f"a query worker did not start: {reply.status}")
        except BaseException:
            worker.close()
            raise
        worker.jobs, worker.baseline = 0, worker.resident_bytes()
        return worker

    async def ask(self, job: dict, seconds: float) -> Reply:
        """The worker's reply, or the verdict over its end; it is dead by ``seconds`` from now at the latest."""
        self.jobs += 1
        self.started, self.mark = time.monotonic(), None
        done = False
        try:
            async with asyncio.timeout(max(seconds, 0.001)):
                reply = await self._converse(job)
            done = True
            return reply
        except TimeoutError:
            self.kill("time")
            done = True
            return Reply("time")
        except (ConnectionError, EOFError, OSError):
            done = True
            return Reply(await self._how_it_ended())
        finally:
            self.started = 0.0
            if not done:  # the client has gone: nobody waits for this
                self.kill("abandoned")

    async def _converse(self, job: dict) -> Reply:
        loop = asyncio.get_running_loop()
        head = json.dumps(job).encode()
        await loop.sock_sendall(self.stream, LENGTHS.pack(len(head), 0) + head)
        received = bytearray()
        await self._at_least(LENGTHS.size, received)
        head_length, body_length = LENGTHS.unpack_from(received)
        body_at = LENGTHS.size + head_length
        await self._at_least(body_at + body_length, received)
        header = json.loads(received[LENGTHS.size : body_at])
        return Reply(header["status"], bytes(memoryview(received)[body_at:]), header.get("message", ""), header.get("cpu"))

    async def _at_least(self, length: int, received: bytearray) -> None:
        """Receive until ``length`` bytes are there; most replies come in one piece."""
        loop = asyncio.get_running_loop()
        while len(received) < length:
            chunk = await loop.sock_recv(self.stream, max(65_536, length - len(received)))
            if not chunk:
                raise EOFError
            received += chunk

    async def _how_it_ended(self) -> str:
        for _ in range(500):
            if self.process.poll() is not None:
                break
            await asyncio.sleep(0.002)
        self.kill("crash")
        if self.verdict in ("memory", "busy", "time"):
            return self.verdict
        return ENDS.get(self.process.returncode, "crash")

    def kill(self, verdict: str) -> None:
        """End it now, whatever it is doing; ``verdict`` says why, and the first one counts."""
        self.verdict = self.verdict or verdict
        if self.process.returncode is None:
            self.process.kill()

    def close(self) -> None:
        """End it and leave nothing behind: no zombie, no open socket."""
        self.kill("closed")
        self.process.wait()
        self.stream.close()

    def slow_down(self, seconds: float) -> None:
        """Let every other process go first once the job has used so much processor time; waiting for one is no fault."""
        used = self.cpu_seconds()
        if self.mark is None:
            self.mark = used
        elif used - self.mark > seconds and not self.slowed:
            self.slowed = True
            try:
                os.setpriority(os.PRIO_PROCESS, self.process.pid, 19)
            except OSError:
                return  # it has ended meanwhile

    @property
    def alive(self) -> bool:
        return self.verdict is None and self.process.poll() is None

    def running_for(self, now: float) -> float:
        """Seconds the present job has run, 0 when idle."""
        return now - self.started if self.started else 0.0

    def cpu_seconds(self) -> float:
        """Processor time it has used since its start; 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.process.pid}/stat", encoding="ascii", errors="replace") as stat:
                fields = stat.read().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError, ValueError):
            return 0.0

    def resident_bytes(self) -> int:
        """Memory it holds now; 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as statm:
                return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError, ValueError):
            return 0
