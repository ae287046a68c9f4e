"""The base of lists with a cursor whose rows are one line high."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from textual import events


class CursorRows(LineView):
    """Rows with a cursor. A subclass draws them, says how many there are, and posts what the user asks for."""

    cursor = 0
    """The row under the cursor, from 0."""

    @property
    def row_count(self) -> int:
        """The number of rows on which the cursor can stand."""
        raise NotImplementedError

    def action_ask(self, what: str) -> None:
        """Post a request."""
        raise NotImplementedError

    def move_to(self, row: int) -> None:
        """Move the cursor to a row, or to the nearest one that exists."""
        self.cursor = min(max(0, row), max(0, self.row_count - 1))
        self.reveal(self.cursor, self.cursor)
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.move_to(self.cursor + by)

    def action_half_page(self, by: int) -> None:
        """Move the cursor by half a page."""
        self.move_to(self.cursor + by * max(1, self.height // 2))

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(self.row_count - 1)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row that is clicked; if it is there already, open it."""
        row = event.y + self.top_line
        if 0 <= row < self.row_count:
            if row == self.cursor:
                self.action_ask("open")
            else:
                self.move_to(row)
