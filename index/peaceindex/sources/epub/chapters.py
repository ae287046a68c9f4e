"""The chapters of an EPUB. A chapter may be a page, a part of a page, or a page that was split into several files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

from peaceindex.sources.markup import decode_markup
from peaceindex.sources.source import MAX_BYTES
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.epub.book import Book, Entry
    from peaceindex.sources.packages import Package

_SPLIT_NAME: Final = late_pattern(r"(.+_split)_?\d+(\.\w+)$")
"""Names of the files into which calibre splits a long chapter."""
_MATTER: Final = late_pattern(
    r"<body\b[^<>]{0,500}?\bepub:type\s*=\s*[\"'][^\"'<>]{0,200}\b(?:cover|titlepage|toc|copyright-page|landmarks)\b",
    re.I,
)
"""The body of a page that is no chapter: cover, title page, table of contents, imprint."""
_OPENING_TAGS: Final = late_pattern(
    r"(?:<(?:h[1-6]|p|div|section|article|span|a|b|i|em|strong)\b[^<>]{0,500}>\s*){1,8}\Z", re.I
)
_ID: Final = late_pattern(r"\s(?:id|name|xml:id)\s*=\s*[\"']([^\"'<>]{1,300})[\"']")
_MAX_TAGS_BEFORE: Final = 2000
_BODY: Final = late_pattern(r"<body\b[^<>]*>", re.I)
_MAX_CHAPTERS_IN_PAGE: Final = 2000


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: the name of its part, with its fragment if it is not all of it, its title and its markup."""

    name: str
    title: str
    markup: str


def chapters(package: Package, book: Book) -> Iterator[Chapter]:
    """Yield the chapters of a book in reading order, one page after the other in memory."""
    by_part: dict[str, list[Entry]] = {}
    for entry in book.contents:
        by_part.setdefault(entry.part, []).append(entry)
    waiting: Chapter | None = None
    for part in book.spine:
        markup = decode_markup(package.read(part), f"{package.shown}!{part}").text
        if _MATTER.search(markup[:20_000]):
            continue
        entries = by_part.get(part, [])
        if waiting is not None and not entries and _is_rest(waiting.name, part) and len(waiting.markup) < MAX_BYTES:
            waiting = Chapter(waiting.name, waiting.title, _joined(waiting.markup, markup))
            continue
        if waiting is not None:
            yield waiting
        *whole, waiting = _in_page(part, markup, entries)
        yield from whole
    if waiting is not None:
        yield waiting


def _joined(before: str, markup: str) -> str:
    """Return two pages as one. A parser would leave out what stands behind the end of the first."""
    end = before.lower().rfind("</body")
    body = _BODY.search(markup)
    return f"{before[:end] if end >= 0 else before}\n{markup[body.end() if body else 0 :]}"


def _is_rest(before: str, part: str) -> bool:
    first, second = _SPLIT_NAME.match(before), _SPLIT_NAME.match(part)
    return first is not None and second is not None and first.groups() == second.groups()


def _in_page(part: str, markup: str, entries: list[Entry]) -> list[Chapter]:
    """Return the chapters in a page: those that the highest entries in it lead to."""
    if not entries:
        return [Chapter(part, "", markup)]
    highest = min(entry.depth for entry in entries)
    found: list[tuple[int, Entry]] = []
    places = _places(markup, {entry.fragment for entry in entries})
    for entry in [entry for entry in entries if entry.depth == highest][:_MAX_CHAPTERS_IN_PAGE]:
        place = places.get(entry.fragment, -1) if entry.fragment else 0
        if place >= 0 and place not in (known for known, _ in found):
            found.append((place, entry))
    found.sort(key=lambda pair: pair[0])
    if len(found) < 2:
        return [Chapter(part, entries[0].label, markup)]
    ends = [place for place, _ in found[1:]] + [len(markup)]
    pieces = [
        Chapter(f"{part}#{entry.fragment}" if entry.fragment else part, entry.label, markup[place:end])
        for (place, entry), end in zip(found, ends, strict=True)
    ]
    before = markup[: found[0][0]]
    return [Chapter(part, "", before), *pieces] if found[0][0] else pieces


def _places(markup: str, wanted: set[str]) -> dict[str, int]:
    """Return where each element with an id begins, if it is wanted, with the tags that open just before it."""
    found: dict[str, int] = {}
    for attribute in _ID.finditer(markup):
        tag = markup.rfind("<", max(0, attribute.start() - _MAX_TAGS_BEFORE), attribute.start())
        if tag >= 0 and unescape(attribute[1]) in wanted:
            begin = max(0, tag - _MAX_TAGS_BEFORE)
            opening = _OPENING_TAGS.search(markup[begin:tag])
            found.setdefault(unescape(attribute[1]), begin + opening.start() if opening else tag)
    return found
