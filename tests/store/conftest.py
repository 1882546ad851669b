"""Data for real workers."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from claimgraph.store.workers import write_snapshot


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = Store()
    lines = (f'<http://e/s{n // 4}> <http://e/p{n % 4}> "v{n}" <http://e/g{n % 3}> .' for n in range(1_200))
    store.load("\n".join(lines).encode(), format=RdfFormat.N_QUADS)
    return write_snapshot(store, tmp_path_factory.mktemp("snapshot")).path
