"""Where the accounts part: claims that cannot both hold, what a restatement changed, figures kept apart by scope or wording."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from claimgraph.terms import SKOS
from claimgraph.views.claims import ClaimView
from claimgraph.views.reading import PageReader


@dataclass(frozen=True)
class Disagreement:
    """Two claims and how they differ: ``contradiction`` (both cannot hold), else what keeps them apart."""

    kind: str
    one: ClaimView
    other: ClaimView
    changes: tuple[str, ...] = ()


def disagreements(reader: PageReader, losses: Sequence[ClaimView], principals: dict[str, str]) -> list[Disagreement]:
    """Contradictions first, then what a restatement changed, then figures that differ in scope or wording only."""
    known = {claim.iri: claim for claim in losses}
    contradictions = [
        Disagreement("contradiction", claim, known[other])
        for claim in losses
        for other in claim.contradicts
        if other in known and claim.iri < other
    ]
    restated = [
        Disagreement("restatement", claim, known[original], changes)
        for claim in losses
        for original in claim.restates
        if original in known and (changes := changed(claim, known[original]))
    ]
    return contradictions + restated + _tensions(reader, losses, principals)


def changed(claim: ClaimView, original: ClaimView) -> tuple[str, ...]:
    """What a restatement says otherwise than the original, in the order a reader asks."""
    pairs = (
        ("event", claim.about.iri, original.about.iri),
        ("outcome", claim.casualty_type, original.casualty_type),
        ("figure", claim.figure, original.figure),
        ("victims", (claim.victims, claim.victim_side), (original.victims, original.victim_side)),
        ("speaker", claim.speakers, original.speakers),
    )
    return tuple(name for name, one, other in pairs if one != other)


def _tensions(reader: PageReader, losses: Sequence[ClaimView], principals: dict[str, str]) -> list[Disagreement]:
    """Pairs of different speakers whose numbers differ, kept from contradiction by scope or by wording."""
    current = [claim for claim in losses if not claim.replaced_by and not claim.part_of and (claim.victims or claim.victim_side) and not claim.infobox_only]
    found = []
    for one, other in combinations(current, 2):
        speakers = [{principals[iri] for iri in claim.speakers} for claim in (one, other)]
        if speakers[0] & speakers[1] or (one.victims, one.victim_side) != (other.victims, other.victim_side):
            continue
        scope, wording = one.about.iri != other.about.iri, one.casualty_type != other.casualty_type
        if (scope or wording) and (not wording or _related(reader, one, other)) and one.figure.disjoint(other.figure):
            found.append(Disagreement("tension", one, other, tuple(n for n, on in (("event", scope), ("outcome", wording)) if on)))
    return found


def _related(reader: PageReader, one: ClaimView, other: ClaimView) -> bool:
    return other.casualty_type.iri in reader.iris(one.casualty_type.iri, SKOS.related)
