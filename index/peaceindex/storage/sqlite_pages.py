"""Reads the pages of an SQLite file without SQLite: what is left when SQLite refuses a damaged one.

After the SQLite file format, https://www.sqlite.org/fileformat2.html: sections 1.3 (header), 1.5 and 1.6 (b-tree
pages, overflow), 2.1 (records) and 4 (write-ahead log). Nothing in a file is trusted: each number is checked before
it is used, and no chain is followed twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from peaceindex.storage.wal import Log

MAGIC = b"SQLite format 3\0"
HEADER = 100
"""Bytes of the file's header, which page 1 begins with."""
USUAL_PAGE = 4096
INNER_KEYS, INNER_ROWS, LEAF_KEYS, LEAF_ROWS = 2, 5, 10, 13
"""The kinds of b-tree pages: trees of rows have a number for each row, trees of keys (indexes, WITHOUT ROWID) none."""

Value = None | int | float | str | bytes
State = Literal["whole", "flawed", "cut"]
"""whole: as it was written; flawed: some text of it is no UTF-8, or has NULs; cut: its end could not be read."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A record of a b-tree page. `count` is how many values it was written with; a cut one may hold fewer."""

    rowid: int | None
    values: tuple[Value, ...]
    state: State
    count: int
    overflow: tuple[int, ...] = ()
    """The numbers of the pages that hold the rest of it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A b-tree page: its cells, the pages below it, and how many of its cells could not be read at all."""

    kind: int
    cells: tuple[Cell, ...]
    children: tuple[int, ...]
    broken: int


