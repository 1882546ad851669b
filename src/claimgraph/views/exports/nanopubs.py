"""Nanopublications: one a claim, as TriG, after the guidelines of nanopub.net (4 graphs each).

The assertion is what the claim says; the provenance, from which words, footnotes and documents it was
read; the publication info, who curated it, when, and under which licence. Passages are given by their
position only, since their words are CC BY-SA and a nanopublication here is CC0. Trusty URIs and
signatures belong to the moment of publishing and to its key; they are not made here.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from claimgraph.terms import BASE, CG, CITO, DCT, OA, PAV, PROV, RDF, SCHEMA, SKOS, XSD, Terms, local_name
from claimgraph.views.exports.rdf import facts, in_order, trig_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NP = Terms("http://www.nanopub.org/nschema#", "Nanopublication hasAssertion hasProvenance hasPublicationInfo")
BATCH = 500  # claims that are written at once
CLAIMS = (CG.Claim, CG.CasualtyClaim, CG.ResponsibilityClaim)
DATASET = NamedNode(BASE + "dataset")
#: what is said of a claim's making, not by the claim
_OF_ITS_MAKING = {PAV.curatedBy, PROV.wasGeneratedBy, SCHEMA.appearance, CG.reference, CG.referenceScope, SKOS.editorialNote, CG.inconsistentWith}
_QUOTED = {OA.exact, OA.prefix, OA.suffix}


def nanopubs(root: Path) -> Iterator[bytes]:
    """Every claim as a nanopublication, in the order of the claims' IRIs."""
    about: dict[object, list[Triple]] = {}
    for triple in facts(root):
        about.setdefault(triple.subject, []).append(triple)
    claims = sorted((s for s, ts in about.items() if any(t.predicate == RDF.type and t.object in CLAIMS for t in ts)), key=str)
    batches = (claims[start : start + BATCH] for start in range(0, len(claims), BATCH))
    return trig_of({graph: in_order(triples) for claim in batch for graph, triples in nanopub(claim, about).items()} for batch in batches)


def nanopub(claim: NamedNode, about: dict[object, list[Triple]]) -> dict[str, list[Triple]]:
    """The four graphs of one claim, by IRI, head first; ``about`` is subject → its triples."""
    itself = NamedNode(f"{BASE}np/{local_name(claim.value)}")
    head, assertion, provenance, publication = (NamedNode(f"{itself.value}#{part}") for part in ("Head", "assertion", "provenance", "pubinfo"))
    return {
        head.value: [
            Triple(itself, RDF.type, NP.Nanopublication),
            Triple(itself, NP.hasAssertion, assertion),
            Triple(itself, NP.hasProvenance, provenance),
            Triple(itself, NP.hasPublicationInfo, publication),
        ],
        assertion.value: [triple for triple in about[claim] if triple.predicate not in _OF_ITS_MAKING],
        provenance.value: list(_provenance(claim, assertion, about)),
        publication.value: list(_publication(claim, itself, about)),
    }


def _objects(subject: object, predicate: NamedNode, about: dict[object, list[Triple]]) -> list[NamedNode]:
    return [triple.object for triple in about.get(subject, []) if triple.predicate == predicate]


def _provenance(claim: NamedNode, assertion: NamedNode, about: dict[object, list[Triple]]) -> Iterator[Triple]:
    """Where the assertion was read: passages with their positions, footnotes and the documents they cite."""
    for passage in _objects(claim, SCHEMA.appearance, about):
        yield Triple(assertion, PROV.wasDerivedFrom, passage)
        for node in (passage, *_objects(passage, OA.hasSelector, about)):
            yield from (triple for triple in about.get(node, []) if triple.predicate not in _QUOTED and triple.object != OA.TextQuoteSelector)
    for reference in _objects(claim, CG.reference, about):
        yield Triple(assertion, CG.reference, reference)
        for node in (reference, *_objects(reference, CITO.hasCitedEntity, about)):
            yield from (triple for triple in about.get(node, []) if triple.predicate != SKOS.editorialNote)
    yield from (Triple(assertion, CG.referenceScope, scope) for scope in _objects(claim, CG.referenceScope, about))


def _publication(claim: NamedNode, itself: NamedNode, about: dict[object, list[Triple]]) -> Iterator[Triple]:
    """Who curated the claim, when the dataset was last changed, and its licence."""
    yield Triple(itself, DCT.isPartOf, DATASET)
    for licence in _objects(DATASET, DCT.license, about):
        yield Triple(itself, DCT.license, licence)
    for changed in _objects(DATASET, DCT.modified, about):
        yield Triple(itself, DCT.created, Literal(f"{changed.value}T00:00:00Z", datatype=XSD["dateTime"]))
    for curator in _objects(claim, PAV.curatedBy, about):
        yield Triple(itself, DCT.creator, curator)
    for activity in _objects(claim, PROV.wasGeneratedBy, about):
        yield Triple(itself, PROV.wasGeneratedBy, activity)
