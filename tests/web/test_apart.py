"""Work in a thread that nobody waits for: its result, its error, and an end without it."""

import asyncio
import threading

import pytest

from claimgraph.web.apart import apart


def test_it_gives_what_the_work_gives_and_raises_what_it_raises():
    assert asyncio.run(apart(divmod, 7, 2)) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(apart(divmod, 7, 0))


def test_who_waits_may_leave_and_the_loop_ends_without_the_thread():
    go, ended = threading.Event(), threading.Event()

    def work():
        go.wait(60)
        ended.set()

    async def leave():
        waiting = asyncio.create_task(apart(work))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})
        return waiting.cancelled()

    assert asyncio.run(leave()) and not ended.is_set()
    go.set()
    assert ended.wait(60)
