"""Archives of a library: exported, imported as a new library, and merged into one."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from peaceindex.archive.content import LIBRARY_FILES
from peaceindex.archive.reading import Archive, open_archive
from peaceindex.archive.snapshot import of_folder, of_library, passage_ids
from peaceindex.errors import ArchiveError, LibraryDamagedError, LibraryNotFoundError, PeaceindexError
from peaceindex.private_files import make_private_folder, write_private
from peaceindex.search.catch_up import Progress, no_progress
from peaceindex.storage.annotations import NAME as ANNOTATIONS
from peaceindex.storage.annotations import Annotations, has_annotations
from peaceindex.storage.articles import NAME as ARTICLES
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.backups import back_up, open_read_only
from peaceindex.storage.safe_files import BACKUPS
from peaceindex.storage.sqlite_errors import system_error
from peaceindex.storage.tables import entry_tables
from peaceindex.storage.write_lock import hold_lock
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from peaceindex.archive.content import Content
    from peaceindex.archive.writing import Exported
    from peaceindex.ingest.service import Ingest
    from peaceindex.search.updater import IndexUpdater
    from peaceindex.storage.stores import Stores

_UNFINISHED = "import.tmp"
"""The folder within that of a new library, in which it is made."""
_LOCK = "write.lock"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an archive held. `problems` names what could not be read when the archive was made."""

    articles: int
    counts: Mapping[str, int]
    settings: tuple[str, ...] = ()
    """Copies from the settings of whoever made the archive, by their names in it. They stay there."""
    problems: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON."""
        return {
            "articles": self.articles,
            "entries": dict(self.counts),
            "settings": list(self.settings),
            "problems": list(self.problems),
        }


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did. `problems` names what could not be read of the other library, or not be merged."""

    articles: int
    """Articles that were added."""
    present: int
    """Articles that were there already."""
    other_texts: tuple[str, ...] = ()
    """The ids of those that have another text in the other library. They stay as they are here."""
    added: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Entries that were added, by table."""
    changed: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Entries of which the other library had a later version, by table."""
    renamed_searches: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tags_joined: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The tags that came to articles that had other ones, by article id."""
    tags_taken_off: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The tags that articles lost, since they were taken off in the other library later, by article id."""
    codes: int = 0
    """Codes that were added to codes.yaml, or got a description."""
    codes_described_twice: tuple[str, ...] = ()
    backup: Path | None = None
    """The backup of annotations.db as it was before; None if it was empty, or nothing in it has changed."""
    problems: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON."""
        return {
            "articles": self.articles,
            "present": self.present,
            "other_texts": list(self.other_texts),
            "added": dict(self.added),
            "changed": dict(self.changed),
            "renamed_searches": dict(self.renamed_searches),
            "tags_joined": {id: list(tags) for id, tags in self.tags_joined.items()},
            "tags_taken_off": {id: list(tags) for id, tags in self.tags_taken_off.items()},
            "codes": self.codes,
            "codes_described_twice": list(self.codes_described_twice),
            "backup": None if self.backup is None else str(self.backup),
            "problems": list(self.problems),
        }


class Archives:
    """`Library.archives`: the library as an archive, and others merged into it."""

    def __init__(self, stores: Stores, updater: IndexUpdater, ingest: Callable[[], Ingest]) -> None:
        self._stores = stores
        self._updater = updater
        self._ingest = ingest

    def export(self, path: Path, program_version: str, progress: Progress = no_progress) -> Exported:
        """Write the whole library to a new file. The library may be in use meanwhile.

        `progress` receives the number of articles written and their total. What cannot be read is named in the result,
        and all else is written. Raise ArchiveError if there is something at `path` already; StorageError if the disk
        refuses, and LibraryDamagedError; no file is left then.
        """
        from peaceindex.archive.writing import write_archive

        with of_library(self._stores) as snapshot:
            return write_archive(snapshot, path, program_version, progress)

    def merge(
        self,
        other: Path,
        *,
        passages_only: bool = False,
        checking: Progress = no_progress,
        adding: Progress = no_progress,
        indexing: Progress = no_progress,
    ) -> Merged:
        """Add what an archive, or the library in another folder, holds and this one does not.

        With `passages_only`, take along only passages with their labels, notes and history, the articles that they are
        in, corrections of these, and the codebook. The other library is not changed. Raise ArchiveError,
        LibraryNotFoundError, LibraryNewerError and other LibraryErrors; nothing has changed then. If the work is
        interrupted later, the articles added so far stay, and the same merge continues.
        """
        if os.path.exists(other) and os.path.samefile(other, self._stores.folder):  # noqa: PTH110, PTH121
            raise ArchiveError(f"{printable(str(other))} is this library itself.", "Name another one.")
        with self._updater.writing(), _content(other, checking) as content:
            done = self._merge(content, passages_only=passages_only, adding=adding)
        self._ingest().catch_up(indexing)
        return done

    def missing_passages(self, other: Path) -> int:
        """Return how many passages the library in another folder has that are neither here nor in the bin.

        Return 0 if there is none, or it cannot be read.
        """
        with suppress(PeaceindexError, OSError):
            if there := passage_ids(other):
                store = self._stores.annotations.passages
                return len(there - {passage.id for passage in store.all()} - store.annotators_in_bin().keys())
        return 0

    def _merge(self, content: Content, *, passages_only: bool, adding: Progress) -> Merged:
        from peaceindex.archive.article_merge import merge_articles
        from peaceindex.archive.codebook_merge import merge_codebook
        from peaceindex.archive.entry_merge import merge_entries
        from peaceindex.archive.staging import staged

        last_row = int(self._stores.articles.database.ask("SELECT coalesce(max(row), 0) FROM articles")[0][0])
        backups: list[Path] = []
        file = self._stores.annotations.file

        def save_before() -> None:
            try:
                if not _has_entries(file.path):
                    return
                if (made := back_up(file.path, file.path.parent / BACKUPS, always=True)) is not None:
                    backups.append(made)
            except (sqlite3.Error, OSError) as error:
                what = f"Your notes could not be copied first ({error}), so none were merged."
                raise LibraryDamagedError(what, "Look at the folder of the library, then try again.") from error

        with staged(content) as staging:
            only = None
            if passages_only:
                only = {row["article_id"] for row in staging.execute("SELECT article_id FROM passages")}
            articles = merge_articles(self._stores.articles, content, adding, exact=False, only=only)
            entries = merge_entries(staging, file, articles.renamed, save_before, passages_only=passages_only)
        codes = merge_codebook(self._stores.folder, content.file("codes.yaml"))
        self._clean_again(entries.corrected, last_row)
        return Merged(
            articles.added,
            articles.present,
            tuple(articles.other_texts),
            MappingProxyType(dict(entries.added)),
            MappingProxyType(dict(entries.changed)),
            MappingProxyType(entries.renamed_searches),
            MappingProxyType({id: tags.came for id, tags in entries.joined_tags.items() if tags.came}),
            MappingProxyType({id: tags.taken_off for id, tags in entries.joined_tags.items() if tags.taken_off}),
            codes.added + codes.filled,
            codes.described_twice,
            backups[0] if backups else None,
            (*content.problems, *codes.problems),
        )

    def _clean_again(self, ids: set[str], last_row: int) -> None:
        """Clean the articles again that were here before, so that corrections that came are in force."""
        rows = {row for row in self._stores.articles.rows_of(ids).values() if row <= last_row}
        if rows:
            self._ingest().clean_again(sorted(rows))


def import_archive(
    path: Path, folder: Path, *, checking: Progress = no_progress, adding: Progress = no_progress
) -> Imported:
    """Make the library in an archive anew in `folder`, with the same ids. Its search index is made when it is opened.

    All of it is there afterwards, or nothing. (An empty library that is there may be left with a part of it.) Raise
    ArchiveError if there is a library with anything in it, LibraryNewerError, StorageError.
    """
    existed = folder.exists()
    _refuse_if_used(folder)
    with open_archive(path) as archive:
        archive.check(checking)
        try:
            make_private_folder(folder)
            with hold_lock(folder / _LOCK):
                _refuse_if_used(folder)
                return _import(archive, folder, adding)
        except OSError as error:
            raise system_error(error, folder) from error
        finally:
            if not (folder / ARTICLES).exists():
                with suppress(OSError):
                    (folder / _LOCK).unlink(missing_ok=True)
                if not existed:
                    with suppress(OSError):
                        folder.rmdir()


def _import(archive: Archive, folder: Path, adding: Progress) -> Imported:
    if (folder / ARTICLES).exists():  # a library that is empty
        return _fill(archive, folder, adding)
    unfinished = folder / _UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)  # of an import that was killed: its lock is not held any more
    try:
        make_private_folder(unfinished)
        done = _fill(archive, unfinished, adding)
        for name in (*LIBRARY_FILES, ANNOTATIONS, ARTICLES):  # the last makes it a library
            if (unfinished / name).exists():
                (unfinished / name).replace(folder / name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return done


def _fill(archive: Archive, folder: Path, adding: Progress) -> Imported:
    """Write all that an archive holds into an empty library in `folder`, or into a new one."""
    from peaceindex.archive.article_merge import merge_articles
    from peaceindex.archive.entry_merge import copy_entries
    from peaceindex.archive.staging import staged

    store, annotations = ArticleStore(folder), Annotations(folder)
    try:
        with staged(archive) as staging:
            articles = merge_articles(store, archive, adding, exact=True)
            entries = copy_entries(staging, annotations.file)
    finally:
        annotations.close()
        store.close()
    for name in LIBRARY_FILES:
        if (data := archive.file(name)) is not None:
            write_private(folder / name, data)
    counted = MappingProxyType(dict(entries.added))
    return Imported(articles.added, counted, tuple(archive.settings()), tuple(archive.problems))


def _refuse_if_used(folder: Path) -> None:
    """Raise ArchiveError if a folder holds a library that is not empty, or files that an import would replace."""
    shown = printable(str(folder))
    if not folder.exists():
        return
    if (folder / ARTICLES).exists() and not _is_empty(folder):
        what = f"There is a library in {shown} already, so nothing was imported."
        raise ArchiveError(what, "'peacereader library merge FILE' adds an archive to it; --library names another one.")
    for name in LIBRARY_FILES:
        if os.path.lexists(folder / name):
            raise ArchiveError(f"There is a file {name} in {shown} already.", "Name another folder with --library.")
    if not (folder / ARTICLES).exists() and has_annotations(folder):
        what = f"There are notes in {shown} already, so nothing was imported."
        raise ArchiveError(what, "Name another folder with --library.")


def _is_empty(folder: Path) -> bool:
    store = ArticleStore(folder)
    try:
        if store.count():
            return False
    finally:
        store.close()
    if not has_annotations(folder):
        return True
    return (folder / ANNOTATIONS).exists() and not _has_entries(folder / ANNOTATIONS)


def _has_entries(path: Path) -> bool:
    """Return whether annotations.db has entries, as of its last commit."""
    with closing(open_read_only(path)) as connection:
        return any(connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() for name in entry_tables())  # noqa: S608


@contextmanager
def _content(other: Path, checking: Progress) -> Iterator[Content]:
    """A context with what is at a path: an archive, which is checked first, or a library."""
    if not other.exists():
        shown = printable(str(other))
        raise LibraryNotFoundError(f"There is nothing at {shown}.", "Name the folder of a library, or an archive.")
    if other.is_dir():
        with of_folder(other) as snapshot:
            yield snapshot
        return
    with open_archive(other) as archive:
        archive.check(checking)
        yield archive
