"""The dialog for writing a note on a passage: a text area of any number of lines."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from peaceindex.model.safe_text import neutralise
from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.error_handling import GuardedWidget


class NoteArea(GuardedWidget, TextArea):
    """The text area. Tab leaves it to the dialog, since it would be the only key that types what cannot be seen."""


class NoteScreen(ReaderDialog[str | None]):
    """A dialog whose result is the note without surrounding white space, or None if it is as it was.

    There is no key that throws away what was typed: Esc saves it, and undoing in the article or in the list of passages
    brings the earlier note back.
    """

    BINDINGS: ClassVar = [
        Binding("escape,ctrl+s", "leave", "save the note", priority=True),
        Binding("ctrl+g", "editor", "go on in the editor", priority=True),
    ]

    HELP = "Esc saves · Enter begins a new line · Ctrl+G opens your editor"
    KEEPING_KEY = "Esc"

    DEFAULT_CSS = """
    NoteScreen { align: center middle; background: $background 60%; }
    NoteScreen > Vertical {
        width: 76; max-width: 96%; height: auto; max-height: 96%; background: $surface; padding: 1 2;
        border: round $accent;
    }
    NoteScreen .quote { color: $room-muted; text-style: italic; height: auto; max-height: 4; }
    NoteScreen .help { color: $room-muted; height: auto; }
    NoteScreen TextArea {
        border: none; height: auto; min-height: 3; max-height: 12; padding: 0; margin: 1 0; background: $room-cursor;
    }
    NoteScreen TextArea:focus { border: none; }
    """

    def __init__(self, about: str, note: str, draft: str | None = None) -> None:
        """`about` names the passages; `draft` is what was written already, if that is not the note itself."""
        super().__init__()
        self._about = about
        self._note = note
        self._draft = note if draft is None else draft

    @property
    def is_changed(self) -> bool:
        """Whether the note differs from its first value and is not saved yet."""
        return self.is_mounted and self._written() != self._note

    def compose(self) -> ComposeResult:
        """Yield the passage, the text area and the keys."""
        with Vertical():
            yield Static(self._about, classes="quote", markup=False)
            area = NoteArea(self._draft, soft_wrap=True, show_line_numbers=False, compact=True, placeholder="note")
            area.cursor_blink = False
            area.highlight_cursor_line = False
            yield area
            yield Static(self.HELP, classes="help", markup=False)

    def on_mount(self) -> None:
        """Go on where the note ends."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    def action_editor(self) -> None:
        """Go on in the user's editor. What it writes comes back into the text area, and is not saved yet."""
        from peacereader.tui.editor import edit

        edited = edit(self.app, self._written())
        if edited.words:
            self.notify(edited.words, markup=False)
        if edited.text is not None:
            area = self.query_one(TextArea)
            area.text = edited.text
            area.move_cursor(area.document.end)

    def on_reader_dialog_leaving(self) -> None:
        """Return the note if it was changed."""
        written = self._written()
        self.leave(None if written == self._note else written)

    def _written(self) -> str:
        return neutralise(self.query_one(TextArea).text).strip()
