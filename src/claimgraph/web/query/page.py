"""``/query``: the editor; ``/queries``: the catalogue, each question a page with its answer and the same as data."""

import json
import tomllib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from claimgraph.errors import ClaimgraphError, NotFound
from claimgraph.store.answering import BEGINNING, FIRST_ROWS, SPREADSHEET
from claimgraph.store.catalogue import CatalogueQuery, bind
from claimgraph.store.workers import outcomes
from claimgraph.store.workers.limits import TOLD
from claimgraph.views.map import boundaries
from claimgraph.views.reading import Text
from claimgraph.web.answers import CONTENT_SECURITY
from claimgraph.web.assets import versions
from claimgraph.web.limits import client_of
from claimgraph.web.links import Links, LiveLinks
from claimgraph.web.negotiation import negotiate, negotiate_language
from claimgraph.web.openapi import openapi
from claimgraph.web.problems import problem, problem_members, retry_after
from claimgraph.web.query.catalogue import by_theme, catalogue_json, executables_in
from claimgraph.web.query.results import read_table
from claimgraph.web.rendering import Page, render
from claimgraph.web.resources import HTML, LANGUAGES
from claimgraph.web.sparql.endpoint import as_response
from claimgraph.web.sparql.formats import BY_EXTENSION, GRAPHS, JSON, OFFERED
from claimgraph.web.sparql.request import read_operation
from claimgraph.web.sparql.service import Answer, NotAcceptable, SparqlService, unless_gone
from claimgraph.web.wording import Words

