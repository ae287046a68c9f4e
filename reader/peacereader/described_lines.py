"""Facts as lines of `name: value`, for the descriptions that other programs show and keep: written, and read back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LINE = re.compile(r"([A-Za-z][A-Za-z0-9 -]{0,39}): (.*)", re.DOTALL)
_NEEDS_QUOTES = re.compile(r'^$|^["\s]|\s$|[\n\r\ud800-\udfff]')


def described(facts: Mapping[str, Sequence[str]]) -> str:
    """Return the facts as lines, one for each value. A value that is no single line, or is empty, is JSON."""
    return "\n".join(f"{name}: {_written(value)}" for name, values in facts.items() for value in values)


def facts_in(description: str) -> dict[str, list[str]]:
    """Return the values in a description by name. Lines of another form are left out."""
    found: dict[str, list[str]] = {}
    for line in description.split("\n"):
        if match := _LINE.fullmatch(line):
            found.setdefault(match[1], []).append(_read(match[2]))
    return found


def _written(value: str) -> str:
    # In ASCII, since half of a surrogate pair, which a file name may have, is no character of XML.
    return json.dumps(value) if _NEEDS_QUOTES.search(value) else value


def _read(value: str) -> str:
    if value.startswith('"'):
        try:
            read = json.loads(value)
        except ValueError:
            return value
        return read if isinstance(read, str) else value
    return value
