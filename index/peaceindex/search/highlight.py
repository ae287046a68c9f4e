"""Hits in a text and snippets around them, from the same query that found the article."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from whoosh import query

from peaceindex.results import Snippet, Span
from peaceindex.search.marks import Mark, Marker, spans_of

ELLIPSIS = "…"
_WORD_EDGE = re.compile(r"\s")
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
    first, last = _best(marks, width)
    if not marks:
        first = last = len(text) - len(text.lstrip())
    sentences = _sentences(text, first, last, width)
    start, end = first, last
    for s, e in sentences:  # whole sentences that hold the hits, if they fit
        if s <= first < e:
            start = s
        if s < last <= e:
            end = e
    if end - start > width:
        start, end = _around(text, first, last, width, start, end)
        return start, end
    for s, e in sentences:  # and as many after them as there is room for
        if s >= end and e - start <= width:
            end = e
    for s, _ in reversed(sentences):  # and before them
        if s < start and end - s <= width:
            start = s
    if end - start < width // 2:
        _, end = _around(text, start, end, width, start, len(text))
    return start, end


def _best(marks: list[Mark], width: int) -> Span:
    """The stretch from hit to hit, within the width, with most different parts of the query, then most hits."""
    best, best_value = (0, 0), (0, 0)
    parts: Counter[int] = Counter()
    first = 0
    for last, mark in enumerate(marks):
        parts[mark.part] += 1
        while first < last and mark.end - marks[first].start > width:
            parts[marks[first].part] -= 1
            parts += Counter()
            first += 1
        value = (len(parts), last - first)
        if value > best_value or not last:
            best, best_value = (marks[first].start, mark.end), value
    return best


def _sentences(text: str, first: int, last: int, width: int) -> list[Span]:
    """The sentences of the paragraphs that lie within the width around a stretch."""
    from peaceindex.sentences import sentence_spans

    before = text.rfind("\n\n", 0, max(0, first - width))
    start = before + 2 if before >= 0 else 0
    after = text.find("\n\n", last + width)
    end = after if after >= 0 else len(text)
    if end - start > _LONGEST_PARAGRAPH:
        return []
    return [(s + start, e + start) for s, e in sentence_spans(text[start:end])]


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
    shown: list[str] = [before]
    length = len(before)
    moved: dict[int, int] = {}
    edges = {edge for mark in marks if start <= mark.start and mark.end <= end for edge in (mark.start, mark.end)}
    at = start
    for gap in re.finditer(r"\s*\n\s*", text[start:end]):
        gap_start, gap_end = start + gap.start(), start + gap.end()
        _move(edges, at, gap_start, length - at, moved)
        shown += [text[at:gap_start], " "]
        length += gap_start - at + 1
        at = gap_end
    _move(edges, at, end, length - at, moved)
    shown += [text[at:end], after]
    kept = [(moved[mark.start], moved[mark.end]) for mark in marks if mark.start in moved and mark.end in moved]
    return Snippet("".join(shown), tuple(kept))


def _move(edges: set[int], start: int, end: int, by: int, moved: dict[int, int]) -> None:
    for edge in edges:
        if start <= edge <= end:
            moved.setdefault(edge, edge + by)
