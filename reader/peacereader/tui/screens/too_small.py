"""What is shown where the terminal has no room for a reading room."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.widgets import Static

from peacereader.tui.base_screens import ReaderScreen

SMALLEST = Size(30, 8)
"""Columns and lines below which the panes make no sense."""


def too_small(size: Size) -> bool:
    """Whether the terminal has too little room."""
    return size.width < SMALLEST.width or size.height < SMALLEST.height


class SmallScreen(ReaderScreen[None]):
    """A few words that fit anywhere; goes away by itself when there is room."""

    BINDINGS: ClassVar = [Binding("q,escape", "app.quit", "quit")]

    DEFAULT_CSS = """
    SmallScreen { background: $background; color: $foreground; }
    SmallScreen Static { width: 1fr; height: auto; }
    """

    def compose(self) -> ComposeResult:
        """The words."""
        yield Static(
            f"Too small to read in. Make it {SMALLEST.width} by {SMALLEST.height} or more. q quits.",
            markup=False,
        )
