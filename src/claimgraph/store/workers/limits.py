"""What a query from outside may use, as one value: shown on the query page, in the service description, and held."""

from dataclasses import dataclass


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

    def told(self) -> tuple[tuple[str, str], ...]:
        """The limits that a user meets, as (what, how much), in words."""
        return (
            ("time", f"{self.seconds:g} s from receipt to answer"),
            ("memory", f"{self.worker_megabytes} MB a query"),
            ("result", f"{self.result_bytes // 1_000_000} MB or {self.result_rows:,} rows, whole or not at all"),
            ("query text", f"{self.url_bytes // 1024} kB in an address, {self.body_bytes // 1024} kB in a body"),
            ("nesting", f"{self.depth} levels, {self.tokens:,} words and signs"),
            ("at once", f"{self.per_client} queries a client, {self.workers} in all, {self.queue} waiting {self.queue_seconds:g} s"),
            ("budget", f"{self.budget_per_minute:g} s of running time a minute, {self.budget:g} s in a row"),
            ("SERVICE, LOAD, updates", "none: the endpoint reads its own dataset only"),
        )
