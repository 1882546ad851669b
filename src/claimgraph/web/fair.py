"""What of the linked-data and FAIR checklist holds, block by block, decided without the live internet.

Letters and numbers are those of the checklist: FOOPS!, OOPS!, qSKOS, F-UJI, DWBP (W3C Data on the Web Best
Practices) and 5-star data. What needs the internet or a person's judgement is not counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple, parse

from claimgraph.terms import BASE, CG, CODE, DCT, FOAF, ID, OWL, PREFIXES, PROV, RDF, RDFS, SCHEMA, SEM, SKOS
from claimgraph.views.reading import PageReader
from claimgraph.web.holdings import DATASET, Holdings
from claimgraph.web.resources import FAMILIES, FORMATS, HTML
from claimgraph.web.site import Request, Site

LANGUAGES = ("en", "fr")
#: The code lists have labels in every language of the pages.
PAGE_LANGUAGES = ("en", "fr", "ar")
NS = BASE + "ns"


@dataclass(frozen=True)
class Check:
    """One question of the checklist; ``missing`` names what does not hold, a few of it."""

    number: str
    question: str
    missing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True)
class Block:
    """One block of the checklist."""

    letter: str
    title: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> int:
        """How many questions hold."""
        return sum(check.holds for check in self.checks)


class Subject:
    """What is checked, read once."""

    def __init__(self, root: Path) -> None:
        self.holdings = Holdings(root)
        self.site = Site(self.holdings)
        self.data: PageReader = self.holdings.reader
        self.schema = self.holdings.schema
        kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        self.terms = sorted({iri for kind in kinds for iri in self.schema.subjects(RDF.type, kind) if iri.startswith(CG.iri)})
        self.concepts = sorted(self.data.subjects(RDF.type, SKOS.Concept))
        self.schemes = sorted(self.data.subjects(RDF.type, SKOS.ConceptScheme))

    def languages(self, iri: str, predicate: NamedNode, reader: PageReader) -> set[str]:
        return {tag for tag, _ in reader.texts(iri, predicate)}

    def lacking(self, iris: list[str], predicate: NamedNode, reader: PageReader, languages: tuple[str, ...] = LANGUAGES) -> list[str]:
        """Those that do not say something in every one of some languages."""
        return [iri for iri in iris if not set(languages) <= self.languages(iri, predicate, reader)]

    def without(self, iri: str, *predicates: NamedNode, reader: PageReader | None = None) -> list[str]:
        """The predicates that an IRI has no value for."""
        return [predicate.value for predicate in predicates if not (reader or self.data).objects(iri, predicate)]


def examples(subject: Subject) -> list[str]:
    """One address of every family and kind that there is."""
    per_kind = {}
    for resource in subject.holdings.resources():
        per_kind.setdefault(resource.path.rpartition("/")[0] if resource.family.name in ("thing", "concept") else resource.family.name, resource.path)
    return sorted(per_kind.values())


# A. Addressing


def our_iris(subject: Subject) -> Iterator[str]:
    """IRIs of ours that are not plain https addresses."""
    found = {q.subject.value for q in subject.data.store if isinstance(q.subject, NamedNode) and q.subject.value.startswith(BASE)}
    yield from (iri for iri in sorted(found) if not iri.isascii() or "?" in iri or "#" in iri or not iri.startswith("https://"))


def redirects(subject: Subject) -> Iterator[str]:
    """Addresses that do not answer See Other, or do not say that it depends on Accept."""
    for path in examples(subject):
        for form in (*(form.media_type for form in FORMATS), HTML, "*/*"):
            answer = subject.site.thing(Request(f"/{path}", accept=form))
            if answer.status != 303 or "Accept" not in answer.headers.get("Vary", ""):
                yield f"/{path} as {form}: {answer.status}"


def documents_tell_of_their_thing(subject: Subject) -> Iterator[str]:
    """Addresses whose document has no triple about its thing."""
    for path in examples(subject):
        at = subject.site.thing(Request(f"/{path}", accept="text/turtle")).headers["Location"]
        body = subject.site.data(Request(at)).body
        if not any(q.subject.value.partition("#")[0] == BASE + path for q in parse(body, format=FORMATS[0].syntax) if isinstance(q.subject, NamedNode)):
            yield f"/{path}"


def link_headers(subject: Subject) -> Iterator[str]:
    """Addresses whose Link header lacks a relation."""
    for path in examples(subject):
        link = subject.site.thing(Request(f"/{path}", accept="text/turtle")).headers["Link"]
        yield from (f"/{path}: no rel={rel}" for rel in ("alternate", "license", "describes") if f'rel="{rel}"' not in link)


def statuses(subject: Subject) -> Iterator[str]:
    """Addresses that answer a mistake with the wrong status."""
    cases = (("/id/event/no-such-thing", "text/turtle", 404), (f"/{FAMILIES[0].example}", "image/png", 406))
    for path, accept, status in cases:
        if subject.site.thing(Request(path, accept=accept)).status != status:
            yield f"{path}: not {status}"


def terms_are_told(subject: Subject) -> Iterator[str]:
    """Terms of ours that the data use and the ontology does not declare."""
    used = {q.predicate.value for q in subject.data.store} | {q.object.value for q in subject.data.store if q.predicate == RDF.type}
    yield from (iri for iri in sorted(used) if iri.startswith(CG.iri) and iri not in subject.terms)


# B. Ontology


def ontology_metadata(*predicates: NamedNode) -> Callable[[Subject], list[str]]:
    """The question whether the ontology says all of these of itself."""
    return lambda subject: subject.without(NS, *predicates, reader=subject.schema)


def same_triples_in_every_format(subject: Subject) -> Iterator[str]:
    """Formats of the ontology that do not read back as the same triples."""
    bodies = {form.extension: subject.site.data(Request(f"/data/ns.{form.extension}")).body for form in FORMATS}
    read_back = {extension: {q.triple for q in parse(body, format=form.syntax)} for form in FORMATS for extension, body in bodies.items() if extension == form.extension}
    yield from (extension for extension, triples in read_back.items() if triples != read_back["nt"])


def unused_terms(subject: Subject) -> Iterator[str]:
    """Declared terms that neither the data nor an example uses."""
    used = {q.predicate.value for q in subject.data.store} | {q.object.value for q in subject.data.store if q.predicate == RDF.type}
    yield from (iri for iri in subject.terms if iri not in used and not subject.schema.objects(iri, SKOS.example))


def class_cycles(subject: Subject) -> Iterator[str]:
    """Classes that are above themselves."""
    for iri in subject.terms:
        above, seen = subject.schema.iris(iri, RDFS.subClassOf), set()
        while above:
            one = above.pop()
            if one == iri:
                yield iri
                break
            if one not in seen:
                seen.add(one)
                above += subject.schema.iris(one, RDFS.subClassOf)


def versions(subject: Subject) -> list[str]:
    """What is wrong with the version IRI."""
    found = subject.schema.iris(NS, OWL.versionIRI)
    return [f"{iri} does not resolve" for iri in found if subject.site.thing(Request("/" + iri.removeprefix(BASE), accept="text/turtle")).status != 303] or ([] if found and NS not in found else ["owl:versionIRI"])


# C. Code lists


def label_clashes(subject: Subject) -> Iterator[str]:
    """Codes of one list that have the same label."""
    for scheme in subject.schemes:
        seen: dict[tuple[str, str], str] = {}
        for concept in subject.data.sources(scheme, SKOS.inScheme):
            for text in subject.data.texts(concept, SKOS.prefLabel):
                if text in seen:
                    yield f"{concept}: {text[1]}"
                seen[text] = concept


def one_label_a_language(subject: Subject) -> Iterator[str]:
    """Codes and lists with two preferred labels in a language, or one without language."""
    for iri in (*subject.concepts, *subject.schemes):
        tags = [tag for tag, _ in subject.data.texts(iri, SKOS.prefLabel)]
        if len(tags) != len(set(tags)) or "" in tags:
            yield iri


def top_concepts(subject: Subject) -> Iterator[str]:
    """Lists without top concepts, top concepts below others, codes below nothing."""
    for scheme in subject.schemes:
        tops = subject.data.iris(scheme, SKOS.hasTopConcept)
        concepts = subject.data.sources(scheme, SKOS.inScheme)
        if concepts and not tops:
            yield scheme
        yield from (top for top in tops if subject.data.iris(top, SKOS.broader))
        yield from (one for one in concepts if one not in tops and not subject.data.iris(one, SKOS.broader))


def reflexive_or_one_sided(subject: Subject) -> Iterator[str]:
    """Codes related to themselves, or in one direction only."""
    for iri in subject.concepts:
        related = subject.data.iris(iri, SKOS.related)
        yield from (iri for other in related if other == iri or iri not in subject.data.iris(other, SKOS.related))


# D. The dataset


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


def every_dump_is_described(subject: Subject) -> Iterator[str]:
    """Dumps without a DCAT distribution."""
    described = {q.object.value for q in subject.holdings.dataset_quads() if q.predicate == NamedNode(PREFIXES["dcat"] + "distribution")}
    yield from (dump.name for dump in subject.holdings.dumps.all if BASE + dump.name not in described)


def links_out(subject: Subject) -> Iterator[str]:
    """Actors and places that nothing elsewhere identifies."""
    linking = (OWL.sameAs, SKOS.closeMatch, SKOS.exactMatch, RDFS.seeAlso, FOAF.isPrimaryTopicOf)
    for predicate in (SEM.Actor, SEM.Place):
        for iri in subject.data.subjects(RDF.type, predicate):
            is_spot = not subject.data.iris(iri, CG.between)
            if is_spot and not any(subject.data.iris(iri, one) for one in linking):
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


QUESTIONS: tuple[tuple[str, str, tuple[tuple[str, str, Callable[[Subject], object]], ...]], ...] = (
    ("A", "Addressing", (
        ("1", "every IRI of ours is https, ASCII, without query or fragment", our_iris),
        ("2, 3", "every thing answers 303 in every format, with Vary: Accept", redirects),
        ("2", "the document tells of its thing", documents_tell_of_their_thing),
        ("4", "every term used is declared", terms_are_told),
        ("5", "documents link their formats, licence and thing", link_headers),
        ("6", "404 and 406 are what they must be", statuses),
    )),
    ("B", "Ontology", (
        ("9", "owl:Ontology at its own IRI", lambda s: [] if OWL.Ontology in s.schema.objects(NS, RDF.type) else [NS]),
        ("10", "owl:versionIRI differs and resolves; owl:versionInfo", versions),
        ("11", "title, description, licence, creator, namespace", ontology_metadata(DCT.title, DCT.description, DCT.license, DCT.creator, NamedNode(PREFIXES["vann"] + "preferredNamespaceUri"))),
        ("12", "prefix, version, created, citation, contributor", ontology_metadata(NamedNode(PREFIXES["vann"] + "preferredNamespacePrefix"), OWL.versionInfo, DCT.created, DCT.bibliographicCitation, DCT.contributor)),
        ("13", "publisher, status, issued, modified, source", ontology_metadata(DCT.publisher, NamedNode(PREFIXES["bibo"] + "status"), DCT.issued, DCT.modified, DCT.source)),
        ("16", "every term labelled in English and French", lambda s: s.lacking(s.terms, RDFS.label, s.schema)),
        ("16", "every term defined in English and French", lambda s: s.lacking(s.terms, SKOS.definition, s.schema)),
        ("17", "the same triples in every format", same_triples_in_every_format),
        ("18", "no class is its own superclass", class_cycles),
        ("21", "every declared term is used in the data or has an example", unused_terms),
    )),
    ("C", "Code lists", (
        ("22", "one preferred label a language", one_label_a_language),
        ("22", "labels in English, French and Arabic", lambda s: s.lacking([*s.concepts, *s.schemes], SKOS.prefLabel, s.data, PAGE_LANGUAGES)),
        ("22", "no two codes of a list with one label", label_clashes),
        ("23", "definitions in English, French and Arabic", lambda s: s.lacking(s.concepts, SKOS.definition, s.data, PAGE_LANGUAGES)),
        ("23", "top concepts declared, none with broader, no orphan", top_concepts),
        ("23", "related both ways, never to itself", reflexive_or_one_sided),
    )),
    ("D", "Dataset", (
        ("24", "every actor and place is linked to the outside", links_out),
        ("26", "title, description, creator, publisher, dates, licence, rights, version, keywords, endpoint", dataset_metadata),
        ("26", "void:triples is the real count", counts_are_true),
        ("26", "every dump with size, type and checksum", every_dump_is_described),
        ("28", "every claim with its passage and its maker", provenance),
        ("29", "the validation report is published, without violations", lambda s: [str(count) for severity, count in s.holdings.report.counts().items() if severity.value.endswith("Violation") and count]),
        ("31", "labels carry their language", values_are_standard),
    )),
)  # fmt: skip


def fair_report(root: Path) -> list[Block]:
    """The checklist of the dataset under ``root``, block by block."""
    subject = Subject(root)
    return [
        Block(letter, title, tuple(Check(number, question, tuple(map(str, list(ask(subject))))) for number, question, ask in questions))  # type: ignore[call-overload]
        for letter, title, questions in QUESTIONS
    ]


def as_text(blocks: list[Block], shown: int = 3) -> str:
    """The report as ``claimgraph check --fair`` prints it."""
    lines = []
    for block in blocks:
        lines.append(f"{block.letter}. {block.title}: {block.passed}/{len(block.checks)}")
        for check in block.checks:
            lines.append(f"   {'holds' if check.holds else 'FAILS':<6} {check.number:<5} {check.question}")
            lines += [f"                {one}" for one in check.missing[:shown]]
            if len(check.missing) > shown:
                lines.append(f"                and {len(check.missing) - shown} more")
    passed, applicable = sum(block.passed for block in blocks), sum(len(block.checks) for block in blocks)
    return "\n".join([*lines, f"{passed}/{applicable}"])
