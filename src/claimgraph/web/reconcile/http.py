"""Reading requests of the reconciliation service and writing its answers: forms, JSON, JSONP, languages, versions."""

import json
import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from claimgraph.errors import ClaimgraphError, Misuse, TooLarge
from claimgraph.web.forms import TooManyFields, form_fields
from claimgraph.web.negotiation import elements
from claimgraph.web.reconcile.pages import STYLE_HASH

MOST_BYTES, MOST_FIELDS, SMALL = 1_048_576, 50, 65_536
CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,63}", re.ASCII)
HEADERS = {"Access-Control-Allow-Origin": "*", "Vary": "Accept, Accept-Language", "X-Content-Type-Options": "nosniff"}
JSON = "application/json; charset=utf-8"
_VERSIONED = re.compile(r"application/reconciliation\.v(\d+)\+json")


class NotOffered(ClaimgraphError):
    """A protocol version or a media type that is not served."""

    status = 406


class Unsupported(ClaimgraphError):
    """A request body of another type than the protocol's."""

    status = 415


async def body(request: Request) -> bytes:
    """The body, never more of it than allowed."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise TooLarge(f"the request is larger than {MOST_BYTES // 1024} kB", "send fewer or shorter queries at a time")
        parts.append(part)
    return b"".join(parts)


async def parameters(request: Request) -> dict[str, str]:
    """The parameters of the address and of a form body; the last value of each."""
    given = {key: value for key, value in request.query_params.multi_items()[:MOST_FIELDS]}
    if request.method != "POST":
        return given
    if (coding := request.headers.get("content-encoding", "identity").strip().lower()) not in ("", "identity"):
        raise Unsupported(f"a body in the coding {coding[:40]}", "send it as it is")
    content = await body(request)
    kind = request.headers.get("content-type", "application/x-www-form-urlencoded").partition(";")[0].strip().lower()
    if kind == "application/json":
        told = read_json(content.decode("utf-8", "replace"), "the body")
        return given | ({key: json.dumps(value) for key, value in told.items()} if isinstance(told, dict) else {})
    if kind != "application/x-www-form-urlencoded":
        raise Unsupported(f"a body of type {kind[:80]}", "application/x-www-form-urlencoded")
    try:
        # A megabyte of escapes takes long enough for others to notice.
        fields = await run_in_threadpool(form_fields, content, MOST_FIELDS) if len(content) > SMALL else form_fields(content, MOST_FIELDS)
    except TooManyFields:
        raise Misuse(f"the form has more than {MOST_FIELDS} fields") from None
    return given | {key.decode("utf-8", "replace"): value.decode("utf-8", "replace") for key, value in fields}


def read_json(text: str, what: str) -> object:
    """JSON text as values; not a number and infinity, which JSON does not have, become nothing."""
    try:
        return json.loads(text, parse_constant=lambda name: None)
    except json.JSONDecodeError as error:
        raise Misuse(f"{what} is not JSON: {error}") from None
    except RecursionError:
        raise Misuse(f"{what} is nested too deeply") from None
    except ValueError:  # Python's own bound, which it tells in its own words
        raise Misuse(f"{what} holds a number of thousands of digits") from None


def single(given: dict[str, str]) -> object:
    """The one query of version 0.1: JSON, or bare text with its limit and type beside it."""
    text = given["query"]
    if text.lstrip().startswith("{"):
        return read_json(text, "query")
    return {key: given[key] for key in ("query", "limit", "type") if key in given}


def asked_version(accept: str) -> int | None:
    """The protocol version that an ``Accept`` header names, ``None`` when it names none; 406 when it is none of ours."""
    named = [int(found[1]) for value, _, weight in elements(accept) if weight and (found := _VERSIONED.fullmatch(value))]
    if not named:
        return None
    known = [version for version in named if version in (0, 1)]
    others = [value for value, _, weight in elements(accept) if weight and not _VERSIONED.fullmatch(value)]
    if not known and not others:
        raise NotOffered("no such version of the protocol", "application/reconciliation.v1+json, or plain JSON for 0.2")
    return known[0] if known else None


def languages_of(request: Request) -> tuple[str, ...]:
    """The languages that are wanted, best first, English last."""
    told = [(weight, value.partition("-")[0]) for value, _, weight in elements(request.headers.get("accept-language", "")[:500])]
    wanted = [language for weight, language in sorted(told, key=lambda pair: -pair[0]) if weight and re.fullmatch(r"[a-z]{2,3}", language)]
    return tuple(dict.fromkeys([*wanted[:10], "en"]))


def prefers_html(request: Request) -> bool:
    """Whether a browser asks: it names text/html before anything else."""
    return next((value for value, _, weight in elements(request.headers.get("accept", "")) if weight), "") == "text/html"


def callback_of(request: Request) -> str | None:
    """The JSONP callback of the address, checked; only plain names run in somebody else's page."""
    callback = request.query_params.get("callback")
    if callback is not None and not CALLBACK.fullmatch(callback):
        raise Misuse("the callback is not a plain function name", "letters, digits, _ $ and . up to 64")
    return callback


def whole(text: str | None) -> int:
    """A small whole number of a parameter, 0 when it is none."""
    return min(int(text), 10_000) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0


def as_json(answer: object, callback: str | None = None) -> Response:
    """JSON, or JSONP where a callback was asked for."""
    if callback is not None:
        script = f"/**/{callback}({json.dumps(answer)});"
        return Response(script, headers=HEADERS, media_type="text/javascript; charset=utf-8")
    text = json.dumps(answer, ensure_ascii=False)
    try:
        content = text.encode()
    except UnicodeEncodeError:  # half a surrogate pair in a key that is sent back as it came
        content = json.dumps(answer).encode()
    return Response(content, headers=HEADERS, media_type=JSON)


def html_page(page: str) -> Response:
    """A static page that may stand in anybody's frame: no script, no other source than its own style."""
    policy = f"default-src 'none'; style-src '{STYLE_HASH}'; frame-ancestors *; base-uri 'none'; form-action 'none'"
    return Response(page, headers=HEADERS | {"Content-Security-Policy": policy}, media_type="text/html; charset=utf-8")
