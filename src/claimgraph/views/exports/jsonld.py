"""JSON-LD with the project's context, which stands inside the document: reading it fetches nothing.

The context (``ontology/context.jsonld``) decides how a value is written: as a plain string where its
term says language, datatype or ``@id``, else in full. JSON-LD 1.1, sections 4.1 to 4.2; only the parts of
a context that this project's uses are understood, and a value no term fits is written under its
property's short name, so every triple comes back.
"""

from __future__ import annotations

import os

from pyoxigraph import Literal, NamedNode, Triple

from claimgraph.errors import UnreadableFile
from claimgraph.graph.files import read_bytes
from claimgraph.terms import RDF, RDFS, XSD
from claimgraph.views.exports.plain_json import quoted, read, written
from claimgraph.views.exports.rdf import facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import Any

    from pyoxigraph import BlankNode

    Node = NamedNode | BlankNode | Literal
    #: the name that a value is written under, its term, and how it is written
    Way = tuple[str, "Term | None", Callable[[Node], Any]]

_TYPE, _LABEL = RDF.type.value, RDFS.label.value
GEN_DELIMS = (":", "/", "?", "#", "[", "]", "@")  # a prefix must end in one of these (JSON-LD 1.1, section 4.1.5)


def jsonld(root: Path) -> bytes:
    """The union as one JSON-LD document, nodes and properties in a fixed order."""
    return document(facts(root), read_context(root)).encode()


