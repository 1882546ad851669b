"""Answers as values: status, headers, body, with strong ETags from the content and one set of security headers."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

HeaderList = list[tuple[bytes, bytes]]
#: Nothing from elsewhere, nothing inline: a page that was tampered with by data still runs nothing (T14).
CONTENT_SECURITY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": CONTENT_SECURITY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, Content-Location, Retry-After"}


def _on_the_wire(headers: Mapping[str, str]) -> HeaderList:
    return [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]


#: What every answer says unless it says otherwise itself.
ALWAYS = dict(_on_the_wire(SECURITY | CORS))
#: A page may be kept for a minute and then asked about again; its ETag makes that cheap.
FRESH = "public, max-age=60, stale-while-revalidate=600"
#: What negotiates is for the one who asked: caches that look at the address alone would mix up types (T22).
NEGOTIATED_HERE = "private, max-age=60"
FOREVER = "public, max-age=31536000, immutable"
NO_CONTENT = 204
#: A file is sent in pieces of so many bytes.
PIECE = 256 * 1024
#: Below this many bytes a compressed body saves nothing.
WORTH_COMPRESSING = 1024
TEXTUAL = ("text/", "application/ld+json", "application/n-", "application/trig", "application/rdf+xml", "application/json", "application/problem+json", "image/svg+xml", "application/xml", "application/javascript")


@dataclass(frozen=True)
class Answer:
    """One answer, ready to send any number of times."""

    status: int
    media_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    cache: str = FRESH

    @cached_property
    def etag(self) -> str:
        """A strong validator of these bytes (RFC 9110 §8.8.3); the address says which representation they are."""
        return hashlib.blake2b(self.body, digest_size=12).hexdigest()

    def with_headers(self, headers: Mapping[str, str]) -> "Answer":
        """The same answer, saying this as well."""
        return replace(self, headers={**self.headers, **headers})

    @property
    def compresses(self) -> bool:
        """Whether a compressed body is worth offering."""
        return len(self.body) >= WORTH_COMPRESSING and self.media_type.startswith(TEXTUAL)

    @cached_property
    def compressed(self) -> bytes:
        """The body under gzip, the same bytes each time; made when somebody asks for it."""
        return gzip.compress(self.body, compresslevel=6, mtime=0)

    @cached_property
    def plain_headers(self) -> HeaderList:
        """The headers of the uncompressed answer."""
        return self._encoded(f'"{self.etag}"', len(self.body), None)

    @cached_property
    def gzip_headers(self) -> HeaderList:
        """The headers of the compressed answer: other bytes, so another ETag."""
        return self._encoded(f'"{self.etag}-gzip"', len(self.compressed), "gzip")

    def _encoded(self, etag: str, length: int, encoding: str | None) -> HeaderList:
        vary = [part for part in (self.headers.get("Vary"), "Accept-Encoding" if self.compresses else None) if part]
        charset = "; charset=utf-8" if self.media_type.startswith("text/") or self.media_type.endswith("javascript") else ""
        about_body = {} if self.status == NO_CONTENT else {"Content-Type": self.media_type + charset, "Content-Length": str(length)}
        named = about_body | {"Cache-Control": self.cache} | dict(self.headers)
        if vary:
            named["Vary"] = ", ".join(vary)
        if self.status == 200:
            named["ETag"] = etag
        if encoding:
            named["Content-Encoding"] = encoding
        return list((ALWAYS | dict(_on_the_wire(named))).items())

    def matches(self, if_none_match: str, compressed: bool) -> bool:
        """Whether a client already has what it would get now: plain and compressed bytes are two representations (weak comparison, RFC 9110 §13.1.2)."""
        if if_none_match.strip() == "*":
            return True
        # Our own tags have no comma in them, so that one in a foreign tag splits nothing that could match.
        return f'"{self.etag}{"-gzip" if compressed else ""}"' in {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}

    def not_modified(self, compressed: bool) -> HeaderList:
        """The headers of a 304: those a 200 would have, without what tells of a body."""
        headers = self.gzip_headers if compressed else self.plain_headers
        return [pair for pair in headers if pair[0] not in (b"content-type", b"content-length", b"content-encoding")]


@dataclass(frozen=True)
class FileAnswer(Answer):
    """An answer whose body is a file too large to hold, sent piece by piece as it is."""

    path: Path = Path()
    size: int = 0
    digest: str = ""

    @property
    def etag(self) -> str:  # type: ignore[override]
        """The digest of the file's content, which is known."""
        return self.digest

    @property
    def compresses(self) -> bool:
        """Never: compressing it would keep everybody else waiting."""
        return False

    @cached_property
    def plain_headers(self) -> HeaderList:
        """The headers of the answer."""
        return self._encoded(f'"{self.etag}"', self.size, None)

    def pieces(self) -> Iterator[bytes]:
        """The content."""
        with open(self.path, "rb") as file:
            while piece := file.read(PIECE):
                yield piece


def redirect(location: str, links: str, vary: str | None = "Accept") -> Answer:
    """See Other: the thing itself is no document, here is one about it."""
    headers = {"Location": location, "Link": links}
    return Answer(303, "text/plain", location.encode(), headers | ({"Vary": vary} if vary else {}), cache=NEGOTIATED_HERE)


def problem(status: int, title: str, detail: str, **members: object) -> Answer:
    """An error as RFC 9457 problem details."""
    body = json.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail} | members, ensure_ascii=False)
    return Answer(status, "application/problem+json", body.encode(), {"Vary": "Accept"}, cache="no-store")
