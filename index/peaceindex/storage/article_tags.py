"""The table `article_tags` of annotations.db: the user's own tags on whole articles."""

from __future__ import annotations

import json
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from peaceindex.storage.bad_text import fetch_rows
from peaceindex.storage.columns import ARTICLE_TAGS
from peaceindex.storage.history import Step
from peaceindex.storage.passage_history import set_article_tags
from peaceindex.storage.rows import read_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from peaceindex.storage.annotations_file import AnnotationFile

_FIELDS = "article_id, tags, made, edited"


class ArticleTagStore:
    """Reads and writes the user's tags. Every change is on disk before the method returns, and can be undone."""

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file

    def all(self) -> Mapping[str, tuple[str, ...]]:
        """Return the tags of every article that has some, by article id."""
        with self._file.using() as connection:
            query = f"SELECT {_FIELDS} FROM article_tags"  # noqa: S608
            found = self._file.read(connection, ARTICLE_TAGS, query, _tagged_article, ())
        return {id: tags for id, tags in found if tags}

    def change(
        self,
        article_ids: Sequence[str],
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
        former_ids: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> int:
        """Add tags to articles and take others off, in one step. Return the number of articles that changed.

        `former_ids` are those of articles that one of these took the place of. Their tags count as its own, and move to
        it when it changes.
        """
        changed = 0
        with self._file.changing() as connection:
            step = Step(connection)
            for id in dict.fromkeys(article_ids):
                stored = {each: self._tags(connection, each) for each in (id, *former_ids.get(id, ()))}
                before = tuple(dict.fromkeys(chain.from_iterable(stored.values())))
                kept = [tag for tag in before if tag not in remove]
                after = (*kept, *(tag for tag in dict.fromkeys(add) if tag not in kept))
                if after != before:
                    for each, tags in stored.items():
                        self._set(connection, step, each, tags, after if each == id else ())
                    changed += 1
        return changed

    def _tags(self, connection: sqlite3.Connection, id: str) -> tuple[str, ...]:
        rows = fetch_rows(connection, f"SELECT {_FIELDS} FROM article_tags WHERE article_id = ?", (id,))  # noqa: S608
        return tuple(read_row(rows[0], ARTICLE_TAGS, self._file.bad)["tags"]) if rows else ()

    def _set(
        self, connection: sqlite3.Connection, step: Step, id: str, before: tuple[str, ...], after: tuple[str, ...]
    ) -> None:
        if after != before:
            set_article_tags(connection, id, json.dumps(after, ensure_ascii=False))
            step.record(id, "tag", {"tags": list(before)}, {"tags": list(after)})


def _tagged_article(values: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    return values["article_id"], values["tags"]
