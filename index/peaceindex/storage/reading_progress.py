"""The tables of annotations.db that hold marks of articles and reading positions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from peaceindex.storage.columns import ARTICLE_MARKS, ARTICLE_TAGS, PASSAGES, POSITIONS, READ_MARKS
from peaceindex.storage.serialization import timestamp

if TYPE_CHECKING:
    from peaceindex.storage.annotations_file import AnnotationFile


class ReadingMarks(msgspec.Struct, frozen=True):
    """What the result list shows beside an article: its marks, its passages and the user's tags, by its id."""

    read: frozenset[str]
    passages: Mapping[str, int]
    """The number of passages."""
    tags: Mapping[str, tuple[str, ...]]
    starred: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    """The articles to read later."""


class ReadingStore:
    """Reads marks, reads and writes `read_marks` and `positions`. Each change is on disk before the method returns."""

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file
        self._marks: tuple[int, ReadingMarks] | None = None

    def mark_read(self, article_id: str, read: bool) -> None:
        """Mark an article as read now, or as unread."""
        with self._file.changing() as connection:
            if read:
                connection.execute("INSERT OR REPLACE INTO read_marks VALUES (?, ?)", (article_id, timestamp()))
            else:
                connection.execute("DELETE FROM read_marks WHERE article_id = ?", (article_id,))

    def opened(self, after: str, until: str = "") -> list[str]:
        """Return the ids of the articles that were last marked as read after a time, and not after `until` if given."""
        with self._file.using() as connection:
            query = "SELECT article_id FROM read_marks WHERE made > ? AND (? = '' OR made <= ?)"
            return self._file.read(connection, READ_MARKS, query, _article_id, (after, until, until))

    def position(self, article_id: str) -> int | None:
        """Return where reading stopped, in code points of `Article.text`; None if there is no position."""
        with self._file.using() as connection:
            query = "SELECT article_id, position FROM positions WHERE article_id = ?"
            found = self._file.read(connection, POSITIONS, query, lambda values: int(values["position"]), (article_id,))
        return found[0] if found else None

    def remember_position(self, article_id: str, position: int) -> None:
        """Store where reading stopped, in code points of `Article.text`."""
        with self._file.changing() as connection:
            connection.execute(
                """INSERT INTO positions (article_id, position, made) VALUES (?, ?, ?)
                   ON CONFLICT (article_id) DO UPDATE SET position = excluded.position, made = excluded.made""",
                (article_id, position, timestamp()),
            )

    def is_folded(self, article_id: str) -> bool:
        """Return whether the notes below the passages of an article are folded."""
        with self._file.using() as connection:
            query = "SELECT article_id, is_folded FROM positions WHERE article_id = ?"
            return any(
                self._file.read(connection, POSITIONS, query, lambda values: bool(values["is_folded"]), (article_id,))
            )

    def remember_folding(self, article_id: str, *, is_folded: bool) -> None:
        """Store whether the notes below the passages of an article are folded."""
        with self._file.changing() as connection:
            connection.execute(
                """INSERT INTO positions (article_id, position, made, is_folded) VALUES (?, 0, ?, ?)
                   ON CONFLICT (article_id) DO UPDATE SET is_folded = excluded.is_folded, made = excluded.made""",
                (article_id, timestamp(), int(is_folded)),
            )

    def marks(self) -> ReadingMarks:
        """Return the marks of all articles: the same object until they change."""
        with self._file.using() as connection:
            state = self._file.state(connection)
            if self._marks is None or self._marks[0] != state:
                query = "SELECT article_id FROM read_marks"
                read = frozenset(self._file.read(connection, READ_MARKS, query, _article_id))
                query = "SELECT article_id FROM passages"
                counts = Counter(self._file.read(connection, PASSAGES, query, _article_id))
                query = "SELECT article_id, tags FROM article_tags WHERE tags <> '[]'"
                tags = dict(self._file.read(connection, ARTICLE_TAGS, query, _tags))
                query = "SELECT article_id, mark FROM article_marks WHERE is_set = 1"
                marked = self._file.read(connection, ARTICLE_MARKS, query, _mark)
                starred, later = (frozenset(id for id, mark in marked if mark == name) for name in ("starred", "later"))
                marks = ReadingMarks(read, MappingProxyType(dict(counts)), MappingProxyType(tags), starred, later)
                self._marks = state, marks
            return self._marks[1]


def _article_id(values: dict[str, Any]) -> str:
    return str(values["article_id"])


def _tags(values: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    return str(values["article_id"]), values["tags"]


def _mark(values: dict[str, Any]) -> tuple[str, str]:
    return str(values["article_id"]), values["mark"]


def former_ids(aliases: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the ids of the articles that others took the place of, by the current id. `aliases` are of old to new."""
    found: dict[str, list[str]] = {}
    for old, id in aliases.items():
        found.setdefault(id, []).append(old)
    return found


def with_current_ids(tags: Mapping[str, tuple[str, ...]], aliases: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the tags by the current ids of the articles: one that took the place of others has all their tags."""
    found: dict[str, tuple[str, ...]] = {}
    for id, own in tags.items():
        current = aliases.get(id, id)
        found[current] = tuple(dict.fromkeys((*found.get(current, ()), *own)))
    return found
