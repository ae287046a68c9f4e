"""The list of a concordance: hits below one another, each in its context, built only when they come into view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peacereader import wording
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.painting import Overlay, paint
from peacereader.tui.widgets.wrapping import LEFT_TO_RIGHT_MARK, fitting, has_right_to_left, padded, shortened, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.concordance import Concordance, ConcordanceLine, Order

WORD_ORDERS: tuple[Order, ...] = ("left-3", "left-2", "left", "hit", "right", "right-2", "right-3")
"""The words that lines can be sorted by, from left to right."""

ORDER_CYCLE: tuple[Order, ...] = ("right", "left", "hit", "outlet", "date")
"""The orders that one key goes through."""

WIDE_CELLS = 100
"""The width in cells from which the date and the outlet have columns of their own."""

_HIT_CELLS = 10
"""The approximate width of a hit in cells."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The width in cells of each part of a line; 0 if there is no space for the part."""

    date: int
    outlet: int
    left: int
    rest: int
    """For the hit and the text to the right of it."""

    @classmethod
    def of(cls, width: int) -> Columns:
        """Return the columns of a line of `width` cells."""
        date, outlet = (13, 16 + min(12, (width - WIDE_CELLS) // 6)) if width >= WIDE_CELLS else (0, 0)
        room = max(8, width - 3 - date - outlet)
        left = max(2, (room - _HIT_CELLS) // 2)
        return cls(date, outlet, left, room - left)


class ConcordanceList(LineView):
    """A list that shows a concordance, and posts what the user wants to do with a line as a message."""

    BINDINGS = bindings("concordance")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "concordance--hit", "concordance--sorted", "concordance--about", "concordance--cursor",
        "concordance--cursor-bar", "concordance--words",
    }  # fmt: skip

    DEFAULT_CSS = """
    ConcordanceList {
        background: $background;
        color: $foreground;
        height: 1fr;
        & > .concordance--hit { color: $room-hit; text-style: bold; }
        & > .concordance--sorted { color: $accent; text-style: underline; }
        & > .concordance--about { color: $room-muted; }
        & > .concordance--cursor { background: $room-cursor; }
        & > .concordance--cursor-bar { color: $room-muted; }
        & > .concordance--words { color: $room-muted; }
        &:focus > .concordance--cursor-bar { color: $accent; }
    }
    """

    class Requested(FieldMessage):
        """Posted when the user wants to `open` a line, to `quote` it, also `in style`, to `search`, to go `back`, or
        something else of the screen."""

        what: str
        line: ConcordanceLine | None

    class Sorted(FieldMessage):
        """Posted when the user wants another order."""

        order: Order

    class Moved(Message):
        """Posted when the cursor is on another line, or there are other lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Concordance | None = None
        self.cursor = 0
        self._words: list[str] = []
        self._wrapped_words: list[str] = []
        """The words, wrapped."""
        self._requested_order: Order = "right"

    # Content

    def show(self, lines: Concordance | None, cursor: int = 0, words: Sequence[str] = ()) -> None:
        """Show these lines, or `words` if there are none."""
        self.lines = lines
        self._words = list(words)
        if lines:
            self._requested_order = lines.order
        self.cursor = min(max(0, cursor), max(0, self.total - 1))
        self.on_resize()
        self.post_message(self.Moved())

    @property
    def total(self) -> int:
        """The number of lines."""
        return len(self.lines) if self.lines else 0

    @property
    def current(self) -> ConcordanceLine | None:
        """The line under the cursor."""
        return self.lines[self.cursor] if self.lines else None

    def on_resize(self) -> None:
        """Wrap the words again, and keep the cursor in view."""
        room = min(72, self.width - 4)
        self._wrapped_words = [
            line for words in self._words for line in [words[s:e] for s, e in wrap(words, room)] or [""]
        ]
        self.set_line_count(self.total or len(self._wrapped_words))
        self.reveal(self.cursor, self.cursor)

    # Drawing

    def line_style(self, y: int) -> Style:
        """Give the line of the cursor its own background."""
        return (
            self.base_style + self.overlay_style("concordance--cursor")
            if self.total and y == self.cursor
            else self.base_style
        )

    def draw_line(self, y: int) -> list[Segment]:
        """Return a hit with its date, its outlet and its context; the hit is always in the same column."""
        if not self.lines:
            return [Segment("  " + self._wrapped_words[y], self.component_style("concordance--words"))]
        columns = Columns.of(self.width)
        line = self.lines.line(y, 2 * max(columns.left, columns.rest))
        ground = self.line_style(y)
        bar = (
            Segment("▌ ", ground + self.overlay_style("concordance--cursor-bar"))
            if y == self.cursor
            else Segment("  ", ground)
        )
        return [bar, *self._about_segments(line, columns, ground), *self._context_segments(line, columns, ground)]

    def _about_segments(self, line: ConcordanceLine, columns: Columns, ground: Style) -> list[Segment]:
        if not columns.date:
            return []
        cells = [
            (wording.short_date(line.date) if line.date else "no date", columns.date),
            (line.outlet or "no outlet", columns.outlet),
        ]
        return [
            Segment(padded(text, width), ground + self.overlay_style("concordance--about")) for text, width in cells
        ]

    def _context_segments(self, line: ConcordanceLine, columns: Columns, ground: Style) -> list[Segment]:
        copies = f" ×{line.copies}" if line.copies > 1 else ""
        room = columns.rest - len(copies)
        hit = shortened(line.hit, room)
        left = fitting(line.left, columns.left, at_end=True)
        right = fitting(line.right, room - cell_len(hit))
        overlays: dict[str, list[Overlay]] = {"left": [], "hit": [], "right": []}
        sorting_word = self.lines.sorting_word(line) if self.lines else None
        if sorting_word:
            part, (start, end) = sorting_word
            shift = len(line.left) - len(left) if part == "left" else 0
            overlays[part] = [(start - shift, end - shift, self.overlay_style("concordance--sorted"))]
        mark = [Segment(LEFT_TO_RIGHT_MARK, ground)] if has_right_to_left(line.left, line.hit, line.right) else []
        return [
            Segment(" " * (columns.left - cell_len(left)), ground),
            *paint(left, ground, overlays["left"]),
            *mark,
            *paint(hit, ground + self.overlay_style("concordance--hit"), overlays["hit"]),
            *mark,
            *paint(right, ground, overlays["right"]),
            Segment(" " * (room - cell_len(hit) - cell_len(right)) if copies else "", ground),
            Segment(copies, ground + self.overlay_style("concordance--about")),
        ]

    # Moving

    def move_to(self, number: int) -> None:
        """Move the cursor to a line, or to the nearest one that exists."""
        number = min(max(0, number), self.total - 1)
        if self.total and number != self.cursor:
            for line in (self.cursor, number):
                self.refresh_line(line)
            self.cursor = number
            self.reveal(number, number)
            self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        """Move the cursor by lines."""
        self.move_to(self.cursor + by)

    def action_half_page(self, by: int) -> None:
        """Move the cursor by half a page."""
        self._scroll(by * max(1, self.height // 2))

    def action_page(self, by: int) -> None:
        """Move the cursor by a page, keeping two lines in view."""
        self._scroll(by * max(1, self.height - 2))

    def _scroll(self, by: int) -> None:
        self.go_to(self.top_line + by)
        self.move_to(self.cursor + by)

    def action_first(self) -> None:
        """Go to the first line."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last line."""
        self.move_to(self.total - 1)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the line that the user clicks; if it is already there, open the line."""
        number = event.y + self.top_line
        if not 0 <= number < self.total:
            return
        if number == self.cursor:
            self.action_ask("open")
        else:
            self.move_to(number)

    # Requests

    def action_ask(self, what: str) -> None:
        """Post a request about the line under the cursor, or one that needs no line."""
        if self.current or what in ("search", "back", "undo", "redo"):
            self.post_message(self.Requested(what, self.current))

    def action_cycle_order(self) -> None:
        """Sort by the next order in `ORDER_CYCLE`."""
        place = ORDER_CYCLE.index(self._requested_order) + 1 if self._requested_order in ORDER_CYCLE else 0
        self._request_order(ORDER_CYCLE[place % len(ORDER_CYCLE)])

    def action_shift_order(self, by: int) -> None:
        """Sort by the word one further left or right."""
        if self._requested_order in WORD_ORDERS:
            self._request_order(
                WORD_ORDERS[min(max(0, WORD_ORDERS.index(self._requested_order) + by), len(WORD_ORDERS) - 1)]
            )
        else:
            self._request_order("right" if by > 0 else "left")

    def _request_order(self, order: Order) -> None:
        if self.lines and order != self._requested_order:
            self._requested_order = order
            self.post_message(self.Sorted(order))
