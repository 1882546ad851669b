"""A figure as it was told: a number, bounds, or a vague word, and the interval it allows.

The graph never stores a number that a speaker did not say, so "dozens" has no value. Comparing claims
needs bounds all the same: :meth:`Figure.interval` gives those that follow from the wording alone.
"""

from dataclasses import dataclass

from claimgraph.errors import ClaimgraphError
from claimgraph.model.intervals import VAGUE, Interval, disjoint, interval

#: quantifier → the parts of a figure it needs, as (value, low, high)
PARTS = {
    "exact": (True, False, False),
    "at-least": (False, True, False),
    "more-than": (False, True, False),
    "at-most": (False, False, True),
    "range": (False, True, True),
    "none": (True, False, False),
    **dict.fromkeys(VAGUE, (False, False, False)),
}
QUANTIFIERS = (*PARTS, "about")


class InvalidFigure(ClaimgraphError, ValueError):
    """A figure whose numbers do not fit its quantifier."""


@dataclass(frozen=True, order=True)
class Figure:
    """How many, in the speaker's own vagueness. Numbers count people and are never negative.

    >>> Figure("at-least", low=10).interval()
    (10, None)
    >>> Figure("exact", 14).disjoint(Figure("exact", 7))
    True
    """

    quantifier: str
    value: int | None = None
    low: int | None = None
    high: int | None = None

    def __post_init__(self) -> None:
        problem = self.problem()
        if problem:
            raise InvalidFigure(f"figure {self.quantifier} {self.value} {self.low}–{self.high}: {problem}")

    def problem(self) -> str | None:
        """What is wrong with the numbers, in a reader's words, or ``None``."""
        given = tuple(part is not None for part in (self.value, self.low, self.high))
        if self.quantifier == "about":
            fits = given in ((True, False, False), (False, True, True))
        elif self.quantifier in PARTS:
            fits = given == PARTS[self.quantifier]
        else:
            return f"unknown quantifier {self.quantifier!r}"
        if not fits:
            return f"these numbers do not go with {self.quantifier!r}"
        if any(part is not None and part < 0 for part in (self.value, self.low, self.high)):
            return "a number of people is not negative"
        if self.low is not None and self.high is not None and self.low > self.high:
            return "the lower bound is above the upper bound"
        return "none means 0" if self.quantifier == "none" and self.value else None

    def interval(self) -> Interval:
        """The closed interval of numbers that the wording allows; ``None`` is no upper bound."""
        return interval(self.quantifier, self.value, self.low, self.high)

    def disjoint(self, other: "Figure") -> bool:
        """Whether no number satisfies both figures."""
        return disjoint(self.interval(), other.interval())
