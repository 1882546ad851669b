"""The identifiers elsewhere, and the notes that say how sure they are."""

import re
from urllib.parse import urlsplit

import pytest
from pyoxigraph import RdfFormat, parse

from claimgraph.terms import FOAF, RDFS, SKOS

LANGUAGES = {"en": ("English Wikipedia", "French Wikipedia"), "fr": ("Wikipédia en anglais", "Wikipédia en français")}


@pytest.fixture(scope="module")
def triples(repository):
    return list(parse(path=str(repository / "graph" / "links.ttl"), format=RdfFormat.TURTLE))


def named(iri: str, language: str) -> str:
    """How a note names the place that a link leads to."""
    address = urlsplit(iri)
    if address.hostname == "www.wikidata.org":
        return f"Wikidata {address.path.rpartition('/')[2]}"
    if address.hostname == "sws.geonames.org":
        return f"GeoNames {address.path.strip('/')}"
    return LANGUAGES[language][address.hostname == "fr.wikipedia.org"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_names_every_link_that_rests_on_one_source_and_no_other(triples, language):
    notes = {t.subject.value: t.object.value for t in triples if t.predicate == SKOS.editorialNote and t.object.language == language}
    single: dict[str, list[str]] = {}
    for t in triples:
        if t.predicate in (SKOS.closeMatch, RDFS.seeAlso) and not t.subject.value.endswith("/actor/mali"):  # there the item is two things in one
            single.setdefault(t.subject.value, []).append(named(t.object.value, language))
    told = {
        subject: re.findall(r"Wikidata Q\d+|GeoNames \d+|\w+ Wikipedia|Wikipédia en \w+", note)
        for subject, note in notes.items()
        if not subject.endswith("/actor/mali")
    }
    assert {s: sorted(names) for s, names in told.items()} == {s: sorted(names) for s, names in single.items()}
    assert all(note.startswith(("The link", "Le lien", "Les liens")) for s, note in notes.items() if s in single)


def test_wikipedia_addresses_are_written_as_wikidata_writes_them(triples):
    """Wikidata's own sitelinks percent-encode the apostrophe: another spelling would be another node."""
    addresses = [t.object.value for t in triples if t.predicate in (FOAF.isPrimaryTopicOf, RDFS.seeAlso)]
    assert len(addresses) > 20
    assert not [address for address in addresses if "'" in address or "’" in address or not address.isascii()]
