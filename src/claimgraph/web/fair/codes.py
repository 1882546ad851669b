"""Block C of the checklist: the code lists by qSKOS's analytical checks."""

import re
from collections.abc import Iterator

from pyoxigraph import NamedNode

from claimgraph.terms import CODE, PREFIXES, RDFS, SKOS
from claimgraph.web.fair.subject import PAGE_LANGUAGES, Subject
from claimgraph.web.rendering import INVISIBLE

TAG = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
#: what SKOS defines (W3C Recommendation 2009, appendix B.3)
SKOS_TERMS = frozenset(
    "Concept ConceptScheme Collection OrderedCollection inScheme hasTopConcept topConceptOf prefLabel altLabel hiddenLabel notation note changeNote definition editorialNote "
    "example historyNote scopeNote semanticRelation broader narrower related broaderTransitive narrowerTransitive member memberList mappingRelation closeMatch exactMatch "
    "broadMatch narrowMatch relatedMatch".split()
)
MAPPINGS = tuple(NamedNode(PREFIXES["skos"] + name) for name in ("closeMatch", "exactMatch", "broadMatch", "narrowMatch", "relatedMatch"))


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


def unreadable_labels(subject: Subject) -> Iterator[str]:
    """Empty labels, characters that cannot be printed, tags that are none (el, ucil, oilt)."""
    for iri in (*subject.concepts, *subject.schemes):
        for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.definition):
            yield from (f"{iri}: {words!r}@{tag}" for tag, words in subject.data.texts(iri, predicate) if not words.strip() or INVISIBLE.search(words) or not TAG.fullmatch(tag))


def overlapping_labels(subject: Subject) -> Iterator[str]:
    """Codes whose alternative label is their preferred one (dlv)."""
    yield from (iri for iri in subject.concepts if set(subject.data.texts(iri, SKOS.prefLabel)) & set(subject.data.texts(iri, SKOS.altLabel)))


def above(subject: Subject, iri: str) -> set[str]:
    """Every code above a code."""
    found: set[str] = set()
    waiting = subject.data.iris(iri, SKOS.broader)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += subject.data.iris(one, SKOS.broader)
    return found


def hierarchy(subject: Subject) -> Iterator[str]:
    """Cycles, relations that others imply, and codes both above and beside each other (chr, hr, rc)."""
    for iri in subject.concepts:
        higher, direct = above(subject, iri), subject.data.iris(iri, SKOS.broader)
        if iri in higher:
            yield f"{iri} is above itself"
        yield from (f"{iri} broader {one} follows from others" for one in direct if any(one in above(subject, other) for other in direct if other != one))
        yield from (f"{iri} is below and beside {one}" for one in subject.data.iris(iri, SKOS.related) if one in higher)


def membership(subject: Subject) -> Iterator[str]:
    """Codes in no list or in two, and relations between codes of two lists (oc, dcc)."""
    for iri in subject.concepts:
        lists = subject.data.iris(iri, SKOS.inScheme)
        if len(lists) != 1 or not iri.startswith(lists[0] + "/"):
            yield f"{iri} in {lists or 'no list'}"
        near = [one for predicate in (SKOS.broader, SKOS.narrower, SKOS.related) for one in subject.data.iris(iri, predicate)]
        yield from (f"{iri} and {one}" for one in near if subject.data.iris(one, SKOS.inScheme) != lists)


def notations(subject: Subject) -> Iterator[str]:
    """Notations of one system that two codes of a list have (anr)."""
    for scheme in subject.schemes:
        seen: dict[str, str] = {}
        for iri in subject.data.sources(scheme, SKOS.inScheme):
            for notation in subject.data.objects(iri, SKOS.notation):
                if (other := seen.setdefault(str(notation), iri)) != iri and "acled" not in str(notation):
                    yield f"{notation}: {iri} and {other}"


def mappings(subject: Subject) -> Iterator[str]:
    """Matches inside our own lists; lists of codes none of which leads to another vocabulary (mri, mol)."""
    matches = [triple for triple in subject.alignments if triple.predicate in MAPPINGS]
    yield from (f"{one.subject} {one.object}" for one in matches if str(one.object).startswith(f"<{CODE}"))
    if not any(str(one.subject).startswith(f"<{CODE}") for one in matches):
        yield "no code leads to another vocabulary"


def invented_terms(subject: Subject) -> Iterator[str]:
    """Terms in the namespace of SKOS that SKOS does not define (usr)."""
    skos = PREFIXES["skos"]
    used = {q.predicate.value for q in subject.data.store} | {q.object.value for q in subject.data.store if isinstance(q.object, NamedNode)}
    yield from (iri for iri in sorted(used) if iri.startswith(skos) and iri != skos and iri[len(skos) :] not in SKOS_TERMS)


QUESTIONS = (
    ("22", "one preferred label a language (ipl)", one_label_a_language),
    ("22", "labels in English, French and Arabic (ilc, ncl)", lambda s: s.lacking([*s.concepts, *s.schemes], SKOS.prefLabel, s.data, PAGE_LANGUAGES)),
    ("22", "no label empty, unprintable or with a tag that is none (el, ucil, oilt)", unreadable_labels),
    ("22", "preferred and alternative labels differ (dlv)", overlapping_labels),
    ("22", "no two codes of a list with one label (ol)", label_clashes),
    ("23", "definitions in English, French and Arabic (uc)", lambda s: s.lacking(s.concepts, SKOS.definition, s.data, PAGE_LANGUAGES)),
    ("23", "top concepts declared, none with broader, no orphan (otc, tchbc, oc)", top_concepts),
    ("23", "no cycle, no redundant and no clashing relation (chr, hr, rc)", hierarchy),
    ("23", "each code in one list, related inside it (dcc)", membership),
    ("23", "related both ways, never to itself (urc, rrc)", reflexive_or_one_sided),
    ("23", "notations unique in a list (anr)", notations),
    ("23", "matches lead out of our lists, and there are some (mri, mol)", mappings),
    ("23", "no invented SKOS terms (usr)", invented_terms),
)
