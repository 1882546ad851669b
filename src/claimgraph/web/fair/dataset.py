"""Block D of the checklist: the dataset and its description by 5-star data, F-UJI and Data on the Web Best Practices."""

import hashlib
import json
import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple, parse

from claimgraph import __version__
from claimgraph.store.catalogue import load_catalogue
from claimgraph.store.workers.limits import Limits
from claimgraph.terms import BASE, CG, CODE, DCT, ID, OWL, PREFIXES, PROV, RDF, RDFS, SCHEMA, SEM, SKOS
from claimgraph.views.statistics import LINKING
from claimgraph.web.fair.subject import PAGE_LANGUAGES, Subject
from claimgraph.web.holdings import DATASET
from claimgraph.web.openapi import openapi
from claimgraph.web.resources import FORMATS, HTML
from claimgraph.web.site import Request
from claimgraph.web.sparql.description import service_triples


def dataset_metadata(subject: Subject) -> list[str]:
    """What the dataset does not say of itself."""
    more = (NamedNode(PREFIXES["dcat"] + "keyword"), NamedNode(PREFIXES["void"] + "sparqlEndpoint"))
    wanted = (DCT.title, DCT.description, DCT.creator, DCT.publisher, DCT.issued, DCT.modified, DCT.license, DCT.accessRights, OWL.versionInfo, *more)
    return subject.without(DATASET.value, *wanted)


def counts_are_true(subject: Subject) -> Iterator[str]:
    """Counts that differ from the data."""
    triples = NamedNode(PREFIXES["void"] + "triples")
    told = [quad.object.value for quad in subject.holdings.dataset_quads() if (quad.subject, quad.predicate) == (DATASET, triples)]
    real = len({Triple(q.subject, q.predicate, q.object) for q in subject.data.store})
    if told != [str(real)]:
        yield f"void:triples {told}, really {real}"


def counts_of_partitions(subject: Subject) -> Iterator[str]:
    """Class and property partitions whose counts differ from the data."""
    triples = {q.triple for q in subject.data.store}
    told = {(q.subject.value, q.predicate.value.rpartition("#")[2]): q.object.value for q in subject.holdings.dataset_quads()}
    for (part, what), iri in told.items():
        if what in ("class", "property"):
            real = sum(one.predicate == RDF.type and one.object.value == iri if what == "class" else one.predicate.value == iri for one in triples)
            if told.get((part, "entities" if what == "class" else "triples")) != str(real):
                yield f"{iri}: really {real}"


def dumps_are_as_described(subject: Subject) -> Iterator[str]:
    """Dumps whose size, media type or checksum in DCAT is not the file's, or that do not read back as the graph."""
    told = {(q.subject.value, q.predicate.value): q.object.value for q in subject.holdings.dataset_quads()}
    dcat, spdx = PREFIXES["dcat"], PREFIXES["spdx"]
    union = None
    for dump in subject.holdings.dumps.all:
        at, content = BASE + dump.name, dump.path.read_bytes()
        wanted = {(at, dcat + "byteSize"): str(len(content)), (at, dcat + "downloadURL"): at, (f"{at}#checksum", spdx + "checksumValue"): hashlib.sha256(content).hexdigest()}
        yield from (f"{dump.name}: {predicate}" for (node, predicate), value in wanted.items() if told.get((node, predicate)) != value)
        if not told.get((at, dcat + "mediaType"), "").endswith("/" + dump.format.media_type):
            yield f"{dump.name}: media type"
        triples = {q.triple for q in parse(content, format=dump.format.syntax)}
        union = union or triples
        if triples != union:
            yield f"{dump.name}: other triples than {subject.holdings.dumps.all[0].name}"


