"""The bin of a library: articles that the user removed are kept there until it is emptied."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from peaceindex.errors import ArticleNotFoundError, LibraryLockedError
from peaceindex.model.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peaceindex.model.additions import BinnedArticle
    from peaceindex.search.updater import IndexUpdater
    from peaceindex.storage.stores import Stores

_BATCH = 500
"""Articles per transaction."""


class Bin:
    """The bin of one library: `Library.bin`. Any method may be called from any thread.

    Articles can be moved to it and back while another program, or another thread, adds articles.
    """

    def __init__(self, stores: Stores, updater: IndexUpdater, place_in_stories: Callable[[], None]) -> None:
        self._articles = stores.articles
        self._updater = updater
        self._place_in_stories = place_in_stories

    def articles(self) -> list[BinnedArticle]:
        """Return the articles in the bin, those that were removed last first."""
        return self._articles.bin.articles()

    def count(self) -> int:
        """Return the number of articles in the bin."""
        return self._articles.bin.count()

    def last_removal(self) -> tuple[str, int]:
        """Return when articles were last removed (ISO 8601 in UTC), and how many of them are in the bin; "" and 0."""
        made, rows = self._articles.bin.last()
        return made, len(rows)

    def remove(self, ids: Sequence[str]) -> int:
        """Move articles to the bin, as one removal. Return how many were moved.

        The user's own work on them stays. Raises ArticleNotFoundError if an id names no article, or several; then none
        is moved.
        """
        rows = [self._articles.row_of(id) for id in ids]
        with self._articles.writing():
            return self._articles.bin.add(rows)

    def restore(self, ids: Sequence[str]) -> int:
        """Bring articles back from the bin. Return how many. Raises ArticleNotFoundError if an id is not in the bin."""
        return self._restore(list(self._articles.bin.rows_of([self._id_in_bin(id) for id in ids]).values()))

    def undo(self) -> int:
        """Restore what was removed last. Return how many articles that were."""
        return self._restore(self._articles.bin.last()[1])

    def empty(self) -> int:
        """Delete for good what is in the bin. Return how many articles that were.

        Passages in them are kept, with their words. The sources are remembered: they are added again only on demand.
        What is restored meanwhile, or comes to the bin only now, is not deleted.
        Raises LibraryLockedError if another process is writing.
        """
        count = 0
        with self._updater.writing(), self._articles.database.translate_errors():
            self._updater.catch_up()
            rows = list(self._articles.bin.rows_of(article.id for article in self.articles()).values())
            for start in range(0, len(rows), _BATCH):
                with self._articles.writing():
                    count += self._articles.bin.empty(rows[start : start + _BATCH])
            self._place_in_stories()
        return count

    def _restore(self, rows: Sequence[int]) -> int:
        with self._articles.writing():
            count = self._articles.bin.restore(rows)
        with suppress(LibraryLockedError), self._updater.writing():  # if not, whoever is writing places them
            self._place_in_stories()
        return count

    def _id_in_bin(self, id: str) -> str:
        wanted = id.strip().lower()
        found = self._articles.bin.beginning_with(wanted) if wanted else []
        if len(found) == 1 or wanted in found:
            return wanted if wanted in found else found[0]
        if found:
            some = ", ".join(found[:3]) + (" …" if len(found) > 3 else "")
            raise ArticleNotFoundError(f"Several articles in the bin begin with {wanted}: {some}.", "Give more digits.")
        raise ArticleNotFoundError(
            f"There is no article {printable(wanted)} in the bin.", "'peacereader bin' lists it."
        )
