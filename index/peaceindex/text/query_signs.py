"""Signs that mean something in a query only in some places: quotation marks and colons."""

from __future__ import annotations

import re

QUOTES = '"“”„‟«»'

GERSHAYIM = '(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])'
"""A pattern for a quotation mark within a Hebrew abbreviation. It belongs to the word."""

_ALL_QUOTES = frozenset(f"{QUOTES}\u05f4")

_INFLECTED_CAPITALS = re.compile(r"[^\W\d_a-z]{2,}:[^\W\d_A-Z]{1,4}")
"""Matches capitals with an ending, as Swedish and Finnish write them: EU:s, NATO:ssa. They are words, not fields."""


def without_quotes(name: str) -> str:
    """Return a name with a space for each quotation mark: a query can hold none within a name."""
    return "".join(" " if sign in _ALL_QUOTES else sign for sign in name)


def in_quotes(name: str) -> str:
    """Return a name as a query holds it after a field: in quotation marks, and without those that it has itself."""
    return f'"{" ".join(without_quotes(name).split())}"'


def is_unknown_field(text: str, rest: str) -> bool:
    """Return whether a text begins with a name and a colon, before something to search for, as a field does.

    `rest` is what follows in the query. `12:30`, `Mark: 9` and `EU:s` are words.
    """
    name, colon, value = text.partition(":")
    if not colon or not name.isidentifier() or name.startswith("_"):
        return False
    if not value:
        return rest[:1] == "(" or (rest[:1] in QUOTES and bool(rest))
    return (value[0].isalnum() or value[0] in "=*?") and not _INFLECTED_CAPITALS.fullmatch(text)
