"""Pages that show no sign of having been scraped, and what of them is kept although the model doubts it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from peaceindex.cleaning import looks, rules
from peaceindex.cleaning.evidence import evidence
from peaceindex.cleaning.page import Page
from peaceindex.text.lines import is_sentence_like

FEW_SIGNS: Final = 0.05
"""The share of lines with signs of furniture up to which a page that begins with its text may still be plain."""
_SIGNS = ("share", "form", "consent", "more", "advert", "rights")
_LONG = 25
"""Words from which a line of prose is no teaser."""
_BRIDGE = 3
"""Lines between two of text that are headings or items of it."""
_PROSE = 0.9
_ITEMS = 0.5
_MARKED = re.compile(r"[(\[]?\d{1,3}\s?[.):\]]\s*\S")
_FIELDS = re.compile(r"\s(?:--|[–—|])\s|[$€£¥₹]\s?\d|\d\s?[$€£¥₹]")


def furniture_signs(page: Page) -> int:
    """How many lines say themselves, in whatever words, that the page was scraped with what stands around articles.

    Counting ends where they are too many for a plain page.
    """
    count, most = 0, FEW_SIGNS * len(page)
    for i in range(len(page) - 1, -1, -1):  # most stand behind the text
        count += _is_sign(page, i)
        if count > most:
            break
    return count


def with_prose_and_lists(page: Page, kept: Sequence[int], taken: Mapping[int, str]) -> list[int]:
    """The lines kept of a plain page that begins with its text, with what else of it must be text.

    That is long prose, where nearly all that the model would cut is such (teasers and menus come in short lines), with
    the headings between; and a list directly behind the text, to the end of the page. `taken` are lines that are known
    to be something else. All are places in the page.
    """
    chosen = set(kept)
    cut = [i for i in range(kept[0], len(page)) if i not in chosen and page.lines[i].key]
    free = {i for i in cut if i not in taken and not evidence(page, i) and not rules.sure_reason(page, i)}
    prose = [i for i in cut if i in free and _is_long_prose(page, i)]
    if prose and sum(page.sizes[i] for i in prose) >= _PROSE * sum(page.sizes[i] for i in cut):
        chosen.update(prose)
        for before, after in pairwise(sorted(chosen)):
            if after - before <= _BRIDGE + 1:
                chosen.update(i for i in range(before + 1, after) if i in free)
    last = max(chosen)
    behind = [i for i in cut if i > last and i in free]
    announced = page.lines[last].end == ":"
    if behind and (announced or sum(_is_item(page, i) for i in behind) >= _ITEMS * len(behind)):
        chosen.update(behind)
    return sorted(chosen)


def _is_sign(page: Page, i: int) -> bool:
    cues = page.cues[i]
    if cues and page.sizes[i] <= 14 and any(cues.get(sign, 9) <= 2 for sign in _SIGNS):
        return True
    text = page.lines[i].text
    if i in page.captions or looks.caps_label(text) or looks.breadcrumb_like(text):
        return True
    return bool(page.lines[i].key) and evidence(page, i) is not None


def _is_long_prose(page: Page, i: int) -> bool:
    early = min(page.cues[i].values(), default=9) <= 1
    return page.sizes[i] >= _LONG and not early and is_sentence_like(page.lines[i])


def _is_item(page: Page, i: int) -> bool:
    """Whether a line looks like one of a list: marked, numbered, indented, or of parts set apart."""
    line = page.lines[i]
    return line.bullet or line.indent >= 2 or bool(_MARKED.match(line.text) or _FIELDS.search(line.text))
