"""What a client may do to the server itself: how long an address, how large a body, how slow, how many connections.

Two layers: an ASGI middleware that any server can run, and a protocol for uvicorn that ends
connections which send their header too slowly, because no middleware sees those.
"""

import asyncio
import ipaddress
from typing import Any

import uvicorn
from starlette.requests import ClientDisconnect
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from claimgraph.errors import ClaimgraphError, TooLarge
from claimgraph.store.workers.limits import Limits
from claimgraph.web.problems import problem

HEADER_SECONDS, BODY_SECONDS, SEND_SECONDS, IDLE_SECONDS = 5.0, 8.0, 30.0, 5
HEADER_BYTES = 32_768
CONNECTIONS, CONNECTIONS_PER_CLIENT = 512, 128
FIELDS_TOO_LARGE = (b"431 Request Header Fields Too Large", b"the header is too large")


def client_of(scope: dict[str, Any]) -> str:
    """Who asks: an IPv4 address, or the /64 network that an IPv6 subscriber has.

    A loopback peer is this machine or a proxy on it that names nobody, so its connections are told apart.

    >>> client_of({"client": ("192.0.2.7", 4711)})
    '192.0.2.7'
    >>> client_of({"client": ("2001:db8:1:2:aaaa::1", 4711)})
    '2001:db8:1:2::/64'
    >>> client_of({"client": ("127.0.0.1", 4711)})
    '127.0.0.1:4711'
    """
    host, port = scope.get("client") or ("unknown", 0)
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_loopback:
        return f"{host}:{port}"
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


class AddressTooLong(ClaimgraphError):
    """A request target above the limit."""

    status, slug, title = 414, "address", "Address too long"


class UnknownCoding(ClaimgraphError):
    """A transfer coding that nobody here reads."""

    status, slug, title = 501, "coding", "Transfer coding not implemented"


class TooSlow(ClaimgraphError):
    """A body that does not arrive."""

    status, slug, title = 408, "slow", "The request did not arrive in time"


#: addresses whose bodies may be larger: they hold batches, and their own handlers count them
LARGER_BODIES = (("/reconcile", 1_048_576),)


def most_body(path: str, limits: Limits) -> int:
    """How many bytes a body may have at this address."""
    return next((most for start, most in LARGER_BODIES if path.startswith(start)), limits.body_bytes)


class RequestLimits:
    """ASGI middleware: 414 for long addresses, 413 for large bodies, 408 for slow ones, an end to readers that stall."""

    def __init__(self, app, limits: Limits | None = None) -> None:  # noqa: ANN001
        self.app, self.limits = app, limits or Limits()

    async def __call__(self, scope, receive, send) -> None:  # noqa: ANN001
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        refused = self._refused(scope)
        if refused:
            return await problem(refused)(scope, receive, send)
        try:
            return await self.app(scope, _Incoming(receive, most_body(scope["path"], self.limits)), _timed(send))
        except ClientDisconnect:  # it left before its body was whole: nobody waits for an answer, and nothing of ours failed
            return None

    def _refused(self, scope) -> ClaimgraphError | None:  # noqa: ANN001
        limits = self.limits
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string", b"")) > limits.url_bytes:
            return AddressTooLong(f"an address holds at most {limits.url_bytes // 1024} kB", "send the query in the body of a POST")
        coding = next((value for name, value in scope["headers"] if name == b"transfer-encoding"), b"chunked")
        if coding.strip().lower() != b"chunked":  # a proxy in front may read it in another way (RFC 9112 §6.1)
            return UnknownCoding("a body comes in chunks or with its length, in no other transfer coding", "send it as it is")
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        most = most_body(scope["path"], limits)
        if not declared.isdigit() or int(declared[:20]) > most:
            return TooLarge(f"a body holds at most {most // 1024} kB", "send less")
        return None


class _Incoming:
    """The ASGI receive channel with its bytes counted and its patience limited."""

    def __init__(self, receive, most: int) -> None:  # noqa: ANN001
        self.receive, self.left, self.complete = receive, most, False
        self.until = asyncio.get_running_loop().time() + BODY_SECONDS

    async def __call__(self) -> dict[str, Any]:
        if self.complete:  # what comes now is only the news that the client has left
            return await self.receive()
        try:
            async with asyncio.timeout_at(self.until):
                message = await self.receive()
        except TimeoutError:
            raise TooSlow(f"the body was not complete after {BODY_SECONDS:g} s", "send it again") from None
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            raise TooLarge("the body is larger than it may be", "send less")
        self.complete = not message.get("more_body", False)
        return message


