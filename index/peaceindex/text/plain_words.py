"""Division of texts in plain letters, as most of English is: by spaces, and by a pattern where that is not enough.

It gives the same words as the pattern alone, in a third of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    import re

_SIGNS = "\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u00a0\u00ab\u00bb\u201e\u2022\u20ac\u00a3"
"""Signs that stand beside plain letters and only separate words there. An apostrophe may do more in other scripts."""
_SEPARATOR = "|"
_BEGINNING_CHARS = 200
_WITHIN_WORDS = ".,-"
_SPACES = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in _WITHIN_WORDS}
_SPACED_INITIALS = late_pattern(r"\. (?<=[A-Z]\. )[A-Z]\.")


def plain_letters(text: str) -> str | None:
    """Return a text of the same words, at the same places, that is all ASCII; None if it has letters that are not."""
    if text.isascii():
        return text
    if not _separated(text[:_BEGINNING_CHARS]).isascii():
        return None
    text = _separated(text)
    return text if text.isascii() else None


def _separated(text: str) -> str:
    for sign in _SIGNS:
        text = text.replace(sign, _SEPARATOR)
    return text


def plain_words(text: str, pattern: re.Pattern[str]) -> tuple[list[str], list[int]]:
    """Return what `pattern` finds in an ASCII text, and the places of that which is more than letters and digits.

    The pattern must find each run of letters and digits, whole or together with points, commas or hyphens and what
    follows them at once. Of all else only initials with spaces (`U. S.`) may be one word.
    """
    if _SPACED_INITIALS.search(text):
        words = pattern.findall(text)
        return words, [i for i, is_plain in enumerate(map(str.isalnum, words)) if not is_plain]
    pieces = text.translate(_SPACES).replace(", ", " ").replace(". ", " ").split()
    words, places, after = [], [], 0
    for i, is_plain in enumerate(map(str.isalnum, pieces)):
        if is_plain:
            continue
        words += pieces[after:i]
        after = i + 1
        for word in pattern.findall(pieces[i]):
            if not word.isalnum():
                places.append(len(words))
            words.append(word)
    words += pieces[after:]
    return words, places
