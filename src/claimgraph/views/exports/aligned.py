"""The *aligned* distribution: the union with what the ontology's super-classes and super-properties add.

It is for consumers without a reasoner: a claimant is also a ``schema:author`` and ``prov:wasAttributedTo``,
a conflict event also a ``sem:Event`` and ``schema:Event``. What is added follows from
``ontology/claimgraph.ttl`` alone.
"""

from __future__ import annotations

import os

from claimgraph.graph.derivation import materialised
from claimgraph.graph.files import read
from claimgraph.views.exports.rdf import facts, in_order, write_turtle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


def aligned(root: Path) -> bytes:
    """The union and its materialised super-classes and super-properties."""
    triples = facts(root)
    axioms = read(os.path.join(root, "ontology", "claimgraph.ttl"))
    return write_turtle(in_order({*triples, *materialised(triples, axioms)}))
