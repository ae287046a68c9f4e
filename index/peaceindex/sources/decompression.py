"""Reading packed streams with a bound: what expands without end is stopped, not waited for."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO, Protocol

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable
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


class Unpacker(Protocol):
    """What takes apart one packed part of a stream, as the standard library's do."""

    @property
    def eof(self) -> bool:
        """Whether the part has ended."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What stood behind its end."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether it has given all that it can of what it was handed."""
        ...

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Some bytes more, at most so many."""
        ...


def unpacked(stream: BinaryIO, shown: str, unpacker: Callable[[], Unpacker], error: type[Exception]) -> BinaryIO:
    """The bytes in a packed stream, of one part or of many behind each other as in a web archive.

    `unpacker` makes what takes one part apart, which raises `error` where it is broken.
    """
    return BufferedReader(_Unpacked(stream, shown, unpacker, error), _CHUNK)


class Gunzip:
    """An `Unpacker` of gzip."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        """Whether the part has ended."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """What stood behind its end."""
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        """Whether it has given all that it can of what it was handed."""
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Some bytes more."""
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Unpacked(RawIOBase):
    def __init__(self, stream: BinaryIO, shown: str, unpacker: Callable[[], Unpacker], error: type[Exception]) -> None:
        self._stream = stream
        self._shown = shown
        self._make = unpacker
        self._error = error
        self._part: Unpacker | None = None
        self._next = b""
        self._read = self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        while True:
            waiting, self._next = self._next, b""
            if not waiting and (self._part is None or self._part.needs_input):
                waiting = self._stream.read(_CHUNK)
                self._read += len(waiting)
                if not waiting:
                    if self._part is None:
                        return 0
                    raise SourceError(f"{self._shown} is cut off: the packed file ends too early.", "Fetch it again.")
            if self._part is None:
                if self._given:
                    waiting = waiting.lstrip(b"\0")  # which fill up a block or a tape behind a part
                if not waiting:
                    continue
                self._part = self._make()
            try:
                data = self._part.decompress(waiting, len(view))
            except self._error as error:
                why = printable(str(error))
                raise SourceError(f"{self._shown} is packed wrongly ({why}).", "Fetch it again.") from error
            if self._part.eof:
                self._next = self._part.unused_data
                self._part = None
            if data:
                self._given += len(data)
                if self._given > FREE and self._given > MOST_TIMES * self._read:
                    raise SourceError(f"{self._shown} expands without end.", "Leave it out.")
                view[: len(data)] = data
                return len(data)


class Allowance:
    """How much the members of an archive of `size` bytes may unpack to, all taken together."""

    def __init__(self, shown: str, size: int) -> None:
        self._shown = shown
        self._left = max(FREE, MOST_TIMES * size)

    @property
    def is_used_up(self) -> bool:
        """Whether nothing more of the archive is read."""
        return self._left < 0

    def taking(self, stream: BinaryIO, trouble: Callable[[Exception], SourceError]) -> BinaryIO:
        """A stream of the same bytes, which are taken from the allowance. Raises SourceError where that is used up.

        `trouble` says what to raise where the bytes cannot be unpacked.
        """
        return BufferedReader(_Taking(stream, self, trouble), _CHUNK)

    def take(self, size: int) -> None:
        """Take so many bytes from it."""
        self._left -= size
        if self.is_used_up:
            raise SourceError(f"{self._shown} expands without end.", "Leave it out.")


class _Taking(RawIOBase):
    def __init__(self, stream: BinaryIO, allowance: Allowance, trouble: Callable[[Exception], SourceError]) -> None:
        self._stream = stream
        self._allowance = allowance
        self._trouble = trouble

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._stream.read(min(len(view), _CHUNK))
        except (SourceError, MemoryError):
            raise
        except Exception as error:  # each way of packing has its own
            raise self._trouble(error) from error
        self._allowance.take(len(data))
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


def inflated(packed: bytes, most: int, primer: bytes = b"") -> bytes:
    """What zlib packed, at most so many bytes of it. Raises zlib.error for what is packed wrongly or grows larger."""
    unpacker = zlib.decompressobj(zdict=primer) if primer else zlib.decompressobj()
    data = unpacker.decompress(packed, most + 1)
    if len(data) > most:
        raise zlib.error("it grows too large")
    if not unpacker.eof:
        raise zlib.error("it is cut off")
    return data


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
