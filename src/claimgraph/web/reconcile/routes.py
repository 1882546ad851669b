"""Routes of the reconciliation service: version 0.2 (and 0.1) at ``/reconcile``, the 1.0 draft at ``/reconcile/v1``.

Every answer, errors included, may be read from any page (CORS ``*``): OpenRefine registers a service and asks for
suggestions in the browser. Matching runs in threads; a client that sends many requests at once gets 429, all
clients together 503, each with ``Retry-After``.
"""

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from claimgraph.errors import ClaimgraphError, Misuse, NotFound
from claimgraph.reconcile import v02, v1
from claimgraph.reconcile.entities import entity_iri
from claimgraph.reconcile.service import FEATURES, Service
from claimgraph.terms import BASE
from claimgraph.web.limits import client_of
from claimgraph.web.problems import problem
from claimgraph.web.reconcile import pages
from claimgraph.web.reconcile.http import (
    CALLBACK,
    HEADERS,
    as_json,
    asked_version,
    body,
    callback_of,
    html_page,
    languages_of,
    parameters,
    prefers_html,
    read_json,
    single,
    whole,
)

RUNNING_PER_CLIENT, RUNNING = 4, 24
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type",
    "Access-Control-Max-Age": "86400",
}
Handler = Callable[[Request], Awaitable[Response]]


class Busy(ClaimgraphError):
    """More requests at once than one client, or all of them, may have running."""

    retry_after = 1

    def __init__(self, status: int) -> None:
        super().__init__("too many requests at once", "send the next one when the answer is there")
        self.status = status


def reconcile_routes(service: Service, path: str = "/reconcile", base_url: str | None = None) -> list[BaseRoute]:
    """The routes of one service, to be mounted in any Starlette application.

    ``base_url`` is the public address of the site without a slash at its end; without it the address of the
    server's own socket is told to clients, never what the ``Host`` header says.
    """
    return Endpoints(service, path, base_url).routes()


