"""The *aligned* distribution: the union with what the ontology's super-classes and super-properties add.

It is for consumers without a reasoner: a claimant is also a ``schema:author`` and ``prov:wasAttributedTo``,
a conflict event also a ``sem:Event`` and ``schema:Event``. What is added follows from
``ontology/claimgraph.ttl`` alone.
"""

from __future__ import annotations

import os

from claimgraph.graph.derivation import materialising
from claimgraph.graph.files import read
from claimgraph.views.exports.rdf import Graphs, in_order, turtle_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def aligned(root: Path) -> Iterator[bytes]:
    """The union and its materialised super-classes and super-properties."""
    added = materialising(read(os.path.join(root, "ontology", "claimgraph.ttl")))
    return turtle_of(in_order({*triples, *added(triples)}) for triples in Graphs(root).united())
