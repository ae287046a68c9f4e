"""The recovery of annotations.db when it is damaged, gone or emptied.

The new file starts from the newest sound backup in `backups`. What can be read of the file itself and of its log is
merged into it. Nothing is deleted: the old file is kept beside the new one.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryLockedError
from peaceindex.model.entry_counts import listed
from peaceindex.private_files import write_private
from peaceindex.storage.backups import date_label
from peaceindex.storage.damage_detection import examine
from peaceindex.storage.sqlite_errors import database_error, system_error
from peaceindex.storage.state_note import StateNote, state_of
from peaceindex.storage.write_lock import hold_lock
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from peaceindex.storage.rebuilding import Outcome

_COMPANION_SUFFIXES = ("-wal", "-shm", "-journal")
_LOCK_TIMEOUT = 15.0
"""Seconds to wait for another program that is recovering the file."""


def recover_if_needed(path: Path, backups: Path) -> list[str]:
    """Recover annotations.db if needed, before it is opened. Return notices for the user.

    Raise LibraryError if it cannot be recovered: StorageError if the disk refuses, LibraryNewerError if a newer version
    must do it, LibraryLockedError if another program recovers it for too long. Raise OSError if it cannot be examined.
    """
    if not _recovered_path(path).exists() and not (found := examine(path, backups)).reason:
        return list(found.notices)
    notices: list[str] = []
    with recovery_lock(path):
        if _recovered_path(path).exists():
            aside = _damaged_path(path)
            _replace_file(path, aside)
            notices.append(
                f"{printable(str(path))} was being restored when the program was stopped. That has been finished; "
                f"the file as it was is kept as {aside.name}."
            )
        found = examine(path, backups)  # another program may have recovered it
        notices += [recover(path, backups, found.reason)] if found.reason else found.notices
    return notices


@contextmanager
def recovery_lock(path: Path) -> Iterator[None]:
    """A context in which no other program recovers or creates annotations.db.

    Raise LibraryLockedError if another program does so for too long.
    """
    deadline = time.monotonic() + _LOCK_TIMEOUT
    while True:
        lock = hold_lock(path.with_suffix(".lock"))
        try:
            lock.__enter__()
            break
        except LibraryLockedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def recover(path: Path, backups: Path, why: str) -> str:
    """Rebuild the file, put it in place, and return a notice for the user. `why` says what was wrong with the file.

    The caller holds the lock (`recovery_lock`). Raise LibraryError if it cannot be done, for example because the disk
    is full; then nothing has changed.
    """
    from peaceindex.storage.rebuilding import rebuild

    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        outcome = rebuild(path, backups, unfinished)
        unfinished.replace(_recovered_path(path))
    except (OSError, sqlite3.Error) as error:
        cause = (
            system_error(error, path)
            if isinstance(error, OSError)
            else database_error(error, unfinished, "Open it again.")
        )
        what = f"{printable(str(path))} {why}, and could not be restored. Nothing was changed. {cause.what}"
        raise type(cause)(what, cause.advice) from error
    finally:
        for suffix in ("", *_COMPANION_SUFFIXES):
            unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
    aside = _damaged_path(path)
    fragments_file = aside.with_name(aside.name + ".txt")
    if outcome.fragments:
        write_private(fragments_file, ("\n".join(outcome.fragments) + "\n").encode("utf-8", "backslashreplace"))
    existed = path.exists()
    _replace_file(path, aside)
    return " ".join(_notice_sentences(path, why, outcome, aside if existed else None, fragments_file))


def _replace_file(path: Path, aside: Path) -> None:
    """Set the old file aside, and put the recovered one in its place.

    If this is interrupted anywhere, the next opening continues it.
    """
    with suppress(FileNotFoundError):
        path.replace(aside)
    for suffix in _COMPANION_SUFFIXES:  # a log must never be read with another file than its own
        file = path.with_name(path.name + suffix)
        with suppress(FileNotFoundError):
            if suffix == "-shm" or not file.stat().st_size:
                file.unlink()  # an index of the log, which SQLite builds again; or an empty file
            else:
                file.replace(aside.with_name(aside.name + suffix))
    _recovered_path(path).replace(path)
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        if state := state_of(connection):
            StateNote(path).write(state)


def _notice_sentences(
    path: Path, why: str, outcome: Outcome, aside: Path | None, fragments_file: Path
) -> Iterator[str]:
    yield f"{printable(str(path))} {why}."
    salvaged = listed(outcome.salvaged)
    if outcome.base:
        entries = listed(outcome.entries)
        yield f"It was restored from its backup of {date_label(outcome.base)}, and has now: {entries}."
        if outcome.salvaged:
            yield f"Newer than the backup, and saved from the file itself: {salvaged}."
        elif outcome.changes_since:
            made = "1 change was" if outcome.changes_since == 1 else f"{outcome.changes_since:,} changes were"
            yield f"{made} made after that backup; nothing of that could be saved."
    else:
        yield f"There was no backup of it. Saved from the file itself: {salvaged}."
    findings = outcome.findings
    if findings.unreadable and findings.pages:
        yield f"{len(findings.unreadable):,} of its {findings.pages:,} pages could not be read."
    if outcome.lost.total():
        yield f"Lost, since neither the file nor a backup has them: {listed(outcome.lost)}."
    if outcome.fragments:
        fragments = f"{len(outcome.fragments):,} {'entry' if len(outcome.fragments) == 1 else 'entries'}"
        yield f"What could be read only in part ({fragments}) stands in {fragments_file.name}."
    if aside:
        yield f"The file as it was is kept as {aside.name}."
    yield "Look at your newest passages."


def _recovered_path(path: Path) -> Path:
    return path.with_name(path.name + ".recovered")


def _damaged_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}")
