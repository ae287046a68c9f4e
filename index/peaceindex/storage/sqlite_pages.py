"""Reads the pages of an SQLite file without SQLite, for damaged files that SQLite refuses.

It follows the SQLite file format, https://www.sqlite.org/fileformat2.html: sections 1.3 (header), 1.5 and 1.6 (b-tree
pages, overflow), 2.1 (records) and 4 (write-ahead log). Nothing in a file is trusted: each number is checked before
it is used, and no chain is followed twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

    from peaceindex.storage.wal import Log

MAGIC = b"SQLite format 3\0"
HEADER_BYTES = 100
"""The length of the file's header, in bytes. Page 1 begins with it."""
DEFAULT_PAGE_BYTES = 4096


class PageKind(IntEnum):
    """The kinds of b-tree pages.

    Trees of rows have a rowid for each row; trees of keys (indexes, WITHOUT ROWID) do not.
    """

    INNER_KEYS = 2
    INNER_ROWS = 5
    LEAF_KEYS = 10
    LEAF_ROWS = 13


INNER_ROWS = PageKind.INNER_ROWS
_PAGE_KINDS = {kind.value: kind for kind in PageKind}

Value = None | int | float | str | bytes
State = Literal["whole", "flawed", "cut"]
"""The state of a record.

whole: it is as it was written. flawed: some of its text is not valid UTF-8, or has NULs. cut: its end could not be
read.
"""


class Cell(msgspec.Struct, frozen=True):
    """A record of a b-tree page. `count` is the number of values it was written with; a cut record may have fewer."""

    rowid: int | None
    values: tuple[Value, ...]
    state: State
    count: int
    overflow: tuple[int, ...] = ()
    """The numbers of the overflow pages that hold the rest of it."""


class Page(msgspec.Struct, frozen=True):
    """A b-tree page: its kind, its cells, its child pages, and how many cells and child pointers were unreadable."""

    kind: PageKind
    cells: tuple[Cell, ...]
    children: tuple[int, ...]
    broken: int


