"""The words and paragraphs of a text, as units by which people select."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from peaceindex.model.search import Span

_WITHOUT_SPACES = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"  # Thai
    "\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6"  # Lao
    "\u1000-\u102a\u103f-\u1049\u1780-\u17b3"  # Burmese, Khmer
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fc"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
)
_LAST_MARK = 0x1E94A
"""The last code point of a combining mark, but for variation selectors."""


@functools.cache
def _word() -> re.Pattern[str]:
    """Return the pattern of a unit.

    That is a character of a script that puts no spaces between words, with its marks; a word with what stands within
    it, such as an apostrophe, a hyphen or the point of a number; or a single sign with what modifies it.
    """
    marks = f"[{_marks()}\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
    letter = rf"(?![{_WITHOUT_SPACES}])\w{marks}"
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    sign = rf"\S{marks}(?:(?<=\u200d)[^\w\s]{marks})*"  # an emoji of several, which joiners hold together
    return re.compile(
        rf"[{_WITHOUT_SPACES}]{marks}|(?:{letter})+(?:['’‑.,/:@&-](?:{letter})+)*|{flag}|{sign}",
    )


def _marks() -> str:
    """Return the combining marks of all scripts, as ranges of a set of a regular expression."""
    ranges: list[list[int]] = []
    for code in range(0x300, _LAST_MARK + 1):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_CLOSING = late_pattern(r"[.!?…。！？؟۔।”’»\"')\]]+")
"""What ends a sentence. It belongs to the word before."""
_PARAGRAPH = late_pattern(r"[^\n]+(?:\n[^\n]+)*")


def word_spans(text: str) -> tuple[Span, ...]:
    """Return the words of a text in order: start and end in code points.

    What ends a sentence belongs to its last word, so that a sentence is a run of words. Other signs stand alone.
    """
    spans: list[Span] = []
    position = 0
    pattern = _word()
    while (found := pattern.search(text, position)) is not None:
        end = found.end()
        if found[0][0].isalnum() and (closing := _CLOSING.match(text, end)):
            end = closing.end()
        spans.append((found.start(), end))
        position = end
    return tuple(spans)


def paragraph_spans(text: str) -> tuple[Span, ...]:
    """Return the paragraphs of an article's text, which empty lines part: start and end in code points."""
    return tuple(found.span() for found in _PARAGRAPH.finditer(text))
