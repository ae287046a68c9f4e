"""Pages without traces of scraping, and what is kept of them although the model doubts it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from peaceindex.cleaning import line_patterns, rules
from peaceindex.cleaning.evidence import evidence
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.lines import is_sentence_like

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex.cleaning.page import Page

MAX_TRACES_SHARE: Final = 0.05
"""The largest share of lines with traces of boilerplate on a plain page that begins with its text."""
_BOILERPLATE_CUES = ("share", "form", "consent", "more", "advert", "rights")
_LONG_PROSE_WORDS = 25
"""The number of words from which a line of prose is not a teaser."""
_MAX_GAP_LINES = 3
"""The largest number of lines between two lines of text that may be its headings or list items."""
_MIN_PROSE_SHARE = 0.9
_MIN_ITEMS_SHARE = 0.5
_NUMBERED_ITEM = late_pattern(r"[(\[]?\d{1,3}\s?[.):\]]\s*\S")
_SEPARATED_PARTS = late_pattern(r"\s(?:--|[–—|])\s|[$€£¥₹]\s?\d|\d\s?[$€£¥₹]")


def boilerplate_traces(page: Page) -> int:
    """Return how many lines show, in whatever words, that the page was scraped together with what surrounds articles.

    Counting stops once there are too many for a plain page.
    """
    count, max_count = 0, MAX_TRACES_SHARE * len(page)
    for i in range(len(page) - 1, -1, -1):  # most stand after the text
        count += _has_boilerplate_trace(page, i)
        if count > max_count:
            break
    return count


def with_prose_and_lists(page: Page, kept: Sequence[int], taken: Mapping[int, str]) -> list[int]:
    """Return the kept lines of a plain page that begins with its text, together with other lines that must be text.

    These are long lines of prose with the headings between them, if nearly all that the model would cut is such prose
    (teasers and menus come in short lines). They are also a list directly after the text, up to the end of the page.
    `taken` are lines known to be something else. All are indices into the page's lines.
    """
    chosen = set(kept)
    cut = [i for i in range(kept[0], len(page)) if i not in chosen and page.lines[i].key]
    free = {i for i in cut if i not in taken and not evidence(page, i) and not rules.sure_reason(page, i)}
    prose = [i for i in cut if i in free and _is_long_prose(page, i)]
    if prose and sum(page.sizes[i] for i in prose) >= _MIN_PROSE_SHARE * sum(page.sizes[i] for i in cut):
        chosen.update(prose)
        for before, after in pairwise(sorted(chosen)):
            if after - before <= _MAX_GAP_LINES + 1:
                chosen.update(i for i in range(before + 1, after) if i in free)
    last = max(chosen)
    after_text = [i for i in cut if i > last and i in free]
    is_announced = page.lines[last].end == ":"
    if after_text and (
        is_announced or sum(_is_item(page, i) for i in after_text) >= _MIN_ITEMS_SHARE * len(after_text)
    ):
        chosen.update(after_text)
    return sorted(chosen)


def _has_boilerplate_trace(page: Page, i: int) -> bool:
    cues = page.cues[i]
    if cues and page.sizes[i] <= 14 and any(cues.get(cue, 9) <= 2 for cue in _BOILERPLATE_CUES):
        return True
    text = page.lines[i].text
    if i in page.captions or line_patterns.has_caps_label(text) or line_patterns.is_breadcrumb_trail(text):
        return True
    return bool(page.lines[i].key) and evidence(page, i) is not None


def _is_long_prose(page: Page, i: int) -> bool:
    has_opening_cue = min(page.cues[i].values(), default=9) <= 1
    return page.sizes[i] >= _LONG_PROSE_WORDS and not has_opening_cue and is_sentence_like(page.lines[i])


def _is_item(page: Page, i: int) -> bool:
    """Return whether a line looks like a list item: marked, numbered, indented, or made of separated parts."""
    line = page.lines[i]
    return (
        line.bullet or line.indent >= 2 or bool(_NUMBERED_ITEM.match(line.text) or _SEPARATED_PARTS.search(line.text))
    )
