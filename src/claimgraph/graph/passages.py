"""Quotations against the text of the article: the words, where they stand, and that it is that text."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from claimgraph.errors import NotFound
from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.findings import Finding
from claimgraph.graph.shacl.paths import Path, Predicate, Sequence
from claimgraph.graph.shacl.vocabulary import SH, Term
from claimgraph.terms import BASE, OA, SCHEMA

#: what finds these; they are not SHACL's, but are told and written in the same report
SHAPE = NamedNode(BASE + "shapes#Passage-inArticle")
COMPONENT = NamedNode(BASE + "shapes#PassageConstraintComponent")
_EXACT = Sequence((Predicate(OA.hasSelector), Predicate(OA.exact)))
MOST_WORDS = 15
#: the end of a sentence of several words, and what stands before one: nothing, a line end, or another sentence
_ENDED = re.compile(r"\S\s+\S.*[.!?。؟]['\"”’»)]*$", re.DOTALL)
_BEFORE = re.compile(r"(^|\n|[.!?。؟]['\"”’»)]*(\[\d+\])*)\s*$")


@dataclass(frozen=True)
class Quotation:
    """The words of one passage and where they stand, in code points, end exclusive."""

    passage: Term
    exact: str
    start: int
    end: int


def quotations(data: Data, article: Term) -> list[Quotation]:
    """The passages of ``article`` that name their words and their place, in the order of the text.

    What is missing or ill-formed there is the shapes' business.
    """
    found = []
    for passage in data.subjects(OA.hasSource, article):
        for selector in data.objects(passage, OA.hasSelector):
            values = [next(iter(data.objects(selector, each)), None) for each in (OA.exact, OA.start, OA.end)]
            if None not in values and values[1].value.isdigit() and values[2].value.isdigit():
                found.append(Quotation(passage, values[0].value, int(values[1].value), int(values[2].value)))
    return sorted(found, key=lambda q: (q.start, q.end, str(q.passage)))


def find_article(data: Data, digest: str, title: str | None) -> Term:
    """The article of the graph with that sha256, else the one with that title, else the only one."""
    articles = sorted(data.instances(SCHEMA.Article), key=str)
    same = [article for article in articles if digest in _texts(data, article, SCHEMA.sha256)]
    titled = [article for article in articles if title and title in _texts(data, article, SCHEMA.headline)]
    for found in (same, titled, articles):
        if len(found) == 1:
            return found[0]
    raise NotFound("no article of the graph has this text's sha256 or title", "record it as schema:sha256 and schema:headline")


def _texts(data: Data, node: Term, predicate: NamedNode) -> list[str]:
    return [value.value for value in data.objects(node, predicate)]


def check_passages(store: Store, text: str, title: str | None = None) -> list[Finding]:
    """What is wrong with the passages of the article whose ``text`` is given (NFC, LF line ends).

    A text of another sha256 is one finding; its passages are looked up in it all the same.
    """
    data = Data(store)
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = find_article(data, digest, title)
    found = [problem for quotation in quotations(data, article) if (problem := _wrong(quotation, text)) is not None]
    recorded = _texts(data, article, SCHEMA.sha256)
    if digest not in recorded:
        was = f"recorded is {recorded[0][:12]}…" if recorded else "none is recorded"
        told = f"The text given is not the one that was read: its sha256 is {digest[:12]}…, {was}. Give the text that was saved, or read it again."
        found.insert(0, _finding(article, Predicate(SCHEMA.sha256), digest, told))
    return found


def _wrong(quotation: Quotation, text: str) -> Finding | None:
    exact, start, end = quotation.exact, quotation.start, quotation.end
    if text[start:end] == exact:
        if len(exact.split()) > MOST_WORDS:
            told = f"The quotation has more than {MOST_WORDS} words. Quote only the words that carry the claim."
        elif _ENDED.search(exact) and _BEFORE.search(text[max(0, start - 8) : start]):
            told = f"“{exact}” is a whole sentence. Quote only the words that carry the claim."
        else:
            return None
    elif places := list(_places(text, exact)):
        nearest = min(places, key=lambda place: abs(place - start))
        told = f"“{exact}” stands at {nearest}–{nearest + len(exact)} in the article, not at {start}–{end}. Correct oa:start and oa:end."
    else:
        told = f"“{exact}” does not stand in the article. Quote its words as they are, letter by letter."
    return _finding(quotation.passage, _EXACT, exact, told)


def _places(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0 and words:
        yield place
        place = text.find(words, place + 1)


def _finding(focus: Term, path: Path, value: str, told: str) -> Finding:
    return Finding(focus, path, Literal(value), SHAPE, COMPONENT, SH.Violation, (Literal(told, language="en"),))
