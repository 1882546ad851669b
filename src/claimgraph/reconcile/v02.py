"""Reconciliation Service API 0.2 (and 0.1): JSON in and out, as OpenRefine speaks it.

Reading is liberal, because one value of an unexpected type must not lose a whole batch: every query is read
by itself, and one that makes no sense gets no candidates.
"""

from collections.abc import Callable, Mapping
from typing import Any

from claimgraph import __version__
from claimgraph.errors import Misuse
from claimgraph.reconcile.columns import settings_02
from claimgraph.reconcile.kinds import Kind
from claimgraph.reconcile.match import DEFAULT_LIMIT, MOST_CANDIDATES, Candidate, Condition, Query
from claimgraph.reconcile.service import BATCH, MOST_IDS, MOST_PROPERTIES, Service, Suggestion, at_most, features
from claimgraph.reconcile.values import Settings

VERSIONS = ("0.1", "0.2")
Languages = tuple[str, ...]
#: (id, languages) → the name to show; the explained root shows which label matched.
Naming = Callable[[Candidate, Languages], str]


def manifest(service: Service, root: str, site: str) -> dict[str, Any]:
    """What the service offers; ``root`` is the address it is served at, ``site`` that of the pages."""
    flyout = {"flyout_service_url": root, "flyout_service_path": "/flyout/{kind}?id=${{id}}"}

    def suggest(kind: str) -> dict[str, str]:
        return {"service_url": root, "service_path": f"/suggest/{kind}"} | {k: v.format(kind=kind) for k, v in flyout.items()}

    return {
        "versions": list(VERSIONS),
        "name": service.name,
        "identifierSpace": service.identifier_space or f"{root}/entity/",
        "schemaSpace": f"{root}/types/",
        "documentation": f"{root}/features",
        "serviceVersion": __version__,
        "defaultTypes": [{"id": kind.id, "name": kind.name()} for kind in service.default_types],
        "view": {"url": f"{root}/entity/{{{{id}}}}"},
        "feature_view": {"url": f"{root}/features/{{{{id}}}}"},
        "preview": {"url": f"{root}/preview?id={{{{id}}}}", "width": 430, "height": 300},
        "suggest": {kind: suggest(kind) for kind in ("entity", "type", "property")},
        "extend": {"propose_properties": {"service_url": root, "service_path": "/propose"}, "property_settings": settings_02()},
        "batchSize": BATCH,
        "logo": f"{site}/static/mark.svg",
    }


def own_name(candidate: Candidate, languages: Languages) -> str:
    """The candidate's name; OpenRefine makes it the cell's value, so it holds nothing else."""
    return candidate.entity.label(languages) if languages else candidate.entity.name


def explained_name(candidate: Candidate, languages: Languages) -> str:
    """The name with the label that matched: OpenRefine shows no other field of a candidate."""
    label = candidate.label
    note = ", ".join(part for part in (f"“{label.text}”", label.language, f"{candidate.score:.0f}", candidate.why) if part)
    return f"{own_name(candidate, languages)} [{note}]"


def reconcile(service: Service, queries: object, languages: Languages, naming: Naming = own_name) -> dict[str, Any]:
    """The answer to a batch: the same keys, each with a ``result`` list, best candidate first."""
    if not isinstance(queries, Mapping):
        raise Misuse("queries must be a JSON object of queries", 'queries={"q0": {"query": "Dia"}}')
    at_most(len(queries), BATCH, "queries")
    return {str(key): {"result": _answer(service, query, languages, naming)} for key, query in queries.items()}


def _answer(service: Service, query: object, languages: Languages, naming: Naming) -> list[dict[str, Any]]:
    if isinstance(query, str):
        query = {"query": query}
    if not isinstance(query, Mapping):
        return []
    found = service.candidates(read_query(query))
    return [_candidate(service, candidate, languages, naming) for candidate in found]


def read_query(query: Mapping[str, Any]) -> Query:
    """A query as plain values; whatever it holds of another type is left out.

    >>> read_query({"query": 12, "type": "Place", "properties": [{"pid": "date", "v": [2023, None]}]}).name
    '12'
    """
    properties = query.get("properties")
    conditions = [_condition(given) for given in (properties if isinstance(properties, list) else [])[:MOST_PROPERTIES]]
    return Query(
        name=_name(query.get("query")),
        types=_types(query.get("type")),
        all_types=query.get("type_strict") == "all",
        conditions=tuple(condition for condition in conditions if condition),
        limit=_limit(query.get("limit")),
    )


