"""An article in plain lines, with its passages and notes: for screen readers, and for programs that read lines.

There are no boxes, columns, colours or cursor movements, and no line is wrapped: each paragraph is one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader import wording
from peacereader.cli.common import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Span


def sentences_of(article: Article) -> tuple[Span, ...]:
    """Return the spans of an article's sentences in its text, in code points."""
    from peaceindex import sentence_spans

    return sentence_spans(article.text, article.language)


def head_lines(article: Article) -> Iterator[str]:
    """Yield title, outlet, date, authors, address and id, a line each."""
    yield f"Title: {one_line(article.title or wording.TITLE_NOT_KNOWN)}"
    yield f"Outlet: {one_line(article.outlet or wording.OUTLET_NOT_KNOWN)}"
    yield f"Date: {one_line(wording.long_date(article.date))}"
    if article.authors:
        yield f"By: {one_line(', '.join(article.authors))}"
    if article.url:
        yield f"Address: {one_line(article.url)}"
    yield f"Id: {article.id}"


def text_lines(article: Article, *, numbered: bool) -> Iterator[str]:
    """Yield the paragraphs, a line each; if `numbered`, the sentences, each with its number from 1."""
    if not numbered:
        yield from (one_line(paragraph) for paragraph in article.paragraphs)
        return
    end = 0
    for number, (start, stop) in enumerate(sentences_of(article), 1):
        if number > 1 and "\n\n" in article.text[end:start]:
            yield ""
        yield f"{number}. {one_line(article.text[start:stop])}"
        end = stop


def passage_lines(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield passages with their notes and labels, numbered from 1 in the order in which they are given."""
    for number, passage in enumerate(passages, 1):
        yield f"Passage {number}: “{one_line(passage.quote)}”"
        if place := wording.passage_place_words(passage):
            yield f"  Place: {one_line(place)}"
        yield from (f"  {line}".rstrip() for line in wording.note_lines(passage.note))
        if passage.labels:
            yield f"  Labels: {one_line(', '.join(passage.labels))}"
        if passage.event:
            yield f"  Event: {one_line(wording.event_words(passage.event))}"
        yield f"  Id: {passage.id}"


def in_text_order(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of one article in the order of its text."""
    return sorted(passages, key=lambda passage: (passage.start, passage.end))
