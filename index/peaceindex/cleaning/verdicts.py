"""Verdicts on the lines of a document that were judged by the markup around them and not only by their text.

`html.page.judged` puts them into `RawDocument.stated`, next to the metadata. Libraries from before page facts were
stored hold them there.

Under `verdicts` there is one number for each line that is not empty, in order: an index into `REASONS`. Under `found`
are the names of those stated values that no field states but a place on the page shows. Under `day` is the day of
publication where the page shows another day than the time stamp gives, as a time stamp in UTC may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from peaceindex.cleaning.reasons import Reason
from peaceindex.cleaning.selection import Selection
from peaceindex.model.article import ALREADY_CLEAN, BODY_LINES
from peaceindex.sources.bounds import MAX_LINES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from peaceindex.cleaning.metadata.article_metadata import Metadata
    from peaceindex.cleaning.page import Page

KEY: Final = "verdicts"
REASONS: Final = (
    "", Reason.NOT_OF_ARTICLE, Reason.OVERLAY, Reason.OTHER_ARTICLE, Reason.LINK, Reason.COMMENTS, Reason.CONSENT,
    Reason.PAGE_FOOT, Reason.MENU, Reason.CAPTION, Reason.ARTICLES_POINTER, Reason.TEASER, Reason.SHARE_BUTTONS,
    Reason.NEWSLETTER_FORM, Reason.FORM, Reason.ADVERTISEMENT, Reason.ABOUT_AUTHOR, Reason.BYLINE_OR_DATE,
    Reason.PAGE_TAGS, Reason.SIDEBAR, Reason.TITLE, Reason.LIVE_UPDATES, Reason.MEDIA, Reason.SEARCH, Reason.PAGE_HEAD,
    Reason.EXPORT_FIELD,
)  # fmt: skip
"""The reasons for a cut; the first stands for a kept line. Append new ones: libraries store indices into this tuple."""

EXPORT_FIELD: Final = REASONS.index(Reason.EXPORT_FIELD)


def selection(stated: Mapping[str, Any], page: Page) -> Selection | None:
    """Return the lines that the verdicts keep and why each other line is cut.

    None if there are no verdicts, or as many as another text has lines.
    """
    if BODY_LINES in stated:
        verdicts = _outside_body(stated[BODY_LINES], page)
    else:
        verdicts = [0] * len(page) if stated.get(ALREADY_CLEAN) else stated.get(KEY)
    if not isinstance(verdicts, list | tuple) or len(verdicts) != len(page):
        return None
    kept = [i for i, verdict in enumerate(verdicts) if verdict == 0]
    reasons = {i: _reason(verdict) for i, verdict in enumerate(verdicts) if verdict != 0}
    return Selection(kept, reasons, dict.fromkeys(kept, 1.0))


def _outside_body(ranges: Any, page: Page) -> list[int] | None:
    """Return the verdicts of a document whose format gives the lines of the body, as pairs of first and last line."""
    try:
        body = {number for first, last in ranges for number in range(int(first), min(int(last), MAX_LINES) + 1)}
    except (TypeError, ValueError):
        return None
    return [0 if line.number in body else EXPORT_FIELD for line in page.lines]


_OUTSIDE_ARTICLE: Final = frozenset(
    (Reason.OVERLAY, Reason.OTHER_ARTICLE, Reason.COMMENTS, Reason.CONSENT, Reason.PAGE_FOOT, Reason.MENU,
     Reason.ARTICLES_POINTER, Reason.TEASER, Reason.NEWSLETTER_FORM, Reason.FORM, Reason.ADVERTISEMENT, Reason.SIDEBAR,
     Reason.LIVE_UPDATES, Reason.SEARCH)
)  # fmt: skip
"""The reasons for lines that do not belong to the article, so that no date in them is its date."""


def apply_page_facts(meta: Metadata, stated: Mapping[str, Any], judged: Selection) -> None:
    """Set the provenance and day of values that the page shows, and drop a date from outside the article."""
    if meta.provenance["date"] == "found" and any(
        reason == Reason.BYLINE_OR_DATE and judged.reasons.get(i) in _OUTSIDE_ARTICLE for i, reason in meta.used.items()
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
    return REASONS[verdict] if isinstance(verdict, int) and 0 < verdict < len(REASONS) else Reason.NOT_OF_ARTICLE
