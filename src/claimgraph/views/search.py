"""Everything that has a name, found by any of its spellings."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, cached_property
from itertools import accumulate, chain, islice

from pyoxigraph import Literal, NamedNode

from claimgraph.model.names import fold
from claimgraph.terms import BASE, ID, RDFS, SCHEMA, SKOS
from claimgraph.views.reading import PageReader, Text

#: kinds that have a name readers look for; claims and passages are reached through events
KINDS = ("event", "actor", "place", "source", "article")
NAMES = (RDFS.label, SKOS.altLabel, SCHEMA.headline)
MOST_FOUND = 400
MOST_NEAR = 5
#: A mistyped word is compared with so many, and not at all when it is longer than a word.
MOST_ALIKE, LONGEST = 300, 40
MOST_LOOKED_AT = 500


@dataclass(frozen=True)
class Entry:
    """One name in the list. ``folded`` is every spelling as it is compared; ``matched`` the spelling that fits the question."""

    iri: str
    kind: str
    label: Text
    folded: str
    matched: Text | None = None


class Listing:
    """The names in one language, in the order of their labels, with all their spellings as one text to search."""

    def __init__(self, entries: list[Entry], spellings: Iterable[Iterable[str]]) -> None:
        self.entries = entries
        lines = ["\t".join(folded) for folded in spellings]
        self.text = "\n".join(lines)
        self.starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def holding(self, wanted: str) -> Iterator[Entry]:
        """The entries of which a spelling holds ``wanted``, which is folded; cost follows the text's length at the speed of memory."""
        at = 0
        while (at := self.text.find(wanted, at)) >= 0:
            number = bisect_right(self.starts, at) - 1
            yield self.entries[number]
            at = self.starts[number + 1]


class Names:
    """The names of a graph, gathered at the first question."""

    def __init__(self, reader: PageReader) -> None:
        self.reader = reader
        self._listing = cache(self._listed)

    @cached_property
    def spellings(self) -> dict[str, list[Text]]:
        """IRI → every spelling."""
        found: dict[str, list[Text]] = {}
        for predicate in NAMES:
            for quad in self.reader.store.quads_for_pattern(None, predicate, None, None):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and self._is_named(quad.subject.value):
                    found.setdefault(quad.subject.value, []).append(Text(quad.object.value, quad.object.language or ""))
        return {iri: sorted(set(texts)) for iri, texts in sorted(found.items())}

    def _is_named(self, iri: str) -> bool:
        """Whether readers look for a thing by name: every article has an "Infobox", so parts of articles are left out."""
        kind = kind_of(iri)
        return kind in KINDS and not (kind == "article" and self.reader.iris(iri, SCHEMA.isPartOf))

    def _listed(self, language: str) -> Listing:
        folded = {iri: tuple(dict.fromkeys(fold(text.words) for text in texts)) for iri, texts in self.spellings.items()}
        entries = [Entry(iri, kind_of(iri), self.reader.label(iri, language), " ".join(names)) for iri, names in folded.items()]
        entries.sort(key=lambda entry: (fold(entry.label.words), entry.iri))
        return Listing(entries, (folded[entry.iri] for entry in entries))

    def entries(self, language: str, asked: str = "", most: int = MOST_FOUND) -> list[Entry]:
        """The first things by name of which a spelling holds what is asked; the first of all when nothing is."""
        listing = self._listing(language)
        wanted = fold(asked)
        if not wanted:
            return listing.entries[:most] if not asked.strip() else []
        return [self._matched(entry, wanted) for entry in islice(listing.holding(wanted), most)]

    def _matched(self, entry: Entry, wanted: str) -> Entry:
        if wanted in fold(entry.label.words):
            return entry
        return replace(entry, matched=next(text for text in self.spellings[entry.iri] if wanted in fold(text.words)))

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        return {iri: words_of(iri.removeprefix(BASE)) for iri in self.spellings}

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for iri, words in self._words.items():
            for word in words:
                found.setdefault(word, []).append(iri)
        return found

    @cached_property
    def _by_shape(self) -> dict[tuple[str, int], list[str]]:
        """First letter and length → words: those that a mistyped word can stand for."""
        found: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self._by_word):
            found.setdefault((word[0], len(word)), []).append(word)
        return found

    def _alike(self, word: str) -> list[str]:
        """Words that differ from a mistyped one by a letter or two; few are compared, for this is asked by anybody."""
        if not 4 <= len(word) <= LONGEST:
            return []
        shapes = chain.from_iterable(self._by_shape.get((word[0], len(word) + more), ()) for more in (0, 1, -1, 2))
        return get_close_matches(word, islice(shapes, MOST_ALIKE), n=3, cutoff=0.8)

    def near(self, asked: str, most: int = MOST_NEAR) -> list[str]:
        """The IRIs whose slug shares most words, and more than one, with a mistyped one; looked for by its rarest words."""
        wanted = words_of(asked)
        wanted |= {near for word in wanted - self._by_word.keys() for near in self._alike(word)}
        rarest = sorted((self._by_word[word] for word in wanted & self._by_word.keys()), key=len)
        candidates = dict.fromkeys(islice((iri for iris in rarest for iri in iris), MOST_LOOKED_AT))
        shared = sorted((-len(wanted & self._words[iri]), iri) for iri in candidates)
        return [iri for words, iri in shared if words < -1][:most]


def words_of(slug: str) -> set[str]:
    """The words of an address."""
    return set(fold(slug.replace("-", " ").replace("/", " ")).split())


def kind_of(iri: str) -> str:
    """The kind that the address of a thing names; "" when it is none of ours. Parts of an article have none."""
    return iri[len(ID) :].partition("/")[0] if iri.startswith(ID) else ""
