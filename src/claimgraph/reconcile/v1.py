"""Reconciliation Service API 1.0-draft: JSON bodies in and out, conditions instead of properties, ``lang`` and ``dir``."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claimgraph import __version__
from claimgraph.errors import Misuse
from claimgraph.reconcile import v02
from claimgraph.reconcile.columns import settings_1
from claimgraph.reconcile.entities import Entity
from claimgraph.reconcile.kinds import Kind
from claimgraph.reconcile.match import Candidate, Condition, Query
from claimgraph.reconcile.service import BATCH, Service, Suggestion, at_most, features
from claimgraph.reconcile.values import Value

VERSION = "1.0-draft"
Languages = tuple[str, ...]
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ff-Adlm", "nqo"})
#: Parts of a language's names that a match may be asked to meet.
_QUALIFIER_NAMES = {"alike": "spelt alike", "exact": "exactly so", "day": "the same day", "month": "the same month", "year": "the same year", "5km": "within 5 km", "25km": "within 25 km", "100km": "within 100 km"}  # fmt: skip


def manifest(service: Service, root: str, site: str) -> dict[str, Any]:
    """What the service offers; ``root`` is the address it is served at, ``site`` that of the pages."""
    base = root.removesuffix("/v1")
    return {
        "versions": [VERSION],
        "name": service.name,
        "lang": "en",
        "dir": "ltr",
        "documentation": f"{base}/features",
        "serviceVersion": __version__,
        "logo": f"{site}/static/mark.svg",
        "view": {"url": f"{base}/entity/{{id}}"},
        "featureView": {"url": f"{base}/features/{{id}}"},
        "defaultTypes": [{"id": kind.id, "name": kind.name()} for kind in service.default_types],
        "suggest": {"entity": True, "property": True, "type": True},
        "preview": {"width": 430, "height": 300},
        "extend": {"proposeProperties": True, "propertySettings": settings_1()},
        "batchSize": BATCH,
        "standardizedScore": True,
    }


def match(service: Service, request: object, languages: Languages) -> dict[str, Any]:
    """The answer to a batch of queries, in their order."""
    queries = request.get("queries") if isinstance(request, Mapping) else None
    if not isinstance(queries, list):
        raise Misuse("a match request needs a list of queries", '{"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Dia"}]}]}')
    at_most(len(queries), BATCH, "queries")
    return {"results": [{"candidates": _answer(service, query, languages)} for query in queries]}


def _answer(service: Service, query: object, languages: Languages) -> list[dict[str, Any]]:
    if not isinstance(query, Mapping):
        return []
    told = query.get("lang")
    if isinstance(told, str) and told:
        languages = (told.split("-")[0].lower(), *languages)
    return [_candidate(service, candidate, languages) for candidate in service.candidates(read_query(query))]


def read_query(query: Mapping[str, Any]) -> Query:
    """A query as plain values: the first name condition is the name, ids are ids, the rest conditions.

    >>> read_query({"conditions": [{"matchType": "name", "propertyValue": "Dia"}]}).name
    'Dia'
    """
    listed = query.get("conditions")
    given = [c for c in (listed if isinstance(listed, list) else [])[:100] if isinstance(c, Mapping)]
    names = [text for c in given if c.get("matchType") == "name" for text in _texts(c.get("propertyValue"))]
    ids = [text for c in given if c.get("matchType") == "id" for text in _texts(c.get("propertyValue"))]
    conditions = tuple(found for c in given if c.get("matchType") == "property" and (found := _condition(c)))
    plain = v02.read_query({"query": names[0] if names else "", "type": query.get("type"), "limit": query.get("limit")})
    return replace(plain, conditions=conditions, ids=tuple(ids))


def _texts(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    named = (v.get("name") or v.get("id") if isinstance(v, Mapping) else v for v in listed[:50])
    return [str(v) for v in named if isinstance(v, str | int | float) and not isinstance(v, bool) and str(v).strip()]


def _condition(given: Mapping[str, Any]) -> Condition | None:
    prop, value = given.get("propertyId"), given.get("propertyValue")
    values = tuple(v for v in (value if isinstance(value, list) else [value])[:50] if v not in (None, ""))
    if not isinstance(prop, str) or not values:
        return None
    quantifier = given.get("matchQuantifier")
    qualifier = given.get("matchQualifier")
    return Condition(
        prop, values, given.get("required") is True,
        quantifier if quantifier in ("any", "all", "none") else "any", qualifier if isinstance(qualifier, str) else None,
    )  # fmt: skip


def _candidate(service: Service, candidate: Candidate, languages: Languages) -> dict[str, Any]:
    return {
        **_named(candidate.entity, languages),
        "description": service.described(candidate.entity, languages),
        "score": round(candidate.score, 1),
        "match": candidate.match,
        "type": service.kinds(candidate.entity, languages),
        "features": features(candidate),
    }


def _named(entity: Entity, languages: Languages) -> dict[str, str]:
    """id and name, with the language and direction of the name where the label has one."""
    name = entity.label(languages) if languages else entity.name
    tags = [label.language for label in entity.labels if label.text == name and label.language]
    tag = next((tag for wanted in languages for tag in tags if tag.split("-")[0] == wanted), tags[0] if tags else "")
    return {"id": entity.id, "name": name} | ({"lang": tag, "dir": direction(tag)} if tag else {})


def direction(language: str) -> str:
    """``rtl`` for languages written right to left, else ``ltr``.

    >>> direction("ar"), direction("fr")
    ('rtl', 'ltr')
    """
    return "rtl" if language in _RIGHT_TO_LEFT or language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def extend(service: Service, request: object, languages: Languages) -> dict[str, Any]:
    """Columns for entities, rows and columns in the order they were asked for."""
    ids, columns = v02.read_extension(request, languages)
    rows = []
    for identifier in ids:
        cells: dict[str, list[Value]] = service.row(identifier, columns)
        rows.append({"id": identifier, "properties": [{"id": prop, "values": cells[prop]} for prop, _ in columns]})
    return {"meta": service.column_heads([prop for prop, _ in columns], languages), "rows": rows}


def suggest_entities(service: Service, suggestions: list[Suggestion], languages: Languages) -> dict[str, Any]:
    """Entities with what tells them apart, and their types."""
    return v02.suggest_entities(service, suggestions, languages)


def suggest_types(service: Service, kinds: list[Kind], languages: Languages) -> dict[str, Any]:
    """Types with their broader ones."""
    return v02.suggest_types(service, kinds, languages)


def suggest_properties(service: Service, prefix: str, languages: Languages) -> dict[str, Any]:
    """Properties, each with the ways in which a value can be asked to match."""
    return {"result": [
        {"id": p.id, "name": p.name(languages), "matchQualifiers": [{"id": q, "name": _QUALIFIER_NAMES[q]} for q in p.qualifiers]}
        | ({"description": p.description} if p.description else {})
        for p in service.suggest_properties(prefix)
    ]}  # fmt: skip
