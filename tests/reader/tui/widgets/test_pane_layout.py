"""Each pane has room for what it shows, and no column of the terminal is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peacereader.tui.widgets.pane_layout import AROUND_TEXT, Pane, pane_widths
from peacereader.tui.widgets.scroll_bar import thumb
from tests.trials import examples


@given(st.integers(20, 400), st.sampled_from(["list", "article", "facets"]), st.integers(20, 200))
@settings(max_examples=examples(200), deadline=None)
def test_the_panes_fill_the_terminal_and_the_pane_in_use_is_shown(total: int, current: Pane, measure: int) -> None:
    widths = pane_widths(total, current, measure)
    assert sum(width for _, width in widths.shown) == total
    assert getattr(widths, current) >= min(total, 22)
    if current == "article":
        assert widths.article >= min(total, measure + AROUND_TEXT)


@pytest.mark.parametrize("total", [80, 119, 120, 139, 160, 200])
def test_the_text_that_one_reads_keeps_its_measure(total: int) -> None:
    assert pane_widths(total, "article", 72).article >= 72 + AROUND_TEXT


def test_the_article_has_the_whole_terminal_at_80_columns_and_a_margin_at_200() -> None:
    assert pane_widths(80, "article", 72).shown == (("article", 80),)
    assert pane_widths(120, "list", 72).facets in range(20, 23)
    assert pane_widths(200, "list", 72).article >= 72 + AROUND_TEXT + 20


@given(st.integers(1, 60), st.integers(1, 5000), st.floats(0, 1))
@settings(max_examples=examples(100), deadline=None)
def test_the_thumb_touches_an_end_only_at_the_end(size: int, hidden: int, part: float) -> None:
    position = round(part * hidden)
    first, count = thumb(size, size + hidden, size, position)
    assert 0 <= first <= first + count <= size and count >= 1
    if size - count > 1:
        assert (first == 0) == (position == 0)
        assert (first + count == size) == (position == hidden)
    assert thumb(size, size, size, 0) == (0, 0)
