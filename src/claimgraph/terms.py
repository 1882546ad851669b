"""The vocabulary as Python names: namespaces closed against misspelling, prefixes, and minting of IRIs.

``CG.figure`` is a :class:`pyoxigraph.NamedNode`; ``CG.figur`` raises at once. This is what rdflib's
``DefinedNamespace`` with ``_fail = True`` does, without rdflib, which the fast commands never load.
The names listed for ``CG`` are held equal to ``ontology/claimgraph.ttl`` by a test.
"""

from pyoxigraph import NamedNode

BASE = "https://w3id.org/claimgraph/"
ID = BASE + "id/"
CODE = BASE + "code/"
GRAPH = BASE + "graph/"

KINDS = (
    "event", "actor", "place", "claim", "source", "article", "ref", "passage", "side", "participation", "activity",
)  # fmt: skip
SCHEMES = (
    "event-type", "role", "casualty-type", "quantifier", "victim-status", "voice", "reference-scope", "place-type",
    "claim-type",
)  # fmt: skip


class Terms:
    """A closed namespace: attribute access gives the term, an undeclared name raises ``AttributeError``.

    >>> CG.figure.value
    'https://w3id.org/claimgraph/ns#figure'
    """

    def __init__(self, iri: str, names: str) -> None:
        self.iri = iri
        self.names = frozenset(names.split())

    def __getattr__(self, name: str) -> NamedNode:
        # Called once a name: the term is then an attribute. Few of the many terms are used in any one run.
        if name not in self.names:
            raise AttributeError(f"<{self.iri}> declares no term {name!r}")
        term = self.__dict__[name] = NamedNode(self.iri + name)
        return term

    def __getitem__(self, name: str) -> NamedNode:
        if name not in self.names:
            raise KeyError(f"<{self.iri}> declares no term {name!r}")
        return getattr(self, name)

    def __contains__(self, iri: str) -> bool:
        return iri.startswith(self.iri) and iri[len(self.iri) :] in self.names


CG = Terms(
    BASE + "ns#",
    # classes
    "ConflictEvent Participation Side Claim CasualtyClaim ResponsibilityClaim "
    # event, participation, place
    "participation participant side between "
    # claim
    "claimant voice reference referenceScope inconsistentWith "
    # casualty claim
    "casualtyType figure figureLow figureHigh quantifier victimAffiliation victimStatus victimSide "
    # responsibility claim, footnote
    "perpetrator accessDate",
)
SEM = Terms(
    "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "Event Actor Place Role hasActor hasPlace hasSubEvent subEventOf eventType roleType placeType hasTimeStamp "
    "hasBeginTimeStamp hasEndTimeStamp",
)
SCHEMA = Terms(
    "http://schema.org/",
    "Event Claim about text author datePublished dateModified appearance containedInPlace NewsArticle Report Article "
    "Table WebPageElement headline name publisher inLanguage position isPartOf sha256 url version Dataset "
    "Organization Place Person description domainIncludes rangeIncludes includedInDataCatalog",
)
PROV = Terms(
    "http://www.w3.org/ns/prov#",
    "Entity Activity Agent SoftwareAgent wasDerivedFrom alternateOf wasRevisionOf actedOnBehalfOf wasGeneratedBy invalidated "
    "wasAttributedTo wasAssociatedWith used startedAtTime endedAtTime",
)
DCT = Terms(
    "http://purl.org/dc/terms/",
    "replaces isReplacedBy date license type isPartOf hasPart title description creator contributor publisher issued "
    "modified created source bibliographicCitation identifier format accessRights conformsTo language subject "
    "provenance rights rightsHolder spatial temporal",
)
CITO = Terms("http://purl.org/spar/cito/", "Citation hasCitingEntity hasCitedEntity")
OA = Terms(
    "http://www.w3.org/ns/oa#",
    "SpecificResource hasSource hasSelector TextQuoteSelector TextPositionSelector exact prefix suffix start end",
)
ORG = Terms("http://www.w3.org/ns/org#", "Organization linkedTo unitOf")
GEO = Terms("http://www.opengis.net/ont/geosparql#", "Feature Geometry hasGeometry asWKT wktLiteral")
SKOS = Terms(
    "http://www.w3.org/2004/02/skos/core#",
    "Concept ConceptScheme prefLabel altLabel hiddenLabel notation definition example scopeNote editorialNote note "
    "historyNote changeNote broader narrower related inScheme topConceptOf hasTopConcept closeMatch exactMatch "
    "broadMatch narrowMatch relatedMatch",
)
PAV = Terms("http://purl.org/pav/", "curatedBy version")
RDF = Terms(
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "type value first rest nil langString Property List reifies",
)
RDFS = Terms(
    "http://www.w3.org/2000/01/rdf-schema#",
    "label comment subClassOf subPropertyOf isDefinedBy seeAlso domain range Class Literal Datatype",
)
OWL = Terms(
    "http://www.w3.org/2002/07/owl#",
    "Ontology Class ObjectProperty DatatypeProperty AnnotationProperty SymmetricProperty sameAs differentFrom "
    "versionIRI versionInfo priorVersion backwardCompatibleWith disjointWith inverseOf imports deprecated",
)
XSD = Terms(
    "http://www.w3.org/2001/XMLSchema#",
    "string integer decimal double boolean date dateTime gYear gYearMonth nonNegativeInteger anyURI duration",
)
FOAF = Terms("http://xmlns.com/foaf/0.1/", "isPrimaryTopicOf primaryTopic homepage logo page")
EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")

