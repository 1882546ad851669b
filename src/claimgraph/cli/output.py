"""Where a command's result goes: a file whole or not at all, standard output when all of it is there.

A result may be larger than memory, and may turn out in its middle to be none (a file that cannot be
read, a text that a format cannot hold), so it is kept aside until it is complete.
"""

from __future__ import annotations

import os
import sys

from claimgraph.errors import Misuse, UnreadableFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

KEPT = 8 << 20  # bytes in memory before the rest goes to disk
STANDARD = ("-", "/dev/stdout")


def put(path: str, chunks: Iterable[bytes]) -> None:
    """All of the chunks to a file, or to standard output for ``-``; nothing at all when making them fails."""
    if not path:
        raise Misuse("no name of a file to write to", "- is standard output")
    if path in STANDARD:
        _to_standard_output(chunks)
        return
    try:
        _to_file(path, chunks)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnreadableFile(path, f"cannot be written: {error.strerror}") from None


def _to_file(path: str, chunks: Iterable[bytes]) -> None:
    """Written beside the file, synced, then renamed over it; what is no file (a device, a pipe) is written to as it is."""
    import stat

    mode = os.stat(path).st_mode if os.path.exists(path) else None
    if mode is not None and not stat.S_ISREG(mode):
        with open(path, "wb") as stream:
            stream.writelines(chunks)
        return
    target = os.path.realpath(path)  # a link stays a link
    beside = f"{target}.{os.getpid()}.part"
    try:
        with open(beside, "wb") as stream:
            if mode is not None:
                os.fchmod(stream.fileno(), stat.S_IMODE(mode))
            stream.writelines(chunks)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, target)
    finally:
        if os.path.exists(beside):
            os.unlink(beside)


def _to_standard_output(chunks: Iterable[bytes]) -> None:
    kept, length, rest = [], 0, iter(chunks)
    for chunk in rest:
        kept.append(chunk)
        length += len(chunk)
        if length > KEPT:
            import tempfile  # only a large result pays for it

            with tempfile.TemporaryFile() as aside:
                aside.writelines(kept)
                kept.clear()
                aside.writelines(rest)
                aside.seek(0)
                _write(iter(lambda: aside.read(1 << 16), b""))
            return
    _write(kept)


def _write(chunks: Iterable[bytes]) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.writelines(chunks)
    sys.stdout.buffer.flush()
