"""The list under the search line: possible completions, each with its kind and the number of articles that have it."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.widgets.offers import Offers
from peacereader.tui.widgets.wrapping import shortened

MAX_ROW_CELLS = 48
"""The greatest width in cells of a row; longer names are cut."""


class CompletionList(GuardedWidget, Widget):
    """An overlay on the screen below the search line. It takes up no space and never has the focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"completions--kind", "completions--chosen"}

    DEFAULT_CSS = """
    CompletionList {
        display: none;
        overlay: screen;
        position: absolute;
        background: $room-cursor;
        color: $foreground;
        & > .completions--kind { color: $room-muted; }
        & > .completions--chosen { background: $room-selection; }
    }
    """

    class Picked(Message):
        """Posted when the user clicks a completion."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self._offers = Offers()
        self._first = 0

    def show(self, offers: Offers, column: int, line: int) -> None:
        """Show these completions below `line`.

        The left edge is at `column` of the parent, or further left if they need the space.
        """
        screen = self.screen.size
        self._offers = offers
        rows = min(len(offers.completions), max(2, (screen.height - 4) // 2))
        chosen = offers.chosen or 0
        self._first = min(max(self._first, chosen - rows + 1), chosen)
        names, facts = (
            max(map(cell_len, column))
            for column in zip(*((o.shown, self._facts(n)) for n, o in enumerate(offers.completions)), strict=True)
        )
        width = min(names + facts + 4, MAX_ROW_CELLS, screen.width)
        self.styles.width, self.styles.height = width, rows
        self.styles.offset = (max(0, min(column - 1, screen.width - width)), line)
        self.display = True
        self.refresh()

    def hide(self) -> None:
        """Hide the list."""
        self._first = 0
        self.display = False

    def _facts(self, number: int) -> str:
        one = self._offers.completions[number]
        return f"{one.kind} {one.count:>6,}" if one.count else f"{one.kind}       "

    def render_line(self, y: int) -> Strip:
        """Return a row: the name on the left, the kind and the count on the right."""
        number = y + self._first
        base = self.rich_style
        if number >= len(self._offers.completions):
            return Strip.blank(self.size.width, base)
        if number == self._offers.chosen:
            base += self.get_component_rich_style("completions--chosen", partial=True)
        facts = self._facts(number)
        room = self.size.width - len(facts) - 4
        name = shortened(self._offers.completions[number].shown, room)
        segments = [
            Segment(f" {name}{' ' * (room - cell_len(name) + 2)}", base),
            Segment(facts + " ", base + self.get_component_rich_style("completions--kind", partial=True)),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        """Report which completion was clicked."""
        self.post_message(self.Picked(event.y + self._first))
