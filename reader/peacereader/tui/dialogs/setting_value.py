"""A dialog that asks for the value of a setting, with those that there are to complete from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.widgets import Input, Static

from peaceindex.errors import DataFileError
from peacereader.tui.dialogs.line_dialog import LineDialog
from peacereader.tui.setting_values import typed_value

if TYPE_CHECKING:
    from collections.abc import Sequence


class SettingValue(LineDialog):
    """A dialog whose result is what was typed, which the setting can be; "" for its default."""

    BINDINGS: ClassVar = [Binding("tab,down", "choice(1)", show=False, priority=True),
                          Binding("shift+tab,up", "choice(-1)", show=False, priority=True)]  # fmt: skip

    def __init__(self, name: str, about: str, value: str, choices: Sequence[str], themes: Sequence[str]) -> None:
        super().__init__(value, "empty: the default")
        self._setting = name
        self._about = about
        self._choices = choices
        self._themes = themes

    def about(self) -> Static:
        """Return what the setting is, and the values that there are."""
        choices = f"\n\n{' · '.join(self._choices)}" if self._choices else ""
        name = "" if self._setting.startswith("keys.") else f"{self._setting}: "
        return Static(f"{name}{self._about}{choices}", markup=False)

    def on_mount(self) -> None:
        """Say how to go through the values."""
        if self._choices:
            self.query_one(".help", Static).update("Enter saves · Tab: the next value · Esc cancels")

    def action_choice(self, by: int) -> None:
        """Put the next or previous value into the line."""
        if not self._choices:
            return
        line = self.query_one(Input)
        now = self._choices.index(line.value) if line.value in self._choices else (-1 if by > 0 else 0)
        line.value = self._choices[(now + by) % len(self._choices)]
        line.cursor_position = len(line.value)

    def objection(self, line: str) -> str:
        """Return why the setting cannot be this."""
        try:
            typed_value(self._setting, line, self._themes)
        except DataFileError as error:
            return str(error)
        return ""
