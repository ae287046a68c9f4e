"""Variants of Textual's own widgets for the dialogs: an error in one of them does not end the reader."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Checkbox, Input, OptionList

from peacereader.tui.error_handling import GuardedWidget


class GuardedInput(GuardedWidget, Input):
    """A line of text to type in. Enter submits the text as it is then, without letters typed while Enter is handled."""

    async def on_key(self, event: events.Key) -> None:
        """Handle Enter before keys that are waiting."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.action_submit()


class GuardedOptionList(GuardedWidget, OptionList):
    """A list to choose from; j and k move in it as the arrows do."""

    BINDINGS: ClassVar = [Binding("j", "cursor_down", show=False), Binding("k", "cursor_up", show=False)]


class GuardedCheckbox(GuardedWidget, Checkbox):
    """A box to tick. Its sign tells whether it is ticked, not its colour alone."""

    @property
    def _button(self) -> Content:
        return Content("■" if self.value else "□")
