"""How much a document may hold: what is more than an article ever is, is reported, and not cut in silence.

The bounds are such that no document takes more than 400 MB of memory to read and clean (`tests/trust/test_bombs.py`).
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable

MAX_LETTERS: Final = 3_000_000
"""Letters of a text; a long novel has a million. Cleaning takes up to 50 bytes for each."""
MAX_LINES: Final = 40_000
"""Lines of a text. Cleaning takes up to 5 kB for each."""
MAX_TAGS: Final = 250_000
"""Tags of a page; of the largest pages of news a fifth of that is known."""
MAX_ATTRIBUTES: Final = 1000
"""Attributes of one tag: the parser takes time by the square of their number."""
MAX_VALUES: Final = 1_000_000
"""Values in a record of JSON, as counted by their commas and brackets."""
MAX_DOCUMENTS: Final = 2_000_000
"""Documents in one file. Something is kept for each, so that all have names of their own."""

_ADVICE: Final = "Split it up, or leave it out."
_LONG_NAME: Final = 2000
_SMALL: Final = 16_384
"""A tag in which `>` comes sooner is short; no quicker look tells more."""
_LARGE: Final = 1024 * 1024
_MARKUP = re.compile(
    r"""<!--.*?(?:-->|\Z)
      | <(?P<raw>script|style|textarea|title|xmp|noframes)\b[^>]*+>.*?(?:</(?P=raw)|\Z)
      | <[a-z](?:[^>=]++|=\s*+(?:"[^"]*+"?+|'[^']*+'?+)?+)*+
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"?+|'[^']*+'?+)""")
_COMPLEX = re.compile(r"[\[{,]")


def check_text(text: str, name: str) -> None:
    """Raises SourceError for a text that is too long to be cleaned; `name` is what its source is called."""
    if len(text) > MAX_LETTERS:
        what = f"{printable(name)} has more than {MAX_LETTERS // 1_000_000} million letters, too many for an article."
        raise SourceError(what, _ADVICE)
    if text.count("\n") >= MAX_LINES:
        raise SourceError(f"{printable(name)} has more than {MAX_LINES:,} lines, too many for an article.", _ADVICE)


def check_markup(markup: str, name: str) -> None:
    """Raises SourceError for a page of more tags than any page has, or of a tag with more attributes than any has."""
    if markup.count("<") > MAX_TAGS:
        raise SourceError(f"{printable(name)} has more than {MAX_TAGS:,} tags, too many for a page.", _ADVICE)
    if len(markup) <= _SMALL or (len(markup) <= _LARGE and max(map(len, markup.split(">"))) <= _SMALL):
        return
    for found in _MARKUP.finditer(markup):
        tag = found[0]
        if len(tag) > _SMALL and tag[1].isalpha() and not found["raw"] and len(tag) > 2 * MAX_ATTRIBUTES:
            bare = _QUOTED.sub(" ", tag)
            if len(bare.replace("/", " ").split()) > MAX_ATTRIBUTES:
                what = f"{printable(name)} has a tag of more than {MAX_ATTRIBUTES:,} attributes."
                raise SourceError(what, "Leave it out.")


def has_too_many_values(text: str) -> bool:
    """Whether there are more values in JSON than any record of an article has; what stands in strings counts too."""
    return len(text) > MAX_VALUES and text.count(",") + text.count("[") + text.count("{") > MAX_VALUES


class MemberNames:
    """Gives the documents of a file names of their own: one that comes again gets a number behind it."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._seen: set[bytes] = set()
        self._again: dict[bytes, int] = {}

    @property
    def are_used_up(self) -> bool:
        """Whether there are as many documents as may be: the rest of the file is not read."""
        return len(self._seen) >= MAX_DOCUMENTS

    def of(self, key: str) -> str:
        """The name of the next document, which is called `key`. Raises SourceError where there are too many."""
        if len(key) > _LONG_NAME:
            key = f"{key[:_LONG_NAME]}…{_digest(key).hex()}"
        digest = _digest(key)  # names of two million documents would be held otherwise
        if digest not in self._seen:
            if self.are_used_up:
                raise SourceError(f"{self._shown} holds more than {MAX_DOCUMENTS:,} documents.", "Split it up.")
            self._seen.add(digest)
            return key
        number = self._again[digest] = self._again.get(digest, 1) + 1
        return f"{key} ({number})"


def _digest(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
