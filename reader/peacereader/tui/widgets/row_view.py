"""The base of lists whose rows differ in height: only rows that come into view are wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.row_heights import RowHeights

if TYPE_CHECKING:
    from collections.abc import Iterable


class RowView(LineView):
    """A pane of rows of lines. A subclass says how high a row is, in `row_height`, and draws its lines.

    The heights of rows begin as estimates. When rows come into view, they and those of a page around them are measured,
    and what stands at the top stays there. So scrolling is steady, and a list of thousands is shown at once.
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.heights = RowHeights()
        self._is_measuring = False

    def row_height(self, row: int) -> int:
        """Return how many lines a row has. The last of them is blank."""
        raise NotImplementedError

    def set_rows(self, estimates: Iterable[int]) -> None:
        """Take other rows, by estimates of their heights."""
        self.heights = RowHeights(estimates)
        self.set_line_count(self.heights.total)

    def row_offset(self, row: int) -> int:
        """Return how far below the top of the view a row begins, in lines."""
        return self.heights.start(row) - self.top_line

    def show_row(self, row: int, offset: int | None = None, *, first: int | None = None) -> None:
        """Scroll as far as needed to show a row, and with it those from `first` on.

        With `offset`, let it begin that far below the top of the view, as long as it is in view there.
        """
        heights = self.heights
        self._measure_around(row)
        if offset is not None:
            self.go_to(heights.start(row) - offset)
        self.reveal(heights.start(row if first is None else first), heights.end(row) - 2)
        self._settle()

    def scroll_within(self, row: int, by: int) -> bool:
        """Scroll to what is out of view of a row that is higher than the view; return False if there is nothing."""
        first, last = self.heights.start(row), self.heights.end(row) - 2
        top, bottom = self.top_line, self.top_line + self.height - 1
        step = max(1, self.height - 2)
        if last - first < self.height or first > bottom or last < top:
            return False
        if by > 0 and last > bottom:
            self.go_to(min(last - self.height + 1, top + step))
            return True
        if by < 0 and first < top:
            self.go_to(max(first, top - step))
            return True
        return False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Measure what came into view."""
        super().watch_scroll_y(old_value, new_value)
        self._settle()

    def _measure(self, first_line: int, last_line: int) -> bool:
        """Measure the rows between two lines; return False if all of them were known."""
        unknown = self.heights.unknown(first_line, last_line)
        if unknown:
            self.heights.set((row, self.row_height(row)) for row in unknown)
        return bool(unknown)

    def _measure_around(self, row: int) -> None:
        while self._measure(self.heights.start(row) - self.height, self.heights.start(row) + self.height):
            pass
        self.set_line_count(self.heights.total)

    def _settle(self) -> None:
        if self._is_measuring or not len(self.heights):
            return
        self._is_measuring = True
        try:
            while True:
                top, page = self.top_line, self.height
                row = self.heights.row_at(top)
                offset = top - self.heights.start(row)
                if not self._measure(top - page, top + 2 * page):
                    break
                self.set_line_count(self.heights.total)
                self.go_to(min(self.heights.start(row) + offset, self.heights.end(row) - 1))
        finally:
            self._is_measuring = False
