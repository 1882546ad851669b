"""A figure as it was told: a number, bounds, or a vague word, and the interval it allows.

The graph never stores a number that a speaker did not say, so "dozens" has no value. Comparing claims
needs bounds all the same: :meth:`Figure.interval` gives those that follow from the wording alone.
"""

from dataclasses import dataclass

from claimgraph.errors import ClaimgraphError

#: Words that carry no figure, with the smallest number that the word can truthfully name. A plural
#: is at least two; anything tighter ("dozens" is 24 or more) would be our reading, not the speaker's.
VAGUE = {"several": 2, "tens": 2, "dozens": 2, "scores": 2, "hundreds": 2, "unknown": 0}
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

    def interval(self) -> tuple[int, int | None]:
        """The closed interval of numbers that the wording allows; ``None`` is no upper bound.

        "about 20" is read generously, as half to double, so that only figures of different size
        exclude one another.
        """
        if self.quantifier in VAGUE:
            return VAGUE[self.quantifier], None
        if self.quantifier == "about":
            low, high = (self.value, self.value) if self.value is not None else (self.low, self.high)
            assert low is not None and high is not None
            return low // 2, high * 2
        if self.quantifier == "more-than":
            assert self.low is not None
            return self.low + 1, None
        if self.value is not None:
            return self.value, self.value
        return self.low or 0, self.high

    def disjoint(self, other: "Figure") -> bool:
        """Whether no number satisfies both figures."""
        (low, high), (other_low, other_high) = self.interval(), other.interval()
        return (high is not None and high < other_low) or (other_high is not None and other_high < low)
