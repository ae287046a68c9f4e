"""The library: the one interface through which the reader uses the index."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.errors import DiskFullError, LibraryNotFoundError, ReadOnlyError
from peaceindex.private_files import make_private_folder
from peaceindex.search.catch_up import NAME as INDEX
from peaceindex.search.service import Search
from peaceindex.search.updater import IndexUpdater
from peaceindex.storage.annotations import NAME as ANNOTATIONS
from peaceindex.storage.annotations import has_annotations
from peaceindex.storage.articles import NAME as ARTICLES
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.change_counter import ChangeCounters
from peaceindex.storage.safe_files import BACKUPS, check_names
from peaceindex.storage.sqlite_errors import system_error
from peaceindex.storage.stores import Stores
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from peaceindex.annotations.service import AnnotationService
    from peaceindex.archive.service import Archives
    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.ingest.bin import Bin
    from peaceindex.ingest.folders import Folders
    from peaceindex.ingest.service import Ingest
    from peaceindex.maintenance.service import Maintenance
    from peaceindex.model.article import Article, Losses, RawDocument
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.revision import Revision
    from peaceindex.near_duplicates.service import Stories

OWN_NAMES = (ARTICLES, "annotations.", "write.lock")
"""The beginnings of the names of a library's own files."""
OWN_FOLDERS = (INDEX, BACKUPS)


