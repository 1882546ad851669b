"""JSON-LD with the project's context, which stands inside the document: reading it fetches nothing.

The context (``ontology/context.jsonld``) decides how a value is written: as a plain string where its
term says language, datatype or ``@id``, else in full. JSON-LD 1.1, sections 4.1 to 4.2; only the parts of
a context that this project's uses are understood, and a value no term fits is written under its
property's short name, so every triple comes back.
"""

from __future__ import annotations

import json
import os

from pyoxigraph import Literal, NamedNode, Triple

from claimgraph.errors import UnreadableFile
from claimgraph.graph.files import read_bytes
from claimgraph.terms import RDF, RDFS, XSD
from claimgraph.views.exports.rdf import union

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

GEN_DELIMS = (":", "/", "?", "#", "[", "]", "@")  # a prefix must end in one of these (JSON-LD 1.1, section 4.1.5)


def jsonld(root: Path) -> bytes:
    """The union as one JSON-LD document, nodes and properties in a fixed order."""
    return (json.dumps(document(union(root), read_context(root)), ensure_ascii=False, indent=1) + "\n").encode()


def read_context(root: Path) -> Context:
    """The context of ``root/ontology``."""
    path = os.path.join(root, "ontology", "context.jsonld")
    try:
        return Context(json.loads(read_bytes(path))["@context"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile(path, f"no JSON-LD context: {error}") from None


def document(triples: Iterable[Triple], context: Context) -> dict[str, Any]:
    """The triples as a document: the context, and each subject's node under ``@graph``."""
    nodes: dict[str, list[Triple]] = {}
    for triple in triples:
        nodes.setdefault(str(triple.subject), []).append(triple)
    return {"@context": context.source, "@graph": [context.node(nodes[key]) for key in sorted(nodes)]}


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
        self.keywords = {value: name for name, value in plain.items() if value.startswith("@")}
        self.terms: dict[str, list[Term]] = {}
        self._shortened: dict[str, str] = {}
        for name, definition in source.items():
            if name not in self.prefixes and not name.startswith("@") and (term := self._term(name, definition)):
                self.terms.setdefault(term.iri, []).append(term)

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

    def keyword(self, keyword: str) -> str:
        """A keyword as the context calls it."""
        return self.keywords.get(keyword, keyword)

    def short(self, iri: str) -> str:
        """``prefix:local`` by the longest fitting prefix of the context, else the IRI."""
        known = self._shortened.get(iri)
        if known is None:
            known = self._shortened[iri] = self._short(iri)
        return known

    def _short(self, iri: str) -> str:
        fitting = [(len(base), name, base) for name, base in self.prefixes.items() if iri.startswith(base) and iri != base]
        if not fitting:
            return iri
        _, name, base = max(fitting)
        return f"{name}:{iri[len(base):]}" if not iri[len(base) :].startswith("//") else iri

    def of_vocabulary(self, iri: str) -> str:
        """A class or code by its term, else by its short name."""
        plain = [term.name for term in self.terms.get(iri, []) if term.kind is None]
        return min(plain) if plain else self.short(iri)

    def node(self, triples: list[Triple]) -> dict[str, Any]:
        """The node object of one subject."""
        types = sorted(self.of_vocabulary(t.object.value) for t in triples if t.predicate == RDF.type)
        subject = triples[0].subject
        written: dict[str, Any] = {self.keyword("@id"): self.short(subject.value) if isinstance(subject, NamedNode) else str(subject)}
        if types:
            written[self.keyword("@type")] = types[0] if len(types) == 1 else types
        values: dict[str, list[tuple[Term | None, Any]]] = {}
        for triple in triples:
            if triple.predicate != RDF.type:
                term = self._fitting(triple)
                name = term.name if term else self._uncoerced(triple.predicate.value)
                values.setdefault(name, []).append((term, self._value(triple.object, term)))
        order = sorted(values, key=lambda name: (name not in ("label", self.short(RDFS.label.value)), name))
        return written | {name: _gathered(values[name]) for name in order}

    def _uncoerced(self, iri: str) -> str:
        """A name for a property under which nothing is coerced: a short name may itself be a term."""
        short = self.short(iri)
        return iri if short in self.source else short

    def _fitting(self, triple: Triple) -> Term | None:
        """The term of the property whose coercion gives the value back, the most particular first."""
        value = triple.object
        fitting = [term for term in self.terms.get(triple.predicate.value, []) if self._gives_back(term, value)]
        return min(fitting, key=lambda t: (t.kind is None and t.language is None and "@language" not in t.containers, t.name), default=None)

    def _gives_back(self, term: Term, value: object) -> bool:
        if isinstance(value, Literal):
            if value.language:
                return "@language" in term.containers or (term.kind is None and "@language" not in term.containers)
            return "@language" not in term.containers and term.kind in (None, value.datatype.value)
        return "@language" not in term.containers and term.kind in (None, "@id", "@vocab")

    def _value(self, value: object, term: Term | None) -> Any:
        kind = term.kind if term else None
        if isinstance(value, Literal):
            return self._literal(value, kind, term)
        iri = value.value if isinstance(value, NamedNode) else str(value)
        if kind == "@id":
            return self.short(iri)
        return self.of_vocabulary(iri) if kind == "@vocab" else {"@id": self.short(iri)}

    def _literal(self, value: Literal, kind: str | None, term: Term | None) -> Any:
        default = (term.language if term and term.language else None) or self.source.get("@language")
        if value.language:
            if term and "@language" in term.containers:
                return (value.language, value.value)
            return value.value if default == value.language else {"@language": value.language, "@value": value.value}
        if value.datatype == XSD.integer and str(_whole(value.value)) == value.value and kind in (None, value.datatype.value):
            return int(value.value)
        if kind == value.datatype.value or (value.datatype == XSD.string and default is None and kind is None):
            return value.value
        if value.datatype == XSD.string:
            return {"@value": value.value}
        return {"@type": self.short(value.datatype.value), "@value": value.value}


def _whole(text: str) -> int | None:
    return int(text) if text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) < 16 else None


def _gathered(values: list[tuple[Term | None, Any]]) -> Any:
    """The values of one name: by language, or alone, or as a list."""
    term = values[0][0]
    if term and "@language" in term.containers:
        by_language: dict[str, list[str]] = {}
        for _, (language, text) in values:
            by_language.setdefault(language, []).append(text)
        return {language: texts[0] if len(texts) == 1 else sorted(texts) for language, texts in sorted(by_language.items())}
    written = [value for _, value in values]
    if len(written) > 1:
        written.sort(key=lambda value: json.dumps(value, sort_keys=True))
    return written[0] if len(written) == 1 and not (term and "@set" in term.containers) else written
