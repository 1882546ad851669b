"""The catalogue as files: every question with its answer as the graph stands, as a page and as data.

The values are the defaults, or the examples where a question needs one; other values need a server.
"""

import io
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, Triple, parse_query_results, serialize

from claimgraph.store.answering import SPREADSHEET, without_unused_prefixes
from claimgraph.store.catalogue import CatalogueQuery, bind
from claimgraph.store.spreadsheet import write_spreadsheet
from claimgraph.terms import BASE, PREFIXES
from claimgraph.web.links import StaticLinks, plain_file
from claimgraph.web.query.catalogue import by_theme, catalogue_json, executables_in
from claimgraph.web.query.page import extensions, question_values, values_for_page, words_in
from claimgraph.web.rendering import render
from claimgraph.web.resources import LANGUAGES
from claimgraph.web.sparql.formats import BY_EXTENSION, GRAPHS, JSON

TURTLE = "text/turtle"


def catalogue_files(store: Store, catalogue: Mapping[str, CatalogueQuery]) -> Iterator[tuple[str, bytes]]:
    """Each file of the catalogue with its content."""
    for language in LANGUAGES:
        links = StaticLinks(language, plain_file("queries", language))
        page = render("queries.html", links, q=words_in(language), themes=by_theme(catalogue), address=lambda other, links=links: links.at("queries", other))
        yield links.here, page.encode("utf-8", "replace")
    yield "queries.ttl", executables_in(catalogue, BASE, TURTLE)
    yield "queries.json", catalogue_json(catalogue)
    for query in catalogue.values():
        yield from question_files(store, query)


def question_files(store: Store, query: CatalogueQuery) -> Iterator[tuple[str, bytes]]:
    """The files of one question; what several of them ask alike is asked once."""
    path = f"queries/{query.name}"
    answer_to = cache(partial(Answered.of, store))
    for language in LANGUAGES:
        links = StaticLinks(language, plain_file(path, language))
        values = values_for_page(query, {}, language)
        bound = bind(query, values)
        body = answer_to(bound).document(JSON if query.form == "select" else TURTLE)
        shown = question_values(query, links, values, bound, body) | {"address": lambda other, links=links: links.at(path, other)}
        yield links.here, render("catalogue-query.html", links, q=words_in(language), **shown).encode("utf-8", "replace")
    bound = bind(query, query.examples)
    for extension in extensions(query):
        yield f"{path}.{extension}", document(answer_to, query, bound, extension)


def document(answer_to: Callable[[str], "Answered"], query: CatalogueQuery, bound: str, extension: str) -> bytes:
    """One question in one format, as its live address gives it."""
    if extension == "rq":
        return bound.encode()
    if extension == "spreadsheet.csv":
        return answer_to(bound).document(SPREADSHEET)
    media_type = BY_EXTENSION[extension]
    if query.form == "select" and media_type in GRAPHS:
        return executables_in({query.name: query}, BASE, media_type)
    return answer_to(bound).document(media_type)


@dataclass(frozen=True)
class Answered:
    """The answer to one of our own queries: rows as SPARQL JSON, or triples in order."""

    found: bytes | tuple[Triple, ...]

    @classmethod
    def of(cls, store: Store, text: str) -> "Answered":
        """The answer as the graph stands; our own queries need no worker."""
        results = store.query(text, use_default_graph_as_union=True)
        if isinstance(results, QueryTriples):
            return cls(tuple(sorted(results, key=str)))
        return cls(results.serialize(format=QueryResultsFormat.JSON) or b"")

    def document(self, media_type: str) -> bytes:
        """The answer in one format."""
        if isinstance(self.found, bytes):
            if media_type == JSON:
                return self.found
            rows = parse_query_results(self.found, format=QueryResultsFormat.JSON)
            if media_type == SPREADSHEET:
                out = io.BytesIO()
                write_spreadsheet(rows, out, sys.maxsize)
                return out.getvalue()
            return rows.serialize(format=QueryResultsFormat.from_media_type(media_type)) or b""
        body = serialize(self.found, format=RdfFormat.from_media_type(media_type), prefixes=PREFIXES) or b""
        return without_unused_prefixes(bytearray(body)) if media_type == TURTLE else body
