"""An index on disk for gazetteers of up to millions of labels: built once, memory-mapped, read-only.

Every label becomes a small document of terms: character trigrams of its letters, of its sound and of its
consonants, its words, and its sound with each letter left out, so that one wrong, missing, added or swapped
letter still shares a rare term with the label however common its trigrams are. tantivy (BM25) finds the
hundred likeliest; the matcher compares those.

Labels and entities lie in two memory-mapped files beside it; a process holds only their 8-byte offsets and
the pages it touched. Building holds every entity in memory: about 1.3 kB a label.
"""

import json
import mmap
import os
import shutil
from array import array
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from claimgraph.errors import Misuse
from claimgraph.model.names import Forms, all_acronyms
from claimgraph.reconcile.entities import Entity, Label
from claimgraph.reconcile.kinds import Kind
from claimgraph.reconcile.spelling import Spelling, kinds_of

_VERSION = 2
_LONGEST_TERM_TEXT = 60
_DELETIONS_UP_TO = 20
_WRITER_MEMORY = 200_000_000


def _tantivy() -> Any:
    try:
        import tantivy  # optional, and felt at start-up
    except ImportError:
        raise Misuse("this many labels need an index on disk", "pip install 'claimgraph[gazetteer]'") from None
    return tantivy


def terms(forms: Forms) -> list[str]:
    """The terms of a label or of a query, each marked with what it was taken from.

    >>> terms(Forms.of("Dia"))[:4]
    ['f^di', 'fdia', 'fia$', 's^ja']
    """
    found = _trigrams("f", forms.joined) + _trigrams("s", forms.skeleton) + _trigrams("k", forms.consonants)
    found += ["c" + forms.consonants[:_LONGEST_TERM_TEXT], "x" + forms.joined[:_LONGEST_TERM_TEXT]]
    found += ["w" + word for word in forms.fold.split() if len(word) > 2]
    sound = forms.skeleton
    if len(sound) <= _DELETIONS_UP_TO:
        found += ["d" + sound, *("d" + sound[:at] + sound[at + 1 :] for at in range(len(sound)))]
    if not forms.fold:
        found = ["r" + forms.text[:_LONGEST_TERM_TEXT].replace(" ", "_")]
    return list(dict.fromkeys(found))


def _trigrams(mark: str, text: str) -> list[str]:
    text = f"^{text[:_LONGEST_TERM_TEXT]}$"
    return [mark + text[at : at + 3] for at in range(len(text) - 2)]


