"""Block B of the checklist: the ontology by FOOPS! and OOPS!, decided without the internet."""

import re
from collections.abc import Callable, Iterator

from pyoxigraph import NamedNode, parse

from claimgraph.terms import BASE, FOAF, OWL, PREFIXES, RDF, RDFS, SCHEMA, SKOS, local_name
from claimgraph.web.fair.subject import NS, Subject
from claimgraph.web.resources import FORMATS
from claimgraph.web.site import Request

CLASSES, PROPERTIES = (OWL.Class,), (OWL.ObjectProperty, OWL.DatatypeProperty)
INVERSE, EQUIVALENT = NamedNode(OWL.iri + "inverseOf"), (NamedNode(OWL.iri + "equivalentClass"), NamedNode(OWL.iri + "equivalentProperty"))
TRANSITIVE = NamedNode(OWL.iri + "TransitiveProperty")
DOMAIN, RANGE = NamedNode(RDFS.iri + "domain"), NamedNode(RDFS.iri + "range")


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


def licence_is_an_address(subject: Subject) -> list[str]:
    """Licences that are no address."""
    found = [term for one in (NS, BASE + "dataset") for reader in (subject.schema, subject.data) for term in reader.objects(one, _dct("license"))]
    return [str(term) for term in found if not isinstance(term, NamedNode) or not term.value.startswith("https://")] or ([] if found else [NS])


def _dct(name: str) -> NamedNode:
    return NamedNode(PREFIXES["dcterms"] + name)


def reuse(subject: Subject) -> Iterator[str]:
    """Classes that stand alone and properties on nothing but terms of ours; metadata in words of ours (VOC1, VOC2)."""
    yield from (predicate.value for predicate in subject.schema.said(NS) if predicate.value.startswith(NS))
    parents = {q.object.value for q in subject.ontology if q.predicate in (RDFS.subClassOf, RDFS.subPropertyOf)}
    if not any(not iri.startswith(BASE) for iri in parents):
        yield "nothing is below a term of others"


def pitfalls_of_meaning(subject: Subject) -> Iterator[str]:
    """P03, P05, P19, P27–P29, P31: the relation "is", inverses, several domains or ranges, equivalences, transitivity.

    None of these constructs is used but symmetry, which is looked at here.
    """
    for quad in subject.ontology:
        if quad.predicate in (INVERSE, *EQUIVALENT) or quad.object == TRANSITIVE:
            yield f"{quad.subject} {quad.predicate}"
    for iri in subject.terms:
        if local_name(iri).lower() in ("is", "isa", "is-a"):
            yield f"P03 {iri}"
        if any(len(subject.schema.objects(iri, one)) > 1 for one in (DOMAIN, RANGE)):
            yield f"P19 {iri}"
        if NamedNode(OWL.iri + "SymmetricProperty") in subject.schema.objects(iri, RDF.type) and _uses(subject, iri) != {(o, s) for s, o in _uses(subject, iri)}:
            yield f"P28 {iri}"


def _uses(subject: Subject, iri: str) -> set[tuple[str, str]]:
    return {(q.subject.value, q.object.value) for q in subject.data.store.quads_for_pattern(None, NamedNode(iri), None, None)}


def pitfalls_of_form(subject: Subject) -> Iterator[str]:
    """P02, P04, P07, P21, P22, P24, P32–P36: names, merged and catch-all classes, terms that nothing connects, typing, own definitions."""
    labels: dict[tuple[str, str], str] = {}
    for iri in subject.terms:
        name, kinds = local_name(iri), subject.schema.objects(iri, RDF.type)
        is_class = OWL.Class in kinds
        if not re.fullmatch("[A-Z][A-Za-z]*" if is_class else "[a-z][A-Za-z]*", name):
            yield f"P22 {iri}"
        if is_class and re.search(r"(?<=[a-z])And(?=[A-Z])|(?<=[a-z])Or(?=[A-Z])|^Other|Misc", name):
            yield f"P07 {iri}"
        if not is_class and not any(kind in kinds for kind in PROPERTIES):
            yield f"P34 {iri}"
        if iri in {q.object.value for q in subject.schema.store.quads_for_pattern(NamedNode(iri), None, None, None) if q.predicate in (RDFS.subClassOf, RDFS.subPropertyOf)}:
            yield f"P24 {iri}"
        for text in subject.schema.texts(iri, RDFS.label):
            if (other := labels.setdefault(text, iri)) != iri:
                yield f"P32 {iri} and {other}"
        if not any(q.subject.value != iri for q in subject.schema.store.quads_for_pattern(None, None, NamedNode(iri), None)) and len(kinds) + len(subject.schema.said(iri)) < 4:
            yield f"P04 {iri}"
    if re.search(r"[.](owl|ttl|rdf)$", NS):
        yield "P36"


