"""The day of an article as its page shows it: labelled dates decide, then a line that is nothing but a date."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from peaceindex.cleaning.dates import Found, labels
from peaceindex.cleaning.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from peaceindex.cleaning.features.candidate_rows import Layout

_MAX_LABELLED_WORDS = 25
"""A line of more words is text, whatever it contains."""
_LINES_ABOVE_TITLE, _LINES_BELOW_TITLE = 2, 8
"""How many lines above and below the title a date line can stand."""


@dataclass(slots=True)
class DateLines:
    """The dates in the lines around the head of an article.

    `published` and `modified` are the dates with these labels. `shown` is one without a label on a line of its own, and
    `above` the same above the title. Each comes with the index of its line. `lines` are the lines that contain nothing
    but dates. `ambiguous` maps the lines with an ambiguous date to the reason to give for it.
    """

    published: tuple[int, Found] | None = None
    modified: tuple[int, Found] | None = None
    shown: tuple[int, Found] | None = None
    above: tuple[int, Found] | None = None
    lines: list[int] = field(default_factory=list)
    ambiguous: dict[int, str] = field(default_factory=dict)


def read(layout: Layout, latest: date) -> DateLines:
    """Return the dates that the lines around the head of the article show, none later than `latest`."""
    page = layout.page
    found = DateLines()
    for i in _head_lines_with_dates(layout):
        hits = page.dates[i]
        text = page.lines[i].text
        is_date_line = page.is_date_line(i)
        roles = labels.roles(text, hits)
        if not roles[0] and i and is_date_line:
            roles[0] = labels.label(page.lines[i - 1].text)
        if not is_date_line and (page.sizes[i] > _MAX_LABELLED_WORDS or not any(roles) or i in layout.body):
            continue
        for hit, role in zip(hits, roles, strict=True):
            certain = unambiguous(hit, layout, latest)
            if certain is None:
                if hit.other and hit.day <= latest:
                    found.ambiguous.setdefault(i, f"{Reason.DATE_LINE}: {_both_readings(hit.day, hit.other)}")
            elif role == "published":
                found.published = found.published or (i, certain)
            elif role == "modified":
                found.modified = found.modified or (i, certain)
            elif is_date_line and not role:
                if layout.title is not None and i < layout.title:
                    found.above = (i, certain)
                else:
                    found.shown = found.shown or (i, certain)
        if is_date_line:
            found.lines.append(i)
    return found


def _head_lines_with_dates(layout: Layout) -> Iterator[int]:
    """Yield the lines with dates from shortly above the title to the first line of text without one."""
    page = layout.page
    title, first = layout.title, layout.first
    start = max(0, (title if title is not None else first - _LINES_BELOW_TITLE) - _LINES_ABOVE_TITLE)
    stop = min(len(page), first + 1, title + _LINES_BELOW_TITLE + 1 if title is not None else len(page))
    while stop < len(page) and stop - 1 in page.dates and stop <= first + 2:
        stop += 1
    yield from (i for i in range(start, stop) if i in page.dates and i not in page.running_heads)


def unambiguous(hit: Found, layout: Layout, latest: date) -> Found | None:
    """Return the date if it can be the article's, or None.

    For an ambiguous date this is the only reading not later than `latest`, or the only one that the page also shows as
    an unambiguous date. If neither condition decides between two readings, the result is None.
    """
    if hit.other is None:
        return hit if hit.day <= latest else None
    page = layout.page
    readings = [day for day in (hit.day, hit.other) if day <= latest]
    if len(readings) > 1:
        others = {h.day for hits in page.dates.values() for h in hits if not h.ambiguous}
        readings = [day for day in readings if day in others] or readings
    return Found(readings[0], hit.start, hit.end, hit.time, hit.zone) if len(readings) == 1 else None


def _both_readings(day: date, other: date) -> str:
    return f"{day.day} {day:%B} or {other.day} {other:%B} {day.year}"
