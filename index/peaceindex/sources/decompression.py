"""Reading compressed streams with a limit: a stream that expands without end is stopped."""

from __future__ import annotations

import tempfile
import zlib
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO, Protocol

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Buffer

    from peaceindex.sources.source import Source

MAX_EXPANSION = 250
"""A compressed stream may expand to this many times its size …"""
FREE_BYTES = 64 * 1024 * 1024
"""… and to this many bytes in any case."""
MAX_SPOOLED_BYTES = 1024 * 1024 * 1024
"""The maximum size in bytes of an archive that is copied to a temporary file because it must be seekable."""
_CHUNK_BYTES = 65_536


class Decompressor(Protocol):
    """Decompresses one part of a stream, like the decompressors of the standard library."""

    @property
    def eof(self) -> bool:
        """Whether the part has ended."""
        ...

    @property
    def unused_data(self) -> bytes:
        """The data after the end of the part."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether it has returned all that it can from the data so far."""
        ...

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return some more bytes, at most `max_length`."""
        ...


def decompressed(
    stream: BinaryIO, shown: str, unpacker: Callable[[], Decompressor], error: type[Exception]
) -> BinaryIO:
    """Return the bytes of a compressed stream of one part, or of many parts in a row as in a web archive.

    `unpacker` makes the decompressor of one part, which raises `error` if the part is broken.
    """
    return BufferedReader(_DecompressedStream(stream, shown, unpacker, error), _CHUNK_BYTES)


class GzipDecompressor:
    """An `Decompressor` for gzip."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        """Whether the part has ended."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """The data after the end of the part."""
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        """Whether it has returned all that it can from the data so far."""
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return some more bytes."""
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _DecompressedStream(RawIOBase):
    def __init__(
        self, stream: BinaryIO, shown: str, unpacker: Callable[[], Decompressor], error: type[Exception]
    ) -> None:
        self._stream = stream
        self._shown = shown
        self._new_part = unpacker
        self._error = error
        self._part: Decompressor | None = None
        self._leftover = b""
        self._bytes_read = self._bytes_returned = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        while True:
            compressed, self._leftover = self._leftover, b""
            if not compressed and (self._part is None or self._part.needs_input):
                compressed = self._stream.read(_CHUNK_BYTES)
                self._bytes_read += len(compressed)
                if not compressed:
                    if self._part is None:
                        return 0
                    raise SourceError(f"{self._shown} is cut off: the packed file ends too early.", "Fetch it again.")
            if self._part is None:
                if self._bytes_returned:
                    compressed = compressed.lstrip(b"\0")  # padding to a full block or tape after a part
                if not compressed:
                    continue
                self._part = self._new_part()
            try:
                data = self._part.decompress(compressed, len(view))
            except self._error as error:
                reason = printable(str(error))
                raise SourceError(f"{self._shown} is packed wrongly ({reason}).", "Fetch it again.") from error
            if self._part.eof:
                self._leftover = self._part.unused_data
                self._part = None
            if data:
                self._bytes_returned += len(data)
                if self._bytes_returned > FREE_BYTES and self._bytes_returned > MAX_EXPANSION * self._bytes_read:
                    raise SourceError(f"{self._shown} expands without end.", "Leave it out.")
                view[: len(data)] = data
                return len(data)


class Allowance:
    """How much the members of an archive of `size` bytes may expand to in total."""

    def __init__(self, shown: str, size: int) -> None:
        self._shown = shown
        self._left = max(FREE_BYTES, MAX_EXPANSION * size)

    @property
    def is_used_up(self) -> bool:
        """Whether the allowance is used up, so that the rest of the archive is not read."""
        return self._left < 0

    def taking(self, stream: BinaryIO, make_error: Callable[[Exception], SourceError]) -> BinaryIO:
        """Return a stream of the same bytes that draws on the allowance. It raises SourceError once that is used up.

        `make_error` makes the error to raise if the bytes cannot be decompressed.
        """
        return BufferedReader(_MeteredStream(stream, self, make_error), _CHUNK_BYTES)

    def take(self, size: int) -> None:
        """Subtract `size` bytes. Raise SourceError if that uses up the allowance."""
        self._left -= size
        if self.is_used_up:
            raise SourceError(f"{self._shown} expands without end.", "Leave it out.")


class _MeteredStream(RawIOBase):
    def __init__(self, stream: BinaryIO, allowance: Allowance, make_error: Callable[[Exception], SourceError]) -> None:
        self._stream = stream
        self._allowance = allowance
        self._make_error = make_error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._stream.read(min(len(view), _CHUNK_BYTES))
        except (SourceError, MemoryError):
            raise
        except Exception as error:  # each compression method has its own
            raise self._make_error(error) from error
        self._allowance.take(len(data))
        view[: len(data)] = data
        return len(data)


def seekable_stream(source: Source) -> BinaryIO:
    """Return a seekable stream of a whole source, copied to a temporary file if necessary.

    Raise SourceError if the copy would be larger than `MAX_SPOOLED_BYTES`.
    """
    if source.depth == 0 and source.path is not None and source.stream.seekable():
        source.stream.seek(0)
        return source.stream
    stream = source.full_stream
    spooled = tempfile.SpooledTemporaryFile(max_size=16 * 1024 * 1024)  # noqa: SIM115 - closed when it is let go
    size = 0
    while data := stream.read(_CHUNK_BYTES):
        size += len(data)
        if size > MAX_SPOOLED_BYTES:
            spooled.close()
            raise SourceError(f"{source.shown} is too large for an archive in an archive.", "Unpack the outer one.")
        spooled.write(data)
    spooled.seek(0)
    return spooled  # type: ignore[return-value]


class LimitedStream(RawIOBase):
    """The next `size` bytes of a stream, as a stream of their own. `skip_rest` skips what was not read."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer with as much as is left."""
        view = memoryview(buffer).cast("B")
        data = self._stream.read(min(len(view), self._left))
        self._left -= len(data)
        view[: len(data)] = data
        return len(data)

    def skip_rest(self) -> int:
        """Skip to the end. Return the number of bytes that are missing there."""
        while self._left and (data := self._stream.read(min(_CHUNK_BYTES, self._left))):
            self._left -= len(data)
        return self._left
