"""What an index of names gives, whether it is scanned in memory or looked up on disk; and which one to use."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Protocol

from claimgraph.model.names import Forms
from claimgraph.reconcile.entities import Entity
from claimgraph.reconcile.from_file import count_labels, read_labels
from claimgraph.reconcile.gazetteer import Gazetteer, built_from
from claimgraph.reconcile.kinds import Kind
from claimgraph.reconcile.scan import Scan
from claimgraph.reconcile.spelling import Spelling

#: Up to here a scan of every label is faster than any index.
SMALL = 5_000


class Index(Protocol):
    """Names → spellings that may be meant; ranking is the matcher's work."""

    @property
    def labels(self) -> int: ...

    @property
    def kinds(self) -> dict[str, Kind]: ...

    def entity(self, number: int) -> Entity: ...

    def number(self, identifier: str) -> int | None: ...

    def spellings(self, query: Forms, types: Collection[str], limit: int) -> Sequence[Spelling]: ...

    def starting(self, prefix: Forms, types: Collection[str], limit: int) -> Sequence[Spelling]: ...

    def identified(self, key: str) -> Sequence[int]: ...

    def initialled(self, acronym: str) -> Sequence[int]: ...

    def everything(self) -> Sequence[int]: ...


def open_labels(path: Path, folder: Path | None = None) -> Index:
    """The index over a label file: a scan while it is small, else an index on disk, built once in ``folder``.

    The folder is beside the file unless given; it is built anew when the file has changed.
    """
    folder = folder or path.with_name(path.name + ".index")
    if built_from(folder, path):
        return Gazetteer(folder)
    entities = read_labels(path)
    if count_labels(entities) <= SMALL:
        return Scan(entities)
    return Gazetteer.build(entities, folder, source=path)
