"""The line that says how far an addition is, while one goes on."""

from __future__ import annotations

from textual.widgets import Static

from peacereader.tui.error_handling import GuardedWidget


class AdditionLine(GuardedWidget, Static):
    """A line above the key bar; it is there only as long as it has words."""

    DEFAULT_CSS = """
    AdditionLine { height: 1; padding: 0 1; color: $room-muted; background: $background; display: none; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def say(self, words: str) -> None:
        """Show words; none hide the line."""
        self.update(words)
        if self.display != bool(words):
            self.display = bool(words)
