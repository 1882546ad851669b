"""Who may run a query now: shares, budgets and what is known of a query, without any process in it.

All times are given by the caller, so that a test can be its own clock.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass, field
from enum import IntEnum

from claimgraph.store.workers.limits import Limits
from claimgraph.store.workers.outcomes import ClientLimit

CLIENTS_KEPT = 4_096
SHAPES_KEPT = 4_096


@dataclass
class Account:
    """One client: what it runs now, and the running time it has left."""

    left: float
    filled_at: float
    running: int = 0

    def fill(self, now: float, limits: Limits) -> None:
        self.left = min(limits.budget, self.left + (now - self.filled_at) * limits.budget_per_minute / 60)
        self.filled_at = now


class Speed(IntEnum):
    """What is known of a kind of query beforehand; what is neither quick nor slow counts as unknown."""

    QUICK = 0
    UNKNOWN = 1
    SLOW = 2


@dataclass(eq=False)
class Ticket:
    """A query that waits or runs."""

    client: str
    shape: int
    speed: Speed
    since: float
    account: Account = field(repr=False)


class Admission:
    """The accounts of all clients, and the memory of which kinds of query are quick and which are slow."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.accounts: OrderedDict[str, Account] = OrderedDict()
        self.speeds: OrderedDict[int, Speed] = OrderedDict()

    def ticket(self, client: str, shape: int, now: float) -> Ticket:
        """A ticket for a query; raises :class:`ClientLimit` when the client's running time is used up."""
        account = self._account(client, now)
        if account.left <= 0:
            wait = math.ceil((1 - account.left) * 60 / self.limits.budget_per_minute)
            raise ClientLimit(
                f"this client has used its {self.limits.budget_per_minute:g} s of running time a minute",
                f"wait {wait} s, or take the whole dataset from /dump.nq and ask at home",
                retry_after=wait,
            )
        # Having used up half of what it may in a row, a client is slow whatever it asks.
        speed = Speed.SLOW if account.left < self.limits.budget / 2 else self.speeds.get(shape, Speed.UNKNOWN)
        return Ticket(client, shape, speed, now, account)

    def _account(self, client: str, now: float) -> Account:
        account = self.accounts.get(client)
        if account is None:
            account = self.accounts[client] = Account(self.limits.budget, now)
            while len(self.accounts) > CLIENTS_KEPT:
                self._forget_one()
        self.accounts.move_to_end(client)
        account.fill(now, self.limits)
        return account

    def _forget_one(self) -> None:
        name = next((name for name, account in self.accounts.items() if not account.running), next(iter(self.accounts)))
        del self.accounts[name]

    def may_run(self, ticket: Ticket, idle: int) -> bool:
        """Whether it may have one of ``idle`` workers: each kind leaves a reserve to those quicker than itself."""
        return ticket.account.running < self.limits.per_client and idle > self.limits.reserved * ticket.speed

    @staticmethod
    def rank(ticket: Ticket) -> tuple[Speed, int, float, float]:
        """Order among those waiting: quick kinds, few of one's own running, much budget left, first come."""
        return ticket.speed, ticket.account.running, -ticket.account.left, ticket.since

    def begin(self, ticket: Ticket) -> None:
        """It runs from now on."""
        ticket.account.running += 1

    def end(self, ticket: Ticket, seconds: float, cpu: float | None = None, spent: float | None = None) -> None:
        """It ran for ``seconds`` and used ``cpu`` of processor time, where it lived to tell: charged to the client, remembered of its kind.

        On a busy machine a quick query takes long, which is nobody's fault: what counts is what it used. One that did not
        live to tell, having ``spent`` so much, is slow, unless it was ended so soon that nothing is known (else a short
        timeout would make it quick), or its kind is known to be quick and it never had its turn.
        """
        used = seconds if cpu is None else cpu
        ticket.account.running -= 1
        ticket.account.left -= used
        unlucky = ticket.speed == Speed.QUICK and spent is not None and spent < self.limits.slow_seconds
        if cpu is not None or (used >= self.limits.quick_seconds and not unlucky):
            self._remember(ticket.shape, Speed.SLOW if cpu is None else self._speed(cpu))

    def _speed(self, cpu: float) -> Speed:
        if cpu < self.limits.quick_seconds:
            return Speed.QUICK
        return Speed.SLOW if cpu >= self.limits.slow_seconds else Speed.UNKNOWN

    def _remember(self, shape: int, speed: Speed) -> None:
        self.speeds[shape] = speed
        self.speeds.move_to_end(shape)
        while len(self.speeds) > SHAPES_KEPT:
            self.speeds.popitem(last=False)