def disjoint_classes(subject: Subject) -> Iterator[str]:
    """Pairs of our top classes that are not said to be disjoint (P10)."""
    tops = [iri for iri in subject.terms if OWL.Class in subject.schema.objects(iri, RDF.type) and not any(parent.startswith(NS) for parent in subject.schema.iris(iri, RDFS.subClassOf))]
    told = {frozenset((q.subject.value, q.object.value)) for q in subject.ontology if q.predicate == OWL.disjointWith}
    yield from (f"{one} and {other}" for number, one in enumerate(tops) for other in tops[number + 1 :] if frozenset((one, other)) not in told)


def used_on_and_with(subject: Subject) -> Iterator[str]:
    """Properties that do not say what they are used on and with (P11; schema.org's words, which retype nobody's data)."""
    properties = [iri for iri in subject.terms if OWL.Class not in subject.schema.objects(iri, RDF.type)]
    for iri in properties:
        yield from (f"P11 {iri}" for one, strict in ((SCHEMA.domainIncludes, DOMAIN), (SCHEMA.rangeIncludes, RANGE)) if not subject.schema.objects(iri, one) and not subject.schema.objects(iri, strict))


def swapped_annotations(subject: Subject) -> Iterator[str]:
    """Labels longer than definitions (P20), terms without the ontology that defines them."""
    for iri in subject.terms:
        label, told = (dict(subject.schema.texts(iri, predicate)) for predicate in (RDFS.label, SKOS.definition))
        if any(len(label[tag]) >= len(told[tag]) for tag in label.keys() & told.keys()):
            yield f"P20 {iri}"
        if NS not in subject.schema.iris(iri, RDFS.isDefinedBy):
            yield f"{iri}: rdfs:isDefinedBy"


def _terms_of(name: str) -> Callable[..., NamedNode]:
    return lambda term: NamedNode(PREFIXES[name] + term)


dct, vann, bibo = _terms_of("dcterms"), _terms_of("vann"), _terms_of("bibo")
QUESTIONS = (
    ("9", "owl:Ontology at its own IRI", lambda s: [] if OWL.Ontology in s.schema.objects(NS, RDF.type) else [NS]),
    ("10", "owl:versionIRI differs and resolves; owl:versionInfo", versions),
    ("11", "title, description, licence, version, creator, namespace", ontology_metadata(dct("title"), dct("description"), dct("license"), OWL.versionIRI, dct("creator"), vann("preferredNamespaceUri"))),
    ("12", "prefix, version, created, citation, contributor", ontology_metadata(vann("preferredNamespacePrefix"), OWL.versionInfo, dct("created"), dct("bibliographicCitation"), dct("contributor"))),
    ("13", "publisher, logo, status, issued, modified, source", ontology_metadata(dct("publisher"), FOAF.logo, bibo("status"), dct("issued"), dct("modified"), dct("source"))),
    ("14", "the licence is an address", licence_is_an_address),
    ("15", "the catalogue it is in", ontology_metadata(SCHEMA.includedInDataCatalog)),
    ("16", "described by known vocabularies, built on them", reuse),
    ("16", "every term labelled in English and French", lambda s: s.lacking(s.terms, RDFS.label, s.schema)),
    ("16", "every term defined in English and French", lambda s: s.lacking(s.terms, SKOS.definition, s.schema)),
    ("17", "the same triples in every format", same_triples_in_every_format),
    ("18", "no class is its own superclass (P06)", class_cycles),
    ("18", "no pitfall of meaning (P03, P05, P19, P27, P28, P29, P31)", pitfalls_of_meaning),
    ("19", "top classes are disjoint (P10)", disjoint_classes),
    ("19", "properties say what they are used on and with (P11)", used_on_and_with),
    ("20", "names, typing and connections (P02, P04, P07, P21, P22, P24, P32, P34, P36)", pitfalls_of_form),
    ("20", "annotations are where they belong (P20)", swapped_annotations),
    ("21", "every declared term is used in the data or has an example", unused_terms),
)
