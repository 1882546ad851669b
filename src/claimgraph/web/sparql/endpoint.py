"""``/sparql``: the SPARQL 1.1 Protocol over HTTP, read only (https://www.w3.org/TR/sparql11-protocol/)."""

import time
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from claimgraph.errors import ClaimgraphError
from claimgraph.web.limits import client_of
from claimgraph.web.negotiation import negotiate
from claimgraph.web.problems import problem
from claimgraph.web.resources import HTML
from claimgraph.web.sparql.description import service_description
from claimgraph.web.sparql.formats import CSV, GRAPHS, content_type, extension_of
from claimgraph.web.sparql.request import read_operation
from claimgraph.web.sparql.service import Answer, NotAcceptable, SparqlService, unless_gone

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Retry-After, Content-Disposition",
    "Access-Control-Max-Age": "86400",
}
COMMON = {"Vary": "Accept", "X-Content-Type-Options": "nosniff"} | CORS
#: private: a cache between that ignores Vary would serve one format for another
KEPT = {"Cache-Control": "private, max-age=300"}


@dataclass(frozen=True)
class Endpoint:
    """The endpoint as an ASGI application of every method: those that are not its own get their 405 in its own words."""

    service: SparqlService

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await respond(self.service, Request(scope, receive))
        except ClaimgraphError as error:
            response = problem(error, CORS)
        await response(scope, receive, send)


def sparql_routes(service: SparqlService) -> list[Route]:
    """The endpoint as routes for the application to mount."""
    return [Route("/sparql", Endpoint(service))]


async def respond(service: SparqlService, request: Request) -> Response:
    """The response to one request; raises what is wrong with it."""
    received = time.monotonic()
    if request.method not in METHODS:
        return problem(MethodNotAllowed(), CORS | {"Allow": ", ".join(METHODS)})
    if request.method == "OPTIONS":
        return Response(None, 204, COMMON | {"Allow": ", ".join(METHODS)})
    operation = await read_operation(request, service.limits)
    accept = ",".join(request.headers.getlist("accept")) or None
    if operation is None:
        return describe(service, request, accept)
    found = await service.looked_at(operation.query)
    media_type = service.format_for(found.form, accept)
    if media_type == HTML:
        return RedirectResponse(f"{service.prefix}/query?" + urlencode({"query": operation.query}), 303, COMMON)
    tag = service.tag(operation.query, media_type, operation.default_graphs, operation.named_graphs)
    if tag and found.repeatable and request.method != "POST" and has_tag(request, tag):
        return Response(None, 304, COMMON | KEPT | {"ETag": f'W/"{tag}"'})
    work = service.answer(
        operation.query,
        media_type,
        found=found,
        client=client_of(request.scope),
        received=received,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        seconds=operation.seconds,
    )
    answer = await unless_gone(request.receive, work)
    return as_response(answer, "result") if isinstance(answer, Answer) else Response(None, 499)


def as_response(answer: Answer, name: str) -> Response:
    """An answer over HTTP. CSV is exact and may hold what a spreadsheet would run, so it is sent to be saved, not opened."""
    headers = COMMON | (KEPT | {"ETag": f'W/"{answer.tag}"'} if answer.tag else {"Cache-Control": "no-store"})
    disposition = "attachment" if answer.media_type == CSV else "inline"
    headers["Content-Disposition"] = f'{disposition}; filename="{name}.{extension_of(answer.media_type)}"'
    headers["Content-Type"] = content_type(answer.media_type)
    return Response(answer.body, 200, headers)


def has_tag(request: Request, tag: str) -> bool:
    """Whether the client has the answer of this tag already (weak comparison, RFC 9110 §13.1.2)."""
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or any(part.strip().removeprefix("W/") == f'"{tag}"' for part in given.split(","))


def describe(service: SparqlService, request: Request, accept: str | None) -> Response:
    """The service description; a browser is led to the query page."""
    offered = (*GRAPHS, HTML)
    media_type = negotiate(accept, offered)
    if media_type is None:
        raise NotAcceptable(offered)
    if media_type == HTML:
        return RedirectResponse(f"{service.prefix}/query", 303, COMMON)
    service.gate()
    body = service_description(service.endpoint, service.limits, service.graphs, service.triples, media_type)
    return Response(body, 200, COMMON | KEPT | {"Content-Type": content_type(media_type)})


class MethodNotAllowed(ClaimgraphError):
    """A method that a read-only endpoint does not have."""

    status, slug, title = 405, "method", "Method not allowed"

    def __init__(self) -> None:
        super().__init__("the endpoint is read only", f"use {', '.join(METHODS)}")
