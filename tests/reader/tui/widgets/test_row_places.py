"""The place of each row is a sum, also where the cursor's row is higher and headings stand between rows."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from peacereader.tui.widgets.row_places import RowPlaces
from tests.trials import examples


@given(st.integers(1, 12), st.integers(1, 6), st.integers(0, 3), st.integers(0, 12), st.none() | st.integers(0, 12))
@settings(max_examples=examples(200), deadline=None)
def test_lines_and_rows_agree_with_rows_set_one_below_the_other(
    rows: int, height: int, extra: int, cursor: int, divided_at: int | None
) -> None:
    places = RowPlaces(height, extra, min(cursor, rows - 1), None if divided_at is None else min(divided_at, rows))
    lines: list[tuple[int, int]] = []
    for row in range(rows):
        if places.divided_at is not None and row == 0 != places.divided_at:
            lines.append((0, -1))
        if places.divided_at == row:
            lines += [(row, -1)] * (1 if row else 2)
        assert places.line_of(row) == len(lines)
        lines += [(row, line) for line in range(places.height_of(row))]
    assert places.total(rows) == len(lines)
    assert [places.at(line) for line in range(len(lines))] == lines
