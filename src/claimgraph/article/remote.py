"""An article by its title or address, from the MediaWiki Action API: wikitext with the revision it is of.

https://www.mediawiki.org/wiki/API:Revisions; good manners as https://www.mediawiki.org/wiki/API:Etiquette
asks: a descriptive user agent, one request at a time, ``maxlag``, waiting as long as the server says.
"""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, unquote, urlencode, urlsplit
from urllib.request import Request, urlopen

from claimgraph import __version__
from claimgraph.article.page import redirected
from claimgraph.article.reading.export import Page, of_page
from claimgraph.article.text import Article
from claimgraph.errors import Misuse, NotFound, RemoteFailure, TooLarge

USER_AGENT = f"claimgraph/{__version__} (https://w3id.org/claimgraph/; drafts knowledge graphs from single articles)"
MOST_BYTES = 20_000_000
#: an address without its scheme, as people copy it
_BARE_HOST = re.compile(r"[a-z-]{2,16}\.(?:m\.)?wikipedia\.org/", re.IGNORECASE)
#: what stands before a title: /wiki/, or a language's variant (/zh-cn/)
_PATH = re.compile(r"\A/(?:wiki|[a-z]{2,3}-[a-z]{2,8})/(.+)")
_PERMALINK = re.compile(r"Special:Perma(?:nent ?_?)?[Ll]ink/(\d{1,15})")
#: articles, drafts of users and drafts
_READ = frozenset({0, 2, 118})
_HINTS = {403: "the wiki refuses programs: save the page and draft from the file", 404: "is this the address of a MediaWiki API?"}
_MAXLAG, _ATTEMPTS, _LONGEST_WAIT, _TIMEOUT = 5, 4, 60.0, 30.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask for: the API's address, and a title, a revision or a page's number, as the address names one."""

    api: str
    title: str
    revision: str | None = None
    number: str | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """Which page the API is asked for."""
        return {"revids": self.revision} if self.revision else {"pageids": self.number} if self.number else {"titles": self.title, "rvlimit": "1"}

    @property
    def words(self) -> str:
        """What was asked for, for errors."""
        return f"revision {self.revision}" if self.revision else f"page number {self.number}" if self.number else f"article “{self.title}”"


def wanted(name: str, language: str = "en", api: str | None = None) -> Wanted:
    """What a title or an article's address asks for.

    >>> wanted("https://fr.wikipedia.org/wiki/Combat_de_Diafarab%C3%A9?oldid=12")
    Wanted(api='https://fr.wikipedia.org/w/api.php', title='Combat de Diafarabé', revision='12', number=None)
    >>> wanted("en.m.wikipedia.org/wiki/Special:Permalink/12").revision
    '12'
    """
    if not re.fullmatch(r"[a-z]{2,3}(?:-[a-z-]{2,16})?|simple", language):
        raise Misuse(f"{language!r} is not the language of a Wikipedia", "give a code such as en, fr or simple")
    if not re.match(r"https?://", name) and not _BARE_HOST.match(name):
        return Wanted(api or f"https://{language}.wikipedia.org/w/api.php", name.replace("_", " ").strip())
    parts = urlsplit(name if "://" in name else f"https://{name}")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    path = _PATH.search(parts.path)
    title = query.get("title") or (unquote(path[1]) if path else "")
    revision, number = query.get("oldid", ""), query.get("curid", "")
    if permalink := _PERMALINK.fullmatch(title):
        title, revision = "", permalink[1]
    if not parts.hostname or not (title or revision.isdecimal() or number.isdecimal()):
        raise Misuse(f"{name} is not the address of an article", "give an address with /wiki/Title, or a title")
    host = parts.hostname.replace(".m.wikipedia.", ".wikipedia.")
    if api is None and not host.endswith(".wikipedia.org"):
        raise Misuse(f"{host} is not a Wikipedia", "name the wiki's API with --api")
    return Wanted(api or f"https://{host}/w/api.php", title.replace("_", " "), revision if revision.isdecimal() else None, number if number.isdecimal() else None)


def fetch(ask: Wanted, wait: Callable[[float, str], None] = lambda seconds, host: time.sleep(seconds)) -> Article:
    """The article that was asked for, at its newest revision or the one named; redirects are followed.

    ``wait`` is called with the seconds that the server asks for. Raises :class:`NotFound` when there is no such page,
    :class:`Misuse` when it is no article, and :class:`RemoteFailure` when the server does not answer as its protocol
    says, or keeps asking to wait.
    """
    parameters = {
        "action": "query", "prop": "revisions|info|langlinks", "rvprop": "ids|timestamp|content", "rvslots": "main", "inprop": "url", "lllimit": "500", "redirects": "1", "format": "json",
        "formatversion": "2", "maxlag": str(_MAXLAG), **ask.parameters,
    }  # fmt: skip
    answer = _asked(f"{ask.api}?{urlencode(parameters)}", wait)
    host = urlsplit(ask.api).hostname
    try:
        found = answer["query"]
        page = next(iter(found.get("pages", [])), None)
        if page is not None and page.get("invalid"):
            raise Misuse(f"“{ask.title}” is no title: {page.get('invalidreason') or 'the wiki refuses it'}", "look at its spelling")
        if page is None or page.get("missing") or page.get("special") or not page.get("revisions"):
            raise NotFound(f"no {ask.words} at {host}", "look at its spelling, or save the page and draft from the file")
        revision = page["revisions"][0]
        main = revision["slots"]["main"]
        if "content" not in main:
            raise RemoteFailure(f"{host}: an answer without the page's text", "it may have been hidden; ask for another revision")
        base = str(page.get("canonicalurl") or page.get("fullurl") or "")
        read = Page(str(page["title"]), int(page.get("ns", 0)), str(page.get("pageid", "")), str(revision.get("revid", "")), str(main["content"]), base=base)
        names = {str(link["lang"]): str(link["title"]) for link in page.get("langlinks", [])}
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        raise RemoteFailure(f"{host}: the answer is not what the MediaWiki API gives", "is this the address of a MediaWiki API?") from None
    if read.namespace not in _READ or main.get("contentmodel", "wikitext") != "wikitext":
        raise Misuse(f"“{read.title}” is no article of {host}", "name a page of the main namespace")
    if target := redirected(read.text):
        raise NotFound(f"“{read.title}” was a redirect to “{target}” in that revision", "draft that article")
    article = of_page(read, base or None)
    return replace(article, names=tuple(sorted({**names, **dict(article.names)}.items())))


def _asked(url: str, wait: Callable[[float, str], None]) -> dict[str, Any]:
    """The server's answer, after waiting as often as it asks to."""
    host = str(urlsplit(url).hostname)
    for attempt in range(_ATTEMPTS):
        answer, patience = _once(url)
        if patience is None:
            return answer
        if patience > _LONGEST_WAIT:
            raise RemoteFailure(f"{host} asks to come back in {patience:,.0f} s", "try again then, or save the page and draft from the file")
        if attempt + 1 < _ATTEMPTS:
            wait(patience, host)
    raise RemoteFailure(f"{host} is too busy", "try again later, or save the page and draft from the file")


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
        raise RemoteFailure(f"{host} answered {error.code} {error.reason}", _HINTS.get(error.code, "try again later, or save the page and draft from the file")) from None
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
    """The seconds of Retry-After, a number or a date (RFC 9110, 10.2.3); 5 where it gives none, as maxlag asks for at least that."""
    told = str(headers.get("Retry-After", "")).strip()
    if re.fullmatch(r"\d{1,6}(\.\d+)?", told):
        return float(told)
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 5.0
