"""Lines in scripts whose vowel signs take a cell of their own: nothing is cut off on the screen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from peacereader.tui.cell_widths import use_current_widths
from peacereader.tui.widgets.wrapping import fitting, is_mark, shortened, wrap

LINES = {  # the cells by wcwidth .9.4, the fewest that they may count for
    "राजधानी में शांति वार्ता": 20,
    "தமிழ் பேச்சு": 10,
    "বাংলা যুদ্ধবিরতি": 14,
    "മലയാളം": 6,
    "การเจรจาสันติภาพ": 14,
    "ລາວນ້ຳ": 5,
    "ငြိမ်းချမ်းရေး": 10,
    "ភាសាខ្មែរ": 7,
    "👍🏽 🇺🇦 ❤️": 8,
    "한국어 停火": 11,
}


@pytest.fixture(autouse=True, scope="module")
def _widths() -> None:
    use_current_widths()


@pytest.mark.parametrize("line", LINES)
def test_widths(line: str) -> None:
    marks = sum(unicodedata.category(char) == "Mc" for char in line)
    assert LINES[line] <= cell_len(line) <= LINES[line] + marks // 2


@given(
    st.lists(st.sampled_from([*LINES, "".join(LINES), "ငြိမ်းချမ်းရေး" * 9, "word"]), max_size=12).map(" ".join),
    st.integers(20, 80),
)
def test_no_word_is_lost_or_cut_within_a_letter(text: str, width: int) -> None:
    lines = [text[start:end] for start, end in wrap(text, width)]
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width and not is_mark(line[0]) for line in lines)
    for cut in (fitting(text, width), fitting(text, width, at_end=True), shortened(text, width)):
        assert cell_len(cut) <= width
    assert not unicodedata.category((fitting(text, width, at_end=True) or "x")[0]).startswith("M")
