"""Index look-ups for pages: what a node says, what points at it, and its label in a wanted language.

One look-up per node gives all it says; the last few thousand nodes are remembered. Every list has an
upper bound, so the time for a page does not grow with the graph.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import chain, islice
from typing import Any, NamedTuple, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from claimgraph.errors import ClaimgraphError
from claimgraph.model import records
from claimgraph.model.figures import Figure
from claimgraph.model.triples import ROWS, Reader, Row
from claimgraph.terms import CG, ID, OA, RDFS, SCHEMA, SKOS, local_name

Term = NamedNode | Literal | BlankNode | Triple
R = TypeVar("R", bound=records.Record)
#: Links into a node beyond this number are neither counted nor listed one by one.
MOST_LINKS = 1000
#: Claims and places that are remembered with all that is printed beside them: most stand on several pages, or twice on one.
RECALLED = 5_000
LABELS = (RDFS.label, SKOS.prefLabel, SCHEMA.headline, SCHEMA.text, OA.exact)
#: What has no name is called by another's: a passage by its words, a participation by its actor.
NAMED_AFTER = (OA.hasSelector, CG.participant)
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


@cache
def _rows_by_predicate(cls: type[records.Record]) -> dict[NamedNode, tuple[Row, ...]]:
    return {row.predicate: tuple(one for one in ROWS[cls] if one.predicate == row.predicate) for row in ROWS[cls]}


def _strictly(row: Row, terms: list[Term]) -> list[Any]:
    return [row.of_term(term) for term in terms]


def _forgiving(row: Row, terms: list[Term]) -> list[Any]:
    found = []
    for term in terms:
        try:
            found.append(row.of_term(term))
        except (ClaimgraphError, ValueError, AttributeError):
            continue
    return found


class PageReader(Reader):
    """A :class:`Reader` that remembers nodes and forgives records that could not be published."""

    def __init__(self, store: Store, remembered: int = 20_000) -> None:
        super().__init__(store)
        self.said = self.remembering(self._said, remembered)
        self.label = self.remembering(self._label, remembered)
        self.link = self.remembering(self._link, remembered)
        self.record = self.remembering(self._record, remembered)
        #: what a function of (this reader, …) tells of some nodes, remembered as they are
        self.recall = self.remembering(lambda ask, *asked: ask(self, *asked), RECALLED)

    def remembering(self, ask: Callable[..., Any], most: int) -> Callable[..., Any]:
        """``ask`` with its last answers kept."""
        return lru_cache(maxsize=most)(ask)

    def _said(self, iri: str) -> dict[NamedNode, list[Term]]:
        """Everything a node says: predicate → objects, each once, in a stable order."""
        found: dict[NamedNode, list[Term]] = {}
        if not iri:  # a record that lacks what it must point at
            return found
        for quad in self.store.quads_for_pattern(NamedNode(iri), None, None, None):
            found.setdefault(quad.predicate, []).append(quad.object)
        for predicate, objects in found.items():
            if len(objects) > 1:
                found[predicate] = sorted(set(objects), key=str)
        return found

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
        after = (one for predicate in NAMED_AFTER for one in self.iris(iri, predicate))
        found = (self._own_label(one, language) for one in chain([iri], after))
        return next(filter(None, found), None) or Text(local_name(iri) or iri)

    def _own_label(self, iri: str, language: str) -> Text | None:
        return next(filter(None, (self.text(iri, predicate, language) for predicate in LABELS)), None)

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
            return cls(iri=iri, **self._fields(iri, cls, _strictly), **self._variants(iri, cls))
        except (ClaimgraphError, ValueError, AttributeError):
            figure = {"figure": self.figure(iri)} if cls is records.CasualtyClaim else {}
            return cls(iri=iri, **self._fields(iri, cls, _forgiving), **figure)

    def _fields(self, iri: str, cls: type[records.Record], read: Callable[[Row, list[Term]], list[Any]]) -> dict[str, Any]:
        """The fields that the node says something for: it says less than a record could hold."""
        rows = _rows_by_predicate(cls)
        values: dict[str, Any] = {}
        for predicate, terms in self.said(iri).items():
            for row in rows.get(predicate, ()):
                found = read(row, terms)
                if row.many:
                    values[row.name] = tuple(sorted(found))
                elif found:
                    values[row.name] = found[0]
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
