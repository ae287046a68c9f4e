"""Checks that the files of a library are its own: regular files in its folder, not links, pipes or devices.

A library may come from a stranger, in an archive or on a disk. An entry with the name of a library file may be a link
to one of the user's files, which would be overwritten. Or it may be a pipe, and reading it would never end.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryUnsafeError
from peaceindex.private_files import PRIVATE_FILE_MODE
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BACKUPS = "backups"
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NON_BLOCKING = getattr(os, "O_NONBLOCK", 0)
_CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
_ADVICE = "Copy the folder with all files that belong to it, and open the copy; or take that away."
_KIND_NAMES = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISREG, "a file"),
)


def check_names(folder: Path, prefixes: Iterable[str], folders: Iterable[str] = ()) -> None:
    """Check every entry of `folder` whose name begins with one of `prefixes`, and the subfolders named in `folders`.

    Raises LibraryUnsafeError for the first entry that is not a regular file of the library's own, or not a folder
    where one is expected. Raises OSError if `folder` cannot be listed. A missing folder is fine.
    """
    prefixes, folders = tuple(prefixes), frozenset(folders)
    try:
        status = folder.stat()  # the folder itself may be a link, because the user named it
    except FileNotFoundError:
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            path = folder / entry.name
            if entry.name in folders:
                check_folder(path, links=entry.name == BACKUPS)  # backups are read or removed, never changed
            elif entry.name.startswith(prefixes):
                with suppress(FileNotFoundError):  # another program has removed it meanwhile, such as a journal
                    _check(path, entry.stat(follow_symlinks=False), status.st_uid, os.access(folder, os.W_OK))


def check_folder(path: Path, *, links: bool = False) -> None:
    """Raise LibraryUnsafeError unless `path` is a folder (not a link to one) that holds only regular files.

    A missing folder is fine. So is a subfolder for temporary files (`*.tmp`), which is checked in the same manner. If
    `links` is set, the files may have other names elsewhere (hard links).
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(status.st_mode):
        raise _unsafe(path, f"is {_kind_name(status)}, not a folder")
    writable = os.access(path, os.W_OK)
    with suppress(FileNotFoundError), os.scandir(path) as entries:  # the folder may be gone by now
        for entry in entries:
            with suppress(FileNotFoundError):
                if entry.name.endswith(".tmp") and entry.is_dir(follow_symlinks=False):
                    check_folder(path / entry.name, links=links)
                else:
                    _check(path / entry.name, entry.stat(follow_symlinks=False), status.st_uid, writable and not links)


def open_file(path: Path, flags: int) -> int:
    """Open a file as `os.open` does, but do not follow links or wait for a pipe. Return its descriptor.

    A file that this creates can be read by this user alone. Raises LibraryUnsafeError if the file is not a regular one,
    has another name (a hard link), or belongs neither to this user nor to the owner of the folder. Raises OSError as
    `os.open` does.
    """
    with suppress(FileNotFoundError):
        _check(path, path.lstat(), path.parent.stat().st_uid, writable=True)
    file = os.open(path, flags | _NO_FOLLOW | _NON_BLOCKING | _CLOSE_ON_EXEC, PRIVATE_FILE_MODE)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise _unsafe(path, f"is {_kind_name(os.fstat(file))}, not a file")
    except BaseException:
        os.close(file)
        raise
    return file


def create_if_missing(path: Path) -> None:
    """Create an empty file that only this user may read, unless it exists.

    SQLite gives the files that it makes beside it the same permissions.
    """
    if not os.path.lexists(path):
        with suppress(FileExistsError):  # another process created it first
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | _NO_FOLLOW, PRIVATE_FILE_MODE))


def may_write(path: Path) -> bool:
    """Return whether this process may write to the file, or create it, and create journals beside it."""
    access_options: dict[str, bool] = {"effective_ids": True} if os.access in os.supports_effective_ids else {}
    return os.access(path.parent, os.W_OK, **access_options) and (
        not path.exists() or os.access(path, os.W_OK, **access_options)
    )


def _check(path: Path, status: os.stat_result, owner: int, writable: bool) -> None:
    """Raise LibraryUnsafeError if the file is unsafe. `owner` is the user id of the folder's owner.

    If the file is not `writable`, hard links and other owners do no harm.
    """
    if not stat.S_ISREG(status.st_mode):
        raise _unsafe(path, f"is {_kind_name(status)}, not a file")
    if writable and status.st_nlink > 1:
        raise _unsafe(path, "has another name elsewhere (a hard link), and would be changed there too")
    if writable and hasattr(os, "geteuid") and status.st_uid not in (owner, os.geteuid()):
        raise _unsafe(path, "belongs to another user")


def _unsafe(path: Path, what: str) -> LibraryUnsafeError:
    return LibraryUnsafeError(f"{printable(str(path))} {what}.", _ADVICE)


def _kind_name(status: os.stat_result) -> str:
    return next((name for is_kind, name in _KIND_NAMES if is_kind(status.st_mode)), "no file")
