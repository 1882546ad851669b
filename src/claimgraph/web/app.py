"""The live site: routes from the table of addresses, a cache of finished answers in front of them."""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request as StarletteRequest
from starlette.routing import BaseRoute, Route

from claimgraph.errors import ClaimgraphError
from claimgraph.web import answers
from claimgraph.web.answers import Answer, FileAnswer
from claimgraph.web.negotiation import elements
from claimgraph.web.site import Request, Site

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
METHODS = ["GET", "HEAD", "OPTIONS"]
ALLOW = ", ".join(METHODS)
#: address → the function of :class:`Site` that answers it; the first that fits
ADDRESSES = (
    ("/", "home"),
    ("/id/{path:path}", "thing"),
    ("/code", "thing"),
    ("/code/{path:path}", "thing"),
    ("/graph/{path:path}", "thing"),
    ("/ns", "thing"),
    ("/ns/{version}", "thing"),
    ("/shapes", "thing"),
    ("/dataset", "thing"),
    ("/report", "thing"),
    ("/page/{path:path}", "page"),
    ("/data/{path:path}", "data"),
    ("/np/{slug}", "nanopublication"),
    ("/search", "search"),
    ("/dump.{extension}", "dump"),
    ("/.well-known/void", "void"),
    ("/sitemap.xml", "sitemap"),
    ("/sitemap.{number}.xml", "sitemap"),
    ("/robots.txt", "robots"),
    ("/static/{name}", "asset"),
)
#: first part of an address → what answers it, where looking through all the routes would be felt
OFTEN = {b"page": "page", b"data": "data", b"id": "thing", b"code": "thing"}
#: Finished answers are kept up to this many bytes; the graph does not change while the server runs.
CACHE_BYTES = 64 * 1024 * 1024
URL_BYTES = 8 * 1024
#: Addresses whose answer depends on nothing but the address.
FIXED = (b"/data/", b"/static/", b"/dump.")

_HOST = re.compile(rb"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:@/\[\]]*))(?::[0-9]*)?")
#: Queries that an answer may depend on; any other would only fill the cache.
_MATTERS = re.compile(rb"(?:^|&)(?:lang|in|q)=|%")


@lru_cache(maxsize=256)
def wants_gzip(accept_encoding: str) -> bool:
    """Whether a client takes gzip."""
    weights = {value: weight for value, _, weight in elements(accept_encoding)}
    return next((weights[name] for name in ("gzip", "x-gzip", "*") if name in weights), 0.0) > 0


