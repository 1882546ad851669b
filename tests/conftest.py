"""Fixtures that many tests share."""

import gc
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout: the folder with ontology, graph, queries, src and tests."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The project's test data beside the checkout (articles, hostile inputs, test suites); skips where it is not."""
    folder = Path(os.environ.get("CLAIMGRAPH_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("needs the test data: set CLAIMGRAPH_SHARED_DATA to its folder, or put it in ../shared/data")
    return folder


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list]]:
    """A server that must get no hit: its address, and the hits."""
    hits: list = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    server.accept()[0].close()
                    hits.append(1)
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", hits
        stop.set()
        thread.join()


def pytest_collection_finish() -> None:
    """Some thousand collected tests are millions of objects: kept out of the collector's way, which would stop a server in this process for a third of a second."""
    gc.collect()
    gc.freeze()
