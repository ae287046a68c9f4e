"""Hits in a text and snippets around them, from the same query that found the article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from whoosh import query

from peaceindex.model.search import Snippet, Span
from peaceindex.search.results.marks import Mark, Marker, spans_of
from peaceindex.text.sentences import spans_within

ELLIPSIS = "…"
_WORD_EDGE = re.compile(r"\s")
_LINE_END = re.compile(r"\s*\n\s*")
_PARTED = "\n\n"
_LONGEST_WORD = 100
_LONGEST_PARAGRAPH = 20_000
"""Sentences are not looked for in longer paragraphs; snippets of such are cut between words."""


class Highlighter:
    """Marks what one query looks for. Made once for a query and used for many texts."""

    def __init__(self, tree: query.Query | None) -> None:
        self._tree = tree

    @cached_property
    def _body(self) -> Marker:
        return Marker.of(self._tree, "body")

    @cached_property
    def _title(self) -> Marker:
        return Marker.of(self._tree, "title")

    def spans(self, text: str, *, title: bool = False) -> tuple[Span, ...]:
        """Where the query's words stand in an article's text, or in its title: in order, none overlapping.

        A phrase is one span. With `title`, words that were asked for in the
        title alone are marked too, and those asked for in the text alone are not.
        """
        return spans_of((self._title if title else self._body).marks(text))

    def snippet(self, text: str, width: int = 240) -> Snippet:
        """The stretch of a text that answers most parts of the query, about `width` characters of it.

        It begins and ends with a sentence where it can, never within a word,
        and ellipses show where something is left out. Without hits it is the
        beginning of the text. Paragraphs are joined by a space.
        """
        marks = self._body.marks(text)
        start, end = _frame(text, marks, max(width, 20))
        return _cut(text, start, end, marks)


def _frame(text: str, marks: list[Mark], width: int) -> Span:
    """The best stretch of the text for a snippet of this width."""
    hits = _best(marks, width)
    first = last = len(text) - len(text.lstrip())
    if hits:
        first, last = hits[0].start, hits[-1].end
    here = _paragraphs_of(text, first, last)
    sentences = _sentences(text, *here)
    start, end = _whole(sentences, first, last)
    while end - start > width and (hits := _fewer(hits)):  # a whole sentence is worth more than a word said twice
        first, last = hits[0].start, hits[-1].end
        start, end = _whole(sentences, first, last)
    if end - start > width:
        return _around(text, first, last, width, start, end)
    for _, e in _following(text, sentences, here[1], end):  # and as many after them as there is room for
        if e - start > width:
            break
        end = e
    for s, _ in _preceding(text, sentences, here[0], start):  # and before them
        if end - s > width:
            break
        start = s
    if end - start < width // 2:
        _, end = _around(text, start, end, width, start, len(text))
    return start, end


def _best(marks: list[Mark], width: int) -> list[Mark]:
    """The hits within the width of each other that answer most different parts of the query, then most hits."""
    best, best_value = (0, 0), (0, 0)
    parts: dict[int, int] = {}
    first = 0
    for last, (_, end, part) in enumerate(marks):
        parts[part] = parts.get(part, 0) + 1
        while first < last and end - marks[first].start > width:
            gone = marks[first].part
            parts[gone] -= 1
            if not parts[gone]:
                del parts[gone]
            first += 1
        value = (len(parts), last - first)
        if value > best_value or not last:
            best, best_value = (first, last + 1), value
    return marks[best[0] : best[1]]


def _fewer(hits: list[Mark]) -> list[Mark]:
    """The hits without the first or the last one, whichever leaves the shorter stretch; none if a part were lost."""
    parts = [hit.part for hit in hits]
    ends = ((hits[0], hits[1:]), (hits[-1], hits[:-1])) if hits else ()
    left = [fewer for gone, fewer in ends if parts.count(gone.part) > 1]
    return min(left, key=lambda fewer: fewer[-1].end - fewer[0].start, default=[])


def _whole(sentences: list[Span], first: int, last: int) -> Span:
    """The sentences that a stretch lies in, or where there are none, the stretch."""
    start, end = first, last
    for s, e in sentences:
        if s <= first < e:
            start = s
        if s < last <= e:
            end = e
    return start, end


def _paragraphs_of(text: str, first: int, last: int) -> Span:
    """The paragraph that a stretch lies in, or all that it lies in."""
    before, after = text.rfind(_PARTED, 0, first), text.find(_PARTED, last)
    return (before + len(_PARTED) if before >= 0 else 0), (after if after >= 0 else len(text))


def _sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of a paragraph, or of several; none of a very long one."""
    return spans_within(text, start, end) if end - start <= _LONGEST_PARAGRAPH else []


def _following(text: str, sentences: list[Span], edge: int, end: int) -> Iterator[Span]:
    """The sentences from `end` on: those of the paragraph that are known, then those beyond its edge, as needed."""
    yield from (span for span in sentences if span[0] >= end)
    while edge < len(text):
        start, edge = _paragraphs_of(text, edge + len(_PARTED), edge + len(_PARTED))
        yield from _sentences(text, start, edge)


def _preceding(text: str, sentences: list[Span], edge: int, start: int) -> Iterator[Span]:
    """The sentences before `start`, the last one first."""
    yield from (span for span in reversed(sentences) if span[0] < start)
    while edge > 0:
        edge, end = _paragraphs_of(text, edge - len(_PARTED), edge - len(_PARTED))
        yield from reversed(_sentences(text, edge, end))


def _around(text: str, first: int, last: int, width: int, least: int, most: int) -> Span:
    """A stretch of the width around the hits, between words, a third of its room before the hits."""
    room = max(0, width - (last - first))
    start = max(least, first - room // 3)
    end = min(most, start + max(width, last - first))
    if start > least:
        edge = _WORD_EDGE.search(text, start - 1, first)
        start = edge.end() if edge else first
    if end < most:
        cut = max(text.rfind(" ", last, end + 1), text.rfind("\n", last, end + 1))
        end = cut if cut > last else _word_end(text, last, most)
    return start, end


def _word_end(text: str, at: int, most: int) -> int:
    """The end of the word that goes on at a place; what goes on for too long is no word and is cut."""
    most = min(most, at + _LONGEST_WORD)
    edge = _WORD_EDGE.search(text, at, most)
    return edge.start() if edge else most


def _cut(text: str, start: int, end: int, marks: list[Mark]) -> Snippet:
    """The stretch as a line of its own, with the marks where they stand in it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    before = ELLIPSIS if text[:start].strip() else ""
    after = ELLIPSIS if text[end:].strip() else ""
    shown: list[str] = []
    ends: list[int] = []  # of the line ends that become a space each, and how far what follows them moves
    moves = [len(before) - start]
    at = start
    for gap in _LINE_END.finditer(text, start, end) if text.find("\n", start, end) >= 0 else ():
        shown.append(text[at : gap.start()])
        at = gap.end()
        ends.append(at)
        moves.append(moves[-1] - (at - gap.start()) + 1)
    shown.append(text[at:end])
    kept = [
        (first + moves[bisect_right(ends, first)], last + moves[bisect_right(ends, last)])
        for first, last, _ in marks
        if start <= first and last <= end
    ]
    return Snippet(before + " ".join(shown) + after, tuple(kept))
