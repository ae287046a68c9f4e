"""The line that says how far an addition is, while one goes on."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from peacereader.tui.error_handling import GuardedWidget


class AdditionLine(GuardedWidget, Widget):
    """A line above the key bar; it is there only as long as it has words."""

    DEFAULT_CSS = """
    AdditionLine { height: 1; color: $room-muted; background: $background; display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._words = ""

    def say(self, words: str) -> None:
        """Show words; none hide the line."""
        self._words = words
        if self.display != bool(words):
            self.display = bool(words)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the words."""
        return Strip([Segment(f" {self._words}", self.rich_style)]).adjust_cell_length(self.size.width, self.rich_style)
