"""A change of a small text file in few bytes: what was replaced by what, and hashes by which both texts are known."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Part = dict[str, Any]
"""A part of a text: `text`, where it starts in code points, and `sha256`, the hash of the whole text in UTF-8."""


def parts(before: str, after: str) -> tuple[Part, Part]:
    """Return the parts in which two texts differ: together with either text they make the other."""
    start = _same_length(before, after)
    end = _same_length(before[start:][::-1], after[start:][::-1])
    return _part(before, start, end), _part(after, start, end)


def _part(text: str, start: int, end: int) -> Part:
    return {"text": text[start : len(text) - end], "start": start, "sha256": _hash(text)}


def _same_length(one: str, other: str) -> int:
    """Return how many characters two texts have in common at the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (first, second) in pairs if first != second), min(len(one), len(other)))


def replaced(text: str, part: Mapping[str, Any], other: Mapping[str, Any]) -> str | None:
    """Return a text with the part in which it differs from another text replaced by the part of that one.

    Return None if the text is not the one that `part` is of, or if the parts do not belong together.
    """
    try:
        if _hash(text) != part["sha256"]:
            return None
        start = int(part["start"])
        found = text[:start] + other["text"] + text[start + len(part["text"]) :]
    except (KeyError, TypeError, ValueError):
        return None
    return found if _hash(found) == other["sha256"] else None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
