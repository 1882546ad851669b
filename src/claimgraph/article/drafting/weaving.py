"""Told figures → claims: who said one thing twice, what was told again in other words, what replaced what.

Rule 3 of the model: figures are one claim when event, outcome and figure are equal and speaker and victims
equal or merely less specific. A restatement that widens the event or changes the outcome is a claim of its
own, the alternate of the body's. A later figure of the same side replaces the earlier one. A figure of some of
those told beside it ("including 7 children") is part of theirs.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from claimgraph.article.drafting.parties import Party, Victims
from claimgraph.article.grammar.told import ToldClaim
from claimgraph.model.dates import PartialDate
from claimgraph.model.figures import Figure

_ORDER = {"body": 0, "lead": 1, "infobox": 2}
#: outcomes that a restatement may turn into one another
_KINDRED = frozenset({"killed", "neutralized", "casualties", "killed-or-wounded", "unspecified"})
#: with so many claims of its kind is one compared: pages have a few, a hostile one has thousands
_COMPARED = 40
#: civilians who are never all of them
_SOME = re.compile(r"(?:\w+ ){0,2}(?:women|woman|children|child|girls?|boys?|infants?|bab(?:y|ies)|minors?|teenagers?|elderly|toddlers?)")
#: characters between a figure and the one that includes it
_BESIDE = 300


@dataclass(slots=True)
class Said:
    """One claim under construction: its tellings in the text, most specific first, and what they say."""

    tellings: list[ToldClaim]
    about: str
    speakers: tuple[Party, ...]
    victims: Victims
    said: PartialDate | None = None
    perpetrators: tuple[str, ...] = ()
    replaces: list["Said"] = field(default_factory=list)
    alternate_of: list["Said"] = field(default_factory=list)
    part_of: "Said | None" = None
    iri: str = ""

    @property
    def told(self) -> ToldClaim:
        """The telling that says most: the body's before the lead's before the box's."""
        return self.tellings[0]

    @property
    def figure(self) -> Figure:
        """How many."""
        return self.told.quantity.figure()

    @property
    def outcome(self) -> str:
        """The casualty type."""
        return self.told.outcome

    @property
    def confidence(self) -> float:
        """How sure the reading is; a figure told more than once is surer."""
        best = max(telling.confidence for telling in self.tellings)
        return round(1 - (1 - best) ** len(self.tellings), 3) if len(self.tellings) > 1 else round(best, 3)


def same_speakers(general: Sequence[Party], specific: Sequence[Party]) -> bool:
    """Whether the speakers are the same, or the first merely less specific; nobody is nobody."""
    if not general or not specific:
        return not general and not specific
    return all(any(one.covers(other) for other in specific) for one in general)


def merge(said: Sequence[Said]) -> list[Said]:
    """The claims with one claim told twice made one; the order of the text is kept."""
    merged: list[Said] = []
    alike: dict[Hashable, list[Said]] = defaultdict(list)
    for claim in sorted(said, key=lambda c: (_ORDER[c.told.evidence], -_specificity(c))):
        hosts = alike[claim.about, claim.outcome, claim.figure]
        host = next((other for other in hosts[:_COMPARED] if _same(claim, other)), None)
        if host is None:
            merged.append(replace(claim, tellings=list(claim.tellings)))
            hosts.append(merged[-1])
        else:
            host.tellings += claim.tellings
            host.said = host.said or claim.said
            host.perpetrators = host.perpetrators or claim.perpetrators
    return sorted(merged, key=lambda c: (min(t.start for t in c.tellings if t.evidence == c.told.evidence)))


def _specificity(claim: Said) -> int:
    return sum((bool(claim.victims.words), claim.victims.affiliation is not None, claim.victims.status != "unspecified", not any(p.is_state for p in claim.speakers)))


def _same(claim: Said, other: Said) -> bool:
    """Whether two claims of one event, outcome and figure are one."""
    return (
        not {"subset", "total"} & (claim.told.flags ^ other.told.flags)
        and same_speakers(claim.speakers, other.speakers)
        and (claim.victims.covers(other.victims))
        and not (claim.told.evidence == other.told.evidence == "infobox" and _same_cell(claim.told, other.told))
    )


def _same_cell(one: ToldClaim, other: ToldClaim) -> bool:
    """Two equal figures of one cell are two parties' losses unless their words are the same."""
    return (one.victims, one.side) != (other.victims, other.side)


