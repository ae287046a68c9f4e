"""A new annotations.db, built from the newest sound copy and what can be read of damaged files and their logs."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from peaceindex.errors import LibraryNewerError
from peaceindex.private_files import PRIVATE_FILE, create_private
from peaceindex.storage.backups import (
    is_sound_copy,
    newest_first,
    overwritten_text,
    problem_of,
    version_of,
)
from peaceindex.storage.database import Database
from peaceindex.storage.last_state import Witness, state_of
from peaceindex.storage.merging import Merger
from peaceindex.storage.salvage import Findings, Salvage, roots_of
from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.sqlite_pages import Image
from peaceindex.storage.tables import tables
from peaceindex.storage.wal import Log
from peaceindex.text.decoding import printable


@dataclass
class Outcome:
    """What a recovery restored. `ground` is the copy that it started from; None if there was none."""

    ground: Path | None
    whole: Counter[str] = field(default_factory=Counter)
    """The number of entries in the new file, by table."""
    saved: Counter[str] = field(default_factory=Counter)
    """The number of those that the copy lacks or has in an older state."""
    missing: int = 0
    """The number of changes made since the copy, whether they were saved or not."""
    lost: Counter[str] = field(default_factory=Counter)
    """The number of entries that an index names, and that neither the file nor the copy has."""
    fragments: list[str] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)


def rebuild(path: Path, backups: Path, part: Path) -> Outcome:
    """Build `part` from the newest sound copy and all that can be read of newer damaged copies, the file and its log.

    Raise OSError, sqlite3.Error or LibraryError if that fails.
    """
    ground, doubtful = _copies(backups)
    database = _ground(ground, part)
    outcome = Outcome(ground)
    roots = roots_of(ground) if ground else {}
    log = Log(path.with_name(path.name + "-wal"))
    try:
        with closing(sqlite3.connect(database)) as target:
            merger = Merger(target)
            for copy in reversed(doubtful):
                _merge(merger, copy, None, roots)
            if log.newest:  # pages that the log replaces are read too: the log may be of another file, or have gaps
                _merge(merger, path, log, roots, below=True)
            outcome.findings = _merge(merger, path, log, roots)
            state, seen = state_of(target), Witness(path).read()
            if state and seen:
                outcome.missing = max(seen.changes - state.changes, 0)
                # The count continues from the highest known value.
                target.execute("UPDATE state SET changes = ?", (max(state.changes, seen.changes) + 1,))
            target.commit()
            if problem := problem_of(target) or overwritten_text(target):
                raise OSError(f"what was put together is not whole: {problem}")
            for name, table in tables().items():
                outcome.whole[name] = target.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
                outcome.lost[name] = sum(merger.lacks(table, key) for key in outcome.findings.keys.get(name, ()))
    finally:
        log.close()
    outcome.saved, outcome.fragments = merger.taken, list(merger.fragments)
    return outcome


def make_readable(copy: Path, part: Path) -> None:
    """Make `part` a database of the current schema with all that can be read of a copy, or of a file set aside.

    Raise OSError or LibraryNewerError.
    """
    log_file = copy.with_name(copy.name + "-wal")
    if not log_file.exists() and is_sound_copy(copy):
        if version_of(copy) > len(ANNOTATIONS):
            raise _too_new(copy)
        _ground(copy, part)
        return
    log = Log(log_file)
    try:
        with closing(sqlite3.connect(_ground(None, part))) as target:
            _merge(merger := Merger(target), copy, log, {}, below=True)
            _merge(merger, copy, log, {})
            target.commit()
    finally:
        log.close()


def _copies(backups: Path) -> tuple[Path | None, list[Path]]:
    """Return the newest sound copy, and the damaged ones that are newer.

    Raise LibraryNewerError if a newer version of the program made the sound copy.
    """
    doubtful: list[Path] = []
    for copy in newest_first(backups):
        if not is_sound_copy(copy):
            doubtful.append(copy)
        elif version_of(copy) > len(ANNOTATIONS):
            raise _too_new(copy)
        else:
            return copy, doubtful
    return None, doubtful


def _ground(copy: Path | None, part: Path) -> Path:
    """Make `part` a database of the current schema with the rows of the copy, and return `part`."""
    part.unlink(missing_ok=True)
    create_private(part)
    if copy:
        shutil.copyfile(copy, part)
        part.chmod(PRIVATE_FILE)
    Database(part, ANNOTATIONS, synchronous="FULL", advice="", shared=True).close()
    return part


def _merge(merger: Merger, path: Path, log: Log | None, roots: Mapping[str, int], *, below: bool = False) -> Findings:
    """Merge the rows of a file. With `below` only its own pages are read, as if it had no log."""
    image = Image(path, None if below else log, page_size=log.page_size if log else 0)
    try:
        salvage = Salvage(image, roots)
        if not salvage.is_foreign and salvage.has_schema and len(ANNOTATIONS) < image.version() < 1000:
            raise _too_new(path)
        merger.take(salvage.rows())
        return salvage.findings
    finally:
        image.close()


def _too_new(path: Path) -> LibraryNewerError:
    return LibraryNewerError(
        f"{printable(str(path))} was written by a newer peacereader.", "Update this one, then open it."
    )
