"""Files and folders of this program: nobody but their owner may read them, whatever the umask says."""

from __future__ import annotations

import os
from pathlib import Path

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def make_private_folder(path: Path) -> None:
    """Make a folder and those above it that are missing, each for this user alone; what is there stays as it is."""
    missing = []
    place = path
    while not place.exists() and place.parent != place:
        missing.append(place)
        place = place.parent
    for folder in reversed(missing):
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    if not path.is_dir():
        path.mkdir(mode=PRIVATE_FOLDER)  # says why it cannot be


def create_private(path: Path) -> None:
    """Make an empty file that only this user may read. Raises FileExistsError if there is one, or a link."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))


def write_private(path: Path, data: str | bytes) -> None:
    """Write a new file that only this user may read, in the place of one that is there. Text is written as UTF-8."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(data.encode("utf-8") if isinstance(data, str) else data)
