"""A folder of files written as one: a reader sees the old one or the new one, never parts of both (T28).

The new folder is made beside the old one, with hard links to what did not change, synced, and exchanged
with it in one system call. What a killed run leaves beside it is cleared by the next. Files in the folder
that no run wrote, such as a host's settings, go along.
"""

import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from claimgraph.errors import ClaimgraphError, Misuse
from claimgraph.web.files.exchange import exchange

MANIFEST = "manifest.json"
_DIGEST = re.compile("[0-9a-f]{64}")


class Collision(ClaimgraphError):
    """Two resources that would be the same file."""

    exit_code = 1


class OutsideFolder(ClaimgraphError):
    """A file name that leads out of the folder."""

    exit_code = 1


class NotWritable(ClaimgraphError):
    """A place that takes no files: full, read-only, or not ours."""


@dataclass(frozen=True)
class Written:
    """What a run did: how many files there are, and how many of them are new or other than before."""

    files: int
    changed: int
    removed: int


def read_manifest(folder: Path) -> dict[str, str]:
    """File name → SHA-256 of a folder written here; empty when it was not."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return told if all(_DIGEST.fullmatch(digest) for digest in told.values()) else {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_folder(out: Path, files: Iterable[tuple[str, bytes]]) -> Written:
    """Put exactly these files into ``out``, beside those that no run wrote; nothing there changes before all are written."""
    with sole_writer(out) as place:
        return put(place, files)


@contextmanager
def sole_writer(out: Path) -> Iterator[Path]:
    """The right to write ``out``, for one process at a time; gives where it really is.

    A symbolic link to a folder stays, and what it leads to is exchanged. The lock goes with the process, however it ends.
    """
    out = Path(os.path.realpath(out))
    _refuse_foreign(out)
    with _told(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        with open(out.parent / f".{out.name}.lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Misuse(f"{out.name} is being written by another publish", "wait for it to end") from None
            _clear(_beside(out))  # what a killed run left
            yield out


def _beside(out: Path) -> Path:
    """Where the new folder is made."""
    return out.parent / f".{out.name}.building"


def put(out: Path, files: Iterable[tuple[str, bytes | None]]) -> Written:
    """As :func:`write_folder`, for the sole writer of ``out``; no content means: the file that the last run left there."""
    return _Building(out).write(files)


class _Building:
    """The new folder, beside the old one until it takes its place."""

    def __init__(self, out: Path) -> None:
        self.out, self.folder = out, _beside(out)
        self.before = read_manifest(out)
        self.manifest: dict[str, str] = {}
        self.changed = 0

    def write(self, files: Iterable[tuple[str, bytes | None]]) -> Written:
        """Everything, then the exchange; what was begun is cleared however it ends."""
        try:
            self.folder.mkdir()
            self._write_manifest()  # by which the next run knows it for ours
            for name, content in files:
                self._place(name, content)
            removed = self.before.keys() - self.manifest.keys()
            if self.changed or removed or not self.before:
                self._take_along(_foreign(self.out, self.before, removed))
                self._write_manifest()
                os.sync()  # a power cut after the exchange must not show empty files
                self._show()
            return Written(len(self.manifest), self.changed, len(removed))
        finally:
            _clear(self.folder)

    def _show(self) -> None:
        """The new folder in the place of the old one, which is then in the new one's place, to be cleared."""
        if not self.out.exists():
            os.rename(self.folder, self.out)
        elif not exchange(self.folder, self.out):
            # No such system call here: two renames, with an instant in which there is no folder at all.
            aside = self.out.parent / f".{self.out.name}.old"
            _clear(aside)
            os.rename(self.out, aside)
            os.rename(self.folder, self.out)
            _clear(aside)

    def _write_manifest(self) -> None:
        told = {"files": dict(sorted(self.manifest.items()))}
        (self.folder / MANIFEST).write_text(json.dumps(told, indent=0) + "\n", encoding="utf-8")

    def _place(self, name: str, content: bytes | None) -> None:
        """Put one file into place: a link to the old one where that is the same."""
        path, old = self.folder / name, self.out / name
        if not Path(os.path.normpath(path)).is_relative_to(self.folder) or os.path.normpath(name) != name:
            raise OutsideFolder(f"{name!r} leads out of the folder")
        if name.lower() in {MANIFEST} or name in self.manifest:
            raise Collision(f"two resources would be the same file {name!r}", "give one of them another slug")
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            self.manifest[name] = self.before[name]
            _link(old, path)
            return
        self.manifest[name] = hashlib.sha256(content).hexdigest()
        if self.before.get(name) == self.manifest[name] and _holds(old, content):
            _link(old, path)
            return
        path.write_bytes(content)
        self.changed += 1

    def _take_along(self, foreign: Iterable[str]) -> None:
        """Files that no run wrote stay what and where they are."""
        for name in foreign:
            old, new = self.out / name, self.folder / name
            if os.path.lexists(new) and not (old.is_dir() and not old.is_symlink()):
                raise Misuse(f"{name} in {self.out.name} was not published from here, and a page has that name", "move it elsewhere")
            new.parent.mkdir(parents=True, exist_ok=True)
            if old.is_dir() and not old.is_symlink():
                new.mkdir(exist_ok=True)
            else:
                _link(old, new)


