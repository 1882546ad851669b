"""Who may run a query now: shares, budgets and what is known of a query, without any process in it.

All times are given by the caller, so that a test can be its own clock.
"""

import hashlib
import math
from collections import OrderedDict
from dataclasses import dataclass, field

from claimgraph.store.workers.limits import Limits
from claimgraph.store.workers.outcomes import ClientLimit

CLIENTS_KEPT = 4_096
TEXTS_KEPT = 4_096


@dataclass
class Account:
    """One client: what it runs now, and the running time it has left."""

    left: float
    filled_at: float
    running: int = 0

    def fill(self, now: float, limits: Limits) -> None:
        self.left = min(limits.budget, self.left + (now - self.filled_at) * limits.budget_per_minute / 60)
        self.filled_at = now


@dataclass(eq=False)
class Ticket:
    """A query that waits or runs; ``slow`` is what is known of it beforehand."""

    client: str
    text: bytes
    slow: bool
    since: float
    account: Account = field(repr=False)


class Admission:
    """The accounts of all clients and the memory of which queries were slow."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.accounts: OrderedDict[str, Account] = OrderedDict()
        self.slow_texts: OrderedDict[bytes, None] = OrderedDict()
        self.running_slow = 0

    def ticket(self, client: str, query: str, now: float) -> Ticket:
        """A ticket for a query; raises :class:`ClientLimit` when the client's running time is used up."""
        account = self._account(client, now)
        if account.left <= 0:
            wait = math.ceil((1 - account.left) * 60 / self.limits.budget_per_minute)
            raise ClientLimit(
                f"this client has used its {self.limits.budget_per_minute:g} s of running time a minute",
                f"wait {wait} s, or take the whole dataset from /dump.nq and ask at home",
                retry_after=wait,
            )
        text = hashlib.sha256(query.encode("utf-8", "replace")).digest()
        # Having used up half of what it may in a row, a client is slow whatever it asks.
        slow = text in self.slow_texts or account.left < self.limits.budget / 2
        return Ticket(client, text, slow, now, account)

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
        """Whether it may have one of ``idle`` workers: slow ones leave the reserve to others."""
        if ticket.account.running >= self.limits.per_client:
            return False
        return idle > (self.limits.reserved if ticket.slow else 0)

    @staticmethod
    def rank(ticket: Ticket) -> tuple[bool, int, float, float]:
        """Order among those waiting: not slow, few of one's own running, much budget left, first come."""
        return ticket.slow, ticket.account.running, -ticket.account.left, ticket.since

    def begin(self, ticket: Ticket) -> None:
        """It runs from now on."""
        ticket.account.running += 1

    def end(self, ticket: Ticket, seconds: float, cpu: float | None = None) -> None:
        """It ran for ``seconds``, charged to the client, and used ``cpu`` of processor time, remembered of the query."""
        cpu = seconds if cpu is None else cpu
        ticket.account.running -= 1
        ticket.account.left -= seconds
        if cpu >= self.limits.slow_seconds:
            self.slow_texts[ticket.text] = None
            self.slow_texts.move_to_end(ticket.text)
            while len(self.slow_texts) > TEXTS_KEPT:
                self.slow_texts.popitem(last=False)
        elif cpu < self.limits.slow_seconds / 2:
            self.slow_texts.pop(ticket.text, None)
