"""The heights of rows in lines, of which only those that were in view are known: the others are estimated."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class RowHeights:
    """Where each of many rows begins. Rows begin with an estimate; a height that is set is known."""

    def __init__(self, estimates: Iterable[int] = ()) -> None:
        self._heights = list(estimates)
        self._known = bytearray(len(self._heights))
        self._starts = [0, *accumulate(self._heights)]

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> int:
        """The number of lines of all rows."""
        return self._starts[-1]

    def start(self, row: int) -> int:
        """Return the first line of a row."""
        return self._starts[row]

    def end(self, row: int) -> int:
        """Return the line after the last one of a row."""
        return self._starts[row + 1]

    def row_at(self, line: int) -> int:
        """Return the row that holds a line, or the first or last one if the line is before or after all."""
        return min(max(0, bisect_right(self._starts, line) - 1), len(self._heights) - 1)

    def unknown(self, first_line: int, last_line: int) -> list[int]:
        """Return the rows between two lines whose heights are not known."""
        if not self._heights:
            return []
        rows = range(self.row_at(first_line), self.row_at(last_line) + 1)
        return [row for row in rows if not self._known[row]]

    def set(self, heights: Iterable[tuple[int, int]]) -> None:
        """Set the heights of rows, given as pairs of a row and its height."""
        for row, height in heights:
            self._heights[row] = height
            self._known[row] = True
        self._starts = [0, *accumulate(self._heights)]
