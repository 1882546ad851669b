"""Which claim, and which side, of a new draft is which of an earlier file.

Claims are the same when they say the same of the same event by the same speakers. What a curator has mended says something
else than the draft did, so such a claim is known by the words that it stands on as well.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from claimgraph.model.records import CasualtyClaim, Claim, Participation, Passage, Record, Side

_NUMBERS = re.compile(
    r"\b(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|thousand|dozens?|several)\b", re.IGNORECASE,
)  # fmt: skip
#: how much claims on the same words must have in common, and what counts how much
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Matched:
    """New IRI → old IRI: of claims that are the same, and of those whose figure alone differs."""

    same: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """The passages of one state of an article by IRI, and what of its claims curators have seen."""

    passages: Mapping[str, Passage]
    curated: Collection[str] = ()

    def of(self, claim: Claim) -> list[Passage]:
        """The passages that a claim stands on."""
        return [self.passages[iri] for iri in claim.appearances if iri in self.passages]


def match(new: Sequence[Claim], text: Text, old: Sequence[Claim], earlier: Text, same_text: bool) -> Matched:
    """What each new claim was; ``same_text`` says that both are read from the very same words."""
    free: dict[object, list[Claim]] = {}
    for claim in old:
        free.setdefault(saying(claim), []).append(claim)
    same: dict[str, str] = {}
    for claim in new:
        twins = [o for o in free.get(saying(claim), ()) if _figure(o) == _figure(claim)]
        if twins:
            twin = max(twins, key=lambda o: _overlap(text.of(claim), earlier.of(o), same_text))
            same[claim.iri] = twin.iri
            free[saying(claim)].remove(twin)
    taken = set(same.values())
    mended = [claim for claim in old if claim.iri in earlier.curated and claim.iri not in taken]
    for claim in new:
        if claim.iri not in same and (twin := _on_the_same_words(claim, mended, text, earlier, same_text)):
            same[claim.iri] = twin.iri
            mended.remove(twin)
    taken = set(same.values())
    left = [claim for claim in old if claim.iri not in taken]
    return Matched(same, dict(_changed([c for c in new if c.iri not in same], text, left, earlier, same_text)))


def saying(claim: Claim) -> tuple[object, ...]:
    """What a claim says, without its figure, its dates and where it stands."""
    if isinstance(claim, CasualtyClaim):
        return (type(claim).__name__, claim.about, claim.casualty_type, claim.claimants, claim.victim_affiliation, claim.victim_status, claim.victim_side)
    return (type(claim).__name__, claim.about, claim.claim_type, claim.claimants, getattr(claim, "perpetrators", ()))


def _figure(claim: Claim) -> object:
    return claim.figure if isinstance(claim, CasualtyClaim) else None


def _overlap(new: Sequence[Passage], old: Sequence[Passage], same_text: bool) -> bool:
    """Whether two claims stand on the same words: on one place of one text, on equal words of two."""
    if same_text:
        return any(one.start < other.end and other.start < one.end for one in new for other in old)
    return any(one.exact == other.exact for one in new for other in old)


def _on_the_same_words(claim: Claim, mended: Sequence[Claim], text: Text, earlier: Text, same_text: bool) -> Claim | None:
    """The mended claim that a new one was before somebody mended it: the likest of those on its words."""
    found = [(likeness, o) for o in mended if type(o) is type(claim) and _overlap(text.of(claim), earlier.of(o), same_text) and (likeness := _likeness(claim, o)) >= _ENOUGH]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _likeness(one: Claim, other: Claim) -> int:
    return sum(a == b for a, b in zip(saying(one), saying(other), strict=True)) + (_figure(one) == _figure(other))


def _changed(new: Sequence[Claim], text: Text, old: Sequence[Claim], earlier: Text, same_text: bool) -> Iterator[tuple[str, str]]:
    """Claims whose figure alone differs from an earlier one's: by what they say, a mended one's by its words as well.

    In the same text no figure can have changed: what differs there was mended.
    """
    superseded = {iri for claim in old for iri in claim.replaces}
    free = [o for o in old if isinstance(o, CasualtyClaim) and o.iri not in superseded and not (same_text and o.iri in earlier.curated)]
    by_saying: dict[object, list[Claim]] = {}
    for other in free:
        by_saying.setdefault(saying(other), []).append(other)
    mended = {_shape(passage): other for other in free if other.iri in earlier.curated for passage in earlier.of(other)}
    taken = set[str]()
    for claim in (claim for claim in new if isinstance(claim, CasualtyClaim)):
        likely = [*by_saying.get(saying(claim), ()), *(mended[shape] for passage in text.of(claim) if (shape := _shape(passage)) in mended)]
        twin = next((other for other in likely if other.iri not in taken and (saying(other) == saying(claim) or _likeness(claim, other) >= _ENOUGH)), None)
        if twin:
            taken.add(twin.iri)
            yield claim.iri, twin.iri


def _shape(passage: Passage) -> str:
    """The words of a passage but for its numbers: "#" for each."""
    return _NUMBERS.sub("#", passage.exact)


def parties_of(sides: Iterable[Record], participations: Iterable[Record]) -> dict[str, set[str]]:
    """Side → the actors on it."""
    found: dict[str, set[str]] = {record.iri: set() for record in sides if isinstance(record, Side)}
    for record in participations:
        if isinstance(record, Participation) and record.side in found:
            found[record.side].add(record.participant)
    return found


def match_sides(new: Mapping[str, set[str]], old: Mapping[str, set[str]]) -> dict[str, str]:
    """New IRI → the IRI of the old side that has most of its parties, else one that no side had; none for sides that keep theirs.

    >>> match_sides({"s-1": {"front"}, "s-2": {"aland", "bland"}}, {"s-1": {"aland"}, "s-2": {"front"}})
    {'s-1': 's-2', 's-2': 's-1'}
    """
    found: dict[str, str] = {}
    for side, parties in new.items():
        twin = max((iri for iri in old if iri not in found.values()), key=lambda iri: (len(old[iri] & parties), iri == side), default=None)
        if twin and (old[twin] & parties or twin == side and not old[twin]):
            found[side] = twin
    taken = {*old, *found.values()}
    for side in new:
        if side not in found and side in taken:
            found[side] = next(iri for number in count(1) if (iri := f"{side.rpartition('-')[0]}-{number}") not in taken)
            taken.add(found[side])
    return {side: iri for side, iri in found.items() if side != iri}
