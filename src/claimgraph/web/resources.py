"""The one table of resources and their representations: it drives routes, static files and tests.

A resource has a canonical IRI, an address that negotiates, one page and one data document per format.
Its *key* is what is common to them: ``event/dia-diafarabe-attack``, ``code/role``, ``ns``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode, RdfFormat

from claimgraph.terms import BASE, KINDS


@dataclass(frozen=True)
class Format:
    """One RDF syntax: how it is named in addresses, headers and to readers."""

    extension: str
    media_type: str
    name: str
    syntax: RdfFormat


#: In order of preference: the first is the answer to ``*/*``.
FORMATS = (
    Format("ttl", "text/turtle", "Turtle", RdfFormat.TURTLE),
    Format("jsonld", "application/ld+json", "JSON-LD", RdfFormat.JSON_LD),
    Format("nt", "application/n-triples", "N-Triples", RdfFormat.N_TRIPLES),
    Format("rdf", "application/rdf+xml", "RDF/XML", RdfFormat.RDF_XML),
    Format("trig", "application/trig", "TriG", RdfFormat.TRIG),
)
#: N-Quads is offered for the whole only: a description has one graph too few to need it.
DUMP_FORMATS = (*FORMATS, Format("nq", "application/n-quads", "N-Quads", RdfFormat.N_QUADS))
HTML = "text/html"
BY_EXTENSION = {format.extension: format for format in DUMP_FORMATS}
BY_MEDIA_TYPE = {format.media_type: format for format in DUMP_FORMATS}
LANGUAGES = ("en", "fr", "ar")

_REST = r"[^/?#]+"


@dataclass(frozen=True)
class Family:
    """One row: which canonical IRIs, the key they have, and whether people or machines come first.

    ``path`` is a pattern over the IRI without :data:`~claimgraph.terms.BASE`; a named group ``key`` in it is the key,
    else the whole path is.
    """

    name: str
    path: re.Pattern[str]
    example: str
    html_first: bool = False

    @property
    def offered(self) -> tuple[str, ...]:
        """Media types in our order of preference."""
        data = tuple(format.media_type for format in FORMATS)
        return (HTML, *data) if self.html_first else (*data, HTML)


FAMILIES = (
    Family("thing", re.compile(rf"id/(?P<key>(?:{'|'.join(KINDS)})/{_REST})"), "id/place/dia"),
    Family("concept", re.compile(rf"code/[a-z-]+/{_REST}"), "code/casualty-type/killed"),
    Family("scheme", re.compile(r"code/[a-z0-9-]+"), "code/casualty-type"),
    Family("schemes", re.compile(r"code"), "code"),
    Family("graph", re.compile(rf"graph/{_REST}(?:/{_REST})?"), "graph/gazetteer"),
    Family("ontology", re.compile(r"ns(?:/[0-9]+(?:\.[0-9]+)*)?"), "ns"),
    Family("shapes", re.compile(r"shapes"), "shapes"),
    Family("dataset", re.compile(r"dataset"), "dataset"),
    Family("report", re.compile(r"report"), "report"),
)
_KEYED = re.compile(rf"(?:{'|'.join(KINDS)})/{_REST}")
#: Percent-encoded: what lies beyond ASCII, and letters, digits, "-", ".", "_" and "~".
_ENCODED = re.compile("(?:%(?:[89A-Fa-f][0-9A-Fa-f]|2[DEde]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee]))+")
#: What a slug may hold besides letters and digits without being percent-encoded in an address.
_SAFE = "-._~!$&'()*+,;=:@"


@dataclass(frozen=True)
class Resource:
    """One thing the site tells about."""

    family: Family
    key: str

    @property
    def path(self) -> str:
        """Its IRI without the base, which is also the address that negotiates, without the slash."""
        return f"id/{self.key}" if self.family.name == "thing" else self.key

    @property
    def iri(self) -> str:
        """The canonical IRI."""
        return BASE + self.path


@lru_cache(maxsize=50_000)
def resource_of_path(path: str) -> Resource | None:
    """The resource whose IRI is ``BASE + path``, whether it exists or not.

    >>> resource_of_path("id/place/dia").key
    'place/dia'
    >>> resource_of_path("id/place/../dia") is None
    True
    """
    for family in FAMILIES:
        match = family.path.fullmatch(path)
        if match and _is_iri(BASE + path):
            return Resource(family, match.groupdict().get("key") or path)
    return None


def _is_iri(text: str) -> bool:
    """Whether the store could hold this name at all: an address may hold any code point, an IRI may not."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def resource_of_key(key: str) -> Resource | None:
    """The resource of a key."""
    return resource_of_path(f"id/{key}" if _KEYED.fullmatch(key) else key)


@lru_cache(maxsize=50_000)
def resource_of_iri(iri: str) -> Resource | None:
    """The resource that tells about one of our IRIs; a term of the ontology is told about by the ontology."""
    if not iri.startswith(BASE):
        return None
    return resource_of_path(iri[len(BASE) :].partition("#")[0])


@lru_cache(maxsize=50_000)
def escaped(key: str) -> str:
    """A key as the path of an address."""
    return quote(key, safe="/" + _SAFE + "%")


def unescaped(path: str) -> str:
    """The key that an address names: letters beyond ASCII come percent-encoded, and those that need not be may be
    (RFC 3986 section 6.2.2.2); the rest stays as it is.

    >>> unescaped("place/diafarab%C3%A9"), unescaped("place/%64ia"), unescaped("actor/a%2Fb")
    ('place/diafarabé', 'place/dia', 'actor/a%2Fb')
    """
    return _ENCODED.sub(lambda match: unquote(match[0], errors="replace"), path)
