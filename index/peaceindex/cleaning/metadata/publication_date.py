"""The choice among the dates that a page shows. A wrong date is worse than a missing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.cleaning.dates import labels
from peaceindex.cleaning.features.candidate_rows import Layout, date_rows
from peaceindex.cleaning.metadata.authors import Signature, SignatureKind
from peaceindex.cleaning.metadata.dateline import DateLines, unambiguous
from peaceindex.cleaning.reasons import Reason

if TYPE_CHECKING:
    from datetime import date

    from peaceindex.cleaning import dates
    from peaceindex.cleaning.metadata.article_metadata import Metadata
    from peaceindex.cleaning.models.registry import Models

DATE_FLOOR = 0.5
HEAD_FLOOR = 0.3
BYLINE_FLOOR = 0.03
"""The lowest probability at which a date is accepted: anywhere, near title or byline, and in the byline itself."""


def choose_date(
    meta: Metadata, layout: Layout, shown: DateLines, signature: Signature | None, latest: date, models: Models
) -> None:
    """Put the date that the page shows into `meta`: labelled, in the byline, alone below the title, or most likely."""
    chosen = shown.published or _in_byline(layout, signature, latest) or shown.shown
    if chosen is None:
        chosen = _most_likely(layout, signature, latest, models) or shown.above
    if chosen is None:
        return
    i, hit = chosen
    meta.date = hit.day.isoformat()
    meta.published = hit.stamp if hit.time else None
    meta.provenance["date"] = "found"
    if i not in layout.body:
        meta.used.setdefault(i, Reason.BYLINE_OR_DATE)


def _in_byline(layout: Layout, signature: Signature | None, latest: date) -> tuple[int, dates.Found] | None:
    """Return the date in the byline above the text, with its line, if there is exactly one."""
    if signature is None or signature.kind == SignatureKind.NOTE or signature.index > layout.first:
        return None
    dates_in_line = [
        date_in_line
        for hit in layout.page.dates.get(signature.index, ())
        if (date_in_line := unambiguous(hit, layout, latest))
    ]
    return (signature.index, dates_in_line[0]) if len(dates_in_line) == 1 else None


def _most_likely(
    layout: Layout, signature: Signature | None, latest: date, models: Models
) -> tuple[int, dates.Found] | None:
    """Return the most likely date on the page with its line, if it is likely enough and not after `latest`.

    Between title and text, or next to the byline, a lower probability is enough.
    """
    candidates, rows = date_rows(layout)
    best: tuple[float, int, dates.Found] | None = None
    for (i, hit), chance in zip(candidates, models.date.chances(rows), strict=True):
        page = layout.page
        if (
            hit.day > latest
            or i in page.running_heads
            or (i in layout.body and page.sizes[i] > 14)
            or i in page.captions
        ):
            continue
        is_at_head = layout.title is not None and layout.title - 1 <= i < layout.first and i - layout.title <= 6
        is_beside_byline = (
            signature is not None
            and signature.kind != SignatureKind.NOTE
            and abs(signature.index - i) <= 1
            and i <= layout.first
        )
        is_in_byline = is_beside_byline and signature is not None and signature.index == i
        if chance >= (BYLINE_FLOOR if is_in_byline else HEAD_FLOOR if is_at_head or is_beside_byline else DATE_FLOOR):
            chance += 0.5 if is_in_byline else 0.3 * (is_at_head or is_beside_byline)
            role = labels.roles(page.lines[i].text, page.dates[i])[page.dates[i].index(hit)]
            chance -= 0.4 * (role in ("modified", "visited"))
            if best is None or chance > best[0]:
                best = (chance, i, hit)
    return best[1:] if best else None
