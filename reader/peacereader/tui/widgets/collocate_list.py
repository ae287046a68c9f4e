"""The table of collocates: words near the hits, with their counts and G²."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import padded, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_WORD_CELLS = 30
_COLUMN_CELLS = (7, 7, 7, 10, 10, 11)
"""The widths of the columns of numbers, which lose those of frequency and expected counts where there is no room."""
_LESS_NEEDED = (3, 4)
"""The columns of numbers that a narrow terminal does not show."""
_HEAD_LINES = 1


class CollocateList(LineView):
    """Rows of text, of which the first has the heads."""

    BINDINGS: ClassVar = bindings("collocates")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "collocates--head", "collocates--sorted", "collocates--cursor", "collocates--bar", "collocates--words",
    }  # fmt: skip

    DEFAULT_CSS = """
    CollocateList { background: $background; color: $foreground; height: 1fr; padding: 1 0 0 0; }
    CollocateList > .collocates--head { color: $room-muted; }
    CollocateList > .collocates--sorted { color: $accent; text-style: bold underline; }
    CollocateList > .collocates--cursor { background: $room-cursor; }
    CollocateList > .collocates--bar { color: $accent; }
    CollocateList > .collocates--words { color: $room-muted; }
    """

    class Requested(FieldMessage):
        """Posted with the user's request: to `sort`, to count in a `wider` or `narrower` window, to `write`, `back`."""

        what: str

    class Moved(Message):
        """Posted when the cursor is on another row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Sequence[str]] = ()
        self.cursor = 0
        self._sorted = 0
        self._words = ""

    def show(self, rows: Sequence[Sequence[str]], sorted_by: int, words: str) -> None:
        """Show these rows, sorted by this column; or `words` if there are none but the heads."""
        self.rows, self._sorted, self._words = rows, sorted_by, words
        self.cursor = 0
        self.on_resize()
        self.go_to(0)
        self.post_message(self.Moved())

    @property
    def total(self) -> int:
        """The number of rows below the heads."""
        return max(0, len(self.rows) - _HEAD_LINES)

    def on_resize(self) -> None:
        """Keep to the number of rows."""
        self.set_line_count(len(self.rows) if self.total else len(self._wrapped()))
        self._reveal()

    def _wrapped(self) -> list[str]:
        return [self._words[start:end] for start, end in wrap(self._words, max(10, self.width - 4))]

    def draw_line(self, y: int) -> list[Segment]:
        """Return a row, or a line of words."""
        if not self.total:
            return [Segment("  " + self._wrapped()[y], self.component_style("collocates--words"))]
        row, ground = self.rows[y], self.line_style(y)
        is_head = y < _HEAD_LINES
        columns = [0, 1, 2, 3, 4, 5]
        words = min(_MAX_WORD_CELLS, max(10, self.width - 4 - sum(_COLUMN_CELLS)))
        if self.width < sum(_COLUMN_CELLS) + 16:
            columns = [number for number in columns if number not in _LESS_NEEDED]
            words = min(_MAX_WORD_CELLS, max(10, self.width - 4 - sum(_COLUMN_CELLS[number] for number in columns)))
        is_current = y - _HEAD_LINES == self.cursor
        segments = [Segment("▌ " if is_current else "  ", ground + self.overlay_style("collocates--bar"))]
        segments.append(Segment(padded(row[0], words), self._style(ground, 0, is_head)))
        for number in columns:
            cell = row[number + 1]
            space = " " * (_COLUMN_CELLS[number] - cell_len(cell))
            segments += [Segment(space, ground), Segment(cell, self._style(ground, number + 1, is_head))]
        if sum(segment.cell_length for segment in segments) + 2 + cell_len(row[7]) > self.width:
            return segments
        return [*segments, Segment(f"  {row[7]}", ground + self.overlay_style("collocates--words"))]

    def _style(self, ground: Style, column: int, is_head: bool) -> Style:
        if not is_head:
            return ground
        return ground + self.overlay_style("collocates--sorted" if column == self._sorted else "collocates--head")

    def line_style(self, y: int) -> Style:
        """Give the row of the cursor its own background."""
        is_current = self.total and y - _HEAD_LINES == self.cursor
        return self.base_style + self.overlay_style("collocates--cursor") if is_current else self.base_style

    def _reveal(self) -> None:
        if self.cursor == 0:
            self.go_to(0)
        self.reveal(self.cursor + _HEAD_LINES, self.cursor + _HEAD_LINES)
        self.refresh()

    def move_to(self, number: int) -> None:
        """Put the cursor on a row."""
        self.cursor = min(max(0, number), max(0, self.total - 1))
        self._reveal()
        self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.move_to(self.cursor + by)

    def action_page(self, by: int, part: int = 1) -> None:
        """Move the cursor by a page, or by one `part` of a page."""
        self.move_to(self.cursor + by * max(1, self.height // part - 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(self.total)

    def action_ask(self, what: str) -> None:
        """Ask the screen for something."""
        self.post_message(self.Requested(what))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that is clicked."""
        number = event.y - self.gutter.top + self.top_line - _HEAD_LINES
        if 0 <= number < self.total:
            self.move_to(number)
