"""One worker process seen from the server: born, asked, killed, and what its end means."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import struct
import time
from dataclasses import dataclass

from claimgraph.store.workers.nursery import Nursery

LENGTHS = struct.Struct("!II")
PIECE = 1 << 18
BIRTH_SECONDS = 20.0
#: how a worker ended → the verdict; SIGABRT is what a failed allocation does in Rust
ENDS = {-signal.SIGABRT: "memory", -signal.SIGKILL: "memory", -signal.SIGXCPU: "time"}
#: processor time of one query → the priority of its worker from then on, the lowest at last
PRIORITIES = ((0.08, 10), (0.4, 19))


@dataclass(frozen=True)
class Reply:
    """What a worker said of one job, or what its end says: ``status`` and the serialised result."""

    status: str
    body: bytes = b""
    message: str = ""
    #: processor time it took, where the worker lived to tell
    cpu: float | None = None


class WorkerProcess:
    """A worker and the one job it may be at. Not shared: the pool hands it to one caller at a time."""

    def __init__(self, nursery: Nursery, pid: int, stream: socket.socket) -> None:
        self.nursery, self.pid, self.stream = nursery, pid, stream
        self.jobs, self.started, self.baseline = 0, 0.0, 0
        #: why the server ended it, where it did
        self.verdict: str | None = None
        #: how many steps its priority has been lowered, which cannot be undone
        self.lowered = 0
        #: processor time it had used when the present job was first looked at
        self.mark: float | None = None
        #: processor time that the job had used on which it was killed
        self.spent: float | None = None
        self.received = bytearray()
        self.asked: asyncio.Future[Reply] | None = None
        self.ended = False

    @classmethod
    async def born(cls, nursery: Nursery) -> "WorkerProcess":
        """A new worker, shut in. Raises :class:`ConnectionError` when it does not come up."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            with theirs:
                worker = cls(nursery, await nursery.fork(theirs), ours)
        except BaseException:
            ours.close()
            raise
        asyncio.get_running_loop().add_reader(ours, worker._hear)
        try:
            reply = await worker._expect(BIRTH_SECONDS)
            if reply.status != "ready":
                raise ConnectionError(f"a query worker did not start: {reply.status}")
        except BaseException:
            await worker.close()
            raise
        worker.baseline = worker.resident_bytes()
        return worker

    async def ask(self, content: bytes, job: dict, seconds: float) -> Reply:
        """The worker's reply, or the verdict over its end; it is dead by ``seconds`` from now at the latest."""
        self.jobs += 1
        self.started, self.mark = time.monotonic(), None
        head = json.dumps(job).encode()
        frame = LENGTHS.pack(len(head), len(content)) + head + content
        try:
            try:
                sent = self.stream.send(frame)
            except (BlockingIOError, ConnectionError):
                sent = 0
            if sent < len(frame):
                with contextlib.suppress(ConnectionError):  # its end is heard below
                    await asyncio.get_running_loop().sock_sendall(self.stream, frame[sent:])
            return await self._expect(seconds)
        finally:
            self.started = 0.0

    async def _expect(self, seconds: float) -> Reply:
        """What it says next, or the verdict over its end; nobody waiting any more is its end too."""
        loop = asyncio.get_running_loop()
        self.asked = loop.create_future()
        if self.ended:
            self.asked.set_result(Reply("ended"))
        patience = loop.call_later(max(seconds, 0.001), self._give_up)
        try:
            reply = await self.asked
        except asyncio.CancelledError:
            self.kill("abandoned")
            raise
        finally:
            patience.cancel()
            self.asked = None
        return Reply(await self._how_it_ended()) if reply.status == "ended" else reply

    def _give_up(self) -> None:
        self.kill("time")
        if self.asked is not None and not self.asked.done():
            self.asked.set_result(Reply("time"))

    def _hear(self) -> None:
        """Something has come: a piece of a reply, or the end."""
        try:
            chunk = self.stream.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            self._gone()
            return
        received = self.received
        received += chunk
        if len(received) < LENGTHS.size:
            return
        head_length, body_length = LENGTHS.unpack_from(received)
        body_at = LENGTHS.size + head_length
        if len(received) < body_at + body_length:
            return
        header = json.loads(received[LENGTHS.size : body_at])
        reply = Reply(header["status"], bytes(memoryview(received)[body_at:]), header.get("message", ""), header.get("cpu"))
        self.received = bytearray()
        if self.asked is not None and not self.asked.done():
            self.asked.set_result(reply)

    def _gone(self) -> None:
        self.ended = True
        asyncio.get_running_loop().remove_reader(self.stream)
        if self.asked is not None and not self.asked.done():
            self.asked.set_result(Reply("ended"))

    async def _how_it_ended(self) -> str:
        if self.verdict in ("memory", "busy", "time"):
            return self.verdict
        self.kill("crash")
        return ENDS.get(await self._reaped(), "crash")

    def kill(self, verdict: str) -> None:
        """End it now, whatever it is doing; ``verdict`` says why, and the first one counts."""
        if self.verdict is None:
            self.verdict, self.spent = verdict, self.used()
        if self.pid and self.nursery.alive:  # its id is its own until it is reaped
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def _reaped(self) -> int:
        """How it ended; 0 when that cannot be known."""
        pid, self.pid = self.pid, 0
        try:
            return await self.nursery.reap(pid) if pid else 0
        except ConnectionError:
            return 0

    async def close(self) -> None:
        """End it and leave nothing behind: no zombie, no open socket."""
        self.kill("closed")
        if self.stream.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self.stream)
            self.stream.close()
        await self._reaped()

    def slow_down(self) -> None:
        """Let other processes go first, the more so the more the job has used; waiting for a processor is no fault."""
        used = self.used()
        steps = sum(used > seconds for seconds, _ in PRIORITIES)
        if steps > self.lowered:
            self.lower(steps)

    def lower(self, steps: int = len(PRIORITIES)) -> None:
        """Give its worker a lower priority, by default the lowest."""
        self.lowered = steps
        with contextlib.suppress(OSError):  # it has ended meanwhile
            os.setpriority(os.PRIO_PROCESS, self.pid, PRIORITIES[steps - 1][1])

    @property
    def alive(self) -> bool:
        return self.verdict is None and not self.ended and self.nursery.alive

    def running_for(self, now: float) -> float:
        """Seconds the present job has run, 0 when idle."""
        return now - self.started if self.started else 0.0

    def used(self) -> float:
        """Processor time of the present job since it was first looked at."""
        used = self.cpu_seconds()
        if self.mark is None:
            self.mark = used
        return used - self.mark

    def cpu_seconds(self) -> float:
        """Processor time it has used since its birth; 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.pid}/schedstat", encoding="ascii") as told:
                return int(told.read().split()[0]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0

    def resident_bytes(self) -> int:
        """Memory it holds now, what it shares included; 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.pid}/statm", encoding="ascii") as statm:
                return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError, ValueError):
            return 0
