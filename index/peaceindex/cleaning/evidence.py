"""Explicit evidence that a line is boilerplate wherever it stands, in words that no article uses in that way.

Where a source states the body of its article, only this evidence cuts a line: neither its place nor its look does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from peaceindex.cleaning.cues import legal_words
from peaceindex.cleaning.reader_appeals import FULL_TEXT, OF_READING, PITCH, in_unspaced_script, may_pitch, may_send_on
from peaceindex.cleaning.reasons import Reason
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from peaceindex.cleaning.page import Page

_SHARE_WORDS: Final = frozenset(
    """share tweet print email facebook twitter linkedin pinterest whatsapp telegram instagram youtube tiktok reddit
    flipboard x viber vkontakte messenger mastodon bluesky threads copy link mail sms teilen drucken merken partager
    imprimer compartir imprimir enviar condividi stampa compartilhar compartilhe delen dela paylaş yazdır udostępnij
    sdílet поделиться поширити распечатать роздрукувати شارك مشاركة שתפו שתף on via this article story post auf sur en
    su no na в у""".split()  # noqa: SIM905
)
_NETWORK_WORDS: Final = frozenset(
    """facebook twitter linkedin pinterest whatsapp telegram instagram reddit flipboard viber vkontakte messenger
    mastodon bluesky threads tweet share teilen partager compartir condividi compartilhar compartilhe delen dela paylaş
    udostępnij sdílet поделиться поширити شارك مشاركة שתפו שתף""".split()  # noqa: SIM905
)
_QUOTES: Final = "\"“„«'‘「『"
_LONG_POINTER_WORDS: Final = 16
_SENTENCE_WORDS: Final = 8
_SHORT_PITCH_WORDS: Final = 5
_MAX_BOILERPLATE_WORDS: Final = 40
"""The most words of a line of boilerplate other than a notice. A longer line also says something else."""
_CLAIM = late_pattern(r"(?:©|\([cC]\))\W{0,3}\w|(?i:copyright)\W{0,4}(?:©|\([cC]\)|by)?\W{0,3}(?:1[89]|20)\d\d")
_OWNER = late_pattern(r"(?:Copyright|COPYRIGHT)\W{1,3}(?:by )?[^\W\d_a-z]")
_ON_A_SITE = late_pattern(r"\b(?:on|in|by|at|auf|sur|en|em|da|op|på|na|pe|în|в|у|на)\s(?:the\s)?[^\W\d_a-z]")
"""The end of a line about where a text first appeared: the name of a site."""
_CREDIT_LINE = late_pattern(
    r"[(\[]?\s?(?:main |lead |cover |featured |file )?(?:image|photo|picture|foto|bild|фото|credit|crédit)s?"
    r"(?: credit| source| courtesy)?\s?(?::|©|/|\bby\b|\bcourtesy of\b).{2,60}$",
    re.IGNORECASE,
)


def evidence(page: Page, i: int) -> Reason | None:
    """Return what a line is if its words show that it is no part of the article, or None.

    `i` is the line's index in `page.lines`. The result is computed once for each line.
    """
    known = page.known_evidence
    if i not in known:
        known[i] = _evidence(page, i)
    return known[i]


def _evidence(page: Page, i: int) -> Reason | None:
    line, words = page.lines[i], page.sizes[i]
    text = line.text
    if not line.key:
        return Reason.NO_WORDS
    if words > 150:
        return None
    if i in page.page_numbers:
        return Reason.RUNNING_HEAD
    if i in page.notices or _is_notice(page, i):
        return Reason.NOTICE
    if words > _MAX_BOILERPLATE_WORDS:
        return None
    if i in page.pointers and not _is_full_sentence(page, i):
        return Reason.ARTICLE_POINTER
    line_words = page.words[i]
    if (
        words <= 12
        and len(_NETWORK_WORDS.intersection(line_words)) >= min(2, words)
        and _SHARE_WORDS.issuperset(line_words)
    ):
        return Reason.SHARE_BUTTONS
    is_unspaced = in_unspaced_script(line.key)
    if (
        (is_unspaced or may_send_on(line_words))
        and FULL_TEXT.fullmatch(line.key)
        and not _is_full_sentence(page, i, _LONG_POINTER_WORDS)
    ):
        ends_in_name = _ON_A_SITE.search(text[-80:])
        return Reason.FULL_TEXT_POINTER if ends_in_name or not _is_full_sentence(page, i, _SENTENCE_WORDS) else None
    if text[:1] not in _QUOTES and (is_unspaced or may_pitch(line_words)) and (pitch := PITCH.search(line.key)):
        # Countries become members, and ministries ask voters to register. Such lines do not mention reading.
        is_short = words <= _SHORT_PITCH_WORDS and pitch.start() == 0
        if OF_READING.search(line.key) or (is_short and not _is_full_sentence(page, i, _SHORT_PITCH_WORDS)):
            return Reason.PITCH
    if words <= 9 and _CREDIT_LINE.match(text):
        return Reason.PICTURE_CREDIT
    return None


def _is_notice(page: Page, i: int) -> bool:
    """Return whether a line claims rights: at its start, by an owner with a year, or by being mostly about rights."""
    cue_place, words, text = page.cues[i].get("rights", 99), page.sizes[i], page.lines[i].text
    if cue_place == 99 and "©" not in text and ("(" not in text or ("(c)" not in text and "(C)" not in text)):
        return False  # nearly all lines
    if text[:1] in _QUOTES:
        return False
    if words < 30 and _CLAIM.search(text):
        return True
    if words <= 8 and _OWNER.match(text):
        return True
    legal_count = legal_words(page.words[i])
    if cue_place == 0 and words <= 12 and 2 * legal_count >= words:
        return True
    return cue_place < 99 and words < 80 and legal_count >= 3 and (cue_place <= 3 or words <= 30)


def _is_full_sentence(page: Page, i: int, min_words: int = 12) -> bool:
    """Return whether a line has at least `min_words` words and ends like a sentence: it may be of the article."""
    line = page.lines[i]
    return page.sizes[i] >= min_words and line.end in (".", "!", "?", "。", "…")
