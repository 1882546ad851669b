"""Faults put into the real graph are found: those a curator makes by hand, and any that chance makes."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from claimgraph.graph.files import graph_files, read
from claimgraph.graph.validation import Validator, read_shapes, shape_files
from claimgraph.terms import BASE, CG, DCT, ID, OWL, PREFIXES, PROV, RDF, RDFS, SCHEMA, SEM, SKOS, XSD, code, entity

ROOT = Path(__file__).parents[2]
SHAPES = BASE + "shapes#"
ATTACKS = entity("event", "diafarabe-and-koumara-attacks")
SITE = entity("event", "koumara-macina-attack")
EXACT, UNKNOWN, EDITORIAL = code("quantifier", "exact"), code("quantifier", "unknown"), code("voice", "editorial")
WD = PREFIXES["wd"]
#: a link from one of our records to another, which must be described
INSIDE = (ID, PREFIXES["code"])


@cache
def validator() -> Validator:
    return Validator(read_shapes(shape_files(ROOT)))


@cache
def facts() -> frozenset[Triple]:
    return frozenset(triple for file in graph_files(ROOT) for triple in read(file.path))


@cache
def records() -> list[Triple]:
    """What is said of our records, in a fixed order: the dataset's own description and the code lists are left alone."""
    return sorted((t for t in facts() if t.subject.value.startswith(ID)), key=str)


def told(triples: Iterable[Triple]) -> dict[str, list[str]]:
    store = Store()
    store.extend(Quad(*triple, DefaultGraph()) for triple in triples)
    said: dict[str, list[str]] = {}
    for finding in validator().check(store).findings:
        said.setdefault(finding.shape.value.removeprefix(SHAPES), []).append(f"{finding.focus} {finding.value} {finding.message()}")
    return said


@cache
def before() -> dict[str, list[str]]:
    return told(facts())


def news(remove: Iterable[Triple] = (), add: Iterable[Triple] = ()) -> dict[str, list[str]]:
    """What is found after a change and was not found before, by shape."""
    after = told((facts() - set(remove)) | set(add))
    return {shape: new for shape, all_ in after.items() if (new := [text for text in all_ if text not in before().get(shape, [])])}


def claim(number: str) -> NamedNode:
    return entity("claim", f"diafarabe-koumara-2023-{number}")


def of(subject: NamedNode, *predicates: NamedNode) -> list[Triple]:
    return [t for t in facts() if t.subject == subject and (not predicates or t.predicate in predicates)]


def renamed(subject: NamedNode, name: NamedNode) -> list[Triple]:
    return [Triple(name, t.predicate, t.object) for t in of(subject)]


def day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


