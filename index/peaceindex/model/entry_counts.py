"""Counts of the entries that the user made, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TABLE_NOUNS = {
    "passages": ("passage", "passages"),
    "bin": ("passage in the bin", "passages in the bin"),
    "saved_searches": ("saved search", "saved searches"),
    "corrections": ("correction", "corrections"),
    "article_tags": ("article with your tags", "articles with your tags"),
    "article_marks": ("starred or later mark", "starred and later marks"),
    "history": ("change in the history", "changes in the history"),
    "read_marks": ("read mark", "read marks"),
    "positions": ("reading position", "reading positions"),
    "search_log": ("logged search", "logged searches"),
}
"""Singular and plural for each table, in order of importance to people."""


def listed(counts: Mapping[str, int]) -> str:
    """Return the counts by table in words, such as `300 passages, 5 saved searches`, or "nothing" if all are 0."""
    order = [*_TABLE_NOUNS, *(name for name in counts if name not in _TABLE_NOUNS)]
    return ", ".join(f"{counts[name]:,} {_noun(name, counts[name])}" for name in order if counts.get(name)) or "nothing"


def kind(table: str) -> str:
    """Return what the entries of a table are called, such as `saved searches`."""
    return _noun(table, 2)


def _noun(table: str, number: int) -> str:
    singular, plural = _TABLE_NOUNS.get(table, (f"entry in {table}", f"entries in {table}"))
    return singular if number == 1 else plural
