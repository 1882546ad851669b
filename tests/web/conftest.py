"""A real server on a free port of this machine, for tests that look at what goes over the wire."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from pyoxigraph import RdfFormat, Store
from starlette.applications import Starlette
from starlette.middleware import Middleware

from claimgraph.store.workers import Limits
from claimgraph.web.limits import RequestLimits, server_config
from claimgraph.web.sparql.endpoint import sparql_routes
from claimgraph.web.sparql.service import SparqlService
from tests.copies import copy_graph


class RunningServer(uvicorn.Server):
    """A server in a thread of the test; ``url`` has no slash at its end."""

    def install_signal_handlers(self) -> None:
        """None: the test's own thread has them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    @property
    def port(self) -> int:
        return self.servers[0].sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextlib.contextmanager
def serving(app: Starlette) -> Iterator[RunningServer]:
    """Run ``app`` under the project's own server settings until the block ends."""
    server = RunningServer(server_config(app, "127.0.0.1", 0))
    up = threading.Event()
    failures: list[BaseException] = []

    async def main() -> None:
        task = asyncio.ensure_future(server.serve())
        while not server.started and not task.done():
            await asyncio.sleep(0.005)
        up.set()
        await task

    def run() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            failures.append(error)
            up.set()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert up.wait(30) and not failures, failures
        yield server
    finally:
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive(), "the server did not stop"


def sparql_app(service: SparqlService, *, extra: list | None = None) -> Starlette:
    """The endpoint alone as an application."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette):
        await service.start()
        try:
            yield
        finally:
            await service.close()

    return Starlette(
        routes=[*sparql_routes(service), *(extra or [])],
        middleware=[Middleware(RequestLimits, limits=service.limits)],
        lifespan=lifespan,
    )


@pytest.fixture(scope="session")
def sample_store() -> Store:
    """About 3,000 triples in ten named graphs, enough for a cross join never to end."""
    store = Store()
    lines = (
        f"<http://example.org/s{n // 8}> <http://example.org/p{n % 8}> \"value {n}\" <http://example.org/g{n % 10}> ."
        for n in range(3_000)
    )
    labels = (
        f"<http://example.org/s{n}> <http://www.w3.org/2000/01/rdf-schema#label> \"thing {n}\"@en <http://example.org/labels> ."
        for n in range(300)
    )
    store.load("\n".join([*lines, *labels]).encode(), format=RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="session")
def serve_store() -> Callable[..., contextlib.AbstractContextManager[RunningServer]]:
    """``with serve_store(store, limits) as server``: the endpoint over a store, ``server.service`` its inside."""

    @contextlib.contextmanager
    def serve(store: Store, limits: Limits | None = None) -> Iterator[RunningServer]:
        service = SparqlService.over(store, base="http://127.0.0.1/", digest="test", limits=limits)
        with serving(sparql_app(service)) as server:
            server.service = service  # type: ignore[attr-defined]
            yield server

    return serve


@pytest.fixture(scope="session")
def sparql_server(sample_store: Store, serve_store: Callable) -> Iterator[RunningServer]:
    """The endpoint over the sample store, with 1 s a query so that tests need not wait long."""
    with serve_store(sample_store, Limits(seconds=1.0)) as server:
        yield server


@pytest.fixture(scope="session")
def serve_app() -> Callable[..., contextlib.AbstractContextManager[RunningServer]]:
    """``with serve_app(app) as server``: any application under the project's own server settings."""
    return serving


@pytest.fixture(scope="session")
def live_server(repository) -> Iterator[RunningServer]:  # noqa: ANN001
    """The whole site of the repository's own graph, as ``claimgraph serve`` runs it."""
    from claimgraph.web.serving import live_site

    with serving(live_site(repository)) as server:
        yield server


@pytest.fixture
def root_with(repository, tmp_path) -> Callable[..., object]:  # noqa: ANN001
    """``root_with(turtle)``: a copy of the repository's data with one more graph file."""
    
    def make(turtle: str | bytes, name: str = "extra"):  # noqa: ANN202
        root = tmp_path / f"root-{name}"
        copy_graph(repository, root)
        content = turtle.encode() if isinstance(turtle, str) else turtle
        (root / "graph" / f"{name}.ttl").write_bytes(content)
        return root

    return make
