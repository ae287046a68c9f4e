"""The dialog for correcting a field of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from peaceindex import checked_value
from peaceindex.errors import PeaceindexError
from peacereader import wording
from peacereader.tui.dialogs.line_dialog import LineDialog

if TYPE_CHECKING:
    from peaceindex.model.correction import Field

_HINTS: dict[Field, str] = {
    "date": "as 12 May 2025 or 2025-05-12; 2025-05 or 2025 if no more is known",
    "authors": "names, separated by commas",
    "tags": "those of the outlet, separated by commas",
    "url": "as https://example.org/article",
    "language": "a code such as uk, or its English name",
}


class FieldScreen(LineDialog):
    """A dialog that asks for the value of a field, and accepts only valid values."""

    HELP = "Enter saves · empty: not known · Esc cancels"

    DEFAULT_CSS = """
    FieldScreen .name { text-style: bold; height: auto; }
    """

    def __init__(self, field: Field, value: str, about: str = "") -> None:
        """`about` says which articles are corrected; by default the name of the field stands there."""
        super().__init__(value, "not known")
        self._field = field
        self._about = about or wording.field_name(field)

    def about(self) -> Static:
        """Return the field's name and the format of its value."""
        hint = _HINTS.get(self._field, "")
        return Static(self._about + (f", {hint}" if hint else ""), classes="name", markup=False)

    def objection(self, line: str) -> str:
        """Return why `line` is no valid value of the field, or "" if it is."""
        try:
            checked_value(self._field, line)
        except PeaceindexError as error:
            return str(error)
        return ""
