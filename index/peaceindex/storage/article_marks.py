"""The marks of articles in annotations.db, as the user sets them: read, starred, to read later."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.storage.history import Step
from peaceindex.storage.passage_history import set_mark

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
        changed = 0
        with self._file.changing() as connection:
            step = Step(connection)
            present = {mark: _marked(connection, mark) for mark in marks}
            for id in dict.fromkeys(article_ids):
                before = len(step)
                ids = (id, *former_ids.get(id, ()))
                for mark, is_set in marks.items():
                    having = [each for each in ids if each in present[mark]]
                    if is_set and not having:
                        _change(connection, step, id, mark, is_set=True)
                    elif not is_set:
                        for each in having:
                            _change(connection, step, each, mark, is_set=False)
                changed += len(step) > before
        return changed


def _marked(connection: sqlite3.Connection, mark: str) -> set[str]:
    """Return the ids of the articles that have a mark."""
    if mark == "read":
        rows = connection.execute("SELECT article_id FROM read_marks")
    else:
        rows = connection.execute("SELECT article_id FROM article_marks WHERE mark = ? AND is_set = 1", (mark,))
    return {id for (id,) in map(tuple, rows)}


def _change(connection: sqlite3.Connection, step: Step, id: str, mark: str, *, is_set: bool) -> None:
    set_mark(connection, id, mark, is_set=is_set)
    step.record(id, "mark", {mark: not is_set}, {mark: is_set})
