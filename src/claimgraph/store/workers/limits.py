"""What a query from outside may use, as one value: shown on the query page, in the service description, and held."""

from collections.abc import Mapping
from dataclasses import dataclass


#: limit → what it is of, and how much
TOLD = {
    "time": ("time", "{seconds} s from receipt to answer"),
    "memory": ("memory", "{memory} MB a query"),
    "result": ("result", "{size} MB or {rows} rows, whole or not at all"),
    "text": ("query text", "{address} kB in an address, {body} kB in a body"),
    "nesting": ("nesting", "{depth} levels, {tokens} words and signs"),
    "parallel": ("at once", "{client} queries a client, {workers} in all, {queue} waiting {patience} s"),
    "budget": ("budget", "{minute} s of running time a minute, {row} s in a row"),
    "service": ("SERVICE, LOAD, updates", "none: the endpoint reads its own dataset only"),
}


@dataclass(frozen=True)
class Limits:
    """The limits of a public endpoint. Times are seconds of wall clock, sizes bytes unless said otherwise."""

    #: from receipt of the request, waiting in the queue included; a request may only ask for less
    seconds: float = 5.0
    #: address space a worker may add to what its copy of the data takes; then resident memory of all together
    worker_megabytes: int = 512
    total_megabytes: int = 768
    result_bytes: int = 10_000_000
    result_rows: int = 100_000
    url_bytes: int = 8_192
    body_bytes: int = 65_536
    #: what the pre-scan counts: W3C's own tests use at most 6,621 tokens and nest 5 deep
    tokens: int = 8_000
    depth: int = 64
    workers: int = 8
    #: workers that only a query of a kind known to be quick gets; twice as many that none known to be slow gets
    reserved: int = 2
    per_client: int = 2
    queue: int = 16
    #: how long a query known to be slow waits; others wait three times as long
    queue_seconds: float = 1.0
    #: running time one client may use: refilled per minute, and at once
    budget_per_minute: float = 20.0
    budget: float = 40.0
    #: processor time below which a kind of query counts as quick, and above which as slow: lowest priority from the
    #: beginning, and the first to end when others wait
    quick_seconds: float = 0.05
    slow_seconds: float = 0.25
    squeezed_seconds: float = 1.0
    #: a worker is replaced after so many answers, or so much growth
    jobs: int = 1_000
    growth_megabytes: int = 200
    cache_bytes: int = 64_000_000

    def figures(self) -> dict[str, str]:
        """Every number that :data:`TOLD` names, as it is written."""
        return {
            "seconds": f"{self.seconds:g}", "memory": f"{self.worker_megabytes}", "size": f"{self.result_bytes // 1_000_000}", "rows": f"{self.result_rows:,}",
            "address": f"{self.url_bytes // 1024}", "body": f"{self.body_bytes // 1024}", "depth": f"{self.depth}", "tokens": f"{self.tokens:,}",
            "client": f"{self.per_client}", "workers": f"{self.workers}", "queue": f"{self.queue}", "patience": f"{self.queue_seconds:g}",
            "minute": f"{self.budget_per_minute:g}", "row": f"{self.budget:g}",
        }  # fmt: skip

    def told(self, words: Mapping[str, tuple[str, str]] | None = None) -> tuple[tuple[str, str], ...]:
        """The limits that a user meets, as (what, how much), in the words of ``words`` by the names of :data:`TOLD`, else in English."""
        figures = self.figures()
        return tuple((what, most.format(**figures)) for what, most in (words or TOLD).values())
