"""The table of annotations.db that holds the user's corrections of articles."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from peaceindex.model.correction import Correction
from peaceindex.storage.columns import CORRECTIONS
from peaceindex.storage.serialization import path_value, timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from peaceindex.storage.annotations_file import AnnotationFile

_COLUMNS = tuple(field.name for field in fields(Correction) if field.name not in ("number", "standing"))
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

    def replace(self, correction: Correction | None, instead_of: Iterable[str]) -> None:
        """Add a correction, unless it is None, and withdraw those with the ids `instead_of`.

        A withdrawn correction stays in the table, with the time in `removed`.
        """
        with self._file.changing() as connection:
            connection.executemany(
                "UPDATE corrections SET removed = ? WHERE id = ?", [(timestamp(), id) for id in instead_of]
            )
            if correction:
                placeholders = ", ".join("?" * len(_COLUMNS))
                connection.execute(
                    f"INSERT INTO corrections ({_FIELDS}) VALUES ({placeholders})",  # noqa: S608
                    _values(correction),
                )


def _correction(values: dict[str, Any]) -> Correction:
    return Correction(**values)


def _values(correction: Correction) -> tuple[Any, ...]:
    converters: dict[str, Callable[[Any], Any]] = {"value": _as_json, "was": _as_json, "source": path_value}
    return tuple(converters.get(name, lambda value: value)(getattr(correction, name)) for name in _COLUMNS)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
