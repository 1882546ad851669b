"""One casualty cell while it is read: what heads its lines, and the claims so far."""

from dataclasses import dataclass, field

from claimgraph.article.grammar.headings import Said
from claimgraph.article.grammar.sides import Sides
from claimgraph.article.grammar.told import LeftOut, ToldClaim

#: field of the infobox → what a bare number in it means
CELLS = {"casualties": "casualties", "deaths": "killed", "injuries": "wounded", "missing": "missing", "captured": "captured"}


@dataclass
class Cell:
    """One cell while it is read: what heads its lines, and the claims so far."""

    name: str
    column: int | None
    sides: Sides
    places: frozenset[str] = frozenset()
    divided: bool = False
    speaker: Said | None = None
    victims: str | None = None
    outcome: str | None = None
    place: str | None = None
    flags: frozenset[str] = frozenset()
    uncovered: int = 0
    party: tuple[str, int] | None = None
    runs: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    level: int | None = None
    reading: str = ""
    claims: list[ToldClaim] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
