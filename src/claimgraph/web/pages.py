"""A resource → its HTML page: one row per kind says which view, which template, which schema.org object."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup
from pyoxigraph import NamedNode, Quad, RdfFormat

from claimgraph.terms import CG, CITO
from claimgraph.views import schema_org
from claimgraph.views.claims import read_claim
from claimgraph.views.description import fits_xml, written
from claimgraph.views.events import Brief, EventView, read_event
from claimgraph.views.neighbourhood import neighbourhood
from claimgraph.views.partaking import read_partaking, read_side
from claimgraph.views.places import PlaceView, distance_km, read_place
from claimgraph.views.reading import Link, PageReader
from claimgraph.views.sources import claims_resting_on, read_citing, read_source
from claimgraph.views.surroundings import elsewhere, incoming
from claimgraph.views.things import (
    MOST_SHOWN,
    claims,
    facts,
    notes,
    read_actor,
    read_article,
    read_place_page,
    spellings,
    words_and_claims,
)
from claimgraph.web import documents
from claimgraph.web.holdings import Holdings
from claimgraph.web.links import Links
from claimgraph.web.quickstatements import OneClaim
from claimgraph.web.rendering import INVISIBLE, page_for, render
from claimgraph.web.resources import FORMATS, Format, Resource
from claimgraph.web.sentences import Sentences

Values = dict[str, Any]
#: Characters written by number inside a script element.
NOT_IN_SCRIPT = re.compile(f"[<>&\u2028\u2029]|{INVISIBLE.pattern}")
JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
#: A description longer than this is a click away rather than in the page.
MOST_TURTLE = 20_000


@dataclass(frozen=True)
class Asked:
    """What a page is to be made of and for."""

    holdings: Holdings
    resource: Resource
    links: Links
    incoming_page: int = 1
    #: whether what is found out about the whole graph is there; on a large one it takes a while
    complete: bool = True

    @property
    def reader(self) -> PageReader:
        return self.holdings.reader

    @property
    def iri(self) -> str:
        return self.resource.iri

    @property
    def language(self) -> str:
        return self.links.language

    @cached_property
    def quads(self) -> list[Quad]:
        """The quads of the resource's own document."""
        return self.holdings.quads(self.resource)


def event(asked: Asked) -> Values:
    """An event: the comparison, and what the figures of its parts are."""
    view = read_event(asked.reader, asked.iri, asked.language)
    sentences = Sentences(page_for(asked.links))
    sentence = sentences.event(view)
    figures: dict[str, list[Any]] = {}
    for group in view.comparison.groups:
        for row in group.rows:
            for entry in (entry for cell in row.cells for entry in cell if entry.narrower):
                figures.setdefault(entry.narrower.iri, []).append(entry.claim)
    told = sentence.striptags() if sentence else None
    return {
        "view": view, "say": sentences, "sentence": sentence, "figures_of": figures, "description": told,
        "verdict": asked.holdings.verdict(asked.iri) if asked.complete else None, "doubtful": _doubtful(asked, view), "apart": lambda place: round(distance_km(*place.points)) if len(place.points) == 2 else "?",
        "json_ld": schema_org.event(view, told), "title": view.link.label.words,
    }  # fmt: skip


def _doubtful(asked: Asked, view: EventView) -> list[PlaceView]:
    """The places on the map about which a note tells a doubt."""
    drawn = [mark.place.iri for mark in (view.map.marks if view.map else ()) if mark.doubtful]
    return [read_place(asked.reader, iri, asked.language) for iri in drawn]


def claim(asked: Asked) -> Values:
    """A claim with its sources, neighbours and Wikidata commands."""
    view = read_claim(asked.reader, asked.iri, asked.language)
    if view is None:
        return thing(asked)
    sources = {note.iri: read_source(asked.reader, note.source, asked.language) for note in view.notes}
    commands, reasons = OneClaim(asked.reader).commands(asked.iri)
    return {
        "view": view, "say": Sentences(page_for(asked.links)), "sources": sources, "record": record(asked), "commands": commands, "reasons": reasons,
        "neighbours": neighbourhood(asked.reader, view, asked.language), "description": view.text.words,
        "json_ld": schema_org.claim(view), "title": view.text.words, "template": "claim.html",
    }  # fmt: skip


def record(asked: Asked) -> str:
    """What a resource itself says, as Turtle without the prefixes, to stand beside the same in words."""
    own = [quad for quad in asked.quads if quad.subject == NamedNode(asked.iri)]
    lines = written(own, RdfFormat.TURTLE).decode().splitlines()
    return "\n".join(line.replace("\t", "  ") for line in lines if not line.startswith("@prefix"))


def actor(asked: Asked) -> Values:
    """An actor."""
    view = read_actor(asked.reader, asked.iri, asked.language)
    return {"view": view, "most_shown": MOST_SHOWN, "json_ld": schema_org.actor(view), "title": view.link.label.words}


def place(asked: Asked) -> Values:
    """A place with its map."""
    view = read_place_page(asked.reader, asked.iri, asked.language)
    return {
        "view": view, "json_ld": schema_org.place(view.place), "title": view.place.link.label.words,
        "apart": lambda place: round(distance_km(*place.points)) if len(place.points) == 2 else "?",
    }  # fmt: skip


