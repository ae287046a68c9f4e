"""The library: the one door through which the reader reaches what lies behind it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from peaceindex.annotations.service import AnnotationService
from peaceindex.errors import DiskFullError, LibraryNotFoundError, ReadOnlyError
from peaceindex.ingest.service import Ingest
from peaceindex.maintenance.service import Maintenance
from peaceindex.model.article import Article, Losses, RawDocument
from peaceindex.model.revision import Revision
from peaceindex.near_duplicates.service import Stories
from peaceindex.private_files import make_private_folder
from peaceindex.search.catch_up import NAME as INDEX
from peaceindex.search.service import Search
from peaceindex.search.updater import IndexUpdater
from peaceindex.storage import annotations as annotations_file
from peaceindex.storage import articles as articles_file
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.change_counter import Changes
from peaceindex.storage.safe_files import BACKUPS, check_names
from peaceindex.storage.sqlite_errors import of_system
from peaceindex.storage.stores import Stores
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from peaceindex.cleaning import Cleaner

OWN_NAMES = (articles_file.NAME, "annotations.", "write.lock")
"""How the names of a library's own files begin."""
OWN_FOLDERS = (INDEX, BACKUPS)


class Library:
    """The articles of a folder, their search index, and the user's own work on them.

    Any method may be called from any thread. Only searching imports the search engine.
    """

    search: Search
    """Find articles; saved searches and the search log."""
    annotations: AnnotationService
    """The user's own work: passages, read marks, positions, corrections."""
    stories: Stories
    """Which articles tell the same copy."""
    ingest: Ingest
    """Add sources, and clean articles again."""
    maintenance: Maintenance
    """Figures, checks and repairs."""

    def __init__(self, folder: Path, articles: ArticleStore) -> None:
        """Use `Library.open`."""
        self.folder = folder
        self.articles = articles
        self.stores = Stores(folder, articles)
        self.notices = self.stores.notices
        self._reported = 0
        if (refusal := articles.database.read_only) is not None:
            self.notices.append(f"The library is open for reading alone; marks and searches are not kept. {refusal}")
        self._updater = updater = IndexUpdater(self.stores)
        self.search = Search(self.stores, updater)
        self.stories = Stories(articles)
        self.ingest = Ingest(self.stores, updater, self._cleaner)
        self.annotations = AnnotationService(self.stores, self._cleaner, self.ingest.correcting)
        self.maintenance = Maintenance(self.stores, updater, self.annotations, self.ingest, self._cleaner)
        self._changes = Changes(folder / articles_file.NAME, folder / annotations_file.NAME, updater.index_revision)

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Library:
        """Open the library in `folder`, or make one there.

        Raises LibraryNotFoundError if there is none and `create` is not set,
        LibraryDamagedError if its articles cannot be read.
        """
        folder = Path(os.path.abspath(folder))  # noqa: PTH100 - `resolve` would follow links
        shown = printable(str(folder))
        if not cls.exists(folder) and not create:
            raise LibraryNotFoundError(
                f"There is no library in {shown}.", "'peacereader add PATH' makes one of the files in PATH."
            )
        try:
            make_private_folder(folder)
            check_names(folder, OWN_NAMES, OWN_FOLDERS)
            if not cls.exists(folder) and (folder / INDEX).is_dir():
                from peaceindex.search.seal import Seal

                Seal(folder / INDEX).break_()  # it is of articles that are gone
            return cls(folder, ArticleStore(folder))
        except OSError as error:
            if isinstance(refusal := of_system(error, folder), DiskFullError | ReadOnlyError):
                raise refusal from error
            reason = (error.strerror or "unknown reason").lower()
            raise LibraryNotFoundError(
                f"The library in {shown} cannot be opened: {reason}.", "Choose another folder with --library."
            ) from error

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether `folder` holds a library."""
        return os.path.lexists(folder / articles_file.NAME)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written to the library, so that it was opened for reading alone."""
        return self.articles.database.read_only is not None

    def close(self) -> None:
        """Close all files. What was asked for before goes on until it is done."""
        self._updater.close()
        self._changes.close()
        self.stores.close()

    def abandon(self) -> None:
        """Close the library, and take it away if it was made in vain: no article in it, and no work of the user's."""
        in_vain = self.count() == 0 and not annotations_file.has_annotations(self.folder)
        self.close()
        if in_vain:
            for ending in ("", "-wal", "-shm"):
                (self.folder / f"{articles_file.NAME}{ending}").unlink(missing_ok=True)
            self._updater.lock.unlink(missing_ok=True)
            with suppress(OSError):
                self.folder.rmdir()  # unless there is something else in it

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def untold(self) -> list[str]:
        """The notices that have come since this was last asked."""
        reported, self._reported = self._reported, len(self.notices)
        return self.notices[reported:]

    def revision(self) -> Revision:
        """What changes whenever anybody writes to the library, this program or another; for comparing only.

        Quick enough to be asked every second. An article that another program adds is found by a search as soon as
        `index` has changed, which it does every few seconds of a long `add`.
        """
        return self._changes.revision()

    def count(self) -> int:
        """How many articles there are."""
        return self.articles.count()

    def article(self, id: str) -> Article:
        """The article whose id begins with `id`. Raises ArticleNotFoundError if there is none, or several."""
        return self.articles.article(self.articles.row_of(id))

    def raw(self, id: str) -> str:
        """The source text of that article before cleaning, decoded and neutralised. Raises as `article`."""
        return self.articles.raws.document(self.articles.row_of(id)).text

    def document(self, id: str) -> RawDocument:
        """The source of that article as it was when it was last cleaned, with what its format stated."""
        return self.articles.raws.document(self.articles.row_of(id))

    def losses(self, ids: Iterable[str]) -> list[Losses]:
        """What those of the articles of these ids that may have lost something may have lost, as far as is known."""
        rows = sorted(set(self.articles.rows_of(ids).values()))
        found = (self.articles.losses.of(row) for row in rows)
        return [losses for losses in found if losses is not None and losses.are_notable]

    def bad_values(self) -> list[str]:
        """A line for each damaged value that was found so far in reading the databases; all else was read."""
        return self.stores.bad_values()

    def forget_bad_values(self) -> None:
        """Empty the list of `bad_values`."""
        self.stores.forget_bad_values()

    def _cleaner(self) -> Cleaner:
        from peaceindex.cleaning.extract import make_cleaner

        return make_cleaner(self.notices)