class Image:
    """The pages of a database file. If a log is given, its newest pages replace those of the file."""

    def __init__(self, path: Path, log: Log | None = None, page_size: int = 0) -> None:
        """Open the file. Raises OSError if it cannot be read. A missing file counts as empty.

        `page_size` (bytes) is used if neither the log nor the file states a valid one.
        """
        self._file = path.open("rb") if path.exists() else None
        self._log = log
        self._log_pages = log.newest if log else MappingProxyType({})
        header = self._read_header()
        stated = struct.unpack(">H", header[16:18])[0] if header.startswith(MAGIC) else 0
        stated = 65536 if stated == 1 else stated
        sizes = (log.page_size if log and log.newest else 0, stated, page_size, DEFAULT_PAGE_BYTES)
        self.page_size = next(size for size in sizes if _is_page_size(size))
        size = path.stat().st_size if self._file else 0
        self.file_pages = -(-size // self.page_size)
        """The number of pages in the file itself; the last one may be incomplete."""
        self.count = max([self.file_pages, *self._log_pages])
        """The number of the last page."""
        first = self.page(1)
        self.has_header = first.startswith(MAGIC)
        """Whether page 1 begins with the magic string of SQLite."""
        self.usable_bytes = self.page_size - (first[20] if self.has_header and first[20] <= self.page_size - 480 else 0)

    def close(self) -> None:
        """Close the file, but not the log, which belongs to the caller."""
        if self._file:
            self._file.close()

    def page(self, number: int) -> bytes:
        """Return the bytes of a page, counted from 1. Missing bytes are zeros."""
        data = b""
        if self._log and number in self._log_pages:
            data = self._log.page(self._log_pages[number])
        elif self._file and 1 <= number <= self.file_pages:
            self._file.seek((number - 1) * self.page_size)
            data = self._file.read(self.page_size)
        return data.ljust(self.page_size, b"\0")

    def number_at(self, offset: int) -> int:
        """Return the unsigned 32-bit number at this offset of the header."""
        return int(struct.unpack(">I", self.page(1)[offset : offset + 4])[0])

    def version(self) -> int:
        """Return `user_version`, or 0 if the header cannot be read."""
        return self.number_at(60) if self.has_header else 0

    def free_pages(self) -> set[int]:
        """Return the numbers of free pages, as far as the database's list of them can be read."""
        free: set[int] = set()
        trunk = self.number_at(32) if self.has_header else 0
        while 1 < trunk <= self.count and trunk not in free:
            free.add(trunk)
            data = self.page(trunk)
            trunk, leaves = struct.unpack(">II", data[:8])
            if leaves > self.usable_bytes // 4 - 2:
                break
            free.update(n for n in struct.unpack(f">{leaves}I", data[8 : 8 + 4 * leaves]) if 1 < n <= self.count)
        return free

    def b_tree(self, number: int) -> Page | None:
        """Return a page as a b-tree page, or None if it is not one or cannot be read."""
        data = self.page(number)
        start = HEADER_BYTES if number == 1 else 0
        kind = _PAGE_KINDS.get(data[start])
        if kind is None:
            return None
        is_inner = kind in (PageKind.INNER_KEYS, PageKind.INNER_ROWS)
        (count,) = struct.unpack(">H", data[start + 3 : start + 5])
        pointers = start + (12 if is_inner else 8)
        if pointers + 2 * count > self.usable_bytes:
            return None
        children: list[int] = []
        cells: list[Cell] = []
        broken = 0
        for at in struct.unpack(f">{count}H", data[pointers : pointers + 2 * count]):
            if not pointers + 2 * count <= at <= self.usable_bytes - (4 if is_inner else 1):
                broken += 1
                continue
            if is_inner:
                children.append(struct.unpack(">I", data[at : at + 4])[0])
            if kind is not PageKind.INNER_ROWS:
                cell = self._cell(data, at + (4 if is_inner else 0), has_rowid=kind is PageKind.LEAF_ROWS)
                if cell is None:
                    broken += 1
                else:
                    cells.append(cell)
        if is_inner:
            children.append(struct.unpack(">I", data[start + 8 : start + 12])[0])
        valid_children = tuple(child for child in children if 1 < child <= self.count)
        return Page(kind, tuple(cells), valid_children, broken + len(children) - len(valid_children))

    def _cell(self, data: bytes, at: int, *, has_rowid: bool) -> Cell | None:
        length, at = varint(data, at)
        rowid = None
        if has_rowid:
            rowid, at = varint(data, at)
            rowid = rowid - (1 << 64) if rowid >= 1 << 63 else rowid
        if not 2 <= length <= self.count * self.page_size:
            return None
        max_local = self.usable_bytes - 35 if has_rowid else (self.usable_bytes - 12) * 64 // 255 - 23
        min_local = (self.usable_bytes - 12) * 32 // 255 - 23
        local = length
        if length > max_local:
            local = min_local + (length - min_local) % (self.usable_bytes - 4)
            local = min_local if local > max_local else local
        payload = data[at : at + local]
        if at + local + (4 if local < length else 0) > self.usable_bytes:
            return None
        if local == length:
            return _record(payload, rowid, length, ())
        (following,) = struct.unpack(">I", data[at + local : at + local + 4])
        parts, pages = [payload], list[int]()
        missing = length - local
        while missing and 1 < following <= self.count and following not in pages:
            part = self.page(following)
            after = struct.unpack(">I", part[:4])[0]
            if missing <= self.usable_bytes - 4 and after:
                break  # the last page of a record names no next one: this page belongs elsewhere, or is damaged
            pages.append(following)
            parts.append(part[4 : 4 + min(missing, self.usable_bytes - 4)])
            missing -= len(parts[-1])
            following = after
        return _record(b"".join(parts), rowid, length, tuple(pages))

    def _read_header(self) -> bytes:
        if 1 in self._log_pages and self._log:
            return self._log.page(self._log_pages[1])[:HEADER_BYTES]
        return self._file.read(HEADER_BYTES) if self._file else b""


class Schema(msgspec.Struct, frozen=True):
    """The first page of each table and index, by name, as the file states them, and the pages that hold the schema."""

    roots: Mapping[str, int]
    pages: frozenset[int]


def schema_of(image: Image) -> Schema:
    """Return the schema of a file, without roots if it cannot be read."""
    roots: dict[str, int] = {}
    pending, seen = [1], {1}
    while pending and image.has_header:
        page = image.b_tree(pending.pop())
        if page is None or page.kind not in (PageKind.INNER_ROWS, PageKind.LEAF_ROWS):
            continue
        pending += [child for child in page.children if child not in seen]
        seen.update(page.children)
        for cell in page.cells:
            seen.update(cell.overflow)
            match cell.values[:4]:
                case (str(), str() as name, str(), int() as root) if 1 < root <= image.count:
                    roots[name] = root
    return Schema(roots, frozenset(seen))


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Return the variable-length number (1 to 9 bytes) at an offset, as an unsigned number, and the offset after it."""
    value = 0
    for byte in data[at : at + 8]:
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    last = data[at : at + 1] or b"\0"
    return value << 8 | last[0], at + 1


def _record(payload: bytes, rowid: int | None, length: int, overflow: tuple[int, ...]) -> Cell | None:
    """Return the cell of a record of `length` bytes, of which `payload` could be read, or None if it is not valid."""
    header, at = varint(payload, 0)
    if not at <= header <= min(length, len(payload)):
        return None
    kinds: list[int] = []
    while at < header:
        kind, at = varint(payload, at)
        kinds.append(kind)
    sizes = [_size(kind) for kind in kinds]
    if at != header or None in sizes or header + sum(size or 0 for size in sizes) != length:
        return None
    values = list(_values(payload, header, kinds))
    state: State = "whole" if len(payload) == length else "cut"
    if state == "whole" and any(isinstance(v, str) and ("\ufffd" in v or "\0" in v) for v in values):
        state = "whole" if _has_clean_text(payload, header, kinds) else "flawed"
    return Cell(rowid, tuple(values), state, len(kinds), overflow)


def _size(kind: int) -> int | None:
    """Return the size in bytes of a value of this serial type, or None if SQLite has no such type in files."""
    return (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, None, None)[kind] if kind < 12 else (kind - 12) // 2


def _values(payload: bytes, at: int, kinds: Sequence[int]) -> Iterator[Value]:
    """Yield the values of a record up to the end of `payload`. If a text is cut off there, its beginning is yielded."""
    for kind in kinds:
        size = _size(kind) or 0
        data = payload[at : at + size]
        at += size
        if len(data) < size:
            if kind >= 13 and kind % 2 and data:
                yield data.decode("utf-8", "ignore")
            return
        if kind == 0:
            yield None
        elif kind in (8, 9):
            yield kind - 8
        elif kind == 7:
            yield struct.unpack(">d", data)[0]
        elif kind < 7:
            yield int.from_bytes(data, "big", signed=True)
        elif kind % 2:
            yield data.decode("utf-8", "replace")
        else:
            yield data


def _has_clean_text(payload: bytes, at: int, kinds: Sequence[int]) -> bool:
    for kind in kinds:
        size = _size(kind) or 0
        data = payload[at : at + size]
        at += size
        if kind >= 13 and kind % 2:
            try:
                data.decode("utf-8")
            except UnicodeDecodeError:
                return False
            if b"\0" in data:
                return False
    return True


def _is_page_size(size: int) -> bool:
    return 512 <= size <= 65536 and size & (size - 1) == 0
