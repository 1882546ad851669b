"""Shares and budgets, with a clock of our own."""

import pytest

from claimgraph.store.workers.admission import CLIENTS_KEPT, TEXTS_KEPT, Admission
from claimgraph.store.workers.limits import Limits
from claimgraph.store.workers.outcomes import ClientLimit

LIMITS = Limits()


def spend(admission: Admission, client: str, query: str, seconds: float, now: float) -> None:
    ticket = admission.ticket(client, query, now)
    admission.begin(ticket)
    admission.end(ticket, seconds)


def test_the_budget_ends_and_comes_back_by_the_minute() -> None:
    admission = Admission(LIMITS)
    for number in range(8):
        spend(admission, "a", f"q{number}", 5.0, now=0.0)
    with pytest.raises(ClientLimit) as refused:
        admission.ticket("a", "q", 0.0)
    assert refused.value.status == 429 and refused.value.retry_after == 3
    admission.ticket("b", "q", 0.0)  # another client
    admission.ticket("a", "q", 3.1)


def test_more_than_the_budget_cannot_be_saved_up() -> None:
    admission = Admission(LIMITS)
    admission.ticket("a", "q", 0.0)
    assert admission.ticket("a", "q", 10_000.0).account.left == LIMITS.budget


def test_a_client_runs_so_many_and_no_more() -> None:
    admission = Admission(LIMITS)
    first, second, third = (admission.ticket("a", f"q{n}", 0.0) for n in range(3))
    for ticket in (first, second):
        assert admission.may_run(ticket, idle=8)
        admission.begin(ticket)
    assert not admission.may_run(third, idle=8)
    admission.end(first, 0.01)
    assert admission.may_run(third, idle=8)


def test_a_query_known_to_be_slow_leaves_the_reserve_and_goes_last() -> None:
    admission = Admission(LIMITS)
    spend(admission, "a", "heavy", 4.0, now=0.0)
    heavy, light = admission.ticket("b", "heavy", 1.0), admission.ticket("c", "light", 2.0)
    assert heavy.slow and not light.slow
    assert not admission.may_run(heavy, idle=LIMITS.reserved) and admission.may_run(light, idle=1)
    assert sorted([heavy, light], key=admission.rank) == [light, heavy]


def test_what_proves_quick_is_not_held_slow_for_ever() -> None:
    admission = Admission(LIMITS)
    spend(admission, "a", "q", 1.0, now=0.0)
    spend(admission, "a", "q", 0.01, now=100.0)
    assert not admission.ticket("a", "q", 200.0).slow


def test_waiting_for_a_processor_makes_no_query_slow() -> None:
    admission = Admission(LIMITS)
    ticket = admission.ticket("a", "q", 0.0)
    admission.begin(ticket)
    admission.end(ticket, seconds=2.0, cpu=0.01)
    assert not admission.ticket("a", "q", 1.0).slow and ticket.account.left < LIMITS.budget


def test_a_client_that_used_half_its_budget_is_slow_whatever_it_asks() -> None:
    admission = Admission(LIMITS)
    spend(admission, "a", "heavy", LIMITS.budget * 0.6, now=0.0)
    assert admission.ticket("a", "never seen", 0.0).slow


def test_neither_clients_nor_queries_pile_up() -> None:
    admission = Admission(LIMITS)
    running = admission.ticket("runs", "q", 0.0)
    admission.begin(running)
    for number in range(CLIENTS_KEPT + 50):
        spend(admission, f"c{number}", f"q{number}", 1.0, now=0.0)
    assert len(admission.accounts) == CLIENTS_KEPT and "runs" in admission.accounts
    assert len(admission.slow_texts) == TEXTS_KEPT
