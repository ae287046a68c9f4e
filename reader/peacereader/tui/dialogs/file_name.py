"""The dialog that asks for the name of a file to write."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Static

from peacereader.exports.tables import NAME_FOR_SPREADSHEETS
from peacereader.tui.dialogs.line_dialog import LineDialog


class FileNameScreen(LineDialog):
    """A dialog that asks where to write a file. It refuses the names of existing files, so none is overwritten."""

    HELP = "Enter writes the file · Esc cancels"
    _FOR_TABLES = f"a name that ends in {NAME_FOR_SPREADSHEETS}: for Excel and others, without formulas"

    DEFAULT_CSS = """
    FileNameScreen .name { text-style: bold; height: auto; }
    """

    def __init__(self, about: str, path: Path, *, is_table: bool = False) -> None:
        super().__init__(str(path), "a file")
        self._about = f"{about}\n{self._FOR_TABLES}" if is_table else about

    def about(self) -> Static:
        """Return the description of the text to write."""
        return Static(self._about, classes="name", markup=False)

    def objection(self, line: str) -> str:
        """Return why the file cannot be written there, or "" if it can."""
        return file_objection(line)


def file_objection(line: str, is_folder: bool = False) -> str:
    """Return why no new file, or no files in a folder, can be written at a path that was typed; "" if they can."""
    what = "folder" if is_folder else "file"
    if not line.strip():
        return f"The {what} needs a name."
    try:
        path = Path(line.strip()).expanduser()
        path.lstat()
        is_there = path.is_dir()
    except (FileNotFoundError, NotADirectoryError):
        return "" if path.parent.is_dir() else f"There is no folder {path.parent}."
    except (OSError, ValueError, RuntimeError):  # too long, a null character, or ~ with an unknown user
        return f"A {what} cannot have this name."
    if is_there:
        return "" if is_folder else "This is a folder: add the name of a file."
    return "A file of this name already exists. It stays as it is: choose another name."