class Sending:
    """An :class:`Answer` as an ASGI response: 304 when the client has it, gzip when it takes it, no body for HEAD."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        compressed = wants_gzip(headers.get(b"accept-encoding", b"").decode("latin-1")) and self.answer.compresses
        known = headers.get(b"if-none-match")
        if known is not None and self.answer.status == 200 and self.answer.matches(known.decode("latin-1"), compressed):
            await send({"type": "http.response.start", "status": 304, "headers": self.answer.not_modified(compressed)})
            await send({"type": "http.response.body", "body": b""})
            return
        if isinstance(self.answer, FileAnswer):
            await self._send_file(self.answer, scope["method"], send)
            return
        body = self.answer.compressed if compressed else self.answer.body
        told = self.answer.gzip_headers if compressed else self.answer.plain_headers
        await send({"type": "http.response.start", "status": self.answer.status, "headers": told})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    async def _send_file(self, answer: FileAnswer, method: str, send: Send) -> None:
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.plain_headers})
        for piece in answer.pieces() if method != "HEAD" else ():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


class Cache:
    """The latest answers by what they depend on, up to a number of bytes."""

    def __init__(self, most: int = CACHE_BYTES) -> None:
        self.most, self.held = most, 0
        self.answers: OrderedDict[tuple[bytes, ...], Sending] = OrderedDict()

    def get(self, key: tuple[bytes, ...]) -> Sending | None:
        """A kept answer."""
        found = self.answers.get(key)
        if found is not None:
            self.answers.move_to_end(key)
        return found

    def put(self, key: tuple[bytes, ...], sending: Sending) -> None:
        """Keep an answer, and forget the oldest until all fit."""
        if key in self.answers or sending.answer.status not in (200, 303) or sending.answer.cache == "no-store":
            return
        self.answers[key] = sending
        self.held += _weight(key, sending)
        while self.held > self.most:
            self.held -= _weight(*self.answers.popitem(last=False))


def _weight(key: tuple[bytes, ...], sending: Sending) -> int:
    return 2 * len(sending.answer.body) + sum(map(len, key)) + 2_000


class Front:
    """What every request meets first: length of the address, its Host, kept answers, headers of safety."""

    def __init__(self, app: Starlette, site: Site, cache: Cache, hosts: frozenset[str] | None) -> None:
        self.app, self.site, self.cache, self.hosts = app, site, cache, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and scope["path"] == "*":  # about the server, not an address of it (RFC 9110 section 9.3.7)
            await preflight(ALLOW)(scope, receive, send)
            return
        refused = self.refused(scope)
        if refused:
            await Sending(refused)(scope, receive, send)
            return
        key = key_of(scope)
        kept = self.cache.get(key) if scope["method"] in ("GET", "HEAD") else None
        if kept:
            await kept(scope, receive, send)
            return
        scope["claimgraph.key"] = key
        sending = self.at_once(scope, key)
        if sending:
            await sending(scope, receive, send)
            return
        await self.app(scope, receive, secured(send))

    def at_once(self, scope: Scope, key: tuple[bytes, ...]) -> Sending | None:
        """The answer of what is asked for most, past the routes; ``None`` where they are needed, to tell a fault too."""
        first, slash, _ = key[0][1:].partition(b"/")
        if not slash or first not in OFTEN or scope["method"] not in ("GET", "HEAD"):
            return None
        try:
            return kept_answer(self.site, self.cache, OFTEN[first], key, as_request(scope))
        except Exception:  # noqa: BLE001
            return None

    def refused(self, scope: Scope) -> Answer | None:
        """An address too long for any of ours, or a Host that is not us (T23, T26)."""
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > URL_BYTES:
            return answers.problem(414, "Address too long", f"an address has at most {URL_BYTES} bytes here")
        named = [value for name, value in scope["headers"] if name == b"host"]
        if len(named) > 1 or (not named and scope.get("http_version", "1.1") != "1.0"):
            return answers.problem(400, "Bad request", "a request names one host (RFC 9112 section 3.2)")
        host = named[0] if named else b"localhost"
        if self.hosts is not None and host_name(host) not in self.hosts:
            return answers.problem(421, "Misdirected request", "this server does not answer for that host")
        return None


def host_name(host: bytes) -> str:
    """The name in a Host header, without the port; "" for what is no host (RFC 9110 section 7.2).

    >>> host_name(b"[::1]:8000"), host_name(b"Example.org"), host_name(b"127.0.0.1:80@example.org")
    ('::1', 'example.org', '')
    """
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).decode("latin-1").lower() if found else ""


def key_of(scope: Scope) -> tuple[bytes, ...]:
    """Everything an answer may depend on."""
    path = scope.get("raw_path") or scope["path"].encode()
    if path.startswith(FIXED):
        return path, scope["query_string"]
    query = scope["query_string"]
    return path, query if query and _MATTERS.search(query) else b"", *preferences(scope)


def preferences(scope: Scope) -> tuple[bytes, bytes]:
    """Accept and Accept-Language; what comes in several lines is one list (RFC 9110 §5.3)."""
    accept = language = b""
    for name, value in scope["headers"]:
        if name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"accept-language":
            language = language + b"," + value if language else value
    return accept, language


def secured(send: Send) -> Send:
    """A send that adds the headers of safety where an answer has none of its own."""

    async def adding(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message["headers"]}
            missing = ((name.lower().encode(), value.encode()) for name, value in answers.SECURITY.items())
            message["headers"] = [*message["headers"], *(pair for pair in missing if pair[0] not in there)]
        await send(message)

    return adding


def routes_of(site: Site, cache: Cache) -> list[BaseRoute]:
    """A route for each row of :data:`ADDRESSES`."""

    def endpoint(name: str) -> Callable[[StarletteRequest], Awaitable[Any]]:
        async def answered(request: StarletteRequest) -> Any:
            if request.method == "OPTIONS":
                return preflight(ALLOW)
            return kept_answer(site, cache, name, request.scope["claimgraph.key"], as_request(request.scope))

        return answered

    return [Route(path, endpoint(name), methods=METHODS, name=name) for path, name in ADDRESSES]


def kept_answer(site: Site, cache: Cache, name: str, key: tuple[bytes, ...], request: Request) -> Sending:
    """What one function of the site answers, kept for whoever asks the same."""
    sending = Sending(answered_safely(site, getattr(site, name), request))
    cache.put(key, sending)
    return sending


def answered_safely(site: Site, answer_of: Callable[[Request], Answer], request: Request) -> Answer:
    """The answer, or the error as one."""
    try:
        return answer_of(request)
    except ClaimgraphError as error:
        return site.failed(request, error)


def as_request(scope: Scope) -> Request:
    """What of an ASGI request an answer may depend on."""
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    accept, language = (value.decode("latin-1") or None for value in preferences(scope))
    return Request(path, scope["query_string"].decode("latin-1"), accept, language)


def preflight(allow: str) -> Sending:
    """The answer to OPTIONS: anybody may read from anywhere."""
    headers = {"Allow": allow, "Access-Control-Allow-Methods": allow, "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match", "Access-Control-Max-Age": "86400"}
    return Sending(Answer(204, "text/plain", b"", headers))


def create_app(site: Site, guests: Iterable[BaseRoute] = (), hosts: Iterable[str] | None = None, *, kept_bytes: int = CACHE_BYTES, **options: Any) -> Front:
    """The site as an ASGI application; ``guests`` are the routes of SPARQL, queries and reconciliation.

    ``hosts`` are the names this server answers for (``None``: any); finished answers are kept up to ``kept_bytes``.
    ``options`` go to Starlette.
    """
    cache = Cache(kept_bytes)

    async def failed(request: StarletteRequest, error: Exception) -> Any:
        status = getattr(error, "status_code", 500)
        if status == 404:
            return Sending(site.not_found(as_request(request.scope)))
        headers = dict(getattr(error, "headers", None) or {})
        if status == 405:
            # The router has them as a set, in another order each time.
            allow = ", ".join(sorted(headers.get("Allow", ALLOW).split(", ")))
            return Sending(Answer(405, "application/problem+json", answers.problem(405, "Method not allowed", f"here one may: {allow}").body, {"Allow": allow}, cache="no-store"))
        return Sending(answers.problem(status, "Server error" if status >= 500 else "Refused", "the server could not answer this" if status >= 500 else str(getattr(error, "detail", ""))))

    app = Starlette(routes=[*guests, *routes_of(site, cache)], exception_handlers={HTTPException: failed, 500: failed}, **options)
    app.router.redirect_slashes = False
    return Front(app, site, cache, frozenset(host.lower() for host in hosts) if hosts is not None else None)
