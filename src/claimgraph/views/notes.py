"""Editors' notes: those about a thing itself, apart from those about its identities elsewhere."""

from collections import defaultdict

from pyoxigraph import Literal, NamedNode

from claimgraph.terms import GRAPH, SKOS
from claimgraph.views.reading import PageReader, Text, choose

#: The named graph of identities elsewhere: a note in it doubts a link, not the thing.
LINKS = NamedNode(GRAPH + "links")


def notes_of(reader: PageReader, iri: str, language: str) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """The notes on a thing, and those on its links elsewhere, each in the best language there is."""
    if not reader.objects(iri, SKOS.editorialNote):
        return (), ()
    written: dict[bool, list[Text]] = defaultdict(list)
    for quad in reader.store.quads_for_pattern(NamedNode(iri), SKOS.editorialNote, None, None):
        if isinstance(quad.object, Literal):
            written[quad.graph_name == LINKS].append(Text(quad.object.value, quad.object.language or ""))
    return _in(language, written[False]), _in(language, written[True])


def _in(language: str, texts: list[Text]) -> tuple[Text, ...]:
    best = choose(tuple((text.language, text.words) for text in texts), language)
    return tuple(sorted(text for text in texts if best and text.language == best.language))
