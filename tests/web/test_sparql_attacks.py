"""Every attack of the table against the command as it runs in public: its status, and nobody else notices.

The same once more without the pre-scan, against the workers alone.
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from claimgraph.store.workers import Job, Limits, WorkerPool, outcomes, write_snapshot
from tests.web import attacks
from tests.web.processes import children, started

JSON = "application/sparql-results+json"
NOTHING_OF_OURS = ("Traceback", 'File "', "site-packages", "pyoxigraph", "/usr/", "/proc/")


class Target:
    """A running site under attack."""

    def __init__(self, pid: int, url: str, forbidden: str) -> None:
        self.pid, self.url, self.forbidden = pid, url, forbidden

    def attack(self, query: str, seconds: float | None = None) -> httpx.Response:
        """The query as the body of a POST, from a client of its own; ``seconds`` is the time it asks for."""
        text = query.replace("{U}", self.forbidden)
        return httpx.post(
            self.url + "/sparql", params={"timeout": seconds} if seconds else {}, content=text.encode("utf-8", "surrogatepass"),
            headers={"Content-Type": "application/sparql-query"}, timeout=20,
        )  # fmt: skip


@pytest.fixture(scope="module")
def target(repository: Path, listener: tuple[str, list]) -> Iterator[Target]:
    with started(repository) as (process, url):
        httpx.get(url + "/sparql", timeout=20)
        yield Target(process.pid, url, listener[0])
        assert process.poll() is None, "the server did not live through it"
        assert httpx.get(url + "/sparql", params={"query": "ASK { ?s ?p ?o }"}, timeout=20).json()["boolean"] is True


def fair(answer: httpx.Response) -> None:
    """An error is told in our words with a way out; an answer is whole."""
    if answer.status_code == 200:
        assert answer.headers["content-type"].startswith((JSON, "text/turtle")) and int(answer.headers["content-length"]) == len(answer.content)
        return
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json" and told["status"] == answer.status_code
    assert told["detail"] and told["hint"] and len(answer.content) < 4_000
    assert not [word for word in NOTHING_OF_OURS if word in answer.text]


@pytest.mark.parametrize("name", attacks.NESTED)
def test_what_nests_or_is_endless_is_refused(target: Target, name: str) -> None:
    before = children(target.pid)
    answer = target.attack(attacks.NESTED[name])
    fair(answer)
    assert answer.status_code in attacks.REFUSED
    assert before <= children(target.pid), "a worker was lost to it"


@pytest.mark.parametrize("name", attacks.FETCHING)
def test_what_fetches_or_writes_is_refused(target: Target, listener: tuple[str, list], name: str) -> None:
    answer = target.attack(attacks.FETCHING[name])
    fair(answer)
    assert answer.status_code in attacks.REFUSED and not listener[1]


@pytest.mark.parametrize("name", attacks.HARMLESS)
def test_what_only_looks_hostile_is_answered(target: Target, name: str) -> None:
    answer = target.attack(attacks.HARMLESS[name])
    fair(answer)
    assert answer.status_code in attacks.FINE, answer.text


@pytest.mark.parametrize("name", attacks.ODD)
def test_what_is_odd_is_answered_or_told_why_not(target: Target, name: str) -> None:
    answer = target.attack(attacks.ODD[name], seconds=2)
    fair(answer)
    assert answer.status_code in (*attacks.FINE, *attacks.REFUSED, *attacks.ENDED)


@pytest.fixture(scope="module")
def bystander(target: Target) -> Iterator[list[tuple[int, str]]]:
    """What a good client is told that asks all the time; collected until the last attack."""
    told: list[tuple[int, str]] = []
    stop = threading.Event()

    def ask() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            query = f"SELECT ?s ?o {{ ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }} ORDER BY ?s LIMIT 20 OFFSET {number % 400}"
            answer = httpx.get(target.url + "/sparql", params={"query": query}, timeout=20)
            told.append((answer.status_code, answer.text[:300]))
            time.sleep(0.03)

    thread = threading.Thread(target=ask)
    thread.start()
    yield told
    stop.set()
    thread.join()
    assert len(told) > 50 and not [one for one in told if one[0] != 200]


@pytest.mark.parametrize("name", attacks.HUNGRY)
def test_what_runs_without_end_is_ended(target: Target, bystander: list[tuple[int, str]], name: str) -> None:
    """Three at once, from clients of their own, with a good client beside them."""
    answers: list[httpx.Response] = []
    seen = len(bystander)
    threads = [threading.Thread(target=lambda n=n: answers.append(target.attack(f"{attacks.HUNGRY[name]} # {n}", 0.4))) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 3
    for answer in answers:
        fair(answer)
        assert answer.status_code in (*attacks.FINE, *attacks.ENDED)
    assert not [one for one in bystander[seen:] if one[0] != 200]


def test_most_of_those_need_an_end(target: Target) -> None:
    """Or the table would be one of queries that this graph is too small for."""
    ended = 0
    for query in list(attacks.HUNGRY.values())[:6]:
        ended += target.attack(query + "#once more", 0.3).status_code in attacks.ENDED
    assert ended >= 5


@pytest.fixture(scope="module")
def bare(sample_store, tmp_path_factory: pytest.TempPathFactory) -> Callable:  # noqa: ANN001
    """``bare(queries)``: what two workers say to each query that no scan has seen, and to a good one after each."""
    data = write_snapshot(sample_store, tmp_path_factory.mktemp("bare")).path

    async def asked(queries: list[str]) -> list[tuple[object, bool]]:
        pool = WorkerPool(Limits(workers=2, reserved=0, seconds=0.5, budget=1_000), data=data)
        await pool.start()
        try:
            told = []
            for query in queries:
                try:
                    outcome: object = await pool.run(Job(query, JSON))
                except outcomes.QueryFailure as failure:
                    outcome = failure
                good = json.loads(await pool.run(Job("ASK { ?s ?p ?o }", JSON), client="good"))
                told.append((outcome, good["boolean"]))
            return told
        finally:
            await pool.close()

    return lambda queries: asyncio.run(asked(queries))


def test_without_the_scan_what_nests_costs_no_more_than_its_own_answer(bare: Callable) -> None:
    for name, (outcome, good) in zip(attacks.NESTED, bare(list(attacks.NESTED.values())), strict=True):
        assert good and isinstance(outcome, bytes | outcomes.QueryFailure), name


def test_without_the_scan_nothing_is_fetched(bare: Callable, listener: tuple[str, list]) -> None:
    url, hits = listener
    told = bare([query.replace("{U}", url) for query in attacks.FETCHING.values()])
    assert not hits and all(good for _, good in told)
