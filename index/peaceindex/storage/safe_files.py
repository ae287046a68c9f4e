"""The files of a library are its own: regular files within its folder, and nothing else that only looks like one.

A library may come from a stranger, in an archive or on a disk. What stands in it under the name of one of our files
may be a link to a file of the user's, which we would overwrite, or a pipe, on which we would wait for ever.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from peaceindex.errors import LibraryUnsafeError
from peaceindex.private_files import PRIVATE_FILE
from peaceindex.text.decoding import printable

BACKUPS = "backups"
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_CLOSE = getattr(os, "O_CLOEXEC", 0)
_COPY = "Copy the folder with all files that belong to it, and open the copy; or take that away."
_KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISREG, "a file"),
)


def check_names(folder: Path, prefixes: Iterable[str], folders: Iterable[str] = ()) -> None:
    """Look at everything in `folder` whose name begins with one of `prefixes`, and into those of `folders` there.

    Raises LibraryUnsafeError for the first that is not a regular file of its own, or no folder; OSError where `folder`
    cannot be listed. A folder that is not there is well.
    """
    prefixes, folders = tuple(prefixes), frozenset(folders)
    try:
        about = folder.stat()  # the folder itself may be a link: the user named it
    except FileNotFoundError:
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            path = folder / entry.name
            if entry.name in folders:
                check_folder(path, links=entry.name == BACKUPS)  # copies are read or removed, never changed
            elif entry.name.startswith(prefixes):
                _check(path, entry.stat(follow_symlinks=False), about.st_uid, os.access(folder, os.W_OK))


def check_folder(path: Path, *, links: bool = False) -> None:
    """Raises LibraryUnsafeError unless `path` is a folder, no link to one, with nothing but regular files in it.

    One that is not there is well, and so is a folder for temporary files in it. With `links`, its files may have other
    names elsewhere (hard links).
    """
    try:
        about = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(about.st_mode):
        raise _unsafe(path, f"is {_kind(about)}, not a folder")
    writable = os.access(path, os.W_OK)
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name.endswith(".tmp") and entry.is_dir(follow_symlinks=False):
                check_folder(path / entry.name, links=links)
            else:
                _check(path / entry.name, entry.stat(follow_symlinks=False), about.st_uid, writable and not links)


def open_file(path: Path, flags: int) -> int:
    """Open a file for this user alone, as `os.open` does, but no link, and never waiting for a pipe.

    Raises LibraryUnsafeError where it is no regular file of the folder's owner or ours; OSError as `os.open`.
    """
    with suppress(FileNotFoundError):
        _check(path, path.lstat(), path.parent.stat().st_uid, writable=True)
    file = os.open(path, flags | _NO_FOLLOW | _NO_WAIT | _CLOSE, PRIVATE_FILE)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise _unsafe(path, f"is {_kind(os.fstat(file))}, not a file")
    except BaseException:
        os.close(file)
        raise
    return file


def create_if_missing(path: Path) -> None:
    """Make an empty file that only this user may read, unless it is there; SQLite's other files follow it."""
    if not os.path.lexists(path):
        with suppress(FileExistsError):  # another process was quicker
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | _NO_FOLLOW, PRIVATE_FILE))


def may_write(path: Path) -> bool:
    """Whether the system lets us write to the file, or make it, and make journals beside it."""
    ours: dict[str, bool] = {"effective_ids": True} if os.access in os.supports_effective_ids else {}
    return os.access(path.parent, os.W_OK, **ours) and (not path.exists() or os.access(path, os.W_OK, **ours))


def _check(path: Path, about: os.stat_result, owner: int, writable: bool) -> None:
    """`owner` is the user whose folder it is; where nothing is `writable`, other names and owners do no harm."""
    if not stat.S_ISREG(about.st_mode):
        raise _unsafe(path, f"is {_kind(about)}, not a file")
    if writable and about.st_nlink > 1:
        raise _unsafe(path, "has another name elsewhere (a hard link), and would be changed there too")
    if writable and hasattr(os, "geteuid") and about.st_uid not in (owner, os.geteuid()):
        raise _unsafe(path, "belongs to another user")


def _unsafe(path: Path, what: str) -> LibraryUnsafeError:
    return LibraryUnsafeError(f"{printable(str(path))} {what}.", _COPY)


def _kind(about: os.stat_result) -> str:
    return next((name for fits, name in _KINDS if fits(about.st_mode)), "no file")