def _name(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return "".join(c if c.isprintable() else " " for c in str(value)[:2000]).strip()


def _types(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    named = (t.get("id") if isinstance(t, Mapping) else t for t in listed[:50])
    return tuple(t for t in named if isinstance(t, str) and t)


def _limit(value: object) -> int:
    if isinstance(value, bool):
        return DEFAULT_LIMIT
    try:
        return min(max(int(float(str(value))), 1), MOST_CANDIDATES)
    except (ValueError, OverflowError):
        return DEFAULT_LIMIT


def _condition(given: object) -> Condition | None:
    if not isinstance(given, Mapping) or not isinstance(given.get("pid"), str):
        return None
    value = given.get("v")
    values = tuple(v for v in (value if isinstance(value, list) else [value])[:50] if v not in (None, ""))
    return Condition(given["pid"], values) if values else None


def _candidate(service: Service, candidate: Candidate, languages: Languages, naming: Naming) -> dict[str, Any]:
    return {
        "id": candidate.entity.id,
        "name": naming(candidate, languages),
        "description": service.described(candidate.entity, languages),
        "score": round(candidate.score, 1),
        "match": candidate.match,
        "type": service.kinds(candidate.entity, languages),
        "features": [{"id": f["id"], "value": f["value"]} for f in features(candidate)],
    }


def extend(service: Service, request: object, languages: Languages) -> dict[str, Any]:
    """Columns for entities; every requested column is in every row (OpenRefine shifts columns otherwise)."""
    ids, columns = read_extension(request, languages)
    return {
        "meta": service.column_heads([prop for prop, _ in columns], languages),
        "rows": {identifier: service.row(identifier, columns) for identifier in ids},
    }


def read_extension(request: object, languages: Languages) -> tuple[list[str], list[tuple[str, Settings]]]:
    """The ids and the columns of a data extension request, each column once."""
    if not isinstance(request, Mapping) or not isinstance(request.get("ids"), list) or not isinstance(request.get("properties"), list):
        raise Misuse("an extension request needs ids and properties", '{"ids": ["place.dia"], "properties": [{"id": "country"}]}')
    at_most(len(request["ids"]), MOST_IDS, "ids")
    at_most(len(request["properties"]), MOST_PROPERTIES, "properties")
    columns: dict[str, Settings] = {}
    for prop in request["properties"]:
        identifier = prop.get("id") if isinstance(prop, Mapping) else prop
        if isinstance(identifier, str):
            columns.setdefault(identifier, Settings.read(prop.get("settings") if isinstance(prop, Mapping) else None, languages))
    return list(dict.fromkeys(str(identifier)[:500] for identifier in request["ids"])), list(columns.items())


def propose(service: Service, type_id: str, limit: int, languages: Languages) -> dict[str, Any]:
    """Properties to choose from for a type; an empty type proposes all of them."""
    found = [_property(prop.id, prop.name(languages), prop.description) for prop in service.proposed(type_id, limit)]
    return {"type": type_id, "properties": found} | ({"limit": limit} if limit > 0 else {})


def _property(identifier: str, name: str, description: str) -> dict[str, str]:
    return {"id": identifier, "name": name} | ({"description": description} if description else {})


def suggest_entities(service: Service, suggestions: list[Suggestion], languages: Languages) -> dict[str, Any]:
    """Entities with what tells them apart, and their types."""
    return {"result": [
        {"id": s.id, "name": s.name, "description": s.description, "notable": [service.kind(t, languages) for t in s.notable]}
        for s in suggestions
    ]}  # fmt: skip


def suggest_types(service: Service, kinds: list[Kind], languages: Languages) -> dict[str, Any]:
    """Types with their broader ones."""
    return {"result": [type_json(service, kind, languages) for kind in kinds]}


def type_json(service: Service, kind: Kind, languages: Languages) -> dict[str, Any]:
    """A type with name, description and broader types."""
    told = next((kind.description[tag] for tag in (*languages, "en") if tag in kind.description), "")
    found: dict[str, Any] = {"id": kind.id, "name": kind.name(languages)} | ({"description": told} if told else {})
    return found | ({"broader": [service.kind(b, languages) for b in kind.broader]} if kind.broader else {})


def suggest_properties(service: Service, prefix: str, languages: Languages) -> dict[str, Any]:
    """Properties by the beginning of their names."""
    return {"result": [_property(p.id, p.name(languages), p.description) for p in service.suggest_properties(prefix)]}
