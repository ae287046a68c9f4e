"""The reading order of the pieces of text on a page: columns one after the other, headlines above them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_MIN_COLUMN_LINES: Final = 3
_MAX_CANDIDATES: Final = 12
_MAX_DEPTH: Final = 12
_SHARED_EDGE: Final = 3.0
"""Points by which the left edges of lines in a column may differ."""
_TABLE_WORDS: Final = 4
"""Where the lines of columns have fewer words than this on average, and stand beside each other, they are a table."""


@dataclass(slots=True)
class Piece:
    """A piece of a line without large gaps. Points from the left and from the top of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """The size of its letters in points."""
    is_bold: bool = False

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


Column = list[list[Piece]]
"""Lines from top to bottom; each has its pieces from left to right."""


def columns_of(pieces: Sequence[Piece]) -> list[Column]:
    """Return the columns of a page in reading order. A headline above two columns is a column of its own."""
    return _split([piece for piece in pieces if piece.text.strip()], 0)


def _split(pieces: list[Piece], depth: int) -> list[Column]:
    if len(pieces) < 2 * _MIN_COLUMN_LINES or depth > _MAX_DEPTH:
        return [lines_of(pieces)] if pieces else []
    found = _gutter(pieces)
    if found is None:
        return [lines_of(pieces)]
    gutter, first, last = found
    order = sorted(pieces, key=lambda piece: piece.middle)
    above, band, below = order[:first], order[first:last], order[last:]
    left = [piece for piece in band if piece.left < gutter]
    right = [piece for piece in band if piece.left >= gutter]
    return [
        *_split(above, depth + 1), *_split(left, depth + 1), *_split(right, depth + 1), *_split(below, depth + 1),
    ]  # fmt: skip


def _gutter(pieces: Sequence[Piece]) -> tuple[float, int, int] | None:
    """Return where the widest run of lines, from top to bottom, is divided into two columns.

    That is the left edge of the right column, and the first and last (excluded) piece in order of height.
    """
    order = sorted(pieces, key=lambda piece: piece.middle)
    size = median(piece.size for piece in order)
    begin = min(piece.left for piece in order)
    edges = Counter(round(piece.left / _SHARED_EDGE) for piece in order if piece.left > begin + 2 * size)
    best: tuple[int, float, int, int] | None = None
    for edge, _ in edges.most_common(_MAX_CANDIDATES):
        near = [piece.left for piece in order if abs(piece.left - edge * _SHARED_EDGE) <= _SHARED_EDGE]
        if len(near) < _MIN_COLUMN_LINES:
            continue
        x = min(near) - 0.1
        first = 0
        for place in range(len(order) + 1):
            # A piece crosses the gutter if it comes nearer to the right column than a wide space.
            if place < len(order) and not (order[place].left < x and order[place].right > x - 0.3 * size):
                continue
            run = order[first:place]
            if _are_columns(run, x, size) and (best is None or len(run) > best[0]):
                best = len(run), x, first, place
            first = place + 1
    return best[1:] if best else None


def _are_columns(run: Sequence[Piece], x: float, size: float) -> bool:
    """Return whether pieces stand in two columns on either side of `x`, and not in the cells of a table."""
    left = [piece for piece in run if piece.left < x]
    right = [piece for piece in run if piece.left >= x]
    if len(left) < _MIN_COLUMN_LINES or len(right) < _MIN_COLUMN_LINES:
        return False
    overlap = min(left[-1].bottom, right[-1].bottom) - max(left[0].top, right[0].top)
    if overlap < _MIN_COLUMN_LINES * size:
        return False
    words = [len(piece.text.split()) for piece in run]
    heights = [piece.middle for piece in left]
    level = sum(1 for piece in right if any(abs(piece.middle - height) < 0.3 * size for height in heights[:400]))
    is_table = level > 0.7 * len(right) and min(_mean_words(left), _mean_words(right)) < _TABLE_WORDS
    return not is_table and sum(words) >= 2 * len(run)


def _mean_words(pieces: Sequence[Piece]) -> float:
    return sum(len(piece.text.split()) for piece in pieces) / len(pieces)


def lines_of(pieces: Sequence[Piece]) -> Column:
    """Return the lines that pieces make: those at one height are one line."""
    lines: Column = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        last = lines[-1] if lines else None
        if last and abs(piece.middle - _height(last)) < 0.45 * max(min(piece.size, last[0].size), 1.0):
            last.append(piece)
        else:
            lines.append([piece])
    for line in lines:
        line.sort(key=lambda piece: piece.left)
    return lines


def _height(line: Sequence[Piece]) -> float:
    return sum(piece.middle for piece in line) / len(line)
