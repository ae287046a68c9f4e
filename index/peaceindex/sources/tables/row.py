"""A row of a table, as all kinds of tables give it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from peaceindex.errors import SourceError

MAX_ROW_CHARACTERS: Final = 16 * 1024 * 1024
"""The length above which a row is reported and skipped."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row.

    `number` counts the rows of the table from 1, with the header and empty rows, as spreadsheet programs show them.
    `line` is the first line of the row in the text of the file; 0 if the file is not text. `data` are its undecoded
    bytes, and `encoding` and `confidence` say how they were decoded (as in a RawDocument).
    """

    number: int
    cells: list[Any]
    line: int = 0
    data: bytes = b""
    encoding: str = "utf-8"
    confidence: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in any of its cells."""
        return not any(cell.strip() if isinstance(cell, str) else cell not in (None, [], {}) for cell in self.cells)

    def place_in(self, shown: str) -> str:
        """Return the place of this row in words: `Row 4 of talks.csv (line 9)`."""
        return place_of(self.number, self.line, shown)


Rows = Iterator[Row | SourceError]
"""The rows of a table, with an error in place of each that cannot be read."""


def place_of(number: int, line: int, shown: str) -> str:
    """Return the place of a row in words: `Row 4 of talks.csv (line 9)`."""
    return f"Row {number:,} of {shown}" + (f" (line {line:,})" if line else "")
