"""How annotations.db is brought back: noticed to be damaged, gone or emptied, and put together again.

The newest good copy in `backups` is the ground; what can be read of the file itself and of its log is laid over it.
Nothing is deleted: what was there is kept beside the new file.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from peaceindex.errors import LibraryLockedError, LibraryNewerError
from peaceindex.model.entry_counts import listed
from peaceindex.private_files import PRIVATE_FILE, create_private, write_private
from peaceindex.storage.backups import (
    counts,
    dated,
    is_sound_copy,
    newest_first,
    open_to_look,
    overwritten_text,
    problem_of,
    version_of,
)
from peaceindex.storage.database import Database
from peaceindex.storage.last_state import State, Witness, state_of
from peaceindex.storage.merging import Merger
from peaceindex.storage.missing_entries import shortage
from peaceindex.storage.salvage import Findings, Salvage, roots_of
from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.sqlite_errors import of_database, of_system
from peaceindex.storage.sqlite_pages import Image
from peaceindex.storage.tables import tables
from peaceindex.storage.wal import Log
from peaceindex.storage.write_lock import only_writer
from peaceindex.text.decoding import printable

CHECK_ALWAYS_BELOW = 2 * 1024 * 1024
"""Bytes up to which the file is looked through at each opening; a larger one before its backup."""
_AT_ONCE = 1024 * 1024
_PATIENCE = 15.0
"""Seconds to wait for another program that is mending the file."""
_BESIDE = ("-wal", "-shm", "-journal")
DAMAGED = "was damaged"


@dataclass(frozen=True, slots=True)
class _Look:
    """What was seen before the file is opened: why it must be put together again, or else what to tell."""

    trouble: str = ""
    notices: tuple[str, ...] = ()


def prepare(path: Path, backups: Path) -> list[str]:
    """See to it that annotations.db is whole before it is opened; what the person should know of it.

    Raises LibraryError if it cannot be mended: StorageError for what the disk refuses, LibraryNewerError if a newer
    version must do it, LibraryLockedError if another program is at it for too long; OSError if it cannot be looked at.
    """
    if not _recovered(path).exists() and not (look := _look(path, backups)).trouble:
        return list(look.notices)
    told: list[str] = []
    with alone(path):
        if _recovered(path).exists():
            aside = _name_aside(path)
            _put_in_place(path, aside)
            told.append(
                f"{printable(str(path))} was being brought back when the program was stopped. That has been finished; "
                f"the file as it was is kept as {aside.name}."
            )
        look = _look(path, backups)  # another program may have mended it
        told += [recover(path, backups, look.trouble)] if look.trouble else look.notices
    return told


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Be the only one that mends annotations.db, or begins it."""
    until = time.monotonic() + _PATIENCE
    while True:
        lock = only_writer(path.with_suffix(".lock"))
        try:
            lock.__enter__()
            break
        except LibraryLockedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


@dataclass
class _Outcome:
    """What a recovery brought back."""

    ground: Path | None
    whole: Counter[str] = field(default_factory=Counter)
    """Entries by table, now."""
    saved: Counter[str] = field(default_factory=Counter)
    """Those of them that are newer than in the copy, or not in it."""
    missing: int = 0
    """Changes that were made since the copy, saved or not."""
    lost: Counter[str] = field(default_factory=Counter)
    """Entries that an index names, and that are neither in the file nor in the copy."""
    fragments: list[str] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)


