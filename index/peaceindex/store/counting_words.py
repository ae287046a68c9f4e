"""Numbers of entries, and the dates of copies, as notices say them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from peaceindex.sources.decoding import printable
from peaceindex.store.backups import made_at

_WORDS = {
    "passages": ("passage", "passages"),
    "bin": ("passage in the bin", "passages in the bin"),
    "read_marks": ("read mark", "read marks"),
    "positions": ("reading position", "reading positions"),
    "saved_searches": ("saved search", "saved searches"),
    "search_log": ("logged search", "logged searches"),
    "corrections": ("correction", "corrections"),
}


def listed(numbers: Mapping[str, int]) -> str:
    """`300 passages, 5 saved searches` for so many entries by table, what people care for most first; "" for none."""
    order = [*_WORDS, *(name for name in numbers if name not in _WORDS)]
    order.sort(key=lambda name: name in ("read_marks", "positions", "search_log"))
    return ", ".join(_counted(name, numbers[name]) for name in order if numbers.get(name))


def dated(copy: Path) -> str:
    """`12 May 2025, 10:15` for a copy that was made then; its name where that does not say."""
    made = made_at(copy)
    return f"{made.day} {made:%B %Y, %H:%M}" if made else printable(copy.name)


def _counted(name: str, number: int) -> str:
    one, many = _WORDS.get(name, (f"entry in {name}", f"entries in {name}"))
    return f"{number:,} {one if number == 1 else many}"
