"""Collects the values of the columns while articles are written: names become codes, and codes become arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from peaceindex.search.columns import Columns
from peaceindex.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from peaceindex.search.columns import Bools, Ints, Longs


class _Labels:
    """Gives codes to names. Those that differ only by case or accents have one code, and are shown in one way."""

    def __init__(self, known: Sequence[str], better: Callable[[str, str], bool]) -> None:
        """`better` returns whether a name should be shown as its second argument, rather than as the first."""
        self.names = list(known)
        self._codes = {fold(name): code for code, name in enumerate(known)}
        self._better = better

    def codes(self, names: Iterable[str]) -> list[int]:
        """Return the codes of the names of an article, each once."""
        codes: dict[int, None] = {}
        for name in names:
            label = name.replace("\0", " ").strip()
            code = self._codes.setdefault(_folded(label), len(self.names))
            if code == len(self.names):
                self.names.append(label)
            elif self._better(self.names[code], label):
                self.names[code] = label
            codes[code] = None
        return list(codes)


def _has_better_capitals(shown: str, other: str) -> bool:
    return shown.islower() and not (other.islower() or other.isupper())


def _is_better_name(shown: str, other: str) -> bool:
    return (shown.islower() or shown.isupper()) and not (other.islower() or other.isupper())


@dataclass
class ColumnCollector:
    """A collector of the column values of articles while they are written. It then creates the new columns.

    Tags that differ only by case or accents are one tag, and authors one author. A tag is shown as first
    seen, or with the capitals that a later article gives it (Prisoner swap); an author also with fewer (ADA STONE).
    """

    old: Columns
    _rows: list[int] = field(default_factory=list)
    _days: list[int] = field(default_factory=list)
    _added: list[int] = field(default_factory=list)
    _outlets: list[int] = field(default_factory=list)
    _languages: list[int] = field(default_factory=list)
    _tags: list[list[int]] = field(default_factory=list)
    _authors: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._outlet_codes = {outlet: code for code, outlet in enumerate(self.old.outlets)}
        self._language_codes = {language: code for code, language in enumerate(self.old.languages)}
        self._tag_labels = _Labels(self.old.tags, _has_better_capitals)
        self._author_labels = _Labels(self.old.authors, _is_better_name)

    def add(
        self,
        row: int,
        outlet: str | None,
        day: int,
        added: int,
        tags: Sequence[str],
        language: str | None,
        authors: Sequence[str],
    ) -> None:
        """Add one article."""
        self._rows.append(row)
        self._days.append(day)
        self._added.append(added)
        name = (outlet or "").replace("\0", " ").strip()
        self._outlets.append(self._outlet_codes.setdefault(name, len(self._outlet_codes)))
        code = (language or "").replace("\0", " ").strip().lower()
        self._languages.append(self._language_codes.setdefault(code, len(self._language_codes)))
        self._tags.append(self._tag_labels.codes(tags))
        self._authors.append(self._author_labels.codes(name for name in authors if name.strip()))

    def columns(self, rows: Ints, alive: Bools) -> Columns:
        """Return the columns of an index whose documents have these rows."""
        new_rows = np.array(self._rows, np.int32)
        added = Columns(
            new_rows,
            np.ones(len(new_rows), bool),
            np.array(self._days, np.int32),
            np.array(self._added, np.int64),
            np.array(self._outlets, np.int32),
            np.array(self._languages, np.int32),
            *_compressed(self._tags),
            *_compressed(self._authors),
        )
        pool = self.old.take(np.flatnonzero(self.old.alive)).followed_by(added)
        if not len(pool):
            pool = Columns.of_rows(np.zeros(1, np.int32))  # all documents are deleted, so any values will do
        # A replaced article is in the pool twice. A stable sort puts the new one last.
        order = np.argsort(pool.rows, kind="stable")
        last = np.searchsorted(pool.rows[order], rows, side="right") - 1
        taken = pool.take(order[np.maximum(last, 0)])
        return replace(
            taken,
            rows=rows,
            alive=alive,
            day=np.where(alive, taken.day, 0).astype(np.int32),
            outlets=tuple(self._outlet_codes),
            languages=tuple(self._language_codes),
            tags=tuple(self._tag_labels.names),
            authors=tuple(self._author_labels.names),
        )


def _compressed(rows: Sequence[Sequence[int]]) -> tuple[Longs, Ints]:
    """Return lists of codes as compressed rows."""
    start = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(codes) for codes in rows], out=start[1:])
    return start, np.array([code for codes in rows for code in codes], np.int32)


_folded = lru_cache(maxsize=8192)(fold)
"""The same tags and authors stand in many articles."""
