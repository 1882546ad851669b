"""Python's cycle collector, at rest while a page is read."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the cycle collector: a page's tree has no cycles but a node every few characters, and going over all of them
    again and again makes half of the time of a page of a megabyte, more of a larger one.

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
