"""One request to a store elsewhere, and when to send it none for a while."""

import contextlib
import http.client
import socket
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field

FAILURES, PAUSE = 3, 10.0


@dataclass
class Breaker:
    """After some failures in a row nothing is sent for a while; then one request tries.

    >>> breaker = Breaker()
    >>> for _ in range(3): breaker.failed(now=0.0)
    >>> breaker.closed(now=5.0), breaker.closed(now=10.0), breaker.closed(now=10.1)
    (False, True, False)
    """

    failures: int = 0
    until: float = 0.0
    #: queries in a row that ran out of time
    silences: int = 0

    def closed(self, now: float) -> bool:
        """Whether a request may be sent; when a pause is over this lets one through and begins the next."""
        if self.failures < FAILURES:
            return True
        if now < self.until:
            return False
        self.until = now + PAUSE
        return True

    def failed(self, now: float) -> None:
        self.failures += 1
        self.until = now + PAUSE

    def open(self, now: float) -> None:
        """Let nothing through for a while: it is known that nothing answers."""
        self.failures, self.until, self.silences = max(self.failures, FAILURES), now + PAUSE, 0

    def doubtful(self) -> bool:
        """Count a query that ran out of time, and whether so many did in a row that the store may be stuck."""
        self.silences += 1
        return self.silences >= FAILURES

    def succeeded(self) -> None:
        self.failures = self.silences = 0


@dataclass(eq=False)
class Exchange:
    """One request to the store: sent and read in a thread, given up from outside by :meth:`hang_up`."""

    url: str
    headers: Mapping[str, str]
    fields: list[tuple[str, str]]
    deadline: float
    most: int
    wire: socket.socket | None = field(default=None, repr=False)

    def perform(self) -> tuple[int, str, bytes]:
        """Status, media type and body; raises ``OSError`` or ``HTTPException`` when there is no answer, ``EOFError`` when it
        stops half-way, ``TimeoutError`` past the deadline."""
        parts = urllib.parse.urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.netloc, timeout=self._left())
        with contextlib.closing(connection):
            target = parts.path + (f"?{parts.query}" if parts.query else "") or "/"
            body = urllib.parse.urlencode(self.fields).encode()
            try:
                connection.connect()
            except TimeoutError:  # nobody there: no fault of the query
                raise ConnectionError from None
            connection.request("POST", target, body, dict(self.headers))
            self.wire = connection.sock  # the connection forgets it when the store will close
            with connection.getresponse() as response:
                return response.status, response.headers.get_content_type(), self._read(response)

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        content = bytearray()
        try:
            while chunk := response.read1(65_536):
                content += chunk
                if len(content) > self.most:
                    raise OverflowError
                left = self._left()  # each read is quick for a store that sends drop by drop
                if self.wire and self.wire.fileno() >= 0:
                    self.wire.settimeout(left)
        except (ConnectionError, http.client.HTTPException):
            raise EOFError from None
        if response.length:  # the sender promised more
            raise EOFError
        return bytes(content)

    def _left(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def hang_up(self) -> None:
        """Break the connection, so that the thread ends."""
        if self.wire:
            with contextlib.suppress(OSError):
                self.wire.shutdown(socket.SHUT_RDWR)
