"""The endpoint without HTTP: how texts are looked at, and what is kept."""

import asyncio

import pytest
from pyoxigraph import Store

from claimgraph.store.workers import Limits
from claimgraph.store.workers.outcomes import Busy, QueryFailure
from claimgraph.web.sparql.service import SHORT, Answer, AnswerCache, SparqlService

LONG = "ASK { ?s ?p '" + "x" * SHORT + "%d' }"


@pytest.fixture
def service() -> SparqlService:
    return SparqlService.over(Store(), base="http://127.0.0.1/", digest="test", limits=Limits(queue=3))


def test_long_texts_are_looked_at_one_after_another_and_short_ones_at_once(service: SparqlService, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    look_at = service.look_at

    def watched(query: str):  # noqa: ANN202
        looks.append("long" if len(query) > SHORT else "short")
        return look_at(query)

    monkeypatch.setattr(service, "look_at", watched)

    async def crowd() -> list[object]:
        return await asyncio.gather(*(service.looked_at(LONG % n) for n in range(3)), *(service.looked_at(f"ASK {{}} # {n}") for n in range(20)))

    found = asyncio.run(crowd())
    assert len(found) == 23 and looks.count("long") == 3
    assert looks[-2:] == ["long", "long"], "a short text waited for a long one"


def test_who_sends_long_texts_in_great_number_is_told_to_wait(service: SparqlService) -> None:
    async def flood() -> list[object]:
        return await asyncio.gather(*(service.looked_at(LONG % n) for n in range(10)), return_exceptions=True)

    found = asyncio.run(flood())
    assert sum(isinstance(one, Busy) and one.retry_after is not None for one in found) == 7
    assert asyncio.run(service.looked_at(LONG % 1)).form == "ask", "the queue is empty again"


def test_a_long_text_that_is_refused_frees_its_place(service: SparqlService) -> None:
    async def refused() -> None:
        for _ in range(5):
            with pytest.raises(QueryFailure, match="does not end"):
                await service.looked_at("ASK { ?s ?p '" + "x" * SHORT)

    asyncio.run(refused())
    assert service.lookers == 0


def test_answers_are_kept_up_to_a_size_and_none_takes_all() -> None:
    cache = AnswerCache(100_000)
    cache.put(Answer(b"x" * 20_000, "text/csv", "large"))
    assert cache.get("large") is None
    for number in range(50):
        cache.put(Answer(b"x" * 9_000, "text/csv", str(number)))
        cache.get("0")
    assert cache.size <= 100_000 and cache.get("0") and cache.get("49") and not cache.get("10")
    cache.put(Answer(b"", "text/csv", ""))  # one that may differ each time
    assert "" not in cache.kept
