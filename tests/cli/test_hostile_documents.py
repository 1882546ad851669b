"""Documents that somebody hostile wrote, given to the commands that read files: nothing is fetched, nothing leaks, nothing grows."""

import json
import time
from pathlib import Path

import pytest

from claimgraph.cli import main

CANARY = "canary-77c1"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'
SHACL = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix e: <http://e/> .\n"
#: name → content; {U} is an address that must get no hit, {F} a file that must not be read; all of them are refused
REFUSED = {
    "remote-context.jsonld": '{"@context": "{U}/c.jsonld", "@id": "http://e/a", "name": "x"}',
    "file-context.jsonld": '{"@context": "{F}", "@id": "http://e/a", "name": "x"}',
    "list-of-contexts.jsonld": '{"@context": [{"@vocab": "http://e/"}, "{U}/c"], "@id": "http://e/a", "name": "x"}',
    "imported-context.jsonld": '{"@context": {"@version": 1.1, "@import": "{U}/c"}, "@id": "http://e/a", "name": "x"}',
    "scoped-context.jsonld": '{"@context": {"@version": 1.1, "@vocab": "http://e/", "p": {"@id": "http://e/p", "@context": "{U}/c"}}, "@id": "http://e/a", "p": {"q": "x"}}',
    "type-scoped-context.jsonld": '{"@context": {"@version": 1.1, "@vocab": "http://e/", "T": {"@context": "{F}"}}, "@id": "http://e/a", "@type": "T", "q": "x"}',
    "nested.jsonld": '{"@id":"http://e/a","http://e/p":' * 60_000 + "1" + "}" * 60_000,
    "nested-lists.jsonld": "[" * 500_000 + "]" * 500_000,
    "laughs.rdf": '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(n)} "{f"&{chr(n - 1)};" * 10}">' for n in range(98, 108)) + f"]><rdf:RDF {RDF}><rdf:Description rdf:about='http://e/a'><e:p>&k;</e:p></rdf:Description></rdf:RDF>",
    "one-long-entity.rdf": f'<!DOCTYPE r [<!ENTITY a "{"x" * 20_000}">]><rdf:RDF {RDF}><rdf:Description rdf:about="http://e/a"><e:p>{"&a;" * 20_000}</e:p></rdf:Description></rdf:RDF>',
    "outside-entity.rdf": f'<!DOCTYPE r [<!ENTITY a SYSTEM "{{F}}">]><rdf:RDF {RDF}><rdf:Description rdf:about="http://e/a"><e:p>&a;</e:p></rdf:Description></rdf:RDF>',
    "outside-definition.rdf": f'<!DOCTYPE r SYSTEM "{{U}}/d.dtd"><rdf:RDF {RDF}/>',
    "outside-parameter.rdf": f'<!DOCTYPE r [<!ENTITY % a SYSTEM "{{U}}/d"> %a;]><rdf:RDF {RDF}/>',
    "small-letters.rdf": f'<!doctype r [<!entity a "ha">]><rdf:RDF {RDF}/>',
    "imports.ttl": SHACL + "<http://e/o> a owl:Ontology ; owl:imports <{U}/o> . e:S a sh:NodeShape ; sh:targetClass e:C .",
    "script.ttl": SHACL + 'e:S a sh:NodeShape ; sh:targetClass e:C ; sh:js [ sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL "{U}/f.js" ] ] .',
    "service.ttl": SHACL + 'e:S a sh:NodeShape ; sh:targetClass e:C ; sh:sparql [ sh:select "SELECT $this WHERE { SERVICE <{U}> { $this ?p ?o } }" ] .',
    "redos.ttl": SHACL + f'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:pattern "(a+)+$" ] . e:x e:p "{"a" * 40}!" .',
    "iri-with-quote.ttl": '<http://e/a> <http://e/p> <http://e/"> .', "iri-with-line.ttl": "<http://e/a> <http://e/p>\n<http://e/\nb> .",
    "iri-with-nul.ttl": "<http://e/a> <http://e/p> <http://e/\x00> .", "iri-with-escaped-end.ttl": "<http://e/a> <http://e/p> <http://e/\\u003Eb> .",
    "iri-with-escaped-blank.nt": "<http://e/a> <http://e/p> <http://e/\\u0020b> .", "iri-without-scheme.nt": "<a> <http://e/p> <http://e/b> .",
    "half-a-pair.ttl": '<http://e/a> <http://e/p> "\\uD800" .', "not-utf-8.ttl": "",
}  # fmt: skip
#: odd, and read or refused, with nothing fetched
ODD = {
    "relative-include.rdf": f'<rdf:RDF {RDF} xmlns:xi="http://www.w3.org/2001/XInclude"><rdf:Description rdf:about="http://e/a"><e:p><xi:include href="{{F}}"/></e:p></rdf:Description></rdf:RDF>',
    "stylesheet.rdf": f'<?xml-stylesheet href="{{U}}/s.xsl"?><rdf:RDF {RDF}/>',
    "deep.rdf": f"<rdf:RDF {RDF}>" + '<rdf:Description><e:p>' * 4_000 + "x" + "</e:p></rdf:Description>" * 4_000 + "</rdf:RDF>",
    "resource.rdf": f'<rdf:RDF {RDF} xml:base="{{U}}/"><rdf:Description rdf:about="{{F}}"><e:p rdf:resource="x"/></rdf:Description></rdf:RDF>',
    "prefixes.ttl": "".join(f"@prefix p{n}: <http://e/{n}> .\n" for n in range(20_000)) + "p1:a p2:b p3:c .",
    "collections.ttl": "<http://e/a> <http://e/p> " + "( " * 10_000 + ") " * 10_000 + " .",
    "seeAlso.ttl": "<http://e/a> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <{U}/x> ; <http://www.w3.org/2002/07/owl#imports> <{U}/y> .",
    "long-literal.ttl": '<http://e/a> <http://e/p> "' + "x" * 5_000_000 + '" .',
}  # fmt: skip


