"""The names of authors as databases write them: last name first, several in one value."""

from __future__ import annotations

import re
from typing import Final

from peaceindex.startup.late_pattern import late_pattern

_BETWEEN = late_pattern(r"\s*[;|]\s*")
_BY = late_pattern(r"^(?:by|par|por|door)\s+(?=\S)", re.IGNORECASE)
_NOBODY: Final = frozenset(("anonymous", "anon", "none", "n/a", "unknown", "no author", "not available"))


def authors_in(value: str) -> list[str]:
    """Return the authors named in a value, "Torlak, Ana; Ferran, Ilko" as Ana Torlak and Ilko Ferran.

    A name with more than one comma stays as written. "Anonymous" is no name.
    """
    names: list[str] = []
    for part in _BETWEEN.split(value):
        name = part.strip() if "," in part else _BY.sub("", part.strip(), count=1)
        if not re.search(r"(?:\b[^\W\d_]|\b[JS]r)\.$", name):
            name = name.rstrip(".")
        if name.count(",") == 1:
            last, first = (piece.strip() for piece in name.split(","))
            name = f"{first} {last}" if first and last else first or last
        if name and name.casefold() not in _NOBODY and name not in names:
            names.append(name)
    return names
