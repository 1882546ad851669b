"""From canonical IRIs to where the site runs: live addresses, or relative paths between files."""

import hashlib
import posixpath
import re
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlsplit

from claimgraph.web.resources import LANGUAGES, escaped, resource_of_iri

#: Schemes that a page makes clickable; anything else is shown as text (T15).
CLICKABLE = ("http", "https", "mailto")
# No dot: "x.fr" would be a page's file name in French.
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
#: Names that some file system gives a meaning of its own.
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
MOST_LETTERS = 120


def file_name(part: str) -> str:
    """A safe file name for one part of a key: itself when it is plain, else a hash of it (T21).

    Lower case only, so that names differ on file systems that fold case; never a path, never hidden.

    >>> file_name("dia-diafarabe-attack")
    'dia-diafarabe-attack'
    >>> file_name("..").startswith("~")
    True
    """
    if _PLAIN.match(part) and len(part) <= MOST_LETTERS and part not in _RESERVED:
        return part
    return "~" + hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def file_key(key: str) -> str:
    """A key as a path of safe file names."""
    return "/".join(map(file_name, key.split("/")))


class Links(Protocol):
    """Where things are, seen from one page."""

    language: str
    static: bool

    def page(self, key: str, language: str | None = None) -> str:
        """The page of a resource, in another language if one is given."""

    def page_of_links(self, key: str, number: int) -> str:
        """The page of a resource with so many times fifty of the links into it turned over."""

    def nanopublication(self, key: str) -> str:
        """The nanopublication of a claim."""

    def data(self, key: str, extension: str) -> str:
        """The data document of a resource."""

    def at(self, path: str) -> str:
        """A page or file by its path, such as ``search`` or ``dump.ttl``; ``""`` is the home page."""

    def asset(self, name: str) -> str:
        """A file of the static folder."""


def href(links: Links, iri: str) -> str | None:
    """Where a link to an IRI leads, ``None`` when it must not be clicked."""
    resource = resource_of_iri(iri)
    if resource:
        fragment = iri.partition("#")[2]
        return links.page(resource.key) + (f"#{quote(fragment)}" if fragment else "")
    return iri if urlsplit_scheme(iri) in CLICKABLE else None


def urlsplit_scheme(iri: str) -> str:
    """The scheme of an IRI in lower case, "" for what cannot be split."""
    try:
        return urlsplit(iri).scheme.lower()
    except ValueError:
        return ""


@dataclass(frozen=True)
class LiveLinks:
    """Addresses of the running server under ``prefix``; ``chosen`` is the language that the address itself names."""

    language: str
    chosen: str | None = None
    prefix: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    static = False

    def _in(self, language: str | None) -> str:
        language = language or self.chosen
        return f"?lang={language}" if language else ""

    def page(self, key: str, language: str | None = None) -> str:
        return f"{self.prefix}/page/{escaped(key)}{self._in(language)}"

    def page_of_links(self, key: str, number: int) -> str:
        at = self.page(key)
        return f"{at}{'&' if '?' in at else '?'}in={number}"

    def nanopublication(self, key: str) -> str:
        return f"{self.prefix}/np/{escaped(key.partition('/')[2])}.trig"

    def data(self, key: str, extension: str) -> str:
        return f"{self.prefix}/data/{escaped(key)}.{extension}"

    def at(self, path: str, language: str | None = None) -> str:
        is_page = "." not in path
        return f"{self.prefix}/{path}{self._in(language) if is_page else ''}"

    def asset(self, name: str) -> str:
        version = dict(self.versions).get(name)
        return f"{self.prefix}/static/{name}" + (f"?v={version}" if version else "")


@dataclass(frozen=True)
class StaticLinks:
    """Relative paths from one file of the static site: they work from a plain file server and from disk.

    ``top`` makes them absolute, for the one page that a host shows at any depth.
    """

    language: str
    here: str
    top: str | None = None
    chosen = None
    static = True

    def _to(self, path: str) -> str:
        if self.top is not None:
            return quote(self.top + path, safe="/-._~")
        return quote(posixpath.relpath(path, posixpath.dirname(self.here) or "."), safe="/" + "-._~")

    def page(self, key: str, language: str | None = None) -> str:
        return self._to(page_file(key, language or self.language))

    def page_of_links(self, key: str, number: int) -> str:
        return self._to(page_file(key, self.language, number))

    def nanopublication(self, key: str) -> str:
        return self._to(nanopublication_file(key))

    def data(self, key: str, extension: str) -> str:
        return self._to(data_file(key, extension))

    def at(self, path: str, language: str | None = None) -> str:
        return self._to(path if "." in path else plain_file(path, language or self.language))

    def asset(self, name: str) -> str:
        return self._to(f"static/{name}")


def _suffix(language: str) -> str:
    return ".html" if language == LANGUAGES[0] else f".{language}.html"


def page_file(key: str, language: str, number: int = 1) -> str:
    """The file of a page in the static site; from the second ``number`` on, with further links into the thing.

    No slug has a dot in its file name, so none looks like a further page of another.

    >>> page_file("place/mali", "fr"), page_file("place/mali", "fr", 2)
    ('page/place/mali.fr.html', 'page/place/mali.in2.fr.html')
    """
    return f"page/{file_key(key)}{f'.in{number}' if number > 1 else ''}{_suffix(language)}"


def data_file(key: str, extension: str) -> str:
    """The file of a data document in the static site."""
    return f"data/{file_key(key)}.{extension}"


def nanopublication_file(key: str) -> str:
    """The file of a claim's nanopublication in the static site."""
    return f"np/{file_name(key.partition('/')[2])}.trig"


def plain_file(path: str, language: str) -> str:
    """The file of a page that is about no one resource: ``""`` is index.html."""
    return (path or "index") + _suffix(language)


