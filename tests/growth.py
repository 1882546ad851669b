"""How cost grows with the length of the input: a ratio of processor times, never a time.

A bound in seconds fails on a busy machine and passes on a fast one whatever the code does. Here the same work is done at two
lengths; what the machine does beside it makes single tries slower, never faster, so the least of some tries is taken, and it is
tried again before it is called too slow.
"""

import gc
import time
from collections.abc import Callable

#: the longer input has so many times the length of the shorter
FACTOR = 8
#: linear work costs FACTOR times as much, quadratic work FACTOR squared; half way between them, as ratios go
ALLOWED = 24
#: less than this cannot be told from the clock's own steps
LEAST_SECONDS = 0.02
TRIES = 5


def cost(run: Callable[[], object]) -> float:
    """The processor time of one run in seconds, without the collections that other tests' objects would cause."""
    gc.collect()
    collecting = gc.isenabled()
    gc.disable()
    try:
        began = time.process_time()
        run()
        return time.process_time() - began
    finally:
        if collecting:
            gc.enable()


def assert_linear(run: Callable[[int], object], small: int) -> None:
    """``run(length)`` costs about FACTOR times as much for FACTOR times the length.

    ``small`` is the shorter length: long enough that quadratic work at ``small * FACTOR`` costs well over
    ``LEAST_SECONDS * ALLOWED`` = half a second.
    """
    low = high = float("inf")
    for _ in range(TRIES):
        low = min(low, cost(lambda: run(small)))
        high = min(high, cost(lambda: run(small * FACTOR)))
        if high < ALLOWED * max(low, LEAST_SECONDS):
            return
    raise AssertionError(f"{FACTOR} times the length costs {high / low:.0f} times as much: {low:.3f} s, then {high:.3f} s")
