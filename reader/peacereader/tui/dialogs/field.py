"""The dialog in which a field of an article is corrected."""

from __future__ import annotations

from textual.widgets import Static

from peaceindex import checked_value
from peaceindex.errors import PeaceindexError
from peaceindex.model.correction import Field
from peacereader.tui.dialogs.line_dialog import LineDialog

_HINTS: dict[Field, str] = {"date": "as 2025-05-12", "authors": "names, parted by commas"}


class FieldScreen(LineDialog):
    """Asks for the value of a field, and takes none that is not one."""

    HELP = "Enter keeps it · empty: not known · Esc leaves it as it was"

    DEFAULT_CSS = """
    FieldScreen .name { text-style: bold; height: auto; }
    """

    def __init__(self, field: Field, value: str) -> None:
        super().__init__(value, "not known")
        self._field = field

    def about(self) -> Static:
        """The field's name, and how it is written."""
        hint = _HINTS.get(self._field, "")
        return Static(self._field.title() + (f", {hint}" if hint else ""), classes="name", markup=False)

    def objection(self, line: str) -> str:
        """Why this is no value of the field."""
        try:
            checked_value(self._field, line)
        except PeaceindexError as error:
            return str(error)
        return ""
