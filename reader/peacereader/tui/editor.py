"""Writing a text in the user's own editor: the reader hands the terminal over, and takes it back afterwards."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import SuspendNotSupported

from peaceindex.model.safe_text import neutralise, printable
from peaceindex.private_files import write_private

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App

FILE_NAME = "note.txt"


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of a text: the new one, or None if it is as it was; and what the user should know, or "".

    `is_doubtful` says that the editor failed after it had written the text.
    """

    text: str | None
    words: str = ""
    is_doubtful: bool = False


def edit(app: App[Any], text: str) -> Edited:
    """Open a text in `$VISUAL` or `$EDITOR`, wait until the editor is left, and return what was written.

    The text lies meanwhile in a folder that only the user can read, and which is removed afterwards with all that the
    editor left there. Must be called in the thread of the app, which stands still meanwhile.
    """
    command, problem = _command()
    if problem:
        return Edited(None, problem)
    try:
        with tempfile.TemporaryDirectory(prefix="peacereader-note-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / FILE_NAME
            write_private(path, text + "\n" if text else "")
            try:
                with app.suspend(), _interrupts_for_the_editor():
                    code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603
            except SuspendNotSupported:
                return Edited(None, "This terminal cannot be handed over to an editor; e writes the note here.")
            return _outcome(path, text, code, command[0])
    except OSError as error:
        return Edited(None, f"The editor could not be used: {error.strerror or error}. The note is as it was.")


def _command() -> tuple[list[str], str]:
    """Return the command of the user's editor, or what is wrong with it."""
    name = next((name for name in ("VISUAL", "EDITOR") if os.environ.get(name, "").strip()), "")
    if not name:
        return [], "No editor is set: put its command into VISUAL or EDITOR. e writes the note here."
    value = os.environ[name]
    try:
        command = shlex.split(value, posix=os.name == "posix")
    except ValueError:
        command = []
    if not command or not shutil.which(command[0]):
        return [], f"There is no editor “{printable(value)}”, which {name} names. e writes the note here."
    return command, ""


def _outcome(path: Path, before: str, code: int, program: str) -> Edited:
    failed = f"“{printable(program)}” ended with an error ({code})."
    try:
        written = neutralise(_decoded(path.read_bytes())).strip()
    except FileNotFoundError:
        return Edited(None, "The editor has left no file. The note is as it was.")
    if written == before.strip():
        return Edited(None, f"{failed} The note is as it was." if code else "The note is as it was.")
    if not written:
        return Edited(None, "The file came back empty. The note is as it was; e can clear it.")
    if code:
        return Edited(written, f"{failed} What it had written is here: Esc keeps it.", is_doubtful=True)
    return Edited(written)


def _decoded(data: bytes) -> str:
    """Return what an editor wrote. Each byte becomes something, whatever encoding the editor uses."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


@contextmanager
def _interrupts_for_the_editor() -> Iterator[None]:
    """Leave Ctrl+C to the editor. A handler is not inherited by the program that is started."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
