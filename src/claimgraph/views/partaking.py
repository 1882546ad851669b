"""One party of an event, and one side of it: who stood there, what they say, and what is said of their people."""

from collections.abc import Callable
from dataclasses import dataclass

from claimgraph.model import records
from claimgraph.terms import CG, CODE, DCT, PROV
from claimgraph.views.claims import ClaimView
from claimgraph.views.comparison import claims_in_scope
from claimgraph.views.events import Brief, brief
from claimgraph.views.parties import Side, principal, sides_of
from claimgraph.views.reading import Link, PageReader


@dataclass(frozen=True)
class PartakingView:
    """An actor's part in an event; ``side`` is where it stands, ``None`` where the article tells no sides."""

    actor: Link
    role: Link
    side: Link | None
    event: Brief | None
    speaks_for: tuple[Link, ...]
    says: tuple[ClaimView, ...]
    of_its_people: tuple[ClaimView, ...]


@dataclass(frozen=True)
class SideView:
    """A side of an event with its parties, and the sides against it; ``side`` is ``None`` where nobody stands on it."""

    link: Link
    event: Brief | None
    side: Side | None
    others: tuple[Side, ...]
    says: tuple[ClaimView, ...]
    of_its_people: tuple[ClaimView, ...]


def read_partaking(reader: PageReader, iri: str, language: str) -> PartakingView | None:
    """The participation of an IRI, ``None`` where it names nobody."""
    read = reader.record(iri, records.Participation)
    if not read.participant:
        return None
    event = next(iter(reader.sources(iri, CG.participation)), None)
    says, of_them = _claims(reader, event, language, _belongs(reader, {read.participant}))
    return PartakingView(
        actor=reader.link(read.participant, language),
        role=reader.link(f"{CODE}role/{read.role}", language),
        side=reader.link(read.side, language) if read.side else None,
        event=brief(reader, event, language) if event else None,
        speaks_for=tuple(reader.links(read.participant, PROV.actedOnBehalfOf, language)),
        says=says,
        of_its_people=of_them,
    )


def read_side(reader: PageReader, iri: str, language: str) -> SideView:
    """The side of an IRI."""
    event = next(iter(reader.iris(iri, DCT.isPartOf)), None)
    sides = sides_of(reader, event, language) if event else []
    own = next((side for side in sides if side.iri == iri), None)
    actors = {party.actor.iri for party in own.parties} if own else set()
    says, of_them = _claims(reader, event, language, _belongs(reader, {iri, *actors}))
    others = tuple(side for side in sides if side.iri != iri)
    return SideView(reader.link(iri, language), brief(reader, event, language) if event else None, own, others, says, of_them)


def _belongs(reader: PageReader, meant: set[str]) -> Callable[[Link | None], bool]:
    """Whether somebody is one of those meant, or speaks for one of them in the end."""
    return lambda link: link is not None and (link.iri in meant or principal(reader, link.iri) in meant)


def _claims(
    reader: PageReader, event: str | None, language: str, belongs: Callable[[Link | None], bool]
) -> tuple[tuple[ClaimView, ...], tuple[ClaimView, ...]]:
    """The claims about an event that some make, and those about the losses of the same."""
    claims = claims_in_scope(reader, event, language) if event else []
    says = tuple(claim for claim in claims if any(map(belongs, claim.claimants)))
    return says, tuple(claim for claim in claims if belongs(claim.victims) or belongs(claim.victim_side))
