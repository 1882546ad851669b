"""Why a page gives no draft: it is a choice of articles, a list, on a town or a person, in another language, or on bread."""

import re

from claimgraph.article.reading.citations import language_name
from claimgraph.article.text import Article

_CHOICE = re.compile(r"\b(?:may|can|could|might)(?: also)? refer to\b[^.\n]{0,80}:|\bis the name of (?:several|many|the following)\b[^.\n]{0,80}:|This disambiguation page lists\b")
_LIST = re.compile(r"(?:Lists?|Timeline|Outline|Index|Chronology) of\b", re.IGNORECASE)
#: the boxes of what is no event, by the words of their names
_NO_EVENT = re.compile(
    r"\b(?:settlement|person|officeholder|biography|royalty|monarch|saint|military (?:person|unit|installation|memorial|structure)|war faction|(?:militant|criminal) organization|country|company|"
    r"organi[sz]ation|political (?:party|division)|university|school|airport|airline|river|mountain|lake|islands?|body of water|building|bridge|road|weapon|film|book|album|song|television|video game|"
    r"football\w*|sports?\w*|language|ethnic group|religious building|newspaper|website|treaty|election|park|protected area|dam|mosque|church|hospital|hotel)\b", re.IGNORECASE,
)  # fmt: skip
#: how far into a page a choice is told
_BEGINNING = 1500


def why_no_draft(article: Article, claims: int) -> tuple[str, str] | None:
    """What the page is instead of an article on one attack, and what to do; ``None`` where there is something to draft.

    ``claims`` is how many were read in it.
    """
    if article.infobox is None:
        if any(_CHOICE.search(p.text) for p in article.paragraphs if p.start < _BEGINNING) or article.title.endswith("(disambiguation)"):
            return "a page to choose from articles of the same name, not an article", "draft the article that is meant"
        if _LIST.match(article.title):
            return "a list of many events, not an article on one", "draft the articles that it lists"
        if _NO_EVENT.search(article.subject):
            return f"on no attack or battle: its box is of “{article.subject}”", "draft the article on the event"
    if claims:
        return None
    if not article.language.startswith("en"):
        english = dict(article.names).get("en")
        hint = f"claimgraph draft {english!r}" if english else "draft the article in English, if there is one"
        return f"in {language_name(article.language) or 'the language ' + article.language}, and only English is read", hint
    if article.infobox is None:
        return "tells of no attack or battle: it has neither the box of one nor a figure of losses", "save the whole page, or look whether it is the right one"
    return None
