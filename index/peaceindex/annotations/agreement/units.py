"""The units of an article, and the labels that each coder gave to them.

A sentence, a paragraph or an article has a label if a passage with it shares a letter or digit with it: a selection
that takes in the quotation mark of the next sentence has not coded that sentence. Of characters, neighbours with the
same labels are taken together, and weighted by their number.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from peaceindex.annotations.codebook import code_key
from peaceindex.text.selection_units import paragraph_spans
from peaceindex.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.agreement import Unit
    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Span

MARKED = ""
"""Stands among the labels of a unit on which there is a passage. No label is empty."""

Labels = frozenset[str]
"""The labels of a unit in the form of `code_key`, and `MARKED`; nothing if there is no passage."""


@dataclass(frozen=True, slots=True)
class CodedArticle:
    """An article with the passages of two coders, where they stand now, and its units with the labels of each.

    `weights` is the number of characters that each entry stands for; 1 for units that are counted.
    """

    article: Article
    first: Sequence[Passage]
    second: Sequence[Passage]
    spans: tuple[Span, ...]
    weights: tuple[int, ...]
    first_labels: tuple[Labels, ...]
    second_labels: tuple[Labels, ...]


def coded(article: Article, first: Sequence[Passage], second: Sequence[Passage], unit: Unit) -> CodedArticle:
    """Return an article with its units, each with the labels that the two coders' passages give it."""
    text = article.text
    spans = _spans(article, (*first, *second), unit)
    is_weighted = unit == "character"
    weights = tuple(end - start if is_weighted else 1 for start, end in spans)
    return CodedArticle(
        article, first, second, spans, weights, _labels(text, spans, first), _labels(text, spans, second)
    )


def touched(text: str, spans: Sequence[Span], passage: Passage) -> range:
    """Return the indexes of the units that a passage codes; an empty range if it stands in none."""
    low = max(0, bisect_right(spans, (passage.start, len(text) + 1)) - 1)
    found = [
        at
        for at in range(low, bisect_right(spans, (passage.end - 1, len(text) + 1)))
        if spans[at][1] > passage.start and spans[at][0] < passage.end
    ]
    worded = [at for at in found if _has_word(text, max(spans[at][0], passage.start), min(spans[at][1], passage.end))]
    found = worded or found
    return range(found[0], found[-1] + 1) if found else range(0)


def _has_word(text: str, start: int, end: int) -> bool:
    return any(character.isalnum() for character in text[start:end])


def _labels(text: str, spans: Sequence[Span], passages: Sequence[Passage]) -> tuple[Labels, ...]:
    found: list[set[str]] = [set() for _ in spans]
    for passage in passages:
        labels = {MARKED, *map(code_key, passage.labels)}
        for at in touched(text, spans, passage):
            found[at] |= labels
    return tuple(map(frozenset, found))


def _spans(article: Article, passages: Sequence[Passage], unit: Unit) -> tuple[Span, ...]:
    text = article.text
    match unit:
        case "sentence":
            return sentence_spans(text, article.language)
        case "paragraph":
            return paragraph_spans(text)
        case "article":
            return ((0, len(text)),) if text else ()
        case "character":
            ends = sorted(
                {0, len(text), *(end for one in passages for end in (one.start, one.end) if end <= len(text))}
            )
            return tuple(pairwise(ends))
