"""HTTP to servers elsewhere: one request with time-out, credentials and patience, and every failure told apart.

Waiting: 429 and 503 are tried again, after the time the server asks for (``Retry-After``, RFC 9110
section 10.2.3) or else after growing pauses; each try has the whole time-out. Nothing here writes a
password, a token or the query part of an address into a message. An answer is read up to MOST_BYTES.
"""

import base64
import email.utils
import http.client
import os
import socket
import ssl
import string
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from claimgraph import __version__
from claimgraph.errors import Misuse, RemoteFailure
from claimgraph.store.connections import CHUNK, Deadline, opened

MOST_BYTES = 256 * 1024 * 1024
TRIES = 5
LONGEST_WAIT = 60.0  # seconds: a server that asks for more is told about, not waited for
AGAIN = {429, 503}
#: status → what it means here, and the way out
STATUS = {
    400: ("refuses the request as malformed", "its reason follows"),
    401: ("asks for a user name and password, or a token", "give --user and CLAIMGRAPH_PASSWORD, or CLAIMGRAPH_TOKEN"),
    403: ("does not allow this", "the credentials lack the right, or the store is read-only"),
    404: ("has nothing at this address", "check the address: it must be that of the service, not of its web page"),
    405: ("does not take this kind of request here", "a store has one address for queries and another for its graphs"),
    406: ("cannot answer in a format we read", "it must offer SPARQL JSON results or Turtle"),
    413: ("finds the request too large", None),
    415: ("does not read Turtle", "the address is not that of a Graph Store"),
    429: ("is still too busy after waiting", "try again later"),
    503: ("is still not available after waiting", "try again later"),
    504: ("gave up before the work was done", "ask for less"),
}


@dataclass(frozen=True)
class Credentials:
    """A user with a password, or a bearer token, or nothing; hidden in every representation."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @classmethod
    def given(cls, user: str | None = None, password: str | None = None, token: str | None = None) -> "Credentials":
        """What the options say, else ``CLAIMGRAPH_USER``, ``CLAIMGRAPH_PASSWORD`` and ``CLAIMGRAPH_TOKEN``."""
        told = os.environ.get
        return cls(user or told("CLAIMGRAPH_USER"), password or told("CLAIMGRAPH_PASSWORD"), token or told("CLAIMGRAPH_TOKEN"))

    def headers(self) -> dict[str, str]:
        """The ``Authorization`` header, if there is anything to authorise with; a token wins."""
        if self.token:
            value = f"Bearer {self.token}"
        elif self.user is not None:
            value = "Basic " + base64.b64encode(f"{self.user}:{self.password or ''}".encode()).decode()
        else:
            return {}
        if any(ord(character) < 32 for character in value):
            raise Misuse("the token holds a line break or another control character")
        return {"Authorization": value}


@dataclass(frozen=True)
class Answer:
    """What came back: bytes and their media type without its parameters."""

    body: bytes
    media_type: str


def address(url: str) -> tuple[str, Credentials | None]:
    """``url`` without the user and password that may stand in it, and these; only http and https."""
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Misuse(f"not an address: {error}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Misuse(f"{shown(url)}: not an http or https address")
    try:
        bare_host = f"[{host}]" if ":" in host else host.encode("idna").decode()
    except UnicodeError:
        raise Misuse(f"{shown(url)}: not the name of a host") from None
    if any(character.isspace() or not character.isprintable() for character in url):
        raise Misuse("not an address: there is a space in it", "%20 stands for a space")
    in_ascii = {part: urllib.parse.quote(getattr(parts, part), safe=string.punctuation) for part in ("path", "query")}
    bare = parts._replace(netloc=bare_host + (f":{port}" if port else ""), fragment="", **in_ascii).geturl()
    if parts.username is None:
        return bare, None
    unquote = urllib.parse.unquote
    return bare, Credentials(unquote(parts.username), unquote(parts.password or ""))


def shown(url: str) -> str:
    """``url`` as messages may show it: no user, no password, no query."""
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def send(request: urllib.request.Request, timeout: float, sleep: Callable[[float], None] = time.sleep) -> Answer:
    """The answer to ``request``; raises :class:`~claimgraph.errors.RemoteFailure` that says what failed and the way out.

    ``timeout`` is in seconds, for a try as a whole: connecting, sending, redirects, and every byte of the answer.
    """
    request.add_header("User-Agent", f"claimgraph/{__version__}")
    where = shown(request.full_url)
    for attempt in range(TRIES):
        try:
            with opened(request, Deadline(timeout)) as response:
                return Answer(_body(response, shown(response.url)), response.headers.get_content_type())
        except urllib.error.HTTPError as error:
            with error:
                wait = patience(error.headers, attempt) if error.code in AGAIN else None
                if wait is None or wait > LONGEST_WAIT or attempt == TRIES - 1:
                    raise _status_failure(where, error, wait) from None
            sleep(wait)
        except (OSError, http.client.HTTPException) as error:
            proxy = "" if request.host == urllib.parse.urlsplit(request.full_url).netloc else f" by the proxy {request.host}"
            raise _network_failure(where + proxy, error, timeout) from None
    raise AssertionError("the last attempt returns or raises")


def _body(response: http.client.HTTPResponse, where: str) -> bytes:
    """The whole body, unpacked where it is gzip (nobody asked for that, and some send it)."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise RemoteFailure(f"{where} answers packed as {''.join(c for c in coding[:20] if c.isprintable())}, which was not asked for")
    unpacker = None if coding == "identity" else zlib.decompressobj(wbits=31)
    content = bytearray()
    try:
        while chunk := response.read(CHUNK):
            content += unpacker.decompress(chunk, MOST_BYTES + 1 - len(content)) if unpacker else chunk
            if len(content) > MOST_BYTES:
                raise RemoteFailure(f"{where} answers with more than {MOST_BYTES >> 20} MiB", "ask for less, or page with LIMIT and OFFSET")
    except zlib.error:
        raise RemoteFailure(f"{where}: the answer is said to be gzip and is not") from None
    if response.length or (unpacker and not unpacker.eof):  # the sender promised more
        raise http.client.IncompleteRead(b"")
    return bytes(content)


