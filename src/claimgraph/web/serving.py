"""The live site with everything on it: pages and data, SPARQL and queries, reconciliation."""

import gc
import ipaddress
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from claimgraph.errors import ClaimgraphError
from claimgraph.reconcile.service import Service
from claimgraph.store.catalogue import load_catalogue
from claimgraph.web.apart import apart
from claimgraph.web.app import Front, create_app
from claimgraph.web.files.publishing import base_path
from claimgraph.web.holdings import Holdings
from claimgraph.web.limits import RequestLimits
from claimgraph.web.opening import Opening
from claimgraph.web.preparation import SMALL
from claimgraph.web.problem_pages import ProblemPages
from claimgraph.web.query.catalogue import executable_quads
from claimgraph.web.query.page import query_routes
from claimgraph.web.reconcile.routes import reconcile_routes
from claimgraph.web.site import Site
from claimgraph.web.sparql.endpoint import sparql_routes
from claimgraph.web.sparql.service import SparqlService

#: Names that a server on this machine answers for whatever else it is called.
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class NotStarted(ClaimgraphError):
    """The system does not let the server begin."""

    status = 503


def hosts_of(host: str, base_url: str | None) -> list[str] | None:
    """The Host headers to answer; ``None`` for any.

    A server that listens on every address of the machine without being told its name cannot know what it is
    called. It never repeats a Host header, so a wrong one does no harm.
    """
    named = [urlsplit(base_url).hostname or ""] if base_url else []
    if not named and _is_everywhere(host):
        return None
    return [*LOOPBACK, host, *named]


def _is_everywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def live_site(root: Path, *, host: str = "127.0.0.1", port: int = 8000, base_url: str | None = None, endpoint: str | None = None, labels: Path | None = None) -> Any:
    """The ASGI application of ``claimgraph serve``; ``endpoint`` answers SPARQL in place of the embedded store,
    the gazetteer ``labels`` reconciliation in place of the graph's own names."""
    holdings = Holdings(root)
    at = (base_url or f"http://{'127.0.0.1' if _is_everywhere(host) else host}:{port}").rstrip("/") + "/"
    site = Site(holdings, base_path(base_url))
    catalogue = load_catalogue(holdings.root)
    if endpoint:
        sparql = SparqlService.in_front_of(endpoint, base=at)
    else:
        sparql = SparqlService.over(holdings.store, base=at, digest=holdings.local.digest, extra=executable_quads(catalogue, at))
    names = Service.of_labels(labels) if labels else Service.of_graph(holdings.store)
    reconciliation = reconcile_routes(names, base_url=at.rstrip("/"))
    guests = [*sparql_routes(sparql), *query_routes(sparql, catalogue), *reconciliation]

    async def start() -> None:
        try:
            await sparql.start()
        except OSError as error:
            raise NotStarted(f"the site does not start: {error}", "is there room for processes, memory and temporary files?") from error
        await apart(names.get_ready)
        settle_memory()

    opening = Opening(start, reconciliation)
    sparql.gate = opening.check

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        try:
            if len(holdings.store) > SMALL:
                settle_memory()
                opening.begin()
            else:
                await start()
            yield
        finally:
            await opening.end()
            await sparql.close()
            holdings.close()

    return front(site, guests, hosts_of(host, base_url), lifespan=lifespan)


class Briefly:
    """``app``, which tells the operator in one line why it does not start, where Starlette would show its own inside."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def brief(message: Any) -> None:
            if message["type"] == "lifespan.startup.failed":
                message = message | {"message": message["message"].rstrip().rpartition("\n")[2].partition(": ")[2]}
            await send(message)

        await self.app(scope, receive, send if scope["type"] == "http" else brief)


def settle_memory() -> None:
    """The graph stays as long as the server runs: the collector need not walk it again for every few pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def front(site: Site, guests: Iterable[Any], hosts: list[str] | None, **options: Any) -> Front:
    """The site with its guests, their bodies limited; finished pages are answered before any of that."""
    app = create_app(site, guests, hosts, **options)
    app.app = ProblemPages(RequestLimits(Briefly(app.app)), site)
    return app


