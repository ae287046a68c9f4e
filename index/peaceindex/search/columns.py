"""Whole columns of the index as arrays, for counting, sorting and filtering without the search engine.

One file per generation of the index holds the row, outlet, day, time of adding,
tags, language and authors of the article behind each document number. It contains plain arrays (no pickles) and
loads in a few milliseconds for 100,000 articles.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from peaceindex.search.codec.sections import Sections, write_sections
from peaceindex.search.results.tally import Tally, distinct, gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
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
    language: Ints
    tag_start: Longs
    tag: Ints
    author_start: Longs
    author: Ints
    outlets: tuple[str, ...] = ("",)
    languages: tuple[str, ...] = ("",)
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @classmethod
    def empty(cls) -> Columns:
        """Return the columns of an empty index."""
        return cls.of_rows(np.zeros(0, np.int32))

    @classmethod
    def of_rows(cls, rows: Ints) -> Columns:
        """Return columns of living documents in these rows, of which nothing else is known."""
        size, none = len(rows), np.zeros(0, np.int32)
        zeros, start = np.zeros(size, np.int32), np.zeros(size + 1, np.int64)
        return cls(rows, np.ones(size, bool), zeros, zeros.astype(np.int64), zeros, zeros, start, none, start, none)

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
    def author_tally(self) -> Tally:
        """The counter for the authors of documents."""
        return Tally(self.author_start, self.author, len(self.authors))

    @cached_property
    def author_names(self) -> tuple[str, ...]:
        """The authors by their codes, followed by "" for documents without authors."""
        return (*self.authors, "")

    @cached_property
    def language_ranks(self) -> Ints:
        """The rank of each language in alphabetical order."""
        return _alphabetical(self.languages)

    @cached_property
    def author_ranks(self) -> Ints:
        """The rank of each author, and of "" for documents without authors, in alphabetical order."""
        return _alphabetical(self.author_names)

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

    def followed_by(self, other: Columns) -> Columns:
        """Return the documents of these columns, then those of others, whose codes stand for the same names."""
        arrays: dict[str, Any] = {
            name: np.concatenate((getattr(self, name), getattr(other, name))) for name in (*_VALUES, *_ROWS)
        }
        for name in (f"{column}_start" for column in _ROWS):
            before, after = getattr(self, name), getattr(other, name)
            arrays[name] = np.concatenate((before, after[1:] + before[-1]))
        return Columns(**arrays)

    def take(self, documents: npt.NDArray[np.integer[Any]]) -> Columns:
        """Return the columns of these documents, in this order."""
        arrays: dict[str, Any] = {name: getattr(self, name)[documents] for name in _VALUES}
        for name in _ROWS:
            start, values = gather(getattr(self, f"{name}_start"), getattr(self, name), documents)
            arrays |= {f"{name}_start": start, name: values}
        return Columns(**arrays, **{name: getattr(self, name) for name in _NAMES})

    def save(self, path: Path) -> None:
        """Write the columns to a file."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        for name in _NAMES:
            arrays[name] = np.frombuffer("\0".join(getattr(self, name)).encode(), np.uint8)
        with path.open("wb") as file:
            write_sections(file, arrays)

    @classmethod
    def load(cls, path: Path) -> Columns:
        """Read columns that `save` has written. The arrays are read-only."""
        sections = Sections(path.read_bytes())
        arrays: dict[str, Any] = {name: sections.array(name) for name in _ARRAYS}
        for name, names_of_none in _NAMES.items():
            joined = sections.array(name).tobytes().decode()
            arrays[name] = tuple(joined.split("\0")) if joined else names_of_none
        return cls(**arrays)


def _alphabetical(names: Sequence[str]) -> Ints:
    ranks = np.zeros(len(names), np.int32)
    ranks[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return ranks


_VALUES = ("rows", "alive", "day", "added", "outlet", "language")
"""The columns with one value for each document."""
_ROWS = ("tag", "author")
"""The columns with any number of values for each document, as compressed rows."""
_ARRAYS = (*_VALUES, *(f"{name}{end}" for name in _ROWS for end in ("_start", "")))
_NAMES: Mapping[str, tuple[str, ...]] = {"outlets": ("",), "languages": ("",), "tags": (), "authors": ()}
"""The names of codes, and those of an index in which nothing has a name."""
