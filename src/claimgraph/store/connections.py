"""HTTP connections that a deadline ends, from the first packet to the last byte, and redirects that can be trusted.

A socket's own time-out begins anew with every packet, so a server that sends drop by drop would hold its
client for ever. Here what is left of the time is set before each packet is waited for, over all
redirects together. Only the look-up of a host's name is outside: the system's resolver has limits of its own.
"""

import http.client
import io
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

CHUNK = 1 << 16
#: redirects that keep what is asked and the body, which a query or a graph is (RFC 9110, section 15.4); 303 means: fetch that page
SAME_AGAIN = {301, 302, 307, 308}


class Deadline:
    """A moment that everything about one request must be done by."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that remain; raises ``TimeoutError`` when none do."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Incoming(io.RawIOBase):
    """The bytes that a socket receives, each packet awaited no longer than the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._socket, self._deadline, self._raw = sock, deadline, sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._socket.settimeout(self._deadline.left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Reader:
    """What ``http.client`` takes for a socket when it reads a response."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._incoming = _Incoming(sock, deadline)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._incoming, CHUNK)


class _Timed(http.client.HTTPConnection):
    """Connecting, sending and receiving under a deadline."""

    def __init__(self, host: str, deadline: Deadline, **options: Any) -> None:
        super().__init__(host, **options)
        self._deadline = deadline

    def connect(self) -> None:
        self.timeout = self._deadline.left()
        super().connect()

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        for start in range(0, len(data), CHUNK):  # TLS sends packet by packet, each with a time-out of its own
            self.sock.settimeout(self._deadline.left())
            super().send(data[start : start + CHUNK])

    def response_class(self, sock: socket.socket, *args: Any, **options: Any) -> http.client.HTTPResponse:  # type: ignore[override]
        return http.client.HTTPResponse(_Reader(sock, self._deadline), *args, **options)  # type: ignore[arg-type]


class _TimedTls(_Timed, http.client.HTTPSConnection):
    """The same over TLS; the handshake is one wait."""


class _Opening(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    """Opens both kinds of address with connections that keep to the deadline."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Timed, req, deadline=self._deadline)  # type: ignore[arg-type]

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_TimedTls, req, deadline=self._deadline)  # type: ignore[arg-type]


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Redirects that keep the query, take no graph to another host, and take ``Authorization`` to the same server only."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        old, new = urllib.parse.urlsplit(req.full_url), urllib.parse.urlsplit(newurl)
        if new.scheme not in ("http", "https") or (req.get_method() == "PUT" and old.hostname != new.hostname):
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, fp)
        if code in SAME_AGAIN and req.data is not None:
            kept = {name: value for name, value in req.header_items() if name not in ("Host", "Content-length")}
            follower = urllib.request.Request(newurl, req.data, kept, method=req.get_method())
        else:
            follower = super().redirect_request(req, fp, code, msg, headers, newurl)
        if follower is not None and not _same_server(old, new):
            follower.remove_header("Authorization")
        return follower


def _same_server(old: urllib.parse.SplitResult, new: urllib.parse.SplitResult) -> bool:
    """Whether an address is of the same origin, or the same host's usual https in the place of its usual http."""
    upgraded = (old.scheme, old.port or 80, new.scheme, new.port or 443) == ("http", 80, "https", 443)
    return old.hostname == new.hostname and ((old.scheme, old.port) == (new.scheme, new.port) or upgraded)


#: what an opener needs for http and https, and nothing for files or ftp
_USUAL = (urllib.request.ProxyHandler, urllib.request.UnknownHandler, urllib.request.HTTPDefaultErrorHandler, urllib.request.HTTPErrorProcessor)


def opened(request: urllib.request.Request, deadline: Deadline) -> Any:
    """The response to a request, its body still to be read; raises what ``urllib`` raises."""
    opener = urllib.request.OpenerDirector()
    for handler in (*(kind() for kind in _USUAL), _Redirects(), _Opening(deadline)):
        opener.add_handler(handler)
    return opener.open(request, timeout=deadline.left())
