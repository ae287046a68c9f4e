"""Where each row of a list stands, if all are equally high but that of the cursor: a sum, however many there are."""

from __future__ import annotations

import msgspec


class RowPlaces(msgspec.Struct, frozen=True):
    """The places of the rows of a list, in lines.

    A row has `height` lines, that of the `cursor` `extra` more. With `divided_at`, a heading of one line stands above
    the first row and another above row `divided_at`.
    """

    height: int
    extra: int = 0
    cursor: int = 0
    divided_at: int | None = None

    def height_of(self, row: int) -> int:
        """Return how many lines a row has."""
        return self.height + (self.extra if row == self.cursor else 0)

    def total(self, rows: int) -> int:
        """Return how many lines `rows` rows have together with their headings."""
        return rows * self.height + self.extra + self.headings_above(rows - 1) if rows else 0

    def headings_above(self, row: int) -> int:
        """Return how many headings stand above a row."""
        return 0 if self.divided_at is None else 1 + (row >= self.divided_at)

    def line_of(self, row: int) -> int:
        """Return the first line of a row."""
        return self._start(row) + self.headings_above(row)

    def at(self, line: int) -> tuple[int, int]:
        """Return the row of a line, and the number of the line in it: -1 for the heading above the row."""
        if self.divided_at is None:
            return self._within(line)
        line -= 1
        if line < 0:
            return 0, -1
        into_others = line - self._start(self.divided_at)
        if into_others < 0:
            return self._within(line)
        return self._within(line - 1) if into_others else (self.divided_at, -1)

    def _start(self, row: int) -> int:
        return row * self.height + (self.extra if row > self.cursor else 0)

    def _within(self, line: int) -> tuple[int, int]:
        """Return the row of a line, and the line in it, where no headings are counted."""
        into_cursor = line - self.cursor * self.height
        if 0 <= into_cursor < self.height + self.extra:
            return self.cursor, into_cursor
        return divmod(line if into_cursor < 0 else line - self.extra, self.height)
