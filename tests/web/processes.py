"""``claimgraph serve`` as a process of its own, and what is below it."""

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def started(repository: Path, *options: str) -> Iterator[tuple[subprocess.Popen, str]]:
    """The command as a reader starts it, on a free port, and its address as soon as it is told; it may not answer yet."""
    process = subprocess.Popen(
        [sys.executable, "-m", "claimgraph", "--root", str(repository), "serve", "--port", "0", *options], stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr
    try:
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        yield process, found[0]
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def children(pid: int) -> set[int]:
    """The processes below one, theirs included."""
    found: set[int] = set()
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            found |= {int(child) for child in Path(f"/proc/{pid}/task/{thread}/children").read_text().split()}
    return found.union(*(children(child) for child in found))
