"""Writes the content of a library as an archive: a ZIP file of JSON, with a manifest and a README inside.

docs/archive.md documents the format, member by member.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
import zipfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from peaceindex.archive import content
from peaceindex.archive.readme import ABOUT, about_entries, readme
from peaceindex.errors import ArchiveError
from peaceindex.paths import config_dir
from peaceindex.private_files import PRIVATE_FILE_MODE, create_private
from peaceindex.storage.serialization import timestamp
from peaceindex.storage.sqlite_errors import system_error
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from peaceindex.archive.content import Record
    from peaceindex.archive.snapshot import Snapshot

_PROGRESS_EVERY = 100


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an archive, as the manifest lists it. `records` is None for one that is no list of records."""

    name: str
    about: str
    bytes: int
    sha256: str
    records: int | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `problems` names what could not be read of the library, a line each."""

    path: Path
    bytes: int
    articles: int
    counts: Mapping[str, int]
    problems: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON."""
        return {
            "path": str(self.path),
            "bytes": self.bytes,
            "articles": self.articles,
            "entries": dict(self.counts),
            "problems": list(self.problems),
        }


def write_archive(
    snapshot: Snapshot, path: Path, program_version: str, progress: Callable[[int, int], None]
) -> Exported:
    """Write an archive to a new file that only its owner may read: all of it, or none.

    `progress` receives the number of articles written and their total. Raise ArchiveError if there is something at
    `path` already, or no folder for it; StorageError if the disk refuses.
    """
    shown = printable(str(path))
    if os.path.lexists(path):
        raise ArchiveError(f"{shown} exists already, and is left as it is.", "Choose another name.")
    if not path.parent.is_dir():
        raise ArchiveError(f"There is no folder for {shown}.", "Make it, or choose another place.")
    partial = path.with_name(f".peacereader-{os.getpid()}.part")
    try:
        partial.unlink(missing_ok=True)
        create_private(partial)
        with partial.open("r+b") as file:
            members = _write(file, snapshot, program_version, progress)
            file.flush()
            os.fsync(file.fileno())
        size = partial.stat().st_size
        _put_in_place(partial, path)
    except FileExistsError:
        raise ArchiveError(f"{shown} exists already, and is left as it is.", "Choose another name.") from None
    except OSError as error:
        error.filename = None  # the message must name `path`, not the unfinished file
        raise system_error(error, path) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    records = {member.name: member.records or 0 for member in members}
    counts = {
        name.removeprefix(content.ENTRIES).removesuffix(".jsonl"): number
        for name, number in records.items()
        if name.startswith(content.ENTRIES)
    }
    return Exported(path, size, records[content.ARTICLES], counts, tuple(snapshot.problems))


def _put_in_place(partial: Path, path: Path) -> None:
    """Give the finished file its name. Raise FileExistsError if there is one of that name by now."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links, such as a memory stick
        create_private(path)
        partial.replace(path)


class _Writer:
    """Writes members into a ZIP file, and keeps a record of each."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._time = time.localtime()[:6]
        self.members: list[Member] = []

    def records(self, name: str, about: str, records: Iterable[Record]) -> None:
        """Write records, a line each."""
        size, sha256, number = self._write(name, map(content.line_of, records))
        self.members.append(Member(name, about, size, sha256, number))

    def file(self, name: str, about: str, data: bytes) -> None:
        """Write a file as it is."""
        size, sha256, _ = self._write(name, [data])
        self.members.append(Member(name, about, size, sha256))

    def _write(self, name: str, pieces: Iterable[bytes]) -> tuple[int, str, int]:
        """Write a member. Return its size in bytes, its SHA-256, and the number of its pieces."""
        info = zipfile.ZipInfo(name, self._time)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = PRIVATE_FILE_MODE << 16
        size, number, digest = 0, 0, hashlib.sha256()
        with self._archive.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                number += 1
                size += len(piece)
                digest.update(piece)
        return size, digest.hexdigest(), number


def _write(
    file: BinaryIO, snapshot: Snapshot, program_version: str, progress: Callable[[int, int], None]
) -> list[Member]:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        writer = _Writer(archive)
        made = timestamp()
        writer.file(content.README, ABOUT[content.README], readme(made, program_version, snapshot.tables()).encode())
        for table in snapshot.tables():
            name = f"{content.ENTRIES}{table}.jsonl"
            try:
                writer.records(name, about_entries(table), snapshot.entries(table))
            except sqlite3.Error as error:  # the file is read in one transaction, and can be damaged in any part
                raise ArchiveError(f"{printable(snapshot.name)} cannot be read ({error}).") from error
        for name in content.LIBRARY_FILES:
            if (data := snapshot.file(name)) is not None:
                writer.file(name, ABOUT[name], data)
        for name, path in _settings():
            if (data := snapshot.read_file(path)) is not None:
                writer.file(f"{content.SETTINGS}{name}", ABOUT[content.SETTINGS], data)
        writer.records(content.ARTICLES, ABOUT[content.ARTICLES], _counted(snapshot, progress))
        if snapshot.damaged:
            writer.records(content.DAMAGED, ABOUT[content.DAMAGED], snapshot.damaged)
        manifest = {
            "format": content.FORMAT,
            "version": content.VERSION,
            "made": made,
            "program": "peacereader",
            "program_version": program_version,
            "layouts": dict(snapshot.layouts),
            "problems": snapshot.problems,
            "members": [
                {name: value for name, value in asdict(member).items() if value is not None}
                for member in writer.members
            ],
        }
        text = json.dumps(manifest, ensure_ascii=True, indent=1)
        writer.file(content.MANIFEST, "", f"{text}\n".encode())
    return writer.members


def _counted(snapshot: Snapshot, progress: Callable[[int, int], None]) -> Iterator[Record]:
    total = snapshot.article_count
    for number, record in enumerate(snapshot.articles()):
        if number % _PROGRESS_EVERY == 0:
            progress(number, total)
        yield record
    progress(total, total)


def _settings() -> Iterator[tuple[str, Path]]:
    """Yield the files of the user's settings by which articles are cleaned, with their names in the archive."""
    folder = config_dir()
    for name in content.SETTING_FILES:
        yield name, folder / name
    with suppress(OSError):
        for path in sorted((folder / "packs").glob("*.yaml")):
            if printable(path.name) == path.name and "\\" not in path.name:
                yield f"packs/{path.name}", path
