"""Sentence edges, for passages that are selected by sentence and snippets that end where sentences end."""

from __future__ import annotations

from functools import lru_cache

from peaceindex.results import Span

DEFAULT_LANGUAGE = "en"


@lru_cache(maxsize=64)
def sentence_spans(text: str, language: str | None = None) -> tuple[Span, ...]:
    """Where the sentences of `text` stand, without the white space around them.

    `text` may hold several paragraphs parted by an empty line, as `Article.text`
    does; no sentence crosses from one into the next. `language` is an
    ISO 639-1 code; English rules serve where it is not known.
    """
    spans: list[Span] = []
    start = 0
    for paragraph in text.split("\n\n"):
        spans += _paragraph_spans(paragraph, start, language or DEFAULT_LANGUAGE)
        start += len(paragraph) + 2
    return tuple(spans)


def _paragraph_spans(paragraph: str, offset: int, language: str) -> list[Span]:
    """The sentences of one paragraph, moved by `offset`; the whole of it where the segmenter loses its place."""
    import sentencex

    spans: list[Span] = []
    place = 0
    for piece in sentencex.segment(language, paragraph):
        sentence = piece.strip()
        if not sentence:
            continue
        found = paragraph.find(sentence, place)
        if found < 0:
            spans = []
            break
        spans.append((offset + found, offset + found + len(sentence)))
        place = found + len(sentence)
    if spans:
        return spans
    stripped = paragraph.strip()
    if not stripped:
        return []
    first = offset + paragraph.find(stripped)
    return [(first, first + len(stripped))]
