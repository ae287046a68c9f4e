"""Numbers of entries of the user's own work, as people are told them."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS = {
    "passages": ("passage", "passages"),
    "bin": ("passage in the bin", "passages in the bin"),
    "saved_searches": ("saved search", "saved searches"),
    "corrections": ("correction", "corrections"),
    "read_marks": ("read mark", "read marks"),
    "positions": ("reading position", "reading positions"),
    "search_log": ("logged search", "logged searches"),
}
"""By table, what people care for most first."""


def listed(numbers: Mapping[str, int]) -> str:
    """`300 passages, 5 saved searches` for so many entries by table; "nothing" for none."""
    order = [*_WORDS, *(name for name in numbers if name not in _WORDS)]
    return (
        ", ".join(f"{numbers[name]:,} {_word(name, numbers[name])}" for name in order if numbers.get(name)) or "nothing"
    )


def kind(table: str) -> str:
    """What the entries of a table are called: `saved searches`."""
    return _word(table, 2)


def _word(table: str, number: int) -> str:
    one, many = _WORDS.get(table, (f"entry in {table}", f"entries in {table}"))
    return one if number == 1 else many
