"""Whether a store elsewhere has a graph as it was sent: a success that it tells is not believed without a look.

Stores may write a value in another way (``+7`` as ``7``, a date in its canonical form) and name blank
nodes anew, so statements are compared with their IRIs and languages, and values apart from that.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Node = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Difference:
    """What became of a graph: how many triples were sent and are there, and how many are absent, extra, or written otherwise."""

    sent: int
    there: int
    absent: int = 0
    extra: int = 0
    rewritten: int = 0

    def __bool__(self) -> bool:
        """Whether something is lost or was added; values in another notation are neither."""
        return bool(self.absent or self.extra)

    def __str__(self) -> str:
        if self.absent == self.sent:
            return f"none of the {self.sent} triples sent is there"
        return f"of {self.sent} triples sent {self.absent} are not there, and {self.extra} that were not sent are"


def compare(sent: Iterable[Triple], there: Iterable[Triple]) -> Difference:
    """How what is there differs from what was sent.

    >>> p = NamedNode("urn:p")
    >>> compare([Triple(p, p, Literal("+7"))], [Triple(p, p, Literal("7"))])
    Difference(sent=1, there=1, absent=0, extra=0, rewritten=1)
    """
    sent, there = set(sent), set(there)
    absent, extra = _outlines(sent - there), _outlines(there - sent)
    return Difference(len(sent), len(there), (absent - extra).total(), (extra - absent).total(), (absent & extra).total())


def _outlines(triples: set[Triple]) -> Counter[tuple[str, ...]]:
    """Statements without the text of their values and the names of their blank nodes."""
    return Counter((_outline(t.subject), t.predicate.value, _outline(t.object)) for t in triples)


def _outline(node: Node) -> str:
    if isinstance(node, Literal):
        return f'"@{node.language}' if node.language else '"'
    return str(node) if isinstance(node, NamedNode) else "_:"
