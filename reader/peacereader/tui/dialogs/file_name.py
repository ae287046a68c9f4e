"""The dialog that asks for the name of a file to be written."""

from __future__ import annotations

import os
from pathlib import Path

from textual.widgets import Static

from peacereader.tui.dialogs.line_dialog import LineDialog


class FileNameScreen(LineDialog):
    """Asks where to write a file; what is there already is never written over."""

    HELP = "Enter writes it · Esc leaves it"

    DEFAULT_CSS = """
    FileNameScreen .name { text-style: bold; height: auto; }
    """

    def __init__(self, about: str, path: Path) -> None:
        super().__init__(str(path), "a file")
        self._about = about

    def about(self) -> Static:
        """What is written."""
        return Static(self._about, classes="name", markup=False)

    def objection(self, line: str) -> str:
        """Why it cannot be written there."""
        if not line.strip():
            return "The file needs a name."
        try:
            path = Path(line.strip()).expanduser()
            if os.path.lexists(path):
                return "There is a file of this name already."
            return "" if path.parent.is_dir() else f"There is no folder {path.parent}."
        except (OSError, ValueError, RuntimeError):  # too long, a null character, ~ of a user that there is not
            return "A file cannot have this name."
