"""Queries from outside, from text to bytes: looked at, formatted as asked, kept, evaluated elsewhere."""

import asyncio
import contextlib
import hashlib
import tempfile
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from pyoxigraph import Quad, Store

from claimgraph.errors import ClaimgraphError
from claimgraph.store.transport import Credentials
from claimgraph.store.workers import ForwardingEngine, Job, Limits, Scan, WorkerPool, scan, write_snapshot
from claimgraph.store.workers.outcomes import Busy
from claimgraph.terms import PREFIXES
from claimgraph.web.apart import apart
from claimgraph.web.negotiation import negotiate
from claimgraph.web.sparql.formats import OFFERED
from claimgraph.web.sparql.request import malformed_prefix

#: texts of so many characters are looked at in 4 ms at most; between longer ones the loop is left free for so many times as long
SHORT, LOOK_PAUSE = 2_048, 3
#: How often a folder is removed into which a thread that nobody waits for may still write.
REMOVALS = 5


class NotAcceptable(ClaimgraphError):
    """No format of this result is one that the client accepts."""

    status, slug, title = 406, "format", "Not in a format you accept"

    def __init__(self, offered: Sequence[str]) -> None:
        super().__init__("none of the formats asked for is one of this result", "ask for one of formats")
        self.formats = tuple(offered)


class Engine(Protocol):
    """What evaluates: the workers over our own data, or a store elsewhere."""

    limits: Limits

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def run(self, job: Job, client: str, received: float, seconds: float | None) -> bytes: ...


@dataclass(frozen=True)
class Answer:
    """A result in one format. ``tag`` identifies it among all answers of all releases; empty: it may differ each time."""

    body: bytes
    media_type: str
    tag: str


