"""One spelling of an entity as the indexes hold it."""

from collections.abc import Iterable
from typing import NamedTuple

from claimgraph.model.names import Forms
from claimgraph.reconcile.entities import Entity, Label
from claimgraph.reconcile.kinds import Kind


class Spelling(NamedTuple):
    """One label of one entity (``entity`` is its number in the index) and the forms it is compared by."""

    entity: int
    label: Label
    forms: Forms


def kinds_of(entities: Iterable[Entity]) -> dict[str, Kind]:
    """The types that a gazetteer's own rows name, each under its own name."""
    return {kind: Kind(kind, {"en": kind}) for kind in sorted({t for entity in entities for t in entity.types})}
