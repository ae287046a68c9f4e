"""The dialog in which a note on a passage is written."""

from __future__ import annotations

from textual.widgets import Static

from peacereader.tui.dialogs.line_dialog import LineDialog
from peacereader.tui.widgets.wrapping import shortened


class NoteScreen(LineDialog):
    """Asks for the note on a passage, of which it shows the beginning."""

    DEFAULT_CSS = """
    NoteScreen .quote { color: $room-muted; text-style: italic; height: auto; max-height: 4; }
    """

    def __init__(self, quote: str, note: str) -> None:
        super().__init__(note, "note")
        self._quote = quote

    def about(self) -> Static:
        """The passage."""
        return Static(f"“{shortened(self._quote, 200)}”", classes="quote", markup=False)
