"""How one outlet changed another's copy, sentence by sentence and word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from peaceindex.model.story import Change
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.folding import fold
from peaceindex.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.search import Span

_WORD = late_pattern(r"\S+")
_MIN_SIMILARITY = 0.4
"""Two sentences that share less than this share of their words are different ones, not one that was changed."""


def changes(before: Article, after: Article) -> tuple[Change, ...]:
    """Return how `after` differs from `before`, in text order. Quotation marks, dashes and case are ignored."""
    old, new = _sentences(before), _sentences(after)
    keys = [_key(s) for s in old], [_key(s) for s in new]
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind != "equal":
            found += _changes_between(old[a:b], new[c:d])
    return tuple(found)


def _changes_between(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Yield the changes between two stretches of sentences that have no sentence in common."""
    next_index = 0
    for sentence in old:
        similar = [(SequenceMatcher(None, _words(sentence), _words(other), autojunk=False).ratio(), -place)
                 for place, other in enumerate(new[next_index:], next_index)]  # fmt: skip
        ratio, place = max(similar, default=(0.0, 0))
        if ratio < _MIN_SIMILARITY:
            yield Change("removed", sentence, "", _whole_span(sentence))
            continue
        for other in new[next_index:-place]:
            yield Change("added", "", other, (), _whole_span(other))
        yield _changed(sentence, new[-place])
        next_index = -place + 1
    for other in new[next_index:]:
        yield Change("added", "", other, (), _whole_span(other))


def _changed(before: str, after: str) -> Change:
    marks: tuple[list[Span], list[Span]] = [], []
    places = _word_spans(before), _word_spans(after)
    for kind, a, b, c, d in SequenceMatcher(None, _words(before), _words(after), autojunk=False).get_opcodes():
        if kind != "equal":
            for found, spans, first, last in ((marks[0], places[0], a, b), (marks[1], places[1], c, d)):
                if first < last:
                    found.append((spans[first][0], spans[last - 1][1]))
    return Change("changed", before, after, tuple(marks[0]), tuple(marks[1]))


def _sentences(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in sentence_spans(article.text, article.language)]


def _key(sentence: str) -> str:
    return " ".join(_words(sentence))


def _words(sentence: str) -> list[str]:
    return [_normalised(word[0]) for word in _WORD.finditer(sentence)]


def _normalised(word: str) -> str:
    """Return a word without typographic variation."""
    return re.sub(r"[“”„«»\"]", '"', re.sub("[’‘ʼ`´]", "'", fold(word))).replace("–", "-").replace("—", "-")


def _word_spans(sentence: str) -> list[Span]:
    return [word.span() for word in _WORD.finditer(sentence)]


def _whole_span(sentence: str) -> tuple[Span, ...]:
    return ((0, len(sentence)),)
