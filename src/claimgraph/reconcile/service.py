"""A reconciliation service as plain functions: what it knows, without HTTP and without either protocol's JSON.

``v02`` and ``v1`` turn requests of the two protocol versions into calls of this and its answers into theirs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, Store

from claimgraph.errors import NotFound, TooLarge
from claimgraph.model.names import Forms
from claimgraph.reconcile import from_store
from claimgraph.reconcile.entities import Entity, entity_iri, identifier_key
from claimgraph.reconcile.facts import Facts
from claimgraph.reconcile.index import Index, open_labels
from claimgraph.reconcile.kinds import DEFAULT_TYPES, Kind
from claimgraph.reconcile.match import Candidate, Matcher, Query
from claimgraph.reconcile.properties import Properties, Property
from claimgraph.reconcile.scan import Scan
from claimgraph.reconcile.spelling import Spelling
from claimgraph.reconcile.values import Settings, Value
from claimgraph.terms import ID

#: Limits that the manifest tells; more is answered with 413, never cut in silence.
BATCH, LONGEST_QUERY, MOST_IDS, MOST_PROPERTIES = 50, 500, 500, 100
MOST_SUGGESTIONS = 50


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of an auto-completion: what it is, and what tells it from its namesakes."""

    id: str
    name: str
    description: str = ""
    notable: tuple[str, ...] = ()


