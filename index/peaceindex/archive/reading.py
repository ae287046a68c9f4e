"""Reads an archive. It may come from a stranger, so that nothing of it is believed before it was checked.

No member is ever written under its own name.
"""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
import zlib
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from peaceindex.archive import articles as article_records
from peaceindex.archive import content, entries
from peaceindex.archive.snapshot import LAYOUTS
from peaceindex.errors import ArchiveError, LibraryNewerError, SourceError
from peaceindex.sources.decompression import Allowance
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.storage.annotations import NAME as ANNOTATIONS_NAME
from peaceindex.storage.articles import NAME as ARTICLES_NAME
from peaceindex.storage.sqlite_errors import system_error
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from peaceindex.archive.content import Record

_MAX_MEMBERS = 1000
_MAX_LINE_BYTES = 128 * 1024 * 1024
"""Of one record: an article with its source, each letter written as an escape."""
_FIRST_LAYOUTS = {ARTICLES_NAME: 10, ANNOTATIONS_NAME: 7}
"""The layouts of the first version that wrote archives."""
_ENTRIES = late_pattern(r"annotations/([a-z_]{1,40})\.jsonl")
_ENCRYPTED = 0x1
_PROGRESS_EVERY = 100
_FETCH = "Fetch or copy it again, or make it again where it came from."


