"""Every label in memory, compared one by one in C: right for some thousands of labels (about 1 ms a query)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from rapidfuzz import fuzz, process

from claimgraph.model.names import Forms, all_acronyms
from claimgraph.reconcile.entities import Entity
from claimgraph.reconcile.kinds import Kind
from claimgraph.reconcile.lexicon import words
from claimgraph.reconcile.spelling import Spelling, kinds_of


class Scan:
    """An index that compares a query with every label by letters, sound, consonants and translated words."""

    def __init__(self, entities: Iterable[Entity], kinds: dict[str, Kind] | None = None) -> None:
        self._entities = list(entities)
        self.kinds = kinds or kinds_of(self._entities)
        self._numbers = {entity.id: number for number, entity in enumerate(self._entities)}
        self._spellings = [
            Spelling(number, label, Forms.of(label.text)) for number, entity in enumerate(self._entities) for label in entity.labels
        ]
        self._identified: dict[str, list[int]] = defaultdict(list)
        self._initialled: dict[str, list[int]] = defaultdict(list)
        for number, entity in enumerate(self._entities):
            for key in (entity.id, *entity.identifiers):
                self._identified[key.lstrip("~")].append(number)
            for acronym in all_acronyms(label.text for label in entity.labels):
                self._initialled[acronym].append(number)
        forms = [spelling.forms for spelling in self._spellings]
        self._columns = (
            [form.joined for form in forms],
            [form.skeleton for form in forms],
            [form.consonants for form in forms],
            [words(form.fold).concepts for form in forms],
        )

    @property
    def labels(self) -> int:
        return len(self._spellings)

    def entity(self, number: int) -> Entity:
        return self._entities[number]

    def number(self, identifier: str) -> int | None:
        return self._numbers.get(identifier)

    def identified(self, key: str) -> Sequence[int]:
        """Who goes by an identifier here or elsewhere."""
        return self._identified.get(key, ())

    def initialled(self, acronym: str) -> Sequence[int]:
        """Whose labels begin with the letters of a folded acronym."""
        return self._initialled.get(acronym, ())

    def everything(self) -> Sequence[int]:
        return range(len(self._entities))

    def spellings(self, query: Forms, types: Collection[str], limit: int) -> Sequence[Spelling]:
        """The labels nearest in any of four ways; of the given types when there are any."""
        asked = (query.joined, query.skeleton, query.consonants, words(query.fold).concepts)
        near: dict[int, None] = {}
        for text, column in zip(asked, self._columns, strict=True):
            if text:
                near.update((row, None) for _, _, row in process.extract(text, column, scorer=fuzz.ratio, limit=limit // 3, score_cutoff=30))
        if not query.fold:  # a script without transliteration: only the very same signs can be meant
            near.update((row, None) for row, spelling in enumerate(self._spellings) if spelling.label.text == query.text)
        return [self._spellings[row] for row in near if self._is(self._spellings[row], types)]

    def starting(self, prefix: Forms, types: Collection[str], limit: int) -> Sequence[Spelling]:
        """Labels with a word that begins as the prefix does."""
        found = [
            spelling
            for spelling in self._spellings
            if (f" {prefix.fold}" in f" {spelling.forms.fold}" or spelling.forms.joined.startswith(prefix.joined)) and self._is(spelling, types)
        ]
        return found[:limit] if prefix.fold else []

    def _is(self, spelling: Spelling, types: Collection[str]) -> bool:
        return not types or bool(set(types) & set(self._entities[spelling.entity].types))
