"""Work on what others wrote, in a child process that may be killed: seconds, memory and network are bounded.

A parser that is fed 60 kB of nested JSON-LD dies with its process, and RDF/XML entities grow to gigabytes;
no exception handler helps. In a child both are one failed file. Memory and network are bounded where the
system has ``setrlimit`` (Linux, mostly macOS); elsewhere only the time is.
"""

import multiprocessing
import os
import pickle
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from claimgraph.errors import ClaimgraphError, TooLarge

Result = TypeVar("Result")


class GaveUp(ClaimgraphError):
    """The child was stopped, or died, before it had an answer."""

    status = 422


def run_limited(fn: Callable[[], Result], *, seconds: float = 20, mb: int = 1024, no_network: bool = True) -> Result:
    """What ``fn`` gives, run in a child of its own; its exceptions are raised here.

    ``fn`` must be picklable where processes are not forked, and must give something picklable. Without
    network it can open no file either, so it must be given bytes, not a path. Raises :class:`GaveUp` when
    the child dies or takes longer than ``seconds``, :class:`~claimgraph.errors.TooLarge` when it runs out of
    ``mb`` megabytes.
    """
    # A fork costs a few milliseconds and needs nothing to be picklable; the caller has no threads yet.
    context = multiprocessing.get_context("fork" if hasattr(os, "fork") else "spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(there, fn, seconds, mb, no_network), daemon=True)
    child.start()
    there.close()
    try:
        if not here.poll(seconds):
            raise GaveUp(f"not done after {seconds:g} seconds", "split it, or look whether it is what it says it is")
        succeeded, answer = pickle.loads(here.recv_bytes())
    except EOFError:
        raise GaveUp("the reader was stopped: nested too deeply, or too large", "split it, or write it flatter") from None
    finally:
        child.kill()
        child.join()
        here.close()
    if succeeded:
        return answer
    kind, words, state = answer
    if kind is MemoryError:
        raise TooLarge(f"needs more than {mb} MB of memory", "split it")
    error = kind.__new__(kind)
    error.args = words
    error.__dict__.update(state)
    raise error


def _work(answers: Connection, fn: Callable[[], object], seconds: float, mb: int, no_network: bool) -> None:
    """The child: limits first, then the work, then one pickled answer."""
    _limit(seconds, mb, no_network)
    try:
        answer = (True, fn())
    except Exception as error:  # taken apart, for not every exception can be pickled
        answer = (False, (type(error), error.args, error.__dict__))
    answers.send_bytes(pickle.dumps(answer))
    answers.close()


def _limit(seconds: float, mb: int, no_network: bool) -> None:
    try:
        import resource
    except ImportError:  # Windows: time alone is bounded
        return
    with open(os.devnull, "w") as nowhere:  # a dying parser has nothing to tell a curator
        os.dup2(nowhere.fileno(), 2)
    now = _address_space()
    if now:
        resource.setrlimit(resource.RLIMIT_AS, (now + mb * 2**20,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if no_network:  # no new descriptor: no socket, and no file either
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _address_space() -> int:
    """Bytes of address space this process has mapped; 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as stream:
            return int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
