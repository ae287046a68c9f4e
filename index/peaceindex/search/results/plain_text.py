"""Runs of plain letters, a to z and 0 to 9, in texts that have few others: they are found several times as fast."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.acronyms import is_dotted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peaceindex.model.search import Span

WORD = late_pattern("[a-z][a-z0-9]*")
"""A word that is a run of plain letters."""
_REST = late_pattern("[a-z0-9]*+")
_MIN_CHARS_PER_EXTRA_BYTE = 8
"""In UTF-8. A text with more other characters than this is not worth looking for runs of plain letters."""
_STAND_INS = tuple(zip("’‘“”–—…\u00a0", "''\"\"--. ", strict=True))
"""Frequent characters, each with a plain one that separates words in plain letters just as it does."""


def lowered(text: str) -> str | None:
    """Return a text in small letters, with plain characters in the place of typographic ones; all keep their places.

    Return None if the text has too many other characters than plain letters, or if characters would move.
    """
    small = text.lower()
    if len(small) != len(text):
        return None
    if not text.isascii():
        extra_bytes = len(text.encode("utf-8", "surrogatepass")) - len(text)
        if extra_bytes * _MIN_CHARS_PER_EXTRA_BYTE > len(text):
            return None
        for written, plain in _STAND_INS:
            small = small.replace(written, plain)
    return small


def runs_of_any(lowered: str, beginnings: Iterable[tuple[str, re.Pattern[str] | None]]) -> list[Span]:
    """Return the spans of the runs in a text in small letters that begin in one of these ways.

    Some beginnings have the pattern of their runs, if these are of a certain length: see `runs_of_length`.
    """
    found: list[Span] = []
    for beginning, pattern in beginnings:
        if pattern is None:
            found += _runs(lowered, beginning)
        else:
            spans = map(re.Match.span, pattern.finditer(lowered))
            found += [span for span in spans if not span[0] or not lowered[span[0] - 1].isalnum()]
    return found


def _runs(lowered: str, beginning: str) -> list[Span]:
    # Quicker than a pattern, which would have to be compiled for each query.
    found = []
    size = len(beginning)
    start = lowered.find(beginning)
    while start >= 0:
        end = _REST.match(lowered, start + size).end()  # type: ignore[union-attr] # it matches anything
        if not start or not lowered[start - 1].isalnum():
            found.append((start, end))
        start = lowered.find(beginning, end)
    return found


@lru_cache(maxsize=64)
def runs_of_length(beginning: str, min_chars: int, max_chars: int) -> re.Pattern[str]:
    """Return the pattern of the runs in a text in small letters that begin so, and are of such a length."""
    # The beginning of a word that is spelt in another way is often one letter, which stands in most other words, too.
    # What is before it comes second, since the engine is quick in finding the plain letters that a pattern begins with.
    begins = f"{beginning}(?<![a-z0-9]{beginning})"
    least, most = max(min_chars - len(beginning), 0), max(max_chars - len(beginning), 0)
    return re.compile(f"{begins}[a-z0-9]{{{least},{most}}}+(?![a-z0-9])")


def shortest_prefixes(words: Iterable[str]) -> list[str]:
    """Return those words that do not begin with another one of them."""
    found: list[str] = []
    for word in sorted(words):
        if not found or not word.startswith(found[-1]):
            found.append(word)
    return found


@lru_cache(maxsize=64)
def word_pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of a folded word in plain letters.

    A number may have been written with commas, and initials with spaces.
    """
    if is_dotted(word):
        return re.compile(r"\. ?".join(word.split(".")))
    return re.compile(",?".join(map(re.escape, word)) if any(map(str.isdigit, word)) else re.escape(word))
