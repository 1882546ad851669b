"""Processes that each do one thing at a time, may be killed, and give their results in the order of the input.

A page that crashes its process, or holds it longer than the limit, costs that page only: the process is
replaced. ``spawn`` is used on every system, so that nothing of the parent is shared.
"""

import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from threading import current_thread, main_thread
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")
_SECONDS = 120.0
_STARTING = 300.0
_AHEAD = 8


class _Worker:
    """One process with a pipe; ``task`` is what it works on."""

    def __init__(self, prepare: Callable[[], Callable[[Any], Any]]) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(prepare, theirs), daemon=True)
        with _deaf():
            self.process.start()
        theirs.close()
        self.task: tuple[int, Any] | None = None
        self.since = 0.0
        self.ready = False

    def give(self, number: int, task: Any) -> None:
        self.task, self.since = (number, task), time.monotonic()
        self.pipe.send(task)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C goes to every process of a terminal; what is started here leaves it to its parent."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(prepare: Callable[[], Callable[[Any], Any]], pipe: Connection) -> None:
    work = prepare()
    pipe.send(None)  # ready: from here on the clock runs, for starting may take long on a busy machine
    while True:
        try:
            task = pipe.recv()
            answer = work(task)
            pipe.send(answer)
        except (EOFError, KeyboardInterrupt, OSError):  # the parent has ended, or was killed
            return


class Workers(Generic[Task, Answer]):
    """``jobs`` processes; ``prepare`` runs once in each and gives the function to apply."""

    def __init__(self, prepare: Callable[[], Callable[[Task], Answer]], jobs: int, seconds: float = _SECONDS) -> None:
        self._prepare, self._seconds = prepare, seconds
        self._workers = [_Worker(prepare) for _ in range(jobs)]

    def __enter__(self) -> "Workers[Task, Answer]":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer | None, str]]:
        """(task, answer, trouble) in the order of the tasks; at most ``8 × jobs`` tasks are held at a time.

        When the tasks end in an error, those that were given are answered before it is raised.
        """
        waiting = enumerate(tasks)
        failure: Exception | None = None
        done: dict[int, tuple[Task, Answer | None, str]] = {}
        following, more = 0, True
        while more or done or any(w.task for w in self._workers):
            for worker in self._workers:
                held = len(done) + sum(w.task is not None for w in self._workers)
                if more and worker.task is None and held < _AHEAD * len(self._workers):
                    try:
                        worker.give(*next(waiting))
                    except StopIteration:
                        more = False
                    except Exception as error:  # what came before it is done all the same
                        failure, more = error, False
            self._collect(done)
            while following in done:
                yield done.pop(following)
                following += 1
        if failure is not None:
            raise failure

    def _collect(self, done: dict[int, tuple[Task, Answer | None, str]]) -> None:
        """Take the answers that are there, and replace processes that died or overran."""
        busy = {worker.pipe: worker for worker in self._workers if worker.task is not None}
        ready = wait(list(busy), timeout=1.0) if busy else []
        for worker in busy.values():
            number, task = worker.task  # type: ignore[misc]
            if worker.pipe in ready:
                try:
                    answer = worker.pipe.recv()
                    if worker.ready:
                        done[number] = (task, answer, "")
                        worker.task = None
                    else:
                        worker.ready, worker.since = True, time.monotonic()
                except (EOFError, OSError):
                    done[number] = (task, None, "the reader stopped")
                    self._replace(worker)
            elif time.monotonic() - worker.since > (self._seconds if worker.ready else _STARTING):
                done[number] = (task, None, f"took longer than {self._seconds:.0f} s")
                self._replace(worker)

    def _replace(self, worker: _Worker) -> None:
        worker.end()
        self._workers[self._workers.index(worker)] = _Worker(self._prepare)
