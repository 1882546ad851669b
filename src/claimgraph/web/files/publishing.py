"""The whole site as files: every page in every language, every document in every format, under relative links."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

from claimgraph.errors import ClaimgraphError, Misuse
from claimgraph.graph.shacl.vocabulary import SH
from claimgraph.store.catalogue import load_catalogue
from claimgraph.store.local import LocalStore, open_store
from claimgraph.terms import BASE
from claimgraph.views.description import NotInThisFormat, written
from claimgraph.views.surroundings import incoming
from claimgraph.views.tracing import TracedReader, TracedStore
from claimgraph.web import pages
from claimgraph.web.assets import ASSETS
from claimgraph.web.files import redirects
from claimgraph.web.files.folder import Written, put, read_manifest, sole_writer
from claimgraph.web.files.ledger import Counts, Ledger, Made, read_ledger, state_of, write_ledger
from claimgraph.web.holdings import Holdings
from claimgraph.web.links import StaticLinks, data_file, nanopublication_file, page_file, plain_file
from claimgraph.web.nanopublication import has_nanopublication, nanopublication
from claimgraph.web.query.files import catalogue_files
from claimgraph.web.resources import FORMATS, LANGUAGES, Resource, resource_of_path
from claimgraph.web.site import Site, robots
from claimgraph.web.sitemaps import sitemaps

#: Families whose pages are made of look-ups in the graph and of nothing else; the others are few.
OF_THE_GRAPH = frozenset({"thing", "concept", "scheme", "graph"})
#: The search page of the static site lists at most this many names: it is one file.
MOST_NAMES = 5_000

_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")
OfResource = Iterator[tuple[str, bytes | None]]


class NotPublishable(ClaimgraphError):
    """A graph that breaks its own rules."""

    exit_code = 1


@dataclass(frozen=True)
class Published:
    """What a run wrote, in the words of its last line."""

    events: int
    claims: int
    triples: int
    warnings: int
    pages: int
    rendered: int
    written: Written


def base_path(base_url: str | None) -> str:
    """The path of the address that the site will have, without the last slash.

    >>> base_path("https://example.org/attacks/")
    '/attacks'
    """
    if base_url is None:
        return ""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or not base_url.isprintable():
        raise Misuse(f"--base-url {base_url}: not the address of a site", "write it like https://example.org/attacks/")
    if not _PLAIN_PATH.fullmatch(parts.path):
        raise Misuse(f"--base-url {base_url}: a path that rules for web servers cannot hold", "use letters, digits and - . _ ~ / in it")
    return parts.path.rstrip("/")


def publish(root: Path, out: Path, base_url: str | None = None) -> Published:
    """Validate the graph under ``root`` and write its site into ``out``; violations leave the old site as it was.

    Pages are made again only where something that they were made of has changed; nothing is, where nothing has.
    """
    path = base_path(base_url)
    local = open_store(root)
    now = state_of(root, local.files, local.store, f"{base_url}")
    with sole_writer(out) as place:
        before = read_ledger(place)
        if before.counts and before.is_all_of(now, place):
            return Published(*before.counts, 0, Written(len(read_manifest(place)), 0, 0))
        holdings = Holdings(root, LocalStore(TracedStore(local.store), local.files), reader=TracedReader)  # type: ignore[arg-type]
        with closing(holdings):
            refuse_violations(holdings)
            site, resources = Site(holdings, path), holdings.resources()
            kept = {key: made for key, made in before.unchanged(now).items() if before.as_left(made, place)}
            renewal = Renewal(kept, now)
            done = put(place, files(site, resources, base_url, renewal))
            now.counts = counted(site, len(resources) * len(LANGUAGES))
            write_ledger(place, now)
    return Published(*now.counts, renewal.rendered * len(LANGUAGES), done)


def counted(site: Site, pages: int) -> Counts:
    """What is told of the graph."""
    warnings = site.holdings.report.counts().get(SH.Warning, 0)
    return Counts(site.headline.events, site.headline.claims, site.holdings.statistics.triples, warnings, pages)


def refuse_violations(holdings: Holdings) -> None:
    """Raise :class:`NotPublishable` when the graph has violations, the first of them told."""
    found = [one for one in holdings.report.findings if one.severity == SH.Violation]
    if found:
        first = found[0]
        told = f"{first.focus.value}: {first.message() or first.shape.value}"
        raise NotPublishable(f"{len(found)} violations, nothing was published; the first: {told}", "claimgraph check lists them all")


def files(site: Site, resources: list[Resource], base_url: str | None, of: Callable[[Site, Resource], OfResource] | None = None) -> OfResource:
    """Every file of the site with its content, in a fixed order; ``of`` gives those of one resource."""
    for language in LANGUAGES:
        yield from whole_pages(site, language)
    for resource in resources:
        yield from (of or of_resource)(site, resource)
    yield from documents(site, base_url, resources)


class Renewal:
    """The files of a resource, with no content where nothing that they were made of has changed (``kept``).

    What each resource is made of is noted in ``now``.
    """

    def __init__(self, kept: Mapping[str, Made], now: Ledger) -> None:
        self.kept, self.now = kept, now
        self.rendered = 0

    def __call__(self, site: Site, resource: Resource) -> OfResource:
        made, verdict = self.kept.get(resource.key), site.holdings.verdict(resource.iri)
        if made and made.verdict == verdict:
            self.now.made[resource.key] = made
            yield from ((name, None) for name in made.files)
            return
        self.rendered += 1
        with site.holdings.store.made_of() as lookups:  # type: ignore[attr-defined]
            found = list(of_resource(site, resource))
        if resource.family.name in OF_THE_GRAPH:
            self.now.made[resource.key] = Made(tuple(name for name, _ in found), frozenset(lookups), verdict)
        yield from found


def whole_pages(site: Site, language: str) -> Iterator[tuple[str, bytes]]:
    """The pages about no one resource, in one language."""
    here = plain_file("", language)
    links = StaticLinks(language, here)
    yield here, site.home_page(links, lambda other: links.at("", other)).encode()
    here = plain_file("search", language)
    links = StaticLinks(language, here)
    yield here, site.search_page(links, "", lambda other: links.at("search", other), MOST_NAMES).encode()


def of_resource(site: Site, resource: Resource) -> Iterator[tuple[str, bytes]]:
    """The pages and documents of one resource; a page more for every further fifty links into it."""
    last = incoming(site.holdings.reader, resource.iri, LANGUAGES[0]).pages
    for language, number in product(LANGUAGES, range(1, last + 1)):
        here = page_file(resource.key, language, number)
        links = StaticLinks(language, here)
        asked = pages.Asked(site.holdings, resource, links, number)
        page = pages.page(asked, lambda other, links=links: links.page(resource.key, other), site.alternates(resource, links))
        yield here, page.encode("utf-8", "replace")
    quads = site.holdings.quads(resource)
    for form in FORMATS:
        try:
            yield data_file(resource.key, form.extension), written(quads, form.syntax)
        except NotInThisFormat:
            continue
    if has_nanopublication(site.holdings.reader, resource.iri):
        yield nanopublication_file(resource.key), nanopublication(site.holdings.reader, resource.iri)


def documents(site: Site, base_url: str | None, resources: list[Resource]) -> Iterator[tuple[str, bytes]]:
    """Dumps, assets, and what robots and hosts want to know."""
    for dump in site.holdings.dumps.all:
        yield dump.name, dump.path.read_bytes()
    for name, (_, content) in ASSETS.items():
        yield f"static/{name}", content
    base = base_url.rstrip("/") + "/" if base_url else BASE
    yield from catalogue_files(site.holdings.store, load_catalogue(site.holdings.root))
    yield from sitemaps(base, [page_file(resource.key, LANGUAGES[0]) for resource in resources]).items()
    yield "robots.txt", robots(site.prefix, base).encode()
    dataset = resource_of_path("dataset")
    yield ".well-known/void", written(site.holdings.quads(dataset), FORMATS[0].syntax)
    for language in LANGUAGES:
        links = StaticLinks(language, plain_file("404", language), f"{site.prefix}/")
        yield plain_file("404", language), site.problem_page(links, 404, "", "", address=lambda other, links=links: links.at("404", other)).body
    withdrawn = [resource for resource in resources if site.holdings.withdrawn(resource)]
    yield "_redirects", redirects.redirects(site.prefix, withdrawn).encode()
    yield "_headers", redirects.headers(site.prefix).encode()
    yield ".htaccess", redirects.htaccess(site.prefix, resources, withdrawn).encode()
    yield "redirects.nginx", redirects.nginx(site.prefix, resources, withdrawn).encode()
    yield ".nojekyll", b""
