"""Drafted claims against a gold record: which figures were found, whose they are, who says them.

The rules are those of the annotation: a match has the outcome, the figure and the vague word, the side or the victims, and
(apart) the claimant by shared words; a number of another event given as a claim on this one counts on its own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimgraph.article.grammar.told import ToldClaim

Gold = Mapping[str, Any]
_OUTCOMES = {
    "casualties": "casualties", "neutralized": "neutralized", "killed or wounded": "killed-or-wounded", "killed and wounded": "killed-or-wounded",
    "killed and injured": "killed-or-wounded", "dead or wounded": "killed-or-wounded", "killed or captured": "killed-or-captured", "hostage": "hostage",
    "freed": "freed", "displaced": "displaced", "apprehended": "captured",
}  # fmt: skip
_LOOSE = frozenset("~ ≈ ∼ about around approximately approximate estimated estimate roughly".split())


@dataclass
class Score:
    """Right, wrong and overlooked claims of one kind of evidence."""

    right: int = 0
    wrong: int = 0
    overlooked: int = 0
    claimants: int = 0
    claimants_right: int = 0
    distractors: int = 0
    misses: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the claims given, how many are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of the claims there are, how many were given."""
        return self.right / (self.right + self.overlooked) if self.right + self.overlooked else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, other: "Score") -> None:
        """Sum up over articles."""
        for name in ("right", "wrong", "overlooked", "claimants", "claimants_right", "distractors"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.misses += other.misses
        self.extras += other.extras


def score(gold: Sequence[Gold], told: Iterable[ToldClaim], evidence: str, distractors: Sequence[str] = (), text: str = "") -> Score:
    """How well ``told`` gives the ``gold`` claims of one kind of evidence. Optional ones count neither way."""
    wanted = [g for g in gold if g["evidence"] == evidence]
    given = [c for c in told if c.evidence == evidence and not c.other_event]
    result = Score()
    pairs, rest = _paired(wanted, given)
    for g, claim in pairs:
        if g.get("optional"):
            continue
        result.right += 1
        if g["claimant"]:
            result.claimants += 1
            if _shares(g["claimant"], " ".join(claim.claimants)):
                result.claimants_right += 1
            else:
                result.misses.append(f"claimant {g['claimant']!r} ≠ {claim.claimants} of {g['text']!r}")
    found = {id(g) for g, _ in pairs}
    for g in wanted:
        if id(g) not in found and not g.get("optional"):
            result.overlooked += 1
            result.misses.append(f"{g['count'] or (g['min'], g['max'])} {g['approx_word'] or ''} {g['outcome']} {g['victims'] or ''}: {g['text']!r}")
    for claim in rest:
        if "optional" in claim.flags or any(g.get("optional") and _same_figure(g, claim) for g in wanted):
            continue
        if any(claim.text in d or d in text[max(0, claim.start - 80) : claim.end + 80] for d in distractors):
            result.distractors += 1
        result.wrong += 1
        result.extras.append(f"{claim.outcome} {claim.text!r} {claim.victims or ''}")
    return result


def same(gold: Gold, claim: ToldClaim) -> bool:
    """Whether a drafted claim is the gold one: outcome, figure, and side or victims."""
    return _same_outcome(gold, claim) and _same_figure(gold, claim) and _same_victims(gold, claim)


def _paired(wanted: list[Gold], given: list[ToldClaim]) -> tuple[list[tuple[Gold, ToldClaim]], list[ToldClaim]]:
    rest, pairs = list(given), []
    for g in wanted:
        fitting = [c for c in rest if same(g, c)]
        if not fitting:
            continue
        best = max(fitting, key=lambda c: (_shares(g["claimant"] or "", " ".join(c.claimants)), bool(g["claimant"]) == bool(c.claimants)))
        pairs.append((g, best))
        rest.remove(best)
    return pairs, rest


def _same_outcome(gold: Gold, claim: ToldClaim) -> bool:
    outcome = gold["outcome"]
    return (_OUTCOMES.get(outcome.removeprefix("other:"), outcome) if outcome.startswith("other:") else outcome) == claim.outcome


def _same_figure(gold: Gold, claim: ToldClaim) -> bool:
    quantity = claim.quantity
    if (gold["count"], gold["min"], gold["max"]) != (quantity.count, quantity.low, quantity.high):
        return False
    word = gold["approx_word"]
    if quantity.vague:
        return word == quantity.approx
    loose = any(w in _LOOSE for w in (word or "").split())
    return loose == any(w in _LOOSE for w in (quantity.approx or "").split()) or "dozen" in (word or "")


def _same_victims(gold: Gold, claim: ToldClaim) -> bool:
    if gold["side"] is not None and gold["side"] == claim.side:
        return True
    if gold["victims"] and claim.victims:
        return _shares(gold["victims"], claim.victims)
    return gold["side"] is None and claim.side is None and (not gold["victims"] or not claim.victims)


def _shares(one: str, other: str) -> bool:
    small = {"the", "of", "a", "an", "and", "in", "by"}
    words = [{w[:4] for w in re.findall(r"[\w]+", text.lower()) if w not in small} for text in (one, other)]
    return bool(words[0] & words[1])
