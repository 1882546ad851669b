"""What the site tells about, as RDF: which resources exist, which were withdrawn, and the quads of each."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from claimgraph.graph.files import read
from claimgraph.graph.shacl.findings import Report
from claimgraph.graph.validation import Validator, read_shapes, shape_files
from claimgraph.store.local import LocalStore, open_store
from claimgraph.terms import BASE, DCT, GRAPH, OWL, SKOS, XSD
from claimgraph.views.description import DOCUMENT, about_document, describe, in_order, with_stable_blanks
from claimgraph.views.reading import PageReader
from claimgraph.views.statistics import Statistics, statistics, void_quads
from claimgraph.web.dumps import Dumps
from claimgraph.web.preparation import SMALL, Preparation
from claimgraph.web.quality import quality_quads
from claimgraph.web.report import report_quads
from claimgraph.web.resources import Resource, resource_of_iri
from claimgraph.web.verdicts import CLEAN, Verdict, verdicts

ONTOLOGY, SHAPES = NamedNode(GRAPH + "ontology"), NamedNode(GRAPH + "shapes")
DATASET = NamedNode(BASE + "dataset")
TRUE = Literal("true", datatype=XSD.boolean)


class Holdings:
    """The graph under ``root`` with its ontology, shapes, report and dumps; everything but the graph is read when asked for."""

    def __init__(self, root: Path, local: LocalStore | None = None, report: Report | None = None, reader: type[PageReader] = PageReader) -> None:
        self.root = root
        self.local = local or open_store(root)
        self.reader = reader(self.local.store)
        self.dumps = Dumps(root)
        if report:
            self.report = report

    @property
    def store(self) -> Store:
        return self.local.store

    @cached_property
    def schema(self) -> PageReader:
        """The ontology and the shapes, apart from the data."""
        store = Store()
        for graph, paths in ((ONTOLOGY, [self.root / "ontology" / "claimgraph.ttl"]), (SHAPES, shape_files(self.root))):
            for path in paths:
                store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in read(path))
        stable = Store()
        stable.extend(with_stable_blanks(store))
        return PageReader(stable)

    @cached_property
    def report(self) -> Report:
        """The SHACL report of the graph as written: what is derived from it has no shapes."""
        return Validator(read_shapes(shape_files(self.root))).check(open_store(self.root, with_derived=False).store)

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """The events about which validation found something."""
        return verdicts(self.reader, self.report)

    def verdict(self, event: str) -> Verdict:
        """What validation found about an event."""
        return self.verdicts.get(event, CLEAN)

    @cached_property
    def statistics(self) -> Statistics:
        """Counts of the whole: triples, classes, properties."""
        return statistics(self.store)

    @cached_property
    def _preparation(self) -> Preparation | None:
        return Preparation(self.root) if len(self.store) > SMALL else None

    def ready(self) -> bool:
        """Whether report, counts and dumps are to be had without keeping anybody waiting; the first question begins them."""
        if "_all_there" not in vars(self):
            made = self._preparation.result() if self._preparation else None
            if self._preparation and not made:
                return False
            if made:
                self.report, self.verdicts, self.statistics, self.dumps.all = made
            self._all_there = True
        return True

    def close(self) -> None:
        """End the other process and leave no file behind."""
        self.dumps.close()
        if preparation := vars(self).get("_preparation"):
            preparation.close()

    def withdrawn(self, resource: Resource) -> bool:
        """Whether a resource was withdrawn: the graph says ``owl:deprecated true`` and keeps the tombstone."""
        return TRUE in self.reader.objects(resource.iri, OWL.deprecated)

    def exists(self, resource: Resource) -> bool:
        """Whether the site has anything to tell about a resource."""
        match resource.family.name:
            case "thing" | "concept" | "scheme":
                return self.reader.exists(resource.iri)
            case "graph":
                return any(True for _ in self.store.quads_for_pattern(None, None, None, NamedNode(resource.iri)))
            case "ontology":
                return resource.key == "ns" or NamedNode(resource.iri) in self.schema.objects(BASE + "ns", OWL.versionIRI)
            case _:
                return True

    def quads(self, resource: Resource) -> list[Quad]:
        """The quads of a resource's document, in a stable order; empty when it does not exist."""
        match resource.family.name:
            case "thing" | "concept":
                return describe(self.reader, resource.iri)
            case "scheme":
                concepts = self.reader.sources(resource.iri, SKOS.inScheme)
                return [quad for iri in (resource.iri, *concepts) for quad in self._said(iri)]
            case "schemes":
                return self._graph(self.store, NamedNode(GRAPH + "codes"), resource.iri)
            case "graph":
                return self._graph(self.store, NamedNode(resource.iri), resource.iri)
            case "ontology":
                return self._graph(self.schema.store, ONTOLOGY, BASE + "ns")
            case "shapes":
                return self._graph(self.schema.store, SHAPES, resource.iri)
            case "report":
                return report_quads(self.report, self.released)
            case _:
                return [*self._said(DATASET.value), *self.dataset_quads()]

    def _said(self, iri: str) -> list[Quad]:
        return in_order(self.store.quads_for_pattern(NamedNode(iri), None, None, None), iri)

    def _graph(self, store: Store, graph: NamedNode, topic: str) -> list[Quad]:
        part = Quad(NamedNode(topic), DCT.isPartOf, DATASET, DOCUMENT)
        return [*about_document(topic), part, *in_order(store.quads_for_pattern(None, None, None, graph), topic)]

    @property
    def released(self) -> str | None:
        """The day of this release (dcterms:modified, else issued), ISO."""
        return next((value.value for term in (DCT.modified, DCT.issued) for value in self.reader.objects(DATASET.value, term)), None)

    def dataset_quads(self) -> Iterator[Quad]:
        """What follows from the data and the dumps: VoID counts and partitions, DCAT distributions with checksums."""
        yield from void_quads(DATASET, self.statistics, DOCUMENT)
        yield from self.dumps.dcat_quads(DATASET, DOCUMENT)
        yield from quality_quads(DATASET, self.report, self.statistics, DOCUMENT)

    def resources(self) -> list[Resource]:
        """Every resource that has a page, by key: everything of ours that is a subject, and the documents about the whole."""
        subjects = {quad.subject.value for quad in self.store if isinstance(quad.subject, NamedNode)}
        graphs = {graph.value for graph in self.store.named_graphs() if isinstance(graph, NamedNode)}
        whole = {BASE + name for name in ("ns", "shapes", "code", "dataset", "report")}
        found = {resource_of_iri(iri) for iri in subjects | graphs | whole if "#" not in iri}
        return sorted((resource for resource in found if resource), key=lambda resource: resource.key)