class _Lines:
    """Lines of a file by number: the bytes are mapped, the offsets are an array."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            self._bytes = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        with path.with_suffix(".offsets").open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._offsets = memoryview(self._map).cast("Q")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> bytes:
        return self._bytes[self._offsets[number] : self._offsets[number + 1] - 1]


class _Writer:
    """Appends lines and remembers where each begins."""

    def __init__(self, path: Path) -> None:
        self._path, self._stream, self._offsets = path, path.open("wb"), array("Q", [0])

    def add(self, line: str) -> int:
        self._offsets.append(self._offsets[-1] + self._stream.write(line.replace("\n", " ").encode() + b"\n"))
        return len(self._offsets) - 2

    def __enter__(self) -> "_Writer":
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()
        self._path.with_suffix(".offsets").write_bytes(self._offsets.tobytes())


def _schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("row", fast=True, stored=False)
    return builder.build()


def _whitespace(tantivy: Any) -> Any:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _stamp(source: Path) -> list[object]:
    stat = source.stat()
    return [_VERSION, source.name, stat.st_size, stat.st_mtime_ns]


def built_from(folder: Path, source: Path) -> bool:
    """Whether the folder holds a finished index of this very file (name, size and time of change)."""
    about = folder / "about.json"
    return about.exists() and source.exists() and json.loads(about.read_text())["source"] == _stamp(source)


class Gazetteer:
    """An opened index. Threads may share it; opening costs milliseconds whatever its size."""

    def __init__(self, folder: Path) -> None:
        tantivy = self._tantivy = _tantivy()
        about = json.loads((folder / "about.json").read_text())
        index = tantivy.Index.open(str(folder / "terms"))
        index.register_tokenizer("whitespace", _whitespace(tantivy))
        self._schema, self._searcher = index.schema, index.searcher()
        self._rows, self._entities = _Lines(folder / "labels.tsv"), _Lines(folder / "entities.jsonl")
        self.kinds: dict[str, Kind] = {kind: Kind(kind, {"en": kind}) for kind in about["kinds"]}

    @classmethod
    def build(cls, entities: Iterable[Entity], folder: Path, source: Path | None = None) -> "Gazetteer":
        """Write the index beside its final place, then move it there: a broken build leaves the old one."""
        tantivy = _tantivy()
        entities = list(entities)
        new = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(new, ignore_errors=True)
        try:
            (new / "terms").mkdir(parents=True)
        except OSError as error:
            raise Misuse(f"cannot write the index {folder}: {error.strerror}", "put the label file into a folder you may write to") from None
        try:
            index = tantivy.Index(_schema(tantivy), path=str(new / "terms"))
            index.register_tokenizer("whitespace", _whitespace(tantivy))
            with _Writer(new / "labels.tsv") as rows, _Writer(new / "entities.jsonl") as things:
                _fill(tantivy, index, entities, rows, things)
            about = {"source": _stamp(source) if source else None, "kinds": sorted(kinds_of(entities))}
            (new / "about.json").write_text(json.dumps(about))
            shutil.rmtree(folder, ignore_errors=True)
            new.rename(folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)
        return cls(folder)

    @property
    def labels(self) -> int:
        return len(self._rows)

    def entity(self, number: int) -> Entity:
        return Entity.from_json(self._entities[number])

    def number(self, identifier: str) -> int | None:
        return next((n for n in self.identified(identifier) if self.entity(n).id == identifier), None)

    def identified(self, key: str) -> Sequence[int]:
        """Who goes by an identifier here or elsewhere."""
        return self._entities_with("i" + _one_word(key))

    def initialled(self, acronym: str) -> Sequence[int]:
        """Whose labels begin with the letters of a folded acronym."""
        return self._entities_with("a" + acronym)

    def everything(self) -> Sequence[int]:
        """Entities to look through when a query names nothing: none here, there are too many."""
        return ()

    def spellings(self, query: Forms, types: Collection[str], limit: int) -> list[Spelling]:
        """The labels that share the rarest terms with the query, likeliest first."""
        return [self._spelling(row) for row in self._search(terms(query), types, limit)]

    def starting(self, prefix: Forms, types: Collection[str], limit: int) -> list[Spelling]:
        """Labels that begin as the prefix does."""
        begin = _trigrams("f", prefix.joined)[:-1] or ["f^" + prefix.joined]
        found = (self._spelling(row) for row in self._search(begin, types, 10 * limit))
        return [spelling for spelling in found if spelling.forms.joined.startswith(prefix.joined)][:limit]

    def _entities_with(self, term: str) -> list[int]:
        return list(dict.fromkeys(self._spelling(row).entity for row in self._search([term], (), 100)))

    def _search(self, wanted: list[str], types: Collection[str], limit: int) -> list[int]:
        query, occur = self._tantivy.Query, self._tantivy.Occur
        likely = query.boolean_query([(occur.Should, self._term(term)) for term in wanted])
        if types:
            kinds = query.boolean_query([(occur.Should, self._term("t" + _one_word(kind))) for kind in types])
            likely = query.boolean_query([(occur.Must, likely), (occur.Must, query.const_score_query(kinds, 0.0))])
        hits = self._searcher.search(likely, limit=limit, count=False).hits
        return self._searcher.fast_field_values("row", [address for _, address in hits]) if hits else []

    def _term(self, term: str) -> Any:
        return self._tantivy.Query.term_query(self._schema, "terms", term, "freq")

    def _spelling(self, row: int) -> Spelling:
        entity, language, kind, text, fold, skeleton, consonants, script = self._rows[row].decode().split("\t")
        return Spelling(int(entity), Label(text, language, kind), Forms(text, fold, skeleton, consonants, script))


def _one_word(key: str) -> str:
    return "_".join(key.lstrip("~").split())


def _fill(tantivy: Any, index: Any, entities: list[Entity], rows: _Writer, things: _Writer) -> None:
    writer = index.writer(_WRITER_MEMORY, 1)
    for entity in entities:
        number = things.add(entity.to_json())
        keys = [f"i{_one_word(key)}" for key in (entity.id, *entity.identifiers)]
        keys += [f"a{acronym}" for acronym in sorted(all_acronyms(label.text for label in entity.labels))]
        kinds = [f"t{_one_word(kind)}" for kind in entity.types]
        for label in entity.labels:
            form = Forms.of(label.text.replace("\t", " "))
            row = rows.add("\t".join((str(number), label.language, label.kind, form.text, form.fold, form.skeleton, form.consonants, form.script)))
            document = tantivy.Document()
            document.add_text("terms", " ".join(terms(form) + kinds + keys))
            document.add_unsigned("row", row)
            writer.add_document(document)
            keys = []  # once an entity is enough
    writer.commit()
    writer.wait_merging_threads()
