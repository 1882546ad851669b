"""What the checklist is held against: a dataset with its ontology, its code lists and its site, read once."""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from claimgraph.graph.files import read
from claimgraph.terms import BASE, CG, OWL, RDF, SKOS
from claimgraph.views.reading import PageReader
from claimgraph.web.holdings import Holdings
from claimgraph.web.site import Site

LANGUAGES = ("en", "fr")
#: The code lists have labels in every language of the pages.
PAGE_LANGUAGES = ("en", "fr", "ar")
NS = BASE + "ns"


class Subject:
    """What is checked, read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.holdings = Holdings(root)
        self.site = Site(self.holdings)
        self.data: PageReader = self.holdings.reader
        self.schema = self.holdings.schema
        kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        self.terms = sorted({iri for kind in kinds for iri in self.schema.subjects(RDF.type, kind) if iri.startswith(CG.iri)})
        self.concepts = sorted(self.data.subjects(RDF.type, SKOS.Concept))
        self.schemes = sorted(self.data.subjects(RDF.type, SKOS.ConceptScheme))
        self.alignments = list(read(root / "ontology" / "alignments.ttl")) if (root / "ontology" / "alignments.ttl").exists() else []

    def languages(self, iri: str, predicate: NamedNode, reader: PageReader) -> set[str]:
        """The languages in which an IRI says something."""
        return {tag for tag, _ in reader.texts(iri, predicate)}

    def lacking(self, iris: list[str], predicate: NamedNode, reader: PageReader, languages: tuple[str, ...] = LANGUAGES) -> list[str]:
        """Those that do not say something in every one of some languages."""
        return [iri for iri in iris if not set(languages) <= self.languages(iri, predicate, reader)]

    def without(self, iri: str, *predicates: NamedNode, reader: PageReader | None = None) -> list[str]:
        """The predicates that an IRI has no value for."""
        return [predicate.value for predicate in predicates if not (reader or self.data).objects(iri, predicate)]

    @property
    def ontology(self) -> Iterable[Quad]:
        """Every quad of the ontology and the shapes."""
        return self.schema.store


def examples(subject: Subject) -> list[str]:
    """One address of every family and kind that there is."""
    per_kind = {}
    for resource in subject.holdings.resources():
        per_kind.setdefault(resource.path.rpartition("/")[0] if resource.family.name in ("thing", "concept") else resource.family.name, resource.path)
    return sorted(per_kind.values())
