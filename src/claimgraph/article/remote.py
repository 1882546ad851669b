"""An article by its title or address, from the MediaWiki Action API: wikitext with the revision it is of.

https://www.mediawiki.org/wiki/API:Revisions; good manners as https://www.mediawiki.org/wiki/API:Etiquette
asks: a descriptive user agent, one request at a time, ``maxlag``, waiting as long as the server says.
"""

import json
import re
import time
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, unquote, urlencode, urlsplit
from urllib.request import Request, urlopen

from claimgraph import __version__
from claimgraph.article.reading.export import Page, of_page
from claimgraph.article.text import Article
from claimgraph.errors import Misuse, NotFound, RemoteFailure, TooLarge

USER_AGENT = f"claimgraph/{__version__} (https://w3id.org/claimgraph/; drafts knowledge graphs from single articles)"
MOST_BYTES = 20_000_000
_MAXLAG, _ATTEMPTS, _LONGEST_WAIT, _TIMEOUT = 5, 4, 60.0, 30.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask for: the API's address, a title, and a revision when the address names one."""

    api: str
    title: str
    revision: str | None = None


def wanted(name: str, language: str = "en", api: str | None = None) -> Wanted:
    """What a title or an article's address asks for.

    >>> wanted("https://fr.wikipedia.org/wiki/Combat_de_Diafarab%C3%A9?oldid=12")
    Wanted(api='https://fr.wikipedia.org/w/api.php', title='Combat de Diafarabé', revision='12')
    """
    if not re.fullmatch(r"[a-z]{2,3}(?:-[a-z-]{2,16})?|simple", language):
        raise Misuse(f"{language!r} is not the language of a Wikipedia", "give a code such as en, fr or simple")
    if not re.match(r"https?://", name):
        return Wanted(api or f"https://{language}.wikipedia.org/w/api.php", name.replace("_", " ").strip())
    parts = urlsplit(name)
    query = parse_qs(parts.query)
    title = query.get("title", [""])[0] or (unquote(parts.path.split("/wiki/", 1)[1]) if "/wiki/" in parts.path else "")
    if not title or not parts.hostname:
        raise Misuse(f"{name} is not the address of an article", "give an address with /wiki/Title, or a title")
    host = parts.hostname.replace(".m.wikipedia.", ".wikipedia.")
    if api is None and not host.endswith(".wikipedia.org"):
        raise Misuse(f"{host} is not a Wikipedia", "name the wiki's API with --api")
    revision = query.get("oldid", [None])[0]
    return Wanted(api or f"https://{host}/w/api.php", title.replace("_", " "), revision if revision and revision.isdecimal() else None)


def fetch(ask: Wanted) -> Article:
    """The article that was asked for, at its newest revision or the one named; redirects are followed.

    Raises :class:`NotFound` when there is no such page and :class:`RemoteFailure` when the server does not
    answer as its protocol says, or keeps asking to wait.
    """
    parameters = {
        "action": "query", "prop": "revisions|info", "rvprop": "ids|timestamp|content", "rvslots": "main", "inprop": "url", "redirects": "1", "format": "json",
        "formatversion": "2", "maxlag": str(_MAXLAG), **({"revids": ask.revision} if ask.revision else {"titles": ask.title, "rvlimit": "1"}),
    }  # fmt: skip
    answer = _asked(f"{ask.api}?{urlencode(parameters)}")
    host = urlsplit(ask.api).hostname
    try:
        found = answer["query"]
        page = next(iter(found.get("pages", [])), None)
        if page is None or page.get("missing") or page.get("invalid") or not page.get("revisions"):
            which = f"revision {ask.revision}" if ask.revision and found.get("badrevids") else f"article “{ask.title}”"
            raise NotFound(f"no {which} at {host}", "look at its spelling, or save the page and draft from the file")
        revision = page["revisions"][0]
        main = revision["slots"]["main"]
        if "content" not in main:
            raise RemoteFailure(f"{host}: an answer without the page's text", "it may have been hidden; ask for another revision")
        base = str(page.get("canonicalurl") or page.get("fullurl") or "")
        read = Page(str(page["title"]), int(page.get("ns", 0)), str(page.get("pageid", "")), str(revision.get("revid", "")), str(main["content"]), base=base)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        raise RemoteFailure(f"{host}: the answer is not what the MediaWiki API gives", "is this the address of a MediaWiki API?") from None
    return of_page(read, base or None)


def _asked(url: str) -> dict[str, Any]:
    """The server's answer, after waiting as often as it asks to."""
    for attempt in range(_ATTEMPTS):
        answer, wait = _once(url)
        if wait is None:
            return answer
        if attempt + 1 < _ATTEMPTS:
            time.sleep(min(wait, _LONGEST_WAIT))
    raise RemoteFailure(f"{urlsplit(url).hostname} is too busy", "try again later, or save the page and draft from the file")


def _once(url: str) -> tuple[dict[str, Any], float | None]:
    """One request: the answer, and how long to wait when the server asks for patience."""
    host = urlsplit(url).hostname
    try:
        with urlopen(Request(url, headers={"User-Agent": USER_AGENT, "Accept": "application/json"}), timeout=_TIMEOUT) as response:
            body = response.read(MOST_BYTES + 1)
            headers = response.headers
    except HTTPError as error:
        error.close()
        if error.code in (429, 503):
            return {}, _patience(error.headers)
        raise RemoteFailure(f"{host} answered {error.code} {error.reason}") from None
    except (URLError, OSError, ValueError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise RemoteFailure(f"{host} cannot be reached: {reason}", "go online, or save the page and draft from the file") from None
    if len(body) > MOST_BYTES:
        raise TooLarge(f"{host}: more than {MOST_BYTES:,} bytes for one article")
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise RemoteFailure(f"{host}: the answer is not JSON", "is this the address of a MediaWiki API?") from None
    if not isinstance(answer, dict):
        raise RemoteFailure(f"{host}: the answer is not what the MediaWiki API gives")
    error = answer.get("error")
    if isinstance(error, dict) and error.get("code") == "maxlag":
        return {}, _patience(headers)
    if isinstance(error, dict):
        raise RemoteFailure(f"{host}: {error.get('info') or error.get('code')}")
    return answer, None


def _patience(headers: Any) -> float:
    """The seconds of Retry-After, 5 where it gives none (maxlag asks for at least that)."""
    told = str(headers.get("Retry-After", "")).strip()
    return float(told) if re.fullmatch(r"\d{1,6}(\.\d+)?", told) else 5.0
