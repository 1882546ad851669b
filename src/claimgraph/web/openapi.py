"""The HTTP interface as OpenAPI 3.1: every address that may be read, its parameters, formats and errors."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from claimgraph import __version__
from claimgraph.store.catalogue import CatalogueQuery
from claimgraph.store.parameters import Parameter
from claimgraph.store.workers.limits import Limits
from claimgraph.terms import KINDS, SCHEMES
from claimgraph.web.problems import MEDIA_TYPE
from claimgraph.web.resources import DUMP_FORMATS, FORMATS, HTML
from claimgraph.web.sparql.formats import CSV, GRAPHS, JSON, TSV, XML
from claimgraph.web.sparql.request import FORM, QUERY

Node = dict[str, Any]
RESULTS = (JSON, XML, CSV, TSV, *GRAPHS)
PROBLEM = {"$ref": "#/components/schemas/Problem"}
#: status → what it says, for the answers that any address may give
ALWAYS = {
    404: "Nothing is there; the nearest names are told.", 405: "Only what is described here may be done.", 406: "None of the formats asked for is offered.",
    408: "The request did not arrive in time.", 414: "The address is too long.", 421: "The server does not answer for this host.",
    501: "The body comes in a transfer coding that is not read.",
}  # fmt: skip
QUERIED = ALWAYS | {
    400: "The query, or a value, is not well formed: line, column and the way out are told.", 403: "An update: the endpoint is read only.", 413: "A result or a need for memory above the limit.",
    415: "A body of no type that holds a query.", 429: "One client's share is used up: Retry-After says until when.", 500: "The query ended the engine's worker.",
    502: "The store behind the site gave no whole result.", 503: "All workers are at work, or the store behind the site is away.", 504: "The query was ended at the time limit.",
}  # fmt: skip
#: a query and a batch that are well formed, for whoever tries the service by its description
EXAMPLE = "SELECT ?thing ?name { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?name } ORDER BY ?thing LIMIT 5"
BATCH = '{"q0": {"query": "Segou", "limit": 3}}'
SUFFIXES = {"json": "application/sparql-results+json", "csv": CSV, "tsv": TSV, "xml": XML, "ttl": "text/turtle", "rq": QUERY, "spreadsheet.csv": CSV}


def _content(media_types: Iterable[str]) -> Node:
    return {media_type: {} for media_type in media_types}


def _responses(media_types: Iterable[str], errors: Mapping[int, str], *, redirects: str | None = None) -> Node:
    told: Node = {"200": {"description": "The answer, in the format negotiated by Accept.", "content": _content(media_types)}, "304": {"description": "Not changed since the ETag sent."}}
    if redirects:
        told["303"] = {"description": redirects}
    for status, reason in errors.items():
        told[str(status)] = {"description": reason, "content": {MEDIA_TYPE: {"schema": PROBLEM}, HTML: {}}}
    return told


def _parameter(name: str, place: str, description: str, schema: Node | None = None, **more: Any) -> Node:
    return {"name": name, "in": place, "description": description, "required": place == "path", "schema": schema or {"type": "string"}} | more


def _get(summary: str, tag: str, media_types: Iterable[str], parameters: Iterable[Node] = (), errors: Mapping[int, str] = ALWAYS, **more: Any) -> Node:
    return {"get": {"summary": summary, "tags": [tag], "parameters": list(parameters), "responses": _responses(media_types, errors, **more)}}


def _graph_parameters() -> list[Node]:
    graphs = {"type": "array", "items": {"type": "string", "format": "uri"}, "maxItems": 50}
    return [
        _parameter("default-graph-uri", "query", "Named graphs merged into the default graph; without any, the union of all.", graphs),
        _parameter("named-graph-uri", "query", "Named graphs that GRAPH reaches.", graphs),
        _parameter("timeout", "query", "Seconds; may only lower the limit.", {"type": "number", "exclusiveMinimum": 0}),
    ]


def _sparql(limits: Limits) -> Node:
    query = _parameter("query", "query", f"SPARQL 1.1 query, at most {limits.url_bytes} bytes of address. Without it: the service description.", example=EXAMPLE)
    body = {
        "required": True,
        "content": {
            QUERY: {"schema": {"type": "string", "minLength": 1}, "example": EXAMPLE},
            FORM: {"schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string", "minLength": 1}, "default-graph-uri": {"type": "string"}, "named-graph-uri": {"type": "string"}}}, "example": {"query": EXAMPLE}},
        },
    }  # fmt: skip
    responses = _responses(RESULTS, QUERIED, redirects="A browser is led to the query page.")
    limits_told = "; ".join(f"{what}: {most}" for what, most in limits.told())
    about = {"tags": ["SPARQL"], "description": f"SPARQL 1.1 Protocol, read only. Limits: {limits_told}.", "responses": responses}
    return {
        "get": about | {"summary": "A query in the address, or the service description", "parameters": [query, *_graph_parameters()]},
        "post": about | {"summary": "A query in the body", "parameters": _graph_parameters(), "requestBody": body},
    }


#: kind of a parameter → what its values look like
KINDS_OF_VALUE = {
    "iri": "https?://[a-z0-9]{1,60}[.]org/[A-Za-z0-9/_-]{0,100}|(event|actor|place|claim|source|article):[A-Za-z0-9-]{1,100}",
    "literal": "[^\\x00-\\x1f]{1,200}", "integer": "-?[0-9]{1,15}", "decimal": "-?[0-9]{1,12}([.][0-9]{1,12})?",
    "date": "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
}  # fmt: skip


def _value(parameter: Parameter) -> Node:
    one = KINDS_OF_VALUE[parameter.kind]
    schema = {"enum": ["", *parameter.choices]} if parameter.choices else {"type": "string", "pattern": f"^({one})$" if parameter.required else f"^({one})?$"}
    example = {"example": parameter.example} if parameter.example else {}
    return _parameter(parameter.name, "query", parameter.label, schema, **example) | {"required": parameter.required}


def _catalogue(catalogue: Mapping[str, CatalogueQuery]) -> Node:
    paths: Node = {
        "/queries": _get("The catalogue of questions", "Catalogue", (HTML, "application/json", *GRAPHS)),
        "/queries.{extension}": _get("The catalogue as data", "Catalogue", ("application/json", *GRAPHS), [_parameter("extension", "path", "Format", {"enum": ["json", *(f.extension for f in DUMP_FORMATS)]})]),
    }  # fmt: skip
    for query in catalogue.values():
        values = [_value(parameter) for parameter in query.parameters]
        about = {"description": query.description}
        offered = (JSON, XML, CSV, TSV, HTML, QUERY) if query.form == "select" else (*GRAPHS, HTML, QUERY)
        suffixes = list(SUFFIXES) if query.form == "select" else ["ttl", "nt", "jsonld", "rdf", "trig", "rq"]
        page = _get(query.summary, "Catalogue", offered, values, QUERIED)
        data = _get(f"{query.summary} In one format", "Catalogue", (*RESULTS, QUERY), [*values, _parameter("extension", "path", "Format", {"enum": suffixes})], QUERIED)
        page["get"] |= about
        data["get"] |= about
        paths |= {f"/queries/{query.name}": page, f"/queries/{query.name}.{{extension}}": data}
    return paths


def _site() -> Node:
    data = tuple(f.media_type for f in FORMATS)
    slug = _parameter("slug", "path", "The thing's own name.", {"type": "string", "pattern": "^[^/?#]+$"})
    kind = _parameter("kind", "path", "The kind of thing.", {"enum": list(KINDS)})
    extension = _parameter("extension", "path", "Format", {"enum": [f.extension for f in FORMATS]})
    gone = ALWAYS | {410: "Withdrawn: what replaced it is told."}
    to_document = "To the page or the data document, by Accept."
    language = _parameter("lang", "query", "Language of the page: en, fr or ar; any other is ignored.")
    return {
        "/": _get("The dataset at a glance", "Site", (HTML,), [language]),
        "/id/{kind}/{slug}": _get("A thing by its identifier", "Site", (), [kind, slug], gone, redirects=to_document),
        "/page/{kind}/{slug}": _get("The page about a thing", "Site", (HTML,), [kind, slug, language], gone),
        "/data/{kind}/{slug}.{extension}": _get("The description of a thing", "Site", data, [kind, slug, extension], gone),
        "/code/{scheme}/{slug}": _get("A concept of a code list", "Site", (), [_parameter("scheme", "path", "The code list.", {"enum": list(SCHEMES)}), slug], gone, redirects=to_document),
        "/ns": _get("The ontology", "Site", (), redirects=to_document),
        "/shapes": _get("The shapes", "Site", (), redirects=to_document),
        "/dataset": _get("The dataset described", "Site", (), redirects=to_document),
        "/report": _get("The validation report", "Site", (), redirects=to_document),
        "/.well-known/void": _get("The dataset described, as VoID", "Site", data, redirects=to_document),
        "/dump.{extension}": _get("Everything", "Site", (f.media_type for f in DUMP_FORMATS), [_parameter("extension", "path", "Format", {"enum": [f.extension for f in DUMP_FORMATS]})]),
        "/search": _get("Names", "Site", (HTML,), [_parameter("q", "query", "Part of a name."), language]),
        "/query": _get("The query page", "SPARQL", (HTML,), [_parameter("query", "query", "A query to open."), language]),
        "/query/limits": _get("The limits explained", "SPARQL", (HTML,), [language]),
        "/query/outlines.json": _get("Outlines of the regions, for maps", "SPARQL", ("application/json",)),
    }  # fmt: skip


def _reconcile() -> Node:
    queries = _parameter("queries", "query", "A batch of reconciliation queries as JSON (version 0.2).", example=BATCH)
    errors = ALWAYS | {400: "The batch is not well formed.", 413: "More queries, or longer ones, than a batch may hold.", 429: "Too many requests at once.", 503: "Too many requests at once, of all clients."}
    prefix = _parameter("prefix", "query", "The beginning of a name.")
    kind = _parameter("kind", "path", "What is suggested.", {"enum": ["entity", "type", "property"]})
    form = {"schema": {"type": "object", "required": ["queries"], "properties": {"queries": {"type": "string"}}}, "example": {"queries": BATCH}}
    batch = _get("The service manifest, or the candidates of a batch", "Reconciliation", ("application/json", HTML), [queries], errors)
    batch["post"] = batch["get"] | {"summary": "The candidates of a batch", "parameters": [], "requestBody": {"required": True, "content": {FORM: form}}}
    return {
        "/reconcile": batch,
        "/reconcile/v1": _get("The manifest of the 1.0 draft", "Reconciliation", ("application/json", HTML), (), errors),
        "/reconcile/suggest/{kind}": _get("Suggestions while typing", "Reconciliation", ("application/json",), [kind, prefix], errors),
    }


def openapi(base: str, limits: Limits, catalogue: Mapping[str, CatalogueQuery]) -> bytes:
    """The description of the site that runs at ``base``."""
    problem = {
        "type": "object", "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
            "hint": {"type": "string", "description": "What would work."}, "line": {"type": "integer"}, "column": {"type": "integer"}, "retry_after": {"type": "integer"},
            "formats": {"type": "array", "items": {"type": "string"}},
        },
    }  # fmt: skip
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "claimgraph", "version": __version__, "summary": "Who says how many of whom: sourced, contradicting claims about armed attacks.",
            "license": {"name": "CC0 1.0 (data)", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": {"/sparql": _sparql(limits), **_catalogue(catalogue), **_site(), **_reconcile()},
        "components": {"schemas": {"Problem": problem}},
    }  # fmt: skip
    return json.dumps(described, ensure_ascii=False).encode()
