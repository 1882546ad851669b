"""A problem document that a browser asked for: a page where it is read, its head alone where only that was asked for."""

import asyncio
import json

import pytest

from claimgraph.web.holdings import Holdings
from claimgraph.web.problem_pages import ProblemPages
from claimgraph.web.problems import MEDIA_TYPE
from claimgraph.web.site import Site


def answered(site: Site, method: str) -> list[dict]:
    """What is sent for a 500 of an application that, as ours, has no body for HEAD."""

    async def failing(scope, receive, send):
        await send({"type": "http.response.start", "status": 500, "headers": [(b"content-type", MEDIA_TYPE.encode())]})
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" else json.dumps({"status": 500, "title": "No", "detail": "gone"}).encode()})

    sent: list[dict] = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": "/page/event/x", "raw_path": b"/page/event/x", "query_string": b"", "headers": [(b"accept", b"text/html"), (b"host", b"localhost")], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "scheme": "http", "http_version": "1.1", "root_path": ""}
    asyncio.run(ProblemPages(failing, site)(scope, None, send))
    return sent


@pytest.mark.parametrize(("method", "media_type"), [("GET", "text/html"), ("HEAD", MEDIA_TYPE)])
def test_an_error_has_a_start_and_an_end_whatever_the_method(repository, method, media_type):
    start, *bodies = answered(Site(Holdings(repository)), method)
    assert (start["type"], start["status"]) == ("http.response.start", 500)
    assert dict(start["headers"])[b"content-type"].decode().partition(";")[0] == media_type
    assert bool(b"".join(body.get("body", b"") for body in bodies)) is (method == "GET")
