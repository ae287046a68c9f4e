"""Recovers what is left of a damaged value, in the form in which the database stores it."""

from __future__ import annotations

import json
import re
from typing import Any

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.storage.bad_text import BadText, as_text
from peaceindex.storage.column_kinds import OPTIONAL_TEXT_OR_LIST, PATH, TEXT_LIST, BadValueError, Kind
from peaceindex.storage.event_values import EVENT, NO_EVENT

_STRING = late_pattern(r'("(?:[^"\\]|\\.)*)(?:"|\Z)')
_TEXT_MEMBER = late_pattern(r'"text"\s*:\s*("(?:[^"\\]|\\.)*")')
_MIN_SIMILARITY = 0.8
"""The share of equal bytes above which two texts count as the same text, before and after damage."""


def retyped(kind: Kind, value: Any) -> Any | None:
    """Return the same bytes or number as a value of the right kind, or None if that is impossible."""
    candidates: list[Any] = []
    if isinstance(value, bytes):
        try:
            candidates.append(value.decode("utf-8"))
        except UnicodeDecodeError:
            return None
    elif isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        candidates.append(int(value))
    elif isinstance(value, str) and not isinstance(value, BadText):
        candidates.append(value.encode())
        if re.fullmatch(r"-?[0-9]{1,18}", value, re.ASCII):
            candidates.append(int(value))
    return next((candidate for candidate in candidates if fits(kind, candidate)), None)


def fits(kind: Kind, value: Any) -> bool:
    """Return whether a column of this kind may hold the value."""
    try:
        kind.read(value)
    except BadValueError:
        return False
    return True


def salvaged_value(kind: Kind, value: Any) -> Any:
    """Return what is left of a bad value. Use this only for kinds that have a replacement (`Kind.fallback`)."""
    if kind is PATH and isinstance(value, BadText) and b"\0" not in value.data:
        return value.data
    if kind is EVENT:
        return NO_EVENT
    if kind is TEXT_LIST:
        return json.dumps(strings_in(as_text(value)), ensure_ascii=False)
    replacement = kind.fallback(value) if kind.fallback else None
    return json.dumps(replacement) if isinstance(replacement, dict) or kind is OPTIONAL_TEXT_OR_LIST else replacement


def strings_in(text: str) -> list[str]:
    """Return the strings in broken JSON, including one that is cut off at the end."""
    found = []
    for match in _STRING.finditer(text):
        try:
            found.append(str(json.loads(match[1] + '"')))
        except ValueError:
            continue
    return found


def request_in(text: str) -> str | None:
    """Return a request, as JSON, with the text found in the broken JSON of one, or None if no text is found."""
    found = _TEXT_MEMBER.search(text)
    try:
        return json.dumps({"text": json.loads(found[1])}, ensure_ascii=False) if found else None
    except ValueError:
        return None


def are_similar(damaged: Any, other: Any) -> bool:
    """Return whether a damaged value and an intact one may be the same value, after and before the damage."""
    first, second = _as_bytes(damaged), _as_bytes(other)
    longest = max(len(first), len(second))
    if not longest:
        return True
    head = _common_length(first, second)
    tail = _common_length(first[head:][::-1], second[head:][::-1])
    same = sum(a == b for a, b in zip(first, second, strict=False)) if len(first) == len(second) else 0
    return max(head + tail, same) >= _MIN_SIMILARITY * longest


def _common_length(first: bytes, second: bytes) -> int:
    """Return the length of the common beginning, in bytes."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(first), len(second)))


def _as_bytes(value: Any) -> bytes:
    if isinstance(value, BadText):
        return value.data
    return value if isinstance(value, bytes) else as_text(value).encode("utf-8", "surrogatepass")
