"""A new annotations.db, built from the newest sound backup and what can be read of damaged files and their logs."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryNewerError
from peaceindex.private_files import PRIVATE_FILE_MODE, create_private
from peaceindex.storage.backups import (
    integrity_problem,
    is_sound_backup,
    newest_first,
    table_with_nul,
    version_of,
)
from peaceindex.storage.database import Database
from peaceindex.storage.merging import Merger
from peaceindex.storage.salvage import Findings, Salvage, roots_of
from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.sqlite_pages import Image
from peaceindex.storage.state_note import StateNote, state_of
from peaceindex.storage.tables import tables
from peaceindex.storage.wal import Log
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass
class Outcome:
    """What a recovery restored. `base` is the backup that it started from; None if there was none."""

    base: Path | None
    entries: Counter[str] = field(default_factory=Counter)
    """The number of entries in the new file, by table."""
    salvaged: Counter[str] = field(default_factory=Counter)
    """The number of those that the backup lacks or has in an older state."""
    changes_since: int = 0
    """The number of changes made since the backup, whether they were saved or not."""
    lost: Counter[str] = field(default_factory=Counter)
    """The number of entries that an index names, and that neither the file nor the backup has."""
    fragments: list[str] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)


def rebuild(path: Path, backups: Path, target_path: Path) -> Outcome:
    """Build `target_path` from the newest sound backup and what can be read of newer backups, the file and its log.

    Raise OSError, sqlite3.Error or LibraryError if that fails.
    """
    base, damaged = _newest_backups(backups)
    database = _copy_to(base, target_path)
    outcome = Outcome(base)
    roots = roots_of(base) if base else {}
    log = Log(path.with_name(path.name + "-wal"))
    try:
        with closing(sqlite3.connect(database)) as target:
            merger = Merger(target)
            for backup in reversed(damaged):
                _merge(merger, backup, None, roots)
            if log.newest:  # pages that the log replaces are read too: the log may be of another file, or have gaps
                _merge(merger, path, log, roots, without_log=True)
            outcome.findings = _merge(merger, path, log, roots)
            state, noted = state_of(target), StateNote(path).read()
            if state and noted:
                outcome.changes_since = max(noted.changes - state.changes, 0)
                # The count continues from the highest known value.
                target.execute("UPDATE state SET changes = ?", (max(state.changes, noted.changes) + 1,))
            target.commit()
            if problem := integrity_problem(target) or table_with_nul(target):
                raise OSError(f"what was put together is not whole: {problem}")
            for name, table in tables().items():
                outcome.entries[name] = target.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
                outcome.lost[name] = sum(merger.lacks(table, key) for key in outcome.findings.keys.get(name, ()))
    finally:
        log.close()
    outcome.salvaged, outcome.fragments = merger.merged, list(merger.fragments)
    return outcome


def make_readable(backup: Path, target_path: Path) -> None:
    """Make `target_path` a database of the current schema with what can be read of a backup, or of a file set aside.

    Raise OSError or LibraryNewerError.
    """
    log_file = backup.with_name(backup.name + "-wal")
    if not log_file.exists() and is_sound_backup(backup):
        if version_of(backup) > len(ANNOTATIONS):
            raise _newer_error(backup)
        _copy_to(backup, target_path)
        return
    log = Log(log_file)
    try:
        with closing(sqlite3.connect(_copy_to(None, target_path))) as target:
            _merge(merger := Merger(target), backup, log, {}, without_log=True)
            _merge(merger, backup, log, {})
            target.commit()
    finally:
        log.close()


def _newest_backups(backups: Path) -> tuple[Path | None, list[Path]]:
    """Return the newest sound backup, and the damaged ones that are newer.

    Raise LibraryNewerError if a newer version of the program made the sound backup.
    """
    damaged: list[Path] = []
    for backup in newest_first(backups):
        if not is_sound_backup(backup):
            damaged.append(backup)
        elif version_of(backup) > len(ANNOTATIONS):
            raise _newer_error(backup)
        else:
            return backup, damaged
    return None, damaged


def _copy_to(backup: Path | None, target_path: Path) -> Path:
    """Make `target_path` a database of the current schema with the rows of the backup, and return `target_path`."""
    target_path.unlink(missing_ok=True)
    create_private(target_path)
    if backup:
        shutil.copyfile(backup, target_path)
        target_path.chmod(PRIVATE_FILE_MODE)
    Database(target_path, ANNOTATIONS, synchronous="FULL", advice="", shared=True).close()
    return target_path


def _merge(
    merger: Merger, path: Path, log: Log | None, roots: Mapping[str, int], *, without_log: bool = False
) -> Findings:
    """Merge the rows of a file. With `without_log` only its own pages are read, as if it had no log."""
    image = Image(path, None if without_log else log, page_size=log.page_size if log else 0)
    try:
        salvage = Salvage(image, roots)
        if not salvage.is_foreign and salvage.has_schema and len(ANNOTATIONS) < image.version() < 1000:
            raise _newer_error(path)
        merger.merge(salvage.rows())
        return salvage.findings
    finally:
        image.close()


def _newer_error(path: Path) -> LibraryNewerError:
    return LibraryNewerError(
        f"{printable(str(path))} was written by a newer peacereader.", "Update this one, then open it."
    )
