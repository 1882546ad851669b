"""The article's own records: the article, its sections, its footnotes and what they cite, and passages."""

from collections.abc import Sequence
from urllib.parse import quote

from pyoxigraph import NamedNode

from claimgraph.article.dates_told import read_date
from claimgraph.article.drafting.matching import Names
from claimgraph.article.drafting.parties import NEW, Parties
from claimgraph.article.reading.citations import is_source
from claimgraph.article.reading.foreign_dates import in_english
from claimgraph.article.text import Article, Footnote
from claimgraph.model import records
from claimgraph.model.records import Record, texts
from claimgraph.terms import entity, slug

LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
_MOST_WORDS = 15
_SECTION_FR = {"Infobox": "Infobox", "Lead": "Introduction", "Background": "Contexte", "Attack": "Attaque", "Attacks": "Attaques", "Aftermath": "Suites", "Reactions": "Réactions"}


class Documents:
    """Records of one article's text; sections and footnotes become records only when a claim needs them."""

    def __init__(self, article: Article, names: Names, parties: Parties, short: str, activity: str) -> None:
        self.article, self.names, self.parties, self.short, self.activity = article, names, parties, short, activity
        self.iri = entity("article", slug(article.title) or "article").value
        self.found: dict[str, Record] = {self.iri: self._article()}
        self._passages: dict[tuple[int, int], str] = {}
        for note in article.footnotes:
            if is_source(note):
                self.footnote(note.mark)

    def _article(self) -> records.Article:
        language = self.article.language
        url = _iri(self.article.url)
        if url is None:
            url = f"https://{language}.wikipedia.org/wiki/{quote(self.article.title.replace(' ', '_'))}"
            self.names.ask(self.iri, f"The copy does not say where it is from. Is {url} its address, and which revision is it?")
        return records.Article(
            iri=self.iri, labels=texts(en=f"“{self.article.title}”, Wikipedia ({language})"), headlines=((language, self.article.title),), language=language,
            sha256=self.article.sha256, url=url, licence=LICENCE, version=self.article.revision, generated_by=self.activity,
        )  # fmt: skip

    def section(self, evidence: str, title: str) -> str:
        """The section that a claim stands in: the box, the lead, or the headed one."""
        name = {"infobox": "Infobox", "lead": "Lead"}.get(evidence, title or "Lead")
        iri = f"{self.iri}-{slug(name) or 'section'}"
        if iri not in self.found:
            titles = [section.title for section in self.article.sections]
            position = {"Infobox": 1, "Lead": 2}.get(name) or (titles.index(name) + 3 if name in titles else len(titles) + 3)
            french = {"fr": _SECTION_FR[name]} if name in _SECTION_FR else {}
            self.found[iri] = records.Section(iri=iri, labels=texts(en=name, **french), article=self.iri, position=position, is_infobox=evidence == "infobox", generated_by=self.activity)
        return iri

    def passage(self, start: int, end: int, section: str) -> str:
        """The passage of these words, cut to the fifteen that a quotation may have."""
        exact = self.article.text[start:end]
        words = exact.split()
        if len(words) > _MOST_WORDS:
            exact = _first_words(exact, _MOST_WORDS)
            end = start + len(exact)
        if (start, end) not in self._passages:
            iri = f"{entity('passage', self.short).value}-p{len(self._passages) + 1:02}"
            self._passages[start, end] = iri
            self.found[iri] = records.Passage(iri=iri, article=self.iri, section=section, exact=exact, start=start, end=end, generated_by=self.activity)
        return self._passages[start, end]

    def references(self, marks: Sequence[str]) -> tuple[str, ...]:
        """The footnotes of these marks, those without an entry in the list left out."""
        return tuple(dict.fromkeys(iri for mark in marks if (iri := self.footnote(mark)) is not None))

    def footnote(self, mark: str) -> str | None:
        """The record of a footnote, with its source."""
        note = self.article.footnote(mark)
        if note is None or not (note.title or note.text):
            return None
        iri = f"{entity('ref', self.short).value}-{slug(mark)}"
        if iri not in self.found:
            accessed = read_date(in_english(note.accessed)) if note.accessed else None
            self.found[iri] = records.Footnote(iri=iri, number=note.number, article=self.iri, source=self.source(note), accessed=accessed, generated_by=self.activity)
        return iri

    def source(self, note: Footnote) -> str:
        """The document that a footnote cites; one that the graph surely knows, else a new record."""
        title = note.title or " ".join(note.text.split()[:_MOST_WORDS])
        published = read_date(in_english(note.published)) if note.published else None
        if sure := self.names.sure(title, "source", published=published.text if published else ""):
            return sure.iri
        publisher = self.parties.party(note.publisher) if note.publisher else None
        name = slug(publisher.name if publisher else " ".join((note.author or title).split()[:5])) or "source"
        iri = self.names.mint(entity("source", f"{name}-{published.text}" if published and "/" not in published.text else name).value)
        language = note.language or self.article.language
        self.found[iri] = records.Source(
            iri=iri, headlines=((language.lower(), title),), publisher=publisher.iri if publisher else None, published=published, language=language, url=_iri(note.url),
            is_report=note.kind in ("report", "book"), notes=texts(en=NEW), generated_by=self.activity,
        )  # fmt: skip
        return iri


def _first_words(text: str, most: int) -> str:
    """The first words of a text, with the spaces as they stand."""
    at = 0
    for _ in range(most):
        while at < len(text) and text[at].isspace():
            at += 1
        while at < len(text) and not text[at].isspace():
            at += 1
    return text[:at]


def _iri(address: str | None) -> str | None:
    """An http(s) address that may stand as an IRI, ``None`` for any other."""
    if not address or not address.startswith(("http://", "https://")):
        return None
    try:
        return NamedNode(address).value
    except ValueError:
        return None