def recover(path: Path, backups: Path, why: str) -> str:
    """Put the file together again, and say what was done; `why` is what was wrong with it.

    The caller holds the lock. Raises LibraryError if it cannot be done, as a full disk; then nothing has changed.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        outcome = _put_together(path, backups, part)
        part.replace(_recovered(path))
    except (OSError, sqlite3.Error) as error:
        told = of_system(error, path) if isinstance(error, OSError) else of_database(error, part, "Open it again.")
        what = f"{printable(str(path))} {why}, and could not be brought back. Nothing was changed. {told.what}"
        raise type(told)(what, told.advice) from error
    finally:
        for ending in ("", *_BESIDE):
            part.with_name(part.name + ending).unlink(missing_ok=True)
    aside = _name_aside(path)
    rest = aside.with_name(aside.name + ".txt")
    if outcome.fragments:
        write_private(rest, ("\n".join(outcome.fragments) + "\n").encode("utf-8", "backslashreplace"))
    was_there = path.exists()
    _put_in_place(path, aside)
    return " ".join(_told(path, why, outcome, aside if was_there else None, rest))


def trouble_of(path: Path, backups: Path) -> str:
    """Why the file must be put together again, looked for in all of it; "" if it need not be."""
    return _look(path, backups, thorough=True).trouble


def _look(path: Path, backups: Path, *, thorough: bool = False) -> _Look:
    log = path.with_name(path.name + "-wal")
    seen = Witness(path).read()
    if not path.exists() or not path.stat().st_size:
        how = "was empty" if path.exists() else "was gone"
        if _has_pages(log) or _any_entries(backups):
            return _Look(how)
        if seen is None or not seen.changes:
            return _Look()
        advice = "There is no copy of it, so a new one has been begun. If you moved it, put it back."
        return _Look(notices=(f"{printable(str(path))} {how}. {advice}",))
    if log.exists() and log.stat().st_size and _is_flawed(log):
        return _Look(f"had a damaged log ({log.name})")
    try:
        with closing(open_to_look(path)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if "passages" not in names:
                return _Look("held something else" if names else "was empty" if _any_entries(backups) else "")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(ANNOTATIONS):
                return _Look()  # opening it says so
            if version < 0:
                return _Look(DAMAGED)
            is_looked_through = thorough or path.stat().st_size < CHECK_ALWAYS_BELOW
            if is_looked_through and (problem_of(connection) or _has_blank_page(path)):
                return _Look(DAMAGED)
            now = state_of(connection)
            short = shortage(connection, backups, only_counts=now is not None and now == seen)
            if short.copy and short.is_much:
                return _Look("held much less than its newest copy")
            return _Look(notices=(*short.notices(path), *_changed_behind_us(path, seen, now)))
    except sqlite3.OperationalError:
        return _Look()  # busy, full, not ours to write: nothing is broken
    except (sqlite3.DatabaseError, UnicodeDecodeError):  # the latter where its message quotes a damaged schema
        return _Look(DAMAGED if can_be_read(path) else "")


def can_be_read(path: Path) -> bool:
    """Whether the disk gives all of the file: where it does not, SQLite too speaks of damage, and there may be none."""
    try:
        with path.open("rb") as file:
            while file.read(_AT_ONCE):
                pass
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _changed_behind_us(path: Path, seen: State | None, now: State | None) -> Iterator[str]:
    """What to tell of a file that is not the one which lay there last time, or is as it was before that."""
    if seen is None:
        return
    shown = printable(str(path))
    if now is None or now.id != seen.id:
        yield f"{shown} is not the file that was here when it was last used. 'peacereader restore' lists its copies."
    elif now.changes < seen.changes:
        lost = seen.changes - now.changes
        what = "the last change to it is" if lost == 1 else f"the last {lost:,} changes to it are"
        yield f"{shown} is older than when it was last used: {what} missing. 'peacereader restore' lists its copies."


def _has_blank_page(path: Path) -> bool:
    """Whether a page in use was overwritten with zeros. SQLite does not see that where it held the end of a text."""
    log = Log(path.with_name(path.name + "-wal"))
    image = Image(path, log)
    try:
        blank = bytes(image.page_size)
        empty = {number for number in range(2, image.in_file + 1) if image.page(number) == blank}
        # The file may be longer than the database in it.
        return bool({number for number in empty if number <= image.number_at(28)} - image.free_pages())
    finally:
        image.close()
        log.close()


def _put_together(path: Path, backups: Path, part: Path) -> _Outcome:
    """Make `part` of the newest good copy and all that can be read of newer damaged ones, of the file and its log."""
    ground, doubtful = _copies(backups)
    database = _ground(ground, part)
    outcome = _Outcome(ground)
    roots = roots_of(ground) if ground else {}
    log = Log(path.with_name(path.name + "-wal"))
    try:
        with closing(sqlite3.connect(database)) as target:
            merger = Merger(target)
            for copy in reversed(doubtful):
                _merge(merger, copy, None, roots)
            if log.newest:  # what the log replaces is read too: it may be of another file, or have gaps
                _merge(merger, path, log, roots, below=True)
            outcome.findings = _merge(merger, path, log, roots)
            state, seen = state_of(target), Witness(path).read()
            if state and seen:
                outcome.missing = max(seen.changes - state.changes, 0)
                # It goes on counting from what was reached.
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
    """Make `part` a database of today's schema with all that can be read of a copy, or of a file that was set aside.

    Raises OSError, LibraryNewerError.
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
    """The newest good copy, and damaged ones that are newer. Raises LibraryNewerError for one that is too new."""
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
    """Make `part` a database of today's schema with the rows of the copy."""
    part.unlink(missing_ok=True)
    create_private(part)
    if copy:
        shutil.copyfile(copy, part)
        part.chmod(PRIVATE_FILE)
    Database(part, ANNOTATIONS, synchronous="FULL", advice="", shared=True).close()
    return part


