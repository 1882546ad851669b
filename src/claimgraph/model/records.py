"""The records of the graph as frozen dataclasses: what an article tells, before and after RDF.

IRIs are full IRIs as ``str``; codes are the concept's slug ("killed", "at-least"), their scheme follows
from the field (see :mod:`claimgraph.model.triples`). Texts are sorted pairs (language tag, text).
"""

from dataclasses import dataclass, field

from claimgraph.model.dates import PartialDate
from claimgraph.model.figures import Figure

Texts = tuple[tuple[str, str], ...]
"""(BCP 47 language tag, text) pairs in tag order; "" is a literal without language."""


def texts(**by_language: str) -> Texts:
    """Texts by language: ``texts(en="Mali War", fr="Guerre du Mali")``."""
    return tuple(sorted(by_language.items()))


@dataclass(frozen=True, kw_only=True)
class Record:
    """Anything with an IRI and labels. ``notes`` are editorial, for readers of the data."""

    iri: str
    labels: Texts = ()
    alternatives: Texts = ()
    notes: Texts = ()
    generated_by: str | None = None
    curated_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """A conflict event: a war, a campaign, an attack or one site of it (sem:Event)."""

    event_types: tuple[str, ...] = ()
    at: PartialDate | None = None
    begins: PartialDate | None = None
    ends: PartialDate | None = None
    places: tuple[str, ...] = ()
    part_of: str | None = None
    participations: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Participation(Record):
    """One actor in one role, on one side, in the event that points here."""

    participant: str = ""
    role: str = ""
    side: str | None = None


@dataclass(frozen=True, kw_only=True)
class Side(Record):
    """A belligerent column of one event; ``column`` counts from 1."""

    event: str = ""
    column: int | None = None


@dataclass(frozen=True, kw_only=True)
class Actor(Record):
    """A state, force, group, official body, publisher or person."""

    person: bool = False
    acts_for: tuple[str, ...] = ()
    linked_to: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """A place of the gazetteer; ``between`` are the two ends of a stretch, ``geometry`` the node that holds its point."""

    place_type: str = ""
    within: str | None = None
    between: tuple[str, ...] = ()
    geometry: str | None = None


@dataclass(frozen=True, kw_only=True)
class Article(Record):
    """The text that was read: ``sha256`` is of its NFC, LF, UTF-8 bytes."""

    headlines: Texts = ()
    language: str | None = None
    sha256: str | None = None
    url: str | None = None
    licence: str | None = None
    version: str | None = None


@dataclass(frozen=True, kw_only=True)
class Section(Record):
    """A part of an article; the infobox is a table."""

    article: str = ""
    position: int | None = None
    is_infobox: bool = False


@dataclass(frozen=True, kw_only=True)
class Passage(Record):
    """The few words that carry a claim; ``start`` and ``end`` are code points, ``end`` exclusive (oa:TextPositionSelector)."""

    article: str = ""
    section: str | None = None
    exact: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, kw_only=True)
class Footnote(Record):
    """A numbered reference of an article to a source (cito:Citation)."""

    number: int = 0
    article: str = ""
    source: str = ""
    accessed: PartialDate | None = None


@dataclass(frozen=True, kw_only=True)
class Source(Record):
    """A document that footnotes cite."""

    headlines: Texts = ()
    publisher: str | None = None
    published: PartialDate | None = None
    language: str | None = None
    url: str | None = None
    is_report: bool = False


@dataclass(frozen=True, kw_only=True)
class Claim(Record):
    """Something that is said: by whom, about what, where in the article, on which footnote."""

    about: str = ""
    text: Texts = ()
    voice: str = "editorial"
    claimants: tuple[str, ...] = ()
    said: PartialDate | None = None
    references: tuple[str, ...] = ()
    reference_scope: str = "none"
    appearances: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    alternate_of: tuple[str, ...] = ()
    claim_type: str | None = None


@dataclass(frozen=True, kw_only=True)
class CasualtyClaim(Claim):
    """How many of whom were killed, wounded, … according to the claimants; ``part_of`` are the claims whose figure includes this one."""

    casualty_type: str = "unspecified"
    figure: Figure = field(default_factory=lambda: Figure("unknown"))
    victim_affiliation: str | None = None
    victim_status: str = "unspecified"
    victim_side: str | None = None
    part_of: tuple[str, ...] = ()
    perpetrators: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResponsibilityClaim(Claim):
    """Who did it, according to the claimants."""

    perpetrators: tuple[str, ...] = ()
