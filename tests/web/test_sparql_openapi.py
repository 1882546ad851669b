"""The OpenAPI description against the running site: schemathesis asks what it allows and what it does not."""

import json
from pathlib import Path

import httpx
import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from claimgraph.web.openapi import openapi

#: addresses that take text in a language of its own: no schema can say which text is well formed
LANGUAGES = ("/sparql", "/reconcile")


@schemathesis.serializer("application/sparql-query")
def as_query(_: object, value: object) -> bytes:
    return str(value).encode()


@pytest.fixture(scope="module")
def document(live_server) -> dict:
    return httpx.get(live_server.url + "/openapi.json").json()


def test_every_example_and_every_kind_of_wrong_value(live_server, document: dict) -> None:
    """A bounded number of cases for each operation: never a server error, never a status or a type not described."""
    schema = schemathesis.openapi.from_dict(document)
    failures: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(max_examples=3, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            excluded = [positive_data_acceptance] if case.path.startswith(LANGUAGES) else []
            case.call_and_validate(base_url=live_server.url, excluded_checks=excluded)

        try:
            ask()
        except Exception as error:  # noqa: BLE001 - all of them, told together
            failures.append(f"{operation.label}: {str(error)[:600]}")
    assert not failures, "\n\n".join(failures)


def test_every_example_is_accepted(live_server, document: dict) -> None:
    """What the description shows as a way to ask is one, the texts in SPARQL and of batches included."""
    schema = schemathesis.openapi.from_dict(document)
    asked: set[str] = set()
    failures: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()
        for strategy in operation.get_strategies_from_examples():

            @settings(max_examples=1, deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
            @given(case=strategy)
            def ask(case: schemathesis.Case) -> None:
                answer = case.call_and_validate(base_url=live_server.url)
                assert answer.status_code < 400, answer.text[:300]
                asked.add(case.operation.label)

            try:
                ask()
            except Exception as error:  # noqa: BLE001 - all of them, told together
                failures.append(f"{operation.label}: {str(error)[:600]}")
    assert not failures, "\n\n".join(failures)
    assert {"GET /sparql", "POST /sparql", "GET /reconcile", "POST /reconcile"} <= asked


def test_every_route_of_the_site_is_described(document: dict) -> None:
    described = {path.partition("{")[0].rstrip("./") or "/" for path in document["paths"]}
    for address in ("/sparql", "/query", "/queries", "/reconcile", "/id", "/page", "/data", "/ns", "/shapes", "/code", "/dataset", "/report", "/dump", "/search", "/.well-known/void"):
        assert address in described, address


def test_nothing_described_writes(document: dict) -> None:
    methods = {(path, method) for path, item in document["paths"].items() for method in item}
    assert {path for path, method in methods if method != "get"} == {"/sparql", "/reconcile"}
    assert {method for _, method in methods} == {"get", "post"}


def test_problems_are_as_described(live_server, document: dict) -> None:
    schema = document["components"]["schemas"]["Problem"]
    for query in ("SELECT *", "SELECT * { SERVICE <http://e/> {} }", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"):
        answer = httpx.get(live_server.url + "/sparql", params={"query": query}, timeout=20)
        assert answer.headers["content-type"] == "application/problem+json"
        jsonschema.validate(answer.json(), schema)
        assert str(answer.status_code) in document["paths"]["/sparql"]["get"]["responses"]


def test_it_is_well_formed_without_a_server(repository: Path) -> None:
    from claimgraph.store.catalogue import load_catalogue
    from claimgraph.store.workers import Limits

    document = json.loads(openapi("http://example.org/", Limits(), load_catalogue(repository)))
    assert document["openapi"] == "3.1.0"
    for item in document["paths"].values():
        for operation in item.values():
            assert operation["summary"] and operation["responses"]["200"]
