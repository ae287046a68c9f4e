"""Whole columns of the index as arrays, for counting, sorting and filtering without the search engine.

One file per generation of the index holds the row, outlet, day, time of adding
and tags of the article behind each document number. It contains plain arrays (no pickles) and
loads in a few milliseconds for 100,000 articles.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from peaceindex.search.codec.sections import Sections, write_sections
from peaceindex.search.results.tally import Tally, distinct, gather
from peaceindex.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy.typing as npt

Ints = np.ndarray[Any, np.dtype[np.int32]]
Longs = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Floats = np.ndarray[Any, np.dtype[np.float64]]

_EPOCH_ORDINAL = 719163  # the ordinal of 1970-01-01


class Columns(msgspec.Struct, frozen=True, dict=True):
    """The columns, with one value per document number. Deleted documents are included, with `alive` False."""

    rows: Ints
    alive: Bools
    day: Ints
    added: Longs
    """When each was added, in seconds since 1970; 0 if that is not known."""
    outlet: Ints
    tag_start: Longs
    tag: Ints
    outlets: tuple[str, ...] = ("",)
    tags: tuple[str, ...] = ()

    @classmethod
    def empty(cls) -> Columns:
        """Return the columns of an empty index."""
        none = np.zeros(0, np.int32)
        return cls(none, np.zeros(0, bool), none, none.astype(np.int64), none, np.zeros(1, np.int64), none)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def count(self) -> int:
        """The number of articles."""
        return int(self.alive.sum())

    @cached_property
    def month(self) -> Ints:
        """For each document, year * 12 + month, with months counted from 0; 0 if the day is unknown."""
        months = (self.day.astype(np.int64) - _EPOCH_ORDINAL).astype("datetime64[D]").astype("datetime64[M]")
        numbers = months.astype(np.int64) + 1970 * 12
        return np.where(self.day > 0, numbers, 0).astype(np.int32)

    @cached_property
    def outlet_codes(self) -> Longs:
        """Each document's outlet code, in the integer type that is counted fastest."""
        return self.outlet.astype(np.int64)

    @cached_property
    def month_number(self) -> Longs:
        """Each document's month, where the earliest month is 1; 0 if it is unknown."""
        first = self.first_month
        return np.where(self.month > 0, self.month - first + 1, 0).astype(np.int64)

    @cached_property
    def month_names(self) -> tuple[str, ...]:
        """The names `YYYY-MM` of months, indexed by `month_number`; "" for unknown months."""
        first = self.first_month
        months = (divmod(month, 12) for month in range(first, int(self.month.max(initial=first - 1)) + 1))
        return ("", *(f"{year:04}-{month + 1:02}" for year, month in months))

    @cached_property
    def first_month(self) -> int:
        """The earliest month of any document, as in `month`; 1 if no document has one."""
        dated = self.month[self.month > 0]
        return int(dated.min()) if len(dated) else 1

    @cached_property
    def tag_tally(self) -> Tally:
        """The counter for the tags of documents."""
        return Tally(self.tag_start, self.tag, len(self.tags))

    @cached_property
    def tag_names(self) -> tuple[str, ...]:
        """The tags by their codes, followed by "" for documents without tags."""
        return (*self.tags, "")

    @cached_property
    def outlet_ranks(self) -> Ints:
        """The rank of each outlet in alphabetical order."""
        return _alphabetical(self.outlets)

    @cached_property
    def tag_ranks(self) -> Ints:
        """The rank of each tag, and of "" for documents without tags, in alphabetical order."""
        return _alphabetical(self.tag_names)

    @cached_property
    def newest(self) -> Ints:
        """The living documents, newest first and undated last; within a day, in the order in which they were added."""
        return self._sorted_by(-self.day)

    @cached_property
    def oldest(self) -> Ints:
        """The living documents, oldest first and undated last; within a day, in the order in which they were added."""
        return self._sorted_by(self.day)

    @cached_property
    def added_rank(self) -> Ints:
        """The rank of each document when the last that was added comes first."""
        order = np.lexsort((-self.rows, -self.added))
        return self._ranks(order[self.alive[order]].astype(np.int32))

    @cached_property
    def newest_rank(self) -> Ints:
        """The rank of each document in `newest`."""
        return self._ranks(self.newest)

    @cached_property
    def oldest_rank(self) -> Ints:
        """The rank of each document in `oldest`."""
        return self._ranks(self.oldest)

    def _ranks(self, order: Ints) -> Ints:
        ranks = np.zeros(len(self), np.int32)
        ranks[order] = np.arange(len(order))
        return ranks

    def _sorted_by(self, key: Ints) -> Ints:
        order = np.lexsort((self.rows, key, self.day == 0))
        return order[self.alive[order]].astype(np.int32)

    @cached_property
    def by_row(self) -> tuple[Ints, Longs]:
        """The rows of the living documents in ascending order, and the document of each row."""
        living = np.flatnonzero(self.alive)
        order = living[np.argsort(self.rows[living], kind="stable")]
        return self.rows[order], order

    def documents(self, rows: Iterable[int]) -> Longs:
        """Return the living documents of these rows, in ascending order. Rows that are not in the index are ignored."""
        known, order = self.by_row
        wanted = distinct(np.fromiter(rows, np.int64))
        if not len(known) or not len(wanted):
            return np.zeros(0, np.int64)
        index = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        return np.sort(order[index[known[index] == wanted]])

    def take(self, documents: npt.NDArray[np.integer[Any]]) -> Columns:
        """Return the columns of these documents, in this order."""
        start, tag = gather(self.tag_start, self.tag, documents)
        values = {name: getattr(self, name)[documents] for name in _VALUES}
        return Columns(**values, tag_start=start, tag=tag, outlets=self.outlets, tags=self.tags)

    def save(self, path: Path) -> None:
        """Write the columns to a file."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        for name in ("outlets", "tags"):
            arrays[name] = np.frombuffer("\0".join(getattr(self, name)).encode(), np.uint8)
        with path.open("wb") as file:
            write_sections(file, arrays)

    @classmethod
    def load(cls, path: Path) -> Columns:
        """Read columns that `save` has written. The arrays are read-only."""
        sections = Sections(path.read_bytes())
        names = {name: sections.array(name).tobytes().decode() for name in ("outlets", "tags")}
        tags = tuple(names["tags"].split("\0")) if names["tags"] else ()
        return cls(
            **{name: sections.array(name) for name in _ARRAYS},
            outlets=tuple(names["outlets"].split("\0")),
            tags=tags,
        )


def _alphabetical(names: Sequence[str]) -> Ints:
    ranks = np.zeros(len(names), np.int32)
    ranks[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return ranks


_VALUES = ("rows", "alive", "day", "added", "outlet")
_ARRAYS = (*_VALUES, "tag_start", "tag")


_ZERO = np.zeros(1, np.int32)
_PLACEHOLDER = Columns(
    _ZERO, np.ones(1, bool), _ZERO, np.zeros(1, np.int64), _ZERO, np.zeros(2, np.int64), np.zeros(0, np.int32)
)


@dataclass
class Collector:
    """A collector of the column values of articles while they are written. It then creates the new columns.

    Tags that differ only by case or accents are one tag. It is shown as first
    seen, or with the capitals that a later article gives it (Prisoner swap).
    """

    old: Columns
    _rows: list[int] = field(default_factory=list)
    _days: list[int] = field(default_factory=list)
    _added: list[int] = field(default_factory=list)
    _outlets: list[int] = field(default_factory=list)
    _tags: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._outlet_codes = {outlet: code for code, outlet in enumerate(self.old.outlets)}
        self._tag_names = list(self.old.tags)
        self._tag_codes = {fold(tag): code for code, tag in enumerate(self.old.tags)}

    def add(self, row: int, outlet: str | None, day: int, added: int, tags: Sequence[str]) -> None:
        """Add one article."""
        self._rows.append(row)
        self._days.append(day)
        self._added.append(added)
        name = (outlet or "").replace("\0", " ").strip()
        self._outlets.append(self._outlet_codes.setdefault(name, len(self._outlet_codes)))
        codes: dict[int, None] = {}
        for tag in tags:
            label = tag.replace("\0", " ").strip()
            code = self._tag_codes.setdefault(_folded(label), len(self._tag_names))
            if code == len(self._tag_names):
                self._tag_names.append(label)
            elif self._tag_names[code].islower() and not (label.islower() or label.isupper()):
                self._tag_names[code] = label
            codes[code] = None
        self._tags.append(list(codes))

    def columns(self, rows: Ints, alive: Bools) -> Columns:
        """Return the columns of an index whose documents have these rows."""
        counts = [len(tags) for tags in self._tags]
        new_rows = np.array(self._rows, np.int32)
        size = len(new_rows)
        added = Columns(
            new_rows,
            np.ones(size, bool),
            np.array(self._days, np.int32),
            np.array(self._added, np.int64),
            np.array(self._outlets, np.int32),
            np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
            np.array([code for tags in self._tags for code in tags], np.int32),
        )
        pool = _concatenated(self.old.take(np.flatnonzero(self.old.alive)), added)
        if not len(pool):
            pool = _concatenated(pool, _PLACEHOLDER)  # all documents are deleted, so any values will do
        # A replaced article is in the pool twice. A stable sort puts the new one last.
        order = np.argsort(pool.rows, kind="stable")
        last = np.searchsorted(pool.rows[order], rows, side="right") - 1
        taken = pool.take(order[np.maximum(last, 0)])
        return Columns(
            rows,
            alive,
            np.where(alive, taken.day, 0).astype(np.int32),
            taken.added,
            taken.outlet,
            taken.tag_start,
            taken.tag,
            tuple(self._outlet_codes),
            tuple(self._tag_names),
        )


_folded = lru_cache(maxsize=8192)(fold)
"""The same tags stand in many articles."""


def _concatenated(first: Columns, second: Columns) -> Columns:
    arrays: dict[str, Any] = {
        name: np.concatenate((getattr(first, name), getattr(second, name))) for name in _ARRAYS if name != "tag_start"
    }
    arrays["tag_start"] = np.concatenate((first.tag_start, second.tag_start[1:] + first.tag_start[-1]))
    return Columns(**arrays)
