"""Marking: which articles are read, starred, or to be read later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.model.article_marks import ArticleMarks
from peaceindex.storage.reading_progress import former_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from peaceindex.model.article_marks import Mark
    from peaceindex.storage.stores import Stores


class Marking:
    """The marks on the articles of one library. Any method may be called from any thread."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._articles = stores.articles

    def of(self, article_ids: Iterable[str]) -> dict[str, ArticleMarks]:
        """Return the marks of articles, by their present ids. One that took the place of others has theirs too."""
        aliases = self._articles.aliases()
        present = list(dict.fromkeys(aliases.get(id, id) for id in article_ids))
        if not self._stores.has_annotations():
            return dict.fromkeys(present, ArticleMarks())
        marks = self._stores.annotations.reading.marks()
        read, starred, later = (
            {aliases.get(id, id) for id in ids} if aliases else ids for ids in (marks.read, marks.starred, marks.later)
        )
        return {id: ArticleMarks(id in read, id in starred, id in later) for id in present}

    def change(self, article_ids: Sequence[str], marks: Mapping[Mark, bool]) -> int:
        """Set the marks that are True and take off those that are False, in one step that can be undone.

        Return the number of articles that changed.
        """
        aliases = self._articles.aliases()
        present = [aliases.get(id, id) for id in article_ids]
        return self._stores.annotations.article_marks.change(
            present, {str(mark): is_set for mark, is_set in marks.items()}, former_ids(aliases)
        )
