"""Problem documents as pages for those who read with a browser: whatever answers, an error is told in the way its reader wants."""

import json
from collections.abc import Callable
from typing import Any

from claimgraph.web.app import Receive, Scope, Send, Sending, as_request
from claimgraph.web.problems import MEDIA_TYPE
from claimgraph.web.site import Site, wants_page

#: headers of the problem that its page has too
KEPT = (b"retry-after", b"allow", b"connection", b"access-control-allow-origin")


class ProblemPages:
    """``app``, whose problem documents go to people as pages of ``site``, with the same status."""

    def __init__(self, app: Any, site: Site) -> None:
        self.app, self.site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _translating(scope, receive, send, self.site))


def _translating(scope: Scope, receive: Receive, send: Send, site: Site) -> Callable[[Any], Any]:
    """A send that holds a problem document back until it is whole, where its reader wants a page."""
    held: list[Any] = []
    body = bytearray()

    async def translating(message: Any) -> None:
        is_read = message["type"] == "http.response.start" and scope["method"] != "HEAD"  # whose body is sent to nobody
        if is_read and dict(message["headers"]).get(b"content-type") == MEDIA_TYPE.encode() and wants_page(as_request(scope)):
            held.append(message)
            return
        if not held:
            await send(message)
            return
        body.extend(message.get("body", b""))
        if not message.get("more_body"):
            await page_of(site, scope, json.loads(body), held[0]["headers"])(scope, receive, send)

    return translating


def page_of(site: Site, scope: Scope, told: dict[str, Any], headers: list[tuple[bytes, bytes]]) -> Sending:
    """The page of one problem document that had these headers."""
    detail = " ".join(part[:1].upper() + part[1:].rstrip(".") + "." for part in (told.get("detail"), told.get("hint")) if part)
    answer = site.problem_page(site.links(as_request(scope)), told["status"], told["title"], detail)
    kept = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers if name in KEPT}
    return Sending(answer.with_headers(kept))
