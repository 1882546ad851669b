"""Who is ended before his time: the largest for memory, the slowest for those who wait. Nobody is ended here, only named."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from claimgraph.store.workers.admission import Speed, Ticket
from claimgraph.store.workers.limits import Limits
from claimgraph.store.workers.process import WorkerProcess

#: how long each kind of query waits before another is ended for it
PATIENCE = {Speed.QUICK: 0.05, Speed.UNKNOWN: 0.2, Speed.SLOW: math.inf}


@dataclass(frozen=True, order=True)
class Standing:
    """How a running query stands among those that might end for another: the greatest goes first.

    On a crowded machine a quick one runs long by the clock and has had no turn: its own processor time shows what it is.
    """

    speed: Speed
    ran: float
    worker: WorkerProcess = field(compare=False)

    @classmethod
    def of(cls, worker: WorkerProcess, ticket: Ticket, now: float, limits: Limits) -> "Standing":
        slow = worker.used() > limits.slow_seconds
        return cls(Speed.SLOW if slow else ticket.speed, worker.running_for(now), worker)


def too_large(busy: Collection[WorkerProcess], idle: Iterable[WorkerProcess], limits: Limits) -> WorkerProcess | None:
    """The worker that gives way when all together hold too much memory; what they share with each other they hold once."""
    sizes = {worker: worker.resident_bytes() - worker.baseline for worker in busy}
    grown = sum(sizes.values()) + max((worker.baseline for worker in [*busy, *idle]), default=0)
    return max(sizes, key=sizes.__getitem__) if sizes and grown > limits.total_megabytes << 20 else None


def must_go(busy: Mapping[WorkerProcess, Ticket], waiting: Iterable[Ticket], now: float, limits: Limits) -> WorkerProcess | None:
    """Somebody waits who is not slow, and no worker will be free for him soon: of the slowest kind that runs, the one that has run longest.

    At once when slow queries sit on the reserves too, which they took before anything was known of them. What is
    known to be quick and has used next to nothing is never ended: it needs its turn, and no worker would be free sooner.
    """
    urgent = [ticket.speed for ticket in waiting if now - ticket.since > PATIENCE[ticket.speed]]
    if not urgent or len(busy) < limits.workers - limits.reserved * max(urgent):
        return None  # nobody, or a new worker is there in no time
    standings = [Standing.of(worker, ticket, now, limits) for worker, ticket in busy.items() if worker.alive]
    last = max(standings, default=None)
    if last is None or last.speed == Speed.QUICK:
        return None
    slow = sum(one.speed == Speed.SLOW for one in standings)
    return last.worker if slow > limits.workers - 2 * limits.reserved or last.ran > limits.squeezed_seconds else None
