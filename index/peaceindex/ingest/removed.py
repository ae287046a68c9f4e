"""What an addition does with sources whose articles the user removed: it leaves them out, unless it is told not to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.model.reports import AddReport

if TYPE_CHECKING:
    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.sources import SourceRow


class RemovedArticles:
    """The articles that the user removed from a library: those in the bin, and those that were emptied from it.

    `are_added` says whether an addition brings them back.
    """

    def __init__(self, store: ArticleStore, *, with_removed: bool) -> None:
        self._store = store
        self.are_added = with_removed

    def row_of(self, source_hash: str, previous: SourceRow | None) -> int | None:
        """Return the row of the article that a document was, if the user removed it; None if not.

        `previous` is what is stored about its source.
        """
        if previous is not None:
            return previous.article_row if previous.is_removed else None
        row = self._store.find_by_source_hash(source_hash, or_removed=True) if source_hash else None
        return row if row is not None and self._store.bin.removal_of(self._store.id_of(row)) else None

    def must_be_read(self, row: int) -> bool:
        """Return whether a removed article is to be added, and nothing of it is left."""
        return self.are_added and row not in self._store.bin

    def left_out(self, name: str, id: str) -> AddReport:
        """Return the report about a source that is left out."""
        return AddReport(name, "removed", id, reason=self._store.bin.removal_of(id))

    def known(self, name: str, source: SourceRow) -> AddReport:
        """Return the report about a source that has not changed."""
        if source.is_removed:
            return self.left_out(name, source.article_id)
        return AddReport(name, "unchanged", source.article_id)
