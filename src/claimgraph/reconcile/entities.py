"""What can be reconciled: an entity with its labels, types, containers and identifiers elsewhere.

Ids are ``kind.slug`` (``place.dia``): the kind keeps place Mali and the state Mali apart, the full stop
survives every client's URL handling where a slash or a colon would be escaped twice.
"""

import json
import re
from dataclasses import dataclass, fields
from urllib.parse import unquote

from claimgraph.terms import ID, KINDS

#: What may stand in an id so that a client's ``encodeURI`` of a template leaves it alone.
SAFE_ID = re.compile(r"[A-Za-z0-9._~-]{1,200}")
_QID = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9]\d{0,11})")
_GEONAMES = re.compile(r"(?:https?://(?:sws\.|www\.)?geonames\.org/|geonames:|gn:)(\d{1,10})(?:/.*)?")
_WIKIPEDIA = re.compile(r"https?://([a-z-]{2,12})\.(?:m\.)?wikipedia\.org/wiki/([^?#]+)")


@dataclass(frozen=True, slots=True)
class Label:
    """One spelling: ``language`` is a BCP 47 tag or empty, ``kind`` pref, alt or hidden."""

    text: str
    language: str = ""
    kind: str = "pref"


@dataclass(frozen=True, slots=True)
class Entity:
    """A candidate. ``types`` go from narrow to broad, ``within`` are container ids from near to far, ``context``
    every name of those containers and ``wide`` those of them that namesakes share (the country); ``homonyms``
    counts namesakes elsewhere that must not be taken for it; ``weight`` breaks ties only."""

    id: str
    name: str
    types: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    within: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    description: str = ""
    homonyms: int = 0
    weight: float = 0.0

    def label(self, languages: tuple[str, ...]) -> str:
        """The preferred label in the first of these languages that has one.

        >>> Entity("place.x", "X", labels=(Label("X", "en"), Label("Ixe", "fr"))).label(("de", "fr"))
        'Ixe'
        """
        names = {label.language.split("-")[0]: label.text for label in reversed(self.labels) if label.kind == "pref"}
        return next((names[language] for language in languages if language in names), self.name)

    def to_json(self) -> str:
        """One line of JSON: the fields in their order."""
        labels = [(label.text, label.language, label.kind) for label in self.labels]
        told = [labels if name == "labels" else getattr(self, name) for name in _FIELDS]
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str | bytes) -> "Entity":
        """The entity of a line of JSON.

        >>> entity = Entity("x", "X", ("Place",), (Label("X", "en"),))
        >>> Entity.from_json(entity.to_json()) == entity
        True
        """
        told = dict(zip(_FIELDS, json.loads(line), strict=True))
        labels = tuple(Label(*label) for label in told.pop("labels"))
        return cls(labels=labels, **{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()})


_FIELDS = tuple(field.name for field in fields(Entity))


def entity_id(iri: str) -> str:
    """The id of one of our IRIs; any other IRI is its own id.

    >>> entity_id("https://w3id.org/claimgraph/id/place/dia")
    'place.dia'
    """
    kind, _, slug = iri.removeprefix(ID).partition("/")
    return f"{kind}.{slug}" if iri.startswith(ID) and kind in KINDS else iri


def entity_iri(identifier: str) -> str | None:
    """The IRI of an id, or ``None`` when it is not of this form.

    >>> entity_iri("place.dia")
    'https://w3id.org/claimgraph/id/place/dia'
    """
    kind, _, slug = identifier.partition(".")
    return f"{ID}{kind}/{slug}" if kind in KINDS and SAFE_ID.fullmatch(slug) else None


def identifier_key(text: str) -> str | None:
    """One normal form for an identifier elsewhere or here, or ``None`` when the text is a name.

    >>> identifier_key("https://www.wikidata.org/wiki/Q912"), identifier_key("https://sws.geonames.org/2459176/")
    ('Q912', 'gn:2459176')
    >>> identifier_key("https://fr.wikipedia.org/wiki/Combat_de_Diafarab%C3%A9_et_Koumara")
    'wp:fr:combat de diafarabé et koumara'
    >>> identifier_key("place:dia"), identifier_key("https://w3id.org/claimgraph/id/place/dia"), identifier_key("Dia")
    ('place.dia', 'place.dia', None)
    """
    text = text.strip().strip("<>")
    if match := _QID.fullmatch(text):
        return match[1]
    if match := _GEONAMES.fullmatch(text):
        return f"gn:{match[1]}"
    if match := _WIKIPEDIA.fullmatch(text):
        return f"wp:{match[1]}:{unquote(match[2]).replace('_', ' ').strip().lower()}"
    ours = re.fullmatch(rf"(?:{re.escape(ID)})?({'|'.join(KINDS)})[.:/]([A-Za-z0-9._~-]+)", text)
    return f"{ours[1]}.{ours[2]}" if ours else None
