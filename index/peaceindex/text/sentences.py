"""Sentence edges, for passages that are selected by sentence and snippets that end where sentences end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import takewhile

from peaceindex.model.search import Span
from peaceindex.text.tokens import words

DEFAULT_LANGUAGE = "en"
_LONGEST_WORD = 200
_LONG = 20_000
"""Letters of a paragraph that is parted by sentences piece by piece: the segmenter takes time by the square of the
number of quotation marks, and has no idea of a paragraph of megabytes."""
_PIECE = 8000
_END = re.compile(r"[.!?…。！？؟۔।](?=\s)|[。！？]")


@lru_cache(maxsize=64)
def sentence_spans(text: str, language: str | None = None) -> tuple[Span, ...]:
    """Where the sentences of `text` stand, without the white space around them.

    `text` may hold several paragraphs parted by an empty line, as `Article.text`
    does; no sentence crosses from one into the next. `language` is an
    ISO 639-1 code; English rules serve where it is not known.
    """
    return tuple(spans_within(text, 0, len(text), language))


def spans_within(text: str, start: int, end: int, language: str | None = None) -> list[Span]:
    """Where the sentences of a stretch of a text stand, as `sentence_spans` tells them for a whole text."""
    spans: list[Span] = []
    while start <= end:
        edge = text.find("\n\n", start, end)
        stop = edge if edge >= 0 else end
        spans += _paragraph_spans(text, start, stop, language or DEFAULT_LANGUAGE)
        start = stop + 2
    return spans


@cache
def _segmenter() -> Callable[[str, str], list[str]]:
    import sentencex

    segment: Callable[[str, str], list[str]] = sentencex.segment
    return segment


def _pieces(paragraph: str, language: str) -> Iterator[str]:
    """The sentences of a paragraph, with the white space between them."""
    segment = _segmenter()
    if len(paragraph) <= _LONG:
        yield from segment(language, paragraph)
        return
    start = 0
    while start < len(paragraph):
        stop = start + _PIECE
        if stop < len(paragraph):
            ends = [found.end() for found in _END.finditer(paragraph, start, stop)]
            stop = ends[-1] if ends else stop
        yield from segment(language, paragraph[start:stop])
        start = stop


def _in_word(text: str, place: int) -> bool:
    """Whether a place lies within a word, as between the letters of `U.S`, where no sentence ends."""
    low = max(0, place - _LONGEST_WORD)
    start = max(low, text.rfind(" ", low, place) + 1, text.rfind("\n", low, place) + 1)
    return any(word.start < place < word.end for word in takewhile(lambda w: w.start < place, words(text, start)))


def _paragraph_spans(text: str, start: int, end: int, language: str) -> list[Span]:
    """The sentences of one paragraph; the whole of it where the segmenter loses its place."""
    spans: list[Span] = []
    place = start
    for piece in _pieces(text[start:end], language):
        sentence = piece.strip()
        if not sentence:
            continue
        found = text.find(sentence, place, end)
        if found < 0:
            spans = []
            break
        place = found + len(sentence)
        if spans and spans[-1][1] == found and _in_word(text, found):
            found = spans.pop()[0]
        spans.append((found, place))
    if spans:
        return spans
    stripped = text[start:end].strip()
    if not stripped:
        return []
    first = text.find(stripped, start)
    return [(first, first + len(stripped))]
