"""Who made passages: comparing names."""

from __future__ import annotations

from peaceindex.text.folding import fold

ME = "me"
"""The name in queries for who works in the library now."""


def name_key(name: str) -> str:
    """Return the form in which two spellings of a name are equal."""
    return " ".join(fold(name).split())


def names_meant(name: str, me: str) -> set[str]:
    """Return the keys of the names that `name` in a query asks for.

    `me` asks for the passages of `me`, and for those of which it was not said who made them.
    """
    key = name_key(name)
    return {"", name_key(me)} if key == ME else {key}
