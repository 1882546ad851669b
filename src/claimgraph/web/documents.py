"""Pages about the whole: code lists, vocabulary, shapes, named graphs, the dataset, the report, tombstones."""

from collections.abc import Callable
from typing import Any

from pyoxigraph import NamedNode

from claimgraph.graph.shacl.findings import Finding
from claimgraph.graph.shacl.vocabulary import SH
from claimgraph.terms import BASE, CODE, DCT, OWL, RDF, RDFS, SKOS
from claimgraph.views.reading import Link, PageReader, Text
from claimgraph.views.things import notes, spellings
from claimgraph.web.holdings import Holdings
from claimgraph.web.rendering import local_name
from claimgraph.web.verdicts import told_of
from claimgraph.web.wording import words_in

Values = dict[str, Any]
#: How many subjects of a named graph its page lists.
MOST_SUBJECTS = 500


def concept(holdings: Holdings, iri: str, language: str) -> Values:
    """A code: definition, example, neighbours, where it is used."""
    reader = holdings.reader
    related = [(key, reader.links(iri, predicate, language)) for key, predicate in (("broader", SKOS.broader), ("narrower", SKOS.narrower), ("related", SKOS.related), ("in_scheme", SKOS.inScheme))]
    return _term(reader, iri, language) | {"related": [(key, links) for key, links in related if links], "notations": reader.objects(iri, SKOS.notation)}


def _term(reader: PageReader, iri: str, language: str) -> Values:
    link = reader.link(iri, language)
    return {
        "link": link, "title": link.label.words, "definition": reader.text(iri, SKOS.definition, language),
        "example": reader.text(iri, SKOS.example, language), "also_known_as": spellings(reader, iri, language), "notes": notes(reader, iri, language),
    }  # fmt: skip


def scheme(holdings: Holdings, iri: str, language: str) -> Values:
    """A code list with its codes."""
    reader = holdings.reader
    concepts = [_term(reader, one, language) for one in reader.sources(iri, SKOS.inScheme)]
    return _term(reader, iri, language) | {"concepts": concepts}


def schemes(holdings: Holdings, iri: str, language: str) -> Values:
    """All code lists."""
    reader = holdings.reader
    found = sorted({q.subject.value for q in reader.store.quads_for_pattern(None, RDF.type, SKOS.ConceptScheme, None)})
    return {"lists": [_term(reader, one, language) for one in found if one.startswith(CODE)], "title": words_in(language)["codes"]}


def ontology(holdings: Holdings, iri: str, language: str) -> Values:
    """The vocabulary: classes and properties with label, definition, example."""
    reader = holdings.schema
    ontology_iri = BASE + "ns"
    groups = [("classes", (OWL.Class,)), ("properties", (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.SymmetricProperty))]
    terms = [
        (key, [_vocabulary_term(reader, one, language) for one in sorted({s for kind in kinds for s in reader.subjects(RDF.type, kind)}) if one.startswith(ontology_iri + "#")])
        for key, kinds in groups
    ]
    about = reader.text(ontology_iri, DCT.description, language) or Text("")
    return {"terms": terms, "about": about, "title": reader.label(ontology_iri, language).words, "versions": reader.objects(ontology_iri, OWL.versionInfo), "description": about.words}


def _vocabulary_term(reader: PageReader, iri: str, language: str) -> Values:
    parents = [Link(one, Text(one)) for predicate in (RDFS.subClassOf, RDFS.subPropertyOf) for one in reader.iris(iri, predicate)]
    return _term(reader, iri, language) | {"name": local_name(iri), "parents": parents, "iri": iri}


def shapes(holdings: Holdings, iri: str, language: str) -> Values:
    """Every node shape with what its rules say to a reader."""
    reader = holdings.schema
    found = []
    for one in sorted(reader.subjects(RDF.type, SH.NodeShape)):
        constraints = [one, *reader.iris(one, SH.property), *reader.iris(one, SH.sparql)]
        messages = {text for node in constraints if (text := reader.text(node, SH.message, language))}
        found.append({"link": Link(one, Text(local_name(one))), "name": local_name(one), "messages": sorted(messages)})
    return {"shapes": found, "title": words_in(language)["shapes"]}