class Service:
    """One index of names and, for our own graph, the facts behind it."""

    def __init__(self, index: Index | Callable[[], Index], store: Store | None = None, name: str = "claimgraph", identifier_space: str = ID) -> None:
        self._index, self.name, self.identifier_space = index, name, identifier_space
        self.facts = Facts(store) if store is not None else None
        self.properties = Properties(self.facts)

    @cached_property
    def index(self) -> Index:
        """The names; where a function was given, this is when it makes them."""
        return self._index() if callable(self._index) else self._index

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.index, self.properties.agreement)

    def get_ready(self) -> None:
        """Make what the first question would wait for."""
        self.matcher  # noqa: B018

    @classmethod
    def of_graph(cls, store: Store, name: str = "claimgraph") -> "Service":
        """The service over our graph: its places, actors, events and sources, looked up when it gets ready."""
        return cls(lambda: Scan(from_store.entities(store), from_store.kinds(store)), store, name)

    @classmethod
    def of_labels(cls, path: Path, folder: Path | None = None) -> "Service":
        """The service over any gazetteer of labels: TSV or Turtle, indexed on disk in ``folder`` when it is large."""
        return cls(open_labels(path, folder), None, path.name, "")

    @property
    def default_types(self) -> list[Kind]:
        """The types to choose from first."""
        known = self.index.kinds
        return [known[t] for t in DEFAULT_TYPES if t in known] or list(known.values())[:20]

    def kind(self, identifier: str, languages: tuple[str, ...]) -> dict[str, str]:
        """A type as clients want it: id and name."""
        kind = self.index.kinds.get(identifier)
        return {"id": identifier, "name": kind.name(languages) if kind else identifier}

    def kinds(self, entity: Entity, languages: tuple[str, ...]) -> list[dict[str, str]]:
        """The types of an entity, narrow ones first."""
        return [self.kind(identifier, languages) for identifier in entity.types]

    def candidates(self, query: Query) -> list[Candidate]:
        """Ranked candidates; an unusable query has none, it never spoils the batch that it came in."""
        if len(query.name) > LONGEST_QUERY:
            return []
        return self.matcher.candidates(query)

    def entity(self, identifier: str) -> Entity:
        """The entity with this id, or :class:`NotFound`."""
        number = self.index.number(identifier_key(identifier) or identifier)
        if number is None:
            raise NotFound(f"no entity {identifier[:80]!r}")
        return self.index.entity(number)

    def described(self, entity: Entity, languages: tuple[str, ...]) -> str:
        """What tells an entity from its namesakes, in the reader's language where the graph has one."""
        iri = entity_iri(entity.id) if self.facts else None
        if not (self.facts and iri):
            return entity.description or ", ".join(entity.context[:3])
        node = NamedNode(iri)
        return from_store.description(self.facts, node, from_store.containers(self.facts, node), languages)

    def column_heads(self, identifiers: Sequence[str], languages: tuple[str, ...]) -> list[dict[str, object]]:
        """id, name and, for columns that name entities, their type; an unknown property keeps its id as its name."""
        heads: list[dict[str, object]] = []
        for identifier in identifiers:
            prop = self.properties.by_id.get(identifier)
            head: dict[str, object] = {"id": identifier, "name": prop.name(languages) if prop else identifier}
            heads.append(head | ({"type": self.kind(prop.type, languages)} if prop and prop.type else {}))
        return heads

    def row(self, identifier: str, columns: Sequence[tuple[str, Settings]]) -> dict[str, list[Value]]:
        """Every column of one entity; each is there, ``[]`` when it has nothing to say or the id is unknown.

        A missing column would shift all later ones to the left in OpenRefine, without a word.
        """
        try:
            entity = self.entity(identifier)
        except NotFound:
            return {prop: [] for prop, _ in columns}
        return {prop: self.properties.values(entity, prop, settings) for prop, settings in columns}

    def proposed(self, type_id: str, limit: int) -> list[Property]:
        """Properties to choose from for a type; for no type or an unknown one, all of them."""
        wanted = self._with_broader(type_id) if type_id in self.index.kinds else []
        found = self.properties.proposed(wanted)
        return found[:limit] if limit > 0 else found

    def _with_broader(self, type_id: str) -> list[str]:
        reached = [type_id]
        for identifier in reached:
            kind = self.index.kinds.get(identifier)
            reached += [broader for broader in (kind.broader if kind else ()) if broader not in reached]
        return reached

    def suggest_entities(self, prefix: str, languages: tuple[str, ...], types: tuple[str, ...] = (), limit: int = 10, offset: int = 0) -> list[Suggestion]:
        """Entities whose names begin with, or resemble, what was typed; an identifier gives its entity."""
        prefix = prefix.strip()[:LONGEST_QUERY]
        wanted = min(max(limit, 1), MOST_SUGGESTIONS) + max(0, min(offset, 10_000))
        numbers: dict[int, None] = dict.fromkeys(self.index.identified(identifier_key(prefix) or prefix) if prefix else ())
        if prefix:
            forms = Forms.of(prefix)
            starting = self.index.starting(forms, types, 10 * wanted)
            numbers.update((spelling.entity, None) for spelling in sorted(starting, key=lambda spelling: _nearness(forms, spelling)))
            found = [self.index.entity(number) for number in numbers]
            if len(found) < wanted:
                near = self.matcher.candidates(Query(prefix, types, limit=wanted))
                found += [c.entity for c in near if c.score >= 70 and c.entity not in found]
        else:
            found = [self.index.entity(number) for number in self.index.everything()[: 20 * wanted]]
        shown = [e for e in found if not types or set(types) & set(e.types)][:wanted][offset:]
        return [Suggestion(e.id, e.label(languages), self.described(e, languages), e.types) for e in shown]

    def suggest_types(self, prefix: str, languages: tuple[str, ...]) -> list[Kind]:
        """Types whose id or name, in any language, begins or contains what was typed."""
        typed = prefix.strip().lower()
        found = [kind for kind in self.index.kinds.values() if _holds(typed, (kind.id, *kind.names.values()))]
        return sorted(found, key=lambda kind: not _starts(typed, (kind.id, *kind.names.values())))

    def suggest_properties(self, prefix: str) -> list[Property]:
        """Properties whose id or name, in any language, begins or contains what was typed."""
        typed = prefix.strip().lower()
        found = [prop for prop in self.properties.by_id.values() if _holds(typed, (prop.id, *prop.names.values()))]
        return sorted(found, key=lambda prop: not _starts(typed, (prop.id, *prop.names.values())))

    def explain(self, name: str, identifier: str, types: tuple[str, ...] = ()) -> dict[str, object]:
        """Why one entity got its score for a name: the label that was nearest, every measure, the decision."""
        entity = self.entity(identifier)
        ranked = self.candidates(Query(name, types, limit=50))
        found = next((c for c in ranked if c.entity.id == entity.id), None)
        answer: dict[str, object] = {"query": name, "id": entity.id, "name": entity.name, "types": list(entity.types)}
        if found is None:
            return answer | {"score": 0, "match": False, "why": "not among the candidates: nothing of its names resembles the query"}
        label = {"text": found.label.text, "language": found.label.language, "kind": found.label.kind}
        rivals = [{"id": c.entity.id, "name": c.entity.name, "score": round(c.score, 1)} for c in ranked if c is not found][:5]
        return answer | {
            "score": round(found.score, 1), "match": found.match, "why": found.why, "label": label,
            "features": features(found), "rank": ranked.index(found) + 1, "rivals": rivals,
        }  # fmt: skip