def source(asked: Asked) -> Values:
    """A document with the claims that rest on it."""
    view = read_source(asked.reader, asked.iri, asked.language)
    resting = claims_resting_on(asked.reader, asked.iri, asked.language)
    own_notes = notes(asked.reader, asked.iri, asked.language)
    return {"view": view, "resting": resting, "notes": own_notes, "json_ld": schema_org.source(view), "title": view.title.words}


def participation(asked: Asked) -> Values:
    """An actor's part in an event; what names nobody is shown property by property."""
    view = read_partaking(asked.reader, asked.iri, asked.language)
    return {"view": view, "title": _in_event(view.actor, view.event)} if view else thing(asked)


def side(asked: Asked) -> Values:
    """A side of an event."""
    view = read_side(asked.reader, asked.iri, asked.language)
    return {"view": view, "title": _in_event(view.link, view.event)}


def _in_event(who: Link, event: Brief | None) -> str:
    return " · ".join(link.label.words for link in (who, event and event.link) if link)


def article(asked: Asked) -> Values:
    """An article; its sections are shown property by property."""
    if "sha256" not in {predicate.value.rpartition("/")[2] for predicate in asked.reader.said(asked.iri)}:
        return thing(asked)
    view = read_article(asked.reader, asked.iri, asked.language)
    return {"view": view, "json_ld": schema_org.article(view), "title": view.link.label.words, "template": "article.html"}


def passage(asked: Asked) -> Values:
    """The words of a passage with the claims they carry."""
    words, claims = words_and_claims(asked.reader, asked.iri, asked.language)
    return thing(asked) | {"words": words, "claims": claims} if words.exact else thing(asked)


def footnote(asked: Asked) -> Values:
    """A footnote: what it cites and where, with the claims that refer to it."""
    values = thing(asked)
    citing, source = read_citing(asked.reader, asked.iri, asked.language), asked.reader.iris(asked.iri, CITO.hasCitedEntity)
    if source:
        values |= {"citing": citing, "source": read_source(asked.reader, source[0], asked.language)}
    return values | {"claims": claims(asked.reader, asked.iri, CG.reference, asked.language)}


def thing(asked: Asked) -> Values:
    """Anything, property by property."""
    link = asked.reader.link(asked.iri, asked.language)
    return {
        "link": link, "facts": facts(asked.reader, asked.iri, asked.language), "also_known_as": spellings(asked.reader, asked.iri, asked.language),
        "words": None, "claims": (), "source": None, "json_ld": schema_org.thing(link), "title": link.label.words, "template": "thing.html",
    }  # fmt: skip


#: kind of thing → (what to show, template); a kind without a row is shown property by property
KINDS: dict[str, tuple[Callable[[Asked], Values], str]] = {
    "event": (event, "event.html"),
    "claim": (claim, "claim.html"),
    "actor": (actor, "actor.html"),
    "place": (place, "place.html"),
    "source": (source, "source.html"),
    "article": (article, "article.html"),
    "participation": (participation, "participation.html"),
    "side": (side, "side.html"),
    "passage": (passage, "thing.html"),
    "ref": (footnote, "thing.html"),
}


def page(asked: Asked, address: Callable[[str], str], alternates: list[tuple[str, str]]) -> str:
    """The HTML page of a resource."""
    family = asked.resource.family.name
    if asked.holdings.withdrawn(asked.resource):
        values = documents.withdrawn(asked.holdings, asked.iri, asked.language) | {"template": "withdrawn.html"}
    elif family == "thing":
        make, template = KINDS.get(asked.resource.key.partition("/")[0], (thing, "thing.html"))
        values = {"template": template} | make(asked)
    else:
        make_document, template = documents.FAMILIES[family]
        values = {"template": template} | make_document(asked.holdings, asked.iri, asked.language)
    ending = foot(asked, values["title"])
    carried = {form.media_type for form in ending.formats}
    offered = [(media_type, at) for media_type, at in alternates if media_type in carried]
    about = {"resource": asked.resource, "canonical": asked.iri, "address": address, "alternates": offered}
    values = {"description": values["title"], "foot": ending} | values | about
    values["json_ld"] = embedded(values["json_ld"]) if values.get("json_ld") else None
    return render(values.pop("template"), asked.links, **values)


@dataclass(frozen=True)
class Foot:
    """What every page ends with."""

    title: str
    elsewhere: Any
    incoming: Any
    turtle: str | None
    formats: tuple[Format, ...]


def foot(asked: Asked, title: str) -> Foot:
    """Identities elsewhere, links in, and the Turtle when it is short."""
    quads = asked.quads
    formats = FORMATS if fits_xml(quads) else tuple(form for form in FORMATS if form.syntax != RdfFormat.RDF_XML)
    text = None
    if asked.resource.family.name in ("thing", "concept"):
        content = written(quads, FORMATS[0].syntax)
        text = content.decode() if len(content) <= MOST_TURTLE else None
    found = incoming(asked.reader, asked.iri, asked.language, asked.incoming_page)
    return Foot(title, elsewhere(asked.reader, asked.iri), found, text, formats)


def embedded(value: Any) -> Any:
    """JSON that may stand inside a script element: no ``<``, so no end tag can (T16), and nothing invisible."""
    text = JSON.encode(value)
    return Markup(NOT_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", text))
