"""Values → HTML: the one Jinja environment, labels isolated and escaped, links that may be clicked.

Every page of the site, the query and reconciliation pages included, is rendered by :func:`render` and extends
``layout.html``, whose blocks are ``title``, ``head`` and ``main``.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from urllib.parse import unquote

from markupsafe import Markup, escape

from claimgraph import __version__
from claimgraph.terms import BASE, local_name
from claimgraph.terms import curie as shortened
from claimgraph.views.claims import ClaimView, Note
from claimgraph.views.reading import Link, Text
from claimgraph.web import wording
from claimgraph.web.links import Links, href
from claimgraph.web.resources import FORMATS, LANGUAGES, Format
from claimgraph.web.templating import Templates

#: Characters that change the order or vanish: shown as their number, never sent to the browser (T19).
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
#: An IRI of ours in running text, without the full stop or comma behind it.
OUR_IRI = re.compile(rf"({re.escape(BASE)}[\w/#-]+)")
#: The visible ones of ASCII, and the white space of a page.
PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
LANGUAGE_NAMES = {"en": "English", "fr": "Français", "ar": "العربية"}


#: Links that a page of one language remembers, finished: the same actors, places and codes stand on most pages.
REMEMBERED = 5_000
#: Short names of IRIs, remembered: finding one looks at every prefix.
curie = lru_cache(maxsize=20_000)(shortened)


@cache
def environment(language: str = LANGUAGES[0]) -> Templates:
    """The templates in one language, with what all of them may use."""
    made = Templates(language)
    made.globals |= {"base": BASE, "version": __version__, "curie": curie, "local_name": local_name, "languages": LANGUAGE_NAMES, "formats": FORMATS}
    return made


def _code_point(match: re.Match[str]) -> str:
    return f"U+{ord(match[0]):04X}"


def visible(text: str) -> Markup:
    """Text for HTML with invisible and direction-changing characters shown as ``U+202E``."""
    if INVISIBLE.search(text) is None:
        return escape(text)
    return Markup(INVISIBLE.sub(lambda m: f'<span class="code-point">U+{ord(m[0]):04X}</span>', str(escape(text))))


class Page:
    """What a template needs besides its own values: language, where links lead, and how to write things."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.language = links.language
        self.direction = wording.direction(links.language)
        self._linked = lru_cache(maxsize=REMEMBERED)(self._written)
        #: where a link to an IRI leads, escaped; ``None`` when it must not be clicked
        self.href = lru_cache(maxsize=REMEMBERED)(self._leading)
        #: words from the data, isolated from the text around them, with their language where it is another
        self.label = lru_cache(maxsize=REMEMBERED)(self._isolated)
        self._figure = lru_cache(maxsize=REMEMBERED)(self._figure_linked)
        self._notes = lru_cache(maxsize=REMEMBERED)(self._footnotes)

    def _isolated(self, text: Text | str) -> Markup:
        words, language = (text.words, text.language) if isinstance(text, Text) else (text, "")
        attributes = f' lang="{escape(language)}"' if language and language != self.language else ""
        return Markup(f"<bdi{attributes}>{visible(words)}</bdi>")

    def short(self, link: Link) -> Markup:
        """A label for tight places."""
        return self.label(link.short or link.label)

    def to(self, link: Link, words: Markup | None = None, of: str = "") -> Markup:
        """A link to a node by its label (or by other words), plain text when it must not be clicked."""
        return self._linked(link, of) if words is None else self._written(link, of, words)

    def _written(self, link: Link, of: str, words: Markup | None = None) -> Markup:
        shown = self.label(link.label) if words is None else words
        target = self.href(link.iri)
        if target is None:
            return shown
        rel = "" if link.iri.startswith(BASE) else ' rel="external noopener"'
        css = f' class="{of}"' if of else ""
        return Markup(f'<a href="{target}"{rel}{css}>{shown}</a>')

    def hue(self, column: int | None) -> int:
        """Which colour a side has by its column: those from the fourth on share one, 0 is nobody's."""
        return min(column or 0, 4)

    def figure(self, claim: ClaimView) -> Markup:
        """The figure of a claim, large, as a link to it."""
        return self._figure(claim.iri, claim.figure)

    def _figure_linked(self, iri: str, figure: "wording.Figure") -> Markup:
        large, phrase, is_word = self.quantity(figure)
        before, _, after = phrase.partition(large)
        shown = self.spoken(figure) if is_word else large if phrase == large else f'<span class="around">{escape(before)}</span>{large}<span class="around">{escape(after)}</span>'
        return Markup(f'<a class="figure{" word" if is_word else ""}" href="{self.href(iri)}">{shown}</a>')

    def footnotes(self, claim: ClaimView) -> Markup:
        """Links to the footnotes of a claim, each by its number."""
        return self._notes(claim.notes)

    def _footnotes(self, notes: tuple[Note, ...]) -> Markup:
        called = wording.words_in(self.language)
        return Markup("").join(Markup(f'<sup><a href="{self.href(one.iri)}" aria-label="{called("footnote", number=one.number)}">[{one.number}]</a></sup>') for one in notes)

    def links_of(self, links: tuple[Link, ...]) -> list[Markup]:
        """Links to several nodes, to be listed."""
        return [self.to(link) for link in links]

    def head_links(self, alternates: Iterable[tuple[str, str]], address: Callable[[str], str] | None) -> Markup:
        """The page in other formats and languages, for its head."""
        formats = [f'<link rel="alternate" type="{media_type}" href="{escape(at)}">' for media_type, at in alternates]
        languages = [f'<link rel="alternate" hreflang="{code}" href="{escape(address(code))}">' for code in LANGUAGE_NAMES] if address else []
        return Markup("\n".join([*formats, *languages]))

    def language_links(self, address: Callable[[str], str] | None, words: wording.Words) -> Markup:
        """The page in other languages, for its reader."""
        if address is None:
            return Markup("")
        rows = [
            f'<li><span aria-current="true" lang="{code}">{name}</span></li>'
            if code == self.language
            else f'<li><a href="{escape(address(code))}" lang="{code}" hreflang="{code}">{name}</a></li>'
            for code, name in LANGUAGE_NAMES.items()
        ]
        return Markup(f'<nav class="languages" aria-label="{escape(words["language"])}"><ul>{"".join(rows)}</ul></nav>')

    def format_links(self, key: str, formats: Iterable[Format]) -> Markup:
        """The documents of a resource as list items."""
        return Markup("".join(f'<li><a href="{escape(self.links.data(key, form.extension))}" type="{form.media_type}">{form.name}</a></li>' for form in formats))

    def plain(self, text: Text) -> Markup:
        """Words where no element may stand (titles, SVG text): escaped, nothing invisible in them."""
        return Markup(INVISIBLE.sub(_code_point, str(escape(text.words))))

    def anchor(self, side: str) -> str:
        """The text-anchor of words of the page's language whose left end, right end or middle stands at a point of a drawing."""
        return {"start": "end", "end": "start"}.get(side, side) if self.direction == "rtl" else side

    def cut(self, text: Text, letters: int) -> Markup:
        """Plain words, no more letters than there is room for."""
        return self.plain(text if len(text.words) <= letters else text._replace(words=text.words[: max(letters - 1, 1)].rstrip() + "…"))

    def linked(self, text: str) -> Markup:
        """Text in which IRIs of ours stand, each as a link by its short name."""
        pieces = OUR_IRI.split(text)
        return Markup("").join(self.term(piece) if at % 2 else self.label(piece) for at, piece in enumerate(pieces) if piece)

    def point(self, text: str) -> str:
        """A year, month or day written out."""
        return wording.point(text, self.language)

    def tick(self, text: str, with_year: bool) -> str:
        """A date on an axis."""
        return wording.tick(text, self.language, with_year)

    def to_address(self, iri: str) -> Markup:
        """An address that is shown as itself."""
        return self.to(Link(iri, Text(unquote(iri))))

    def plain_text(self, text: str) -> str:
        """Text for a form's field, without what cannot be seen."""
        return INVISIBLE.sub("", text)

    def elsewhere(self, iri: str) -> Markup:
        """A link to another site by what that site calls the thing."""
        return self.to(Link(iri, Text(wording.elsewhere(unquote(iri)))))

    def spoken(self, figure: "wording.Figure") -> Markup:
        """The word that stands for a number, in quotation marks where it is the speaker's."""
        return wording.spoken(figure, self.language)

    def degrees(self, axis: str, value: float) -> Markup:
        """A latitude or longitude."""
        return wording.degrees(axis, value, self.language)

    def term(self, iri: str) -> Markup:
        """An IRI as a short name, linked where it may be."""
        return self.to(Link(iri, Text(curie(iri))))

    def _leading(self, iri: str) -> Markup | None:
        target = href(self.links, iri)
        return None if target is None else escape(target)

    def number(self, value: int) -> str:
        return wording.number(value, self.language)

    def date(self, when: "wording.PartialDate") -> str:
        return wording.told(when, self.language)

    def said(self, when: "wording.PartialDate") -> Markup:
        """When something was said."""
        return wording.said(when, self.language)

    def quantity(self, figure: "wording.Figure") -> wording.Quantity:
        return wording.quantity(figure, self.language)

    def listing(self, parts: list[Markup]) -> Markup:
        return wording.listing(parts, self.language)


