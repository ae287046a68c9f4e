"""Which columns of a table hold what: by the user's names, by usual names, and by values where a name is unclear."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources import fields
from peaceindex.sources.tables.column_names import KNOWN, plain
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peaceindex.sources.fields import Fields
    from peaceindex.sources.tables.row import Row

_MAX_HEADER_ROWS: Final = 12
"""The header is looked for in this many rows at the beginning; what stands above it is about the whole table."""
_MAX_NAME_CHARACTERS: Final = 80
_MIN_PROSE_CHARACTERS: Final = 100
"""A column with cells of at least this length on average, in several words, holds running text."""
_ADDRESS = late_pattern(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_NUMBER = late_pattern(r"[\d\s.,:/%+-]*$")
_UNNAMED = late_pattern(r"column (\d{1,4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table. `names` are those of its header; `of` maps what is held to column numbers from 0, the
    first to be used first. `is_crawl` is set for tables in which records of a crawl keep their usual fields."""

    names: tuple[str, ...]
    of: dict[str, tuple[int, ...]] = field(default_factory=dict)
    is_crawl: bool = False

    @property
    def has_text(self) -> bool:
        """Whether a column holds texts, or their markup."""
        return bool(self.of.get("text") or self.of.get("markup"))

    @property
    def is_of_addresses(self) -> bool:
        """Whether it lists articles by address, with something about each."""
        return bool(self.of.get("url")) and any(self.of.get(name) for name in ("title", "outlet", "published"))


def header_of(rows: Sequence[Row], own: Fields) -> int | None:
    """Return the index of the row that names the columns; None if there is none."""
    users = {name for names in own.values() for name in names}
    best: tuple[int, int] | None = None
    for index, row in enumerate(rows[:_MAX_HEADER_ROWS]):
        cells = [str(cell).strip() for cell in row.cells if cell is not None and str(cell).strip()]
        if not cells or max(map(len, cells)) > _MAX_NAME_CHARACTERS:
            continue
        kinds = {KNOWN[name][0] for cell in cells if (name := plain(cell)) in KNOWN}
        known = len(kinds) + len(users.intersection(cells))
        is_enough = known >= 2 or (
            known == 1 and (len(cells) == 1 or "text" in kinds or bool(users.intersection(cells)))
        )
        if is_enough and (best is None or known > best[0]):
            best = known, index
    return None if best is None else best[1]


def looks_like_names(cells: Iterable[Any]) -> bool:
    """Return whether these cells can name columns: short, all different, and no numbers or addresses."""
    names = [str(cell).strip() for cell in cells if cell is not None and str(cell).strip()]
    return (
        bool(names)
        and len(set(names)) == len(names)
        and all(len(name) <= 40 and not _NUMBER.match(name) and not _ADDRESS.match(name) for name in names)
    )


def columns_of(names: Sequence[str], rows: Sequence[Row], own: Fields) -> Columns:
    """Return what the columns with these names hold. `rows` are the first rows, `own` the user's names."""
    shown = tuple(name.strip() or f"column {number}" for number, name in enumerate(names, 1))
    record = dict.fromkeys(shown)
    is_crawl = fields.is_page_text(record, "text") and "text" in record
    found: dict[str, list[tuple[int, int]]] = {}
    taken: set[int] = set()
    for kind in fields.OURS:
        for rank, name in enumerate(own.get(kind, ())):
            for index in _named(shown, name):
                taken.add(index)
                found.setdefault(kind, []).append((rank - 10_000, index))
    for index, name in enumerate(shown):
        if index in taken or plain(name) not in KNOWN:
            continue
        kind, rank = KNOWN[plain(name)]
        values = [str(row.cells[index]).strip() for row in rows if index < len(row.cells) and row.cells[index]]
        if kind in ("outlet", "url") and (filled := [value for value in values if value]):
            addresses = sum(bool(_ADDRESS.match(value)) for value in filled)
            if kind == "outlet" and 2 * addresses > len(filled):
                kind, rank = "url", rank + 500
            elif kind == "url" and not addresses:
                continue
        elif kind == "text" and values and all(_ADDRESS.match(value) or _NUMBER.match(value) for value in values):
            continue
        found.setdefault(kind, []).append((rank, index))
    return Columns(shown, {kind: tuple(index for _, index in sorted(held)) for kind, held in found.items()}, is_crawl)


def _named(names: Sequence[str], wanted: str) -> list[int]:
    exact = [index for index, name in enumerate(names) if name == wanted.strip()]
    if not exact and (number := _UNNAMED.fullmatch(wanted.strip())) and 1 <= int(number[1]) <= len(names):
        return [int(number[1]) - 1]
    return exact or [index for index, name in enumerate(names) if plain(name) == plain(wanted)]


def running_text(names: Sequence[str], rows: Sequence[Row]) -> int | None:
    """Return the column with the longest running text on average; None if none has any. It is only a suggestion."""
    best: tuple[float, int] | None = None
    for index in range(len(names)):
        cells = [str(row.cells[index]) for row in rows if index < len(row.cells) and row.cells[index]]
        cells = [cell for cell in cells if cell.strip()]
        length = sum(map(len, cells)) / len(cells) if cells else 0.0
        is_prose = length >= _MIN_PROSE_CHARACTERS and not all(_ADDRESS.match(cell.strip()) for cell in cells)
        if is_prose and (best is None or length > best[0]):
            best = length, index
    return None if best is None else best[1]
