"""Textual's own widgets of our dialogs, made so that an error in one of them does not end the reader."""

from __future__ import annotations

from textual.widgets import Input, OptionList

from peacereader.guarding import GuardedWidget


class GuardedInput(GuardedWidget, Input):
    """A line of text to type in."""


class GuardedOptionList(GuardedWidget, OptionList):
    """A list to choose from."""
