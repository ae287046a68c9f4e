"""Reading packed streams with a bound: what expands without end is stopped, not waited for."""

from __future__ import annotations

import tempfile
import zlib
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO

from peaceindex.errors import SourceError
from peaceindex.sources.source import Source

if TYPE_CHECKING:
    from typing_extensions import Buffer

MOST_TIMES = 250
"""A packed stream may grow to this many times its size …"""
FREE = 64 * 1024 * 1024
"""… and to this many bytes in any case."""
MAX_SPOOLED = 1024 * 1024 * 1024
"""An archive that can only be read from a file, and is none, is copied to one if it is no larger."""
_CHUNK = 65_536


def gunzip(stream: BinaryIO, shown: str) -> BinaryIO:
    """The bytes in a gzip stream, of one part or of many behind each other as in a web archive."""
    return BufferedReader(_Gunzip(stream, shown), _CHUNK)


class _Gunzip(RawIOBase):
    def __init__(self, stream: BinaryIO, shown: str) -> None:
        self._stream = stream
        self._shown = shown
        self._unpacker = zlib.decompressobj(wbits=31)
        self._waiting = b""
        self._read = self._given = 0
        self._begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        while True:
            if self._unpacker.eof:
                self._waiting = self._unpacker.unused_data.lstrip(b"\0")
                self._unpacker = zlib.decompressobj(wbits=31)
                self._begun = False
            if not self._waiting:
                self._waiting = self._stream.read(_CHUNK)
                self._read += len(self._waiting)
                if not self._waiting:
                    if self._begun:
                        raise SourceError(
                            f"{self._shown} is cut off: the packed file ends too early.", "Fetch it again."
                        )
                    return 0
            try:
                data = self._unpacker.decompress(self._waiting, len(view))
            except zlib.error as error:
                raise SourceError(f"{self._shown} is packed wrongly ({error}).", "Fetch it again.") from error
            self._begun = True
            self._waiting = self._unpacker.unconsumed_tail if not self._unpacker.eof else b""
            if self._unpacker.eof and not self._unpacker.unused_data:
                self._begun = False
            if data:
                self._given += len(data)
                if self._given > FREE and self._given > MOST_TIMES * self._read:
                    raise SourceError(f"{self._shown} expands without end.", "Leave it out.")
                view[: len(data)] = data
                return len(data)


def as_file(source: Source) -> BinaryIO:
    """A stream of all of a source in which one can go back and forth, copied to a file of ours if need be."""
    if source.depth == 0 and source.path is not None and source.stream.seekable():
        source.stream.seek(0)
        return source.stream
    whole = source.whole
    copy = tempfile.SpooledTemporaryFile(max_size=16 * 1024 * 1024)  # noqa: SIM115 - closed when it is let go
    size = 0
    while data := whole.read(_CHUNK):
        size += len(data)
        if size > MAX_SPOOLED:
            copy.close()
            raise SourceError(f"{source.shown} is too large for an archive in an archive.", "Unpack the outer one.")
        copy.write(data)
    copy.seek(0)
    return copy  # type: ignore[return-value]


class Limited(RawIOBase):
    """The next `size` bytes of a stream, as a stream of their own. `rest` reads over what nobody asked for."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer as far as there is something left."""
        view = memoryview(buffer).cast("B")
        data = self._stream.read(min(len(view), self._left))
        self._left -= len(data)
        view[: len(data)] = data
        return len(data)

    def rest(self) -> int:
        """Go to the end; how many bytes are missing there."""
        while self._left and (data := self._stream.read(min(_CHUNK, self._left))):
            self._left -= len(data)
        return self._left


def unpack_body(data: bytes, encoding: str, most: int) -> bytes:
    """The body of an answer that was sent packed. Raises ValueError for what is packed wrongly or grows too large."""
    for kind in reversed([k.strip() for k in encoding.lower().split(",")]):
        if kind in ("gzip", "x-gzip", "deflate"):
            for wbits in (47, -15):
                try:
                    unpacker = zlib.decompressobj(wbits=wbits)
                    out = unpacker.decompress(data, most + 1)
                    break
                except zlib.error:
                    continue
            else:
                raise ValueError(f"packed wrongly ({kind})")
            if len(out) > most:
                raise ValueError("grows too large")
            data = out
        elif kind not in ("", "identity"):
            raise ValueError(f"packed in a way that is not read ({kind})")
    return data
