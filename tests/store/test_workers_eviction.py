"""Who is ended for others, with workers of paper and a clock of our own."""

from dataclasses import dataclass

import pytest

from claimgraph.store.workers.admission import Admission, Speed, Ticket
from claimgraph.store.workers.eviction import must_go, too_large
from claimgraph.store.workers.limits import Limits

LIMITS = Limits(workers=3, reserved=1)
NOW = 100.0


@dataclass(eq=False)
class Paper:
    """A worker that has run for ``ran`` seconds by the clock and used ``cpu`` of them."""

    ran: float
    cpu: float
    resident: int = 0
    baseline: int = 0
    alive: bool = True

    def used(self) -> float:
        return self.cpu

    def running_for(self, _: float) -> float:
        return self.ran

    def resident_bytes(self) -> int:
        return self.resident


def ticket(speed: Speed, since: float = 0.0) -> Ticket:
    return Ticket("c", 1, speed, since, Admission(LIMITS).ticket("c", 1, 0.0).account)


def going(*running: tuple[Speed, float, float], waiting: Speed = Speed.QUICK, since: float = NOW - 1) -> int | None:
    """Which of ``running`` (known as, ran, used) is ended."""
    busy = {Paper(ran, cpu): ticket(speed) for speed, ran, cpu in running}
    found = must_go(busy, [ticket(waiting, since)], NOW, LIMITS)
    return None if found is None else list(busy).index(found)


@pytest.mark.parametrize(
    ("running", "ended"),
    [
        ([(Speed.QUICK, 4.0, 0.01), (Speed.UNKNOWN, 1.5, 0.2), (Speed.SLOW, 0.4, 0.3)], None),  # one slow is less than those that may be
        ([(Speed.QUICK, 4.0, 0.01), (Speed.SLOW, 0.3, 0.3), (Speed.SLOW, 0.4, 0.3)], 2),
        ([(Speed.QUICK, 4.0, 0.01), (Speed.UNKNOWN, 1.5, 0.2), (Speed.UNKNOWN, 1.2, 0.2)], 1),
        ([(Speed.QUICK, 4.0, 0.01), (Speed.QUICK, 3.0, 0.02), (Speed.QUICK, 2.0, 0.2)], None),
        ([(Speed.QUICK, 4.0, 0.01), (Speed.QUICK, 3.0, 2.9), (Speed.QUICK, 2.0, 0.2)], 1),  # quick by name, slow by deed
        ([(Speed.UNKNOWN, 0.9, 0.1), (Speed.UNKNOWN, 0.9, 0.1), (Speed.UNKNOWN, 0.9, 0.1)], None),
    ],
)
def test_the_slowest_goes_and_never_the_unlucky(running: list, ended: int | None) -> None:
    assert going(*running) == ended


def test_nobody_goes_for_who_is_slow_himself_or_has_just_come() -> None:
    running = [(Speed.SLOW, 4.0, 3.0)] * 3
    assert going(*running, waiting=Speed.SLOW) is None
    assert going(*running, since=NOW) is None
    assert going(*running[:2]) is None  # a worker is free, or will be in no time


def test_the_largest_gives_way_to_memory() -> None:
    small, large, idle = Paper(1, 1, 200 << 20, 50 << 20), Paper(1, 1, 700 << 20, 50 << 20), Paper(0, 0, 50 << 20, 50 << 20)
    assert too_large([small, large], [idle], Limits(total_megabytes=768)) is large
    assert too_large([small], [idle], Limits(total_megabytes=768)) is None
    assert too_large([], [idle], Limits(total_megabytes=10)) is None
