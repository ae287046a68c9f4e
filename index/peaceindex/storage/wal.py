"""The write-ahead log of an SQLite file (`-wal`): which pages in it can be trusted, and whether any were lost.

After https://www.sqlite.org/fileformat2.html#walformat. SQLite reads a log up to the first frame that does not agree
with its checksum and passes over the rest without a word. Here the frames after such a one are found as well: each
frame's checksum goes on from that of the frame before, which is written in the file.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

_BIG, _LITTLE = 0x377F0683, 0x377F0682
"""The two magic numbers: which order of bytes the checksums are made in."""
_HEADER, _FRAME = 32, 24
_MASK = 0xFFFFFFFF
_PAGE_SIZES = (4096, 1024, 2048, 512, 8192, 16384, 32768, 65536)


class Log:
    """A log as it lies on disk.

    `newest` tells for each page where its newest committed copy in the log begins. `is_flawed`: something that belongs
    to the log cannot be read, so what SQLite makes of it lacks changes.
    """

    def __init__(self, path: Path) -> None:
        """Read the log at `path`; one that is missing or empty has no pages. Raises OSError."""
        self.newest: Mapping[int, int] = MappingProxyType({})
        self.is_flawed = False
        self.page_size = 0
        self._file = path.open("rb") if path.exists() else None
        if self._file and path.stat().st_size > _HEADER:
            self._read()

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()

    def page(self, offset: int) -> bytes:
        """The page that begins there."""
        return self._bytes(offset, self.page_size)

    def _bytes(self, offset: int, size: int) -> bytes:
        if not self._file:
            return b""
        self._file.seek(offset)
        return self._file.read(size)

    def _read(self) -> None:
        head = self._bytes(0, _HEADER)
        magic, _, size = struct.unpack(">III", head[:12])
        seed = struct.unpack(">II", head[24:])
        order = "<" if magic == _LITTLE else ">"
        if magic in (_BIG, _LITTLE) and size in _PAGE_SIZES and _checksum(head[:24], order, (0, 0)) == seed:
            self._take(size, head[16:24], (order,), seed)
            return
        self.is_flawed = True
        for guess in _PAGE_SIZES:
            self._take(guess, None, ("<", ">"), seed)
            if self.newest:
                return

    def _take(self, size: int, salts: bytes | None, orders: tuple[str, ...], seed: tuple[int, ...]) -> None:
        """Collect the pages, up to the last commit that can be read.

        `salts` mark the frames of this round; others are left over from an older one. Where they are not known, they
        are those of the first frame that is good: the newest round is written over the beginning of the file.
        """
        newest: dict[int, int] = {}
        uncommitted: dict[int, int] = {}
        at, gap, after = _HEADER, False, seed
        while len(frame := self._bytes(at, _FRAME + size)) == _FRAME + size:
            number, pages = struct.unpack(">II", frame[:8])
            before, after = after, struct.unpack(">II", frame[16:24])
            content = frame[:8] + frame[_FRAME:]
            is_mine = number and (salts is None or frame[8:16] == salts)
            if is_mine and any(_checksum(content, order, before) == after for order in orders):
                salts = frame[8:16]
                uncommitted[number] = at + _FRAME
                if pages:  # the size of the file after a commit
                    newest |= uncommitted
                    uncommitted.clear()
                    self.is_flawed = self.is_flawed or gap
            else:
                gap = True  # the end, an older round, or damage; a commit of this round behind it tells which
            at += len(frame)
        self.newest, self.page_size = MappingProxyType(newest), size


def _checksum(data: bytes, order: str, seed: tuple[int, ...]) -> tuple[int, int]:
    one, two = seed
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for i in range(0, len(words), 2):
        one = (one + words[i] + two) & _MASK
        two = (two + words[i + 1] + one) & _MASK
    return one, two