class Archive:
    """An open archive, as `archive.content.Content`. Make it with `open_archive`, and call `check` first."""

    def __init__(self, file: zipfile.ZipFile, path: Path) -> None:
        self._file = file
        self._shown = printable(str(path))
        self.name = str(path)
        self._members = self._listed(path)
        manifest = self._manifest()
        self.layouts: Mapping[str, int] = manifest["layouts"]
        self._stated: dict[str, dict[str, Any]] = {member["name"]: member for member in manifest["members"]}
        self.article_count = int(self._stated[content.ARTICLES].get("records", 0))
        self.problems: list[str] = [str(problem) for problem in manifest["problems"]]
        """What could not be read of the library when the archive was made."""

    def check(self, progress: Callable[[int, int], None]) -> None:
        """Read all members, and compare each with its hash and each record with what it may hold.

        Raise ArchiveError for the first that is wrong. `progress` receives the number of articles checked, and of all.
        """
        ids: set[str] = set()
        for name in self._stated:
            if name == content.ARTICLES:
                for number, record in enumerate(self.articles()):
                    if number % _PROGRESS_EVERY == 0:
                        progress(number, self.article_count)
                    with self._at(name, number + 1):
                        id = article_records.from_record(record).id
                        if id in ids:
                            raise ArchiveError("its id is that of another article")
                        ids.add(id)
            elif table := self._table_of(name):
                layout = self.layouts[ANNOTATIONS_NAME]
                for number, record in enumerate(self.entries(table), 1):
                    with self._at(name, number):
                        entries.from_record(table, record, layout)
            else:
                self._read(name)

    def articles(self) -> Iterator[Record]:
        """Yield a record for each article."""
        return self._records(content.ARTICLES)

    def tables(self) -> list[str]:
        """Return the tables of annotations.db of which there are entries."""
        return [table for name in self._stated if (table := self._table_of(name))]

    def entries(self, table: str) -> Iterator[Record]:
        """Yield a record for each row of a table of annotations.db."""
        return self._records(f"{content.ENTRIES}{table}.jsonl")

    def file(self, name: str) -> bytes | None:
        """Return a file of the library, or None if there is none."""
        return self._read(name) if name in self._stated else None

    def settings(self) -> list[str]:
        """Return the names of the copies from the settings of whoever made the archive."""
        return [name for name in self._stated if name.startswith(content.SETTINGS)]

    # --- inside

    def _listed(self, path: Path) -> dict[str, zipfile.ZipInfo]:
        members: dict[str, zipfile.ZipInfo] = {}
        for info in self._file.infolist():
            name = info.filename
            if len(members) >= _MAX_MEMBERS:
                raise self._error("has too many members")
            if name in members:
                raise self._error(f"has two members of the name {printable(name)}")
            if not _is_known(name):
                raise self._error(f"holds {printable(name)[:200]}, which belongs in no archive of a library")
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG):
                raise self._error(f"holds {printable(name)}, which is a link or the like, not a file")
            if info.flag_bits & _ENCRYPTED:
                raise self._error("is locked with a password", "Unlock it first.")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self._error(f"has packed {printable(name)} in a way that is not read")
            members[name] = info
        allowance = Allowance(self._shown, path.stat().st_size)
        try:
            for info in members.values():
                allowance.take(info.file_size)
        except SourceError:
            raise self._error("would grow without end") from None
        return members

    def _manifest(self) -> dict[str, Any]:
        if content.MANIFEST not in self._members:
            raise self._error("is no archive of a library: it has no manifest", "'library export' makes one.")
        try:
            manifest = json.loads(b"".join(self._pieces(content.MANIFEST)))
            form, version = manifest["format"], manifest["version"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise self._error("has a manifest that cannot be read") from None
        if form != content.FORMAT or not isinstance(version, int):
            raise self._error("is no archive of a library", "'library export' makes one.")
        if version > content.VERSION:
            raise self._newer()
        try:
            layouts = {name: int(manifest["layouts"][name]) for name in LAYOUTS}
            stated = [(str(one["name"]), int(one["bytes"]), str(one["sha256"])) for one in manifest["members"]]
            [str(problem) for problem in manifest["problems"]]
        except (ValueError, KeyError, TypeError):
            raise self._error("has a manifest that cannot be read") from None
        if any(layouts[name] > newest for name, newest in LAYOUTS.items()):
            raise self._newer()
        if any(layouts[name] < first for name, first in _FIRST_LAYOUTS.items()):
            raise self._error("has a manifest that cannot be read")
        names = {name for name, _, _ in stated}
        if len(names) < len(stated):
            raise self._error("has a manifest that names a member twice")
        for name in names - self._members.keys() | {content.ARTICLES} - names:
            raise self._error(f"lacks {printable(name)}", _FETCH)
        for name in self._members.keys() - names - {content.MANIFEST}:
            raise self._error(f"holds {printable(name)}, which its manifest does not name")
        known = entries.layout(layouts[ANNOTATIONS_NAME]).columns
        for name in names:
            if (table := self._table_of(name)) and table not in known:
                raise self._error(f"holds {printable(name)}, which belongs in no archive of a library")
        return {**manifest, "layouts": layouts}

    def _records(self, name: str) -> Iterator[Record]:
        """Yield the records of a member, a line each. At its end, its size and hash must be those of the manifest."""
        number, rest, length = 0, list[bytes](), 0
        for piece in self._checked_pieces(name):
            first, *lines = piece.split(b"\n")
            rest.append(first)
            length += len(first)
            if length > _MAX_LINE_BYTES:
                raise self._error(f"has a line in {name} that is too long")
            for line in lines:
                number += 1
                with self._at(name, number):
                    record = content.record_of(b"".join(rest))
                yield record
                rest, length = [line], len(line)
        if length:
            raise self._error(f"is cut off in {name}", _FETCH)
        stated = self._stated[name].get("records")
        if stated != number:
            raise self._error(f"has {number:,} lines in {name}, not those that its manifest states", _FETCH)

    def _read(self, name: str) -> bytes:
        if self._members[name].file_size > content.MAX_FILE_BYTES:
            raise self._error(f"holds {printable(name)}, which is too large")
        return b"".join(self._checked_pieces(name))

    def _checked_pieces(self, name: str) -> Iterator[bytes]:
        stated, size, digest = self._stated[name], 0, hashlib.sha256()
        for piece in self._pieces(name):
            size += len(piece)
            digest.update(piece)
            yield piece
        if (size, digest.hexdigest()) != (stated["bytes"], stated["sha256"]):
            raise self._error(f"is damaged: {printable(name)} is not what its manifest states (SHA-256)", _FETCH)

    def _pieces(self, name: str) -> Iterator[bytes]:
        info = self._members[name]
        left = info.file_size
        try:
            with self._file.open(info) as member:
                while piece := member.read(1024 * 1024):
                    left -= len(piece)
                    if left < 0:
                        raise self._error("would grow without end")
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            reason = printable(str(error))[:200]
            what = f"is damaged or cut off: {printable(name)} cannot be unpacked ({reason})"
            raise self._error(what, _FETCH) from error

    @contextmanager
    def _at(self, name: str, number: int) -> Iterator[None]:
        """A context in which an ArchiveError that says only what is wrong is given its place."""
        try:
            yield
        except ArchiveError as error:
            raise self._error(f"cannot be used: line {number:,} of {name}: {error.what}") from None

    def _table_of(self, name: str) -> str:
        found = _ENTRIES.fullmatch(name)
        return str(found[1]) if found else ""

    def _newer(self) -> LibraryNewerError:
        what = f"{self._shown} was written by a newer peacereader."
        return LibraryNewerError(what, "Update this one, then try again.")

    def _error(self, what: str, advice: str = "Nothing was taken from it.") -> ArchiveError:
        return ArchiveError(f"{self._shown} {what}.", advice)


def _is_known(name: str) -> bool:
    plain = {content.MANIFEST, content.README, content.ARTICLES, content.DAMAGED, *content.LIBRARY_FILES}
    if name in plain or _ENTRIES.fullmatch(name):
        return True
    inside = name.removeprefix(content.SETTINGS)
    parts = inside.removeprefix("packs/")
    return name != inside and bool(parts) and "/" not in parts and "\\" not in parts and parts not in (".", "..")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """A context with an archive. Raise ArchiveError if the file is none, LibraryNewerError, StorageError."""
    shown = printable(str(path))
    with ExitStack() as stack:
        try:
            file: BinaryIO = stack.enter_context(path.open("rb"))
            archive = stack.enter_context(zipfile.ZipFile(file))
        except (FileNotFoundError, NotADirectoryError):
            raise ArchiveError(f"There is no file {shown}.", "Look at its name.") from None
        except IsADirectoryError:
            raise ArchiveError(f"{shown} is a folder, not an archive.", "'library merge' takes a folder.") from None
        except OSError as error:
            raise system_error(error, path) from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise ArchiveError(f"{shown} is no archive of a library, or it is cut off.", _FETCH) from None
        yield Archive(archive, path)
