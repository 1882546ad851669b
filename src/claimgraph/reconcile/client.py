"""A client of any reconciliation service that speaks version 0.2 or 0.1: batches, patience, plain values.

The service may be slow, busy or half right: 429 and 503 are waited out, a batch that is too large is halved,
answers are read liberally, and what cannot be asked is an error that names the service.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlencode, urlsplit

from claimgraph import __version__
from claimgraph.errors import Misuse, RemoteFailure
from claimgraph.reconcile import v02
from claimgraph.reconcile.service import BATCH, Service

TRIES, LONGEST_WAIT, MOST_BYTES = 6, 60.0, 32_000_000
_BUSY = frozenset({429, 502, 503, 504})
_DEFAULT_BATCH = 10


class Found(NamedTuple):
    """One candidate as a service told it."""

    id: str
    name: str
    score: float
    match: bool
    types: str = ""
    description: str = ""


class Reconciler(Protocol):
    """Something that answers queries in batches."""

    name: str
    batch: int
    identifier_space: str
    #: changes when the names do; empty where nobody can tell
    edition: str

    def ask(self, queries: Sequence[Mapping[str, Any]]) -> list[list[Found]]: ...


class Local:
    """Our own service, without HTTP; ``edition`` changes when its names do."""

    def __init__(self, service: Service, edition: str = "") -> None:
        self._service, self.edition = service, edition
        self.name, self.batch, self.identifier_space = service.name, BATCH, service.identifier_space

    def ask(self, queries: Sequence[Mapping[str, Any]]) -> list[list[Found]]:
        """Candidates for each query, in order."""
        answer = v02.reconcile(self._service, {str(n): query for n, query in enumerate(queries)}, ("en",))
        return [_read(answer[str(n)]) for n in range(len(queries))]


class Remote:
    """A service at an address; ``wait`` sleeps (tests count it)."""

    edition = ""

    def __init__(self, url: str, timeout: float = 60.0, wait: Callable[[float], None] = time.sleep) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise Misuse(f"--service {url[:200]}: not a web address", "it begins with http:// or https://")
        self.url, self._timeout, self._wait = url, timeout, wait
        manifest = self._request(None)
        if not isinstance(manifest, Mapping) or not isinstance(manifest.get("name"), str):
            raise RemoteFailure(f"{url} is not a reconciliation service", "its address answers with a manifest that has a name")
        size = manifest.get("batchSize")
        self.name = manifest["name"]
        self.batch = min(size, BATCH) if isinstance(size, int) and size > 0 else _DEFAULT_BATCH
        self.identifier_space = str(manifest.get("identifierSpace") or "")

    def ask(self, queries: Sequence[Mapping[str, Any]]) -> list[list[Found]]:
        """Candidates for each query, in order; halves what the service finds too large."""
        keyed = {f"q{number}": query for number, query in enumerate(queries)}
        try:
            answer = self._request({"queries": json.dumps(keyed, ensure_ascii=False)})
        except _BatchTooLarge:
            if len(queries) == 1:
                raise RemoteFailure(f"{self.url} refuses even a single query as too large") from None
            half = len(queries) // 2
            self.batch = max(1, half)
            return self.ask(queries[:half]) + self.ask(queries[half:])
        if not isinstance(answer, Mapping):
            raise RemoteFailure(f"{self.url} answered a batch with {type(answer).__name__}, not an object")
        return [_read(answer.get(key)) for key in keyed]

    def _request(self, form: Mapping[str, str] | None) -> object:
        """One request with its repetitions: a POST of a form, or the manifest's GET."""
        data = urlencode(form).encode() if form else None
        headers = {"Accept": "application/json", "User-Agent": f"claimgraph/{__version__}"}
        if data:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        for attempt in range(TRIES):
            try:
                with urllib.request.urlopen(urllib.request.Request(self.url, data, headers), timeout=self._timeout) as response:
                    return json.loads(response.read(MOST_BYTES))
            except urllib.error.HTTPError as error:
                with error:
                    if error.code == 413:
                        raise _BatchTooLarge from None
                    if error.code not in _BUSY or attempt == TRIES - 1:
                        raise RemoteFailure(f"{self.url} answered {error.code} {error.reason}", "try again later: what was answered is kept") from None
                    self._wait(_patience(attempt, error.headers.get("Retry-After")))
            except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
                reason = getattr(error, "reason", error)
                if attempt == TRIES - 1 or isinstance(reason, ConnectionRefusedError):
                    raise RemoteFailure(f"{self.url} cannot be reached: {reason}", "try again later: what was answered is kept") from None
                self._wait(_patience(attempt, None))
            except ValueError:
                raise RemoteFailure(f"{self.url} did not answer in JSON", "is it the address of a reconciliation service?") from None
        raise AssertionError("the last attempt returns or raises")


class _BatchTooLarge(Exception):
    """413: the batch must be smaller."""


def _patience(attempt: int, retry_after: str | None) -> float:
    """Seconds to wait before the next attempt: what the service asks for, else 1, 2, 4, 8, …

    >>> _patience(2, None), _patience(0, "7"), _patience(0, "99999")
    (4.0, 7.0, 60.0)
    """
    if retry_after and retry_after.strip().isdigit():
        return min(float(retry_after), LONGEST_WAIT)
    return min(2.0**attempt, LONGEST_WAIT)


def _read(answer: object) -> list[Found]:
    listed = answer.get("result") if isinstance(answer, Mapping) else None
    return [_found(given) for given in listed if isinstance(given, Mapping) and given.get("id")] if isinstance(listed, list) else []


def _found(given: Mapping[str, Any]) -> Found:
    types = given.get("type") or []
    named = [str(t.get("name") or t.get("id")) if isinstance(t, Mapping) else str(t) for t in (types if isinstance(types, list) else [types])]
    score = given.get("score")
    return Found(
        str(given["id"]), str(given.get("name") or ""), float(score) if isinstance(score, int | float) else 0.0,
        given.get("match") is True, "; ".join(named), str(given.get("description") or ""),
    )  # fmt: skip
