"""Compressed streams, read with bounds: a bomb ends as an error after a stated number of bytes, not as a full memory.

64 MB of zeros are 79 bytes of bz2. Real dumps of wikitext shrink to a third or a tenth; nothing that is
text comes near the ratio at which reading stops.
"""

import bz2
import lzma
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from claimgraph.errors import TooLarge, UnreadableFile

_HEAD = 6
_READ = 256 * 1024
_CHUNK = 1024 * 1024
#: reading stops when this much came out and it was more than RATIO times what went in
FREE_BYTES, RATIO = 32 * 1024 * 1024, 250
_MAGIC = ((b"BZh", "bz2"), (b"\x1f\x8b", "gzip"), (b"\xfd7zXZ\x00", "xz"))


@dataclass(slots=True)
class Unpacked:
    """A file's contents in chunks of at most 1 MB; ``consumed`` says how far into the file reading is.

    ``member`` is where in the file the part begins that the last chunk is the first of, ``None`` for any other chunk:
    multistream dumps are many archives one after the other, and reading may begin at each.
    """

    path: Path
    size: int = 0
    consumed: int = 0
    produced: int = 0
    form: str = field(default="plain")
    member: int | None = None

    def chunks(self, start: int = 0) -> Iterator[bytes]:
        """The contents in order, from the member that begins at ``start`` on; ``-`` is standard input.

        Raises :class:`TooLarge` for a bomb, :class:`UnreadableFile` for a broken archive.
        """
        try:
            with self._stream() as stream:
                head = stream.read(_HEAD)
                self.form = next((form for magic, form in _MAGIC if head.startswith(magic)), "plain")
                if start:
                    stream.seek(start)
                    self.consumed, head = start, b""
                yield from self._plain(stream, head) if self.form == "plain" else self._packed(stream, head)
        except IsADirectoryError:
            raise UnreadableFile(self.path, "a folder, not a dump") from None
        except (EOFError, lzma.LZMAError, zlib.error) as error:
            raise UnreadableFile(self.path, f"a broken {self.form} archive: {error}") from None
        except OSError as error:
            raise UnreadableFile(self.path, (error.strerror or f"a broken {self.form} archive: {error}").lower()) from None

    @property
    def is_stream(self) -> bool:
        """Whether it is standard input, which can be read once only."""
        return str(self.path) == "-"

    def _stream(self) -> IO[bytes]:
        if self.is_stream:
            return sys.stdin.buffer
        self.size = self.path.stat().st_size
        return self.path.open("rb")

    def _plain(self, stream: IO[bytes], head: bytes) -> Iterator[bytes]:
        while chunk := head + stream.read(_CHUNK - len(head)):
            head = b""
            self.consumed += len(chunk)
            self.produced += len(chunk)
            yield chunk

    def _packed(self, stream: IO[bytes], head: bytes) -> Iterator[bytes]:
        """Members one after the other, as multistream dumps have them."""
        decompressor, waiting = self._decompressor(), head
        begun: int | None = self.consumed
        self.consumed += len(head)
        fresh = True
        while True:
            if not waiting and _hungry(decompressor):
                waiting = stream.read(_READ)
                self.consumed += len(waiting)
                if not waiting:
                    break
            fresh = False
            out = _step(decompressor, waiting)
            waiting = b"" if not hasattr(decompressor, "unconsumed_tail") else decompressor.unconsumed_tail
            if out:
                self._count(len(out))
                self.member, begun = begun, None
                yield out
            if decompressor.eof:
                waiting, decompressor, fresh = decompressor.unused_data.lstrip(b"\0"), self._decompressor(), True
                begun = self.consumed - len(waiting)
        if not fresh:
            raise UnreadableFile(self.path, f"the {self.form} archive ends in the middle", hint="download it again")

    def _decompressor(self) -> Any:
        return bz2.BZ2Decompressor() if self.form == "bz2" else lzma.LZMADecompressor() if self.form == "xz" else zlib.decompressobj(31)

    def _count(self, produced: int) -> None:
        self.produced += produced
        if self.produced > FREE_BYTES and self.produced > RATIO * max(self.consumed, 1):
            raise TooLarge(f"{self.path}: unpacks to more than {RATIO} times its size; stopped after {self.produced >> 20} MB", "no text is packed so densely")


def _hungry(decompressor: Any) -> bool:
    """Whether it needs input before it can give more."""
    return getattr(decompressor, "needs_input", not getattr(decompressor, "unconsumed_tail", b""))


def _step(decompressor: Any, data: bytes) -> bytes:
    return bytes(decompressor.decompress(data, _CHUNK))