def _merge(merger: Merger, path: Path, log: Log | None, roots: Mapping[str, int], *, below: bool = False) -> Findings:
    """Take in the rows of a file; `below`: of its own pages, as if the log were not there."""
    image = Image(path, None if below else log, page_size=log.page_size if log else 0)
    try:
        salvage = Salvage(image, roots)
        if not salvage.is_foreign and salvage.has_schema and len(ANNOTATIONS) < image.version() < 1000:
            raise _too_new(path)
        merger.take(salvage.rows())
        return salvage.findings
    finally:
        image.close()


def _put_in_place(path: Path, aside: Path) -> None:
    """Set aside what is there, and put the recovered file in its place. Stopped anywhere, the next opening goes on."""
    with suppress(FileNotFoundError):
        path.replace(aside)
    for ending in _BESIDE:  # a log must never meet a file that is not its own
        file = path.with_name(path.name + ending)
        with suppress(FileNotFoundError):
            if ending == "-shm" or not file.stat().st_size:
                file.unlink()  # no more than an index of the log, which SQLite makes anew; or nothing
            else:
                file.replace(aside.with_name(aside.name + ending))
    _recovered(path).replace(path)
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        if state := state_of(connection):
            Witness(path).write(state)


def _told(path: Path, why: str, outcome: _Outcome, aside: Path | None, rest: Path) -> Iterator[str]:
    yield f"{printable(str(path))} {why}."
    saved = listed(outcome.saved)
    if outcome.ground:
        yield f"It was brought back from its copy of {dated(outcome.ground)}, and has now: {listed(outcome.whole)}."
        if outcome.saved:
            yield f"Newer than the copy, and saved from the file itself: {saved}."
        elif outcome.missing:
            made = "1 change was" if outcome.missing == 1 else f"{outcome.missing:,} changes were"
            yield f"{made} made after that copy; nothing of that could be saved."
    else:
        yield f"There was no copy of it. Saved from the file itself: {saved}."
    findings = outcome.findings
    if findings.unreadable and findings.pages:
        yield f"{len(findings.unreadable):,} of its {findings.pages:,} pages could not be read."
    if outcome.lost.total():
        yield f"Lost, since neither the file nor a copy has them: {listed(outcome.lost)}."
    if outcome.fragments:
        entries = f"{len(outcome.fragments):,} {'entry' if len(outcome.fragments) == 1 else 'entries'}"
        yield f"What could be read only in part ({entries}) stands in {rest.name}."
    if aside:
        yield f"The file as it was is kept as {aside.name}."
    yield "Look at your newest passages."


def _too_new(path: Path) -> LibraryNewerError:
    return LibraryNewerError(
        f"{printable(str(path))} was written by a newer peacereader.", "Update this one, then open it."
    )


def _is_flawed(log: Path) -> bool:
    found = Log(log)
    found.close()
    return found.is_flawed


def _has_pages(log: Path) -> bool:
    found = Log(log)
    found.close()
    return bool(found.newest)


def _any_entries(backups: Path) -> bool:
    return any(rows is None or any(rows.values()) for rows in map(counts, newest_first(backups)))


def _recovered(path: Path) -> Path:
    return path.with_name(path.name + ".recovered")


def _name_aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}")
