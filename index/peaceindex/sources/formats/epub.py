"""Books in EPUB: each chapter with text is a document, with the book as its outlet, as a bibliography cites it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from peaceindex.errors import SourceError
from peaceindex.model.evidence import Evidence
from peaceindex.model.safe_text import one_line
from peaceindex.sources.bounds import MemberNames
from peaceindex.sources.epub.book import Book, read_book
from peaceindex.sources.epub.chapters import Chapter, chapters
from peaceindex.sources.markup import Markup
from peaceindex.sources.packages import Package, opened
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.sources.source import Source, sha256_hex
from peaceindex.sources.text_documents.properties import is_title
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

WHAT: Final = "an EPUB book"
MIME: Final = b"mimetypeapplication/epub+zip"
_HEADING: Final = late_pattern(r"<(h[1-4])\b[^<>]*>(.{1,1000}?)</\1\s*>", re.I | re.S)
_TITLE: Final = late_pattern(r"<title\b[^<>]*>([^<]{1,500})</title", re.I)
_BODY: Final = late_pattern(r"<body\b", re.I)
_HEADING_WITHIN: Final = 20_000
"""Characters of a page in which its heading is looked for."""
_TAG: Final = late_pattern(r"<[^<>]*>")


def documents(source: Source, package: Package) -> Iterator[SourceItem]:
    """Yield the chapters of a book. `source` is the file that it was opened from."""
    book = read_book(package)
    names = MemberNames(source.shown)
    number = 0
    for chapter in chapters(package, book):
        if not _has_text(chapter.markup):
            continue  # a page with a picture
        number += 1
        yield _document(source, book, chapter, number, names)
    if not number:
        raise SourceError(f"{source.shown} is a book without text.", "Look at what it holds: it may be pictures.")


def _document(source: Source, book: Book, chapter: Chapter, number: int, names: MemberNames) -> Markup:
    name, member = source.within(names.of(chapter.name))
    states: dict[str, Any] = dict(book.stated)
    if title := chapter.title or _title(chapter.markup, book.title):
        states["title"] = title
    return Markup(
        name, chapter.markup, path=source.path, member=member, mtime=source.mtime,
        sha256=sha256_hex(chapter.markup.encode("utf-8", "surrogatepass")), is_body=True, overriding_values=states,
        evidence=replace(Evidence(), record=number),
    )  # fmt: skip


def _title(markup: str, book: str) -> str:
    """Return the title of a chapter that is not in the table of contents: its heading, or that of its page."""
    found = _HEADING.search(markup[:_HEADING_WITHIN])
    heading = one_line(unescape(_TAG.sub(" ", found[2]))) if found else ""
    if heading:
        return heading[:500]
    page = _TITLE.search(markup[:_HEADING_WITHIN])
    title = one_line(unescape(page[1])) if page else ""
    return title if is_title(title) and title != one_line(book) else ""


def _has_text(markup: str) -> bool:
    body = _BODY.search(markup)
    return any(c.isalnum() for c in unescape(_TAG.sub("", markup[body.start() if body else 0 :])))


def _documents(source: Source) -> Iterator[SourceItem]:
    with opened(source, WHAT) as package:
        yield from documents(source, package)


FORMAT = Format(
    name="EPUB book",
    suffixes=(".epub",),
    sniff=lambda head: head[:4] == b"PK\x03\x04" and head[30:].startswith(MIME),
    documents=_documents,
)
