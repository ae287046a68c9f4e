"""Detection of where an article ends: the first line after which the page is about other things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peaceindex.cleaning import line_patterns
from peaceindex.cleaning.cues import legal_words
from peaceindex.cleaning.reasons import Reason
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.cleaning.page import Page

_YEAR = late_pattern(r"(?:19|20)\d\d")
_DATED_COPYRIGHT = late_pattern(r"(?:©|\(c\)|copyright)[^\w]{0,3}(?:copyright )?(?:19|20)\d\d", re.IGNORECASE)
# A © without a year is most often part of a picture credit.
_MIN_TEXT_WORDS = 40
"""The number of words of kept text that must precede an ending, so that a notice above the article ends nothing."""


def ending(page: Page, kept: Sequence[int]) -> tuple[int, Reason] | None:
    """Return the index of the line that ends the article and what it is, or None if nothing on the page shows it.

    `kept` are the indices of the lines taken for article text so far, in order.
    """
    if len(kept) < 2:
        return None
    words_before = 0
    chosen = set(kept)
    for i in range(kept[0], len(page)):
        if i in chosen:
            words_before += page.sizes[i]
        if words_before < _MIN_TEXT_WORDS:
            continue
        if reason := ends_here(page, i):
            return i, reason
    return None


def ends_here(page: Page, i: int) -> Reason | None:
    """Return what a line is if it ends an article wherever it stands after the text, or None."""
    line, cues, words = page.lines[i], page.cues[i], page.sizes[i]
    rights_place = cues.get("rights", 9)
    if rights_place <= 1 and words >= 6 and (_YEAR.search(line.text) or legal_words(page.words[i]) >= 2):
        return Reason.NOTICE
    if (
        words < 40
        and i in page.numbered
        and _DATED_COPYRIGHT.search(line.text)
        and line_patterns.has_copyright_claim(line.text)
    ):
        return Reason.NOTICE
    if i in page.notices:
        return Reason.NOTICE
    return None
