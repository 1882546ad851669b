"""Every address of the site → its answer, as plain functions of path, query and headers: live and static alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from urllib.parse import parse_qsl, quote, unquote

from claimgraph.errors import ClaimgraphError, UnreadableFile
from claimgraph.terms import BASE
from claimgraph.views.description import written
from claimgraph.views.home import read_home
from claimgraph.views.search import MOST_FOUND, Names
from claimgraph.views.statistics import headline
from claimgraph.web import answers, documents, pages
from claimgraph.web.answers import Answer, FileAnswer
from claimgraph.web.assets import ASSETS, asset, versions
from claimgraph.web.holdings import DATASET, Holdings
from claimgraph.web.links import Links, LiveLinks
from claimgraph.web.nanopublication import has_nanopublication, nanopublication
from claimgraph.web.negotiation import negotiate, negotiate_language
from claimgraph.web.preparation import NotPrepared, NotReady
from claimgraph.web.rendering import local_name, page_for, render
from claimgraph.web.resources import (
    BY_EXTENSION,
    BY_MEDIA_TYPE,
    FORMATS,
    HTML,
    LANGUAGES,
    Resource,
    escaped,
    resource_of_key,
    resource_of_path,
    unescaped,
)
from claimgraph.web.sentences import Sentences
from claimgraph.web.sitemaps import sitemaps
from claimgraph.web.wording import words_in

LICENCE = '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"'
NEGOTIATED = "Accept, Accept-Language"
MOST_PARAMETERS = 50
#: A dump larger than this is sent from disk.
MOST_HELD = 1024 * 1024
#: Families whose documents tell about the whole, which takes time to look at when it is large.
ABOUT_ALL = frozenset({"dataset", "report"})


@dataclass(frozen=True)
class Request:
    """What of a request an answer may depend on. ``path`` is as sent, percent-encoded, with its first slash."""

    path: str
    query: str = ""
    accept: str | None = None
    accept_language: str | None = None

    @property
    def parameters(self) -> Mapping[str, str]:
        """The last value of each parameter; what comes after :data:`MOST_PARAMETERS` is not looked at."""
        return dict(parse_qsl("&".join(self.query.split("&", MOST_PARAMETERS)[:MOST_PARAMETERS]))) if self.query else {}


class Site:
    """The pages and documents of some holdings, at the addresses of one table."""

    def __init__(self, holdings: Holdings, prefix: str = "") -> None:
        self.holdings = holdings
        self.prefix = prefix.rstrip("/")
        self._links = cache(self._links_in)
        self.names = Names(holdings.reader)
        self.headline = headline(holdings.store)

    # Links and languages

    def links(self, request: Request) -> LiveLinks:
        """Live links in the language that the address names, else the one the client prefers."""
        chosen = request.parameters.get("lang", "").partition("-")[0].lower() or None
        chosen = chosen if chosen in LANGUAGES else None
        return self._links(chosen or negotiate_language(request.accept_language, LANGUAGES), chosen)

    def _links_in(self, language: str, chosen: str | None) -> LiveLinks:
        return LiveLinks(language, chosen, self.prefix, versions())

    def alternates(self, resource: Resource, links: Links) -> list[tuple[str, str]]:
        """Media type and address of every representation of a resource as data."""
        return [(format.media_type, links.data(resource.key, format.extension)) for format in FORMATS]

    def link_header(self, resource: Resource, links: Links, alternates: list[tuple[str, str]] | None = None) -> str:
        """RFC 8288 links to every representation, the licence and the thing itself."""
        page = f'<{links.page(resource.key)}>; rel="alternate"; type="{HTML}"'
        data = [f'<{at}>; rel="alternate"; type="{media_type}"' for media_type, at in alternates or self.alternates(resource, links)]
        return ", ".join([page, *data, LICENCE, f'<{BASE}{quote(resource.path, safe="/-._~%")}>; rel="describes"'])

    # Addresses

    def thing(self, request: Request) -> Answer:
        """A canonical address: 303 to the page or the data document that the client wants (httpRange-14)."""
        resource = self._held(resource_of_path, request.path[1:])
        if resource is None:
            return self.not_found(request)
        links = self.links(request)
        wanted = negotiate(request.accept, resource.family.offered)
        if wanted is None:
            return self.not_acceptable(resource, links)
        if self.holdings.withdrawn(resource):
            gone = self._page(request, resource) if wanted == HTML else self._data(resource, BY_MEDIA_TYPE[wanted].extension, links)
            return Answer(410, gone.media_type, gone.body, dict(gone.headers) | {"Vary": NEGOTIATED}, cache=answers.NEGOTIATED_HERE)
        at = links.page(resource.key) if wanted == HTML else links.data(resource.key, BY_MEDIA_TYPE[wanted].extension)
        return answers.redirect(at, self.link_header(resource, links))

    def _held(self, resource_of: Callable[[str], Resource | None], address: str) -> Resource | None:
        """The resource that an address names: its letters beyond ASCII may come percent-encoded, or be so in the IRI itself."""
        for name in (unescaped(address), address):
            resource = resource_of(name)
            if resource and self.holdings.exists(resource):
                return resource
        return None

    def page(self, request: Request) -> Answer:
        """The HTML page of a resource."""
        resource = self._held(resource_of_key, request.path.removeprefix("/page/"))
        if resource is None:
            return self.not_found(request)
        return self._page(request, resource)

    def _wait_for_nothing(self) -> None:
        """Raise :class:`NotReady` while another process still counts and writes a large graph."""
        if not self.holdings.ready():
            raise NotReady("the report and the dumps of this graph are being made", "try again in a while")

    def _page(self, request: Request, resource: Resource) -> Answer:
        if resource.family.name in ABOUT_ALL:
            self._wait_for_nothing()
        links = self.links(request)
        number = request.parameters.get("in", "1")
        complete = not resource.key.startswith("event/") or self._is_complete()
        asked = pages.Asked(self.holdings, resource, links, int(number) if number.isdecimal() and len(number) < 5 else 1, complete)
        alternates = self.alternates(resource, links)
        body = pages.page(asked, lambda language: links.page(resource.key, language), alternates)
        status = 410 if self.holdings.withdrawn(resource) else 200
        headers = {"Vary": "Accept-Language", "Content-Language": links.language, "Link": self.link_header(resource, links, alternates)}
        return Answer(status, HTML, body.encode("utf-8", "replace"), headers, cache=answers.FRESH if complete else "no-store")

    def _is_complete(self) -> bool:
        """Whether the report of the whole graph is there; a page does without where it could not be made."""
        try:
            return self.holdings.ready()
        except NotPrepared:
            return False

    def data(self, request: Request) -> Answer:
        """The data document of a resource in the format that the address names."""
        key, _, extension = request.path.removeprefix("/data/").rpartition(".")
        resource = self._held(resource_of_key, key)
        if resource is None or extension not in {format.extension for format in FORMATS}:
            return self.not_found(request)
        return self._data(resource, extension, self.links(request))

    def _data(self, resource: Resource, extension: str, links: Links) -> Answer:
        if resource.family.name in ABOUT_ALL:
            self._wait_for_nothing()
        format = BY_EXTENSION[extension]
        body = written(self.holdings.quads(resource), format.syntax)
        status = 410 if self.holdings.withdrawn(resource) else 200
        return Answer(status, format.media_type, body, {"Link": self.link_header(resource, links)})

    def nanopublication(self, request: Request) -> Answer:
        """The nanopublication of a claim: a document, so it answers at its own IRI, and at that with its ending."""
        key = "claim/" + unescaped(request.path.removeprefix("/np/")).removesuffix(".trig")
        resource = resource_of_key(key)
        if resource is None or not has_nanopublication(self.holdings.reader, resource.iri):
            return self.not_found(request)
        body = nanopublication(self.holdings.reader, resource.iri)
        return Answer(200, "application/trig", body, {"Link": self.link_header(resource, self.links(request))})

    def home(self, request: Request) -> Answer:
        """The front page; data about the whole for those who ask for data."""
        wanted = negotiate(request.accept, (HTML, *(format.media_type for format in FORMATS)))
        resource = resource_of_path("dataset")
        links = self.links(request)
        if wanted is None:
            return self.not_acceptable(resource, links)
        if wanted != HTML:
            return answers.redirect(links.data("dataset", BY_MEDIA_TYPE[wanted].extension), self.link_header(resource, links))
        headers = {"Vary": NEGOTIATED, "Content-Language": links.language, "Link": self.link_header(resource, links)}
        ready = self._is_complete()
        page = self.home_page(links, lambda language: links.at("", language), complete=ready)
        return Answer(200, HTML, page.encode("utf-8", "replace"), headers, cache=answers.NEGOTIATED_HERE if ready else "no-store")

    def home_page(self, links: Links, address: object, complete: bool = True) -> str:
        """The front page as HTML; without downloads and quality while a large graph's are still being made."""
        view = read_home(self.holdings.reader, links.language, self.headline)
        counts = {local_name(severity.value): count for severity, count in self.holdings.report.counts().items()} if complete else None
        return render(
            "home.html", links, view=view, say=Sentences(page_for(links)), dumps=self.holdings.dumps.all if complete else (), counts=counts,
            filters=[(name, name, options) for name, options in view.choices], canonical=BASE, address=address,
            alternates=self.alternates(resource_of_path("dataset"), links), description=words_in(links.language).home_lead,
            json_ld=pages.embedded(documents.schema_org_dataset(self.holdings, DATASET.value, links.language)) if complete else None,
        )  # fmt: skip

    def void(self, request: Request) -> Answer:
        """The well-known address of the dataset's description."""
        return self.thing(Request("/dataset", request.query, request.accept, request.accept_language))

    def search(self, request: Request) -> Answer:
        """Names that hold what is asked."""
        links = self.links(request)
        asked = page_for(links).plain_text(request.parameters.get("q", "")[:200]).strip()
        headers = {"Vary": "Accept-Language", "Content-Language": links.language}
        return Answer(200, HTML, self.search_page(links, asked, lambda language: links.at("search", language)).encode("utf-8", "replace"), headers)

    def search_page(self, links: Links, asked: str, address: object, most: int = MOST_FOUND) -> str:
        """The search page as HTML."""
        found = self.names.entries(links.language, asked, most + 1)
        return render("search.html", links, entries=found[:most], more=len(found) > most, asked=asked, address=address, indexed=not asked)

    def dump(self, request: Request) -> Answer:
        """Everything in one file."""
        self._wait_for_nothing()
        dump = self.holdings.dumps.of(request.path.rpartition(".")[2])
        if dump is None:
            return self.not_found(request)
        headers = {"Link": f"{LICENCE}, <{BASE}dataset>; rel=\"describedby\"", "Content-Disposition": f'inline; filename="claimgraph.{dump.format.extension}"'}
        if dump.size > MOST_HELD:
            return FileAnswer(200, dump.format.media_type, b"", headers, path=dump.path, size=dump.size, digest=dump.sha256)
        return Answer(200, dump.format.media_type, dump.path.read_bytes(), headers)

    def sitemap(self, request: Request) -> Answer:
        """The pages, for search engines: canonical addresses, which lead here."""
        content = self._sitemaps.get(request.path[1:])
        return Answer(200, "application/xml", content) if content else self.not_found(request)

    @cached_property
    def _sitemaps(self) -> dict[str, bytes]:
        return sitemaps(BASE, [f"page/{escaped(resource.key)}" for resource in self.holdings.resources()])

    def robots(self, request: Request) -> Answer:
        """Everybody may read; nobody needs to run queries to do so."""
        return Answer(200, "text/plain", robots(self.prefix).encode())

    def asset(self, request: Request) -> Answer:
        """A file of the static folder."""
        found = ASSETS.get(request.path.removeprefix("/static/"))
        if found is None:
            return self.not_found(request)
        return asset(found, cache=answers.FOREVER if request.query.startswith("v=") else answers.FRESH)

    # Errors

    def not_found(self, request: Request) -> Answer:
        """Nothing here: names that are near, for people; problem details, for machines."""
        if moved := self._without_slash(request):
            return moved
        links = self.links(request)
        asked = unquote(request.path.strip("/"), errors="replace")[:200]
        near = self.names.near(asked.partition("/")[2] or asked)
        if not wants_page(request):
            return answers.problem(404, "Not found", "nothing is kept at this address", near=near)
        # One slash at the beginning: two would name another host.
        here = lambda language: f"{self.prefix}/{request.path.lstrip('/')}?lang={language}"  # noqa: E731
        return self.problem_page(links, 404, "", asked, near=[self.holdings.reader.link(iri, links.language) for iri in near], address=here)

    def _without_slash(self, request: Request) -> Answer | None:
        """Where an address with slashes behind it was meant without them."""
        path = request.path[1:].rstrip("/")
        if not path or not request.path.endswith("/"):
            return None
        is_page = path.startswith("page/")
        resource = self._held(resource_of_key, path.removeprefix("page/")) if is_page else self._held(resource_of_path, path)
        if resource is None:
            return None
        at = f"{self.prefix}/{'page/' + escaped(resource.key) if is_page else escaped(resource.path)}"
        return Answer(301, "text/plain", at.encode(), {"Location": at + (f"?{request.query}" if request.query else "")})

    def problem_page(self, links: Links, status: int, heading: str, detail: str, **values: object) -> Answer:
        """An error as a page."""
        given = {"near": ()} | values
        body = render("problem.html", links, status=status, heading=heading, detail=detail, asked=detail, indexed=False, **given)
        return Answer(status, HTML, body.encode("utf-8", "replace"), {"Vary": NEGOTIATED, "Content-Language": links.language}, cache="no-store")

    def not_acceptable(self, resource: Resource, links: Links) -> Answer:
        """None of the formats is wanted: the list of those there are."""
        choices = [{"type": HTML, "address": links.page(resource.key)}, *({"type": t, "address": at} for t, at in self.alternates(resource, links))]
        answer = answers.problem(406, "Not acceptable", "this is not to be had in any of the formats asked for", formats=choices)
        return Answer(406, answer.media_type, answer.body, {"Vary": "Accept", "Link": self.link_header(resource, links)}, cache="no-store")

    def failed(self, request: Request, error: ClaimgraphError) -> Answer:
        """An error of ours, told without where in the machine it happened (T30)."""
        if isinstance(error, UnreadableFile):
            return answers.problem(500, "Server error", "a file of this site cannot be read")
        if wants_page(request):
            told = self.problem_page(self.links(request), error.status, error.message, error.hint or "")
        else:
            told = answers.problem(error.status, type(error).__name__, error.message, **({"hint": error.hint} if error.hint else {}))
        if isinstance(error, NotReady):
            return replace(told, headers=dict(told.headers) | {"Retry-After": str(error.retry_after)})
        return told


def wants_page(request: Request) -> bool:
    """Whether an error is for a person to read."""
    return negotiate(request.accept, ("application/problem+json", HTML)) == HTML


def robots(prefix: str, base: str = BASE) -> str:
    """What robots may read."""
    kept_out = "".join(f"Disallow: {prefix}/{part}\n" for part in ("sparql", "reconcile", "search?"))
    return f"User-agent: *\n{kept_out}Sitemap: {base}sitemap.xml\n"


