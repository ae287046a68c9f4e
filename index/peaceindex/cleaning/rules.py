"""What a line is by its form, in plain words: the reason that a cut line carries.

A *sure* reason cuts the line wherever it stands. The others only name what the model or the ending cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.cleaning.line_patterns import has_caps_label, has_copyright_claim, is_breadcrumb_trail
from peaceindex.cleaning.reasons import Reason
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.lines import ENDS

if TYPE_CHECKING:
    from peaceindex.cleaning.page import Page

_SENTENCE_END = late_pattern(r"[.!?…]\s")

_SENTENCE_STOPS = frozenset(ENDS[:4])
_HASHTAGS = late_pattern(r"(?:^|\s)#\w+")

REASON_BY_CUE = {
    "rights": Reason.NOTICE,
    "more": Reason.ARTICLES_POINTER,
    "form": Reason.READER_FORM,
    "share": Reason.SHARE_BUTTONS,
    "consent": Reason.CONSENT,
    "advert": Reason.ADVERTISEMENT,
    "caption": Reason.CAPTION,
    "byline": Reason.BYLINE_OR_DATE,
    "about_author": Reason.ABOUT_AUTHOR,
}

_MAX_WORDS_BY_CUE = (
    ("rights", 60), ("form", 16), ("consent", 60), ("share", 16), ("more", 16), ("advert", 16), ("caption", 16),
    ("about_author", 60), ("byline", 16),
)  # fmt: skip
"""The cues that decide what a line is if they stand at its head, and the most words that the line may have."""


def sure_reason(page: Page, i: int) -> Reason | None:
    """Return why a line is cut wherever it stands, or None. Computed once for each line."""
    known = page.known_reasons
    if i not in known:
        known[i] = _sure_reason(page, i)
    return known[i]


def _sure_reason(page: Page, i: int) -> Reason | None:
    line = page.lines[i]
    text, cues, words = line.text, page.cues[i], page.sizes[i]
    if i in page.pointers:
        return Reason.ARTICLE_POINTER
    if line.end not in _SENTENCE_STOPS:
        if words <= 25 and i in page.running_heads:
            return Reason.RUNNING_HEAD
        if words < 25 and ":" in text and " " in text[:30] and has_caps_label(text):
            return Reason.ARTICLE_POINTER
        if "#" in text and 2 * len(_HASHTAGS.findall(text)) > text.count(" ") + 1:
            return Reason.HASHTAGS
    if i in page.captions and not _has_many_sentences(text):
        return Reason.CAPTION
    if "rights" in cues and words < 80:
        if cues["rights"] == 0 or (words < 30 and has_copyright_claim(text)):
            return Reason.NOTICE
    elif text.startswith("©"):
        return Reason.NOTICE
    if not line.key:
        return Reason.NO_WORDS
    is_at_form = i in page.forms or i + 1 in page.forms
    if (is_at_form and words <= 14 and _is_form(page, i)) or (
        words <= 30 and "form" in cues and page.words[i][0] in ("you", "your")
    ):
        return Reason.READER_FORM
    if words <= 30 and not line.end and i + 1 in page.captions and _names_picture(page, i):
        return Reason.PICTURE_DESCRIPTION
    return None


def _is_form(page: Page, i: int) -> bool:
    """Return whether a short line asks readers to sign up, or introduces the field where they do."""
    if i in page.forms and not page.words[i][0].startswith("comment"):
        return page.lines[i].text[0] not in "\"“„«'‘"
    if not 0 < i < len(page) - 1:
        return False
    field_below = i + 1 in page.forms and page.sizes[i + 1] <= 4
    return field_below and page.sizes[i - 1] <= 5 and not page.lines[i - 1].end


def _names_picture(page: Page, i: int) -> bool:
    """Return whether a line above a caption is the picture's title: in capitals, or repeated by the caption."""
    long_words = [w for w in page.lines[i].text.split() if len(w) > 3]
    capitals = sum(w[0].isupper() for w in long_words)
    caption_words = set(page.words[i + 1])
    repeated = sum(w in caption_words for w in page.words[i])
    return (len(long_words) > 1 and capitals >= 0.75 * len(long_words)) or repeated >= 0.7 * page.sizes[i]


def _has_many_sentences(text: str) -> bool:
    return len(_SENTENCE_END.findall(text)) >= 3


def likely_reason(page: Page, i: int) -> Reason:
    """Return what a line that was cut for another cause most probably is, in plain words."""
    line = page.lines[i]
    cues, words = page.cues[i], page.sizes[i]
    if reason := sure_reason(page, i):
        return reason
    if is_breadcrumb_trail(line.text):
        return Reason.BREADCRUMB_TRAIL
    if words <= 6 and i in page.dates:
        return Reason.DATE_LINE
    for cue, max_words in _MAX_WORDS_BY_CUE if cues else ():
        if words <= max_words and cues.get(cue, 9) <= 3:
            return REASON_BY_CUE[cue]
    if page.repeats[line.key] > 1:
        return Reason.REPEATED_LINE
    if line.bullet and words <= 5:
        return Reason.MENU
    if words <= 3:
        return Reason.MENU_OR_LABEL
    if line.end and line.end in ENDS:
        return Reason.OTHER_TEXT
    return Reason.HEADING_OR_TEASER
