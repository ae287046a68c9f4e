"""The day of an article as its page shows it: labels beside dates decide, then a line that is nothing but a date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from peaceindex.cleaning.dates import Found, labels
from peaceindex.cleaning.features.candidate_rows import Layout

DATE_LINE = "date line"
_SHORT = 25
"""A line of more words is text, whatever stands in it."""
_ABOVE, _BELOW = 2, 8
"""How far from the title a date line can stand."""


@dataclass(slots=True)
class DateLines:
    """What the lines with dates around the head of an article tell.

    `published` and `modified` are the dates so labelled, `shown` one without
    a label on a line of its own, `above` the same above the title, each with
    its line. `lines` are those that hold nothing else. `unsure` are the
    lines with a date of two readings, and what to say of it.
    """

    published: tuple[int, Found] | None = None
    modified: tuple[int, Found] | None = None
    shown: tuple[int, Found] | None = None
    above: tuple[int, Found] | None = None
    lines: list[int] = field(default_factory=list)
    unsure: dict[int, str] = field(default_factory=dict)


def read(layout: Layout, latest: date) -> DateLines:
    """The dates that the lines around the head of the article show, none later than `latest`."""
    page = layout.page
    found = DateLines()
    for i in _places(layout):
        hits = page.dates[i]
        text = page.lines[i].text
        alone = page.is_date_line(i)
        told = labels.roles(text, hits)
        if not told[0] and i and alone:
            told[0] = labels.label(page.lines[i - 1].text)
        if not alone and (page.sizes[i] > _SHORT or not any(told) or i in layout.body):
            continue
        for hit, role in zip(hits, told, strict=True):
            known = settled(hit, layout, latest)
            if known is None:
                if hit.other and hit.day <= latest:
                    found.unsure.setdefault(i, f"{DATE_LINE}: {_spoken(hit.day, hit.other)}")
            elif role == "published":
                found.published = found.published or (i, known)
            elif role == "modified":
                found.modified = found.modified or (i, known)
            elif alone and not role:
                if layout.title is not None and i < layout.title:
                    found.above = (i, known)
                else:
                    found.shown = found.shown or (i, known)
        if alone:
            found.lines.append(i)
    return found


def _places(layout: Layout) -> Iterator[int]:
    """The lines with dates from somewhat above the title to the first line of the text that is none."""
    page = layout.page
    title, first = layout.title, layout.first
    low = max(0, (title if title is not None else first - _BELOW) - _ABOVE)
    high = min(len(page), first + 1, title + _BELOW + 1 if title is not None else len(page))
    while high < len(page) and high - 1 in page.dates and high <= first + 2:
        high += 1
    yield from (i for i in range(low, high) if i in page.dates and i not in page.running_heads)


def settled(hit: Found, layout: Layout, latest: date) -> Found | None:
    """The date if it can be the article's; one of two readings if the other cannot; None if neither or either can."""
    if hit.other is None:
        return hit if hit.day <= latest else None
    page = layout.page
    readings = [day for day in (hit.day, hit.other) if day <= latest]
    if len(readings) > 1:
        others = {h.day for hits in page.dates.values() for h in hits if not h.ambiguous}
        readings = [day for day in readings if day in others] or readings
    return Found(readings[0], hit.start, hit.end, hit.time, hit.zone) if len(readings) == 1 else None


def _spoken(day: date, other: date) -> str:
    return f"{day.day} {day:%B} or {other.day} {other:%B} {day.year}"
