"""Sentence boundaries, for selecting passages by sentence and for snippets that end at the end of a sentence."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from peaceindex.model.search import Span

DEFAULT_LANGUAGE = "en"
_MAX_WORD_CHARACTERS = 200
_MAX_PARAGRAPH_CHARACTERS = 20_000
"""Paragraphs of more characters than this are segmented piece by piece: the segmenter takes time by the square of the
number of quotation marks, and is not made for paragraphs of megabytes."""
_PIECE_CHARACTERS = 8000
_MAY_END = late_pattern(r"[^\w \t,()'\"/%$&+\u2010-\u2014\u2018-\u201d-]")
"""Every character that may end a sentence: all but those that are known to end none in any language."""
_SENTENCE_END = late_pattern(r"[.!?…。！？؟۔।](?=\s)|[。！？]")


@lru_cache(maxsize=64)
def sentence_spans(text: str, language: str | None = None) -> tuple[Span, ...]:
    """Return the spans of the sentences of `text`, without the white space around them.

    `text` may hold several paragraphs separated by empty lines, as
    `Article.text` does. No sentence crosses from one into the next. `language`
    is an ISO 639-1 code; English rules apply if it is not known.
    """
    return tuple(spans_within(text, 0, len(text), language))


def spans_within(text: str, start: int, end: int, language: str | None = None) -> list[Span]:
    """Return the spans of the sentences in a stretch of a text, as `sentence_spans` does for a whole text."""
    spans: list[Span] = []
    while start <= end:
        paragraph_end = text.find("\n\n", start, end)
        stop = paragraph_end if paragraph_end >= 0 else end
        spans += _paragraph_spans(text, start, stop, language or DEFAULT_LANGUAGE)
        start = stop + 2
    return spans


def may_end_within(text: str, start: int, end: int) -> bool:
    """Return whether a sentence may end in a stretch of a text. If not, the segmenter need not be asked."""
    return _MAY_END.search(text, start, end) is not None


@cache
def _segmenter() -> Callable[[str, str], list[str]]:
    import sentencex

    segment: Callable[[str, str], list[str]] = sentencex.segment
    return segment


def _sentences(paragraph: str, language: str) -> Iterable[str]:
    """Return the sentences of a paragraph, with the white space between them."""
    if len(paragraph) <= _MAX_PARAGRAPH_CHARACTERS:
        return _segmenter()(language, paragraph)
    return _sentences_by_pieces(paragraph, language)


def _sentences_by_pieces(paragraph: str, language: str) -> Iterator[str]:
    segment = _segmenter()
    start = 0
    while start < len(paragraph):
        stop = start + _PIECE_CHARACTERS
        if stop < len(paragraph):
            ends = [found.end() for found in _SENTENCE_END.finditer(paragraph, start, stop)]
            stop = ends[-1] if ends else stop
        yield from segment(language, paragraph[start:stop])
        start = stop


def _is_within_word(text: str, position: int) -> bool:
    """Return whether a position lies within a word, as between the letters of `U.S`. No sentence ends there."""
    low = max(0, position - _MAX_WORD_CHARACTERS)
    start = max(low, text.rfind(" ", low, position) + 1, text.rfind("\n", low, position) + 1)
    return any(word.start < position < word.end for word in takewhile(lambda w: w.start < position, words(text, start)))


def _paragraph_spans(text: str, start: int, end: int, language: str) -> list[Span]:
    """Return the spans of the sentences of one paragraph, or of all of it if a sentence cannot be found in the text."""
    spans: list[Span] = []
    paragraph = text[start:end]
    stripped = paragraph.strip()
    if not stripped:
        return []
    first = position = start + len(paragraph) - len(paragraph.lstrip())
    first_end = _MAY_END.search(stripped)
    if first_end is None or first_end.end() == len(stripped):  # one sentence, as in half of an agency's paragraphs
        return [(first, first + len(stripped))]
    for piece in _sentences(paragraph, language):
        sentence = piece.strip()
        if not sentence:
            continue
        found = text.find(sentence, position, end)
        if found < 0:
            spans = []
            break
        position = found + len(sentence)
        if spans and spans[-1][1] == found and _is_within_word(text, found):
            found = spans.pop()[0]
        spans.append((found, position))
    return spans or [(first, first + len(stripped))]
