"""The workers together: who gets one, who waits, who is ended, and that there are always enough.

The server's event loop runs this; it holds no store. An answer is whole or it is an error.
"""

import asyncio
import contextlib
import time
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimgraph.store.workers import outcomes
from claimgraph.store.workers.admission import Admission, Speed, Ticket
from claimgraph.store.workers.diagnosis import malformed
from claimgraph.store.workers.eviction import must_go, too_large
from claimgraph.store.workers.limits import Limits
from claimgraph.store.workers.nursery import Nursery
from claimgraph.store.workers.process import Reply, WorkerProcess

TICK = 0.05
#: a start that fails is tried again so often: the machine may be busy with something else
STARTS = 3
#: so many times as long as slow kinds all others may wait for a worker
LONGER = 3
#: what may come of a conversion that says nothing against what was to be converted
CONVERTED = ("answer", "rows", "bytes", "xml", "time", "busy")


@dataclass(frozen=True)
class Job:
    """One query as it was received: its text, the dataset asked for (None: as the query says), the format.

    ``has_dataset`` tells that the query itself says FROM.
    """

    query: str
    media_type: str
    base: str | None = None
    default_graphs: Sequence[str] | None = None
    named_graphs: Sequence[str] | None = None
    has_dataset: bool = False
    #: a number that queries of the same kind have in common; 0: none but itself
    shape: int = 0