def _holds(path: Path, content: bytes) -> bool:
    """Whether a regular file has this content: somebody may have edited it."""
    try:
        return not path.is_symlink() and path.read_bytes() == content
    except OSError:
        return False


def _link(old: Path, new: Path) -> None:
    """A hard link, a copy where the file system has none."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOSPC, errno.EROFS):
            raise
        shutil.copy2(old, new, follow_symlinks=False)


def _foreign(out: Path, before: Mapping[str, str], removed: Iterable[str]) -> Iterator[str]:
    """Names in ``out`` that no run wrote: files of others, empty folders, and what stands in the place of a page that goes."""
    gone = set(removed)
    for folder, folders, names in os.walk(out):
        inside = Path(folder).relative_to(out)
        linked = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for name in (*names, *linked):
            path = (inside / name).as_posix()
            ours = path == MANIFEST or path in before
            if not ours or (path in gone and not _is_as_written(out / path, before[path])):
                yield path
        if not folders and not names and Path(folder) != out:
            yield inside.as_posix()


def _is_as_written(path: Path, digest: str) -> bool:
    return not path.is_symlink() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _refuse_foreign(out: Path) -> None:
    if os.path.lexists(out) and not out.is_dir():
        raise Misuse(f"{out.name} is not a folder", "name another with --out")
    if out.parent == out:
        raise Misuse(f"{out} cannot be exchanged for another folder", "name one inside it with --out")
    if out.is_dir() and any(out.iterdir()) and not read_manifest(out):
        raise Misuse(f"{out.name} holds files that were not published from here", "empty it, or name another folder with --out")


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """A place that cannot be written, told in one line."""
    try:
        yield
    except OSError as error:
        raise NotWritable(f"{out}: cannot be written: {error.strerror or error}; what was there is as it was", _WAYS_OUT.get(error.errno)) from None


_WAYS_OUT = {
    errno.ENOSPC: "the new site needs its full size beside the old one until it takes its place",
    errno.EROFS: "name another folder with --out",
    errno.EACCES: "the folder above it must be writable too",
    errno.EPERM: "the folder above it must be writable too",
    errno.EBUSY: "a mount point cannot be exchanged: name a folder inside it",
}


def _clear(folder: Path) -> None:
    """Remove a folder that was built here."""
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir() or (any(folder.iterdir()) and not (folder / MANIFEST).is_file()):
        raise Misuse(f"{folder} is in the way and was not made here", "move it elsewhere")
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry)
        elif entry.name != MANIFEST:
            os.unlink(entry)
    (folder / MANIFEST).unlink(missing_ok=True)  # last, so that what a killed run leaves is known for ours
    folder.rmdir()
