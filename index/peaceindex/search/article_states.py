"""What the user made of articles, and what the index does not hold: read marks, passages, labels, tags, losses."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.model.query_language import OWN_FIELDS
from peaceindex.storage.reading_progress import ReadingMarks, with_current_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from peaceindex.annotations.article_names import ArticleNames, Ids
    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.stores import Stores

_MAX_KEPT = 8
"""The labels and tags whose rows are kept."""


class ArticleStates:
    """Finds the articles in a state, for `is:`, `label:` and `mine:`. Any method may be called from any thread."""

    def __init__(self, stores: Stores, index_revision: Callable[[], object]) -> None:
        """`index_revision` returns a value that changes with the index."""
        self._stores = stores
        self._index_revision = index_revision
        self._rows: OrderedDict[str, tuple[Ids, object, frozenset[int]]] = OrderedDict()
        self._articles: ArticleStore = stores.articles
        self._seen: tuple[ReadingMarks, int, ReadingMarks] | None = None

    def marks(self) -> ReadingMarks:
        """Return read marks, passage counts and tags by the current ids of the articles."""
        now = self._stores.annotations.reading.marks()
        aliases = self._articles.aliases()
        kept = self._seen
        if kept is None or kept[0] is not now or kept[1] != len(aliases):
            passages: dict[str, int] = {}
            for id, count in now.passages.items():
                passages[aliases.get(id, id)] = passages.get(aliases.get(id, id), 0) + count
            marked = (frozenset(aliases.get(id, id) for id in ids) for ids in (now.read, now.starred, now.later))
            read, starred, later = marked
            tags = with_current_ids(now.tags, aliases)
            kept = now, len(aliases), ReadingMarks(read, MappingProxyType(passages), tags, starred, later)
            self._seen = kept
        return kept[2]

    def rows(self, state: str) -> AbstractSet[int]:
        """Return the rows of all articles in a state of `STATES`, or that have `label:NAME` or `mine:NAME`.

        Raise QueryError if there is no such label or tag.
        """
        if state == "cut":
            return set(self._articles.losses.rows())
        field, _, name = state.partition(":")
        if field in OWN_FIELDS:
            return self._rows_having(state, self.names.ids(field, name))
        marks = self.marks()
        ids: Iterable[str] = marks.passages if state == "bookmarked" else getattr(marks, state)
        return set(self._articles.rows_of(ids).values())

    def _rows_having(self, state: str, ids: Ids) -> frozenset[int]:
        """Return the rows of articles, which are looked up again only after their ids or the index have changed."""
        revision = self._index_revision()
        kept = self._rows.get(state)
        if kept is None or kept[:2] != (ids, revision):
            kept = ids, revision, frozenset(self._articles.rows_of(ids).values())
            self._rows[state] = kept
            while len(self._rows) > _MAX_KEPT:
                with suppress(KeyError):  # another thread may have been quicker
                    self._rows.popitem(last=False)
        return kept[2]

    def check(self, state: str) -> None:
        """Raise QueryError as `rows` does, without looking for articles."""
        field, _, name = state.partition(":")
        if field in OWN_FIELDS:
            self.names.ids(field, name)

    def label_ids(self) -> dict[str, Ids]:
        """Return the ids of the articles with each label, or with one below it; labels without any are left out."""
        return {name: self.names.ids("label", name) for name, _ in self.names.names("label")}

    @cached_property
    def names(self) -> ArticleNames:
        """The user's labels and tags, by article. A search without them has no use for it."""
        from peaceindex.annotations.article_names import ArticleNames

        return ArticleNames(self._stores)
