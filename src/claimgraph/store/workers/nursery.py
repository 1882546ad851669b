"""The process that workers are forked from: the data are loaded once, and a worker is there in milliseconds.

Replacing a killed worker costs next to nothing, so somebody who gets workers killed all the time takes
no processor from others; and all workers share the memory of the data. The nursery itself reads no query.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from collections import deque
from pathlib import Path

import pyoxigraph

from claimgraph.store.workers.limits import Limits

ENTRY = Path(__file__).with_name("entry.py")
#: where a worker finds pyoxigraph and what makes answers of it
PACKAGES = [str(Path(pyoxigraph.__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[3])]
LENGTHS = struct.Struct("!II")
#: what is asked of the nursery and what it says: "f"ork or "r"eap, a process id, how it ended
ORDER = struct.Struct("!cqi")
#: a query that exercises parser, evaluator and every module an answer needs, before files are shut
PROBE = {"given": "", "base": None, "default": None, "named": None, "media_type": "application/sparql-results+xml", "rows": 1, "bytes": 65_536, "cpu": 60}
START_SECONDS = 60.0


class Nursery:
    """The one parent of all workers. Raises :class:`ConnectionError` from whatever is asked of it once it has ended."""

    def __init__(self, data: Path, limits: Limits, prefixes: dict[str, str]) -> None:
        self.config = {"data": str(data), "prefixes": prefixes, "packages": PACKAGES, "parent": os.getpid(), "megabytes": limits.worker_megabytes, "probe": PROBE}
        self.process: subprocess.Popen | None = None
        self.control: socket.socket | None = None
        self.expected: deque[tuple[bytes, asyncio.Future[tuple[int, int]]]] = deque()
        self.received = bytearray()

    @property
    def pid(self) -> int:
        """Its process id, 0 before it has one."""
        return self.process.pid if self.process else 0

    @property
    def alive(self) -> bool:
        return self.control is not None

    async def start(self) -> None:
        """Load the data; raises :class:`ConnectionError` when it does not come up."""
        ours, theirs = socket.socketpair()
        with theirs:
            # No session of its own: Linux shares the processor between sessions, and only within one by priority.
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(ENTRY)],
                stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                cwd="/", env={"LANG": "C.UTF-8", "PYTHONUTF8": "1"}, process_group=0,
            )  # fmt: skip
        ours.setblocking(False)
        self.control = ours
        head, ready = json.dumps(self.config).encode(), b""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(START_SECONDS):
                with contextlib.suppress(ConnectionError):  # its end is the same in whichever way it is heard
                    await loop.sock_sendall(ours, LENGTHS.pack(len(head), 0) + head)
                    ready = await loop.sock_recv(ours, 1)
            if ready != b"!":
                raise ConnectionError(f"the query workers' parent ended before it had read the data (exit code {self.process.wait()})")
        except TimeoutError:
            self.close()
            raise ConnectionError(f"the query workers' parent had not read the data after {START_SECONDS:g} s") from None
        except BaseException:
            self.close()
            raise
        loop.add_reader(ours, self._hear)

    async def fork(self, stream: socket.socket) -> int:
        """The process id of a new worker at the other end of ``stream``."""
        pid, _ = await self._tell(b"f", 0, stream.fileno())
        if pid <= 0:
            raise ConnectionError("the system has no room for another process")
        return pid

    async def reap(self, pid: int) -> int:
        """How a worker ended, which has been killed or is ending; only after this can its id be another's."""
        _, code = await self._tell(b"r", pid)
        return os.waitstatus_to_exitcode(code)

    async def _tell(self, what: bytes, pid: int, *files: int) -> tuple[int, int]:
        if self.control is None:
            raise ConnectionError("the query workers' parent has ended")
        future: asyncio.Future[tuple[int, int]] = asyncio.get_running_loop().create_future()
        try:
            socket.send_fds(self.control, [ORDER.pack(what, pid, 0)], files)
        except OSError as error:
            self.close()
            raise ConnectionError("the query workers' parent does not hear") from error
        self.expected.append((what, future))
        return await future

    def _hear(self) -> None:
        assert self.control is not None
        try:
            chunk = self.control.recv(4_096)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            self.close()
            return
        self.received += chunk
        while len(self.received) >= ORDER.size:
            what, pid, code = ORDER.unpack_from(self.received)
            del self.received[: ORDER.size]
            _, future = next(pair for pair in self.expected if pair[0] == what)
            self.expected.remove((what, future))
            if not future.done():
                future.set_result((pid, code))
            elif what == b"f":  # nobody waits for it any more
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        """End it, and with it all its workers."""
        if self.control is not None:
            asyncio.get_running_loop().remove_reader(self.control)
            self.control.close()
            self.control = None
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            self.process.wait()
        while self.expected:
            _, future = self.expected.popleft()
            if not future.done():
                future.set_exception(ConnectionError("the query workers' parent has ended"))
