"""What a line is by its shape, in plain words: the reason that a cut line carries.

A *sure* reason cuts wherever the line stands; others only name what the model
or the ending cut.
"""

from __future__ import annotations

import re

from peaceindex.cleaning.looks import breadcrumb_like, caps_label, copyright_like
from peaceindex.cleaning.page import Page
from peaceindex.text.lines import ENDS

_SENTENCE_PART = re.compile(r"[.!?…]\s")

_STOPS = frozenset(ENDS[:4])
_HASHTAGS = re.compile(r"(?:^|\s)#\w+")

REASONS = {
    "rights": "copyright or legal notice",
    "more": "pointer to other articles",
    "form": "form for readers (comments, newsletter, sign-in)",
    "share": "share buttons",
    "consent": "consent or site notice",
    "advert": "advertisement",
    "caption": "caption",
    "byline": "byline or date line",
    "about_author": "about the author",
}

_EARLY = (
    ("rights", 60), ("form", 16), ("consent", 60), ("share", 16), ("more", 16), ("advert", 16), ("caption", 16),
    ("about_author", 60), ("byline", 16),
)  # fmt: skip
"""The cues that tell what a line is if they stand at its head, and it has no more words than so many."""


def sure_reason(page: Page, i: int) -> str | None:
    """Why a line is cut wherever it stands, or None. Found out once a page."""
    known = page.known_reasons
    if i not in known:
        known[i] = _sure_reason(page, i)
    return known[i]


def _sure_reason(page: Page, i: int) -> str | None:
    line = page.lines[i]
    text, seen, words = line.text, page.cues[i], page.sizes[i]
    if i in page.pointers:
        return "pointer to another article"
    if line.end not in _STOPS:
        if words <= 25 and i in page.running_heads:
            return "running head or foot of a print"
        if words < 25 and ":" in text and " " in text[:30] and caps_label(text):
            return "pointer to another article"
        if "#" in text and 2 * len(_HASHTAGS.findall(text)) > text.count(" ") + 1:
            return "hashtags"
    if i in page.captions and not _many_sentences(text):
        return "caption"
    if "rights" in seen and words < 80:
        if seen["rights"] == 0 or (words < 30 and copyright_like(text)):
            return "copyright or legal notice"
    elif text.startswith("©"):
        return "copyright or legal notice"
    if not line.key:
        return "signs without words"
    asks = i in page.forms or i + 1 in page.forms
    if (asks and words <= 14 and _is_form(page, i)) or (
        words <= 30 and "form" in seen and page.words[i][0] in ("you", "your")
    ):
        return REASONS["form"]
    if words <= 30 and not line.end and i + 1 in page.captions and _names_picture(page, i):
        return "description of a picture"
    return None


def _is_form(page: Page, i: int) -> bool:
    """Whether a short line asks readers to sign up, or introduces the field where they do."""
    if i in page.forms and not page.words[i][0].startswith("comment"):
        return page.lines[i].text[0] not in "\"“„«'‘"
    if not 0 < i < len(page) - 1:
        return False
    field_below = i + 1 in page.forms and page.sizes[i + 1] <= 4
    return field_below and page.sizes[i - 1] <= 5 and not page.lines[i - 1].end


def _names_picture(page: Page, i: int) -> bool:
    """Whether a line above a caption is the picture's own title: written in capitals, or told again by the caption."""
    long = [w for w in page.lines[i].text.split() if len(w) > 3]
    capitals = sum(w[0].isupper() for w in long)
    below = set(page.words[i + 1])
    told = sum(w in below for w in page.words[i])
    return (len(long) > 1 and capitals >= 0.75 * len(long)) or told >= 0.7 * page.sizes[i]


def _many_sentences(text: str) -> bool:
    return len(_SENTENCE_PART.findall(text)) >= 3


def likely_reason(page: Page, i: int) -> str:
    """What a line that was cut for another cause most probably is, in plain words."""
    line = page.lines[i]
    found, words = page.cues[i], page.sizes[i]
    if reason := sure_reason(page, i):
        return reason
    if breadcrumb_like(line.text):
        return "breadcrumb trail"
    if words <= 6 and i in page.dates:
        return "date line"
    for name, most in _EARLY if found else ():
        if words <= most and found.get(name, 9) <= 3:
            return REASONS[name]
    if page.repeats[line.key] > 1:
        return "repeated line"
    if line.bullet and words <= 5:
        return "menu"
    if words <= 3:
        return "menu or label"
    if line.end and line.end in ENDS:
        return "text that is not of this article"
    return "heading or teaser"
