"""A folder of files written as one: a reader sees the old one or the new one, never parts of both (T28).

The new folder is made beside the old one, with hard links to what did not change, synced, and exchanged
with it in one system call. What a killed run leaves beside it is cleared by the next.
"""

import ctypes
import errno
import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from claimgraph.errors import ClaimgraphError, Misuse

MANIFEST = "manifest.json"
RENAME_EXCHANGE = 2
AT_FDCWD = -100


class Collision(ClaimgraphError):
    """Two resources that would be the same file."""

    exit_code = 1


class OutsideFolder(ClaimgraphError):
    """A file name that leads out of the folder."""

    exit_code = 1


@dataclass(frozen=True)
class Written:
    """What a run did: how many files there are, and how many of them are new or other than before."""

    files: int
    changed: int
    removed: int


def read_manifest(folder: Path) -> dict[str, str]:
    """File name → SHA-256 of a folder written here; empty when it was not."""
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write_folder(out: Path, files: Iterable[tuple[str, bytes]]) -> Written:
    """Put exactly these files into ``out``; nothing there changes before all of them are written."""
    out = Path(os.path.abspath(out))
    _refuse_foreign(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _alone(out):
        building = out.parent / f".{out.name}.building"
        _clear(building)
        building.mkdir()
        before = read_manifest(out)
        manifest: dict[str, str] = {}
        changed = 0
        for name, content in files:
            digest = hashlib.sha256(content).hexdigest()
            changed += _place(building, out, name, content, digest, before, manifest)
        told = {"files": dict(sorted(manifest.items()))}
        (building / MANIFEST).write_text(json.dumps(told, indent=0) + "\n", encoding="utf-8")
        removed = len(before.keys() - manifest.keys())
        if changed or removed or not before:
            _sync(building)
            _swap(building, out)
        _clear(building)
        return Written(len(manifest), changed, removed)


def _place(building: Path, out: Path, name: str, content: bytes, digest: str, before: dict[str, str], manifest: dict[str, str]) -> bool:
    """Put one file into place; ``True`` when its content is new."""
    path = building / name
    if not Path(os.path.normpath(path)).is_relative_to(building) or os.path.normpath(name) != name:
        raise OutsideFolder(f"{name!r} leads out of the folder")
    if name.lower() in {MANIFEST} or name in manifest:
        raise Collision(f"two resources would be the same file {name!r}", "give one of them another slug")
    manifest[name] = digest
    path.parent.mkdir(parents=True, exist_ok=True)
    if before.get(name) == digest and _link(out / name, path, len(content)):
        return False
    path.write_bytes(content)
    return before.get(name) != digest


def _link(old: Path, new: Path, size: int) -> bool:
    """A hard link to the old file, if it is still what the manifest says and the file system can."""
    try:
        if old.stat().st_size != size or old.is_symlink():
            return False
        os.link(old, new)
    except OSError:
        return False
    return True


def _refuse_foreign(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise Misuse(f"{out.name} is not a folder", "name another with --out")
    if out.is_dir() and any(out.iterdir()) and not read_manifest(out):
        raise Misuse(f"{out.name} holds files that were not published from here", "empty it, or name another folder with --out")


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """One publisher at a time; the lock goes with the process, however it ends."""
    with open(out.parent / f".{out.name}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Misuse(f"{out.name} is being written by another publish", "wait for it to end") from None
        yield


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _sync(folder: Path) -> None:
    """Everything on disk before it is shown: a power cut after the exchange must not show empty files."""
    if hasattr(os, "sync"):
        os.sync()


def _swap(new: Path, out: Path) -> None:
    """Exchange two folders in one step; the old one is at ``new`` afterwards."""
    if not out.exists():
        os.rename(new, out)
    elif not _exchange(new, out):
        # No such system call here: two renames, with an instant in which there is no folder at all.
        aside = out.parent / f".{out.name}.old"
        _clear(aside)
        os.rename(out, aside)
        os.rename(new, out)
        _clear(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Linux renameat2 or macOS renamex_np; ``False`` where the system or the file system has neither."""
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(*names, RENAME_EXCHANGE)
    else:
        return False
    if failed and ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.ENOTSUP):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), os.fspath(other))
    return not failed
