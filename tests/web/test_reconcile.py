"""The reconciliation service over HTTP: CORS, JSONP, both roots, pages in frames, and hostile input."""

import json
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from claimgraph.reconcile.service import Service
from claimgraph.store.local import open_store
from claimgraph.web.reconcile import routes as module
from claimgraph.web.reconcile.http import MOST_BYTES
from claimgraph.web.reconcile.routes import reconcile_routes

from .conftest import serving

ROOT, BASE_URL = "/reconcile", "https://example.org"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}


@pytest.fixture(scope="module")
def client(repository: Path) -> Iterator[httpx.Client]:
    """A client of the service over this repository's graph."""
    service = Service.of_graph(open_store(repository).store)
    app = Starlette(routes=reconcile_routes(service, base_url=BASE_URL))
    with serving(app) as server, httpx.Client(base_url=server.url, timeout=30) as made:
        yield made


def ask(client: httpx.Client, queries: object, **headers: str) -> Any:
    """The answer to a batch of version 0.2."""
    return client.post(ROOT, data={"queries": json.dumps(queries)}, headers=headers)


ADDRESSES = [
    ROOT, f"{ROOT}/", f"{ROOT}/explained", f"{ROOT}/v1", f"{ROOT}/v1/", f"{ROOT}/suggest/entity?prefix=D", f"{ROOT}/suggest/type?prefix=",
    f"{ROOT}/suggest/property?prefix=k", f"{ROOT}/flyout/entity?id=place.dia", f"{ROOT}/suggest/entity/search?filter=(all%20mid:place.dia)&output=x&key=null",
    f"{ROOT}/propose?type=Place", f"{ROOT}/propose?type=", f"{ROOT}/preview?id=place.dia", f"{ROOT}/explain?q=Dia&id=place.dia", f"{ROOT}/features",
    f"{ROOT}/features/name", f"{ROOT}/types/Place", f"{ROOT}/v1/suggest/entity?prefix=", f"{ROOT}/v1/suggest/property?prefix=date", f"{ROOT}/v1/preview?id=actor.jnim",
    f"{ROOT}/v1/extend/propose?type=Event&limit=3",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_answers_any_page(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "x-frame-options" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    preflight = client.options(address.partition("?")[0], headers={"Origin": "http://127.0.0.1:3333", "Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 204 and "POST" in preflight.headers["access-control-allow-methods"]


def test_the_manifest_tells_the_configured_address_whatever_the_host_header_says(client: httpx.Client) -> None:
    answer = client.get(ROOT, headers={"Host": "evil.example"})
    assert "evil" not in answer.text
    assert answer.json()["view"]["url"] == f"{BASE_URL}/reconcile/entity/{{{{id}}}}"
    assert answer.json()["versions"] == ["0.1", "0.2"]


def test_the_draft_version_by_its_root_and_by_accept(client: httpx.Client) -> None:
    draft = client.get(f"{ROOT}/v1").json()
    assert draft["versions"] == ["1.0-draft"] and draft["suggest"] == {"entity": True, "property": True, "type": True}
    by_accept = client.get(ROOT, headers={"Accept": "application/reconciliation.v1+json"})
    assert by_accept.json() == draft
    assert "Accept" in by_accept.headers["vary"]
    assert client.get(ROOT, headers={"Accept": "application/reconciliation.v9+json"}).status_code == 406


@pytest.mark.parametrize("method", ["post", "get"])
def test_a_batch_by_form_and_by_address(client: httpx.Client, method: str) -> None:
    queries = json.dumps({"q0": {"query": "Diafarabe"}, "other key": {"query": "JNIM", "type": "Actor", "limit": 1}})
    answer = client.post(ROOT, data={"queries": queries}) if method == "post" else client.get(ROOT, params={"queries": queries})
    found = answer.json()
    assert list(found) == ["q0", "other key"]
    assert found["q0"]["result"][0]["id"] == "place.diafarabe" and found["q0"]["result"][0]["match"] is True
    assert [c["id"] for c in found["other key"]["result"]] == ["actor.jnim"]


def test_version_01_takes_a_single_query(client: httpx.Client) -> None:
    assert client.get(ROOT, params={"query": "JNIM"}).json()["result"][0]["id"] == "actor.jnim"
    assert client.get(ROOT, params={"query": '{"query": "JNIM", "limit": 1}'}).json()["result"][0]["id"] == "actor.jnim"


def test_the_draft_matches_and_extends(client: httpx.Client) -> None:
    conditions = [{"matchType": "name", "propertyValue": "Koumara"}, {"matchType": "property", "propertyId": "cercle", "propertyValue": "Macina"}]
    asked = {"queries": [{"type": "Place", "conditions": conditions}, {"conditions": [{"matchType": "id", "propertyValue": "actor.jnim"}]}]}
    results = client.post(f"{ROOT}/v1/match", json=asked).json()["results"]
    assert [r["candidates"][0]["id"] for r in results] == ["place.koumara", "actor.jnim"]
    assert results[0]["candidates"][0]["match"] is True
    rows = client.post(f"{ROOT}/v1/extend", json={"ids": ["place.dia"], "properties": [{"id": "cercle"}]}).json()["rows"]
    assert rows == [{"id": "place.dia", "properties": [{"id": "cercle", "values": [{"id": "place.tenenkou-cercle", "name": "Ténenkou Cercle"}]}]}]
    assert client.get(f"{ROOT}/v1/match").status_code == 405


def test_names_in_the_language_that_is_wanted(client: httpx.Client) -> None:
    french = ask(client, {"q": {"query": "JNIM"}}, **{"Accept-Language": "fr-FR, en;q=0.5"}).json()["q"]["result"][0]
    assert french["name"] == "Groupe de soutien à l'islam et aux musulmans"
    arabic = client.post(f"{ROOT}/v1/match", json={"queries": [{"lang": "ar", "conditions": [{"matchType": "name", "propertyValue": "JNIM"}]}]})
    assert arabic.json()["results"][0]["candidates"][0]["dir"] == "rtl"


def test_suggestions_put_what_was_typed_first(client: httpx.Client) -> None:
    def first(address: str) -> str:
        return client.get(f"{ROOT}/{address}").json()["result"][0]["id"]

    assert first("suggest/entity?prefix=Dia") == "place.dia"
    assert first("suggest/entity?prefix=place.koumara") == "place.koumara"
    assert first("suggest/type?prefix=villa") == "Village"
    assert first("suggest/property?prefix=killed.fig") == "killed.figure"
    assert all(s["description"] for s in client.get(f"{ROOT}/suggest/entity?prefix=Mac").json()["result"])


def test_a_view_leads_to_the_page_of_the_entity(client: httpx.Client) -> None:
    answer = client.get(f"{ROOT}/entity/place.dia")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{BASE_URL}/id/place/dia")
    assert client.get(f"{ROOT}/entity/place.nowhere").status_code == 404


def test_jsonp_only_for_plain_function_names(client: httpx.Client) -> None:
    answer = client.get(ROOT, params={"queries": '{"q": {"query": "Dia"}}', "callback": "jQuery1_2.cb"})
    assert answer.text.startswith("/**/jQuery1_2.cb({") and answer.headers["content-type"].startswith("text/javascript")
    for callback in ("alert(1)//", "a b", "<script>", "", "x" * 65, "1a"):
        assert client.get(ROOT, params={"callback": callback}).status_code == 400
        assert client.get(f"{ROOT}/suggest/type", params={"prefix": "", "callback": callback}).status_code == 400


def test_a_preview_is_static_and_may_be_framed(client: httpx.Client) -> None:
    answer = client.get(f"{ROOT}/preview?id=place.koumara")
    assert "<script" not in answer.text and "http-equiv" not in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"] and "unsafe" not in answer.headers["content-security-policy"]
    assert "Macina Cercle" in answer.text and "<svg" in answer.text
    assert client.get(f"{ROOT}/preview?id=nothing").status_code == 404


def test_a_score_is_explained_as_a_page_and_as_json(client: httpx.Client) -> None:
    told = client.get(f"{ROOT}/explain?q=Kumara&id=place.koumara").json()
    assert told["label"]["text"] == "Kumara" and told["rank"] == 1
    page = client.get(f"{ROOT}/explain?q=%3Cscript%3Ealert(1)%3C/script%3E&id=place.koumara", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html") and "<script>" not in page.text


def test_the_explained_root_shows_the_label_that_matched(client: httpx.Client) -> None:
    answer = client.post(f"{ROOT}/explained", data={"queries": '{"q": {"query": "GSIM"}}'}).json()
    assert answer["q"]["result"][0]["name"].startswith("Jama'at Nasr al-Islam wal Muslimin [“GSIM”, fr")
    assert client.get(f"{ROOT}/explained").json()["view"]["url"].startswith(f"{BASE_URL}/reconcile/entity/")


# --- hostile input ------------------------------------------------------------------------------------------------

ODD = [
    {"query": "x" * 100_000}, {"query": ""}, {"query": "   "}, {"query": "\u0000\u0007"}, {"query": None}, {"query": 12}, {"query": 1e308}, {"query": True},
    {"query": ["Dia"]}, {"query": {"id": "place.dia"}}, {}, [], None, 5, "Dia", {"query": "((((("}, {"query": "(a+)+$" * 50}, {"query": "\\\\\\"}, {"query": "%"},
    {"query": "' OR 1=1 --"}, {"query": "<script>alert(1)</script>"}, {"query": "Dia", "type": 5}, {"query": "Dia", "type": [None, {"id": "Place"}]},
    {"query": "Dia", "limit": "many"}, {"query": "Dia", "limit": -1}, {"query": "Dia", "limit": 1e400}, {"query": "Dia", "properties": 7},
    {"query": "Dia", "properties": [None, 5, {}, {"pid": 1}, {"pid": "date"}, {"pid": "date", "v": {"a": []}}, {"pid": "coordinates", "v": "9,9,9"}]},
    {"query": "Dia", "properties": [{"pid": "containedIn", "v": ["x" * 10_000, [], {"id": None}, -1, False]}]}, {"query": "Dia", "type_strict": {}},
    {"query": "\u202eaiD"}, {"query": "á" * 400}, {"query": "मोप्टी 莫普提 몹티 🏴"}, {"query": "Dia\nDia\tDia"}, {"query": "،" * 200}, {"query": "(" * 499},
    {"properties": []}, {"properties": [{"pid": "wikidata", "v": "Q912"}]}, {"query": "ь" * 500}, {"query": "و" * 500}, {"query": "-" * 500},
]  # fmt: skip


def test_one_odd_query_never_spoils_its_batch(client: httpx.Client) -> None:
    for start in range(0, len(ODD), 20):
        queries = {f"q{n}": query for n, query in enumerate(ODD[start : start + 20])} | {"good": {"query": "JNIM"}}
        answer = ask(client, queries)
        assert answer.status_code == 200 and set(answer.json()) == set(queries)
        assert all(isinstance(result["result"], list) for result in answer.json().values())
        assert answer.json()["good"]["result"][0]["id"] == "actor.jnim"
    draft = [{"conditions": [{"matchType": "name", "propertyValue": q.get("query") if isinstance(q, dict) else q}]} for q in ODD[:48]]
    answer = client.post(f"{ROOT}/v1/match", content=json.dumps({"queries": draft}).encode())
    assert answer.status_code == 200 and len(answer.json()["results"]) == len(draft)


def test_half_a_surrogate_pair_is_answered(client: httpx.Client) -> None:
    answer = client.post(ROOT, data={"queries": '{"\\ud800": {"query": "Dia \\udfff", "properties": [{"pid": "containedIn", "v": "\\ud83d"}]}}'})
    assert answer.status_code == 200
    assert client.get(f"{ROOT}/suggest/entity", params={"prefix": "\ufffe\u0000"}).status_code == 200


@pytest.mark.parametrize("count, status", [(50, 200), (51, 413), (10_000, 413)])
def test_a_batch_holds_fifty_queries(client: httpx.Client, count: int, status: int) -> None:
    assert ask(client, {str(n): {"query": "Dia", "limit": 1} for n in range(count)}).status_code == status
    draft = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Dia"}]}] * count}
    assert client.post(f"{ROOT}/v1/match", json=draft).status_code == status


@pytest.mark.parametrize(
    "body, status",
    [
        (b"queries=" + b"{" * 200_000, 400),
        (b"queries=" + urllib.parse.quote("[" * 100_000).encode(), 400),
        (b"queries=[]", 400),
        (b"queries=", 400),
        (b"queries=%FF%FE", 400),
        (b"nothing=1", 400),
        (b"", 400),
        (b"extend=[]", 400),
        (b"extend=%7B%22ids%22%3A%5B%22place.dia%22%5D%7D", 400),
        (b"queries=" + b"x" * (MOST_BYTES + 1), 413),
        (b"&".join(b"a%d=1" % n for n in range(5000)), 400),
        (b"queries=" + b"9" * 100_000, 400),
    ],
)
def test_unreadable_requests_get_a_clear_4xx(client: httpx.Client, body: bytes, status: int) -> None:
    answer = client.post(ROOT, content=body, headers=FORM)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json" and answer.headers["access-control-allow-origin"] == "*"
    assert len(answer.content) < 1500


def test_other_media_types_and_methods(client: httpx.Client) -> None:
    assert client.post(ROOT, content=b"<a/>", headers={"Content-Type": "application/xml"}).status_code == 415
    assert client.put(ROOT).status_code == 405
    assert client.post(f"{ROOT}/v1/match", content=b"[1").status_code == 400


def test_extensions_are_bounded(client: httpx.Client) -> None:
    many = {"ids": [f"place.{n}" for n in range(501)], "properties": [{"id": "country"}]}
    assert client.post(ROOT, data={"extend": json.dumps(many)}).status_code == 413
    odd = {"ids": ["place.dia", 5, None, "x" * 5000], "properties": [{"id": "country"}, 5, {"id": 7}, "region", {"id": "killed.figure", "settings": [1]}]}
    rows = client.post(ROOT, data={"extend": json.dumps(odd)}).json()["rows"]
    assert all(list(row) == ["country", "region", "killed.figure"] for row in rows.values())


def test_hostile_terms_stay_text(client: httpx.Client, shared_data: Path) -> None:
    terms = json.loads((shared_data / "hostile" / "terms.json").read_text())
    literals = [t for group in terms.values() if isinstance(group, list) for t in group if isinstance(t, str)]
    for start in range(0, len(literals), 50):
        queries = {str(n): {"query": text, "properties": [{"pid": "containedIn", "v": text}]} for n, text in enumerate(literals[start : start + 50])}
        answer = ask(client, queries)
        assert answer.status_code == 200 and len(answer.json()) == len(queries)
    for text in literals:
        page = client.get(f"{ROOT}/explain", params={"q": text[:400], "id": "place.dia"}, headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert not any(sign in page.text for sign in ("<script>alert", "<img src=x", "onerror=alert(1)>"))


@pytest.mark.parametrize("cap, status", [("RUNNING_PER_CLIENT", 429), ("RUNNING", 503)])
def test_a_client_that_floods_is_told_to_wait(repository: Path, monkeypatch: pytest.MonkeyPatch, cap: str, status: int) -> None:
    monkeypatch.setattr(module, "client_of", lambda scope: "one client")
    monkeypatch.setattr(module, "RUNNING_PER_CLIENT", 1000)
    monkeypatch.setattr(module, cap, 1)
    service = Service.of_graph(open_store(repository).store)
    queries = json.dumps({str(n): {"query": f"Diafarabé {n} koumara attack of the army"} for n in range(50)})
    with serving(Starlette(routes=reconcile_routes(service))) as server, httpx.Client(base_url=server.url, timeout=60) as flooding:
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(lambda _: flooding.post(ROOT, data={"queries": queries}), range(12)))
        assert flooding.get(ROOT).status_code == 200, "the flood is over"
    assert {answer.status_code for answer in answers} == {200, status}
    assert all(answer.headers["retry-after"] == "1" for answer in answers if answer.status_code == status)
