"""Copies of annotations.db, and how it is brought back from them should it ever be damaged."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from peaceindex.private import PRIVATE_FILE, PRIVATE_FOLDER, create_private
from peaceindex.sources.decoding import printable
from peaceindex.store.database import is_sound
from peaceindex.store.locking import only_writer

KEPT = 7
_AS_IT_IS = "ON CONFLICT DO NOTHING"
# A correction may have been taken back since the copy was made.
_AGAIN = {
    "corrections": "ON CONFLICT (id) DO UPDATE SET removed = excluded.removed WHERE removed IS NOT excluded.removed"
}
_DAY = 24 * 60 * 60


def back_up(path: Path, backups: Path, *, before_version: int) -> Path | None:
    """Copy a sound database into the folder `backups`, and keep the newest `KEPT`; the copy, or None.

    At most once a day, and only if it has changed since; but always when its
    schema is older than `before_version`, since it is about to be changed.
    Raises sqlite3.DatabaseError if the database is damaged, and then leaves
    the older copies alone.
    """
    with closing(sqlite3.connect(path, timeout=15)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if not (0 < version < before_version) and not _is_due(path, newest_first(backups)):
            return None
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("its pages do not fit together")
        backups.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        copy = backups / f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}"
        unfinished = copy.with_suffix(f".{os.getpid()}.part")
        create_private(unfinished)
        try:
            with closing(sqlite3.connect(unfinished)) as target:
                connection.backup(target)
            unfinished.replace(copy)
        finally:
            unfinished.unlink(missing_ok=True)
    for old in newest_first(backups)[KEPT:]:
        old.unlink(missing_ok=True)
    return copy


def newest_first(backups: Path) -> list[Path]:
    """The copies there are; their names tell when they were made."""
    return sorted(backups.glob("annotations-*.db"), reverse=True)


def recover(path: Path, backups: Path) -> str:
    """Move a damaged database aside, put the newest good copy in its place, and say what was done.

    Nothing is deleted: the damaged file keeps lying beside. Rows of it that
    can still be read and that the copy lacks are taken over.
    """
    with only_writer(path.with_suffix(".lock")):
        if path.exists() and path.stat().st_size and is_sound(path):
            return f"{printable(str(path))} has been brought back by another program."
        aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}")
        for ending in ("", "-wal", "-shm"):
            file = path.with_name(path.name + ending)
            if file.exists():
                file.replace(aside.with_name(aside.name + ending))
        good = next((copy for copy in newest_first(backups) if is_sound(copy) is True), None)
        told = f"{printable(str(path))} was damaged. It has been moved to {aside.name}"
        if good is None:
            return f"{told}; there was no backup, so a new one has been begun. Keep the damaged file for rescue."
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
        shutil.copyfile(good, unfinished)
        unfinished.chmod(PRIVATE_FILE)
        rescued = _take_over(aside, unfinished)
        unfinished.replace(path)
        more = f", and {rescued} newer entries were rescued from the damaged file" if rescued else ""
        return f"{told}, and the backup {good.name} put in its place{more}. Look at your newest passages."


def _take_over(damaged: Path, copy: Path) -> int:
    """Copy what can still be read of the damaged file and is not in the copy; how many rows that were."""
    count = 0
    with suppress(sqlite3.Error), closing(sqlite3.connect(copy)) as target:
        # A scratch copy is read, so that the damaged file stays just as it was found.
        scratch = copy.with_suffix(".scratch")
        shutil.copyfile(damaged, scratch)
        try:
            for table in ("passages", "read_marks", "positions", "corrections"):
                with suppress(sqlite3.Error), closing(sqlite3.connect(scratch)) as source:
                    for row in source.execute(f"SELECT * FROM {table}"):  # noqa: S608
                        marks = ", ".join("?" * len(row))
                        with suppress(sqlite3.Error):
                            done = target.execute(
                                f"INSERT INTO {table} VALUES ({marks}) {_AGAIN.get(table, _AS_IT_IS)}",  # noqa: S608
                                row,
                            )
                            count += done.rowcount
            # What was taken out of the bin since the copy was made would be in it still.
            target.execute("DELETE FROM bin WHERE id IN (SELECT id FROM passages)")
            target.commit()
        finally:
            scratch.unlink(missing_ok=True)
    return count


def _is_due(path: Path, copies: list[Path]) -> bool:
    if not copies:
        return True
    made = copies[0].stat().st_mtime
    log = path.with_name(path.name + "-wal")
    changed = max(file.stat().st_mtime for file in (path, log) if file.exists())
    return changed > made and time.time() - made > _DAY
