"""Entities of any gazetteer: a table of labels (TSV) or Turtle with labels, one row or triple a spelling.

A table has a heading line that names its columns, in any order; ``id`` and ``label`` are needed, the others
(``language kind type within context identifier description weight``) may be left out. Rows of one id may lie
apart. Turtle is read by its labels: rdfs:label, skos:prefLabel, skos:altLabel, skos:hiddenLabel, schema:name.
"""

import csv
from collections.abc import Iterable, Iterator
from os.path import commonprefix
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from claimgraph.errors import UnreadableFile
from claimgraph.reconcile.entities import SAFE_ID, Entity, Label, identifier_key
from claimgraph.terms import OWL, RDF, RDFS, SCHEMA, SKOS, local_name

COLUMNS = ("id", "label", "language", "kind", "type", "within", "context", "identifier", "description", "weight")
_TURTLE = {
    RDFS.label: "pref", SKOS.prefLabel: "pref", SCHEMA.name: "pref", SKOS.altLabel: "alt", SKOS.hiddenLabel: "hidden",
}  # fmt: skip
_LONGEST_CELL = 2000


class _Draft:
    """An entity while its rows come in."""

    __slots__ = ("context", "description", "identifiers", "labels", "types", "weight", "within")

    def __init__(self) -> None:
        self.labels: list[Label] = []
        self.types: list[str] = []
        self.within: list[str] = []
        self.context: list[str] = []
        self.identifiers: list[str] = []
        self.description, self.weight = "", 0.0

    def entity(self, identifier: str) -> Entity:
        labels = sorted(dict.fromkeys(self.labels), key=lambda label: ("pref", "alt", "hidden").index(label.kind))
        return Entity(
            identifier, labels[0].text, labels=tuple(labels), description=self.description, weight=self.weight,
            **{name: tuple(dict.fromkeys(getattr(self, name))) for name in ("types", "within", "context", "identifiers")},
        )  # fmt: skip


def read_labels(path: Path) -> list[Entity]:
    """The entities of a label file, by its ending: .ttl, .nt, or else a table with tabs (.csv with commas).

    Costs about 1.3 kB of memory a label while it reads. Raises :class:`UnreadableFile` with the line.
    """
    if path.suffix in (".ttl", ".nt"):
        return _from_turtle(path)
    return _from_table(path, "," if path.suffix == ".csv" else "\t")


def _from_table(path: Path, delimiter: str) -> list[Entity]:
    drafts: dict[str, _Draft] = {}
    for line, row in _rows(path, delimiter):
        identifier, text = row["id"].strip(), " ".join(row["label"].split())
        if not SAFE_ID.fullmatch(identifier):
            raise UnreadableFile(path, f"id {identifier[:60]!r}", line, "letters, digits and . _ ~ - only")
        if not text:
            continue
        draft = drafts.setdefault(identifier, _Draft())
        kind = row.get("kind") or ("alt" if draft.labels else "pref")
        if kind not in ("pref", "alt", "hidden"):
            raise UnreadableFile(path, f"kind {kind[:30]!r}", line, "pref, alt or hidden")
        draft.labels.append(Label(text, row.get("language") or "", kind))
        _add(draft, row, path, line)
    return _finished(drafts, path)


def _add(draft: _Draft, row: dict[str, str], path: Path, line: int) -> None:
    for column, values in (("type", draft.types), ("within", draft.within), ("context", draft.context)):
        values += [part.strip() for part in (row.get(column) or "").split(";") if part.strip()]
    draft.identifiers += [key for part in (row.get("identifier") or "").split(";") if (key := identifier_key(part))]
    draft.description = draft.description or row.get("description") or ""
    if row.get("weight"):
        try:
            draft.weight = float(row["weight"])
        except ValueError:
            raise UnreadableFile(path, f"weight {row['weight'][:30]!r} is not a number", line) from None


def _rows(path: Path, delimiter: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            quoting = csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE
            reader = csv.DictReader(stream, delimiter=delimiter, quoting=quoting)
            missing = {"id", "label"} - set(reader.fieldnames or ())
            if missing:
                raise UnreadableFile(path, f"no column {', '.join(sorted(missing))}", 1, f"columns: {' '.join(COLUMNS)}")
            for row in reader:
                cells = {name: (value or "")[:_LONGEST_CELL] for name, value in row.items() if isinstance(name, str)}
                yield reader.line_num, cells
    except FileNotFoundError:
        raise UnreadableFile(path, "no such file") from None
    except UnicodeDecodeError:
        raise UnreadableFile(path, "not UTF-8", hint="save the file as UTF-8") from None
    except csv.Error as error:
        raise UnreadableFile(path, str(error), reader.line_num) from None
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "cannot be read") from None


def _from_turtle(path: Path) -> list[Entity]:
    """Entities by IRI: the part after the longest common prefix of all of them is the id."""
    drafts: dict[str, _Draft] = {}
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode):
                _add_triple(drafts, quad.subject.value, quad.predicate, quad.object)
    except FileNotFoundError:
        raise UnreadableFile(path, "no such file") from None
    except SyntaxError as error:
        raise UnreadableFile(path, str(error.msg), error.lineno) from None
    labelled = {iri: draft for iri, draft in drafts.items() if draft.labels}
    start = len(commonprefix(list(labelled)).rpartition("/")[0]) + 1 if len(labelled) > 1 else 0
    short = {iri: (iri[start:] or local_name(iri)).strip("/").replace("/", ".").replace("#", ".") for iri in labelled}
    for iri, identifier in short.items():
        if not SAFE_ID.fullmatch(identifier):
            raise UnreadableFile(path, f"<{iri}> gives no usable id", hint="letters, digits and . _ ~ - after the common part")
    return _finished({short[iri]: draft for iri, draft in labelled.items()}, path)


def _add_triple(drafts: dict[str, _Draft], iri: str, predicate: NamedNode, value: object) -> None:
    draft = drafts.setdefault(iri, _Draft())
    if isinstance(value, Literal) and predicate in _TURTLE:
        draft.labels.append(Label(value.value[:_LONGEST_CELL], value.language or "", _TURTLE[predicate]))
    elif isinstance(value, NamedNode) and predicate == RDF.type:
        draft.types.append(local_name(value.value))
    elif isinstance(value, NamedNode) and predicate in (OWL.sameAs, SKOS.closeMatch, SKOS.exactMatch):
        draft.identifiers += [key] if (key := identifier_key(value.value)) else []
    elif isinstance(value, Literal) and predicate in (SCHEMA.description, RDFS.comment):
        draft.description = value.value[:_LONGEST_CELL]


def _finished(drafts: dict[str, _Draft], path: Path) -> list[Entity]:
    if not drafts:
        raise UnreadableFile(path, "no label in it")
    return [draft.entity(identifier) for identifier, draft in drafts.items()]


def count_labels(entities: Iterable[Entity]) -> int:
    """How many spellings there are: what decides between a scan and an index on disk."""
    return sum(len(entity.labels) for entity in entities)
