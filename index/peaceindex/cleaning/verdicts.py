"""Verdicts on the lines of a document that have been judged by more than their text: by the markup around them.

`html.page.judged` puts them into `RawDocument.stated`, beside the metadata
(libraries from before there were facts of pages hold them there): under
`verdicts` a number for each line that is not empty, in their order, a place in
`REASONS`; under `found` the names of those stated values that no field states
but a place of the page shows; under `day` the day of publication where the
page shows another than the time stamp gives, as one in UTC does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from peaceindex.cleaning.metadata.gather import Metadata
from peaceindex.cleaning.selection import Selection
from peaceindex.model.article import SETTLED

KEY: Final = "verdicts"
DATE_LINE: Final = "byline or date line"
REASONS: Final = (
    "", "not of the article", "window over the page", "another article on the page", "link", "comments",
    "consent or site notice", "foot of the page", "menu", "caption", "pointer to other articles", "teaser",
    "share buttons", "form for readers (newsletter, sign-in)", "form", "advertisement", "about the author",
    "byline or date line", "tags of the page", "beside the article", "title", "live updates", "media", "search",
    "head of the page",
)  # fmt: skip
"""Why a line is cut; the first is that of a line kept. New ones go to the end: libraries keep places in this list."""


def selection(stated: Mapping[str, Any], lines: int) -> Selection | None:
    """The lines that the verdicts keep, and why each other is cut; None if there is not one for each of the lines."""
    found = [0] * lines if stated.get(SETTLED) else stated.get(KEY)
    if not isinstance(found, list | tuple) or len(found) != lines:
        return None
    kept = [i for i, verdict in enumerate(found) if verdict == 0]
    reasons = {i: _reason(verdict) for i, verdict in enumerate(found) if verdict != 0}
    return Selection(kept, reasons, dict.fromkeys(kept, 1.0))


_AWAY: Final = frozenset(REASONS[n] for n in (2, 3, 5, 6, 7, 8, 10, 11, 13, 14, 15, 19, 21, 23))


def settle(meta: Metadata, stated: Mapping[str, Any], judged: Selection) -> None:
    """Tell found values from stated ones, and take no date from a place that is not the article's."""
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
