"""The numbers that a figure's wording allows, as closed intervals; plain functions, quick to load."""

Interval = tuple[int, int | None]
"""Least and greatest number; ``None`` is no upper bound."""

#: Words that carry no figure, with the smallest number that the word can truthfully name. A plural
#: is at least two; anything tighter ("dozens" is 24 or more) would be our reading, not the speaker's.
VAGUE = {"several": 2, "tens": 2, "dozens": 2, "scores": 2, "hundreds": 2, "unknown": 0}


def interval(quantifier: str, value: int | None, low: int | None, high: int | None) -> Interval:
    """The closed interval of a figure. "about 20" is read generously, as half to double, so that only
    figures of different size exclude one another.

    >>> interval("more-than", None, 10, None)
    (11, None)
    """
    if quantifier in VAGUE:
        return VAGUE[quantifier], None
    if quantifier == "about":
        least, most = (low, high) if value is None else (value, value)
        return (least or 0) // 2, None if most is None else most * 2
    if quantifier == "more-than":
        return (low or 0) + 1, None
    return (low or 0, high) if value is None else (value, value)


def disjoint(one: Interval, other: Interval) -> bool:
    """Whether no number lies in both intervals."""
    (low, high), (other_low, other_high) = one, other
    return (high is not None and high < other_low) or (other_high is not None and other_high < low)
