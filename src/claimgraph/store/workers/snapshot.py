"""A store as the file or folder that workers open: every named graph, and their union as the default graph.

The union is written out because pyoxigraph's own flag for it returns a triple once per graph that
holds it and overrides a query's FROM; here a count over the default graph counts triples.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, serialize

#: above this a worker opens a store on disk (60 ms at any size) instead of loading one (95 ms for 13,000 triples)
IN_MEMORY_QUADS = 50_000


class Snapshot(NamedTuple):
    """What workers open, how many triples each named graph holds, and how many all of them together."""

    path: Path
    graphs: Mapping[str, int]
    triples: int


def write_snapshot(store: Store, folder: Path, extra: Sequence[Quad] = ()) -> Snapshot:
    """Write ``store`` below ``folder`` for the workers, with ``extra`` quads that it does not hold itself."""
    graphs: dict[str, int] = {}
    for name in sorted({*store.named_graphs(), *(quad.graph_name for quad in extra)}, key=str):
        if isinstance(name, NamedNode):
            found = sum(1 for _ in store.quads_for_pattern(None, None, None, name))
            graphs[name.value] = found + sum(quad.graph_name == name for quad in extra)
    path, triples = (_on_disk if 2 * len(store) > IN_MEMORY_QUADS else _in_memory)(store, folder, extra)
    return Snapshot(path, graphs, triples)


def _in_memory(store: Store, folder: Path, extra: Sequence[Quad]) -> tuple[Path, int]:
    path = folder / "snapshot.nq"
    union = dict.fromkeys(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in (*store, *extra))
    with path.open("wb") as file:
        serialize((*store, *extra), file, format=RdfFormat.N_QUADS)
        serialize(union, file, format=RdfFormat.N_QUADS)
    return path, len(union)


def _on_disk(store: Store, folder: Path, extra: Sequence[Quad]) -> tuple[Path, int]:
    """By way of files: what goes from file to store is not a Python object in between, so pages are answered meanwhile."""
    path, quads, triples = folder / "store", folder / "quads.nq", folder / "triples.nt"
    with quads.open("wb") as file:
        store.dump(file, format=RdfFormat.N_QUADS)
        serialize(extra, file, format=RdfFormat.N_QUADS)
    with triples.open("wb") as file:
        for graph in (DefaultGraph(), *store.named_graphs()):
            store.dump(file, format=RdfFormat.N_TRIPLES, from_graph=graph)
        serialize((quad.triple for quad in extra), file, format=RdfFormat.N_TRIPLES)
    copy = Store(str(path))
    copy.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    named = len(copy)
    copy.bulk_load(path=str(triples), format=RdfFormat.N_TRIPLES)
    held = len(copy) - named + sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    copy.flush()
    del copy  # closes it: a reader beside a writer is undefined
    quads.unlink()
    triples.unlink()
    return path, held
