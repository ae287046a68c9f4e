"""Collocates as the rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.exports.tables import Number

if TYPE_CHECKING:
    from peaceindex.model.collocates import Collocates

_COLUMNS = ("word", "left", "right", "count", "frequency", "expected", "g2", "function_word")
_HEADS = ("word", "left", "right", "both", "library", "expected", "G²", "")


def collocate_rows(found: Collocates, *, for_people: bool) -> list[tuple[str, ...]]:
    """Return the rows of a table, the first of them its heads.

    For people, function words are marked by a word, and numbers have separators of thousands. Else the columns are the
    fields of `Collocate.as_record`.
    """
    rows: list[tuple[str, ...]] = [_HEADS if for_people else _COLUMNS]
    for row in found.rows:
        counts = (row.left, row.right, row.count, row.frequency)
        if for_people:
            mark = "function word" if row.is_function_word else ""
            numbers = (f"{row.expected:,.2f}", f"{row.score:,.2f}")
            rows.append((row.word, *(f"{count:,}" for count in counts), *numbers, mark))
        else:
            mark = "yes" if row.is_function_word else "no"
            numbers = (Number(f"{row.expected:.3f}"), Number(f"{row.score:.2f}"))
            rows.append((row.word, *map(str, counts), *numbers, mark))
    return rows
