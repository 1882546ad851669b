"""What search engines read: each kind of page as one schema.org object, from the values the page prints."""

from typing import Any

from claimgraph.model.dates import PartialDate
from claimgraph.views.claims import ClaimView
from claimgraph.views.events import EventView
from claimgraph.views.places import PlaceView
from claimgraph.views.reading import Link
from claimgraph.views.sources import SourceView
from claimgraph.views.things import ActorView, ArticleView

Object = dict[str, Any]


def _object(kind: str, link: Link, **members: Any) -> Object:
    known = {name: value for name, value in members.items() if value not in (None, [], "")}
    return {"@context": "https://schema.org", "@type": kind, "@id": link.iri, "name": link.label.words} | known


def _thing(kind: str, link: Link | None) -> Object | None:
    return {"@type": kind, "@id": link.iri, "name": link.label.words} if link else None


def _day(when: PartialDate | None, last: bool = False) -> str | None:
    """A date schema.org can take: the text when it is a point, else one end of the interval."""
    if when is None:
        return None
    if not when.datatype.endswith("EDTF"):
        return when.text
    day = when.last if last else when.first
    return day.isoformat() if day else None


def place(view: PlaceView) -> Object:
    """A place with its point."""
    geo = {"@type": "GeoCoordinates", "longitude": view.point[0], "latitude": view.point[1]} if view.point else None
    return _object("Place", view.link, geo=geo, containedInPlace=_thing("Place", view.within[0] if view.within else None))


def event(view: EventView, sentence: str | None) -> Object:
    """An event with its places, parties and the larger event."""
    locations = [{"@type": "Place", "@id": one.link.iri, "name": one.link.label.words} for one in view.places]
    parties = [_thing("Organization", party.actor) for side in view.sides for party in side.parties]
    above = _thing("Event", view.ancestors[-1] if view.ancestors else None)
    return _object(
        "Event", view.link, description=sentence, startDate=_day(view.when), endDate=_day(view.when, last=True),
        location=locations, contributor=parties, superEvent=above, subEvent=[_thing("Event", part.link) for part in view.parts[:50]],
    )  # fmt: skip


def claim(view: ClaimView) -> Object:
    """A claim with who makes it and where it appears."""
    authors = [_thing("Organization", link) for link in view.claimants]
    appearances = [{"@type": "Article", "@id": words.article} for words in view.words if words.article]
    members = _object("Claim", Link(view.iri, view.text), author=authors, about={"@id": view.about.iri}, appearance=appearances)
    return members | {"text": view.text.words, "inLanguage": view.text.language} | ({"datePublished": day} if (day := _day(view.said)) else {})


def actor(view: ActorView) -> Object:
    """An actor with its other names."""
    return _object("Organization", view.link, alternateName=[text.words for text in view.also_known_as])


def source(view: SourceView) -> Object:
    """A document with publisher and date."""
    kind = "Report" if view.is_report else "NewsArticle"
    publisher = _thing("Organization", view.publisher)
    return _object(kind, view.link, headline=view.title.words, publisher=publisher, datePublished=_day(view.published), inLanguage=view.language, url=view.url)


def article(view: ArticleView) -> Object:
    """The article that was read."""
    return _object("Article", view.link, url=view.url, license=view.licence, citation=[_thing("CreativeWork", source.link) for _, source in view.footnotes])


def thing(link: Link) -> Object:
    """Anything else."""
    return _object("Thing", link)
