"""Any SPARQL 1.1 store elsewhere: queries by the SPARQL Protocol, named graphs by the Graph Store Protocol.

This is the way out for those who outgrow one machine. Results come back as the embedded engine's own
result objects, so whoever asked does not see where the answer was made. SPARQLWrapper composes the
requests; it is imported when a query is sent.
"""

import urllib.parse
import urllib.request
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from time import sleep
from typing import Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from claimgraph.errors import Misuse, RemoteFailure
from claimgraph.store.scanner import query_form
from claimgraph.store.transport import Answer, Credentials, address, send, shown

RESULTS = {"application/sparql-results+json": QueryResultsFormat.JSON, "application/sparql-results+xml": QueryResultsFormat.XML,
           "application/json": QueryResultsFormat.JSON, "application/xml": QueryResultsFormat.XML}  # fmt: skip
GRAPHS = {"text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES, "application/rdf+xml": RdfFormat.RDF_XML,
          "application/ld+json": RdfFormat.JSON_LD, "text/plain": RdfFormat.N_TRIPLES}  # fmt: skip
PAGES = {"text/html", "application/xhtml+xml"}
ALL_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?graph"


@dataclass(frozen=True)
class RemoteStore:
    """One service address with its credentials; ``timeout`` is in seconds, for each request as a whole."""

    url: str
    credentials: Credentials = Credentials()
    timeout: float = 60.0
    wait: Callable[[float], None] = sleep

    @classmethod
    def at(cls, url: str, credentials: Credentials | None = None, timeout: float = 60.0) -> "RemoteStore":
        """The store at ``url``; a user and password that stand in the address are taken out of it."""
        bare, inside = address(url)
        return cls(bare, inside or credentials or Credentials(), timeout)

    def query(self, text: str, default_graphs: Iterable[str] = ()) -> QuerySolutions | QueryBoolean | list[Triple]:
        """The result of a query; ``default_graphs`` are merged into its default graph (protocol, section 2.1.4)."""
        answer = send(self._query_request(text, default_graphs), self.timeout, self.wait)
        return self._read(answer)

    def graphs(self) -> list[str]:
        """The names of the named graphs that hold anything."""
        rows = self.query(ALL_GRAPHS)
        assert isinstance(rows, QuerySolutions)
        return [row["graph"].value for row in rows]

    def put_graph(self, graph: str, content: bytes, media_type: str = "text/turtle") -> None:
        """Put ``content`` in the place of the named graph (Graph Store Protocol, section 5.3)."""
        request = urllib.request.Request(self._graph_address(graph), data=content, method="PUT")
        self._prepare(request, {"Content-Type": f"{media_type}; charset=utf-8"})
        send(request, self.timeout, self.wait)

    def get_graph(self, graph: str) -> list[Triple]:
        """The triples of a named graph (section 5.2); raises when what is answered is no graph."""
        request = urllib.request.Request(self._graph_address(graph))
        self._prepare(request, {"Accept": "application/n-triples, text/turtle;q=0.9"})
        found = self._read(send(request, self.timeout, self.wait), "a graph", "it is no Graph Store, whose address is such as …/store or …/data")
        assert isinstance(found, list)
        return found

    def _graph_address(self, graph: str) -> str:
        separator = "&" if "?" in self.url else "?"
        return f"{self.url}{separator}{urllib.parse.urlencode({'graph': graph})}"

    def _prepare(self, request: urllib.request.Request, headers: Mapping[str, str]) -> None:
        for name, value in (dict(headers) | self.credentials.headers()).items():
            request.add_header(name, value)

    def _query_request(self, text: str, default_graphs: Iterable[str]) -> urllib.request.Request:
        wrapper = _wrapper(self.url, text)
        for graph in default_graphs:
            wrapper.addDefaultGraph(graph)
        request = wrapper._createRequest()  # its own sending knows neither patience nor most failures
        accept = "text/turtle, application/n-triples" if wrapper.queryType in ("CONSTRUCT", "DESCRIBE") else "application/sparql-results+json"
        self._prepare(request, {"Accept": accept})
        return request

    def _read(self, answer: Answer, wanted: str = "results", hint: str = "give the address of its SPARQL endpoint") -> QuerySolutions | QueryBoolean | list[Triple]:
        where = shown(self.url)
        try:
            if answer.media_type in RESULTS and wanted == "results":
                results = parse_query_results(answer.body, format=RESULTS[answer.media_type])
                return results if isinstance(results, QueryBoolean) else _checked(results, answer)
            if answer.media_type in GRAPHS:
                return [quad.triple for quad in parse(answer.body, format=GRAPHS[answer.media_type])]
        except (SyntaxError, ValueError, OSError) as error:
            raise RemoteFailure(f"{where}: malformed {wanted.removeprefix('a ')}: {str(error).splitlines()[0][:200]}", "the server may have stopped half-way") from None
        kind = "a web page" if answer.media_type in PAGES else answer.media_type
        raise RemoteFailure(f"{where} answers with {kind}, not with {wanted}", hint)


def _checked(results: QuerySolutions, answer: Answer) -> QuerySolutions:
    """The same results, read once to the end: a broken row must fail here, not while rows are printed."""
    for _ in results:
        pass
    again = parse_query_results(answer.body, format=RESULTS[answer.media_type])
    assert isinstance(again, QuerySolutions)
    return again


def _wrapper(url: str, text: str) -> Any:
    form = query_form(text)
    if form is None:
        raise Misuse("not a query: it must be a SELECT, ASK, CONSTRUCT or DESCRIBE", "updates are not sent anywhere")
    import SPARQLWrapper  # its dependency rdflib takes a fifth of a second to import

    wrapper = SPARQLWrapper.SPARQLWrapper(url)
    wrapper.setMethod(SPARQLWrapper.POST)  # a long query does not fit an address
    wrapper.setOnlyConneg(True)  # else it adds its own format parameters, which some servers refuse
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # it looks for the form in comments too; ours is right
        wrapper.setQuery(text)
    wrapper.queryType = form.upper()
    return wrapper
