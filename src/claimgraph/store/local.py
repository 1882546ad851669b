"""The embedded store: a folder of Turtle files, one named graph a file, and the derived graph."""

from __future__ import annotations

from pyoxigraph import NamedNode, Store

from claimgraph.graph.derivation import add_derived
from claimgraph.graph.files import GraphFile, digest, graph_files, load_turtle, not_empty, parse_turtle, read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


class LocalStore:
    """A store in memory (``store``) with the files it was loaded from. It is for reading: nobody writes to it."""

    def __init__(self, store: Store, files: tuple[GraphFile, ...]) -> None:
        self.store, self.files = store, files
        self._digest: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the dataset: equal only when every file is the same (used for ETags and snapshots)."""
        if self._digest is None:
            self._digest = digest(self.files)
        return self._digest


def open_store(root: Path, *, with_derived: bool = True) -> LocalStore:
    """Load the dataset under ``root``; raises :class:`~claimgraph.errors.UnreadableFile` naming file and line."""
    files = graph_files(root)
    store = Store()
    for file in files:
        load_file(store, file)
    if with_derived:
        add_derived(store)
    return LocalStore(store, tuple(files))


def load_file(store: Store, file: GraphFile) -> None:
    """Load one file into its named graph."""
    content = not_empty(read_bytes(file.path), file.path)
    try:
        load_turtle(store, content, NamedNode(file.graph))
    except (SyntaxError, ValueError):
        parse_turtle(content, file.path)  # says file, line and reason
        raise
