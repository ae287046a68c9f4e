"""The matcher with which unmodified Whoosh walks a flat posting list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.matching import LeafMatcher, NullMatcher, ReadTooFar

if TYPE_CHECKING:
    from peaceindex.search.codec.inverted import Field


class FlatMatcher(LeafMatcher):
    """A walk through the postings of one term. To Whoosh, the whole list is one block."""

    def __init__(self, field: Field, term: int, format_: Any, name: tuple[str, bytes], scorer: Any = None) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = name
        self._field = field
        self._term_number = term
        first, last = int(field.start[term]), int(field.start[term + 1])
        self._ids: list[int] = field.documents[first:last].tolist()
        self._weights: list[float] = field.posting_weights(first, last).tolist()
        self._index = 0
        self._position_arrays: tuple[Any, Any] | None = None

    def is_active(self) -> bool:
        return self._index < len(self._ids)

    def reset(self) -> None:
        self._index = 0

    def copy(self) -> FlatMatcher:
        other = FlatMatcher(self._field, self._term_number, self.format, self._term, self.scorer)
        other._index = self._index
        return other

    def replace(self, minquality: float = 0) -> Any:
        if not self.is_active() or (minquality and self.supports_block_quality() and self.max_quality() < minquality):
            return NullMatcher()
        return self

    def id(self) -> int:
        return self._ids[self._index]

    def all_ids(self) -> Any:
        return iter(self._ids)

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._index += 1
        return not self.is_active()

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        if id > self._ids[self._index]:
            self._index = int(np.searchsorted(self._ids, id))

    def skip_to_quality(self, minquality: float) -> int:
        if self.is_active() and self.block_quality() <= minquality:
            self._index = len(self._ids)
            return 1
        return 0

    def weight(self) -> float:
        return float(self._weights[self._index])

    def value(self) -> bytes:
        if self.format.supports("positions"):
            encoded: bytes = self.format.encode(self._positions())
            return encoded
        if self.format.supports("frequency") and self._field.counts is not None:
            first = int(self._field.start[self._term_number])
            return int(self._field.counts[first + self._index]).to_bytes(4, "big")
        return b"" if not self.format.supports("frequency") else (1).to_bytes(4, "big")

    def value_as(self, astype: str) -> Any:
        if astype == "positions":
            return self._positions()
        if astype == "weight":
            return self.weight()
        return super().value_as(astype)

    def all_items(self) -> Any:
        other = self.copy()
        other.reset()
        while other.is_active():
            yield other.id(), other.value()
            other.next()

    def _positions(self) -> list[int]:
        if self._position_arrays is None:
            self._position_arrays = self._field.positions_of(self._term_number)
        positions, starts = self._position_arrays
        found: list[int] = positions[starts[self._index] : starts[self._index + 1]].tolist()
        return found

    def block_min_id(self) -> int:
        return self._ids[0]

    def block_max_id(self) -> int:
        return self._ids[-1]

    def block_min_length(self) -> int:
        return self._field.min_length(self._term_number)

    def block_max_length(self) -> int:
        return self._field.max_length(self._term_number)

    def block_max_weight(self) -> float:
        return float(self._field.max_weight[self._term_number]) if self._field.max_weight is not None else 1.0
