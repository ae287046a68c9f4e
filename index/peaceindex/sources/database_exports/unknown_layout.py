"""Texts that seem to hold several articles in a layout that is not known: they are reported, never read as one.

What counts is a number such as "Document 3 of 12" on a line of its own before each part, or "3/12" or a rule if the
parts also begin like articles. Page numbers, the articles of a treaty and the entries of a chronicle are none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from peaceindex.sources.database_exports import Database
from peaceindex.sources.database_exports.export import Export, ExportLine, Unclear
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.sources.database_exports.marks import Searchable

_NAME: Final = (
    r"(?:documento?|dokument|article|artikel|artículo|articolo|artigo|record|item|result|story|документ|статья|стаття|"
    r"makale|haber|belge|مقال|المقال|وثيقة|文章|文档|文件|文書|記事)"
)
_TOTAL: Final = r"\s*(?:/|of|von|de|di|sur|van|из|з|من|av|共)\s*"
_NUMBERED = late_pattern(rf"\W{{0,6}}{_NAME}\W{{0,3}}(\d{{1,6}}){_TOTAL}(\d{{1,6}})\W{{0,6}}", re.IGNORECASE)
_NAMED_ONLY = late_pattern(rf"\W{{0,6}}{_NAME}\W{{0,3}}(\d{{1,6}})\W{{0,6}}", re.IGNORECASE)
_BARE = late_pattern(rf"\W{{0,6}}(\d{{1,6}}){_TOTAL}(\d{{1,6}})\W{{0,6}}", re.IGNORECASE)
_RULE = late_pattern(r"\s*([_*=~#—–-])(?:\s?\1){4,}\s*")
_ANY_COUNTER = late_pattern(
    rf"\n(?:\W{{0,6}}+(?:{_NAME}\W{{0,3}}\d{{1,6}}|\d{{1,6}}{_TOTAL}\d{{1,6}})|"
    r"[ \t]*+([_*=~#—–-])(?:\s?\1){4,}[ \t]*$)",
    re.MULTILINE,
)
_DAY = late_pattern(
    r"\b\d{1,2}(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?\d{4}\b|"
    r"\b[^\W\d_]{3,12}\.?\s+\d{1,2},?\s+\d{4}\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|"
    r"\d{4}\s*[年년]\s*\d{1,2}\s*[月월]\s*\d{1,2}"
)
_HEAD_LINES: Final = 5
_MAX_HEAD_CHARACTERS: Final = 160
_MIN_PART_WORDS: Final = 25
_MIN_PART_CHARACTERS: Final = 120


def _read(lines: Sequence[ExportLine]) -> Export | None:
    for pattern, needs_dates in ((_NUMBERED, False), (_NAMED_ONLY, True), (_BARE, True)):
        places = _run(lines, pattern)
        if len(places) >= 2 and _are_articles(lines, places, needs_dates):
            return _export(places, len(lines))
    rules = [i for i, line in enumerate(lines) if _RULE.fullmatch(line.text)]
    ends = [*rules, len(lines)]
    parts = [
        place
        for place, end in zip([-1, *rules], ends, strict=True)
        if _words_between(lines, place, end) >= _MIN_PART_WORDS
    ]
    if len(rules) >= 2 and len(parts) >= 3 and _are_articles(lines, parts, needs_dates=True):
        return _export(parts, len(lines))
    return None


def _export(places: Sequence[int], end: int) -> Export:
    reason = "the layout of its headings is not known"
    return Export("", [], [Unclear(max(places[0], 0), end, reason, count=len(places))])


def _run(lines: Sequence[ExportLine], pattern: re.Pattern[str]) -> list[int]:
    """Return the lines with numbers that increase by one, from the first number that is found."""
    places: list[int] = []
    following = -1
    totals: set[str] = set()
    for i, line in enumerate(lines):
        if len(line.text) > 60 or not (found := pattern.fullmatch(line.text)):
            continue
        if following >= 0 and int(found[1]) != following:
            return []
        if pattern.groups > 1:
            totals.add(found[2])
        following = int(found[1]) + 1
        places.append(i)
    return places if len(totals) <= 1 else []


def _words_between(lines: Sequence[ExportLine], place: int, end: int) -> int:
    return sum(len(line.text.split()) for line in lines[place + 1 : end])


def _are_articles(lines: Sequence[ExportLine], places: Sequence[int], needs_dates: bool) -> bool:
    """Return whether the parts after these lines have texts, and beginnings that differ as headlines do."""
    texts = 0
    headlines: set[str] = set()
    days: set[str] = set()
    dated = 0
    for place, end in zip(places, [*places[1:], len(lines)], strict=True):
        own = [line.text.strip() for line in lines[place + 1 : end] if line.text.strip()]
        texts += sum(len(text.split()) for text in own) >= _MIN_PART_WORDS or sum(map(len, own)) >= _MIN_PART_CHARACTERS
        headlines.add(own[0] if own else "")
        head = [text for text in own[:_HEAD_LINES] if len(text) <= _MAX_HEAD_CHARACTERS]
        day = next((found[0] for text in head[1:] if (found := _DAY.search(text)) and len(text) < 100), "")
        dated += bool(day)
        days.add(day)
    count = len(places)
    if 4 * texts < 3 * count or 4 * len(headlines) < 3 * count:
        return False
    return not needs_dates or (5 * dated >= 4 * count and len(days) >= 2)


def _is_likely(searchable: Searchable) -> bool:
    found = _ANY_COUNTER.finditer(searchable.lower)
    return next(found, None) is not None and next(found, None) is not None


DATABASE: Final = Database(name="unknown layout", is_likely=_is_likely, read=_read)
