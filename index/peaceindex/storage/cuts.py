"""The lines that were cut from articles: those of today in `articles.cuts`, those of older versions in `cuts`."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryDamagedError
from peaceindex.model.article import Cut
from peaceindex.model.safe_text import neutralise
from peaceindex.storage.columns import CUTS, RAWS
from peaceindex.storage.packed_text import checksum_of, stored_text, unpack
from peaceindex.storage.rows import read_rows

if TYPE_CHECKING:
    from peaceindex.storage.database import Database
    from peaceindex.storage.packed_cuts import StoredCuts

UNREADABLE = "\ufffd"
"""The text of a run of cut lines that cannot be read."""


class CutStore:
    """Reads and deletes the cuts of articles, by article row. They are written with their articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, row: int, stored: StoredCuts | None) -> tuple[Cut, ...]:
        """Return the cuts of an article. `stored` is what its column `cuts` holds.

        If its source is damaged, that is recorded as a bad value, and U+FFFD stands for each run of lines in it.
        """
        if stored is None:
            query = "SELECT * FROM cuts WHERE article_row = ? ORDER BY number"
            found = read_rows(self._database.ask(query, (row,)), CUTS, self._database.bad, dict)
            return tuple(Cut(cut["line"], neutralise(cut["text"]), cut["reason"]) for cut in found)
        checksum, reasons, cuts = stored
        has_lines = any(type(extent) is int for _, extent, _ in cuts)
        lines = self._source_lines(row, checksum) if has_lines else []
        return tuple(
            Cut(number, neutralise(text), reasons[reason])
            for line, extent, reason in cuts
            for number, text in _lines_of(line, extent, lines)
        )

    def forget(self, row: int) -> None:
        """Delete the cuts that an older version stored."""
        self._database.connection.execute("DELETE FROM cuts WHERE article_row = ?", (row,))

    def _source_lines(self, row: int, checksum: int) -> Sequence[str]:
        """Return the lines of an article's source, as far as they can be read."""
        try:
            found = self._database.ask("SELECT packed FROM raws WHERE article_row = ?", (row,))
        except LibraryDamagedError:  # on the pages of `raws`; the article can still be read
            found = []
        packed, lines = found[0][0] if found else None, []
        if type(packed) is bytes:
            try:
                text = unpack(packed)
                if checksum_of(packed) == checksum:
                    return text.split("\n")
            except (zlib.error, UnicodeDecodeError):
                lines = stored_text(packed).split("\n")
        reason = f"damage in what was packed; the lines cut from it are shown as {UNREADABLE}"
        self._database.bad.add(RAWS, {"article_row": row}, "packed", reason, skipped=False)
        return lines


def _lines_of(line: int, extent: int | str, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the number and text of each line of a stored cut."""
    if isinstance(extent, str):
        yield line, extent
        return
    end = min(line + extent, len(lines) + 1)
    for number in range(line, end):
        yield number, lines[number - 1]
    if end < line + extent:
        yield max(line, end), UNREADABLE