class Library:
    """The articles of a folder, their search index, and the user's own work on them.

    Any method may be called from any thread. Only searching imports the search engine, and of the other services each
    is imported when it is first used: a search from the command line needs none of them.
    """

    search: Search
    """Searches articles. Holds saved searches and the search log."""

    def __init__(self, folder: Path, articles: ArticleStore, *, read_only: bool = False) -> None:
        """Use `Library.open`."""
        self.folder = folder
        self.articles = articles
        self.stores = Stores(folder, articles, untouched=read_only)
        self.notices = self.stores.notices
        self._reported = 0
        if (refusal := articles.database.read_only) is not None and not read_only:
            self.notices.append(f"The library is open read-only; marks and searches are not saved. {refusal}")
        self._updater = updater = IndexUpdater(self.stores)
        self.search = Search(self.stores, updater)
        self._services_lock = threading.RLock()  # each service is made once, whichever thread is the first to use it
        self._stories: Stories | None = None
        self._ingest: Ingest | None = None
        self._bin: Bin | None = None
        self._folders: Folders | None = None
        self._annotations: AnnotationService | None = None
        self._maintenance: Maintenance | None = None
        self._archives: Archives | None = None
        self._changes = ChangeCounters(
            folder / ARTICLES, folder / ANNOTATIONS, updater.index_revision, untouched=read_only
        )

    @classmethod
    def open(cls, folder: Path, *, create: bool = False, read_only: bool = False) -> Library:
        """Open the library in `folder`. With `create`, make one there if there is none.

        With `read_only`, nothing is written: no file of the library is changed, none is made, and every method that
        would do so raises ReadOnlyError. The library must be there already.

        Raises LibraryNotFoundError if there is none and `create` is not set, or
        if the folder cannot be opened; LibraryDamagedError if the articles
        cannot be read; DiskFullError, ReadOnlyError.
        """
        folder = Path(os.path.abspath(folder))  # noqa: PTH100 - `resolve` would follow links
        shown = printable(str(folder))
        if not cls.exists(folder) and (read_only or not create):
            raise LibraryNotFoundError(
                f"There is no library in {shown}.", "'peacereader add PATH' makes one of the files in PATH."
            )
        try:
            if not read_only:
                make_private_folder(folder)
            check_names(folder, OWN_NAMES, OWN_FOLDERS)
            if not cls.exists(folder) and (folder / INDEX).is_dir():
                from peaceindex.search.seal import Seal

                Seal(folder / INDEX).invalidate()  # it belongs to articles that are gone
            return cls(folder, ArticleStore(folder, untouched=read_only), read_only=read_only)
        except OSError as error:
            if isinstance(refusal := system_error(error, folder), DiskFullError | ReadOnlyError):
                raise refusal from error
            reason = (error.strerror or "unknown reason").lower()
            raise LibraryNotFoundError(
                f"The library in {shown} cannot be opened: {reason}.", "Choose another folder with --library."
            ) from error

    @property
    def stories(self) -> Stories:
        """The articles that share the same copy."""
        with self._services_lock:
            if self._stories is None:
                from peaceindex.near_duplicates.service import Stories

                self._stories = Stories(self.articles)
            return self._stories

    @property
    def ingest(self) -> Ingest:
        """Adds sources, and cleans articles again."""
        with self._services_lock:
            if self._ingest is None:
                from peaceindex.ingest.service import Ingest

                self._ingest = Ingest(self.stores, self._updater, self._cleaner)
            return self._ingest

    @property
    def bin(self) -> Bin:
        """The articles that the user removed."""
        with self._services_lock:
            if self._bin is None:
                from peaceindex.ingest.bin import Bin

                self._bin = Bin(self.stores, self._updater, lambda: self.ingest.place_in_stories())
            return self._bin

    @property
    def folders(self) -> Folders:
        """The files and folders that the user added."""
        with self._services_lock:
            if self._folders is None:
                from peaceindex.ingest.folders import Folders

                self._folders = Folders(self.articles)
            return self._folders

    @property
    def annotations(self) -> AnnotationService:
        """The user's own work: passages, read marks, reading positions, corrections."""
        with self._services_lock:
            if self._annotations is None:
                from peaceindex.annotations.service import AnnotationService

                self._annotations = AnnotationService(self.stores, self._cleaner, lambda: self.ingest.correcting())
            return self._annotations

    @property
    def maintenance(self) -> Maintenance:
        """Statistics, checks and repairs."""
        with self._services_lock:
            if self._maintenance is None:
                from peaceindex.maintenance.service import Maintenance

                self._maintenance = Maintenance(
                    self.stores, self._updater, self.annotations, self.ingest, self._cleaner
                )
            return self._maintenance

    @property
    def archives(self) -> Archives:
        """The library as an archive, and others merged into it."""
        with self._services_lock:
            if self._archives is None:
                from peaceindex.archive.service import Archives

                self._archives = Archives(self.stores, self._updater, lambda: self.ingest)
            return self._archives

    @staticmethod
    def exists(folder: Path) -> bool:
        """Return whether `folder` holds a library."""
        return os.path.lexists(folder / ARTICLES)

    @property
    def is_read_only(self) -> bool:
        """Whether the library cannot be written to, so that it was opened for reading only."""
        return self.articles.database.read_only is not None

    def close(self) -> None:
        """Close all files. ChangeCounters that were requested before are finished first."""
        self._updater.close()
        self._changes.close()
        self.stores.close()

    def abandon(self) -> None:
        """Close the library, and delete it if it has no articles and none of the user's own work."""
        is_empty = self.count() == 0 and not has_annotations(self.folder)
        self.close()
        if is_empty:
            for ending in ("", "-wal", "-shm"):
                (self.folder / f"{ARTICLES}{ending}").unlink(missing_ok=True)
            self._updater.lock.unlink(missing_ok=True)
            with suppress(OSError):
                self.folder.rmdir()  # unless it holds other files

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def new_notices(self) -> list[str]:
        """Return the notices that have come since the last call."""
        reported, self._reported = self._reported, len(self.notices)
        return self.notices[reported:]

    def revision(self) -> Revision:
        """Return a value that changes whenever any program writes to the library. It is only good for comparison.

        It is quick enough to be read every second. A search finds an article that another program adds as soon as
        `index` has changed, which happens every few seconds during a long `add`.
        """
        return self._changes.revision()

    def count(self) -> int:
        """Return the number of articles."""
        return self.articles.count()

    def article(self, id: str) -> Article:
        """Return the article whose id begins with `id`. Raises ArticleNotFoundError if there is none, or several."""
        return self.articles.article(self.articles.row_of(id))

    def raw(self, id: str) -> str:
        """Return the source text of an article before cleaning, decoded and neutralised. Raises as `article`."""
        return self.articles.raws.document(self.articles.row_of(id)).text

    def document(self, id: str) -> RawDocument:
        """Return the source of an article as it was last cleaned, with the metadata that its format stated."""
        return self.articles.raws.document(self.articles.row_of(id))

    def evidence(self, ids: Iterable[str]) -> dict[str, Evidence]:
        """Return when and from where the sources of articles were retrieved, by id. Unknown ids are left out."""
        return {
            id: self.articles.sources.name_and_evidence(row)[1] for id, row in self.articles.rows_of(set(ids)).items()
        }

    def losses(self, ids: Iterable[str]) -> list[Losses]:
        """Return the known losses in the cleaning of articles, for those that may have lost something notable."""
        rows = sorted(set(self.articles.rows_of(ids).values()))
        found = (self.articles.losses.of(row) for row in rows)
        return [losses for losses in found if losses is not None and losses.are_notable]

    def bad_values(self) -> list[str]:
        """Return a line for each damaged value found so far while reading the databases. All other values were read."""
        return self.stores.bad_values()

    def clear_bad_values(self) -> None:
        """Empty the list of `bad_values`."""
        self.stores.clear_bad_values()

    def _cleaner(self) -> Cleaner:
        from peaceindex.cleaning.extract import make_cleaner

        return make_cleaner(self.notices)
