"""Every way a query from outside can fail, each with its status, its reason and what would work."""

from claimgraph.errors import ClaimgraphError
from claimgraph.store.workers.limits import Limits


class QueryFailure(ClaimgraphError):
    """A query without an answer. ``slug`` names the kind in addresses and problem documents."""

    slug = "failure"
    title = "The query failed"
    #: seconds after which it is worth trying again, where it is
    retry_after: int | None = None
    line: int | None = None
    column: int | None = None

    def __init__(self, message: str, hint: str | None = None, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, hint)
        self.line, self.column = line, column


class MalformedQuery(QueryFailure):
    """Not SPARQL 1.1 Query; ``line`` and ``column`` are 1-based."""

    slug, title = "malformed", "The query is not well formed"


class RefusedQuery(QueryFailure):
    """Well formed perhaps, but nothing this endpoint evaluates: SERVICE, updates, too deep, too long."""

    slug, title = "refused", "The query is refused"


class TimeLimit(QueryFailure):
    """Ended at the deadline, by SIGKILL."""

    status, slug, title = 504, "time-limit", "The query took too long"

    @classmethod
    def after(cls, seconds: float) -> "TimeLimit":
        return cls(
            f"the query was ended after {seconds:g} s, which is what one query may take",
            "ask for less: bind the subject or the event, replace a cross product of patterns that share no variable, "
            "or page by a key (FILTER(?s > …) ORDER BY ?s LIMIT 1000); everything at once is in /dump.nq",
        )


class MemoryLimit(QueryFailure):
    """Needed more memory than one query may have."""

    status, slug, title = 413, "memory-limit", "The query needs too much memory"

    @classmethod
    def of(cls, limits: Limits) -> "MemoryLimit":
        return cls(
            f"the query needs more than the {limits.worker_megabytes} MB that one query may have",
            "sort, group or concatenate less at once: filter first, then aggregate; everything at once is in /dump.nq",
        )


class ResultLimit(QueryFailure):
    """The result is larger than one answer may be. A part of it is never sent as if it were all."""

    status, slug, title = 413, "result-limit", "The result is too large"

    @classmethod
    def of(cls, limits: Limits, what: str) -> "ResultLimit":
        most = f"{limits.result_rows:,} rows" if what == "rows" else f"{limits.result_bytes // 1_000_000} MB"
        return cls(
            f"the result has more than {most}, which is what one answer may hold; nothing of it was sent",
            "page with ORDER BY, LIMIT and OFFSET, or take the whole dataset from /dump.nq",
        )


class NotInThisFormat(QueryFailure):
    """The result holds something that the format asked for cannot say."""

    status, slug, title = 406, "format", "The format cannot hold this result"

    @classmethod
    def of_xml(cls) -> "NotInThisFormat":
        return cls("the result holds a character or a name that XML cannot say", "ask for JSON, CSV, TSV or Turtle")


class Busy(QueryFailure):
    """All workers at work and the queue full, or the query gave way to others."""

    status, slug, title = 503, "busy", "The endpoint is busy"
    retry_after = 2


class ClientLimit(QueryFailure):
    """One client asks for more than its share."""

    status, slug, title = 429, "client-limit", "Too much at once from one client"

    def __init__(self, message: str, hint: str | None = None, *, retry_after: int = 1) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class Crash(QueryFailure):
    """The worker died of the query; nobody else noticed."""

    status, slug, title = 500, "crash", "The query engine failed on this query"
