"""What answers beside the pages and takes a while to get ready on a large graph: nobody waits for it who wants a page.

On a small graph everything is ready before the first answer.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.routing import BaseRoute

from claimgraph.errors import ClaimgraphError
from claimgraph.web.preparation import NotPrepared, NotReady
from claimgraph.web.problems import problem


class Opening:
    """Until ``work`` is done, ``routes`` and whoever calls :meth:`check` say when to come back, and after it failed what is wrong."""

    def __init__(self, work: Callable[[], Awaitable[None]], routes: Sequence[BaseRoute]) -> None:
        self.work, self.routes = work, routes
        self.task: asyncio.Task[None] | None = None
        self.refusal: ClaimgraphError | None = None

    def begin(self) -> None:
        """Do the work behind the pages."""
        self.refusal = NotReady("queries and reconciliation get ready over this graph", "try again in a minute; the pages and the dumps are there")
        for route in self.routes:
            route.app = self._refusing(route.app)  # type: ignore[attr-defined]
        self.task = asyncio.create_task(self._done())

    def check(self) -> None:
        """Raise why nothing can be asked yet, or any more."""
        if self.refusal:
            raise self.refusal

    async def end(self) -> None:
        """Do no more: what runs in a thread goes on for nobody, and ends with the process."""
        if self.task:
            self.task.cancel()
            await asyncio.wait({self.task})

    async def _done(self) -> None:
        try:
            await self.work()
        except ClaimgraphError as error:
            self.refusal = error
            print(f"claimgraph: {error}", file=sys.stderr, flush=True)
        except Exception as error:  # a fault of ours: nobody is told to come back for ever, and the operator reads which
            self.refusal = NotPrepared("queries and reconciliation could not be made ready over this graph", "the pages and the dumps are there")
            print(f"claimgraph: queries and reconciliation are away: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        else:
            self.refusal = None

    def _refusing(self, app: Any) -> Any:
        async def answered(scope: Any, receive: Any, send: Any) -> None:
            await (problem(self.refusal) if self.refusal else app)(scope, receive, send)

        return answered