MALI, MOPTI, DIA = entity("place", "mali"), entity("place", "mopti-region"), entity("place", "dia")
ARMY, JNIM = entity("actor", "malian-armed-forces"), entity("actor", "jnim")
DIA_POINT, RFI = entity("place", "dia-geometry"), entity("source", "rfi-2023-01-12")
EDTF = NamedNode(PREFIXES["edtf"] + "EDTF")
CIVILIAN, AGAIN, KOUMARA_POINT = code("victim-status", "civilian"), claim("again"), entity("place", "koumara-geometry")
OF_MALI, OF_WAGNER = entity("participation", "diafarabe-koumara-2023-mali"), entity("participation", "diafarabe-koumara-2023-wagner-group")
FAULTS = {
    "drop a claimant": ("Claim-attributed", of(claim("c02"), CG.claimant), []),
    "drop a voice": ("Claim-voice", of(claim("c02"), CG.voice), []),
    "drop the passage": ("Claim-appearance", of(claim("c02"), SCHEMA.appearance), []),
    "drop the status of victims": ("CasualtyClaim-victimStatus", of(claim("c02"), CG.victimStatus), []),
    "drop the type of a claim": ("Dataset-records", of(claim("c02"), RDF.type), []),
    "make an editorial claim of an attributed one": ("Claim-unattributed", of(claim("c02"), CG.voice), [Triple(claim("c02"), CG.voice, EDITORIAL)]),
    "move a claim before its event": ("Claim-notBeforeEvent", of(claim("c02"), DCT.date), [Triple(claim("c02"), DCT.date, day("2023-01-01"))]),
    "move a claim behind its source": ("Claim-notAfterSource", of(claim("c02"), DCT.date), [Triple(claim("c02"), DCT.date, day("2023-02-01"))]),
    "move an attack behind the event it is part of": ("Event-withinParent", of(SITE, SEM.hasTimeStamp), [Triple(SITE, SEM.hasTimeStamp, day("2023-01-11"))]),
    "say unknown and keep the figure": ("CasualtyClaim-vague", of(claim("c02"), CG.quantifier), [Triple(claim("c02"), CG.quantifier, UNKNOWN)]),
    "say exactly and give no figure": ("CasualtyClaim-exact", of(claim("c02"), CG.figure), []),
    "write the figure as a word": ("CasualtyClaim-figure", of(claim("c02"), CG.figure), [Triple(claim("c02"), CG.figure, Literal("unknown"))]),
    "store twelve for dozens": ("CasualtyClaim-vague", [], [Triple(claim("c09"), CG.figure, Literal(12))]),
    "replace in a ring": ("Claim-replacesNoRing", [], [Triple(claim("c01"), DCT.replaces, claim("c02"))]),
    "replace the claim of the adversary": ("Claim-replacesOwnClaim", [], [Triple(claim("c10"), DCT.replaces, claim("c05"))]),
    "replace another type": ("Claim-replacesSameType", [], [Triple(claim("c03"), DCT.replaces, claim("c02"))]),
    "replace a claim that is not there": ("Claim-replaces", of(claim("c02"), DCT.replaces), [Triple(claim("c02"), DCT.replaces, claim("c99"))]),
    "put places in a ring": ("Place-notInItself", of(MALI, SCHEMA.containedInPlace), [Triple(MALI, SCHEMA.containedInPlace, MOPTI)]),
    "put a place in two others": ("Place-container", [], [Triple(DIA, SCHEMA.containedInPlace, MALI)]),
    "take a place out of its country": ("Place-inCountry", of(MOPTI, SCHEMA.containedInPlace), []),
    "let actors act for each other": ("Actor-notItsOwnMaster", [], [Triple(entity("actor", "mali"), PROV.actedOnBehalfOf, ARMY)]),
    "put events in a ring": ("Event-notItsOwnPart", [], [Triple(entity("event", "mali-war"), SEM.subEventOf, SITE)]),
    "write a claim down twice": ("CasualtyClaim-notTwice", [], renamed(claim("c08"), claim("c08-again"))),
    "misspell a predicate": ("CasualtyClaim", of(claim("c02"), CG.figure), [Triple(claim("c02"), NamedNode(CG.iri + "figuer"), Literal(14))]),
    "give an item twice": ("Link-oneOfOurs", [], [Triple(entity("actor", "wagner-group"), OWL.sameAs, NamedNode(WD + "Q28877411"))]),
    "give the page of an item for the item": ("Link-sameAs-form", [], [Triple(DIA, OWL.sameAs, NamedNode("https://www.wikidata.org/wiki/Q1"))]),
    "write an inconsistency by hand": ("CasualtyClaim", [], [Triple(claim("c02"), CG.inconsistentWith, claim("c12"))]),
    "swap speaker and victims": (
        "CasualtyClaim-statusOfParty", of(claim("c08"), CG.claimant, CG.victimAffiliation),
        [Triple(claim("c08"), CG.claimant, ARMY), Triple(claim("c08"), CG.victimAffiliation, JNIM)],
    ),
    "call the dead of a company civilians": ("CasualtyClaim-statusOfParty", of(claim("c07"), CG.victimStatus), [Triple(claim("c07"), CG.victimStatus, code("victim-status", "civilian"))]),
    "change a figure and not its sentence": ("CasualtyClaim-figureInText", of(claim("c12"), CG.figure), [Triple(claim("c12"), CG.figure, Literal(8))]),
    "change a sentence and not its figure": ("CasualtyClaim-figureInText", [t for t in of(claim("c02"), SCHEMA.text) if "en" == t.object.language], [Triple(claim("c02"), SCHEMA.text, Literal("Officials say that 41 were killed.", language="en"))]),
    "restate the claim of another event": ("Claim-restatesSameEvent", of(claim("c05"), PROV.alternateOf), [Triple(claim("c05"), PROV.alternateOf, claim("c14"))]),
    "restate who did it with a figure": ("Claim-restatesSameKind", of(claim("c05"), PROV.alternateOf), [Triple(claim("c05"), PROV.alternateOf, claim("r01"))]),
    "restate the losses of the other side": ("Claim-restatesSameVictims", of(claim("c05"), PROV.alternateOf), [Triple(claim("c05"), PROV.alternateOf, claim("c02"))]),
    "cite a report from before the event": ("Claim-sourceAfterEvent", [t for t in facts() if t.predicate == SCHEMA.datePublished], [Triple(t.subject, t.predicate, day("2022-01-12")) for t in facts() if t.predicate == SCHEMA.datePublished]),
    "look at a source in the future": ("Dataset-notInFuture", [], [Triple(entity("ref", "diafarabe-koumara-2023-1"), CG.accessDate, day("2999-06-01"))]),
    "date a claim to 30 February": ("Dataset-calendar", of(claim("c01"), DCT.date), [Triple(claim("c01"), DCT.date, Literal("[2023-01-10..2023-02-30]", datatype=EDTF))]),
    "end a span before it begins": ("Dataset-calendar", of(claim("c01"), DCT.date), [Triple(claim("c01"), DCT.date, Literal("2023-01-11/2023-01-10", datatype=EDTF))]),
    "write latitude first": ("Place-notSwapped", of(DIA_POINT), [Triple(DIA_POINT, t.predicate, Literal("POINT(14.34865 -4.96192)", datatype=t.object.datatype) if isinstance(t.object, Literal) else t.object) for t in of(DIA_POINT)]),
    "put a region into a village": ("Place-largerContainer", of(MOPTI, SCHEMA.containedInPlace), [Triple(MOPTI, SCHEMA.containedInPlace, entity("place", "kassela"))]),
    "put a stretch between itself": ("Place-notBetweenItself", [], [Triple(entity("place", "dia-diafarabe"), CG.between, entity("place", "dia-diafarabe"))]),
    "make state and country one": ("Link-sameAsOnce", [], [Triple(entity("actor", "mali"), OWL.sameAs, NamedNode(WD + "Q912"))]),
    "confirm and doubt one link": ("Link-sameOrClose", [], [Triple(JNIM, SKOS.closeMatch, NamedNode(WD + "Q28877411"))]),
    "link closely and not say why": ("Link-closeMatch-noted", [t for t in of(entity("actor", "mali")) if t.predicate == SKOS.editorialNote], []),
    "mint an address on another host": ("Dataset-base", of(claim("c14")), renamed(claim("c14"), NamedNode("https://other.example/id/claim/c14"))),
    "invent a language": ("Dataset-languages", [], [Triple(SITE, RDFS.label, Literal("Attack", language="english"))]),
    "write an accent as a letter of its own": ("Dataset-composed", [], [Triple(SITE, SKOS.altLabel, Literal("Attaque de Se\u0301gou", language="fr"))]),
    "leave a label empty": ("Event-label", of(SITE, RDFS.label), [Triple(SITE, RDFS.label, Literal(" ", language="en"))]),
    "tag a French title as English": ("Source-headlineLanguage", of(RFI, SCHEMA.headline), [Triple(RFI, SCHEMA.headline, Literal("Mali", language="en"))]),
    "make up a code": ("CasualtyClaim-type", of(claim("c02"), CG.casualtyType), [Triple(claim("c02"), CG.casualtyType, code("casualty-type", "slain"))]),
    "take a code of another list": ("CasualtyClaim-victimStatus", of(claim("c02"), CG.victimStatus), [Triple(claim("c02"), CG.victimStatus, code("role", "target"))]),
    "say it of a node without address": ("CasualtyClaim-about", of(claim("c14"), SCHEMA.about), [Triple(claim("c14"), SCHEMA.about, BlankNode("b"))]),
    "forget which words": ("Selector-words", [t for t in facts() if t.predicate.value.endswith("#exact") and "p01" in t.subject.value], []),
    "call people civilians": ("CasualtyClaim-civiliansTold", of(claim("c14"), CG.victimStatus), [Triple(claim("c14"), CG.victimStatus, CIVILIAN)]),
    "call wounded of nobody's civilians": ("CasualtyClaim-civiliansTold", of(claim("c09"), CG.victimStatus), [Triple(claim("c09"), CG.victimStatus, CIVILIAN)]),
    "call soldiers civilians": ("CasualtyClaim-civiliansTold", of(claim("c08"), CG.victimStatus), [Triple(claim("c08"), CG.victimStatus, CIVILIAN)]),
    "say it again in the name of the state": (
        "CasualtyClaim-speakerOnce", [], [t for t in renamed(claim("c03"), AGAIN) if t.predicate != CG.claimant] + [Triple(AGAIN, CG.claimant, entity("actor", "mali"))],
    ),
    "say it again and not of whom": ("CasualtyClaim-victimsOnce", [], [t for t in renamed(claim("c08"), AGAIN) if t.predicate != CG.victimAffiliation]),
    "say it again of a side": (
        "CasualtyClaim-victimsOnce", [],
        [t for t in renamed(claim("c10"), AGAIN) if t.predicate != CG.victimAffiliation] + [Triple(AGAIN, CG.victimSide, entity("side", "diafarabe-koumara-2023-2"))],
    ),
    "forget that a toll was replaced": ("CasualtyClaim-oneFigureOfParty", of(claim("c02"), DCT.replaces), []),
    "forget that a figure is retold": ("CasualtyClaim-retoldLinked", of(claim("c11"), PROV.alternateOf), []),
    "forget what was hardened": ("CasualtyClaim-hardenedLinked", of(claim("c05"), PROV.alternateOf), []),
    "harden a word": ("CasualtyClaim-typeInText", of(claim("c04"), CG.casualtyType), [Triple(claim("c04"), CG.casualtyType, code("casualty-type", "killed"))]),
    "kill the wounded": ("CasualtyClaim-typeInText", of(claim("c03"), CG.casualtyType), [Triple(claim("c03"), CG.casualtyType, code("casualty-type", "killed"))]),
    "make an exact figure a rough one": ("CasualtyClaim-quantifierInText", of(claim("c02"), CG.quantifier), [Triple(claim("c02"), CG.quantifier, code("quantifier", "about"))]),
    "let the target claim the attack": ("Claim-perpetratorInvolved", of(claim("r01"), CG.perpetrator), [Triple(claim("r01"), CG.perpetrator, entity("actor", "mali"))]),
    "claim responsibility twice": ("ResponsibilityClaim-notTwice", [], renamed(claim("r01"), claim("r01-again"))),
    "say a manner twice": ("PlainClaim-notTwice", [], renamed(claim("r03"), claim("r03-again"))),
    "align an event": ("PlainClaim-aboutOfType", of(claim("r05"), SCHEMA.about), [Triple(claim("r05"), SCHEMA.about, entity("event", "mali-war"))]),
    "locate an actor": ("PlainClaim-aboutOfType", of(claim("r10"), SCHEMA.about), [Triple(claim("r10"), SCHEMA.about, JNIM)]),
    "let both sides attack": ("Participation-attackersOnOneSide", of(OF_MALI, SEM.roleType), [Triple(OF_MALI, SEM.roleType, code("role", "attacker"))]),
    "put an ally on the other side": ("Participation-besideItsAllies", of(OF_WAGNER, CG.side), [Triple(OF_WAGNER, CG.side, entity("side", "diafarabe-koumara-2023-2"))]),
    "find words of the body in the infobox": (
        "Passage-inOrder", of(entity("passage", "diafarabe-koumara-2023-p02"), SCHEMA.isPartOf),
        [Triple(entity("passage", "diafarabe-koumara-2023-p02"), SCHEMA.isPartOf, entity("article", "diafarabe-and-koumara-attacks-infobox"))],
    ),
    "lose the sign of a longitude": (
        "Place-nearContainer", of(KOUMARA_POINT), [Triple(KOUMARA_POINT, t.predicate, Literal("POINT(5.1487 14.1166)", datatype=t.object.datatype) if isinstance(t.object, Literal) else t.object) for t in of(KOUMARA_POINT)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_with_words_that_help(fault: str) -> None:
    shape, remove, add = FAULTS[fault]
    assert remove or add, "the fault changes nothing"
    found = news(remove, add)
    assert shape in found, found
    assert all(text.endswith(".") for text in found[shape])


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_misspelled_predicate_is_found(data: st.DataObject) -> None:
    triple = data.draw(st.sampled_from([t for t in records() if t.predicate != RDF.type]))
    local = triple.predicate.value
    misspelled = data.draw(st.sampled_from([local + "s", local[:-1], local[:-2] + local[-1] + local[-2] + "x"]))
    assert news([triple], [Triple(triple.subject, NamedNode(misspelled), triple.object)])


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_link_that_leads_nowhere_is_found(data: st.DataObject) -> None:
    links = [t for t in records() if isinstance(t.object, NamedNode) and t.object.value.startswith(INSIDE)]
    triple = data.draw(st.sampled_from(links))
    assert news([triple], [Triple(triple.subject, triple.predicate, NamedNode(triple.object.value + "-lost"))])


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_record_without_its_type_is_found(data: st.DataObject) -> None:
    subject = data.draw(st.sampled_from(sorted({t.subject for t in records() if t.predicate == RDF.type}, key=str)))
    assert news(of(subject, RDF.type))


@settings(max_examples=20, deadline=None)
@given(st.data(), st.sampled_from(["unknown", "2023-02-30", "-1", ""]))
def test_any_number_or_day_made_text_is_found(data: st.DataObject, text: str) -> None:
    typed = [t for t in records() if isinstance(t.object, Literal) and t.object.datatype in (XSD.integer, XSD.date)]
    triple = data.draw(st.sampled_from(typed))
    assert news([triple], [Triple(triple.subject, triple.predicate, Literal(text))])


@pytest.mark.parametrize(("name", "shape"), [("control_chars.nt", "Dataset-characters"), ("bidi_labels.ttl", "Dataset-directions")])
def test_hostile_texts_are_found(name: str, shape: str, shared_data: Path) -> None:
    assert shape in news(add=read(shared_data / "hostile" / "documents" / name))
