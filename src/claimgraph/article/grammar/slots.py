"""A figure on its way to an outcome, and the governors that are no words of the lexicon."""

from dataclasses import dataclass, field

from claimgraph.article.grammar.chunks import Chunk
from claimgraph.article.grammar.groups import Group
from claimgraph.article.grammar.outcomes import Outcome
from claimgraph.article.grammar.told import Quantity

#: outcomes that vehicles, villages or statements can suffer too: their object must surely be people
PEOPLE_ONLY = frozenset({"captured", "freed", "missing", "displaced", "casualties", "hostage"})
#: people that an outcome is told of, though the word alone is one
HELD = frozenset("prisoners prisoner captives captive detainees hostages victims bodies body corpses".split())
#: "took 20 hostages", "lost 12 men", "left 5 dead"
TAKEN = Outcome("hostage", frozenset({"doing"}), 0, 0, "took")
LOST = Outcome("killed", frozenset({"doing"}), 0, 0, "lost")
LEFT = Outcome("", frozenset({"doing"}), 0, 0, "left")


@dataclass(eq=False)
class Slot:
    """One figure on its way to an outcome."""

    chunk: Chunk
    index: int
    governor: Outcome | None = None
    outcome: Outcome | None = None
    outcome_chunk: Chunk | None = None
    kept: bool = False
    subset: bool = False
    parent: "Slot | None" = None
    oblique: bool = False
    tentative: bool = False
    sure: float = 1.0
    flags: set[str] = field(default_factory=set)
    victims: str | None = None
    subject: tuple[int, int] | None = None
    sufferer: tuple[int, int] | None = None  # who "lost" or "suffered" what this figure tells
    attribute: bool = False  # "four captured soldiers": what is told of them may yet follow
    another: bool = False  # "another three": not those just named
    toll: int | None = None  # the token where the "death toll" that it follows begins

    @property
    def quantity(self) -> Quantity:
        """How many."""
        assert self.chunk.counted is not None
        return self.chunk.counted.quantity

    @property
    def group(self) -> Group:
        """Whom it counts."""
        assert self.chunk.group is not None
        return self.chunk.group