def stars(subject: Subject) -> Iterator[str]:
    """What five-star data lacks: an open licence, RDF in an open format, IRIs, links to others."""
    licences = subject.data.iris(DATASET.value, DCT.license)
    if not any("creativecommons.org" in iri for iri in licences):
        yield "an open licence"
    if not subject.holdings.dumps.all:
        yield "a dump"
    elsewhere = {q.object.value.split("/")[2] for q in subject.data.store if q.predicate in LINKING and isinstance(q.object, NamedNode) and not q.object.value.startswith(BASE)}
    if len(elsewhere) < 2:
        yield f"links to others: {sorted(elsewhere)}"


def vocabulary_stars(subject: Subject) -> Iterator[str]:
    """What a five-star vocabulary lacks but to be used by others: documentation, axioms, links, metadata."""
    if subject.site.page(Request("/page/ns")).status != 200:
        yield "documentation for people"
    if not any(q.predicate in (OWL.disjointWith, RDFS.subClassOf) for q in subject.ontology):
        yield "axioms"
    if not any(str(triple.subject).startswith(f"<{CG.iri}") for triple in subject.alignments):
        yield "links to other vocabularies"


def landing_page_says_the_same(subject: Subject) -> Iterator[str]:
    """Members of the embedded schema.org Dataset that differ from DCAT."""
    html = subject.site.home(Request("/", accept=HTML)).body.decode()
    found = re.search('<script type="application/ld[+]json">(.+?)</script>', html, re.DOTALL)
    told = json.loads(found[1]) if found else {}
    words = lambda predicate: {term.value for term in subject.data.objects(DATASET.value, predicate)}  # noqa: E731
    for member, predicate in (("name", DCT.title), ("description", DCT.description), ("license", DCT.license), ("version", OWL.versionInfo), ("dateModified", DCT.modified)):
        if told.get(member) not in words(predicate):
            yield member
    sizes = {(one["contentUrl"], one["contentSize"], one["sha256"]) for one in told.get("distribution", ())}
    if sizes != {(BASE + dump.name, str(dump.size), dump.sha256) for dump in subject.holdings.dumps.all}:
        yield "distribution"
    if not set(told.get("keywords", ())) or not set(told["keywords"]) <= words(NamedNode(PREFIXES["dcat"] + "keyword")):
        yield "keywords"


def articles_are_attributed(subject: Subject) -> Iterator[str]:
    """Articles without address, licence or the digest of the text that was read."""
    for iri in subject.data.subjects(RDF.type, SCHEMA.Article):
        yield from (f"{iri}: {predicate.value}" for predicate in (SCHEMA.url, DCT.license, SCHEMA.sha256) if not subject.data.objects(iri, predicate))


def quality_is_told(subject: Subject) -> Iterator[str]:
    """What the dataset does not say of its quality: the report, dated, and measurements."""
    said = {q.predicate.value for q in subject.holdings.dataset_quads() if q.subject == DATASET}
    yield from (name for name in ("hasQualityMetadata", "hasQualityMeasurement") if PREFIXES["dqv"] + name not in said)
    report = subject.site.data(Request("/data/report.nt")).body.decode()
    yield from (name for name in ("ValidationReport", "conforms", "date") if name not in report)


def versions_agree(subject: Subject) -> Iterator[str]:
    """Versions of software, ontology and dataset that differ."""
    told = {term.value for iri, reader in ((DATASET.value, subject.data), (BASE + "ns", subject.schema)) for term in reader.objects(iri, OWL.versionInfo)}
    yield from (version for version in told if version != __version__)


def same_in_many_ways(subject: Subject) -> Iterator[str]:
    """Ways to the data that are not there: formats, the whole, parts of it."""
    if len(subject.holdings.dumps.all) < len(FORMATS):
        yield "a dump in every format"
    if not any(resource.family.name == "graph" for resource in subject.holdings.resources()):
        yield "named graphs as subsets"


