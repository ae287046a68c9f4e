"""What an addition does with sources whose articles the user removed: it leaves them out, unless it is told not to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.model.reports import AddReport
from peaceindex.near_duplicates.minhash import are_same_copy, shingles

if TYPE_CHECKING:
    from peaceindex.ingest.prepare import Prepared
    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.serialization import PackedArticle
    from peaceindex.storage.sources import SourceRow


class RemovedArticles:
    """The articles that the user removed from a library: those in the bin, and those that were emptied from it.

    `are_added` says whether an addition brings them back.
    """

    def __init__(self, store: ArticleStore, *, with_removed: bool) -> None:
        self._store = store
        self.are_added = with_removed

    def row_of(self, prepared: Prepared, previous: SourceRow | None) -> int | None:
        """Return the row of the article that a document was, or is again, if the user removed it; None if not.

        `previous` is what is stored about its source. A place is not removed, only what was in it: a new article in the
        place of a removed one is none of those.
        """
        if previous is not None:
            if not previous.is_removed:
                return None
            if previous.sha256 == prepared.sha256:
                return previous.article_row
        hash = prepared.source_hash
        row = self._store.find_by_source_hash(hash, or_removed=True) if hash else None
        if row is not None:
            return row if self._store.bin.removal_of(self._store.id_of(row)) else None
        if previous is not None and self._is_in_bin(previous.article_row, prepared.article):
            return previous.article_row
        return None

    def _is_in_bin(self, row: int, article: PackedArticle | None) -> bool:
        """Return whether an article is what the one of this row, in the bin, has been edited to."""
        if article is None or row not in self._store.bin:
            return False
        binned = self._store.article(row)
        # Reports that are written after a pattern share most of their words, but neither title nor date.
        return (article.title, article.date) == (binned.title, binned.date) and are_same_copy(
            shingles(article.text), shingles(binned.text)
        )

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
