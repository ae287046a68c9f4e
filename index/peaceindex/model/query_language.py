"""The names that the query language knows: its fields, dates, states, connectives and operators.

The parser and the completion read the names of fields and states here;
connectives and operators are written into the patterns of the parser, and a test
compares them. What is not documented fails a test too
(tests/reader/test_documentation.py).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "title",
        "outlet": "outlet",
        "tag": "tag",
        "tags": "tag",
        "topic": "tag",
        "author": "author",
        "url": "url",
        "lang": "lang",
        "language": "lang",
    }
)
"""What can be typed before `:` and a word, to the field of the index that it searches."""

DATE_FIELDS = ("date", "after", "before", "added")
"""What can be typed before `:` and a date."""

RELATIVE_DATES = ("today", "yesterday", "7d")
"""What can also be typed after `added:`; with any number before the d."""

STATE_FIELD = "is"
"""What is typed before `:` and a state."""

STATES = ("unread", "read", "starred", "later", "new", "bookmarked", "cut")
"""What can be typed after `is:`."""

COUNTED_STATES = tuple(state for state in STATES if state not in ("new", "cut"))
"""The states that the sidebar counts. What is new depends on a saved search, and cuts are judged in an audit."""

OWN_FIELDS = ("label", "mine")
"""What can be typed before `:` and the name of a label or of one of the user's tags on articles."""

OWN_WORDS = ("any", "none")
"""What can be typed after a field of `OWN_FIELDS` instead of a name. In quotation marks they are names."""

CONNECTIVES = ("AND", "OR", "NOT")
"""Words that join or exclude others. They are written in capitals, so that the words themselves can be searched."""

SIGNS = '-=*?~"()'
"""Characters that mean something before, within, around or after a word. Others part words."""

FIELD_NAMES = (*dict.fromkeys(FIELDS.values()), *DATE_FIELDS, STATE_FIELD, *OWN_FIELDS)
"""The names of all fields, each once, without the other names of `FIELDS`; in the order in which they are offered."""

PASSAGE_FIELDS = ("label", "outlet", "date", "after", "before", "article", "note", "by", "event")
"""What can be typed before `:` in a search of passages, rather than of articles."""


def asks_for_marks(text: str) -> bool:
    """Return whether a query may ask for a state, so that its hits change with the marks of articles."""
    return f"{STATE_FIELD}:" in text.casefold()


def asks_for_own_names(text: str) -> bool:
    """Return whether a query may have a field of `OWN_FIELDS`, so that its hits change with labels and tags."""
    lowered = text.casefold()
    return any(f"{field}:" in lowered for field in OWN_FIELDS)