def patience(headers: Mapping[str, str], attempt: int) -> float:
    """Seconds to wait: what ``Retry-After`` says, as seconds or as a date, else 0.5, 1, 2, 4.

    >>> patience({"Retry-After": "7"}, 0), patience({}, 2)
    (7.0, 2.0)
    """
    told = headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(told).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.5 * 2**attempt


def _status_failure(asked: str, error: urllib.error.HTTPError, wait: float | None) -> RemoteFailure:
    where = shown(error.url) if error.url.startswith("http") else asked  # a redirect that was followed tells of its own host
    meaning, hint = STATUS.get(error.code, ("failed" if error.code >= 500 else "refuses the request", None))
    if 300 <= error.code < 400:
        aim = shown(urllib.parse.urljoin(where, error.headers.get("Location", "")))
        meaning, hint = ("sends on to itself", None) if aim == where else (f"sends on to {aim}", "give that address, if it is the store's")
    reason = _first_line(error)
    if wait is not None and wait > LONGEST_WAIT:
        meaning, hint = f"asks to come back in {wait:.0f} seconds", None
    message = f"{where} {meaning} (HTTP {error.code})" + (f": {reason}" if reason else "")
    return RemoteFailure(message, None if hint == "its reason follows" else hint)


def _first_line(error: urllib.error.HTTPError) -> str:
    """The first line of a plain-text explanation; pages and JSON explain nothing on one line."""
    try:
        if error.headers.get_content_type() != "text/plain":
            return ""
        lines = error.read(2000).decode("utf-8", "replace").strip().splitlines()
    except (OSError, http.client.HTTPException):
        return ""
    return "".join(c for c in lines[0][:200] if c.isprintable()) if lines else ""


def _network_failure(where: str, error: Exception, timeout: float) -> RemoteFailure:
    cause = error.reason if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception) else error
    #: class of failure → what it means and the way out; the more special first
    table: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, str | None], ...] = (
        (socket.gaierror, "no such host", "check the spelling, and that the network is up"),
        (ConnectionRefusedError, "nothing listens there", "start the server, or check host and port"),
        (ssl.SSLCertVerificationError, "its certificate is not to be trusted", "check the host name, or install its authority"),
        (ssl.SSLError, "no TLS connection", "is it an http address?"),
        (TimeoutError, f"no answer within {timeout:g} seconds", "raise --timeout, or ask for less"),
        (http.client.IncompleteRead, "the answer was cut short", "try again"),
        (http.client.RemoteDisconnected, "hung up without an answer", "is it an https address?"),
        (http.client.BadStatusLine, "does not speak HTTP", "check the port; is it an https address?"),
        (ConnectionError, "the connection broke", "try again"),
    )
    for kind, meaning, hint in table:
        if isinstance(cause, kind):
            return RemoteFailure(f"{where}: {meaning}", hint)
    return RemoteFailure(f"{where}: {type(cause).__name__}: {cause}")
