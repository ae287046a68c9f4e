"""How many cells of the terminal a character takes, where Rich's tables say other than terminals do.

Rich gives the spacing vowel signs of Indian scripts, Khmer and Burmese no cell. Most terminals give them one, and so
does wcwidth: lines that were measured without them lost their last words. Where a terminal paints them without a cell,
or two of them in one, a line is a little shorter than it could be.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from rich import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LAST_SPACING_MARK = 0x1FFFF
"""No spacing mark is behind the planes of letters (Unicode 17); thousands of other characters without a cell are."""
_LOADER = "load_cell_table"
_rich_table: Callable[[str], cells.CellTable] | None = vars(cells).get(_LOADER)


def use_current_widths() -> None:
    """Make Rich, and so Textual, measure by these widths. Call it before anything is measured."""
    if _rich_table is not None:  # else Rich has changed, and the tests tell
        vars(cells)[_LOADER] = _table


@cache
def _table(unicode_version: str = "auto") -> cells.CellTable:
    assert _rich_table is not None
    table = _rich_table(unicode_version)
    return table._replace(widths=list(_widths(table.widths)))


def _widths(widths: Iterable[cells.CellSpan]) -> Iterator[cells.CellSpan]:
    """Yield the ranges of a table without the spacing marks, so that these have the width of other letters."""
    for start, end, width in widths:
        if width or start > _LAST_SPACING_MARK:
            yield start, end, width
            continue
        first = start
        for code in range(start, end + 1):
            if unicodedata.category(chr(code)) == "Mc":
                if first < code:
                    yield first, code - 1, 0
                first = code + 1
        if first <= end:
            yield first, end, 0
