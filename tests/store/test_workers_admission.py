"""Shares and budgets, with a clock of our own."""

import pytest

from claimgraph.store.workers.admission import CLIENTS_KEPT, SHAPES_KEPT, Admission, Speed
from claimgraph.store.workers.limits import Limits
from claimgraph.store.workers.outcomes import ClientLimit

LIMITS = Limits()


def spend(admission: Admission, client: str, query: str, seconds: float, now: float, *, lived: bool = True) -> None:
    ticket = admission.ticket(client, query, now)
    admission.begin(ticket)
    admission.end(ticket, seconds, seconds if lived else None)


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
    assert (heavy.speed, light.speed) == (Speed.SLOW, Speed.UNKNOWN)
    assert not admission.may_run(heavy, idle=2 * LIMITS.reserved) and admission.may_run(light, idle=LIMITS.reserved + 1)
    assert sorted([heavy, light], key=admission.rank) == [light, heavy]


def test_a_quick_kind_is_not_slow_for_having_had_no_turn() -> None:
    admission = Admission(LIMITS)
    spend(admission, "a", "q", 0.01, now=0.0)
    for spent, speed in ((0.02, Speed.QUICK), (0.5, Speed.SLOW)):
        ticket = admission.ticket("b", "q", 1.0)
        admission.begin(ticket)
        admission.end(ticket, 2.0, None, spent)
        assert admission.ticket("c", "q", 4.0).speed == speed


def test_what_proves_quick_is_not_held_slow_for_ever() -> None:
    admission = Admission(LIMITS)
    spend(admission, "a", "q", 1.0, now=0.0)
    spend(admission, "a", "q", 0.01, now=100.0)
    assert admission.ticket("a", "q", 200.0).speed == Speed.QUICK


def test_waiting_for_a_processor_makes_no_query_slow() -> None:
    admission = Admission(LIMITS)
    ticket = admission.ticket("a", "q", 0.0)
    admission.begin(ticket)
    admission.end(ticket, seconds=2.0, cpu=0.01)
    assert admission.ticket("a", "q", 1.0).speed == Speed.QUICK


def test_only_what_is_known_to_be_quick_gets_the_last_workers() -> None:
    admission = Admission(LIMITS)
    spend(admission, "a", "light", 0.01, now=0.0)
    light, never_seen = admission.ticket("b", "light", 1.0), admission.ticket("b", "never seen", 1.0)
    assert admission.may_run(light, idle=1) and not admission.may_run(never_seen, idle=LIMITS.reserved)
    assert sorted([never_seen, light], key=admission.rank) == [light, never_seen]


def test_waiting_for_a_processor_is_not_charged_and_a_query_without_end_is() -> None:
    admission = Admission(LIMITS)
    waited, killed = admission.ticket("a", "q", 0.0), admission.ticket("b", "r", 0.0)
    for ticket in (waited, killed):
        admission.begin(ticket)
    admission.end(waited, seconds=3.0, cpu=0.01)
    admission.end(killed, seconds=3.0)
    assert (waited.account.left, killed.account.left) == (LIMITS.budget - 0.01, LIMITS.budget - 3.0)


def test_a_query_that_did_not_live_to_tell_is_slow_though_it_died_soon() -> None:
    admission = Admission(LIMITS)
    spend(admission, "a", "doubling", 0.1, now=0.0, lived=False)
    assert admission.ticket("b", "doubling", 1.0).speed == Speed.SLOW


def test_ending_a_query_at_once_tells_nothing_of_its_kind() -> None:
    """Or a timeout of a millisecond would give a slow one the workers that are kept for quick ones."""
    admission = Admission(LIMITS)
    spend(admission, "a", "q", 4.0, now=0.0)
    spend(admission, "a", "q", 0.001, now=1.0, lived=False)
    spend(admission, "a", "r", 0.001, now=1.0, lived=False)
    assert (admission.ticket("b", "q", 2.0).speed, admission.ticket("b", "r", 2.0).speed) == (Speed.SLOW, Speed.UNKNOWN)


def test_a_client_that_used_half_its_budget_is_slow_whatever_it_asks() -> None:
    admission = Admission(LIMITS)
    spend(admission, "a", "heavy", LIMITS.budget * 0.6, now=0.0)
    assert admission.ticket("a", "never seen", 0.0).speed == Speed.SLOW


def test_neither_clients_nor_queries_pile_up() -> None:
    admission = Admission(LIMITS)
    running = admission.ticket("runs", "q", 0.0)
    admission.begin(running)
    for number in range(CLIENTS_KEPT + 50):
        spend(admission, f"c{number}", f"q{number}", 1.0, now=0.0)
    assert len(admission.accounts) == CLIENTS_KEPT and "runs" in admission.accounts
    assert len(admission.speeds) == SHAPES_KEPT
