"""The paragraphs of a body whose lines may be wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.sources.database_exports.export import ExportLine

_MAX_WIDTH: Final = 132
"""No export wraps its lines at more columns; a longer line is a paragraph."""
_MIN_WIDTH: Final = 40


def width_of(lines: Sequence[ExportLine]) -> int:
    """Return the column at which the lines are wrapped, or 0 if they are not.

    They are wrapped if nearly no line is longer, and many are nearly as long.
    """
    lengths = sorted(len(line.text.rstrip()) for line in lines if line.text.strip() and not line.is_block)
    if not lengths:
        return 0
    width = lengths[-1 - len(lengths) // 200]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    full = sum(length > 0.8 * width for length in lengths)
    return width if full >= 3 and full * 5 >= len(lengths) else 0


def paragraphs_of(lines: Sequence[ExportLine], width: int) -> list[str]:
    """Return the paragraphs of these lines. `width` is that of the whole export (see `width_of`).

    An empty line ends a paragraph. A line continues the one before it if its first word would not have fitted there;
    so a short line that stands alone, such as an item of a list, stays alone.
    """
    found: list[str] = []
    for group in _groups(lines):
        before = ""
        for line in group:
            text = line.text.strip()
            if before and width and not line.is_block and _was_full(before, text, width):
                found[-1] = _joined(found[-1], text)
            else:
                found.append(text)
            before = line.text.rstrip()
    return found


def _groups(lines: Sequence[ExportLine]) -> Iterator[list[ExportLine]]:
    """Yield the runs of lines between empty lines."""
    group: list[ExportLine] = []
    for line in lines:
        if line.text.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _was_full(before: str, text: str, width: int) -> bool:
    """Return whether the first word of `text` did not fit at the end of the line before it."""
    return len(before) + 1 + len(text.split(maxsplit=1)[0]) > width


def _joined(before: str, text: str) -> str:
    is_hyphen = before.endswith("-") and before[-2:-1].isalpha()
    return f"{before}{text}" if is_hyphen else f"{before} {text}"
