"""Fixtures that many tests share."""

import os
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
