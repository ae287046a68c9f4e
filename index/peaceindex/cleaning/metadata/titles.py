"""The title without the site's suffix, and a title derived from the text where there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.language import ALL_FUNCTION_WORDS
from peaceindex.text.lines import normalise

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from peaceindex.cleaning.outlets import Outlets

_BARS = late_pattern(r"\s+[|»·•]\s+")
DASHES = late_pattern(r"\s+[-–—]\s+")
"""The separators between a title and the name of the site after it."""
_SENTENCE_END = late_pattern(
    r"(?<=[^\W\d_]{2}[.!?…])[\"'”’»]?\s+(?=[\"'“‘„«(]?[^\W\d_a-z])|(?<=[。！？])[」』”’]?|(?<=[\u0900-\u0dff][।॥])\s*"
)
_DATELINE = late_pattern(
    r"[^\W\d_][^()\n:]{1,80}?\s?[(/][^()/\d]{2,40}[)/]\s?[–—:-]{1,2}\s?(?=\S)|\([^()\d]{2,40}\)\s?[–—-]{1,2}\s"
)
_MAX_DERIVED_CHARACTERS = 100


def strip_suffix(title: str, outlets: Outlets, site: str | None = None, labels: Container[str] = ()) -> str:
    """Return the title without sections and the site's name at its end: `… | World | News`, `… - The Daily Example`.

    `labels` are normalised lines of the page. A tail that is also a line of its own on the page names a section.
    """
    parts = _BARS.split(title)
    count = len(parts)
    while len(parts) > 1 and (len(parts[-1].split()) <= 4 or outlets.by_name(parts[-1])):
        if len(parts[0].split()) < 3 and len(parts[-1].split()) > 3:
            break
        parts.pop()
    if len(parts) < count:
        title = title[: _end_of(title, parts)].rstrip(" |»·•")
    for _ in range(3):
        dashed_parts = DASHES.split(title)
        if len(dashed_parts) < 2 or len(title.split()) - len(dashed_parts[-1].split()) < 3:
            break
        tail = dashed_parts[-1]
        key = normalise(tail)
        is_site_name = outlets.by_name(tail) or (
            site and key.removeprefix("the ") == normalise(site).removeprefix("the ")
        )
        if not is_site_name and not (len(key.split()) <= 3 and key in labels):
            break
        title = title[: title.rstrip().rfind(tail)].rstrip(" -–—")
    return title.strip()


def _end_of(title: str, parts: Sequence[str]) -> int:
    end = 0
    for part in parts:
        end = title.index(part, end) + len(part)
    return end


def derive(paragraph: str) -> str | None:
    """Return a title made from the first paragraph, or None if it has no text.

    This is its first sentence without the dateline, shortened at a clause or word to about 100 characters.
    """
    text = re.sub(r"^[•\s]+", "", paragraph)
    if dateline := _DATELINE.match(text[:160]):
        text = text[dateline.end() :]
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0]
    if len(sentence) <= _MAX_DERIVED_CHARACTERS:
        return sentence.rstrip(" .,;:。，") or None
    head = sentence[: _MAX_DERIVED_CHARACTERS + 1]
    words = [m.start() for m in re.finditer(r"\s", head)]
    if not words:
        return head[:_MAX_DERIVED_CHARACTERS] + "…"
    for edge in reversed([m.start() for m in re.finditer(r"[,;:]\s|\s[–—-]\s", head)]):
        if edge >= 40:
            return head[:edge].rstrip(" ,;:–—-")
    cut = words[-1]
    # No function word at the end: "… a meeting with" says less than "… a meeting".
    for place in reversed(words):
        last = normalise(head[:place].split()[-1]) if head[:place].split() else ""
        if place >= 40 and last and last not in ALL_FUNCTION_WORDS:
            cut = place
            break
    return head[:cut].rstrip(" ,;:–—-") + "…"
