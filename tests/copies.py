"""A copy of what the commands read, for tests that change it."""

import shutil
from pathlib import Path


def copy_graph(repository: Path, root: Path) -> Path:
    """The folders of the ontology, the graph and the queries under ``root``, which may be new."""
    for part in ("ontology", "graph", "queries"):
        shutil.copytree(repository / part, root / part)
    return root
