"""Queries from outside sent on to a store elsewhere, under the same limits, with a deadline and a circuit breaker of our own.

Nothing is kept between requests but the names of the store's graphs, so any number of instances may
stand behind a load balancer. What comes back is read to its end before anything is answered: some
stores cut a result at their own limit and say 200 all the same. It is read by workers that may be killed,
since what a store says can end the parser.
"""

import asyncio
import contextlib
import dataclasses
import http.client
import json
import logging
import math
import re
import ssl
import tempfile
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pyoxigraph import Store

from claimgraph import __version__
from claimgraph.store.answering import GRAPHS as GRAPH_FORMATS
from claimgraph.store.transport import Credentials, address, shown
from claimgraph.store.workers import outcomes
from claimgraph.store.workers.admission import Admission, Ticket
from claimgraph.store.workers.exchange import PAUSE, Breaker, Exchange
from claimgraph.store.workers.limits import Limits
from claimgraph.store.workers.pool import Job, WorkerPool
from claimgraph.store.workers.snapshot import write_snapshot

RESULTS, TRIPLES = "application/sparql-results+json", "application/n-triples"
#: what is read of what a store may say: nothing that expands or fetches
READ = (RESULTS, "application/sparql-results+xml", "application/json", "application/xml", *GRAPH_FORMATS)
READERS = 4
GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"
GRAPHS_KEPT = 60.0
#: what any store answers at once, and how long it may take for it when others have run out of time
PROBE, PROBE_SECONDS = "ASK {}", 3.0
OPERATORS = logging.getLogger("claimgraph")
PLACE = re.compile(r"line (\d+), column (\d+)|at (\d+):(\d+)")


class StoreAway(outcomes.QueryFailure):
    """The store elsewhere does not answer, or not as its protocol says."""

    status, slug, title = 503, "store-away", "The store behind this site is away"
    retry_after = int(PAUSE)


class NoResult(outcomes.QueryFailure):
    """The store answered with something that is no whole result."""

    status, slug, title = 502, "store-away", "The store behind this site gave no whole result"


def half_way() -> NoResult:
    """What is told when a store stops in the middle of its answer, or glues an error to it."""
    return NoResult("what the store sent is no whole result", "it may have stopped half-way: ask for less")


