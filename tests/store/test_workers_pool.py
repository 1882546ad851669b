"""Real workers: they answer, they are ended, nobody else notices, and nothing of them stays."""

import asyncio
import os
import signal
import tempfile
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from claimgraph.store.workers import Job, Limits, WorkerPool, outcomes, snapshot, write_snapshot
from tests.store.pools import CRASHING, DOUBLING, ENDLESS, JSON, ask, full, with_pool

#: seconds by which an end that comes at all has come, however busy the machine; ENDLESS goes on for ever
SOON = 20.0


def test_a_query_is_ended_at_its_deadline_and_the_worker_replaced(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await full(pool)
        before = set(pool.pids())
        began = time.monotonic()
        with pytest.raises(outcomes.TimeLimit, match="0.4 s") as ended:
            await ask(pool, ENDLESS)
        assert 0.4 <= time.monotonic() - began < SOON
        assert "LIMIT" in ended.value.hint and "/dump" in ended.value.hint
        await full(pool)
        assert len(before & set(pool.pids())) == 1
        assert b'"boolean":true' in await ask(pool, "ASK { ?s ?p ?o }")

    with_pool(data, Limits(seconds=0.4, workers=2, reserved=0), test)


@pytest.mark.parametrize("query", [
    ENDLESS, "SELECT * { ?s (!<x:none>|^!<x:none>)* ?o . ?o2 (!<x:none>|^!<x:none>)* ?s2 . ?s3 (!<x:none>)* ?o3 } ORDER BY ?s",
    "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 1000000000",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a),STR(?d));separator=',') AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(REGEX(CONCAT(?c,?f), '(a|b|c)*d$')) }",
    "SELECT * {" + "".join(f"?s{n} ?p ?o{n} ." for n in range(150)) + "}", "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND()",
    "ASK { ?s <http://e/p0>" + "/<http://e/p0>*" * 400 + " ?o }", "SELECT (SUM(?x) AS ?n) { ?a ?b ?c . ?d ?e ?f BIND(STRLEN(REPLACE(?c, '', ?f)) AS ?x) . ?g ?h ?i }",
])  # fmt: skip
def test_whatever_takes_time_is_ended_in_time(data: Path, query: str) -> None:
    """Planner, property paths, sorting, grouping, regular expressions: the deadline holds for all, and one memory limit."""

    async def test(pool: WorkerPool) -> None:
        began = time.monotonic()
        try:
            await ask(pool, query)
        except (outcomes.TimeLimit, outcomes.MemoryLimit):
            pass
        assert time.monotonic() - began < SOON
        assert b"true" in await ask(pool, "ASK {}", "b", seconds=5)

    with_pool(data, Limits(seconds=0.5, workers=2, reserved=0), test)


