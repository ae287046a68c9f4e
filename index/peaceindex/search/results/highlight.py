"""Hits in a text and snippets around them, from the same query that found the article."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from whoosh import query

from peaceindex.model.search_results import Snippet
from peaceindex.search.results.marks import Mark, Marker, spans_of
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.sentences import may_end_within, spans_within
from peaceindex.text.unspaced import begins_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.model.search import Span

ELLIPSIS = "…"
_WORD_EDGE = late_pattern(r"\s")
_SPACES = late_pattern(r"\s*")
_PARAGRAPH_BREAK = "\n\n"
_MAX_WORD_CHARS = 100
_MAX_UNIT_CHARS = 8
_MAX_END_CHARS = 2
"""The most characters that usually end a sentence: a full stop and a quotation mark."""
_MAX_GAP_CHARS = 8
"""The most characters that are looked at before a sentence for the end of the one before it."""
_MAX_PARAGRAPH_CHARS = 20_000
"""Longer paragraphs are not divided into sentences; snippets from them are cut between words."""


class Highlighter:
    """A highlighter for one query. It is created once for the query and used for many texts."""

    def __init__(self, tree: query.Query | None) -> None:
        self._tree = tree

    @cached_property
    def _body(self) -> Marker:
        return Marker.of(self._tree, "body")

    @cached_property
    def _title(self) -> Marker:
        return Marker.of(self._tree, "title")

    def spans(self, text: str, *, title: bool = False) -> tuple[Span, ...]:
        """Return the spans of the query's words in an article's text or title, in order and without overlap.

        A phrase is one span. With `title`, `text` is a title: words that are searched
        only in the title are marked too, and words searched only in the text are not.
        """
        return spans_of((self._title if title else self._body).marks(text))

    def snippet(self, text: str, width: int = 240) -> Snippet:
        """Return the excerpt of a text that answers most parts of the query, about `width` characters long.

        It begins and ends with a sentence where possible and never cuts a word.
        Ellipses show where something is left out. Without hits it is the beginning of
        the text. Paragraphs are joined by a space.
        """
        marks = self._body.marks(text)
        start, end = _best_excerpt(text, marks, max(width, 20))
        return _as_snippet(text, start, end, marks)


def _best_excerpt(text: str, marks: list[Mark], width: int) -> Span:
    """Return the best excerpt of the text for a snippet of this width."""
    hits = _best_hits(marks, width)
    first = last = len(text) - len(text.lstrip())
    if hits:
        first, last = hits[0].start, hits[-1].end
    paragraphs = _paragraphs_of(text, first, last)
    sentences = _sentences(text, *paragraphs)
    start, end = _sentence_span(sentences, first, last)
    while end - start > width and (hits := _without_one(hits)):  # a whole sentence is worth more than a repeated word
        first, last = hits[0].start, hits[-1].end
        start, end = _sentence_span(sentences, first, last)
    if end - start > width:
        return _around(text, first, last, width, start, end)
    # Add as many sentences after them as there is room for, and then before them.
    for _, e in _following(text, sentences, paragraphs[1], end, start + width):
        end = e
    for s, _ in _preceding(text, sentences, paragraphs[0], start, end - width):
        start = s
    if end - start < width // 2:
        _, end = _around(text, start, end, width, start, len(text))
    return start, end


def _best_hits(marks: list[Mark], width: int) -> list[Mark]:
    """Return the hits within `width` of each other that answer the most parts of the query; if equal, the most hits."""
    if not marks or marks[-1].end - marks[0].start <= width:
        return marks
    best, best_value = (0, 0), (0, 0)
    parts: dict[int, int] = {}
    first = 0
    for last, (_, end, part) in enumerate(marks):
        parts[part] = parts.get(part, 0) + 1
        while first < last and end - marks[first].start > width:
            dropped = marks[first].part
            parts[dropped] -= 1
            if not parts[dropped]:
                del parts[dropped]
            first += 1
        value = (len(parts), last - first)
        if value > best_value or not last:
            best, best_value = (first, last + 1), value
    return marks[best[0] : best[1]]


def _without_one(hits: list[Mark]) -> list[Mark]:
    """Drop the first or last hit, whichever leaves the shorter span; return none if a query part would be lost."""
    parts = [hit.part for hit in hits]
    ends = ((hits[0], hits[1:]), (hits[-1], hits[:-1])) if hits else ()
    remaining = [fewer for dropped, fewer in ends if parts.count(dropped.part) > 1]
    return min(remaining, key=lambda fewer: fewer[-1].end - fewer[0].start, default=[])


def _sentence_span(sentences: list[Span], first: int, last: int) -> Span:
    """Return the span of the sentences that an excerpt lies in, or where there are none, of the excerpt itself."""
    start, end = first, last
    for s, e in sentences:
        if s <= first < e:
            start = s
        if s < last <= e:
            end = e
    return start, end


def _paragraphs_of(text: str, first: int, last: int) -> Span:
    """Return the span of the paragraph, or the paragraphs, that an excerpt lies in."""
    before, after = text.rfind(_PARAGRAPH_BREAK, 0, first), text.find(_PARAGRAPH_BREAK, last)
    return (before + len(_PARAGRAPH_BREAK) if before >= 0 else 0), (after if after >= 0 else len(text))


def _sentences(text: str, start: int, end: int) -> list[Span]:
    """Return the sentences of one or more paragraphs; none if the text is very long."""
    return spans_within(text, start, end) if end - start <= _MAX_PARAGRAPH_CHARS else []


def _whole(text: str, start: int, end: int) -> list[Span]:
    """Return the span of a paragraph without the white space around it, in a list that is empty if nothing is left."""
    paragraph = text[start:end].rstrip()
    end = start + len(paragraph)
    start = end - len(paragraph.lstrip())
    return [(start, end)] if start < end else []


def _following(text: str, sentences: list[Span], edge: int, end: int, max_end: int) -> Iterator[Span]:
    """Yield the sentences from `end` onwards, up to the last that ends by `max_end`.

    First come those of the paragraph, then those beyond its edge, on demand.
    """
    while True:
        for span in sentences:
            if span[0] >= end:
                if span[1] > max_end:
                    return
                yield span
        if edge >= len(text):
            return
        start, edge = _paragraphs_of(text, edge + len(_PARAGRAPH_BREAK), edge + len(_PARAGRAPH_BREAK))
        if edge <= max_end:  # all of it, wherever its sentences end
            sentences = _whole(text, start, edge)
        elif may_end_within(text, start, max_end):
            sentences = _sentences(text, start, edge)
        else:
            return


def _preceding(text: str, sentences: list[Span], edge: int, start: int, min_start: int) -> Iterator[Span]:
    """Yield the sentences before `start`, the last one first, down to the first that begins at `min_start` or later."""
    while True:
        for span in reversed(sentences):
            if span[0] < start:
                if span[0] < min_start:
                    return
                yield span
        if edge <= 0:
            return
        edge, end = _paragraphs_of(text, edge - len(_PARAGRAPH_BREAK), edge - len(_PARAGRAPH_BREAK))
        if edge >= min_start:
            sentences = _whole(text, edge, end)
        elif may_end_within(text, min_start - _MAX_GAP_CHARS, end - _MAX_END_CHARS):
            sentences = _sentences(text, edge, end)
        else:
            return


def _around(text: str, first: int, last: int, width: int, min_start: int, max_end: int) -> Span:
    """Return an excerpt of this width around the hits, cut between words. A third of the spare room is before them."""
    room = max(0, width - (last - first))
    start = max(min_start, first - room // 3)
    end = min(max_end, start + max(width, last - first))
    if start > min_start:
        edge = _WORD_EDGE.search(text, start - 1, first)
        starts = [edge.end()] if edge else []
        starts += (at for at in range(start, min(first, start + _MAX_UNIT_CHARS)) if begins_run(text[at]))
        start = min(starts, default=first)
    if end < max_end and not begins_run(text[end]):
        cut = max(text.rfind(" ", last, end + 1), text.rfind("\n", last, end + 1))
        end = cut if cut > last else _word_end(text, last, max_end)
    return start, end


def _word_end(text: str, position: int, max_end: int) -> int:
    """Return the end of the word that contains a position. A run that is too long for a word is cut."""
    max_end = min(max_end, position + _MAX_WORD_CHARS)
    edge = _WORD_EDGE.search(text, position, max_end)
    return edge.start() if edge else max_end


def _line_breaks(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the spans of the line breaks between two places in a text, with all white space around each."""
    place = text.find("\n", start, end)
    while place >= 0:
        first = start + len(text[start:place].rstrip())
        start = _SPACES.match(text, place, end).end()  # type: ignore[union-attr] # it matches anything
        yield first, start
        place = text.find("\n", start, end)