class ForwardingEngine:
    """A SPARQL 1.1 endpoint elsewhere in the place of our own workers."""

    def __init__(self, url: str, limits: Limits | None = None, credentials: Credentials | None = None, prefixes: Mapping[str, str] | None = None) -> None:
        self.limits, self.prefixes = limits or Limits(), dict(prefixes or {})
        self.url, inside = address(url)
        self.headers = (inside or credentials or Credentials()).headers() | {"User-Agent": f"claimgraph/{__version__}"}
        self.admission, self.breaker = Admission(self.limits), Breaker()
        self.slots = asyncio.Semaphore(self.limits.workers)
        self.threads = ThreadPoolExecutor(self.limits.workers + 1, "claimgraph-forward")
        self.exchanges: set[Exchange] = set()
        self.graphs: tuple[str, ...] = ()
        self.graphs_until = 0.0
        # Who may ask is settled before anything is sent, so what comes back waits for nobody's share.
        readers = min(READERS, self.limits.workers)
        self.readers = WorkerPool(dataclasses.replace(self.limits, workers=readers, reserved=0, per_client=readers, queue=4 * self.limits.workers, budget=math.inf), prefixes)
        self.folder: tempfile.TemporaryDirectory[str] | None = None
        self.probing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Bring up the readers; a store that is away at first may come later."""
        self.folder = tempfile.TemporaryDirectory(prefix="claimgraph-")
        self.readers.data = write_snapshot(Store(), Path(self.folder.name)).path
        await self.readers.start()

    async def close(self) -> None:
        """Hang up on everything that is under way."""
        if self.probing:
            self.probing.cancel()
        for exchange in list(self.exchanges):
            exchange.hang_up()
        self.threads.shutdown(wait=False, cancel_futures=True)
        await self.readers.close()
        if self.folder:
            self.folder.cleanup()

    async def run(self, job: Job, client: str = "local", received: float | None = None, seconds: float | None = None) -> bytes:
        """The answer of the store in the format asked for; raises like :meth:`WorkerPool.run`, and :class:`StoreAway`."""
        received = time.monotonic() if received is None else received
        allowed = min(seconds or self.limits.seconds, self.limits.seconds)
        ticket = self.admission.ticket(client, job.shape or hash(job.query), time.monotonic())
        await self._slot(ticket)
        began = time.monotonic()
        self.admission.begin(ticket)
        try:
            return await self._forward(job, received + allowed, allowed)
        finally:
            self.admission.end(ticket, time.monotonic() - began)
            self.slots.release()

    async def _slot(self, ticket: Ticket) -> None:
        if ticket.account.running >= self.limits.per_client:
            raise outcomes.ClientLimit(f"{self.limits.per_client} queries of this client are running already", "send them one after another", retry_after=2)
        try:
            await asyncio.wait_for(self.slots.acquire(), self.limits.queue_seconds)
        except TimeoutError:
            raise outcomes.Busy(f"no place was free within {self.limits.queue_seconds:g} s", "try again in a moment") from None

    async def _forward(self, job: Job, deadline: float, allowed: float) -> bytes:
        fields = [("query", job.query)]
        if job.default_graphs is None and job.named_graphs is None and not job.has_dataset:
            # Stores differ in what their default graph is; here it is the union of the named ones.
            graphs = await self._graphs(deadline)
            fields += _dataset(graphs, graphs)
        else:
            fields += _dataset(job.default_graphs or (), job.named_graphs or ())
        wants_rows = "sparql-results" in job.media_type or job.media_type.startswith(("text/csv", "text/tab-separated-values"))
        accept = f"{RESULTS}, application/sparql-results+xml;q=0.5" if wants_rows else f"{TRIPLES}, text/turtle;q=0.5"
        media_type, body = await self._send(fields, accept, deadline, allowed)
        return await self._converted(body, media_type, job.media_type, deadline)

    async def _send(self, fields: list[tuple[str, str]], accept: str, deadline: float, allowed: float) -> tuple[str, bytes]:
        if not self.breaker.closed(time.monotonic()):
            raise StoreAway("the store behind this site has not answered lately and is left alone for some seconds", "try again later; /dump.nq needs no store")
        try:
            status, media_type, body = await self._exchange(fields, accept, deadline)
        except OverflowError:
            raise outcomes.ResultLimit.of(self.limits, "bytes") from None
        except TimeoutError:
            if self.breaker.doubtful():
                self._probe()
            raise outcomes.TimeLimit.after(allowed) from None
        except EOFError:  # it may be this query alone that the store cannot answer to the end, so nothing is held against it
            raise half_way() from None
        except (OSError, http.client.HTTPException, ssl.SSLError, ValueError) as error:
            self._failed(f"does not answer ({type(error).__name__})")
            raise StoreAway("the store behind this site does not answer", "try again later; /dump.nq needs no store") from None
        self._judge(status, media_type, body)
        return media_type, body

    async def _exchange(self, fields: list[tuple[str, str]], accept: str, deadline: float) -> tuple[int, str, bytes]:
        headers = dict(self.headers) | {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        exchange = Exchange(self.url, headers, fields, deadline, self.limits.result_bytes)
        self.exchanges.add(exchange)
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, exchange.perform)
        except asyncio.CancelledError:
            exchange.hang_up()
            raise
        finally:
            self.exchanges.discard(exchange)

    def _failed(self, what: str) -> None:
        """Count a failure; the operator, who knows the address, is told of the first."""
        if not self.breaker.failures:
            OPERATORS.warning("claimgraph: %s %s", shown(self.url), what)
        self.breaker.failed(time.monotonic())

    def _probe(self) -> None:
        """Find out whether slow queries or a store that is stuck let one query after another run out of time."""
        if self.probing is None or self.probing.done():
            self.probing = asyncio.get_running_loop().create_task(self._probed())

    async def _probed(self) -> None:
        try:
            await self._exchange([("query", PROBE)], RESULTS, time.monotonic() + PROBE_SECONDS)
        except (TimeoutError, OSError, http.client.HTTPException, ValueError):
            self._failed("answers nothing")
            self.breaker.open(time.monotonic())
        except (EOFError, OverflowError):  # it says something
            self.breaker.succeeded()
        else:
            self.breaker.succeeded()

    def _judge(self, status: int, media_type: str, body: bytes) -> None:
        if status in (502, 503):
            self._failed(f"is not available (HTTP {status})")
            raise StoreAway(f"the store behind this site is not available (HTTP {status})", "try again later; /dump.nq needs no store")
        self.breaker.succeeded()
        if status == 400:
            raise _malformed(body)
        if status in (408, 504):
            raise outcomes.TimeLimit("the store gave the query up at a limit of its own", "ask for less, or page with LIMIT")
        if status != 200:
            raise NoResult(f"the store behind this site answers with HTTP {status}", "the site's operator has to look at it")

    async def _graphs(self, deadline: float) -> tuple[str, ...]:
        now = time.monotonic()
        if now >= self.graphs_until:
            media_type, body = await self._send([("query", GRAPHS)], RESULTS, deadline, self.limits.seconds)
            rows = json.loads(await self._converted(body, media_type, RESULTS, deadline)).get("results", {}).get("bindings", ())
            self.graphs = tuple(sorted(row["graph"]["value"] for row in rows if "graph" in row))
            self.graphs_until = now + GRAPHS_KEPT
        return self.graphs

    async def _converted(self, body: bytes, given: str, wanted: str, deadline: float) -> bytes:
        if given not in READ:
            raise NoResult(f"the store behind this site answers with {given}, not with results", "the site's operator has to look whether it is a SPARQL endpoint")
        content = await self.readers.convert(body, given, wanted, max(deadline - time.monotonic(), 0.001))
        if content is None:
            raise half_way()
        return content


def _dataset(default: Iterable[str], named: Iterable[str]) -> list[tuple[str, str]]:
    return [("default-graph-uri", iri) for iri in default] + [("named-graph-uri", iri) for iri in named]


def _malformed(body: bytes) -> outcomes.MalformedQuery:
    """The store's own reason, one printable line of it, with the place if it tells one."""
    text = " ".join(body[:2_000].decode("utf-8", "replace").split())
    reason = "".join(c for c in text[:300] if c.isprintable()) if not text.startswith("<") else ""
    found = PLACE.search(reason)
    line, column = (int(found[1] or found[3]), int(found[2] or found[4])) if found else (None, None)
    return outcomes.MalformedQuery(f"the store cannot read the query{': ' + reason if reason else ''}", "see the examples at /query", line=line, column=column)
