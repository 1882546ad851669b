"""Long work in a thread that nobody waits for when the server ends.

A thread of the event loop's own pool is joined before the process may end, however long it still takes.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


async def apart(work: Callable[..., T], *args: Any) -> T:
    """What ``work`` gives, done in a thread of its own; whoever waits may be cancelled, the thread then works for nobody."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(how: Callable[[Any], None], what: object) -> None:
        if not done.done():
            how(what)

    def run() -> None:
        try:
            how, what = done.set_result, work(*args)
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            how, what = done.set_exception, error
        with contextlib.suppress(RuntimeError):  # the loop has ended, and with it who waited
            loop.call_soon_threadsafe(settle, how, what)

    threading.Thread(target=run, name=f"claimgraph-{getattr(work, '__name__', 'work')}", daemon=True).start()
    return await done
