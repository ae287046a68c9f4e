"""The dialog that asks where a folder is now that was added."""

from __future__ import annotations

from textual.widgets import Static

from peaceindex.model.safe_text import printable
from peacereader.tui.dialogs.line_dialog import LineDialog
from peacereader.tui.typed_paths import exists, read_paths


class MovedFolder(LineDialog):
    """A dialog whose result is the present path of a folder, which is there."""

    HELP = "Enter takes it: no article is added twice · Esc cancels"

    DEFAULT_CSS = """
    MovedFolder .about { text-style: bold; height: auto; }
    """

    def __init__(self, path: str) -> None:
        super().__init__(path, "where it is now")
        self._path = path

    def about(self) -> Static:
        """Return the question."""
        return Static(f"Where is {printable(self._path)} now?", classes="about", markup=False)

    def objection(self, line: str) -> str:
        """Return why this cannot be its place, or ""."""
        paths = read_paths(line)
        if len(paths) != 1 or not exists(paths[0]):
            return "There is nothing at this path."
        return "It was there before: type where it is now." if paths[0] == self._path else ""