def test_doubling_a_string_meets_the_memory_limit_and_harms_nobody(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await full(pool)
        heavy = asyncio.ensure_future(ask(pool, DOUBLING))
        peak = answered = 0
        while not heavy.done():
            assert b"true" in await ask(pool, "ASK {}", "b")
            answered += 1
            peak = max(peak, sum(worker.resident_bytes() for worker in [*pool.idle, *pool.busy]))
            await asyncio.sleep(0.01)
        with pytest.raises(outcomes.MemoryLimit):
            await heavy
        assert answered > 3 and peak < 1 << 30

    with_pool(data, Limits(seconds=10, workers=4), test)


def test_all_together_hold_the_memory_limit_too(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await full(pool)
        hostile = [asyncio.ensure_future(ask(pool, DOUBLING + f"# {n}", f"c{n}")) for n in range(6)]
        peak = 0
        while not all(task.done() for task in hostile):
            peak = max(peak, sum(worker.resident_bytes() for worker in [*pool.idle, *pool.busy]))
            await asyncio.sleep(0.01)
        failures = await asyncio.gather(*hostile, return_exceptions=True)
        assert all(isinstance(failure, (outcomes.MemoryLimit, outcomes.TimeLimit, outcomes.Busy)) for failure in failures), failures
        assert peak < 1 << 30

    with_pool(data, Limits(seconds=10, workers=6, total_megabytes=600), test)


def test_a_crash_is_one_failed_query(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await full(pool)
        others = [asyncio.ensure_future(ask(pool, f"SELECT (COUNT(*) AS ?n) {{ ?s ?p 'v{n}' }}", f"c{n}")) for n in range(8)]
        with pytest.raises(outcomes.Crash):
            await ask(pool, CRASHING)
        assert b"true" in await ask(pool, "ASK {}", "b")
        assert all(b'"1"' in answer for answer in await asyncio.gather(*others))

    with_pool(data, Limits(workers=2, reserved=0), test)


def test_a_worker_that_somebody_kills_is_replaced_before_it_is_missed(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await full(pool)
        for pid in pool.pids():
            os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(0.05)
        assert b"true" in await ask(pool, "ASK {}")
        await full(pool)

    with_pool(data, Limits(workers=2, reserved=0), test)


@pytest.mark.parametrize(("query", "what"), [
    ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "10 MB"), ("SELECT ?p { ?s ?p ?o } LIMIT 11", "10 rows"), ("SELECT ?x { VALUES ?x {" + " 1" * 11 + "} }", "10 rows"),
])  # fmt: skip
@pytest.mark.parametrize("media_type", [JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"])
def test_a_result_is_whole_or_it_is_an_error(data: Path, query: str, what: str, media_type: str) -> None:
    async def test(pool: WorkerPool) -> None:
        with pytest.raises(outcomes.ResultLimit, match="nothing of it was sent") as ended:
            await pool.run(Job(query, media_type))
        assert "OFFSET" in ended.value.hint
        assert await pool.run(Job("SELECT ?p { ?s ?p ?o } LIMIT 10", media_type))

    rows = 10 if "rows" in what else 100_000
    with_pool(data, Limits(result_rows=rows, workers=1, reserved=0), test)


def test_rows_are_counted_though_literals_look_like_rows(data: Path) -> None:
    query = 'SELECT ?x ?y { VALUES ?x { %s } BIND("a,\\"b\\"\\r\\n},{\\n<result>" AS ?y) }' % " ".join(map(str, range(10)))

    async def test(pool: WorkerPool) -> None:
        for media_type in (JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"):
            assert await pool.run(Job(query, media_type))

    with_pool(data, Limits(result_rows=10, workers=1, reserved=0), test)


def test_a_graph_is_counted_in_triples(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        for limit, fits in ((10, True), (11, False)):
            query = f"CONSTRUCT {{ ?s ?p ?o }} {{ SELECT * {{ ?s ?p ?o }} LIMIT {limit} }}"
            if fits:
                assert await pool.run(Job(query, "text/turtle"))
            else:
                with pytest.raises(outcomes.ResultLimit, match="10 rows"):
                    await pool.run(Job(query, "text/turtle"))

    with_pool(data, Limits(result_rows=10, workers=1, reserved=0), test)


def test_cancelling_a_query_ends_its_worker(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await full(pool)
        asking = asyncio.ensure_future(ask(pool, ENDLESS))
        await asyncio.sleep(0.1)
        ((worker, _),) = pool.busy.items()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert not worker.alive and not pool.busy
        await full(pool)

    with_pool(data, Limits(workers=2, reserved=0), test)


def test_waiting_counts_towards_the_deadline(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        with pytest.raises(outcomes.TimeLimit):
            await ask(pool, "ASK {}", received=time.monotonic() - 10)

    with_pool(data, Limits(workers=1, reserved=0), test)


def test_a_request_may_ask_for_less_time_and_not_for_more(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        for seconds, taken in ((0.2, 0.2), (6_000.0, 0.5)):
            began = time.monotonic()
            with pytest.raises(outcomes.TimeLimit):
                await ask(pool, ENDLESS, seconds=seconds)
            assert taken <= time.monotonic() - began < SOON

    with_pool(data, Limits(seconds=0.5, workers=1, reserved=0), test)


def test_one_client_has_its_share_and_others_theirs(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await full(pool)
        greedy = [asyncio.ensure_future(ask(pool, ENDLESS + f"#{n}", "greedy")) for n in range(4)]
        await asyncio.sleep(0.1)
        assert len(pool.busy) == 2
        assert b"true" in await ask(pool, "ASK {}", "modest")
        failures = await asyncio.gather(*greedy, return_exceptions=True)
        kinds = sorted(type(failure).__name__ for failure in failures)
        assert kinds == ["ClientLimit", "ClientLimit", "TimeLimit", "TimeLimit"]
        limited = next(failure for failure in failures if isinstance(failure, outcomes.ClientLimit))
        assert limited.status == 429 and limited.retry_after

    with_pool(data, Limits(seconds=1.0, queue_seconds=0.3, workers=4, reserved=0), test)


def test_a_full_house_says_so_and_the_queue_is_bounded(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await full(pool)
        tasks = [asyncio.ensure_future(ask(pool, ENDLESS + f"#{n}", f"c{n}")) for n in range(6)]
        failures = await asyncio.gather(*tasks, return_exceptions=True)
        busy = [failure for failure in failures if isinstance(failure, outcomes.Busy)]
        assert len(busy) == 4 and all(failure.status == 503 and failure.retry_after for failure in busy)
        assert sum("wait already" in failure.message for failure in busy) == 2

    with_pool(data, Limits(seconds=0.8, squeezed_seconds=5, queue=2, queue_seconds=0.2, workers=2, reserved=0), test)


def test_a_long_query_gives_way_when_others_wait(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await full(pool)
        hostile = [asyncio.ensure_future(ask(pool, ENDLESS + f"#{n}", f"h{n}")) for n in range(2)]
        await asyncio.sleep(0.4)
        assert b"true" in await ask(pool, "ASK {}", "good")
        assert not all(task.done() for task in hostile)  # one gave way, nobody was waited for
        failures = await asyncio.gather(*hostile, return_exceptions=True)
        assert sorted(type(failure).__name__ for failure in failures) == ["Busy", "TimeLimit"]

    with_pool(data, Limits(seconds=12, squeezed_seconds=0.5, queue_seconds=10, workers=2, reserved=0), test)


def test_slow_queries_that_took_the_reserve_unknown_give_it_back_at_once(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await full(pool)
        hostile = [asyncio.ensure_future(ask(pool, ENDLESS + f"#{n}", f"h{n}")) for n in range(4)]
        await asyncio.sleep(0.4)
        assert b"true" in await ask(pool, "ASK {}", "good")
        # Had nobody given way, the four would run on for their 12 s.
        assert not all(task.done() for task in hostile)
        await asyncio.gather(*hostile, return_exceptions=True)

    with_pool(data, Limits(seconds=12, squeezed_seconds=20, queue_seconds=10, workers=4, reserved=1), test)


def test_a_full_queue_keeps_its_places_for_those_not_known_to_be_slow(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await full(pool)
        with pytest.raises(outcomes.TimeLimit):
            await ask(pool, ENDLESS, "h", seconds=0.4)
        await full(pool)
        running = [asyncio.ensure_future(ask(pool, ENDLESS, f"r{n}", seconds=0.6)) for n in range(2)]
        await asyncio.sleep(0.05)
        waiting = [asyncio.ensure_future(ask(pool, ENDLESS, f"w{n}", seconds=1)) for n in range(3)]
        await asyncio.sleep(0.05)
        assert b"true" in await ask(pool, "ASK {}", "good")
        kinds = [type(failure).__name__ for failure in await asyncio.gather(*waiting, return_exceptions=True)]
        assert "Busy" in kinds
        await asyncio.gather(*running, return_exceptions=True)

    with_pool(data, Limits(seconds=3, squeezed_seconds=5, queue=3, queue_seconds=2, workers=2, reserved=0), test)


def test_a_worker_is_replaced_after_its_share_of_jobs(data: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        first = pool.pids()
        for _ in range(40):
            await ask(pool, "ASK {}")
        await full(pool)
        assert pool.pids() != first

    with_pool(data, Limits(workers=1, reserved=0, jobs=40), test)


def test_a_closing_pool_ends_what_runs(data: Path) -> None:
    async def main() -> None:
        pool = WorkerPool(Limits(workers=1, reserved=0), data=data)
        await pool.start()
        asking = asyncio.ensure_future(ask(pool, ENDLESS))
        await asyncio.sleep(0.1)
        await asyncio.wait_for(pool.close(), 2)
        with pytest.raises(outcomes.QueryFailure):
            await asking
        with pytest.raises(outcomes.Busy, match="stopping"):
            await ask(pool, "ASK {}")

    asyncio.run(main())


def test_a_large_store_is_opened_on_disk_and_answers_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    lines = (f'<http://e/s{n // 4}> <http://e/p{n % 4}> "v{n}" <http://e/g{n % 3}> .' for n in range(400))
    store.load("\n".join(lines).encode(), format=RdfFormat.N_QUADS)
    store.load(b"<http://e/s0> <http://e/p0> 'v0' . <http://e/s0> <http://e/p1> 'v1' .", format=RdfFormat.TURTLE)
    queries = ["SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "ASK { SERVICE <http://127.0.0.1:9/> {} }", "SELECT * { ?s ?p ?o } ORDER BY ?s ?p LIMIT 3"]

    def answers() -> list[bytes | str]:
        found: list[bytes | str] = []
        with tempfile.TemporaryDirectory() as folder:
            path, graphs, triples = write_snapshot(store, Path(folder), [Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal("v"), NamedNode("http://e/extra"))])
            assert (graphs["http://e/extra"], sum(graphs.values()), triples) == (1, 401, 401)

            async def test(pool: WorkerPool) -> None:
                for query in queries:
                    try:
                        found.append(await ask(pool, query))
                    except outcomes.QueryFailure as failure:
                        found.append(type(failure).__name__)

            with_pool(path, Limits(workers=1, reserved=0), test)
        return found

    in_memory = answers()
    monkeypatch.setattr(snapshot, "IN_MEMORY_QUADS", 100)
    assert answers() == in_memory and in_memory[2] == "Crash"
