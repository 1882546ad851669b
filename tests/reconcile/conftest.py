"""A reconciliation service over the repository's graph, in process and as a live server."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from claimgraph.reconcile.service import Service
from claimgraph.store.local import open_store
from claimgraph.web.reconcile.routes import reconcile_routes


def free_port() -> int:
    """A port on the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(app: object) -> Iterator[str]:
    """An ASGI application served in a thread; gives its address."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical", ws="none"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def service(repository: Path) -> Service:
    """The service over the graph of this repository."""
    return Service.of_graph(open_store(repository).store)


@pytest.fixture(scope="session")
def live(service: Service) -> Iterator[str]:
    """The address of the service's root, /reconcile, on a live server."""
    with running(Starlette(routes=reconcile_routes(service))) as address:
        yield f"{address}/reconcile"