QUERY_TEXT = "application/sparql-query"
HEADERS = {"Vary": "Accept, Accept-Language", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": CONTENT_SECURITY, "Referrer-Policy": "strict-origin-when-cross-origin"}
#: what every problem kind is, for the page about limits
KINDS = (
    outcomes.TimeLimit, outcomes.MemoryLimit, outcomes.ResultLimit, outcomes.MalformedQuery, outcomes.RefusedQuery,
    outcomes.NotInThisFormat, outcomes.ClientLimit, outcomes.Busy, outcomes.Crash,
)  # fmt: skip
#: what stands in the empty editor
FIRST = """PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <http://schema.org/>

# Who says how many, in their own words?
SELECT ?claimantName ?quantifier ?figure ?text
WHERE {
  ?claim a cg:CasualtyClaim ;
    cg:quantifier ?quantifier ;
    schema:text ?text .
  OPTIONAL { ?claim cg:figure ?figure }
  OPTIONAL {
    ?claim cg:claimant/rdfs:label ?claimantName
    FILTER (LANG(?claimantName) = "en")
  }
  FILTER (LANG(?text) = "en")
}
ORDER BY ?claimantName ?figure
LIMIT 50
"""


@cache
def words_in(language: str) -> Words:
    """The words of these pages in one language."""
    table = tomllib.loads(files("claimgraph.web.query").joinpath("words.toml").read_text(encoding="utf-8"))
    words = Words({key: texts[language] for key, texts in table.items()})
    words.language = language
    return words


@cache
def outlines() -> bytes:
    """The regions as rings of [longitude, latitude], for the map of a result."""
    return json.dumps([[[round(x, 3), round(y, 3)] for x, y in ring] for _, ring in boundaries()], separators=(",", ":")).encode()


def links_of(request: Request, prefix: str = "") -> LiveLinks:
    """Live links in the language that the address names, else the one the client prefers."""
    chosen = request.query_params.get("lang")
    chosen = chosen if chosen in LANGUAGES else None
    return LiveLinks(chosen or negotiate_language(request.headers.get("accept-language"), LANGUAGES), chosen, prefix, versions())


def page_response(template: str, links: LiveLinks, status: int = 200, **values: object) -> Response:
    """A page with its headers of safety."""
    content = render(template, links, q=words_in(links.language), **values)
    return Response(content.encode("utf-8", "replace"), status, HEADERS | {"Cache-Control": "no-cache"}, media_type="text/html; charset=utf-8")


def data_response(content: bytes, media_type: str, **headers: str) -> Response:
    """A document that anybody may read."""
    return Response(content, 200, {"Cache-Control": "public, max-age=60", "X-Content-Type-Options": "nosniff", "Access-Control-Allow-Origin": "*", "Vary": "Accept"} | headers, media_type=media_type)


@dataclass(frozen=True)
class QueryPages:
    """The pages over one service and one catalogue."""

    service: SparqlService
    catalogue: Mapping[str, CatalogueQuery]

    async def editor(self, request: Request) -> Response:
        links = links_of(request, self.service.prefix)
        words = json.dumps(words_in(links.language), ensure_ascii=False).replace("<", "\\u003c")
        return page_response(
            "query.html", links, themes=by_theme(self.catalogue), limits=self._limits(links), endpoint=self.service.endpoint,
            text=request.query_params.get("query") or FIRST, words_json=Markup(words), address=_address(request, self.service.prefix),
        )  # fmt: skip

    async def limits(self, request: Request) -> Response:
        limits = self.service.limits
        examples = {
            outcomes.TimeLimit: outcomes.TimeLimit.after(limits.seconds), outcomes.MemoryLimit: outcomes.MemoryLimit.of(limits),
            outcomes.ResultLimit: outcomes.ResultLimit.of(limits, "rows"), outcomes.NotInThisFormat: outcomes.NotInThisFormat.of_xml(),
        }  # fmt: skip
        kinds = [{"slug": kind.slug, "title": kind.title, "status": kind.status, **_told(kind, examples.get(kind))} for kind in KINDS]
        links = links_of(request, self.service.prefix)
        return page_response("query-limits.html", links, limits=self._limits(links), kinds=kinds, address=_address(request, self.service.prefix))

    def _limits(self, links: Links) -> tuple[tuple[str, str], ...]:
        words = words_in(links.language)
        return self.service.limits.told({name: (words[f"limit_{name}"], words[f"limit_{name}_most"]) for name in TOLD})

    async def spreadsheet(self, request: Request) -> Response:
        operation = await read_operation(request, self.service.limits)
        if operation is None:
            raise NotFound("no query given", "send it as the parameter query")
        found = await self.service.looked_at(operation.query)
        if found.form in ("construct", "describe"):
            raise NotAcceptable(OFFERED[found.form])
        return _spreadsheet(await self._answer(request, operation.query, SPREADSHEET, default_graphs=operation.default_graphs, named_graphs=operation.named_graphs), "result")

    async def index(self, request: Request) -> Response:
        extension = request.path_params.get("extension")
        offered = (*GRAPHS, "application/json", HTML)
        wanted = {"json": "application/json", **{k: v for k, v in BY_EXTENSION.items() if v in GRAPHS}}.get(extension) if extension else negotiate(request.headers.get("accept"), (HTML, *offered))
        if wanted is None:
            raise NotFound(f"no format {extension}", "ttl or json") if extension else NotAcceptable(offered)
        if wanted == HTML:
            return page_response("queries.html", links_of(request, self.service.prefix), themes=by_theme(self.catalogue), address=_address(request, self.service.prefix))
        if wanted == "application/json":
            return data_response(catalogue_json(self.catalogue), wanted)
        return data_response(executables_in(self.catalogue, self.service.base, wanted), wanted)

    async def one(self, request: Request) -> Response:
        name, _, extension = request.path_params["name"].partition(".")
        query = self.catalogue.get(name)
        if query is None:
            raise NotFound(f"no query {name} in the catalogue", "all of them are at /queries")
        values = {key: value for key, value in request.query_params.items() if value}
        if extension:
            return await self._data(request, query, values, extension)
        data = tuple(kind for kind in OFFERED[query.form] if kind != HTML)
        wanted = negotiate(request.headers.get("accept"), (*data, HTML, QUERY_TEXT))
        if wanted is None:
            raise NotAcceptable((*data, HTML, QUERY_TEXT))
        if wanted == HTML:
            return await self._page(request, query, values)
        if wanted == QUERY_TEXT:
            return data_response(bind(query, values).encode(), QUERY_TEXT)
        return as_response(await self._answer(request, bind(query, values), wanted), name)

    async def _data(self, request: Request, query: CatalogueQuery, values: dict[str, str], extension: str) -> Response:
        if values:
            bind(query, query.examples | values)  # a description needs no values, but wrong ones are told
        if extension == "rq":
            return data_response(bind(query, values).encode(), QUERY_TEXT)
        if extension == "spreadsheet.csv" and query.form == "select":
            return _spreadsheet(await self._answer(request, bind(query, values), SPREADSHEET), query.name)
        wanted = BY_EXTENSION.get(extension)
        if wanted in GRAPHS and query.form == "select":  # rows are no graph: what the query itself is
            return data_response(executables_in({query.name: query}, self.service.base, wanted), wanted)
        if wanted not in OFFERED[query.form]:
            raise NotFound(f"{query.name} has no {extension}", f"its formats: {', '.join(extensions(query))}")
        return as_response(await self._answer(request, bind(query, values), wanted), query.name)

    async def _page(self, request: Request, query: CatalogueQuery, values: dict[str, str]) -> Response:
        links = links_of(request, self.service.prefix)
        values = values_for_page(query, values, links.language)
        status, bound, body, wrong, later = 200, None, None, None, {}
        try:
            bound = bind(query, values)
            body = (await self._answer(request, bound, BEGINNING if query.form == "select" else "text/turtle")).body
        except ClaimgraphError as error:
            status, wrong, later = error.status, {"hint": None} | problem_members(error), retry_after(error)
        shown = question_values(query, links, values, bound, body)
        page = page_response("catalogue-query.html", links, status, **shown | {"problem": wrong, "address": _address(request, self.service.prefix)})
        page.headers.update(later)
        return page

    async def _answer(self, request: Request, text: str, media_type: str, **dataset: Sequence[str] | None) -> Answer:
        answer = await unless_gone(request.receive, self.service.answer(text, media_type, client=client_of(request.scope), **dataset))
        if not isinstance(answer, Answer):
            raise outcomes.Busy("the client has left")
        return answer


def question_values(query: CatalogueQuery, links: Links, values: Mapping[str, str], bound: str | None, body: bytes | None) -> dict[str, object]:
    """What the page of a question shows: its form, its answer (SPARQL JSON, or Turtle of a graph) and its query."""
    table = read_table(body) if body is not None and query.form == "select" else None
    text = body.decode("utf-8", "replace") if body is not None and query.form != "select" else None
    return {
        "query": query, "values": values, "asked": "?" + urlencode(values) if values else "", "extensions": extensions(query), "most_shown": FIRST_ROWS,
        "cell": _cell(Page(links)), "in_editor": urlencode({"query": bound or ""}), "bound": bound, "table": table, "text": text, "problem": None,
    }  # fmt: skip


def extensions(query: CatalogueQuery) -> tuple[str, ...]:
    """The suffixes of a query's address."""
    return ("csv", "spreadsheet.csv", "tsv", "json", "xml", "ttl", "rq") if query.form == "select" else ("ttl", "nt", "jsonld", "rdf", "rq")


def _spreadsheet(answer: Answer, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}-spreadsheet.csv"'}
    return data_response(answer.body, "text/csv; charset=utf-8; header=present", **headers)


def _told(kind: type[outcomes.QueryFailure], example: outcomes.QueryFailure | None) -> dict[str, str]:
    if example:
        return {"message": example.message, "hint": example.hint or ""}
    hints = {"malformed": "the answer names line and column", "refused": "SELECT, ASK, CONSTRUCT or DESCRIBE over this dataset alone", "client-limit": "wait as long as Retry-After says",
             "busy": "try again after some seconds", "crash": "simplify the query, and report it"}  # fmt: skip
    return {"message": (kind.__doc__ or "").partition("\n")[0], "hint": hints[kind.slug]}


def values_for_page(query: CatalogueQuery, values: dict[str, str], language: str) -> dict[str, str]:
    """Values that make a page worth looking at: examples where one is needed, names in the reader's language."""
    by_name = {parameter.name: parameter for parameter in query.parameters}
    values = {name: value for name, value in values.items() if name in by_name}
    names = by_name.get("lang")
    if names and values.get("lang") not in names.choices:
        values["lang"] = language if language in names.choices else names.default or "en"
    return query.examples | values


def _cell(page: Page) -> Callable[[dict[str, str]], Markup]:
    def cell(binding: dict[str, str]) -> Markup:
        if binding["type"] == "uri":
            return page.term(binding["value"])
        return page.label(Text(binding["value"], binding.get("xml:lang", "")))

    return cell


def _address(request: Request, prefix: str) -> Callable[[str], str]:
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    return lambda language: f"{prefix}{request.url.path}?{urlencode([*kept, ('lang', language)])}"


def query_routes(service: SparqlService, catalogue: Mapping[str, CatalogueQuery]) -> list[Route]:
    """Editor, catalogue and limits as routes for the application to mount."""
    pages = QueryPages(service, catalogue)

    def safely(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            try:
                return await answer(request)
            except ClaimgraphError as error:
                return problem(error)

        return answered

    async def outlines_of(_: Request) -> Response:
        return data_response(outlines(), "application/json")

    @cache
    def description() -> bytes:
        return openapi(service.base, service.limits, catalogue)

    async def described(_: Request) -> Response:
        return data_response(description(), "application/vnd.oai.openapi+json;version=3.1")

    read = ["GET", "HEAD"]
    return [
        Route("/query", safely(pages.editor), methods=read),
        Route("/query/limits", safely(pages.limits), methods=read),
        Route("/query/outlines.json", outlines_of, methods=read),
        Route("/query/spreadsheet.csv", safely(pages.spreadsheet), methods=[*read, "POST"]),
        Route("/queries", safely(pages.index), methods=read),
        Route("/queries.{extension}", safely(pages.index), methods=read),
        Route("/queries/{name}", safely(pages.one), methods=read),
        Route("/openapi.json", described, methods=read),
    ]