@pytest.fixture
def read(repository: Path, tmp_path: Path, listener: tuple[str, list], capsys: pytest.CaptureFixture[str]):  # noqa: ANN201
    """``read(name, content)``: what ``claimgraph check`` says of the file: exit code, standard error."""

    def reading(name: str, content: str | bytes) -> tuple[int, str]:
        canary = tmp_path / "canary"
        canary.write_text(CANARY)
        if isinstance(content, str):
            content = content.replace("{U}", listener[0]).replace("{F}", canary.as_uri()).encode()
        (tmp_path / name).write_bytes(content)
        began = time.monotonic()
        code = main(["--root", str(repository), "check", str(tmp_path / name)])
        told = capsys.readouterr()
        assert time.monotonic() - began < 30
        assert CANARY not in told.out + told.err and "Traceback" not in told.err and not listener[1]
        if code == 2:
            assert len(told.err.splitlines()) == 1 and name in told.err and told.out == ""
        return code, told.err

    return reading


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_hostile_is_refused_in_a_line(read, name: str) -> None:
    code, told = read(name, REFUSED[name] or b"<http://e/a> <http://e/p> \"\xff\" .")
    assert code == 2, told
    if name.startswith(("iri", "half", "not")):
        assert f"{name}:{2 if name == 'iri-with-line.ttl' else 1}: " in told, "the line is told"


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_read_or_refused_and_nothing_is_fetched(read, name: str) -> None:
    assert read(name, ODD[name])[0] in (0, 1, 2)


def test_the_shared_samples_fetch_and_leak_nothing(read, shared_data: Path) -> None:
    folder = shared_data / "hostile" / "documents"
    for name, expectation in json.loads((folder / "expect.json").read_text())["expect"].items():
        code, told = read(name, (folder / name).read_text())
        assert code == 2 or not expectation.startswith("rejected,") and expectation != "rejected", (name, told)
