"""What a page was made of: every look-up in the store is noted, also those whose answer was remembered.

A page that is made from look-ups alone can change only when a quad that fits one of them comes or goes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from pyoxigraph import Literal, Quad, Store

from claimgraph.views.reading import PageReader


class Lookup(NamedTuple):
    """The pattern of one look-up, terms as N-Quads writes them; ``None`` stands for any."""

    subject: str | None = None
    predicate: str | None = None
    object: str | None = None
    graph: str | None = None

    def of(self, quad: "Lookup") -> "Lookup":
        """The pattern of this shape that ``quad`` fits."""
        return Lookup(*(None if mine is None else its for mine, its in zip(self, quad, strict=True)))


#: Reading the whole store, or asking it in words: whatever changes, the answer may.
EVERYTHING = Lookup()


def terms_of(quad: Quad) -> Lookup:
    """A quad as the look-up that finds it alone."""
    return Lookup(*map(str, (quad.subject, quad.predicate, quad.object, quad.graph_name)))


class TracedStore:
    """A store that notes what is looked up in it; ``made_of`` says what was, inside a ``with`` block."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._open: list[set[Lookup]] = []

    @contextmanager
    def made_of(self) -> Iterator[set[Lookup]]:
        """The look-ups made inside the block; those of a block inside it are among them."""
        noted: set[Lookup] = set()
        self._open.append(noted)
        try:
            yield noted
        finally:
            self._open.pop()
            self.note(noted)

    def note(self, lookups: set[Lookup] | frozenset[Lookup]) -> None:
        """Look-ups whose answer was remembered."""
        if self._open:
            self._open[-1] |= lookups

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any = None) -> Iterator[Quad]:
        """As :meth:`pyoxigraph.Store.quads_for_pattern`."""
        # A store writes literals its own way, so a literal is looked up as if any object would do.
        terms = (subject, predicate, None if isinstance(object, Literal) else object, graph_name)
        self.note({Lookup(*(None if term is None else str(term) for term in terms))})
        return self._store.quads_for_pattern(subject, predicate, object, graph_name)

    def __iter__(self) -> Iterator[Quad]:
        self.note({EVERYTHING})
        return iter(self._store)

    def __len__(self) -> int:
        self.note({EVERYTHING})
        return len(self._store)

    def __getattr__(self, name: str) -> Any:
        """Every other way into the store, which may look at all of it."""
        self.note({EVERYTHING})
        return getattr(self._store, name)


class TracedReader(PageReader):
    """A reader of a traced store: an answer that it remembers counts as looked up again."""

    store: TracedStore  # type: ignore[assignment]

    def remembering(self, ask: Callable[..., Any], most: int) -> Callable[..., Any]:
        """``ask`` with its last answers kept, each with what it was made of."""

        @lru_cache(maxsize=most)
        def answered(*asked: Any) -> tuple[Any, frozenset[Lookup]]:
            with self.store.made_of() as noted:
                answer = ask(*asked)
            return answer, frozenset(noted)

        def remembered(*asked: Any) -> Any:
            answer, noted = answered(*asked)
            self.store.note(noted)
            return answer

        return remembered
