"""Textual's own widgets of our dialogs, made so that an error in one of them does not end the reader."""

from __future__ import annotations

from textual import events
from textual.widgets import Input, OptionList

from peacereader.tui.error_handling import GuardedWidget


class GuardedInput(GuardedWidget, Input):
    """A line of text to type in. Enter gives it as it is then, without what is typed while that is dealt with."""

    async def on_key(self, event: events.Key) -> None:
        """Take Enter before keys that are waiting."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.action_submit()


class GuardedOptionList(GuardedWidget, OptionList):
    """A list to choose from."""
