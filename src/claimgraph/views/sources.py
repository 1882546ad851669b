"""The documents behind claims: what each is, and how many claims rest on it, or on it alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from claimgraph.model import records
from claimgraph.model.dates import PartialDate
from claimgraph.terms import CG, CITO, RDFS, SCHEMA
from claimgraph.views.claims import ClaimView, read_claim
from claimgraph.views.reading import Link, PageReader, Text, choose


@dataclass(frozen=True)
class SourceView:
    """A document that footnotes cite. ``copies`` are other addresses of it."""

    link: Link
    title: Text
    publisher: Link | None
    published: PartialDate | None
    language: str | None
    url: str | None
    copies: tuple[str, ...]
    is_report: bool


@dataclass(frozen=True)
class Citing:
    """A footnote that cites a document."""

    iri: str
    number: int
    article: Link
    accessed: PartialDate | None


@dataclass(frozen=True)
class SourceUse:
    """A document with the footnotes through which claims rest on it, and how many rest on nothing else."""

    source: SourceView
    citings: tuple[Citing, ...]
    claims: int
    alone: int


def read_source(reader: PageReader, source: str, language: str) -> SourceView:
    """The document of an IRI; its title stays in its own language."""
    read = reader.record(source, records.Source)
    own = (read.language or "").partition("-")[0]
    return SourceView(
        link=reader.link(source, language),
        title=choose(read.headlines, own or language) or reader.label(source, language),
        publisher=reader.link(read.publisher, language) if read.publisher else None,
        published=read.published,
        language=read.language,
        url=read.url,
        copies=tuple(reader.iris(source, RDFS.seeAlso)),
        is_report=read.is_report,
    )


def read_citing(reader: PageReader, reference: str, language: str) -> Citing:
    """The footnote of an IRI."""
    read = reader.record(reference, records.Footnote)
    return Citing(reference, read.number, reader.link(read.article, language), read.accessed)


def uses_of(reader: PageReader, claims: Iterable[ClaimView], language: str) -> tuple[SourceUse, ...]:
    """The documents some claims rest on, those with most claims first."""
    resting: dict[str, list[ClaimView]] = defaultdict(list)
    notes: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for note in claim.notes:
            notes[note.source].add(note.iri)
        for source in {note.source for note in claim.notes}:
            resting[source].append(claim)
    uses = [
        SourceUse(
            read_source(reader, source, language),
            tuple(sorted((read_citing(reader, note, language) for note in notes[source]), key=lambda c: c.number)),
            len(on_it),
            sum(len({note.source for note in claim.notes}) == 1 for claim in on_it),
        )
        for source, on_it in resting.items()
    ]
    return tuple(sorted(uses, key=lambda use: (-use.claims, use.source.link.iri)))


def claims_resting_on(reader: PageReader, source: str, language: str) -> tuple[tuple[Citing, tuple[ClaimView, ...]], ...]:
    """Each footnote that cites a document with the claims that refer to it."""
    found = []
    for reference in reader.sources(source, CITO.hasCitedEntity):
        claims = (read_claim(reader, iri, language) for iri in reader.sources(reference, CG.reference))
        found.append((read_citing(reader, reference, language), tuple(claim for claim in claims if claim)))
    return tuple(sorted(found, key=lambda pair: (pair[0].article.iri, pair[0].number)))


def footnotes_of(reader: PageReader, article: str, language: str) -> tuple[tuple[Citing, SourceView], ...]:
    """The footnotes of an article by number, each with the document it cites."""
    found = []
    for reference in reader.sources(article, CITO.hasCitingEntity):
        read = reader.record(reference, records.Footnote)
        found.append((read_citing(reader, reference, language), read_source(reader, read.source, language)))
    return tuple(sorted(found, key=lambda pair: pair[0].number))


def sections_of(reader: PageReader, article: str, language: str) -> tuple[Link, ...]:
    """The parts of an article in its order."""
    parts = [(reader.record(iri, records.Section).position or 99, iri) for iri in reader.sources(article, SCHEMA.isPartOf)]
    return tuple(reader.link(iri, language) for _, iri in sorted(parts) if iri.startswith(article + "-"))