class Image:
    """The pages of a database file, with the newest ones of its log laid over it if one is given."""

    def __init__(self, path: Path, log: Log | None = None, page_size: int = 0) -> None:
        """`page_size` (bytes) is for a file that does not say it. Raises OSError if the file cannot be read."""
        self._file = path.open("rb") if path.exists() else None
        self._log = log
        self._over = log.newest if log else MappingProxyType({})
        head = self._head()
        stated = struct.unpack(">H", head[16:18])[0] if head.startswith(MAGIC) else 0
        stated = 65536 if stated == 1 else stated
        sizes = (log.page_size if log and log.newest else 0, stated, page_size, USUAL_PAGE)
        self.page_size = next(size for size in sizes if _is_page_size(size))
        size = path.stat().st_size if self._file else 0
        self.in_file = -(-size // self.page_size)
        """Pages in the file itself; the last may be cut off."""
        self.count = max([self.in_file, *self._over])
        """The number of the last page."""
        first = self.page(1)
        self.has_head = first.startswith(MAGIC)
        """Whether page 1 begins as that of a database does."""
        self.usable = self.page_size - (first[20] if self.has_head and first[20] <= self.page_size - 480 else 0)

    def close(self) -> None:
        """Close the file; the log is the caller's."""
        if self._file:
            self._file.close()

    def page(self, number: int) -> bytes:
        """The bytes of a page, from 1; zeros for one that is not there."""
        data = b""
        if self._log and number in self._over:
            data = self._log.page(self._over[number])
        elif self._file and 1 <= number <= self.in_file:
            self._file.seek((number - 1) * self.page_size)
            data = self._file.read(self.page_size)
        return data.ljust(self.page_size, b"\0")

    def number_at(self, offset: int) -> int:
        """A number of 32 bits of the header."""
        return int(struct.unpack(">I", self.page(1)[offset : offset + 4])[0])

    def version(self) -> int:
        """`user_version`, 0 where the header cannot be read."""
        return self.number_at(60) if self.has_head else 0

    def free_pages(self) -> set[int]:
        """The pages that the database does not use, as far as its list of them can be read."""
        free: set[int] = set()
        trunk = self.number_at(32) if self.has_head else 0
        while 1 < trunk <= self.count and trunk not in free:
            free.add(trunk)
            data = self.page(trunk)
            trunk, leaves = struct.unpack(">II", data[:8])
            if leaves > self.usable // 4 - 2:
                break
            free.update(n for n in struct.unpack(f">{leaves}I", data[8 : 8 + 4 * leaves]) if 1 < n <= self.count)
        return free

    def b_tree(self, number: int) -> Page | None:
        """A page as one of a b-tree; None if it is none, or is damaged beyond reading."""
        data = self.page(number)
        start = HEADER if number == 1 else 0
        kind = data[start]
        if kind not in (INNER_KEYS, INNER_ROWS, LEAF_KEYS, LEAF_ROWS):
            return None
        inner = kind in (INNER_KEYS, INNER_ROWS)
        (count,) = struct.unpack(">H", data[start + 3 : start + 5])
        pointers = start + (12 if inner else 8)
        if pointers + 2 * count > self.usable:
            return None
        children: list[int] = []
        cells: list[Cell] = []
        broken = 0
        for at in struct.unpack(f">{count}H", data[pointers : pointers + 2 * count]):
            if not pointers + 2 * count <= at <= self.usable - (4 if inner else 1):
                broken += 1
                continue
            if inner:
                children.append(struct.unpack(">I", data[at : at + 4])[0])
            if kind != INNER_ROWS:
                cell = self._cell(data, at + (4 if inner else 0), has_rowid=kind == LEAF_ROWS)
                if cell is None:
                    broken += 1
                else:
                    cells.append(cell)
        if inner:
            children.append(struct.unpack(">I", data[start + 8 : start + 12])[0])
        below = tuple(child for child in children if 1 < child <= self.count)
        return Page(kind, tuple(cells), below, broken + len(children) - len(below))

    def _cell(self, data: bytes, at: int, *, has_rowid: bool) -> Cell | None:
        length, at = varint(data, at)
        rowid = None
        if has_rowid:
            rowid, at = varint(data, at)
            rowid = rowid - (1 << 64) if rowid >= 1 << 63 else rowid
        if not 2 <= length <= self.count * self.page_size:
            return None
        most = self.usable - 35 if has_rowid else (self.usable - 12) * 64 // 255 - 23
        least = (self.usable - 12) * 32 // 255 - 23
        here = length
        if length > most:
            here = least + (length - least) % (self.usable - 4)
            here = least if here > most else here
        payload = data[at : at + here]
        if at + here + (4 if here < length else 0) > self.usable:
            return None
        if here == length:
            return _record(payload, rowid, length, ())
        (following,) = struct.unpack(">I", data[at + here : at + here + 4])
        parts, pages = [payload], list[int]()
        missing = length - here
        while missing and 1 < following <= self.count and following not in pages:
            part = self.page(following)
            after = struct.unpack(">I", part[:4])[0]
            if missing <= self.usable - 4 and after:
                break  # the last page of a record names no other: this is some other page, or nonsense
            pages.append(following)
            parts.append(part[4 : 4 + min(missing, self.usable - 4)])
            missing -= len(parts[-1])
            following = after
        return _record(b"".join(parts), rowid, length, tuple(pages))

    def _head(self) -> bytes:
        if 1 in self._over and self._log:
            return self._log.page(self._over[1])[:HEADER]
        return self._file.read(HEADER) if self._file else b""


@dataclass(frozen=True, slots=True)
class Schema:
    """What a file itself says of its tables and indexes: the first page of each, and the pages that say so."""

    roots: Mapping[str, int]
    pages: frozenset[int]


def schema_of(image: Image) -> Schema:
    """The schema of a file; without roots where it cannot be read."""
    roots: dict[str, int] = {}
    waiting, seen = [1], {1}
    while waiting and image.has_head:
        page = image.b_tree(waiting.pop())
        if page is None or page.kind not in (INNER_ROWS, LEAF_ROWS):
            continue
        waiting += [child for child in page.children if child not in seen]
        seen.update(page.children)
        for cell in page.cells:
            seen.update(cell.overflow)
            match cell.values[:4]:
                case (str(), str() as name, str(), int() as root) if 1 < root <= image.count:
                    roots[name] = root
    return Schema(roots, frozenset(seen))


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of variable length (1 to 9 bytes) as SQLite writes it, and the place after it."""
    value = 0
    for byte in data[at : at + 8]:
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    last = data[at : at + 1] or b"\0"
    return value << 8 | last[0], at + 1


def _record(payload: bytes, rowid: int | None, length: int, overflow: tuple[int, ...]) -> Cell | None:
    """The cell of a record of `length` bytes, of which `payload` could be read."""
    head, at = varint(payload, 0)
    if not at <= head <= min(length, len(payload)):
        return None
    kinds: list[int] = []
    while at < head:
        kind, at = varint(payload, at)
        kinds.append(kind)
    sizes = [_size(kind) for kind in kinds]
    if at != head or None in sizes or head + sum(size or 0 for size in sizes) != length:
        return None
    values = list(_values(payload, head, kinds))
    state: State = "whole" if len(payload) == length else "cut"
    if state == "whole" and any(isinstance(v, str) and ("\ufffd" in v or "\0" in v) for v in values):
        state = "whole" if _is_clean(payload, head, kinds) else "flawed"
    return Cell(rowid, tuple(values), state, len(kinds), overflow)


def _size(kind: int) -> int | None:
    """Bytes of a value of this kind; None for one that there is not."""
    return (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, None, None)[kind] if kind < 12 else (kind - 12) // 2


def _values(payload: bytes, at: int, kinds: Sequence[int]) -> Iterator[Value]:
    """The values of a record, up to the end of what could be read; the text at that end as far as it goes."""
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


def _is_clean(payload: bytes, at: int, kinds: Sequence[int]) -> bool:
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