#: Prefix → namespace IRI, for every prefix that files, queries and pages of this project may use.
PREFIXES: dict[str, str] = {
    "cg": CG.iri,
    "shape": BASE + "shapes#",
    "graph": GRAPH,
    **{kind: f"{ID}{kind}/" for kind in KINDS},
    **{scheme: f"{CODE}{scheme}/" for scheme in SCHEMES},
    "code": CODE,
    "sem": SEM.iri,
    "schema": SCHEMA.iri,
    "prov": PROV.iri,
    "dcterms": DCT.iri,
    "cito": CITO.iri,
    "oa": OA.iri,
    "org": ORG.iri,
    "geo": GEO.iri,
    "skos": SKOS.iri,
    "pav": PAV.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "owl": OWL.iri,
    "xsd": XSD.iri,
    "foaf": FOAF.iri,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vann": "http://purl.org/vocab/vann/",
    "bibo": "http://purl.org/ontology/bibo/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "gn": "https://sws.geonames.org/",
    "np": "http://www.nanopub.org/nschema#",
}


def code(scheme: str, slug: str) -> NamedNode:
    """The IRI of a concept of one of our code lists.

    >>> code("quantifier", "at-least").value
    'https://w3id.org/claimgraph/code/quantifier/at-least'
    """
    if scheme not in SCHEMES:
        raise KeyError(f"no code list {scheme!r}")
    return NamedNode(f"{CODE}{scheme}/{slug}")


def entity(kind: str, slug: str) -> NamedNode:
    """The IRI of a thing the graph describes; ``slug`` is stored, never recomputed.

    >>> entity("place", "dia").value
    'https://w3id.org/claimgraph/id/place/dia'
    """
    if kind not in KINDS:
        raise KeyError(f"no kind of entity {kind!r}")
    return NamedNode(f"{ID}{kind}/{slug}")


def slug(name: str) -> str:
    """A new ASCII slug for a name that has none yet (lower case, hyphens, no diacritics).

    >>> slug("Diafarabé and Koumara attacks")
    'diafarabe-and-koumara-attacks'
    """
    import re  # only minting needs these two, and start-up is felt
    import unicodedata

    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower().replace("'", "")).strip("-")


def local_name(iri: str) -> str:
    """The part of an IRI after its last ``/`` or ``#``."""
    return iri.replace("#", "/").rpartition("/")[2]


def curie(iri: str) -> str:
    """``prefix:local`` for an IRI of a known namespace, else the IRI itself.

    >>> curie("https://w3id.org/claimgraph/id/place/dia")
    'place:dia'
    """
    best = max((p for p in PREFIXES.items() if iri.startswith(p[1])), key=lambda p: len(p[1]), default=None)
    return f"{best[0]}:{iri[len(best[1]):]}" if best and "/" not in iri[len(best[1]) :] else iri