def interfaces_are_described(subject: Subject) -> Iterator[str]:
    """What the descriptions of the interfaces lack: OpenAPI and the SPARQL service description."""
    described = json.loads(openapi(BASE, Limits(), load_catalogue(subject.root)))
    yield from (f"OpenAPI: {path}" for path in ("/sparql", "/reconcile") if not any(one.startswith(path) for one in described.get("paths", ())))
    said = {triple.predicate.value for triple in service_triples(BASE + "sparql", Limits(), {BASE + "graph/actors": 1}, 1)}
    yield from (f"service description: {name}" for name in ("endpoint", "supportedLanguage", "resultFormat", "feature", "defaultDataset", "defaultGraph", "namedGraph") if PREFIXES["sd"] + name not in said)


def maps_and_time_line(subject: Subject) -> Iterator[str]:
    """Presentations beyond tables that the landing page lacks (DWBP-32)."""
    html = subject.site.home(Request("/", accept=HTML)).body
    yield from (name for name, sign in (("a map", b"<svg"), ("a search", b'type="search"')) if sign not in html)


def what_stays(subject: Subject) -> Iterator[str]:
    """Languages in which the dataset's page does not say what of it stays (LD-BP, "social contract")."""
    for language in PAGE_LANGUAGES:
        if b'id="persistence"' not in subject.site.page(Request("/page/dataset", f"lang={language}", HTML)).body:
            yield language


def links_out(subject: Subject) -> Iterator[str]:
    """Actors and places that nothing elsewhere identifies."""
    for predicate in (SEM.Actor, SEM.Place):
        for iri in subject.data.subjects(RDF.type, predicate):
            is_spot = not subject.data.iris(iri, CG.between)
            if is_spot and not any(subject.data.iris(iri, one) for one in LINKING):
                yield iri


def provenance(subject: Subject) -> Iterator[str]:
    """Claims without a passage or a maker."""
    for cls in (CG.CasualtyClaim, CG.ResponsibilityClaim, CG.Claim):
        for iri in subject.data.subjects(RDF.type, cls):
            said = subject.data.said(iri)
            if SCHEMA.appearance not in said or not ({PROV.wasGeneratedBy, NamedNode(PREFIXES["pav"] + "curatedBy")} & said.keys()):
                yield iri


def values_are_standard(subject: Subject) -> Iterator[str]:
    """Things with a label that has no language."""
    for quad in subject.data.store:
        if isinstance(quad.object, Literal) and quad.predicate in (RDFS.label, SKOS.prefLabel, SKOS.definition) and not quad.object.language and quad.subject.value.startswith((ID, CODE)):
            yield quad.subject.value


QUESTIONS = (
    ("24", "open licence, RDF, IRIs, links to others", stars),
    ("24", "every actor and place is linked to the outside", links_out),
    ("25", "the vocabulary: documentation, axioms, links, metadata", vocabulary_stars),
    ("26", "title, description, creator, publisher, dates, licence, rights, version, keywords, endpoint", dataset_metadata),
    ("26", "void:triples is the real count", counts_are_true),
    ("26", "class and property partitions are the real counts", counts_of_partitions),
    ("26", "every dump with its true size, type and checksum; all read back as one graph", dumps_are_as_described),
    ("27", "schema.org on the landing page equals DCAT", landing_page_says_the_same),
    ("28", "every claim with its passage and its maker", provenance),
    ("28", "every article with address, licence and digest", articles_are_attributed),
    ("29", "quality is told: the dated report, measurements", quality_is_told),
    ("29", "the report has no violation", lambda s: [str(count) for severity, count in s.holdings.report.counts().items() if severity.value.endswith("Violation") and count]),
    ("30", "software, ontology and dataset have one version", versions_agree),
    ("31", "labels carry their language", values_are_standard),
    ("31", "every format, the whole and parts of it", same_in_many_ways),
    ("32, 35", "OpenAPI and service description tell what there is", interfaces_are_described),
    ("33", "a map and a search on the landing page", maps_and_time_line),
    ("34", "what stays, on the dataset's page in every language", what_stays),
)
