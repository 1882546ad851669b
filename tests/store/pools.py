"""Pools of real workers for tests: started, asked and closed, with nothing left."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from claimgraph.store.workers import Job, Limits, WorkerPool

JSON = "application/sparql-results+json"
#: evaluated for ever over a few hundred triples
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DOUBLING = "SELECT (STRLEN(?x36) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?x0) %s }" % " ".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1})" for n in range(36))
CRASHING = "SELECT * " + "{" * 60_000 + "}" * 60_000


def with_pool(data: Path, limits: Limits, test: Callable[[WorkerPool], Awaitable[None]]) -> None:
    """Run ``test`` on a started pool and close it; no process may be left."""

    async def main() -> None:
        pool = WorkerPool(limits, data=data)
        await pool.start()
        try:
            await test(pool)
        finally:
            pids = pool.pids()
            await pool.close()
        assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]

    asyncio.run(main())


async def full(pool: WorkerPool) -> None:
    """Wait until every worker is up and idle."""
    for _ in range(1_000):
        if len(pool.idle) == pool.limits.workers:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{len(pool.idle)} of {pool.limits.workers} workers came up")


async def ask(pool: WorkerPool, query: str, client: str = "a", **kwargs) -> bytes:
    return await pool.run(Job(query, JSON), client, **kwargs)
