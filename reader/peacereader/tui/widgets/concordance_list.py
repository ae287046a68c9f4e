"""The lines of a concordance: hits under one another, each in its context, made only where they are seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peaceindex.model.concordance import Concordance, ConcordanceLine, Order
from peacereader import wording
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.painting import Overlay, paint
from peacereader.tui.widgets.wrapping import fitting, shortened, wrap

BESIDE: tuple[Order, ...] = ("left-3", "left-2", "left", "hit", "right", "right-2", "right-3")
"""The words by which lines are sorted, from left to right."""

TURNS: tuple[Order, ...] = ("right", "left", "hit", "outlet", "date")
"""What one key sorts by in turn."""

WIDE = 100
"""Cells from which on date and outlet have columns of their own."""

_HIT = 10
"""Cells that a hit takes, about."""

_LEFT_TO_RIGHT = "\u200e"
"""A mark without width. Beside a hit in Hebrew or Arabic it keeps the hit, and what stands left and right of it, in
place where a terminal turns such letters around."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells of each part of a line of so many; 0 for a part that there is no room for."""

    date: int
    outlet: int
    left: int
    rest: int
    """For the hit and what stands right of it."""

    @classmethod
    def of(cls, width: int) -> Columns:
        """The columns of a line of `width` cells."""
        date, outlet = (13, 16 + min(12, (width - WIDE) // 6)) if width >= WIDE else (0, 0)
        room = max(8, width - 3 - date - outlet)
        left = max(2, (room - _HIT) // 2)
        return cls(date, outlet, left, room - left)


class ConcordanceList(LineView):
    """Shows a concordance; what the user wants with a line leaves as a message."""

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

    @dataclass
    class Asked(Message):
        """The user wants something done: `open` or `quote` a line, `search`, or go `back`."""

        what: str
        line: ConcordanceLine | None

    @dataclass
    class Sorted(Message):
        """The user wants another order."""

        order: Order

    class Moved(Message):
        """The cursor stands on another line, or there are other lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Concordance | None = None
        self.cursor = 0
        self._words: list[str] = []
        self._said: list[str] = []
        """The words, wrapped."""
        self._wanted: Order = "right"

    # What is shown

    def show(self, lines: Concordance | None, cursor: int = 0, words: Sequence[str] = ()) -> None:
        """Show these lines, or `words` where there are none."""
        self.lines = lines
        self._words = list(words)
        if lines:
            self._wanted = lines.order
        self.cursor = min(max(0, cursor), max(0, self.total - 1))
        self.on_resize()
        self.post_message(self.Moved())

    @property
    def total(self) -> int:
        """How many lines there are."""
        return len(self.lines) if self.lines else 0

    @property
    def current(self) -> ConcordanceLine | None:
        """The line under the cursor."""
        return self.lines[self.cursor] if self.lines else None

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        room = min(72, self.width - 4)
        self._said = [line for words in self._words for line in [words[s:e] for s, e in wrap(words, room)] or [""]]
        self.set_line_count(self.total or len(self._said))
        self.reveal(self.cursor, self.cursor)

    # Drawing

    def line_style(self, y: int) -> Style:
        """The cursor's line has a ground of its own."""
        return self.ground + self.over("concordance--cursor") if self.total and y == self.cursor else self.ground

    def draw_line(self, y: int) -> list[Segment]:
        """A hit with its date, its outlet and its context, the hit always in the same column."""
        if not self.lines:
            return [Segment("  " + self._said[y], self.part("concordance--words"))]
        columns = Columns.of(self.width)
        line = self.lines.line(y, 2 * max(columns.left, columns.rest))
        ground = self.line_style(y)
        bar = (
            Segment("▌ ", ground + self.over("concordance--cursor-bar")) if y == self.cursor else Segment("  ", ground)
        )
        return [bar, *self._about(line, columns, ground), *self._in_context(line, columns, ground)]

    def _about(self, line: ConcordanceLine, columns: Columns, ground: Style) -> list[Segment]:
        if not columns.date:
            return []
        cells = [
            (wording.short_date(line.date) if line.date else "no date", columns.date),
            (line.outlet or "no outlet", columns.outlet),
        ]
        return [Segment(_filled(text, width), ground + self.over("concordance--about")) for text, width in cells]

    def _in_context(self, line: ConcordanceLine, columns: Columns, ground: Style) -> list[Segment]:
        hit = shortened(line.hit, columns.rest)
        left = fitting(line.left, columns.left, at_end=True)
        right = fitting(line.right, columns.rest - cell_len(hit))
        overlays: dict[str, list[Overlay]] = {"left": [], "hit": [], "right": []}
        found = self.lines.sorting_word(line) if self.lines else None
        if found:
            part, (start, end) = found
            moved = len(line.left) - len(left) if part == "left" else 0
            overlays[part] = [(start - moved, end - moved, self.over("concordance--sorted"))]
        mark = [Segment(_LEFT_TO_RIGHT, ground)] if _turns_around(line) else []
        return [
            Segment(" " * (columns.left - cell_len(left)), ground),
            *paint(left, ground, overlays["left"]),
            *mark,
            *paint(hit, ground + self.over("concordance--hit"), overlays["hit"]),
            *mark,
            *paint(right, ground, overlays["right"]),
        ]

    # Moving

    def move_to(self, number: int) -> None:
        """Put the cursor on a line, or on the nearest that there is."""
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
        """Move the cursor by a page, with two lines kept in view."""
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
        """Put the cursor where the user points; on the cursor's own line, open it."""
        number = event.y + self.top_line
        if not 0 <= number < self.total:
            return
        if number == self.cursor:
            self.action_ask("open")
        else:
            self.move_to(number)

    # Asking

    def action_ask(self, what: str) -> None:
        """Ask for something to be done with the line under the cursor, or without one."""
        if self.current or what in ("search", "back"):
            self.post_message(self.Asked(what, self.current))

    def action_turn(self) -> None:
        """Sort by what comes next in turn."""
        place = TURNS.index(self._wanted) + 1 if self._wanted in TURNS else 0
        self._sort(TURNS[place % len(TURNS)])

    def action_beside(self, by: int) -> None:
        """Sort by the word one further left or right."""
        if self._wanted in BESIDE:
            self._sort(BESIDE[min(max(0, BESIDE.index(self._wanted) + by), len(BESIDE) - 1)])
        else:
            self._sort("right" if by > 0 else "left")

    def _sort(self, order: Order) -> None:
        if self.lines and order != self._wanted:
            self._wanted = order
            self.post_message(self.Sorted(order))


def _filled(text: str, width: int) -> str:
    """`text` in a column of `width` cells, with two of them empty at its end."""
    text = shortened(text, width - 2)
    return text + " " * (width - cell_len(text))


def _turns_around(line: ConcordanceLine) -> bool:
    """Whether there are letters in the line that are written from right to left."""
    text = line.left + line.hit + line.right
    return not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)
