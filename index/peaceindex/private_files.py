"""Files and folders that nobody but their owner may read, whatever the umask."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE_FOLDER_MODE = 0o700
PRIVATE_FILE_MODE = 0o600


def make_private_folder(path: Path) -> None:
    """Make a folder and its missing parents, each for this user alone. Existing folders stay as they are."""
    missing = []
    ancestor = path
    while not ancestor.exists() and ancestor.parent != ancestor:
        missing.append(ancestor)
        ancestor = ancestor.parent
    for folder in reversed(missing):
        folder.mkdir(mode=PRIVATE_FOLDER_MODE, exist_ok=True)
    if not path.is_dir():
        path.mkdir(mode=PRIVATE_FOLDER_MODE)  # raises the error that says why it cannot be made


def create_private(path: Path) -> None:
    """Make an empty file that only this user may read. Raise FileExistsError if a file or a link is already there."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE_MODE))


def replace_private(path: Path, data: str | bytes) -> None:
    """Put a private file in the place of another, all of it at once, and make missing folders. Raise OSError."""
    make_private_folder(path.parent)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        write_private(partial, data)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def write_private(path: Path, data: str | bytes) -> None:
    """Write a file that only this user may read, and replace an existing one. Text is written as UTF-8."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), PRIVATE_FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data.encode("utf-8") if isinstance(data, str) else data)
