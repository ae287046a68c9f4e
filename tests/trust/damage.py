"""Ways in which annotations.db comes to harm; each takes the folder of a library that is closed, or was killed."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from peaceindex.storage.annotations import NAME, Annotations
from peaceindex.storage.backups import newest_first
from tests.trust.notes import PAGE

Harm = Callable[[Path, random.Random], None]


def overwrite(file: Path, at: int, data: bytes) -> None:
    """Write over a part of a file, as far as it reaches."""
    old = file.read_bytes()
    file.write_bytes((old[:at] + data[: max(len(old) - at, 0)] + old[at + len(data) :])[: len(old)])


def spoil_pages(file: Path, numbers: list[int], chance: random.Random) -> None:
    """Zero pages, or write something else over them, whole or in part."""
    for number in numbers:
        at = (number - 1) * PAGE
        whole = {
            "zeros": bytes(PAGE),
            "noise": chance.randbytes(PAGE),
            "text": (b"Nonsense " * PAGE)[:PAGE],
            "flipped": bytes(byte ^ 0x5A for byte in file.read_bytes()[at : at + PAGE]),
            "end": file.read_bytes()[at : at + 1500] + chance.randbytes(PAGE - 1500),
        }
        overwrite(file, at, whole[chance.choice(sorted(whole))])


def _db(folder: Path) -> Path:
    return folder / NAME


def _log(folder: Path) -> Path:
    return folder / f"{NAME}-wal"


def _emptied(folder: Path, chance: random.Random) -> None:
    _db(folder).write_bytes(b"")


def _gone(folder: Path, chance: random.Random) -> None:
    _db(folder).unlink()


def _all_gone(folder: Path, chance: random.Random) -> None:
    for file in folder.glob(f"{NAME}*"):
        file.unlink()


def _truncated(folder: Path, chance: random.Random) -> None:
    data = _db(folder).read_bytes()
    _db(folder).write_bytes(data[: chance.randrange(1, len(data) - 1)])


def _first_page(folder: Path, chance: random.Random) -> None:
    spoil_pages(_db(folder), [1], chance)


def _pages(folder: Path, chance: random.Random) -> None:
    count = _db(folder).stat().st_size // PAGE
    spoil_pages(_db(folder), chance.sample(range(1, count + 1), max(1, count // 5)), chance)


def _some_bytes(folder: Path, chance: random.Random) -> None:
    for _ in range(20):
        overwrite(_db(folder), chance.randrange(_db(folder).stat().st_size), chance.randbytes(8))


def _garbled_log(folder: Path, chance: random.Random) -> None:
    if _log(folder).exists() and (size := _log(folder).stat().st_size):
        overwrite(_log(folder), chance.randrange(size), chance.randbytes(3000))


def _log_head(folder: Path, chance: random.Random) -> None:
    if _log(folder).exists():
        overwrite(_log(folder), 0, bytes(32))


def _log_noise(folder: Path, chance: random.Random) -> None:
    if _log(folder).exists():
        _log(folder).write_bytes(chance.randbytes(_log(folder).stat().st_size))


def _log_cut(folder: Path, chance: random.Random) -> None:
    if _log(folder).exists():
        data = _log(folder).read_bytes()
        _log(folder).write_bytes(data[: len(data) // 3])


def _log_gone(folder: Path, chance: random.Random) -> None:
    _log(folder).unlink(missing_ok=True)


def _older(folder: Path, chance: random.Random) -> None:
    if copies := newest_first(folder / "backups"):
        shutil.copyfile(chance.choice(copies), _db(folder))


def _text_file(folder: Path, chance: random.Random) -> None:
    _db(folder).write_bytes(b"Dear diary, " * 3000)


def _other_database(folder: Path, chance: random.Random) -> None:
    _all_gone(folder, chance)
    with closing(sqlite3.connect(_db(folder))) as database:
        database.executescript("CREATE TABLE songs (title); INSERT INTO songs VALUES ('x'); PRAGMA user_version = 7;")


def _begun_anew(folder: Path, chance: random.Random) -> None:
    """As a program does that finds no file and asks no questions."""
    _all_gone(folder, chance)
    backups, away = folder / "backups", folder / "away"
    if backups.exists():
        backups.rename(away)
    (folder / "annotations.seen").unlink(missing_ok=True)
    Annotations(folder).close()
    (folder / "annotations.seen").unlink(missing_ok=True)
    if away.exists():
        away.rename(backups)


def _copy_spoiled(folder: Path, chance: random.Random) -> None:
    """The newest copy and the file itself."""
    for file in [*newest_first(folder / "backups")[:1], _db(folder)]:
        count = file.stat().st_size // PAGE
        spoil_pages(file, chance.sample(range(1, count + 1), max(1, count // 5)), chance)


KINDS: Mapping[str, Harm] = {
    harm.__name__[1:]: harm
    for harm in (
        _emptied, _gone, _all_gone, _truncated, _first_page, _pages, _some_bytes, _garbled_log, _log_head, _log_noise,
        _log_cut, _log_gone, _older, _text_file, _other_database, _begun_anew, _copy_spoiled,
    )
}  # fmt: skip
