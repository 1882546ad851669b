"""Reading the graph by index look-ups: the values of a property, labels by language, dates, containers.

Look-ups by ``quads_for_pattern`` cost microseconds and cannot be injected into; no query text is made here.
"""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from claimgraph.terms import RDF, RDFS, SCHEMA, SEM, SKOS

Term = NamedNode | BlankNode | Literal


class Facts:
    """The graph as its readers here need it; every list is in a stable order."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def objects(self, subject: NamedNode, *predicates: NamedNode) -> list[Term]:
        """Distinct objects of any of the predicates, sorted by value."""
        found = {
            quad.object for predicate in predicates for quad in self.store.quads_for_pattern(subject, predicate, None, None)
        }
        return sorted(found, key=lambda term: (str(getattr(term, "value", term)), str(term)))

    def nodes(self, subject: NamedNode, *predicates: NamedNode) -> list[NamedNode]:
        """The objects that are IRIs."""
        return [term for term in self.objects(subject, *predicates) if isinstance(term, NamedNode)]

    def one(self, subject: NamedNode, *predicates: NamedNode) -> Term | None:
        """The first object, or ``None``."""
        return next(iter(self.objects(subject, *predicates)), None)

    def text(self, subject: NamedNode, *predicates: NamedNode) -> str:
        """The first object's lexical value, or nothing."""
        term = self.one(subject, *predicates)
        return "" if term is None else term.value

    def subjects(self, predicate: NamedNode, value: NamedNode) -> list[NamedNode]:
        """Distinct subjects that have this value, sorted."""
        found = {quad.subject for quad in self.store.quads_for_pattern(None, predicate, value, None)}
        return sorted((term for term in found if isinstance(term, NamedNode)), key=lambda term: term.value)

    def typed(self, kind: NamedNode) -> list[NamedNode]:
        """Every instance of a class."""
        return self.subjects(RDF.type, kind)

    def labels(self, subject: NamedNode) -> Iterator[tuple[str, str, str]]:
        """(text, language, kind) of every label: pref, alt, hidden, in that order."""
        for kind, predicates in LABELS.items():
            for term in self.objects(subject, *predicates):
                if isinstance(term, Literal):
                    yield term.value, term.language or "", kind

    def label(self, subject: NamedNode, languages: tuple[str, ...] = ("en",)) -> str:
        """The label in the first of these languages that has one, else in English, else any, else the slug."""
        names: dict[str, str] = {}
        for text, language, kind in self.labels(subject):
            if kind == "pref":
                names.setdefault(language.split("-")[0], text)
        for language in (*languages, "en"):
            if language in names:
                return names[language]
        return next(iter(names.values()), subject.value.rstrip("/").rsplit("/", 1)[-1])

    def chain(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """Everything reached by following one property, nearest first, the subject left out; cycles end."""
        reached: list[NamedNode] = []
        edge = [subject]
        while edge:
            edge = [term for node in edge for term in self.nodes(node, predicate) if term != subject and term not in reached]
            reached += edge
        return list(dict.fromkeys(reached))

    def below(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """Everything from which the subject is reached by the property, the subject first; cycles end."""
        reached = [subject]
        for node in reached:
            reached += [term for term in self.subjects(predicate, node) if term not in reached]
        return reached

    def date(self, subject: NamedNode) -> str:
        """The date of an event as told, an interval as EDTF."""
        at = self.text(subject, SEM.hasTimeStamp)
        begin, end = self.text(subject, SEM.hasBeginTimeStamp), self.text(subject, SEM.hasEndTimeStamp)
        return at or (f"{begin}/{end}" if begin or end else "")


LABELS = {
    "pref": (RDFS.label, SCHEMA.headline, SKOS.prefLabel),
    "alt": (SKOS.altLabel,),
    "hidden": (SKOS.hiddenLabel,),
}
