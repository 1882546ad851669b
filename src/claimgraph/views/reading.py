"""Index look-ups for pages: what a node says, what points at it, and its label in a wanted language.

One look-up per node gives all it says; the last few thousand nodes are remembered. Every list has an
upper bound, so the time for a page does not grow with the graph.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from claimgraph.errors import ClaimgraphError
from claimgraph.model import records
from claimgraph.model.figures import Figure
from claimgraph.model.triples import ROWS, Reader
from claimgraph.terms import ID, OA, RDFS, SCHEMA, SKOS, local_name

Term = NamedNode | Literal | BlankNode | Triple
R = TypeVar("R", bound=records.Record)
#: Links into a node beyond this number are neither counted nor listed one by one.
MOST_LINKS = 1000
LABELS = (RDFS.label, SKOS.prefLabel, SCHEMA.headline, SCHEMA.text, OA.exact)
#: What to read where a text is missing in the wanted language.
FALLBACK = {"en": ("en", "fr"), "fr": ("fr", "en"), "ar": ("ar", "en", "fr")}
ACTORS = ID + "actor/"
ACRONYM = re.compile("[A-Z]{3,6}")
#: A name longer than this is replaced by its acronym in tight places.
MOST_LETTERS = 24
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class Text(NamedTuple):
    """Words with their language ("" when they carry none)."""

    words: str
    language: str = ""

    @property
    def direction(self) -> str | None:
        """``rtl`` or ``ltr`` where the language decides it, else ``None``: the words decide."""
        return ("rtl" if self.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr") if self.language else None


class Link(NamedTuple):
    """A node and what to call it; ``short`` is for tight places: an acronym, or no words in brackets."""

    iri: str
    label: Text
    short: Text | None = None


def choose(texts: records.Texts, language: str) -> Text | None:
    """The text in the wanted language, else in the next best, else any, in tag order."""
    by_tag = {}
    for tag, words in texts:
        by_tag.setdefault(tag.partition("-")[0], Text(words, tag))
    order = (*FALLBACK.get(language, (language, "en")), "")
    return next((by_tag[tag] for tag in order if tag in by_tag), next(iter(by_tag.values()), None))


class PageReader(Reader):
    """A :class:`Reader` that remembers nodes and forgives records that could not be published."""

    def __init__(self, store: Store, remembered: int = 20_000) -> None:
        super().__init__(store)
        self.said = lru_cache(maxsize=remembered)(self._said)
        self.label = lru_cache(maxsize=remembered)(self._label)
        self.link = lru_cache(maxsize=remembered)(self._link)
        self.record = lru_cache(maxsize=remembered)(self._record)

    def _said(self, iri: str) -> dict[NamedNode, list[Term]]:
        """Everything a node says: predicate → objects, each once, in a stable order."""
        found: dict[NamedNode, set[Term]] = {}
        for quad in self.store.quads_for_pattern(NamedNode(iri), None, None, None):
            found.setdefault(quad.predicate, set()).add(quad.object)
        return {predicate: sorted(objects, key=str) if len(objects) > 1 else list(objects) for predicate, objects in found.items()}

    def objects(self, subject: str, predicate: NamedNode) -> list[Term]:
        return self.said(subject).get(predicate, [])

    def iris(self, subject: str, predicate: NamedNode) -> list[str]:
        """The IRIs a node points at by one predicate."""
        return [term.value for term in self.objects(subject, predicate) if isinstance(term, NamedNode)]

    def texts(self, subject: str, predicate: NamedNode) -> records.Texts:
        """The literals of one predicate as (language, text) pairs."""
        return tuple(sorted((term.language or "", term.value) for term in self.objects(subject, predicate) if isinstance(term, Literal)))

    def text(self, subject: str, predicate: NamedNode, language: str) -> Text | None:
        """One literal, in the wanted language where there is one."""
        return choose(self.texts(subject, predicate), language)

    def exists(self, iri: str) -> bool:
        """Whether the graph says anything about an IRI."""
        return bool(self.said(iri))

    def _label(self, iri: str, language: str) -> Text:
        for predicate in LABELS:
            text = self.text(iri, predicate, language)
            if text:
                return text
        return Text(local_name(iri) or iri)

    def _link(self, iri: str, language: str) -> Link:
        """The node with its label."""
        label = self.label(iri, language)
        return Link(iri, label, self._short(iri, label) if iri.startswith(ACTORS) else None)

    def _short(self, iri: str, label: Text) -> Text:
        """The acronym among the names in the label's language, else the label without what distinguishes it in brackets."""
        plain = label._replace(words=label.words.partition(" (")[0])
        if len(plain.words) <= MOST_LETTERS:
            return plain
        names = [Text(words, tag) for tag, words in self.texts(iri, SKOS.altLabel) if tag == label.language]
        return min((name for name in names if ACRONYM.fullmatch(name.words)), default=plain)

    def links(self, subject: str, predicate: NamedNode, language: str) -> list[Link]:
        """The nodes one predicate points at, with their labels."""
        return [self.link(iri, language) for iri in self.iris(subject, predicate)]

    def read(self, iri: str, cls: type[R]) -> R:
        return self.record(iri, cls)

    def _record(self, iri: str, cls: type[R]) -> R:
        """The record of an IRI, without the fields that cannot be read (``check`` tells which those are)."""
        try:
            return super().read(iri, cls)
        except (ClaimgraphError, ValueError, AttributeError):
            return cls(iri=iri, **self._readable(iri, cls))

    def _readable(self, iri: str, cls: type[R]) -> dict[str, object]:
        values: dict[str, object] = {}
        for row in ROWS[cls]:
            found = []
            for term in self.objects(iri, row.predicate):
                try:
                    found.append(row.of_term(term))
                except (ClaimgraphError, ValueError, AttributeError):
                    continue
            if row.many:
                values[row.name] = tuple(sorted(found))
            elif found:
                values[row.name] = found[0]
        if cls is records.CasualtyClaim:
            values["figure"] = self.figure(iri)
        return values

    def figure(self, claim: str) -> Figure:
        try:
            return super().figure(claim)
        except (ClaimgraphError, ValueError):
            return Figure("unknown")

    def incoming(self, iri: str, predicate: NamedNode | None = None) -> Iterator[Quad]:
        """The quads that point at a node, at most :data:`MOST_LINKS` of them."""
        return islice(self.store.quads_for_pattern(None, predicate, NamedNode(iri), None), MOST_LINKS)

    def sources(self, iri: str, predicate: NamedNode) -> list[str]:
        """The IRIs that point at a node by one predicate, in IRI order, at most :data:`MOST_LINKS`."""
        return sorted({quad.subject.value for quad in self.incoming(iri, predicate) if isinstance(quad.subject, NamedNode)})