class Endpoints:
    """The handlers of one service; each method answers one address."""

    def __init__(self, service: Service, path: str, base_url: str | None) -> None:
        self.service, self.path, self.base_url = service, path.rstrip("/"), base_url.rstrip("/") if base_url else None
        self._running: Counter[str] = Counter()

    def routes(self) -> list[BaseRoute]:
        """Every address, with and without a slash at the end: a redirected POST would turn into a GET."""
        old, new = self.path, f"{self.path}/v1"
        table: list[tuple[str, Handler, str]] = [
            (old, partial(self.root, naming=v02.own_name), "GET POST"),
            (f"{old}/explained", partial(self.root, naming=v02.explained_name), "GET POST"),
            (f"{old}/suggest/{{kind}}", self.suggest, "GET"),
            (f"{old}/suggest/{{kind}}/search", self.hover, "GET"),
            (f"{old}/flyout/{{kind}}", self.flyout, "GET"),
            (f"{old}/propose", self.propose, "GET"),
            (f"{old}/preview", self.preview, "GET"),
            (f"{old}/explain", self.explain, "GET"),
            (f"{old}/features", self.features, "GET"),
            (f"{old}/features/{{id}}", self.features, "GET"),
            (f"{old}/types/{{id}}", self.type, "GET"),
            (f"{old}/entity/{{id}}", self.entity, "GET"),
            (new, self.manifest_1, "GET"),
            (f"{new}/match", self.match, "POST"),
            (f"{new}/extend", self.extend_1, "POST"),
            (f"{new}/extend/propose", self.propose, "GET"),
            (f"{new}/suggest/{{kind}}", self.suggest_1, "GET"),
            (f"{new}/preview", self.preview, "GET"),
        ]
        return [
            Route(address + slash, self._answering(handler, methods), methods=[*methods.split(), "OPTIONS"])
            for address, handler, methods in table
            for slash in ("", "/")
        ]

    def _answering(self, handler: Handler, methods: str) -> Handler:
        """The handler with CORS on whatever it answers, errors as problem documents, and a cap on what runs."""

        async def answer(request: Request) -> Response:
            if request.method == "OPTIONS":
                allow = ", ".join(["OPTIONS", "HEAD", *methods.split()])
                return Response(status_code=204, headers=HEADERS | PREFLIGHT | {"Allow": allow})
            client = client_of(request.scope)
            try:
                if self._running[client] >= RUNNING_PER_CLIENT:
                    raise Busy(429)
                if self._running.total() >= RUNNING:
                    raise Busy(503)
                self._running[client] += 1
                try:
                    return await handler(request)
                finally:
                    self._running[client] -= 1
                    if not self._running[client]:
                        del self._running[client]
            except ClaimgraphError as error:
                return problem(error, {"Vary": HEADERS["Vary"]})
            except ClientDisconnect:
                return Response(status_code=400, headers=HEADERS)

        return answer

    def site(self, request: Request) -> str:
        """The address of the site as clients should use it."""
        if self.base_url:
            return self.base_url
        host, port = request.scope.get("server") or ("127.0.0.1", 80)
        return f"{request.url.scheme}://{f'[{host}]' if ':' in host else host}{f':{port}' if port else ''}"

    # --- version 0.2 -------------------------------------------------------------------------------------------

    async def root(self, request: Request, naming: v02.Naming) -> Response:
        """The manifest, a batch of queries or a data extension, by which parameter there is."""
        version = asked_version(request.headers.get("accept", ""))
        given = await parameters(request)
        languages = languages_of(request)
        callback = given.get("callback")
        if callback is not None and not CALLBACK.fullmatch(callback):
            raise Misuse("the callback is not a plain function name", "letters, digits, _ $ and . up to 64")
        if "queries" in given:
            answer: object = await run_in_threadpool(v02.reconcile, self.service, read_json(given["queries"], "queries"), languages, naming)
        elif "extend" in given:
            answer = await run_in_threadpool(v02.extend, self.service, read_json(given["extend"], "extend"), languages)
        elif "query" in given:  # version 0.1: a single query, as JSON or as bare text
            answer = (await run_in_threadpool(v02.reconcile, self.service, {"q": single(given)}, languages, naming))["q"]
        elif request.method == "POST":
            raise Misuse("neither queries nor extend in the request", "send queries= or extend= as a form")
        elif version == 1:
            return await self.manifest_1(request)
        else:
            answer = v02.manifest(self.service, self.site(request) + request.url.path.rstrip("/").removesuffix("/explained"), self.site(request))
            if naming is v02.explained_name:
                answer["name"] += " (explained)"
        return as_json(answer, callback)

    async def suggest(self, request: Request) -> Response:
        """Auto-completion of entities, types and properties in version 0.2."""
        return as_json(await run_in_threadpool(self._suggested, v02, request), callback_of(request))

    async def suggest_1(self, request: Request) -> Response:
        """The same in version 1.0, where an empty prefix lists everything."""
        return as_json(await run_in_threadpool(self._suggested, v1, request))

    def _suggested(self, version: Any, request: Request) -> dict[str, Any]:
        prefix, languages = request.query_params.get("prefix", "")[:500], languages_of(request)
        limit, offset = (whole(request.query_params.get(name)) for name in ("limit", "offset"))
        offset = offset or whole(request.query_params.get("cursor"))
        match request.path_params["kind"]:
            case "entity":
                types = tuple(t for t in request.query_params.getlist("type")[:20] if t)
                found = self.service.suggest_entities(prefix, languages, types, limit or 10, offset)
                return version.suggest_entities(self.service, found, languages)
            case "type":
                kinds = self.service.suggest_types(prefix, languages)[offset:][: limit or None]
                return version.suggest_types(self.service, kinds, languages)
            case "property":
                answer = version.suggest_properties(self.service, prefix, languages)
                return {"result": answer["result"][offset:][: limit or None]}
        raise NotFound("suggestions are of entity, type or property")

    async def flyout(self, request: Request) -> Response:
        """A few lines of HTML about one suggestion."""
        identifier = request.query_params.get("id", "")[:500]
        html = pages.flyout(self.service, request.path_params["kind"], identifier, languages_of(request))
        return as_json({"id": identifier, "html": html}, callback_of(request))

    async def hover(self, request: Request) -> Response:
        """What OpenRefine 3.8 and later ask when the mouse rests on a suggestion: ``filter=(all mid:ID)``."""
        found = re.search(r"mid:([^\s)]{1,200})", request.query_params.get("filter", "")[:500])
        identifier = found[1] if found else ""
        html = pages.flyout(self.service, request.path_params["kind"], identifier, languages_of(request))
        return as_json({"id": identifier, "html": html}, callback_of(request))

    async def propose(self, request: Request) -> Response:
        """Properties to choose from for a type; the type may come unencoded and empty."""
        type_id, limit = request.query_params.get("type", "")[:200], whole(request.query_params.get("limit"))
        return as_json(v02.propose(self.service, type_id, limit, languages_of(request)), callback_of(request))

    # --- version 1.0 -------------------------------------------------------------------------------------------

    async def manifest_1(self, request: Request) -> Response:
        """The manifest of version 1.0."""
        return as_json(v1.manifest(self.service, f"{self.site(request)}{self.path}/v1", self.site(request)))

    async def match(self, request: Request) -> Response:
        """A batch of queries in version 1.0."""
        asked = read_json((await body(request)).decode("utf-8", "replace"), "the body")
        return as_json(await run_in_threadpool(v1.match, self.service, asked, languages_of(request)))

    async def extend_1(self, request: Request) -> Response:
        """A data extension in version 1.0."""
        asked = read_json((await body(request)).decode("utf-8", "replace"), "the body")
        return as_json(await run_in_threadpool(v1.extend, self.service, asked, languages_of(request)))

    # --- pages -------------------------------------------------------------------------------------------------

    async def preview(self, request: Request) -> Response:
        """A small static page for an iframe without scripts."""
        entity = self.service.entity(request.query_params.get("id", "")[:500])
        return html_page(pages.preview(self.service, entity, languages_of(request), self._view(request, entity.id)))

    async def explain(self, request: Request) -> Response:
        """Why an entity has its score for a name, as a page or as JSON."""
        told = request.query_params
        name, identifier, types = told.get("q", "")[:500], told.get("id", "")[:500], tuple(told.getlist("type")[:20])
        answer = await run_in_threadpool(self.service.explain, name, identifier, types)
        if prefers_html(request):
            return html_page(pages.explanation(answer, languages_of(request), self._view(request, identifier)))
        return as_json(answer, callback_of(request))

    async def features(self, request: Request) -> Response:
        """What the features of a score mean: the documentation of the service."""
        identifier = request.path_params.get("id")
        if identifier is not None and identifier not in FEATURES:
            raise NotFound(f"no feature {identifier[:80]!r}", f"one of {', '.join(FEATURES)}")
        return html_page(pages.features(FEATURES, identifier, languages_of(request), f"{self.site(request)}{self.path}"))

    async def type(self, request: Request) -> Response:
        """One type, as JSON."""
        kind = self.service.index.kinds.get(request.path_params["id"])
        if kind is None:
            raise NotFound(f"no type {request.path_params['id'][:80]!r}")
        return as_json(v02.type_json(self.service, kind, languages_of(request)))

    async def entity(self, request: Request) -> Response:
        """The view of an entity: its IRI on this site, which answers with the format that is wanted."""
        entity = self.service.entity(request.path_params["id"])
        if not (self.service.facts or self.service.identifier_space):
            return html_page(pages.preview(self.service, entity, languages_of(request), ""))
        return RedirectResponse(self._view(request, entity.id), 303, headers=HEADERS)

    def _view(self, request: Request, identifier: str) -> str:
        """Where an entity is shown: on this site when it is ours, else at the gazetteer's own address."""
        iri = entity_iri(identifier) if self.service.facts else None
        if iri:
            return f"{self.site(request)}/{iri.removeprefix(BASE)}"
        return self.service.identifier_space + identifier
