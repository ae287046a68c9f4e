"""The line at the top: the search input, what else is matched, and how much was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from peacereader.keys import bindings
from peacereader.widgets.wrapping import shortened


class SearchInput(Input):
    """The input of the search line; it knows two ways out."""

    BINDINGS: ClassVar = bindings("input")

    cursor_blink = False

    @dataclass
    class Left(Message):
        """The user leaves the line; `to_results` where the results are wanted."""

        to_results: bool

    def action_to_results(self) -> None:
        """Go to the results."""
        self.post_message(self.Left(to_results=True))

    def action_leave(self) -> None:
        """Leave the line."""
        self.post_message(self.Left(to_results=False))

    def action_clear(self) -> None:
        """Empty the line."""
        self.value = ""


class SearchLine(Horizontal):
    """The name of the program, the input, and the count of what was found."""

    DEFAULT_CSS = """
    SearchLine {
        height: 1;
        background: $surface;
        color: $foreground;
        & > #name { width: auto; padding: 0 1; color: $accent; text-style: bold; }
        & > #sign { width: 2; color: $room-muted; }
        & > SearchInput {
            width: 1fr; min-width: 12; background: $surface; color: $foreground; border: none; height: 1; padding: 0;
        }
        & > SearchInput:focus { background: $room-cursor; border: none; }
        & > #count { width: auto; padding: 0 1; color: $room-muted; }
    }
    """

    def compose(self) -> ComposeResult:
        """Name, sign, input, count."""
        yield Static("peacereader", id="name", markup=False)
        yield Static("/ ", id="sign", markup=False)
        yield SearchInput(placeholder="search", compact=True, id="query")
        yield Static("", id="count", markup=False)

    @property
    def input(self) -> SearchInput:
        """The input."""
        return self.query_one(SearchInput)

    def say(self, text: str) -> None:
        """Show how much was found."""
        self.query_one("#count", Static).update(text)


class NoteLine(Static):
    """A line under the search line: other spellings that were searched, or what is odd about the query.

    It stays where it is when it is empty, so that nothing jumps while typing;
    only where lines are few it gives way.
    """

    DEFAULT_CSS = """
    NoteLine { height: 1; background: $background; color: $room-muted; padding: 0 1; }
    NoteLine.-hint { color: $room-warning; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__("", markup=False, id=id)
        self._text = ""
        self._keys = ""

    def say(self, text: str, hint: bool = False, keys: str = "") -> None:
        """Show the words, or nothing at all; `keys` stand at the right and are never cut off."""
        self._text = text
        self._keys = keys
        self.set_class(bool(text), "-shown")
        self.set_class(hint, "-hint")
        self.on_resize()

    def on_resize(self) -> None:
        """Shorten the words to the line."""
        room = max(10, self.screen.size.width - 2 - (len(self._keys) + 3 if self._keys else 0))
        self.update(shortened(self._text, room) + (f"   {self._keys}" if self._keys else ""))
