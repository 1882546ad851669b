"""Errors over HTTP: RFC 9457 problem documents that say what is wrong and what would work."""

import json

from starlette.responses import Response

from claimgraph.errors import ClaimgraphError

#: every answer about an error; nobody may keep it
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Access-Control-Allow-Origin": "*", "Vary": "Accept"}
MEDIA_TYPE = "application/problem+json"
#: an error may repeat what it is about; nobody wants kilobytes of that
MOST_REPEATED = 1_000
#: status → title where the error has none of its own
TITLES = {400: "Bad request", 403: "Forbidden", 404: "Not found", 405: "Method not allowed", 406: "Not acceptable", 413: "Too large",
          414: "Address too long", 415: "Unsupported media type", 429: "Too many requests", 500: "Server error", 503: "Unavailable"}  # fmt: skip


def problem_members(error: ClaimgraphError) -> dict[str, object]:
    """The members of the problem document; ``type`` is where the query page explains this kind."""
    slug = getattr(error, "slug", "")
    members: dict[str, object] = {
        "type": f"/query/limits#{slug}" if slug else "about:blank",
        "title": getattr(error, "title", TITLES.get(error.status, "Error")),
        "status": error.status,
        "detail": error.message if len(error.message) <= MOST_REPEATED else error.message[:MOST_REPEATED] + "…",
    }
    if error.hint:
        members["hint"] = error.hint
    for name in ("line", "column", "retry_after", "formats"):
        if (value := getattr(error, name, None)) is not None:
            members[name] = value
    return members


def retry_after(error: ClaimgraphError) -> dict[str, str]:
    """The header that says when to come back, where that makes sense."""
    seconds = getattr(error, "retry_after", None)
    return {"Retry-After": str(seconds)} if seconds else {}


def problem(error: ClaimgraphError, headers: dict[str, str] | None = None) -> Response:
    """The answer for an error, with ``Retry-After`` where trying again makes sense."""
    extra = (headers or {}) | retry_after(error)
    if error.status in (408, 413, 414):  # what is left of the request is not read
        extra["Connection"] = "close"
    body = json.dumps(problem_members(error), ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, error.status, HEADERS | extra, media_type=MEDIA_TYPE)