def relate(said: Sequence[Said], whole: str, parts: Sequence[str]) -> None:
    """Note what is an alternate of what, and what replaces what; ``parts`` are the sub-events of ``whole``."""
    body: dict[Hashable, list[Said]] = defaultdict(list)
    rivals: dict[Hashable, list[Said]] = defaultdict(list)
    places: dict[int, int] = {}
    for claim in said:
        if claim.told.evidence == "body":
            body[claim.figure].append(claim)
        places[id(claim)] = len(rivals[_rivalry(claim)])
        rivals[_rivalry(claim)].append(claim)
    first = min((c.said.first for c in said if c.said and c.said.first), default=None)
    for claim in said:
        if claim.told.evidence != "body":
            found = _retold(claim, body[claim.figure][:_COMPARED], whole, parts)
            claim.alternate_of += [found] if found is not None else []
    for earlier in said:
        at = places[id(earlier)]
        near = rivals[_rivalry(earlier)][max(0, at - _COMPARED) : at + _COMPARED]
        later = next((claim for claim in near if _replaces(claim, earlier)), None)
        if later is not None:
            later.replaces.append(earlier)
            earlier.said = earlier.said or _between(later.said, first)


def include(said: Sequence[Said], whole: str, parts: Sequence[str]) -> None:
    """Note which figure counts some of the people of another beside it; ``parts`` are the sub-events of ``whole``."""
    places = sorted(((telling.evidence, telling.start, n) for n, claim in enumerate(said) for telling in claim.tellings))
    for at, (evidence, start, n) in enumerate(places):
        part = said[n]
        if "subset" not in part.told.flags or part.part_of is not None:
            continue
        around = [place for place in places[max(0, at - _COMPARED) : at + _COMPARED] if place[0] == evidence and abs(place[1] - start) < _BESIDE]
        # the figure that includes it stands before it, seldom behind
        for _, _, m in sorted(around, key=lambda place: (place[1] > start, abs(place[1] - start))):
            if _includes(said[m], part, whole, parts):
                part.part_of = said[m]
                break


def set_apart(said: Sequence[Said]) -> None:
    """Women or children beside another figure of civilians are not all of them: whom they count is left open, where nothing includes them."""
    civilians: dict[Hashable, list[Said]] = defaultdict(list)
    for claim in said:
        if claim.victims.status == "civilian" and claim.part_of is None:
            civilians[claim.about, claim.outcome, claim.victims.affiliation, claim.victims.side].append(claim)
    for alike in civilians.values():
        some = [claim for claim in alike[:_COMPARED] if _SOME.fullmatch((claim.victims.words or "").lower().removeprefix("the "))]
        for claim in [one for one in some if any(one.figure.disjoint(other.figure) for other in alike[:_COMPARED] if other is not one)]:
            claim.victims = replace(claim.victims, status="unspecified")


def _includes(claim: Said, part: Said, whole: str, parts: Sequence[str]) -> bool:
    """Whether the figure of a claim can include that of the part."""
    least = part.figure.value if part.figure.value is not None else part.figure.low or 0
    most = claim.figure.value if claim.figure.value is not None else claim.figure.high
    return (
        claim is not part
        and "subset" not in claim.told.flags
        and claim.outcome == part.outcome
        and (claim.about == part.about or (claim.about == whole and part.about in parts))
        and (most is None or least <= most)
    )


def _retold(claim: Said, body: Sequence[Said], whole: str, parts: Sequence[str]) -> Said | None:
    """The claim among those of the body with its figure that this one says again with another scope, outcome or voice."""
    for other in body:
        wider = claim.about == whole and other.about in parts
        harder = claim.outcome != other.outcome and {claim.outcome, other.outcome} <= _KINDRED
        voiceless = not claim.speakers and bool(other.speakers)
        if (
            (claim.outcome == other.outcome or harder)
            and (claim.about == other.about or wider)
            and (wider or harder or voiceless)
            and (voiceless or same_speakers(claim.speakers, other.speakers))
            and (claim.victims.covers(other.victims) or (other.victims.affiliation is None and other.victims.status == "unspecified"))
            and (claim.figure.value is not None or claim.figure.low is not None or same_speakers(claim.speakers, other.speakers))
        ):
            return other
    return None


def _rivalry(claim: Said) -> Hashable:
    """What two claims must share for one to replace the other: event, outcome, speakers, victims, kind of evidence."""
    speakers = frozenset(p.nation or p.iri for p in claim.speakers)
    return claim.about, claim.outcome, speakers, claim.victims.affiliation, claim.victims.status, claim.victims.side, claim.told.evidence


def _replaces(later: Said, earlier: Said) -> bool:
    """Whether the same side gave another figure of the same victims later; both are of one :func:`_rivalry`."""
    if later is earlier or not later.speakers or "subset" in later.told.flags | earlier.told.flags:
        return False
    dated = later.said is not None and earlier.said is not None and earlier.said.surely_before(later.said)
    marked = "later" in later.told.flags or ("initial" in earlier.told.flags and "initial" not in later.told.flags)
    return (dated or (marked and later.told.start > earlier.told.start)) and later.figure != earlier.figure


def _between(later: PartialDate | None, first: date | None) -> PartialDate | None:
    """When a first report was made that a dated one replaced: some day from the ``first`` statement's until then."""
    if later is None or later.last is None or first is None or first > later.last:
        return None
    return PartialDate(f"[{first.isoformat()}..{later.last.isoformat()}]") if first < later.last else PartialDate(later.last.isoformat())