#: Every feature: its name, and what it means.
FEATURES: dict[str, tuple[str, str]] = {
    "name": ("likeness of the names", "0 to 100; 100 is the same letters, 98 the same words in another order or language, see the scale"),
    "letters": ("same letters", "0 to 100: how many letters need not be changed, left out, added or swapped"),
    "sound": ("same sound", "0 to 100: the letters after French, English, Arabic and Russian spellings of one sound are made one"),
    "words": ("same words", "0 to 100: the words translated and sorted, for names of several words"),
    "edits": ("letters changed", "how many letters differ between the query and the nearest label"),
    "length": ("letters in the query", "short names need to be exact"),
    "preferred_label": ("preferred label", "whether the nearest label is a preferred one"),
    "homonyms": ("namesakes elsewhere", "known things of the same name that are not in this graph; with one of them nothing is matched on its name alone"),
    "seat": ("its chief town's name", "whether the query is the name of an area without the word that says so: its chief town bears it too, so it is not matched on its name alone"),
    "digits": ("same numbers", "whether the digits in both names are the same"),
    "arabic": ("Arabic script", "whether the query is in a script that writes consonants and long vowels only"),
    "identifier": ("named by identifier", "whether the query is an id, a Wikidata item, a GeoNames number or a Wikipedia address"),
    "context": ("context", "0 to 100: how far the conditions, or the place told with the name, agree"),
    "telling": ("context tells it apart", "whether what agrees is more than the country, which namesakes share"),
    "conditions": ("conditions met", "0 to 100, when the query has conditions and no name"),
    "lead": ("lead", "how far the score is above the next candidate's"),
}  # fmt: skip


def features(candidate: Candidate) -> list[dict[str, object]]:
    """The features of a candidate as id, name and value, in the order of the table."""
    told = candidate.features
    return [{"id": key, "name": FEATURES[key][0], "value": told[key]} for key in FEATURES if key in told]


def _nearness(prefix: Forms, spelling: Spelling) -> tuple[bool, bool, int, bool]:
    """What was typed itself, then names that begin with it, short ones first, preferred labels before others."""
    joined = spelling.forms.joined
    return joined != prefix.joined, not joined.startswith(prefix.joined), len(joined), spelling.label.kind != "pref"


def _starts(typed: str, names: Sequence[str]) -> bool:
    return any(name.lower().startswith(typed) for name in names)


def _holds(typed: str, names: Sequence[str]) -> bool:
    return any(typed in name.lower() for name in names)


def at_most(count: int, limit: int, what: str) -> None:
    """Refuse a request of more than the manifest allows."""
    if count > limit:
        raise TooLarge(f"{count} {what} in one request", f"send at most {limit}")
