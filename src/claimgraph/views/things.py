"""Actors, places, articles and everything else that has a page of its own."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.model import records
from claimgraph.terms import CG, CODE, ID, OA, ORG, PROV, RDF, RDFS, SCHEMA, SEM, SKOS
from claimgraph.views.claims import ClaimView, Words, read_claim, words_of
from claimgraph.views.events import Brief, brief, in_time
from claimgraph.views.map import MapView, draw, locator
from claimgraph.views.places import PlaceView, read_place
from claimgraph.views.reading import Link, PageReader, Term, Text
from claimgraph.views.sources import Citing, SourceView, footnotes_of, read_source, sections_of

#: How many of a kind a page lists; the incoming links count the rest.
MOST_SHOWN = 60


@dataclass(frozen=True)
class Partaking:
    """An event an actor took part in, and in which role."""

    event: Brief
    role: Link


@dataclass(frozen=True)
class ActorView:
    """Everything on an actor's page."""

    link: Link
    also_known_as: tuple[Text, ...]
    notes: tuple[Text, ...]
    speaks_for: tuple[Link, ...]
    speakers: tuple[Link, ...]
    linked_to: tuple[Link, ...]
    events: tuple[Partaking, ...]
    says: tuple[ClaimView, ...]
    about_it: tuple[ClaimView, ...]
    of_its_people: tuple[ClaimView, ...]
    published: tuple[SourceView, ...]


@dataclass(frozen=True)
class PlacePage:
    """Everything on a place's page."""

    place: PlaceView
    kind: Link
    also_known_as: tuple[Text, ...]
    inside: tuple[Link, ...]
    stretches: tuple[Link, ...]
    events: tuple[Brief, ...]
    map: MapView | None
    country: MapView | None


@dataclass(frozen=True)
class ArticleView:
    """Everything on an article's page."""

    link: Link
    url: str | None
    licence: str | None
    sha256: str | None
    notes: tuple[Text, ...]
    events: tuple[Brief, ...]
    sections: tuple[Link, ...]
    footnotes: tuple[tuple[Citing, SourceView], ...]


@dataclass(frozen=True)
class Fact:
    """One property of a thing with its values: links or texts."""

    predicate: str
    links: tuple[Link, ...]
    texts: tuple[Text, ...]


def spellings(reader: PageReader, iri: str, language: str) -> tuple[Text, ...]:
    """Labels in other languages and alternative names, each spelling once, without the label itself."""
    label = reader.label(iri, language).words
    found: dict[str, Text] = {}
    for predicate in (RDFS.label, SKOS.prefLabel, SKOS.altLabel):
        for tag, words in reader.texts(iri, predicate):
            found.setdefault(words, Text(words, tag))
    return tuple(text for words, text in sorted(found.items()) if words != label)



def notes(reader: PageReader, iri: str, language: str) -> tuple[Text, ...]:
    """Scope and editorial notes, one of each kind in the best language."""
    found = (reader.text(iri, predicate, language) for predicate in (SKOS.scopeNote, SKOS.editorialNote))
    return tuple(filter(None, found))


def claims(reader: PageReader, iri: str, predicate: NamedNode, language: str) -> tuple[ClaimView, ...]:
    """The first claims that point at a node by one predicate."""
    found = (read_claim(reader, one, language) for one in reader.sources(iri, predicate)[:MOST_SHOWN])
    return tuple(claim for claim in found if claim)