def _as_snippet(text: str, start: int, end: int, marks: list[Mark]) -> Snippet:
    """Return the excerpt as a single line, with the marks moved to their places in it."""
    excerpt = text[start:end]
    start += len(excerpt) - len(excerpt := excerpt.lstrip())
    end = start + len(excerpt := excerpt.rstrip())
    before = ELLIPSIS if start and not text[:start].isspace() else ""
    after = ELLIPSIS if end < len(text) and not text[end:].isspace() else ""
    if "\n" not in excerpt:
        shift = len(before) - start
        spans = [(first + shift, last + shift) for first, last, _ in marks if start <= first and last <= end]
        return Snippet(before + excerpt + after, tuple(spans))
    shown: list[str] = []
    ends: list[int] = []  # the ends of line breaks that become a space; `shifts` has the shift of the text after each
    shifts = [len(before) - start]
    position = start
    for line_break in _line_breaks(text, start, end):
        shown.append(text[position : line_break[0]])
        position = line_break[1]
        ends.append(position)
        shifts.append(shifts[-1] - (position - line_break[0]) + 1)
    shown.append(text[position:end])
    hits = [
        (first + shifts[bisect_right(ends, first)], last + shifts[bisect_right(ends, last)])
        for first, last, _ in marks
        if start <= first and last <= end
    ]
    return Snippet(before + " ".join(shown) + after, tuple(hits))
