"""The catalogue as data: by theme, as JSON for the editor, and as ``sh:SPARQLExecutable`` for other editors."""

import json
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from claimgraph.store.catalogue import CatalogueQuery
from claimgraph.terms import BASE, DCT, GRAPH, PREFIXES, RDF, RDFS

SH, SCHEMA = PREFIXES["sh"], PREFIXES["schema"]
#: the named graph of the endpoint that holds the descriptions, where editors look for them
QUERIES = NamedNode(GRAPH + "queries")
FORMS = {"select": "Select", "construct": "Construct", "ask": "Ask", "describe": "Describe"}
#: the readers a question is for, in the order of the page; the first tag of a query that is one is its theme
THEMES = ("researcher", "fact-checker", "wikidata-editor", "open-source-analyst")


def by_theme(catalogue: Mapping[str, CatalogueQuery]) -> list[tuple[str, list[CatalogueQuery]]]:
    """Each theme with its queries, in order."""
    themed: dict[str, list[CatalogueQuery]] = {theme: [] for theme in THEMES}
    for query in catalogue.values():
        themed[next((tag for tag in query.tags if tag in themed), THEMES[0])].append(query)
    return [(theme, queries) for theme, queries in themed.items() if queries]


def catalogue_json(catalogue: Mapping[str, CatalogueQuery]) -> bytes:
    """Prefixes and queries with their parameters, as the editor reads them."""
    queries = [
        {
            "name": query.name, "summary": query.summary, "description": query.description, "tags": list(query.tags), "form": query.form, "text": query.text,
            "parameters": [
                {"name": p.name, "kind": p.kind, "label": p.label, "default": p.default, "required": p.required, "choices": list(p.choices), "example": p.example}
                for p in query.parameters
            ],
        }
        for query in catalogue.values()
    ]  # fmt: skip
    return json.dumps({"prefixes": PREFIXES, "queries": queries}, ensure_ascii=False).encode()


def executables(catalogue: Mapping[str, CatalogueQuery], base: str) -> Iterator[Triple]:
    """Every query as SHACL-AF describes executables; its target is the endpoint of the site at ``base``, its name is ours."""
    for query in catalogue.values():
        yield from executable(query, base)


def executable(query: CatalogueQuery, base: str) -> Iterator[Triple]:
    """One query as an ``sh:SPARQLExecutable``."""
    subject, form = NamedNode(f"{BASE}queries/{query.name}"), FORMS[query.form]
    yield Triple(subject, RDF["type"], NamedNode(f"{SH}SPARQLExecutable"))
    yield Triple(subject, RDF["type"], NamedNode(f"{SH}SPARQL{form}Executable"))
    yield Triple(subject, RDFS.label, Literal(query.summary, language="en"))
    yield Triple(subject, RDFS.comment, Literal(query.summary, language="en"))
    yield Triple(subject, DCT.description, Literal(query.description, language="en"))
    yield Triple(subject, NamedNode(f"{SH}{query.form}"), Literal(query.text))
    yield Triple(subject, NamedNode(f"{SCHEMA}target"), NamedNode(f"{base}sparql"))
    for tag in query.tags:
        yield Triple(subject, NamedNode(f"{SCHEMA}keywords"), Literal(tag))


def executables_in(catalogue: Mapping[str, CatalogueQuery], base: str, media_type: str) -> bytes:
    """The descriptions serialised."""
    prefixes = {name: PREFIXES[name] for name in ("dcterms", "rdfs", "schema", "sh")}
    content = serialize(executables(catalogue, base), format=RdfFormat.from_media_type(media_type), prefixes=prefixes)
    assert content is not None
    return content


def executable_quads(catalogue: Mapping[str, CatalogueQuery], base: str) -> Iterator[Quad]:
    """The descriptions as the named graph that the endpoint holds."""
    for triple in executables(catalogue, base):
        yield Quad(triple.subject, triple.predicate, triple.object, QUERIES)