def read_actor(reader: PageReader, iri: str, language: str) -> ActorView:
    """The actor of an IRI."""
    partakings = []
    for participation in reader.sources(iri, CG.participant)[:MOST_SHOWN]:
        role = reader.record(participation, records.Participation).role
        for event in reader.sources(participation, CG.participation):
            partakings.append(Partaking(brief(reader, event, language), reader.link(f"{CODE}role/{role}", language)))
    published = [read_source(reader, one, language) for one in reader.sources(iri, SCHEMA.publisher)[:MOST_SHOWN]]
    order = in_time([one.event for one in partakings])
    return ActorView(
        link=reader.link(iri, language),
        also_known_as=spellings(reader, iri, language),
        notes=notes(reader, iri, language),
        speaks_for=tuple(reader.links(iri, PROV.actedOnBehalfOf, language)),
        speakers=tuple(reader.link(one, language) for one in reader.sources(iri, PROV.actedOnBehalfOf)[:MOST_SHOWN]),
        linked_to=tuple(reader.links(iri, ORG.linkedTo, language)),
        events=tuple(sorted(partakings, key=lambda one: order.index(one.event))),
        says=claims(reader, iri, CG.claimant, language),
        about_it=claims(reader, iri, SCHEMA.about, language),
        of_its_people=claims(reader, iri, CG.victimAffiliation, language),
        published=tuple(sorted(published, key=lambda one: one.published.text if one.published else "", reverse=True)),
    )


def read_place_page(reader: PageReader, iri: str, language: str) -> PlacePage:
    """The place of an IRI with what lies in it and what happened there."""
    place = read_place(reader, iri, language)
    stretches = reader.sources(iri, CG.between)[:MOST_SHOWN]
    at = [*reader.sources(iri, SEM.hasPlace), *(event for one in stretches for event in reader.sources(one, SEM.hasPlace))]
    events = [brief(reader, event, language) for event in dict.fromkeys(at[:MOST_SHOWN])]
    here = tuple(one.link for one in events)
    marks = [(place, here), *((end, ()) for end in place.between)]
    drawn = draw(marks, least_km=400 if place.is_area else 90) if place.points else None
    return PlacePage(
        place=place,
        kind=reader.link(f"{CODE}place-type/{place.place_type}", language),
        also_known_as=spellings(reader, iri, language),
        inside=tuple(reader.link(one, language) for one in reader.sources(iri, SCHEMA.containedInPlace)[:MOST_SHOWN]),
        stretches=tuple(reader.link(one, language) for one in stretches),
        events=in_time(events),
        map=drawn,
        country=locator(drawn, [place]) if not place.is_area else None,
    )


def read_article(reader: PageReader, iri: str, language: str) -> ArticleView:
    """The article of an IRI with its parts and footnotes."""
    article = reader.record(iri, records.Article)
    return ArticleView(
        link=reader.link(iri, language),
        url=article.url,
        licence=article.licence,
        sha256=article.sha256,
        notes=notes(reader, iri, language),
        events=in_time([brief(reader, event, language) for event in told_of(reader, iri)]),
        sections=sections_of(reader, iri, language),
        footnotes=footnotes_of(reader, iri, language),
    )


def told_of(reader: PageReader, article: str) -> tuple[str, ...]:
    """The events that the claims of an article are about."""
    claims = (claim for passage in reader.sources(article, OA.hasSource) for claim in reader.sources(passage, SCHEMA.appearance))
    about = (one for claim in dict.fromkeys(claims) for one in reader.iris(claim, SCHEMA.about))
    return tuple(one for one in dict.fromkeys(about) if one.startswith(f"{ID}event/"))


def facts(reader: PageReader, iri: str, language: str) -> tuple[Fact, ...]:
    """Everything a thing says, property by property, for pages without a form of their own."""
    said = reader.said(iri)
    first = sorted(said, key=lambda predicate: (predicate != RDF.type, predicate.value))
    return tuple(_fact(reader, predicate, said[predicate], language) for predicate in first)


def _fact(reader: PageReader, predicate: NamedNode, values: list[Term], language: str) -> Fact:
    links = tuple(reader.link(value.value, language) for value in values if isinstance(value, NamedNode))
    texts = tuple(Text(value.value, value.language or "") for value in values if isinstance(value, Literal))
    return Fact(predicate.value, links, texts)


def words_and_claims(reader: PageReader, passage: str, language: str) -> tuple[Words, tuple[ClaimView, ...]]:
    """A passage with the claims it carries."""
    return words_of(reader, passage, language), claims(reader, passage, SCHEMA.appearance, language)
