"""Lines never lose a character, never grow wider than they may."""

from __future__ import annotations

import textwrap

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from peacereader.tui.widgets.result_list import snippet_window
from peacereader.tui.widgets.wrapping import fitting, index_at, shortened, wrap

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Mn", "Me", "Cf"]), max_size=200)


@given(TEXTS, st.integers(4, 60), st.integers(0, 4))
def test_every_word_stands_on_some_line_and_none_is_too_wide(text: str, width: int, hanging: int) -> None:
    lines = wrap(text, width, hanging)
    assert "".join("".join(text[s:e] for s, e in lines).split()) == "".join(text.split())
    assert [s for s, _ in lines] == sorted(s for s, _ in lines)
    for number, (start, end) in enumerate(lines):
        room = width - hanging if number else width
        assert cell_len(text[start:end]) <= max(4, room)


def test_lines_break_between_words() -> None:
    text = "The second round was held in a palace"
    assert [text[s:e] for s, e in wrap(text, 16)] == ["The second round", "was held in a", "palace"]


def test_a_word_wider_than_the_line_is_broken() -> None:
    text = "see https://example.example/a/very/long/address end"
    lines = [text[s:e] for s, e in wrap(text, 20)]
    assert all(len(line) <= 20 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(1, 40))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert cell_len(shortened(text, width)) <= width


def test_shortened_text_says_that_it_was_cut() -> None:
    assert shortened("a ceasefire in the spring", 12) == "a ceasefire…"
    assert shortened("two\nlines", 12) == "two lines"


def test_a_snippet_window_shows_its_first_hit() -> None:
    text = "Long before anybody thought of it, and after many words, a ceasefire was agreed upon by both sides."
    start = text.index("ceasefire")
    shown, marks = snippet_window(text, [(start, start + 9)], 40)
    assert [shown[s:e] for s, e in marks] == ["ceasefire"]
    assert shown.startswith("…") and shown.endswith("…") and cell_len(shown) <= 40


def test_a_window_on_a_hit_at_the_end_shows_what_comes_before_it() -> None:
    text = "The delegations met again in the palace by the water and parted without a ceasefire."
    start = text.index("ceasefire")
    shown, marks = snippet_window(text, [(start, start + 9)], 40)
    assert shown == "…water and parted without a ceasefire."
    assert [shown[s:e] for s, e in marks] == ["ceasefire"]


@given(TEXTS, st.integers(8, 60), st.data())
def test_snippet_windows_fit_and_their_marks_lie_within(text: str, room: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown, marks = snippet_window(text, [(start, end)] if end > start else [], room)
    assert cell_len(shown) <= room
    assert all(0 <= s <= e <= len(shown) for s, e in marks)


ANY = st.text(st.sampled_from("ab \u0301\u200dע日👩❤\ufe0f"), max_size=60)


@example("\u200d\u200d日日", 1)
@example("\u200d\u200d日", 1)
@given(ANY, st.integers(1, 40))
def test_a_beginning_and_an_end_fit_and_are_the_texts_own(text: str, width: int) -> None:
    start, end = fitting(text, width), fitting(text, width, at_end=True)
    assert text.startswith(start) and text.endswith(end)
    assert cell_len(start) <= width >= cell_len(end)
    if cell_len(text) <= width:
        assert start == end == text


@given(st.lists(st.text("abcdef", min_size=1, max_size=9), min_size=1, max_size=12), st.integers(10, 40))
def test_a_beginning_and_an_end_are_whole_words(words: list[str], width: int) -> None:
    text = " ".join(words)
    start, end = fitting(text, width), fitting(text, width, at_end=True)
    assert words[: len(start.split())] == start.split()
    assert words[len(words) - len(end.split()) :] == end.split()
    assert start and end


def test_a_letter_keeps_its_marks_where_a_text_is_cut() -> None:
    assert fitting("日本語日本語", 5) == "日本"
    assert fitting("日本語日本語", 5, at_end=True) == "本語"
    long = "a\u0301" * 30
    assert fitting(long, 4) == "a\u0301" * 4
    assert fitting(long, 4, at_end=True) == "a\u0301" * 4


@given(words=st.lists(st.text("abéЖ“-", min_size=1, max_size=8), max_size=30), width=st.integers(8, 40))
def test_plain_text_is_wrapped_as_the_standard_library_wraps_it(words: list[str], width: int) -> None:
    text = " ".join(words)
    lines = [text[start:end] for start, end in wrap(text, width)]
    assert lines == textwrap.wrap(text, width, break_on_hyphens=False)


@given(text=st.text("ab  é", max_size=60), width=st.integers(4, 20), hanging=st.integers(0, 25))
def test_plain_text_is_wrapped_like_any_other(text: str, width: int, hanging: int) -> None:
    wide = "字 "  # a letter of two cells, for which each word is measured by itself
    plain, other = wrap("aa " + text, width, hanging), wrap(wide + text, width, hanging)
    shift = len(wide) - len("aa ")
    assert [end + shift for _, end in plain] == [end for _, end in other]


@given(st.text("aé\u0301停한👩🏽\u200d🚀سَ ", max_size=30))
def test_each_letter_is_found_at_its_cells_and_nothing_behind_the_last(text: str) -> None:
    assert index_at(text, -1) in (0, index_at(text, 0))
    assert index_at(text, cell_len(text) + 5) == len(text)
    found = [index_at(text, cell) for cell in range(cell_len(text))]
    assert found == sorted(found)
    if "\u200d" in text.replace("👩🏽\u200d🚀", ""):  # a joiner that joins nothing has no width of its own
        return
    for at in (i for i, char in enumerate(text) if char in "a停한"):
        assert index_at(text, cell_len(text[:at])) == at
