"""Python's cycle collector, at rest while millions of objects come and go that hold no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the cycle collector, which goes over all of them again and again: half of the time of reading a page of a
    megabyte (its tree has a node every few characters), a third of the time of validating a large graph.

    >>> with collector_paused():
    ...     gc.isenabled()
    False
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
