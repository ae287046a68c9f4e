"""The marks of articles in annotations.db, as the user sets them: read, starred, to read later."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.storage.history import Step
from peaceindex.storage.passage_history import mark_change, set_marks

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from peaceindex.storage.annotations_file import AnnotationFile


class ArticleMarkStore:
    """Writes marks. Every change is on disk before the method returns, and can be undone.

    `ReadingStore.marks` reads them. Opening an article marks it as read too, but is no change that can be undone.
    """

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file

    def change(
        self,
        article_ids: Sequence[str],
        marks: Mapping[str, bool],
        former_ids: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> int:
        """Set the marks that are True on articles and take off those that are False, in one step.

        Return the number of articles that changed. `former_ids` are those of articles that one of these took the place
        of: their marks count as its own, and are taken off with it.
        """
        changed: set[str] = set()
        with self._file.changing() as connection:
            step = Step(connection)
            for mark, is_set in marks.items():
                present = _marked(connection, mark)
                ids: list[str] = []
                for id in dict.fromkeys(article_ids):
                    having = [each for each in (id, *former_ids.get(id, ())) if each in present]
                    if is_set != bool(having):
                        ids += [id] if is_set else having
                        changed.add(id)
                if ids:
                    set_marks(connection, ids, mark, is_set=is_set)
                    step.record(*mark_change(ids, mark, is_set=is_set))
        return len(changed)


def _marked(connection: sqlite3.Connection, mark: str) -> set[str]:
    """Return the ids of the articles that have a mark."""
    if mark == "read":
        rows = connection.execute("SELECT article_id FROM read_marks")
    else:
        rows = connection.execute("SELECT article_id FROM article_marks WHERE mark = ? AND is_set = 1", (mark,))
    return {id for (id,) in map(tuple, rows)}
