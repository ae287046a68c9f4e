"""The write-ahead log of an SQLite file (`-wal`): which of its pages can be trusted, and whether any were lost.

It follows https://www.sqlite.org/fileformat2.html#walformat. SQLite reads a log up to the first frame with a wrong
checksum and silently ignores the rest. Here the frames after that one are found as well. This is possible because each
checksum continues from the checksum of the frame before, which is in the file.
"""

from __future__ import annotations

import struct
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_BIG_ENDIAN, _LITTLE_ENDIAN = 0x377F0683, 0x377F0682
"""The two magic numbers. They state the byte order (big- or little-endian) of the checksums."""
_HEADER_BYTES, _FRAME_HEADER_BYTES = 32, 24
_UINT32_MASK = 0xFFFFFFFF
_PAGE_SIZES = (4096, 1024, 2048, 512, 8192, 16384, 32768, 65536)


class Log:
    """A write-ahead log on disk.

    `newest` is page number -> offset in bytes of the page's newest committed copy in the log. `is_flawed` is true if
    some part of the log cannot be read, so that the database as SQLite reads it lacks changes.
    """

    def __init__(self, path: Path) -> None:
        """Read the log at `path`. A missing or empty log has no pages. Raises OSError if it cannot be read."""
        self.newest: Mapping[int, int] = MappingProxyType({})
        self.is_flawed = False
        self.page_size = 0
        self._file = path.open("rb") if path.exists() else None
        if self._file and path.stat().st_size > _HEADER_BYTES:
            self._read()

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()

    def page(self, offset: int) -> bytes:
        """Return the bytes of the page that begins at this offset of the log."""
        return self._bytes(offset, self.page_size)

    def _bytes(self, offset: int, size: int) -> bytes:
        if not self._file:
            return b""
        self._file.seek(offset)
        return self._file.read(size)

    def _read(self) -> None:
        header = self._bytes(0, _HEADER_BYTES)
        magic, _, size = struct.unpack(">III", header[:12])
        seed = struct.unpack(">II", header[24:])
        order = "<" if magic == _LITTLE_ENDIAN else ">"
        if (
            magic in (_BIG_ENDIAN, _LITTLE_ENDIAN)
            and size in _PAGE_SIZES
            and _checksum(header[:24], order, (0, 0)) == seed
        ):
            self._collect_pages(size, header[16:24], (order,), seed)
            return
        self.is_flawed = True
        for guess in _PAGE_SIZES:
            self._collect_pages(guess, None, ("<", ">"), seed)
            if self.newest:
                return

    def _collect_pages(self, size: int, salts: bytes | None, orders: tuple[str, ...], seed: tuple[int, ...]) -> None:
        """Collect the pages up to the last commit that can be read. `size` is the page size in bytes.

        `salts` mark the frames of the current round; frames with other salts are left over from an older round. If
        the salts are unknown, those of the first good frame are used, because the newest round overwrites the
        beginning of the file.
        """
        newest: dict[int, int] = {}
        uncommitted: dict[int, int] = {}
        offset, has_gap, after = _HEADER_BYTES, False, seed
        while len(frame := self._bytes(offset, _FRAME_HEADER_BYTES + size)) == _FRAME_HEADER_BYTES + size:
            number, pages = struct.unpack(">II", frame[:8])
            before, after = after, struct.unpack(">II", frame[16:24])
            content = frame[:8] + frame[_FRAME_HEADER_BYTES:]
            is_current = number and (salts is None or frame[8:16] == salts)
            if is_current and any(_checksum(content, order, before) == after for order in orders):
                salts = frame[8:16]
                uncommitted[number] = offset + _FRAME_HEADER_BYTES
                if pages:  # only a commit states the size of the database, in pages
                    newest |= uncommitted
                    uncommitted.clear()
                    self.is_flawed = self.is_flawed or has_gap
            else:
                has_gap = True  # the end, an older round, or damage: it is damage if a commit of this round follows
            offset += len(frame)
        self.newest, self.page_size = MappingProxyType(newest), size


def _checksum(data: bytes, order: str, seed: tuple[int, ...]) -> tuple[int, int]:
    first, second = seed
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for i in range(0, len(words), 2):
        first = (first + words[i] + second) & _UINT32_MASK
        second = (second + words[i + 1] + first) & _UINT32_MASK
    return first, second