def read_context(root: Path) -> Context:
    """The context of ``root/ontology``."""
    path = os.path.join(root, "ontology", "context.jsonld")
    try:
        return Context(read(read_bytes(path).decode())["@context"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile(path, f"no JSON-LD context: {error}") from None


def document(triples: Iterable[Triple], context: Context) -> str:
    """The triples as a document: the context, and each subject's node under ``@graph``, a property a line."""
    nodes: dict[Node, list[tuple[str, Node]]] = {}
    last, pairs = None, []
    for triple in triples:
        subject = triple.subject
        if subject != last:  # most files say all of a subject at once
            last, pairs = subject, nodes.setdefault(subject, [])
        pairs.append((triple.predicate.value, triple.object))
    graph = ",\n  ".join(context.node(node, nodes[node]) for node in sorted(nodes, key=str))
    return f'{{\n "@context": {written(context.source, " ")},\n "@graph": [\n  {graph}\n ]\n}}\n'


class Term:
    """One term of a context: its property, and the coercion that values written under it undergo."""

    def __init__(self, name: str, iri: str, kind: str | None, language: str | None, containers: frozenset[str]) -> None:
        self.name, self.iri, self.kind, self.language, self.containers = name, iri, kind, language, containers


class Context:
    """A JSON-LD context read for writing: short names for IRIs, and terms by the property they stand for."""

    def __init__(self, source: dict[str, Any]) -> None:
        self.source = source
        plain = {name: value for name, value in source.items() if isinstance(value, str) and not name.startswith("@")}
        self.prefixes = {name: iri for name, iri in plain.items() if iri.endswith(GEN_DELIMS) and ":/" in iri}
        keywords = {value: name for name, value in plain.items() if value.startswith("@")}
        self._id, self._type = (quoted(keywords.get(keyword, keyword)) for keyword in ("@id", "@type"))
        self.terms: dict[str, list[Term]] = {}
        self._by_base = {iri: name for name, iri in sorted(self.prefixes.items())}
        self._shortened: dict[str, str] = {}
        self._ways: dict[tuple[str, str | None], Way] = {}
        for name, definition in source.items():
            if name not in self.prefixes and not name.startswith("@") and (term := self._term(name, definition)):
                self.terms.setdefault(term.iri, []).append(term)
        self._labels = ("label", self.short(_LABEL))  # what a reader wants to see first

    def _term(self, name: str, definition: str | dict[str, Any] | None) -> Term | None:
        told = {"@id": definition} if isinstance(definition, str) else definition or {}
        iri = told.get("@id", name)
        if iri.startswith("@") or "@reverse" in told:
            return None
        container = told.get("@container", [])
        kind = told.get("@type")
        return Term(
            name,
            self.expanded(iri),
            kind if kind is None or kind.startswith("@") else self.expanded(kind),
            told.get("@language"),
            frozenset([container] if isinstance(container, str) else container),
        )

    def expanded(self, name: str) -> str:
        """The IRI that a short name of the context stands for."""
        prefix, colon, local = name.partition(":")
        if colon:
            return self.prefixes[prefix] + local if prefix in self.prefixes and not local.startswith("//") else name
        told = self.source.get(name)
        if isinstance(told, dict):
            told = told.get("@id")
        return self.expanded(told) if isinstance(told, str) and told != name else str(self.source.get("@vocab", "")) + name

    def short(self, iri: str) -> str:
        """``prefix:local`` by the longest fitting prefix of the context, else the IRI."""
        known = self._shortened.get(iri)
        if known is None:
            known = self._shortened[iri] = self._short(iri)
        return known

    def _short(self, iri: str) -> str:
        # A prefix ends in one of the delimiters, so the longest that may fit ends at the last of them.
        end = 1 + max(map(iri.rfind, GEN_DELIMS))
        if end < len(iri) and iri[:end] in self._by_base:
            return f"{self._by_base[iri[:end]]}:{iri[end:]}"
        fitting = [(len(base), name, base) for name, base in self.prefixes.items() if iri.startswith(base) and iri != base]
        if not fitting:
            return iri
        _, name, base = max(fitting)
        return f"{name}:{iri[len(base):]}" if not iri[len(base) :].startswith("//") else iri

    def of_vocabulary(self, iri: str) -> str:
        """A class or code by its term, else by its short name."""
        plain = [term.name for term in self.terms.get(iri, []) if term.kind is None]
        return min(plain) if plain else self.short(iri)

    def node(self, subject: Node, pairs: list[tuple[str, Node]]) -> str:
        """The node object of one subject, from its predicates and objects."""
        types: list[str] = []
        values: dict[str, list[Any]] = {}
        terms: dict[str, Term | None] = {}
        for predicate, value in pairs:
            if predicate == _TYPE:
                types.append(quoted(self.of_vocabulary(value.value)))
            else:
                name, terms[name], write = self._way(predicate, value)
                values.setdefault(name, []).append(write(value))
        told = [f"{self._id}: {quoted(self.short(_iri(subject)))}"]
        if types:
            told.append(f"{self._type}: {_list(types)}")
        order = [name for name in self._labels if name in values]
        order += sorted(values.keys() - self._labels)
        told += [f'"{name}": {_gathered(values[name], terms[name])}' for name in order]
        return "{\n   " + ",\n   ".join(told) + "\n  }"

    def _way(self, predicate: str, value: Node) -> Way:
        """How a value of a property is written: the same for all of one language or datatype, so it is found once."""
        kind = (value.language or value.datatype.value) if isinstance(value, Literal) else None
        way = self._ways.get((predicate, kind))
        if way is None:
            term = self._fitting(predicate, value)
            name = quoted(term.name if term else self._uncoerced(predicate))[1:-1]
            way = self._ways[predicate, kind] = (name, term, self._writer(value, term))
        return way

    def _uncoerced(self, iri: str) -> str:
        """A name for a property under which nothing is coerced: a short name may itself be a term."""
        short = self.short(iri)
        return iri if short in self.source else short

    def _fitting(self, predicate: str, value: Node) -> Term | None:
        """The term of the property whose coercion gives the value back, the most particular first."""
        fitting = [term for term in self.terms.get(predicate, []) if self._gives_back(term, value)]
        return min(fitting, key=lambda t: (t.kind is None and t.language is None and "@language" not in t.containers, t.name), default=None)

    def _gives_back(self, term: Term, value: object) -> bool:
        if isinstance(value, Literal):
            if value.language:
                return "@language" in term.containers or (term.kind is None and "@language" not in term.containers)
            return "@language" not in term.containers and term.kind in (None, value.datatype.value)
        return "@language" not in term.containers and term.kind in (None, "@id", "@vocab")

    def _writer(self, value: Node, term: Term | None) -> Callable[[Node], Any]:
        """What writes values of this one's language or datatype under ``term``, as JSON."""
        kind = term.kind if term else None
        if isinstance(value, Literal):
            return self._literal_writer(value, kind, term)
        if kind == "@id":
            return lambda node: quoted(self.short(_iri(node)))
        if kind == "@vocab":
            return lambda node: quoted(self.of_vocabulary(_iri(node)))
        return lambda node: f'{{"@id": {quoted(self.short(_iri(node)))}}}'

    def _literal_writer(self, value: Literal, kind: str | None, term: Term | None) -> Callable[[Literal], Any]:
        default = (term.language if term and term.language else None) or self.source.get("@language")
        language, datatype = value.language, value.datatype
        if language:
            if term and "@language" in term.containers:
                return lambda literal: (language, quoted(literal.value))
            return _text if default == language else _in_full(f'"@language": "{language}", ')
        if datatype == XSD.integer and kind in (None, datatype.value):
            in_full = self._typed_writer(datatype, kind, default)
            return lambda literal: literal.value if str(_whole(literal.value)) == literal.value else in_full(literal)
        return self._typed_writer(datatype, kind, default)

    def _typed_writer(self, datatype: NamedNode, kind: str | None, default: str | None) -> Callable[[Literal], Any]:
        if kind == datatype.value or (datatype == XSD.string and default is None and kind is None):
            return _text
        return _in_full("" if datatype == XSD.string else f'"@type": {quoted(self.short(datatype.value))}, ')


def _text(literal: Literal) -> str:
    return quoted(literal.value)


def _in_full(what: str) -> Callable[[Literal], str]:
    return lambda literal: f'{{{what}"@value": {quoted(literal.value)}}}'


def _iri(node: Node) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def _whole(text: str) -> int | None:
    return int(text) if text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) < 16 else None


def _list(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(sorted(values))}]"


def _gathered(values: list[Any], term: Term | None) -> str:
    """The values of one name: by language, or alone, or as a list."""
    if term and "@language" in term.containers:
        by_language: dict[str, list[str]] = {}
        for language, text in values:
            by_language.setdefault(language, []).append(text)
        return "{" + ", ".join(f'"{language}": {_list(texts)}' for language, texts in sorted(by_language.items())) + "}"
    return f"[{values[0]}]" if len(values) == 1 and term and "@set" in term.containers else _list(values)
