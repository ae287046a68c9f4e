"""The line in which one types what to find in an article, with how many places were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.widgets import Input, Static

from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings

if TYPE_CHECKING:
    from textual.app import ComposeResult


class FindInput(GuardedWidget, Input):
    """The input. What it is typed is posted; it keeps `Input.Changed` to itself, which the screen's search follows."""

    BINDINGS: ClassVar = bindings("find")

    cursor_blink = False
    key_mode = "finding"
    """The mode of which the key bar shows the keys."""

    class Typed(FieldMessage):
        """Posted when the text has changed."""

        text: str

    class Stepped(FieldMessage):
        """Posted when the user goes to the next or previous place without leaving the line."""

        by: int

    class Left(FieldMessage):
        """Posted when the user leaves the line; `is_kept` says whether keys still go through what was found."""

        is_kept: bool

    def __init__(self) -> None:
        super().__init__(placeholder="find in the article", compact=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Post what is typed."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_blur(self) -> None:
        """Leave the line, as when the user turns to another pane; not when another window comes to the front."""
        if self.app.app_focus:
            self.post_message(self.Left(is_kept=True))

    def action_done(self) -> None:
        """Go on reading at the place that was found."""
        self.post_message(self.Left(is_kept=bool(self.value.strip())))

    def action_close(self) -> None:
        """Close the line, and find nothing any more."""
        self.post_message(self.Left(is_kept=False))

    def action_step(self, by: int) -> None:
        """Go to the next or previous place."""
        self.post_message(self.Stepped(by))

    def action_clear(self) -> None:
        """Clear the line."""
        self.value = ""


class FindLine(GuardedWidget, Horizontal):
    """The input after its sign, and what was found at its right."""

    DEFAULT_CSS = """
    FindLine {
        height: 1; background: $surface; padding: 0 1;
        & > #find-sign { width: 2; color: $accent; text-style: bold; }
        & > FindInput { width: 1fr; background: $surface; }
        & > #found { width: auto; color: $room-muted; padding: 0 0 0 1; }
        & > #found.-missing { color: $text-error; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.input = FindInput()
        self._found = Static("", id="found", markup=False)

    def compose(self) -> ComposeResult:
        """Yield the sign, the input and what was found."""
        yield Static("/", id="find-sign", markup=False)
        yield self.input
        yield self._found

    def say(self, words: str, *, is_missing: bool = False) -> None:
        """Show what was found; `is_missing` says that it was nothing."""
        self._found.update(words)
        self._found.set_class(is_missing, "-missing")
