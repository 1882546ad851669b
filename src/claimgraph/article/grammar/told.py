"""What the grammar finds in an article: figures as they were told, and numbers that are none.

A :class:`ToldClaim` is still text: whose figure it is and of whom stand in the article's own words. Turning
words into actors, sides into nodes and repetitions into one claim is the draft's work, not the grammar's.
"""

from dataclasses import dataclass, field
from typing import Literal

from claimgraph.model.figures import Figure

Evidence = Literal["infobox", "lead", "body"]
Scope = Literal["sentence", "following", "none"]

#: what can be said of a claim beside its figure; see the documentation of ToldClaim.flags
FLAGS = frozenset(
    "subset total initial unconfirmed later other-event includes-perpetrator optional inferred-outcome quoted".split()
)

#: words that carry no number → the quantifier that keeps as much of them as the code list can say
_VAGUE = {
    "several": "several", "a few": "several", "few": "several", "some": "several", "many": "several",
    "multiple": "several", "numerous": "several", "a number": "several", "various": "several",
    "tens": "tens", "dozens": "dozens", "several dozen": "dozens", "scores": "scores",
    "hundreds": "hundreds", "several hundred": "hundreds", "thousands": "hundreds",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many people, as told. A word without a number ("dozens", "heavy", "unknown") stands in ``approx``.

    ``low`` alone is "at least", ``high`` alone "up to"; ``strict`` says that the bound itself is excluded
    ("over 20"). ``approx`` beside a number is the word that loosens it ("around", "~").

    >>> Quantity(low=20, strict=True).figure().quantifier
    'more-than'
    >>> Quantity(count=12, approx="around").figure()
    Figure(quantifier='about', value=12, low=None, high=None)
    """

    count: int | None = None
    low: int | None = None
    high: int | None = None
    approx: str | None = None
    strict: bool = False

    @property
    def vague(self) -> bool:
        """Whether no number was told at all."""
        return self.count is None and self.low is None and self.high is None

    def figure(self) -> Figure:
        """The same, as the model writes it. "all", "rest", "heavy" name no figure: unknown."""
        if self.vague:
            return Figure(_VAGUE.get(self.approx or "", "unknown"))
        if self.count == 0:
            return Figure("none", 0)
        if self.count is not None:
            return Figure("about" if self.approx else "exact", self.count)
        if self.low is not None and self.high is not None:
            low, high = sorted((self.low, self.high))
            return Figure("about" if self.approx else "range", None, low, high)
        if self.low is not None:
            return Figure("more-than" if self.strict else "at-least", None, self.low)
        return Figure("at-most", None, None, self.high)


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """One figure: what happened to how many of whom, who says so, and where in the article it stands.

    ``outcome`` is a slug of the code list casualty-type, ``outcome_words`` the article's own; ``victims`` is
    None where the column or an earlier figure alone tells; ``side`` is the column of those who suffered.
    ``claimants`` are in the article's words, empty in its own voice. ``start``/``end`` are code points of the
    article's text around the few words that carry the figure. ``refs`` are the marks of the footnotes; with
    ``scope`` "following" they stand behind a later sentence of the paragraph.

    Flags: subset (part of a total told beside it), total, initial, unconfirmed, later (a figure that
    replaces an earlier one), other-event (another day or place; ``place`` and ``date`` say which),
    includes-perpetrator, optional (right either way), inferred-outcome (no outcome word of its own), quoted
    (the outcome stands in quotation marks).
    """

    outcome: str
    outcome_words: str
    quantity: Quantity
    evidence: Evidence
    text: str
    start: int
    end: int
    victims: str | None = None
    side: int | None = None
    claimants: tuple[str, ...] = ()
    said_on: str | None = None
    refs: tuple[str, ...] = ()
    scope: Scope = "none"
    section: str = ""
    place: str | None = None
    date: str | None = None
    flags: frozenset[str] = field(default=frozenset())
    confidence: float = 1.0

    @property
    def other_event(self) -> bool:
        """Whether the figure is of another event (a background attack, a whole war)."""
        return "other-event" in self.flags


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A number that is not a claim, and why: "materiel", "a date", "strength" …"""

    text: str
    start: int
    reason: str

    @property
    def end(self) -> int:
        """Where the words end, exclusive."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one article says about casualties, in the order of its text."""

    claims: tuple[ToldClaim, ...]
    left_out: tuple[LeftOut, ...]
