"""Counts of the entries that the user made, in words."""

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
"""Singular and plural for each table, in order of importance to people."""


def listed(numbers: Mapping[str, int]) -> str:
    """Return the counts by table in words, such as `300 passages, 5 saved searches`, or "nothing" if all are 0."""
    order = [*_WORDS, *(name for name in numbers if name not in _WORDS)]
    return (
        ", ".join(f"{numbers[name]:,} {_word(name, numbers[name])}" for name in order if numbers.get(name)) or "nothing"
    )


def kind(table: str) -> str:
    """Return what the entries of a table are called, such as `saved searches`."""
    return _word(table, 2)


def _word(table: str, number: int) -> str:
    one, many = _WORDS.get(table, (f"entry in {table}", f"entries in {table}"))
    return one if number == 1 else many
