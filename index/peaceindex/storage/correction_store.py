"""The table of annotations.db that holds the user's corrections of articles."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import msgspec

from peaceindex.model.correction import Correction
from peaceindex.storage.columns import CORRECTIONS
from peaceindex.storage.history import History, Step, mark
from peaceindex.storage.serialization import path_value, timestamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable

    from peaceindex.storage.annotations_file import AnnotationFile

_COLUMNS = tuple(field.name for field in fields(Correction) if field.name not in ("number", "standing", "removal"))
_FIELDS = ", ".join(_COLUMNS)


class CorrectionStore:
    """Reads and writes the table `corrections`. Every change is on disk before the method returns."""

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file

    def all(self) -> list[Correction]:
        """Return all corrections that are not withdrawn, in the order in which they were made."""
        query = f"SELECT {_FIELDS} FROM corrections WHERE removed IS NULL ORDER BY made, id"  # noqa: S608
        with self._file.using() as connection:
            return self._file.read(connection, CORRECTIONS, query, _correction)

    def replace(self, article_id: str, correction: Correction | None, instead_of: Iterable[str], step: int = 0) -> int:
        """Add a correction of an article, unless it is None, and withdraw those with the ids `instead_of`.

        A withdrawn correction stays in the table, with the time in `removed`. Return the number of the step, which can
        be undone; `step` is that of an earlier change that is undone with this one.
        """
        with self._file.changing() as connection:
            withdrawn = sorted(instead_of)
            _withdraw(connection, withdrawn)
            added = [correction.id] if correction else []
            record = Step(connection, "corrections", step)
            record.record(article_id, "correct", {"ids": withdrawn}, {"ids": added})
            if correction:
                placeholders = ", ".join("?" * len(_COLUMNS))
                connection.execute(
                    f"INSERT INTO corrections ({_FIELDS}) VALUES ({placeholders})",  # noqa: S608
                    _values(correction),
                )
            return record.number

    def next_steps(self, article_ids: Collection[str] | None, *, is_undo: bool) -> list[CorrectionStep]:
        """Return the changes to undo or redo next, one for each article that was corrected in the same step.

        With `article_ids`, only those of this article. Return an empty list if there is nothing to undo or redo.
        """
        with self._file.using() as connection:
            found = []
            for entry in History(self._file, "corrections").next_step(connection, is_undo=is_undo, keys=article_ids):
                sides = (entry.after, entry.before) if is_undo else (entry.before, entry.after)
                withdrawn, restored = (frozenset(map(str, side.get("ids", ()))) for side in sides)
                query = f"SELECT {_FIELDS} FROM corrections WHERE id IN ({', '.join('?' * len(restored))})"  # noqa: S608
                corrections = self._file.read(connection, CORRECTIONS, query, _correction, tuple(restored))
                found.append(CorrectionStep(entry.id, entry.key, withdrawn, tuple(corrections)))
        return found

    def move(self, step: CorrectionStep, moment: str, *, is_undo: bool) -> None:
        """Withdraw and restore the corrections of a step, and mark it as undone or done at a moment (`timestamp`)."""
        with self._file.changing() as connection:
            _withdraw(connection, step.withdrawn)
            for correction in step.restored:
                connection.execute("UPDATE corrections SET removed = NULL WHERE id = ?", (correction.id,))
            mark(connection, step.id, "undone" if is_undo else "done", moment)


class CorrectionStep(msgspec.Struct, frozen=True):
    """A change of an article that is to be undone or redone: the ids to withdraw, and the corrections to restore."""

    id: str
    article_id: str
    withdrawn: frozenset[str]
    restored: tuple[Correction, ...]


def _withdraw(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    connection.executemany("UPDATE corrections SET removed = ? WHERE id = ?", [(timestamp(), id) for id in ids])


def _correction(values: dict[str, Any]) -> Correction:
    return Correction(**values)


def _values(correction: Correction) -> tuple[Any, ...]:
    converters: dict[str, Callable[[Any], Any]] = {"value": _as_json, "was": _as_json, "source": path_value}
    return tuple(converters.get(name, lambda value: value)(getattr(correction, name)) for name in _COLUMNS)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
