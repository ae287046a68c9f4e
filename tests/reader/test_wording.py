"""Words for values that several parts of the program show."""

from __future__ import annotations

import pytest

from peacereader.wording import date_span, first_of


def test_a_long_list_is_shortened_and_says_by_how_much() -> None:
    assert first_of(["a", "b"]) == "a, b"
    forms = [f"form{number}" for number in range(1300)]
    assert first_of(forms).endswith("form19 and 1,280 more")
    assert first_of(forms[:21]).endswith("form20")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025", "2025"),
        ("2025-05", "May 2025"),
        ("2025-05-16", "16 May 2025"),
        ("2025-05..2025-06", "May–Jun 2025"),
        ("2024-11..2025-01", "Nov 2024–Jan 2025"),
        ("2014..2016", "2014–2016"),
        ("2025-05-16..2025-05-25", "16–25 May 2025"),
        ("2025-05-30..2025-06-02", "30 May–2 Jun 2025"),
        ("2024-12-30..2025-01-02", "30 Dec 2024–2 Jan 2025"),
        ("2025-05..2025-05", "May 2025"),
        ("odd..2025-99", "odd–2025-99"),
    ],
)
def test_a_span_of_dates_repeats_nothing(value: str, words: str) -> None:
    assert date_span(value) == words
