"""Everything that has a name, found by any of its spellings."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.model.names import fold
from claimgraph.terms import BASE, ID, RDFS, SCHEMA, SKOS
from claimgraph.views.reading import PageReader, Text

#: kinds that have a name readers look for; claims and passages are reached through events
KINDS = ("event", "actor", "place", "source", "article")
NAMES = (RDFS.label, SKOS.altLabel, SCHEMA.headline)
MOST_FOUND = 400


@dataclass(frozen=True)
class Entry:
    """One name in the list. ``folded`` is every spelling as it is compared; ``matched`` the spelling that fits the question."""

    iri: str
    kind: str
    label: Text
    folded: str
    matched: Text | None = None


class Names:
    """The names of a graph, gathered at the first question."""

    def __init__(self, reader: PageReader) -> None:
        self.reader = reader
        self._spellings: dict[str, list[Text]] | None = None

    @property
    def spellings(self) -> dict[str, list[Text]]:
        """IRI → every spelling."""
        if self._spellings is None:
            found: dict[str, list[Text]] = {}
            for predicate in NAMES:
                for quad in self.reader.store.quads_for_pattern(None, predicate, None, None):
                    if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and kind_of(quad.subject.value) in KINDS:
                        found.setdefault(quad.subject.value, []).append(Text(quad.object.value, quad.object.language or ""))
            self._spellings = {iri: sorted(set(texts)) for iri, texts in sorted(found.items())}
        return self._spellings

    def entries(self, language: str, asked: str = "") -> list[Entry]:
        """The things of which a spelling holds what is asked, by name; all of them when nothing is."""
        wanted = fold(asked) if asked else ""
        found = []
        for iri, texts in self.spellings.items():
            fitting = next((text for text in texts if wanted in fold(text.words)), None)
            if fitting:
                label = self.reader.label(iri, language)
                folded = " ".join(dict.fromkeys(fold(text.words) for text in texts))
                found.append(Entry(iri, kind_of(iri), label, folded, fitting if wanted and wanted not in fold(label.words) else None))
        return sorted(found, key=lambda entry: (fold(entry.label.words), entry.iri))


def kind_of(iri: str) -> str:
    """The kind that the address of a thing names; "" when it is none of ours. Parts of an article have none."""
    return iri[len(ID) :].partition("/")[0] if iri.startswith(ID) else ""


def near(entries: Iterable[Entry], asked: str, most: int = 5) -> list[Entry]:
    """The entries whose slug shares most words with a mistyped one."""
    words = set(fold(asked.replace("-", " ").replace("/", " ")).split())
    scored = [(len(words & set(fold(entry.iri.removeprefix(BASE).replace("-", " ").replace("/", " ")).split())), entry) for entry in entries]
    return [entry for score, entry in sorted(scored, key=lambda pair: (-pair[0], pair[1].iri)) if score > 1][:most]
