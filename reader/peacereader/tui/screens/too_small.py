"""The screen to show if the terminal is too small for the reading room."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.terminal_size import MIN_SIZE


class TooSmallScreen(ReaderScreen[None]):
    """A few words that fit anywhere. The app leaves it when there is enough space."""

    BINDINGS: ClassVar = [Binding("q,escape", "app.quit", "quit")]

    DEFAULT_CSS = """
    TooSmallScreen { background: $background; color: $foreground; }
    TooSmallScreen Static { width: 1fr; height: auto; }
    """

    def compose(self) -> ComposeResult:
        """Yield the words."""
        yield Static(
            f"Too small to read in. Make it {MIN_SIZE.width} by {MIN_SIZE.height} or more. q quits.",
            markup=False,
        )
