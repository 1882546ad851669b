"""An HTTP request as a SPARQL 1.1 Protocol query operation (§2.1), or the reason why it is none."""

from dataclasses import dataclass

from pyoxigraph import NamedNode
from starlette.requests import Request

from claimgraph.errors import ClaimgraphError, TooLarge
from claimgraph.store.workers.limits import Limits
from claimgraph.store.workers.outcomes import MalformedQuery
from claimgraph.store.workers.prescan import is_update
from claimgraph.web.forms import TooManyFields, form_fields

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
#: more parameters than any dataset of ours has graphs
MOST_PARAMETERS = 200


class ReadOnly(ClaimgraphError):
    """An update operation, which this endpoint does not have."""

    status, slug, title = 403, "read-only", "The endpoint is read only"

    def __init__(self) -> None:
        super().__init__("updates are not accepted: the dataset is published from its source files", "correct a mistake there")


class UnsupportedMediaType(ClaimgraphError):
    """A body of a type that holds no query."""

    status, slug, title = 415, "media-type", "The body is of no type that holds a query"

    def __init__(self, given: str) -> None:
        super().__init__(f"a query is not sent as {given or 'a body without a Content-Type'}", f"send {QUERY} or {FORM}, in UTF-8")


class MalformedRequest(ClaimgraphError):
    """Parameters that do not make one query operation."""

    status, slug, title = 400, "request", "The request is not a query operation"


@dataclass(frozen=True)
class Operation:
    """One query operation; graphs are ``None`` where the request names no dataset of its own."""

    query: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    seconds: float | None


async def body_of(request: Request, most: int) -> bytes:
    """The body, read no further than ``most`` bytes; raises :class:`TooLarge`."""
    content = bytearray()
    declared = request.headers.get("content-length", "")
    if not declared.isdigit() or int(declared) <= most:
        async for chunk in request.stream():
            content += chunk
            if len(content) > most:
                break
        else:
            return bytes(content)
    raise TooLarge(f"a body holds at most {most // 1024} kB", "send a shorter query")


def parameters(encoded: bytes) -> list[tuple[str, str]]:
    """Names and values of a form or a query string, each decoded once and as UTF-8 (``%25C3`` stays ``%C3``)."""
    try:
        return [(name.decode("utf-8"), value.decode("utf-8")) for name, value in form_fields(encoded, MOST_PARAMETERS)]
    except UnicodeDecodeError:
        raise MalformedRequest("the parameters are not UTF-8", "percent-encode them from UTF-8") from None
    except TooManyFields:
        raise MalformedRequest(f"more than {MOST_PARAMETERS} parameters", "name fewer graphs, or use GRAPH in the query") from None


def decoded(body: bytes) -> str:
    """The query of a direct POST."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedRequest(f"byte {error.start} of the body is not UTF-8", "send the query in UTF-8") from None


async def read_operation(request: Request, limits: Limits) -> Operation | None:
    """The query operation of a request, ``None`` for a GET without one (it asks for the service description)."""
    given = parameters(request.scope.get("query_string", b""))
    if request.method == "POST":
        given += await _posted(request, limits)
    return _operation(given, required=request.method == "POST")


async def _posted(request: Request, limits: Limits) -> list[tuple[str, str]]:
    media_type, _, rest = request.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    if (coding := request.headers.get("content-encoding", "identity").strip().lower()) not in ("", "identity"):
        raise UnsupportedMediaType(f"a body in the coding {coding[:40]}")
    body = await body_of(request, limits.body_bytes)
    if media_type == UPDATE:
        raise ReadOnly
    if media_type not in (FORM, QUERY):
        text = body.decode("utf-8", "replace")
        raise ReadOnly if text.startswith("update=") or is_update(text) else UnsupportedMediaType(media_type)
    charset = rest.lower().partition("charset=")[2].strip(' "').partition(";")[0].strip(' "')
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"{media_type} in {charset}")
    return parameters(body) if media_type == FORM else [("query", decoded(body))]


def _operation(given: list[tuple[str, str]], *, required: bool) -> Operation | None:
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    if "update" in values or "using-graph-uri" in values or "using-named-graph-uri" in values:
        raise ReadOnly
    queries = values.get("query", [])
    if len(queries) > 1:
        raise MalformedRequest(f"{len(queries)} queries in one request", "send one query a request")
    if not queries:
        if required or "default-graph-uri" in values or "named-graph-uri" in values:
            raise MalformedRequest("no query in the request", "give it as the parameter query, or as a body of type application/sparql-query")
        return None
    default, named = values.get("default-graph-uri"), values.get("named-graph-uri")
    has_dataset = default is not None or named is not None
    return Operation(
        query=queries[0].removeprefix("\ufeff"),  # what editors put in front of a file is no part of the query
        default_graphs=_iris(default) if has_dataset else None,
        named_graphs=_iris(named) if has_dataset else None,
        seconds=_seconds(values.get("timeout", [""])[-1]),
    )


def _iris(given: list[str] | None) -> tuple[str, ...]:
    try:
        return tuple(NamedNode(iri).value for iri in given or ())
    except ValueError:
        raise MalformedRequest("a graph is named by something that is no absolute IRI", "percent-encode it once, and in full") from None


def _seconds(given: str) -> float | None:
    """The time a request allows itself; anything that is no positive number of seconds is refused."""
    if not given:
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < float("inf"):
        raise MalformedRequest("timeout is not a positive number of seconds", "leave it out, or give for example timeout=2")
    return seconds


def malformed_prefix(scan_result: tuple[str, int, int], known: dict[str, str]) -> MalformedQuery:
    """The error for a prefix that a query uses and does not declare, with the line that would declare it."""
    prefix, line, column = scan_result
    hint = f"put PREFIX {prefix}: <{known[prefix]}> in front" if prefix in known else f"put PREFIX {prefix}: <…> in front"
    return MalformedQuery(f"line {line}, column {column}: the prefix {prefix}: is not declared", hint, line=line, column=column)
