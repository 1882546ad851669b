"""Every answer of both protocol versions validates against the group's own JSON schemas."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from claimgraph.reconcile import v1, v02
from claimgraph.reconcile.properties import PROPERTIES
from claimgraph.reconcile.service import FEATURES, Service

ROOT, SITE, ENGLISH = "https://example.org/reconcile", "https://example.org", ("en",)
NAMES = ["Diafarabe", "JNIM", "place.dia", "Mali", "القاعدة", "no such name at all", "Q912"]


@cache
def _registry(folder: Path) -> Registry:
    schemas = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    resources = [(name, Resource.from_contents(schema, default_specification=DRAFT7)) for name, schema in schemas.items()]
    resources += [(s["$id"], Resource.from_contents(s, default_specification=DRAFT7)) for s in schemas.values() if "$id" in s]
    found: Registry = Registry()
    for name, resource in resources:
        found = found.with_resource(name, resource)
        for base in {str(s.get("$id", "")).rpartition("/")[0] for s in schemas.values()}:
            found = found.with_resource(f"{base}/{name}", resource)
    return found


@pytest.fixture(scope="session", params=["0.2", "1.0"])
def version(request: pytest.FixtureRequest) -> str:
    """Each protocol version in turn."""
    return request.param


@pytest.fixture(scope="session")
def schemas(shared_data: Path) -> Path:
    """The folder of the group's schemas and examples."""
    folder = shared_data / "reconciliation"
    if not folder.is_dir():
        pytest.skip("needs the reconciliation schemas in the test data")
    return folder


def problems(schemas: Path, version: str, schema: str, answer: object) -> list[str]:
    """What the schema finds wrong."""
    folder = schemas / version
    validator = Draft7Validator(json.loads((folder / f"{schema}.json").read_text()), registry=_registry(folder))
    return [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(answer)]


def test_the_schemas_refuse_the_groups_invalid_examples(schemas: Path, version: str) -> None:
    refused = [
        path
        for path in (schemas / "examples" / version).rglob("invalid/*.json")
        if (schemas / version / f"{path.parts[-3]}.json").exists()
        and problems(schemas, version, path.parts[-3], json.loads(path.read_text()))
    ]
    assert len(refused) >= 8, "the validation of this module can fail"


def test_manifests(service: Service, schemas: Path) -> None:
    assert problems(schemas, "0.2", "manifest", v02.manifest(service, ROOT, SITE)) == []
    assert problems(schemas, "1.0", "manifest", v1.manifest(service, f"{ROOT}/v1", SITE)) == []


def test_matches(service: Service, schemas: Path) -> None:
    old = {f"q{n}": {"query": name, "limit": 3} for n, name in enumerate(NAMES)}
    assert problems(schemas, "0.2", "reconciliation-query-batch", old) == []
    assert problems(schemas, "0.2", "reconciliation-result-batch", v02.reconcile(service, old, ENGLISH)) == []
    new = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": name}], "lang": "fr"} for name in NAMES]}
    assert problems(schemas, "1.0", "reconciliation-query-batch", new) == []
    answer = v1.match(service, new, ENGLISH)
    assert problems(schemas, "1.0", "reconciliation-result-batch", answer) == []
    assert all({"type", "match", "score"} <= set(c) for result in answer["results"] for c in result["candidates"])


def test_extensions_of_every_property(service: Service, schemas: Path) -> None:
    ids = [service.index.entity(n).id for n in service.index.everything()] + ["place.nowhere"]
    columns = list(service.properties.by_id)
    for start in range(0, len(columns), 100):
        request = {"ids": ids, "properties": [{"id": identifier} for identifier in columns[start : start + 100]]}
        assert problems(schemas, "0.2", "data-extension-response", v02.extend(service, request, ENGLISH)) == []
        assert problems(schemas, "1.0", "data-extension-response", v1.extend(service, request, ENGLISH)) == []


@pytest.mark.parametrize("prefix", ["", "D", "Diaf", "place.dia", "Q912", "مالي", "zzzzz", "JN"])
def test_suggestions(service: Service, schemas: Path, prefix: str) -> None:
    found = service.suggest_entities(prefix, ENGLISH)
    for module, version in ((v02, "0.2"), (v1, "1.0")):
        assert problems(schemas, version, "suggest-entities-response", module.suggest_entities(service, found, ENGLISH)) == []
        kinds = service.suggest_types(prefix, ENGLISH)
        assert problems(schemas, version, "suggest-types-response", module.suggest_types(service, kinds, ENGLISH)) == []
        assert problems(schemas, version, "suggest-properties-response", module.suggest_properties(service, prefix, ENGLISH)) == []


@pytest.mark.parametrize("kind", ["", "Place", "Village", "Event", "Attack", "Actor", "Source", "Unknown"])
def test_proposals(service: Service, schemas: Path, version: str, kind: str) -> None:
    answer = v02.propose(service, kind, 0, ENGLISH)
    assert problems(schemas, version, "data-extension-property-proposal", answer) == []
    assert answer["properties"], "an empty or unknown type proposes every property"


def test_the_groups_examples_are_understood(service: Service, schemas: Path) -> None:
    """Their entities are not ours, so they find nothing, but no example is an error."""
    for path in (schemas / "examples/0.2/reconciliation-query-batch/valid").glob("*.json"):
        queries = json.loads(path.read_text())
        assert set(v02.reconcile(service, queries, ENGLISH)) == set(queries)
    for path in (schemas / "examples/1.0/reconciliation-query-batch/valid").glob("*.json"):
        queries = json.loads(path.read_text())
        assert len(v1.match(service, queries, ENGLISH)["results"]) == len(queries["queries"])
    for folder, module in (("0.2", v02), ("1.0", v1)):
        for path in (schemas / f"examples/{folder}/data-extension-query/valid").glob("*.json"):
            request = json.loads(path.read_text())
            answer = module.extend(service, request, ENGLISH)
            assert problems(schemas, folder, "data-extension-response", answer) == []
            assert len(answer["rows"]) == len(request["ids"])


def test_every_feature_that_a_candidate_has_is_documented(service: Service) -> None:
    queries = {"a": {"query": "Koumara (Macina)"}, "b": {"query": "Q912"}, "c": {"properties": [{"pid": "wikidata", "v": "Q912"}]}}
    answer = v02.reconcile(service, queries, ENGLISH)
    seen = {f["id"] for result in answer.values() for c in result["result"] for f in c["features"]}
    assert seen <= set(FEATURES)
    assert {"name", "edits", "context", "telling", "identifier", "conditions", "lead"} <= seen


def test_ids_survive_the_url_handling_of_clients(service: Service) -> None:
    safe = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-")
    ids: list[Any] = [service.index.entity(n).id for n in service.index.everything()] + list(service.index.kinds)
    ids += [prop.id for prop in PROPERTIES] + list(service.properties.by_id)
    assert all(set(identifier) <= safe for identifier in ids)
    assert len(set(ids[: len(service.index.everything())])) == len(service.index.everything())
