"""A table of counts: labels down the side, and columns that scroll beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment

from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import padded, shortened, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_COLUMN = 26
"""The width in cells of the widest column; longer heads are cut."""


class CountTable(LineView):
    """Rows of text, of which the first has the heads. The first column stays in view."""

    BINDINGS = bindings("counts")

    COMPONENT_CLASSES: ClassVar[set[str]] = {"counts--head", "counts--none", "counts--words"}

    DEFAULT_CSS = """
    CountTable { background: $background; color: $foreground; padding: 1 0 0 1; }
    CountTable > .counts--head { color: $accent; text-style: bold; }
    CountTable > .counts--none { color: $room-muted; }
    CountTable > .counts--words { color: $room-muted; }
    """

    class Requested(FieldMessage):
        """Posted with the request `write` or `back`, or with a property to count by, which `is_added` to the others."""

        what: str
        is_added: bool = False

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Sequence[str]] = ()
        self._words = ""
        self._widths: list[int] = []
        self._first = 1
        """The first column that is shown beside the labels."""

    def show(self, rows: Sequence[Sequence[str]], words: str) -> None:
        """Show these rows, or `words` if there are none but the heads."""
        self.rows, self._words = rows, words
        self._first = 1
        self._widths = [min(_MAX_COLUMN, max(map(cell_len, column))) for column in zip(*rows, strict=True)]
        self.on_resize()
        self.go_to(0)

    def on_resize(self) -> None:
        """Keep to the number of rows."""
        self.set_line_count(len(self.rows) if len(self.rows) > 1 else 3)

    def draw_line(self, y: int) -> list[Segment]:
        """Return a row, as far as it fits."""
        if len(self.rows) < 2:
            lines = wrap(self._words, max(10, self.width - 3))
            text = self._words[lines[y][0] : lines[y][1]] if y < len(lines) else ""
            return [Segment(text, self.component_style("counts--words"))]
        row = self.rows[y]
        style = self.component_style("counts--head") if y == 0 else self.base_style
        muted = self.component_style("counts--none")
        labels = min(self._widths[0] + 2, max(12, self.width // 2))
        segments = [Segment(padded(row[0], labels), style)]
        room = self.width - labels
        for number in range(self._first, len(row)):
            width = self._widths[number]
            if (room := room - width - 2) < 0:
                break
            cell = shortened(row[number], width)
            is_text = not self.rows[-1][number].replace(",", "").isdigit()
            text = padded(cell, width + 2) if is_text else " " * (width - cell_len(cell)) + cell + "  "
            segments += [Segment(text, muted if cell == "0" else style)]
        return segments

    def action_columns(self, by: int) -> None:
        """Show the columns further right or left."""
        last = max(1, len(self._widths) - 1)
        self._first = min(last, max(1, self._first + by))
        self.refresh()

    def action_scroll(self, by: int) -> None:
        """Scroll by rows."""
        self.go_to(self.top_line + by)

    def action_page(self, by: int) -> None:
        """Scroll by pages."""
        self.go_to(self.top_line + by * max(1, self.height - 2))

    def action_ask(self, what: str, is_added: bool = False) -> None:
        """Post a request."""
        self.post_message(self.Requested(what, is_added))