def graph(holdings: Holdings, iri: str, language: str) -> Values:
    """A named graph: how large, and what it describes."""
    quads = list(holdings.store.quads_for_pattern(None, None, None, NamedNode(iri)))
    subjects = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})
    links = [holdings.reader.link(one, language) for one in subjects[:MOST_SUBJECTS]]
    return {"count": len(quads), "subjects": links, "title": iri.removeprefix(BASE)}


def dataset(holdings: Holdings, iri: str, language: str) -> Values:
    """The dataset: what it is, counts by class and property, downloads with checksums."""
    reader = holdings.reader
    about = reader.text(iri, DCT.description, language) or Text("")
    title = reader.text(iri, DCT.title, language) or Text("claimgraph")
    return {
        "about": about, "heading": title, "rights": reader.text(iri, DCT.rights, language), "statistics": holdings.statistics,
        "dumps": holdings.dumps.all, "counts": holdings.report.counts(), "SH": SH, "title": title.words, "description": about.words,
        "json_ld": schema_org_dataset(holdings, iri, language),
    }  # fmt: skip


def schema_org_dataset(holdings: Holdings, iri: str, language: str) -> Values:
    """The dataset as schema.org's Dataset, from the same triples as DCAT."""
    reader = holdings.reader
    text = lambda predicate: (reader.text(iri, predicate, language) or Text("")).words  # noqa: E731
    first = lambda predicate: next((term.value for term in reader.objects(iri, predicate)), None)  # noqa: E731
    downloads = [
        {"@type": "DataDownload", "contentUrl": BASE + dump.name, "encodingFormat": dump.format.media_type, "contentSize": str(dump.size), "sha256": dump.sha256}
        for dump in holdings.dumps.all
    ]
    keywords = sorted({term.value for term in reader.objects(iri, NamedNode("http://www.w3.org/ns/dcat#keyword")) if getattr(term, "language", None) == language})
    creators = [{"@type": "Organization", "@id": link.iri, "name": link.label.words} for link in reader.links(iri, DCT.creator, language)]
    return {
        "@context": "https://schema.org", "@type": "Dataset", "@id": iri, "name": text(DCT.title), "description": text(DCT.description),
        "license": first(DCT.license), "version": first(OWL.versionInfo), "datePublished": first(DCT.issued), "dateModified": first(DCT.modified),
        "keywords": keywords, "creator": creators, "url": BASE, "distribution": downloads, "isAccessibleForFree": True,
    }  # fmt: skip


def report(holdings: Holdings, iri: str, language: str) -> Values:
    """The SHACL report of this release: what is said of several things stands there once, with all of them."""
    found = holdings.report
    rows: dict[tuple[str, Text, str], list[Link]] = {}
    for one in found.findings[:MOST_SUBJECTS]:
        said = local_name(one.severity.value), _message(one, language), one.shape.value
        rows.setdefault(said, []).extend(holdings.reader.link(node, language) for node in told_of(one))
    counts = {local_name(severity.value): count for severity, count in found.counts().items()}
    return {"rows": rows.items(), "counts": counts, "released": holdings.released, "title": words_in(language)["report"], "total": len(found.findings)}


def _message(finding: Finding, language: str) -> Text:
    """What a shape says of a finding, with the language that it is said in."""
    words = finding.message(language) or ""
    return Text(words, next((message.language for message in finding.messages if message.value == words and message.language), ""))


def withdrawn(holdings: Holdings, iri: str, language: str) -> Values:
    """A tombstone: what is left, and what stands in its place."""
    reader = holdings.reader
    return {"link": reader.link(iri, language), "title": reader.label(iri, language).words, "instead": reader.links(iri, DCT.isReplacedBy, language), "notes": notes(reader, iri, language), "indexed": False}


#: family of resources → (what to show, template)
FAMILIES: dict[str, tuple[Callable[[Holdings, str, str], Values], str]] = {
    "concept": (concept, "concept.html"),
    "scheme": (scheme, "scheme.html"),
    "schemes": (schemes, "schemes.html"),
    "graph": (graph, "graph.html"),
    "ontology": (ontology, "ontology.html"),
    "shapes": (shapes, "shapes.html"),
    "dataset": (dataset, "dataset.html"),
    "report": (report, "report.html"),
}
