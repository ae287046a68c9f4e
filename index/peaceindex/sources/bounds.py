"""Limits on the size of a document. What is larger than any article is reported, not silently cut.

With these limits, no document takes more than 400 MB of memory to read and clean (`tests/trust/test_bombs.py`).
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable
from peaceindex.startup.late_pattern import late_pattern

MAX_CHARACTERS: Final = 3_000_000
"""Characters in a text; a long novel has a million. Cleaning takes up to 50 bytes for each."""
MAX_LINES: Final = 40_000
"""Lines in a text. Cleaning takes up to 5 kB for each."""
MAX_TAGS: Final = 250_000
"""Tags in a page; the largest known news pages have a fifth of that."""
MAX_ATTRIBUTES: Final = 1000
"""Attributes of one tag: the parser takes time by the square of their number."""
MAX_VALUES: Final = 1_000_000
"""Values in a JSON record, counted by its commas and brackets."""
MAX_DOCUMENTS: Final = 2_000_000
"""Documents in one file. Some memory is used for each, so that every name is unique."""

_ADVICE: Final = "Split it up, or leave it out."
_MAX_NAME_CHARACTERS: Final = 2000
_SHORT_TAG_CHARACTERS: Final = 16_384
"""A tag is short if `>` follows within this many characters. No quicker check rules out more."""
_QUICK_CHECK_CHARACTERS: Final = 1024 * 1024
_MARKUP = late_pattern(
    r"""<!--.*?(?:-->|\Z)
      | <(?P<raw>script|style|textarea|title|xmp|noframes)\b[^>]*+>.*?(?:</(?P=raw)|\Z)
      | <[a-z](?:[^>=]++|=\s*+(?:"[^"]*+"?+|'[^']*+'?+)?+)*+
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_QUOTED_VALUE = late_pattern(r"""=\s*+(?:"[^"]*+"?+|'[^']*+'?+)""")


def check_text(text: str, name: str) -> None:
    """Raise SourceError if a text is too long to be cleaned. `name` is the name of its source."""
    if len(text) > MAX_CHARACTERS:
        what = (
            f"{printable(name)} has more than {MAX_CHARACTERS // 1_000_000} million letters, too many for an article."
        )
        raise SourceError(what, _ADVICE)
    if text.count("\n") >= MAX_LINES:
        raise SourceError(f"{printable(name)} has more than {MAX_LINES:,} lines, too many for an article.", _ADVICE)


def check_markup(markup: str, name: str) -> None:
    """Raise SourceError if a page has more tags than any real page, or a tag has more attributes than any real tag."""
    if markup.count("<") > MAX_TAGS:
        raise SourceError(f"{printable(name)} has more than {MAX_TAGS:,} tags, too many for a page.", _ADVICE)
    if len(markup) <= _SHORT_TAG_CHARACTERS or (
        len(markup) <= _QUICK_CHECK_CHARACTERS and max(map(len, markup.split(">"))) <= _SHORT_TAG_CHARACTERS
    ):
        return
    for found in _MARKUP.finditer(markup):
        tag = found[0]
        if len(tag) > _SHORT_TAG_CHARACTERS and tag[1].isalpha() and not found["raw"] and len(tag) > 2 * MAX_ATTRIBUTES:
            without_values = _QUOTED_VALUE.sub(" ", tag)
            if len(without_values.replace("/", " ").split()) > MAX_ATTRIBUTES:
                what = f"{printable(name)} has a tag of more than {MAX_ATTRIBUTES:,} attributes."
                raise SourceError(what, "Leave it out.")


def has_too_many_values(text: str) -> bool:
    """Return whether JSON has more values than any record of an article. Commas and brackets in strings count too."""
    return len(text) > MAX_VALUES and text.count(",") + text.count("[") + text.count("{") > MAX_VALUES


class MemberNames:
    """Gives the documents of a file unique names: a name that was used before gets a number appended."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._used: set[bytes] = set()
        self._repeats: dict[bytes, int] = {}

    @property
    def are_used_up(self) -> bool:
        """Whether the maximum number of documents is reached. The rest of the file is then not read."""
        return len(self._used) >= MAX_DOCUMENTS

    def of(self, key: str) -> str:
        """Return the name of the next document, which is called `key`. Raise SourceError if there are too many."""
        if len(key) > _MAX_NAME_CHARACTERS:
            key = f"{key[:_MAX_NAME_CHARACTERS]}…{_name_digest(key).hex()}"
        digest = _name_digest(key)  # otherwise the names of two million documents would be held in memory
        if digest not in self._used:
            if self.are_used_up:
                raise SourceError(f"{self._shown} holds more than {MAX_DOCUMENTS:,} documents.", "Split it up.")
            self._used.add(digest)
            return key
        number = self._repeats[digest] = self._repeats.get(digest, 1) + 1
        return f"{key} ({number})"


def _name_digest(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
