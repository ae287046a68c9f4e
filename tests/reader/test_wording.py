"""Words for values that several parts of the program show."""

from __future__ import annotations

from peacereader.wording import first_of


def test_a_long_list_is_shortened_and_says_by_how_much() -> None:
    assert first_of(["a", "b"]) == "a, b"
    forms = [f"form{number}" for number in range(1300)]
    assert first_of(forms).endswith("form19 and 1,280 more")
    assert first_of(forms[:21]).endswith("form20")
