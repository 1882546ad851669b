"""One claim as a reader meets it: who says how many of whom, in which words, and what it stands against."""

from dataclasses import dataclass
from typing import NamedTuple

from claimgraph.model import records
from claimgraph.model.dates import PartialDate
from claimgraph.model.figures import Figure
from claimgraph.terms import CG, CODE, DCT, PROV, RDF, SCHEMA
from claimgraph.views.notes import notes_of
from claimgraph.views.reading import Link, PageReader, Text

#: class of claim → record it is read as; the first that fits
CLAIM_CLASSES = (
    (CG.CasualtyClaim, records.CasualtyClaim),
    (CG.ResponsibilityClaim, records.ResponsibilityClaim),
    (CG.Claim, records.Claim),
)


class Note(NamedTuple):
    """A footnote of the article: its number, its node and the document it cites."""

    iri: str
    number: int
    source: str


class Words(NamedTuple):
    """The words of the article that carry a claim; ``start`` and ``end`` are code points, ``end`` exclusive."""

    iri: str
    exact: str
    start: int
    end: int
    section: Link | None
    article: str
    in_infobox: bool


@dataclass(frozen=True)
class ClaimView:
    """A claim with everything a page prints beside it, labels in one language."""

    iri: str
    text: Text
    about: Link
    kind: str
    voice: str
    claimants: tuple[Link, ...]
    said: PartialDate | None
    notes: tuple[Note, ...]
    note_scope: str
    words: tuple[Words, ...]
    replaces: tuple[str, ...]
    replaced_by: tuple[str, ...]
    restates: tuple[str, ...]
    restated_by: tuple[str, ...]
    contradicts: tuple[str, ...]
    curated: bool
    notes_on_it: tuple[Text, ...] = ()
    type: Link | None = None
    casualty_type: Link | None = None
    figure: Figure | None = None
    victims: Link | None = None
    victim_status: Link | None = None
    victim_side: Link | None = None
    part_of: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    perpetrators: tuple[Link, ...] = ()

    @property
    def infobox_only(self) -> bool:
        """Whether the article says this in its infobox and nowhere else."""
        return bool(self.words) and all(words.in_infobox for words in self.words)

    @property
    def speakers(self) -> tuple[str, ...]:
        """The IRIs of the claimants."""
        return tuple(link.iri for link in self.claimants)


def claim_class(reader: PageReader, iri: str) -> type[records.Claim] | None:
    """Which record a claim is read as, ``None`` for what is no claim."""
    types = reader.objects(iri, RDF.type)
    return next((cls for node, cls in CLAIM_CLASSES if node in types), None)


def words_of(reader: PageReader, passage: str, language: str) -> Words:
    """The words of a passage and where they stand."""
    read = reader.record(passage, records.Passage)
    section = reader.link(read.section, language) if read.section else None
    in_infobox = bool(read.section) and SCHEMA.Table in reader.objects(read.section, RDF.type)
    return Words(passage, read.exact, read.start, read.end, section, read.article, in_infobox)


def note_of(reader: PageReader, reference: str) -> Note:
    """A footnote by its node."""
    read = reader.record(reference, records.Footnote)
    return Note(reference, read.number, read.source)


def read_claim(reader: PageReader, iri: str, language: str) -> ClaimView | None:
    """The claim of an IRI, or ``None`` when the IRI is no claim."""
    return reader.recall(_read_claim, iri, language)


def _read_claim(reader: PageReader, iri: str, language: str) -> ClaimView | None:
    cls = claim_class(reader, iri)
    if cls is None:
        return None
    claim = reader.record(iri, cls)
    links = lambda iris: tuple(reader.link(one, language) for one in iris)  # noqa: E731
    casualty = _casualty(reader, claim, language) if isinstance(claim, records.CasualtyClaim) else {}
    return ClaimView(
        iri=iri,
        text=reader.label(iri, language),
        about=reader.link(claim.about, language),
        kind=_kind(claim),
        voice=claim.voice,
        claimants=links(claim.claimants),
        said=claim.said,
        notes=tuple(sorted((note_of(reader, one) for one in claim.references), key=lambda note: note.number)),
        note_scope=claim.reference_scope,
        words=tuple(sorted((words_of(reader, one, language) for one in claim.appearances), key=lambda w: w.start)),
        replaces=claim.replaces,
        replaced_by=tuple(reader.sources(iri, DCT.replaces)),
        restates=claim.alternate_of,
        restated_by=tuple(reader.sources(iri, PROV.alternateOf)),
        contradicts=tuple(reader.iris(iri, CG.inconsistentWith)),
        curated=bool(claim.curated_by),
        notes_on_it=notes_of(reader, iri, language)[0],
        type=reader.link(f"{CODE}claim-type/{kind}", language) if (kind := getattr(claim, "claim_type", None)) else None,
        perpetrators=links(getattr(claim, "perpetrators", ())),
        **casualty,
    )


def _kind(claim: records.Claim) -> str:
    if isinstance(claim, records.CasualtyClaim):
        return "casualty"
    return "responsibility" if isinstance(claim, records.ResponsibilityClaim) else claim.claim_type or "claim"


def _casualty(reader: PageReader, claim: records.CasualtyClaim, language: str) -> dict[str, object]:
    return {
        "casualty_type": reader.link(f"{CODE}casualty-type/{claim.casualty_type}", language),
        "figure": claim.figure,
        "victims": reader.link(claim.victim_affiliation, language) if claim.victim_affiliation else None,
        "victim_status": reader.link(f"{CODE}victim-status/{claim.victim_status}", language),
        "victim_side": reader.link(claim.victim_side, language) if claim.victim_side else None,
        "part_of": claim.part_of,
        "parts": tuple(reader.sources(claim.iri, DCT.isPartOf)),
    }


def claims_about(reader: PageReader, thing: str, language: str) -> list[ClaimView]:
    """The claims about an event or actor, in IRI order, at most as many as a page lists."""
    found = (read_claim(reader, iri, language) for iri in reader.sources(thing, SCHEMA.about))
    return [claim for claim in found if claim]