@lru_cache(maxsize=32)
def page_for(links: Links) -> Page:
    """The page of some links; it remembers what it has written."""
    return Page(links)


def render(template: str, links: Links, **values: object) -> str:
    """A page. ``links`` says where the site runs and in which language; the template may also need

    ``canonical`` the IRI the page is about, ``alternates`` pairs (media type, address), ``description`` one sentence,
    ``address`` a function language → this page in that language. All have a default.
    """
    page = page_for(links)
    given = {"canonical": None, "alternates": (), "description": None, "address": None, "json_ld": None, "indexed": True} | values
    words = wording.words_in(links.language)
    text = environment(links.language).get_template(template).render(page=page, links=links, t=words, frame=frame(links), **given)
    # Labels were isolated one by one; this is for attributes and texts that a template printed as they are.
    return INVISIBLE.sub(_code_point, text) if _has_invisible(text) else text


def _has_invisible(text: str) -> bool:
    """Whether a whole page holds one; all but a few of its characters are left out at the speed of memory."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, PLAIN)
    return INVISIBLE.search(rest.decode("utf-8", "surrogatepass")) is not None


@lru_cache(maxsize=256)
def frame(links: Links) -> tuple[Markup, Markup]:
    """Navigation and colophon, the same on every page of one language at one place."""
    parts = environment(links.language).get_template("frame.html").module
    words = wording.words_in(links.language)
    return Markup(parts.navigation(links, words)), Markup(parts.colophon(links, words))