class AnswerCache:
    """Answers by tag, the longest unused forgotten first, all together below ``most`` bytes."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self.kept: OrderedDict[str, Answer] = OrderedDict()

    def get(self, tag: str) -> Answer | None:
        """The answer of this tag if it is kept."""
        if tag in self.kept:
            self.kept.move_to_end(tag)
        return self.kept.get(tag)

    def put(self, answer: Answer) -> None:
        """Keep an answer unless it alone is an eighth of all."""
        if not answer.tag or answer.tag in self.kept or len(answer.body) > self.most // 8:
            return
        self.kept[answer.tag] = answer
        self.size += len(answer.body) + 1_000
        while self.size > self.most:
            _, oldest = self.kept.popitem(last=False)
            self.size -= len(oldest.body) + 1_000


class SparqlService:
    """The endpoint without HTTP. ``base`` is where the site runs, with the final slash; ``digest`` names the release."""

    def __init__(self, engine: Engine, *, base: str, digest: str) -> None:
        self.engine, self.limits, self.base, self.digest = engine, engine.limits, base, digest
        self.graphs: Mapping[str, int] = {}
        self.triples = 0
        self.cache = AnswerCache(self.limits.cache_bytes)
        self.source: Store | None = None
        self.extra: tuple[Quad, ...] = ()
        self.folder: tempfile.TemporaryDirectory[str] | None = None
        #: raises why nothing can be asked yet
        self.gate: Callable[[], None] = lambda: None
        self.looking, self.lookers, self.next_look = asyncio.Lock(), 0, 0.0

    @classmethod
    def over(cls, store: Store, *, base: str, digest: str, limits: Limits | None = None, extra: Iterable[Quad] = ()) -> "SparqlService":
        """The service over a copy of ``store``, which the server itself never queries for anybody outside.

        ``extra`` are quads that only the copy has: what the endpoint tells about itself.
        """
        service = cls(WorkerPool(limits, PREFIXES), base=base, digest=digest)
        service.source, service.extra = store, tuple(extra)
        return service

    @classmethod
    def in_front_of(cls, url: str, *, base: str, limits: Limits | None = None, credentials: Credentials | None = None) -> "SparqlService":
        """The service in front of a store elsewhere, whose data may change at any time: nothing is kept."""
        return cls(ForwardingEngine(url, limits, credentials, PREFIXES), base=base, digest="")

    @property
    def prefix(self) -> str:
        """The path under which the site is reached, without a slash at its end; mostly empty."""
        return urlsplit(self.base).path.rstrip("/")

    @property
    def endpoint(self) -> str:
        """The IRI of the endpoint."""
        return f"{self.base}sparql"

    async def start(self) -> None:
        """Make the engine ready to answer; the copy for the workers is written now, and kept until the end."""
        if self.source is not None and isinstance(self.engine, WorkerPool):
            self.folder = tempfile.TemporaryDirectory(prefix="claimgraph-")
            written = await apart(write_snapshot, self.source, Path(self.folder.name), self.extra)
            self.engine.data, self.graphs, self.triples = written
        await self.engine.start()

    async def close(self) -> None:
        """End what runs and leave nothing behind."""
        await self.engine.close()
        if self.folder:
            for _ in range(REMOVALS):  # who still writes the copy may put a file beside those that are just removed
                with contextlib.suppress(OSError):
                    self.folder.cleanup()
                    break
            self.folder = None

    def look_at(self, query: str) -> Scan:
        """The pre-scan of a query; raises why it is not evaluated."""
        found = scan(query, self.limits)
        if found.undeclared:
            raise malformed_prefix(found.undeclared[0], PREFIXES)
        return found

    async def looked_at(self, query: str) -> Scan:
        """The same without hurry: the look at a long text takes 20 ms of the server's own time, so these come one after another.

        Raises :class:`Busy` when too many wait for that.
        """
        if len(query) <= SHORT:
            return self.look_at(query)
        if self.lookers >= self.limits.queue:
            raise Busy(f"{self.limits.queue} long queries wait to be looked at", "try again in a moment")
        self.lookers += 1
        try:
            async with self.looking:
                await asyncio.sleep(self.next_look - time.monotonic())
                began = time.monotonic()
                try:
                    return self.look_at(query)
                finally:
                    self.next_look = time.monotonic() + LOOK_PAUSE * (time.monotonic() - began)
        finally:
            self.lookers -= 1

    @staticmethod
    def format_for(form: str, accept: str | None) -> str:
        """The media type for a query of this form; raises :class:`NotAcceptable`."""
        chosen = negotiate(accept, OFFERED[form])
        if chosen is None:
            raise NotAcceptable(OFFERED[form])
        return chosen

    def tag(self, query: str, media_type: str, default: Sequence[str] | None = None, named: Sequence[str] | None = None) -> str:
        """What identifies the answer to a query about this release in one format; empty where the data may change."""
        if not self.digest:
            return ""
        return hashlib.sha256(repr((self.digest, query, media_type, default, named)).encode("utf-8", "replace")).hexdigest()[:32]

    async def answer(
        self,
        query: str,
        media_type: str,
        *,
        found: Scan | None = None,
        client: str = "local",
        received: float | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        seconds: float | None = None,
    ) -> Answer:
        """The answer to one query; raises :class:`~claimgraph.store.workers.outcomes.QueryFailure`."""
        found = found or await self.looked_at(query)
        self.gate()
        tag = self.tag(query, media_type, default_graphs, named_graphs) if found.repeatable else ""
        if tag and (kept := self.cache.get(tag)):
            return kept
        job = Job(query, media_type, self.base, default_graphs, named_graphs, found.has_dataset, found.shape)
        received = time.monotonic() if received is None else received
        answer = Answer(await self.engine.run(job, client, received, seconds), media_type, tag)
        self.cache.put(answer)
        return answer


async def unless_gone(receive: Callable[[], Awaitable[Any]], work: Awaitable[object]) -> object | None:
    """The result of ``work``, or ``None`` when the client leaves first: then it is cancelled and its worker killed.

    ``receive`` is the ASGI channel, its request body read to the end.
    """
    job = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({job}, timeout=0.1)  # most are quicker than it takes to notice a leave
    if not done:
        left = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({job, left}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            left.cancel()
            if not job.done():
                job.cancel()
    try:
        return await job
    except asyncio.CancelledError:
        return None


async def _left(receive) -> None:  # noqa: ANN001
    while (await receive())["type"] != "http.disconnect":
        continue
