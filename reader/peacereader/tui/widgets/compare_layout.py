"""The lines of two articles side by side, or one below the other where there is no room for two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from peacereader import wording
from peacereader.tui.widgets.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.comparison import ComparedRow, ComparedSentence
    from peaceindex.model.search import Span

Side = Literal["left", "right"]
SIDE_BY_SIDE_CELLS = 100
"""The width in cells from which the articles stand in two columns."""
MAX_COLUMN_CELLS = 76
_BEFORE_LEFT = 3
"""The cells before the left column: the cursor, the sign, and the mark of a passage."""
_BEFORE_RIGHT = 3
"""Those before the right one: a rule between the columns, and the mark of a passage."""


class Columns(NamedTuple):
    """The columns in cells: what is left free before them, and the width of each; `right` is 0 for a single one."""

    indent: int
    left: int
    right: int

    @classmethod
    def of(cls, width: int) -> Columns:
        """Return the columns of a view of this width."""
        if width < SIDE_BY_SIDE_CELLS:
            return cls(0, max(4, width - _BEFORE_LEFT - 1), 0)
        column = min(MAX_COLUMN_CELLS, (width - _BEFORE_LEFT - _BEFORE_RIGHT - 1) // 2)
        return cls((width - _BEFORE_LEFT - _BEFORE_RIGHT - 2 * column) // 2, column, column)


class CompareLine(NamedTuple):
    """A line: its sign, the stretch of the sentence on each side, and words on a side that has no sentence."""

    sign: str
    left: Span | None
    right: Span | None
    note: str = ""


class Fold(NamedTuple):
    """Rows that are folded into one line: from `first` up to but excluding `stop`."""

    first: int
    stop: int


def items_of(rows: Sequence[ComparedRow], *, folds: bool) -> list[int | Fold]:
    """Return what a list shows: the indices of rows, with `folds` each stretch of equal ones as one fold."""
    items: list[int | Fold] = []
    for at, row in enumerate(rows):
        last = items[-1] if items else None
        if not folds or row.kind != "equal":
            items.append(at)
        elif isinstance(last, Fold):
            items[-1] = Fold(last.first, at + 1)
        else:
            items.append(Fold(at, at + 1))
    return items


def fold_words(fold: Fold) -> str:
    """Return the words that stand for folded rows."""
    count = fold.stop - fold.first
    return f"· · ·  {wording.counted(count, 'equal sentence')}"


def moved_words(at: int, row: ComparedRow) -> str:
    """Return where the sentence of a row stands in the other article; "" if it was not moved."""
    if row.other_row is None:
        return ""
    return f"moved: stands further {'down ↓' if row.other_row > at else 'up ↑'}"


def row_lines(at: int, row: ComparedRow, columns: Columns) -> list[CompareLine]:
    """Return the lines of a row, the last of them blank."""
    note = moved_words(at, row)
    if columns.right:
        left, right = _wrapped(row.left, columns.left), _wrapped(row.right, columns.right)
        sign = {"equal": " ", "changed": "≠", "moved": "⇅", "left": "−", "right": "+"}[row.kind]
        count = max(len(left), len(right), 1)
        lines = [
            CompareLine(
                sign if number == 0 else " ",
                left[number] if number < len(left) else None,
                right[number] if number < len(right) else None,
                note if number == 0 else "",
            )
            for number in range(count)
        ]
    else:
        lines = _stacked(row, columns.left, note)
    return [*lines, CompareLine(" ", None, None)]


def _stacked(row: ComparedRow, width: int, note: str) -> list[CompareLine]:
    """Return the lines of a row in a single column: what is left with −, then what is right with +."""
    is_equal = row.kind == "equal"
    lines = [
        CompareLine(" " if is_equal or number else "−", span, None)
        for number, span in enumerate(_wrapped(row.left, width))
    ]
    if not is_equal:
        lines += [
            CompareLine(" " if number else "+", None, span) for number, span in enumerate(_wrapped(row.right, width))
        ]
    if note:
        lines.append(CompareLine("⇅", None, None, note))
    return lines


def _wrapped(sentence: ComparedSentence | None, width: int) -> list[Span]:
    return wrap(sentence.text, width) if sentence else []
