"""The dialog for correcting a field of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from peaceindex import checked_value
from peaceindex.errors import PeaceindexError
from peacereader.tui.dialogs.line_dialog import LineDialog

if TYPE_CHECKING:
    from peaceindex.model.correction import Field

_HINTS: dict[Field, str] = {"date": "as 2025-05-12", "authors": "names, separated by commas"}


class FieldScreen(LineDialog):
    """A dialog that asks for the value of a field, and accepts only valid values."""

    HELP = "Enter saves · empty: not known · Esc cancels"

    DEFAULT_CSS = """
    FieldScreen .name { text-style: bold; height: auto; }
    """

    def __init__(self, field: Field, value: str) -> None:
        super().__init__(value, "not known")
        self._field = field

    def about(self) -> Static:
        """Return the field's name and the format of its value."""
        hint = _HINTS.get(self._field, "")
        return Static(self._field.title() + (f", {hint}" if hint else ""), classes="name", markup=False)

    def objection(self, line: str) -> str:
        """Return why `line` is no valid value of the field, or "" if it is."""
        try:
            checked_value(self._field, line)
        except PeaceindexError as error:
            return str(error)
        return ""
