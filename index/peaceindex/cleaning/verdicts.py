"""Verdicts on the lines of a document that were judged by the markup around them and not only by their text.

`html.page.judged` puts them into `RawDocument.stated`, next to the metadata. Libraries from before page facts were
stored hold them there.

Under `verdicts` there is one number for each line that is not empty, in order: an index into `REASONS`. Under `found`
are the names of those stated values that no field states but a place on the page shows. Under `day` is the day of
publication where the page shows another day than the time stamp gives, as a time stamp in UTC may.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from peaceindex.cleaning.metadata.article_metadata import Metadata
from peaceindex.cleaning.page import Page
from peaceindex.cleaning.selection import Selection
from peaceindex.model.article import BODY_LINES, SETTLED
from peaceindex.sources.bounds import MAX_LINES

KEY: Final = "verdicts"
DATE_LINE: Final = "byline or date line"
REASONS: Final = (
    "", "not of the article", "window over the page", "another article on the page", "link", "comments",
    "consent or site notice", "foot of the page", "menu", "caption", "pointer to other articles", "teaser",
    "share buttons", "form for readers (newsletter, sign-in)", "form", "advertisement", "about the author",
    "byline or date line", "tags of the page", "beside the article", "title", "live updates", "media", "search",
    "head of the page", "field of the export",
)  # fmt: skip
"""The reasons for a cut; the first stands for a kept line. Append new ones: libraries store indices into this tuple."""

EXPORT_FIELD: Final = REASONS.index("field of the export")


def selection(stated: Mapping[str, Any], page: Page) -> Selection | None:
    """Return the lines that the verdicts keep and why each other line is cut.

    None if there are no verdicts, or as many as another text has lines.
    """
    if BODY_LINES in stated:
        found = _outside_body(stated[BODY_LINES], page)
    else:
        found = [0] * len(page) if stated.get(SETTLED) else stated.get(KEY)
    if not isinstance(found, list | tuple) or len(found) != len(page):
        return None
    kept = [i for i, verdict in enumerate(found) if verdict == 0]
    reasons = {i: _reason(verdict) for i, verdict in enumerate(found) if verdict != 0}
    return Selection(kept, reasons, dict.fromkeys(kept, 1.0))


def _outside_body(ranges: Any, page: Page) -> list[int] | None:
    """Return the verdicts of a document whose format gives the lines of the body, as pairs of first and last line."""
    try:
        body = {number for first, last in ranges for number in range(int(first), min(int(last), MAX_LINES) + 1)}
    except (TypeError, ValueError):
        return None
    return [0 if line.number in body else EXPORT_FIELD for line in page.lines]


_AWAY: Final = frozenset(REASONS[n] for n in (2, 3, 5, 6, 7, 8, 10, 11, 13, 14, 15, 19, 21, 23))


def settle(meta: Metadata, stated: Mapping[str, Any], judged: Selection) -> None:
    """Set the provenance and day of values that the page shows, and drop a date from outside the article."""
    if meta.provenance["date"] == "found" and any(
        reason == DATE_LINE and judged.reasons.get(i) in _AWAY for i, reason in meta.used.items()
    ):
        meta.date = meta.published = None
        meta.provenance["date"] = "none"
    for name in stated.get("found") or ():
        if meta.provenance.get(name) == "stated":
            meta.provenance[name] = "found"
    day = stated.get("day")
    if isinstance(day, str) and meta.date and len(day) == 10:
        meta.date = day


def _reason(verdict: object) -> str:
    return REASONS[verdict] if isinstance(verdict, int) and 0 < verdict < len(REASONS) else REASONS[1]