def _timed(send):  # noqa: ANN001, ANN202
    async def timed(message: dict[str, Any]) -> None:
        # A reader that stalls would keep the answer in memory for ever.
        async with asyncio.timeout(SEND_SECONDS):
            await send(message)

    return timed


class _Line:
    """A transport whose client may have gone: what is written to nobody is no error that fills the log."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1 with a deadline and a size for headers, and a cap on connections."""

    peers: dict[str, int] = {}
    header_timer: asyncio.TimerHandle | None = None
    header_bytes, header_tail = 0, b""
    counted: str | None = None

    def connection_made(self, transport) -> None:  # noqa: ANN001
        super().connection_made(_Line(transport))
        host = (self.client or ("", 0))[0]
        if len(self.connections) > CONNECTIONS or self.peers.get(host, 0) >= CONNECTIONS_PER_CLIENT:
            transport.write(_bare(b"503 Service Unavailable", b"too many connections", b"Retry-After: 5\r\n"))
            transport.close()
            return
        self.counted = host
        self.peers[host] = self.peers.get(host, 0) + 1
        self._expect_header()

    def connection_lost(self, exc: Exception | None) -> None:
        self._header_is_there()
        if self.counted is not None:
            self.peers[self.counted] -= 1
            if not self.peers[self.counted]:
                del self.peers[self.counted]
            self.counted = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self.header_timer is not None and self._too_large(data):
            self._refuse(data)
            return
        super().data_received(data)
        # A blank line ends uvicorn's idle timer and begins no request.
        if self.header_timer is None and self.timeout_keep_alive_task is None and (self.cycle is None or self.cycle.response_complete):
            self._expect_header()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self.header_timer is None:
            self._expect_header()

    def on_headers_complete(self) -> None:
        self._header_is_there()
        super().on_headers_complete()

    def _expect_header(self) -> None:
        self.header_bytes, self.header_tail = 0, b""
        self.header_timer = self.loop.call_later(HEADER_SECONDS, self._too_slow)

    def _header_is_there(self) -> None:
        if self.header_timer is not None:
            self.header_timer.cancel()
            self.header_timer = None

    def _too_large(self, data: bytes) -> bool:
        """Count ``data`` up to where the header ends. It is looked at before the parser, whose addresses wrap at 64 kB."""
        end = (self.header_tail + data).find(b"\r\n\r\n")
        self.header_bytes += len(data) if end < 0 else end
        self.header_tail = (self.header_tail + data)[-3:]
        return self.header_bytes > HEADER_BYTES

    def _too_slow(self) -> None:
        self.header_timer = None
        if not self.transport.is_closing():
            if self.header_bytes:
                self.transport.write(_bare(b"408 Request Timeout", b"the header did not arrive in time"))
            self.transport.close()

    def _refuse(self, data: bytes) -> None:
        """Too much before the header's end: an address without end, or fields without end."""
        self._header_is_there()
        address = len(getattr(self, "url", b"")) or len(data.partition(b"\n")[0])
        long = (b"414 URI Too Long", b"the address is too long") if address > HEADER_BYTES // 4 else FIELDS_TOO_LARGE
        self.transport.write(_bare(*long))
        self.transport.close()


def _bare(status: bytes, reason: bytes, headers: bytes = b"") -> bytes:
    body = b'{"status": %s, "title": "%s"}' % (status[:3], reason)
    return (
        b"HTTP/1.1 " + status + b"\r\nContent-Type: application/problem+json\r\nConnection: close\r\n" + headers
        + b"Content-Length: %d\r\n\r\n" % len(body) + body
    )  # fmt: skip


def server_config(app: Any, host: str, port: int, **options: Any) -> uvicorn.Config:
    """How to serve ``app`` to the public: the guarded protocol, short patience, nothing told about ourselves."""
    return uvicorn.Config(
        app, host=host, port=port, http=GuardedProtocol, ws="none", lifespan="on", server_header=False, access_log=False,
        timeout_keep_alive=IDLE_SECONDS, timeout_graceful_shutdown=8, backlog=256, log_level="error", **options,
    )  # fmt: skip