class WorkerPool:
    """``limits.workers`` warm processes over one snapshot, ``data``, which must be there before :meth:`start`."""

    def __init__(self, limits: Limits | None = None, prefixes: Mapping[str, str] | None = None, data: Path | None = None) -> None:
        self.data, self.limits, self.prefixes = data, limits or Limits(), dict(prefixes or {})
        self.admission = Admission(self.limits)
        self.idle: list[WorkerProcess] = []
        self.busy: dict[WorkerProcess, Ticket] = {}
        self.waiting: dict[Ticket, asyncio.Future[WorkerProcess]] = {}
        self.tasks: set[asyncio.Task] = set()
        self.nursery: Nursery | None = None
        self.filling: asyncio.Task | None = None
        self.closed = False
        self.watch: asyncio.Task | None = None

    async def start(self) -> None:
        """Read the data, bring up one worker and return; the others follow. Raises :class:`ConnectionError`."""
        for left in reversed(range(STARTS)):
            try:
                await self._start_one()
                break
            except (ConnectionError, OSError):
                if not left:
                    raise
                await asyncio.sleep(0.5)
        self._fill_up()

    async def close(self) -> None:
        """End every worker; queries still running fail as busy."""
        self.closed = True
        for task in (self.watch, self.filling):
            if task:
                task.cancel()
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(stopping())
        for worker in self.busy:  # whoever asked it takes it back, and closes it
            worker.kill("busy")
        while self.busy:
            await asyncio.sleep(0.005)
        await asyncio.gather(*self.tasks, *(worker.close() for worker in self.idle), return_exceptions=True)
        self.idle.clear()
        if self.nursery:
            self.nursery.close()

    def pids(self) -> list[int]:
        """The process ids of the workers, for those who watch."""
        return [worker.pid for worker in [*self.idle, *self.busy]]

    async def run(self, job: Job, client: str = "local", received: float | None = None, seconds: float | None = None) -> bytes:
        """The serialised answer; raises one of :mod:`~claimgraph.store.workers.outcomes`.

        ``received`` is when the request came in (monotonic clock): waiting counts. ``seconds`` may only
        shorten the time allowed. Cancelling this kills the worker that is at it.
        """
        allowed = min(seconds or self.limits.seconds, self.limits.seconds)
        content = job.query.encode("utf-8", "surrogatepass")
        reply = await self._asked(content, self._message(job, allowed), job.shape or hash(job.query), client, received, allowed)
        return self._read(reply, allowed, job.query)

    async def convert(self, content: bytes, given: str, wanted: str, seconds: float) -> bytes | None:
        """Results of a store elsewhere in the format that is wanted, read where they can do no harm; ``None`` when they are none.

        A parser can be killed by what it reads: nested triple terms of 10 MB end a process. Raises as :meth:`run` does.
        """
        message = self._message(Job("", wanted), seconds) | {"given": given}
        reply = await self._asked(content, message, 0, "store", None, seconds)
        return None if reply.status not in CONVERTED else self._read(reply, seconds, "")

    async def _asked(self, content: bytes, message: dict, shape: int, client: str, received: float | None, allowed: float) -> Reply:
        received = time.monotonic() if received is None else received
        ticket = self.admission.ticket(client, shape, time.monotonic())
        worker = await self._worker_for(ticket)
        began = time.monotonic()
        left = received + allowed - began
        reply = Reply("time")
        try:
            if left > 0:
                reply = await worker.ask(content, message, left)
        finally:
            took = time.monotonic() - began
            self._take_back(worker, ticket, took, reply.cpu)
        return reply

    def _message(self, job: Job, allowed: float) -> dict:
        return {
            "media_type": job.media_type, "given": "", "base": job.base,
            "default": job.default_graphs, "named": job.named_graphs,
            "rows": self.limits.result_rows, "bytes": self.limits.result_bytes, "cpu": int(allowed) + 2,
        }  # fmt: skip

    def _read(self, reply: Reply, allowed: float, query: str) -> bytes:
        limits = self.limits
        if reply.status == "answer":
            return reply.body
        if reply.status == "syntax":
            raise malformed(query, reply.message)
        if reply.status == "unsupported":
            raise outcomes.RefusedQuery(reply.message, "only the functions of SPARQL 1.1 are evaluated")
        if reply.status in ("rows", "bytes"):
            raise outcomes.ResultLimit.of(limits, reply.status)
        raise {
            "time": lambda: outcomes.TimeLimit.after(allowed),
            "memory": lambda: outcomes.MemoryLimit.of(limits),
            "xml": outcomes.NotInThisFormat.of_xml,
            "busy": lambda: outcomes.Busy("the query gave way after running long while others waited", "try again, or ask for less at once"),
        }.get(reply.status, lambda: outcomes.Crash("the query engine failed on this query; nothing else was touched", "simplify it, and please report it"))()

    # who gets a worker

    async def _worker_for(self, ticket: Ticket) -> WorkerProcess:
        if self.closed:
            raise stopping()
        if len(self.waiting) >= self.limits.queue:
            self._make_place_for(ticket)
        if not self.waiting and self._idle_worker() and self.admission.may_run(ticket, len(self.idle)):
            return self._hand_over(ticket)
        future: asyncio.Future[WorkerProcess] = asyncio.get_running_loop().create_future()
        self.waiting[ticket] = future
        self._dispatch()
        waits = self.limits.queue_seconds * (1 if ticket.speed == Speed.SLOW else LONGER)
        try:
            # Better late than never for all but those that would keep a worker long.
            return await asyncio.wait_for(future, waits)
        except TimeoutError:
            if future.done() and not future.cancelled():  # given in the same moment
                return future.result()
            if ticket.account.running >= self.limits.per_client:
                raise outcomes.ClientLimit(
                    f"{self.limits.per_client} queries of this client are running already", "send them one after another", retry_after=2
                ) from None
            raise outcomes.Busy(f"no worker was free within {waits:g} s", "try again in a moment") from None
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self._take_back(future.result(), ticket, 0.0, 0.0)
            raise
        finally:
            self.waiting.pop(ticket, None)

    def _make_place_for(self, ticket: Ticket) -> None:
        """The queue is full: whoever ranks last leaves it, be it the one who comes."""
        last = max(self.waiting, key=self.admission.rank)
        full = outcomes.Busy(f"all workers are at work and {self.limits.queue} queries wait already", "try again in a moment")
        if self.admission.rank(last) <= self.admission.rank(ticket):
            raise full
        future = self.waiting.pop(last)
        if not future.done():
            future.set_exception(full)

    def _idle_worker(self) -> bool:
        """Whether a worker is idle, those that died in their sleep replaced."""
        while self.idle and not self.idle[-1].alive:
            self._replace(self.idle.pop())
        return bool(self.idle)

    def _hand_over(self, ticket: Ticket) -> WorkerProcess:
        worker = self.idle.pop()
        self.busy[worker] = ticket
        self.admission.begin(ticket)
        if ticket.speed == Speed.SLOW:
            worker.lower()
        if self.watch is None:
            self.watch = self._background(self._look_after())
        return worker

    def _dispatch(self) -> None:
        """Hand idle workers to those waiting, best rank first."""
        for ticket in sorted(self.waiting, key=self.admission.rank):
            if not self._idle_worker():
                break
            future = self.waiting[ticket]
            if not future.done() and self.admission.may_run(ticket, len(self.idle)):
                future.set_result(self._hand_over(ticket))
                del self.waiting[ticket]

    def _take_back(self, worker: WorkerProcess, ticket: Ticket, seconds: float, cpu: float | None) -> None:
        self.busy.pop(worker, None)
        self.admission.end(ticket, seconds, cpu, worker.spent)
        if self.closed or not worker.alive or worker.lowered or self._used_up(worker):
            self._replace(worker)
        else:
            self.idle.append(worker)
        self._dispatch()

    def _used_up(self, worker: WorkerProcess) -> bool:
        if worker.jobs % 20:  # growth is looked at now and then: the look costs as much as a small query
            return False
        return worker.jobs >= self.limits.jobs or worker.resident_bytes() - worker.baseline > self.limits.growth_megabytes << 20

    # that there are always enough

    def _replace(self, worker: WorkerProcess) -> None:
        self._background(worker.close())
        self._fill_up()

    def _background(self, coroutine: Coroutine[None, None, None]) -> asyncio.Task:
        task = asyncio.get_running_loop().create_task(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def _fill_up(self) -> None:
        if not self.closed and (self.filling is None or self.filling.done()):
            self.filling = self._background(self._fill())

    async def _fill(self) -> None:
        while not self.closed and len(self.idle) + len(self.busy) < self.limits.workers:
            try:
                await self._start_one()
            except (ConnectionError, OSError):
                await asyncio.sleep(0.5)  # no memory, no processes: the system may recover

    async def _start_one(self) -> None:
        assert self.data is not None, "no snapshot to start workers on"
        if self.nursery is None or not self.nursery.alive:
            self.nursery = Nursery(self.data, self.limits, self.prefixes)
            await self.nursery.start()
        worker = await WorkerProcess.born(self.nursery)
        if self.closed:
            await worker.close()
            return
        self.idle.append(worker)
        self._dispatch()

    # who is ended

    async def _look_after(self) -> None:
        """While anything runs: slow ones yield the processor, the largest gives way to memory, the longest to those waiting."""
        with contextlib.suppress(asyncio.CancelledError):
            while self.busy or self.waiting:
                await asyncio.sleep(TICK)
                now = time.monotonic()
                for worker in self.busy:
                    worker.slow_down()
                if largest := too_large(self.busy, self.idle, self.limits):
                    largest.kill("memory")
                if last := must_go(self.busy, self.waiting, now, self.limits):
                    last.kill("busy")
                self._dispatch()
        self.watch = None


def stopping() -> outcomes.Busy:
    """What is told to those who ask while the server ends."""
    return outcomes.Busy("the endpoint is stopping", "try again in a moment")
