"""What one outlet made of another's copy: sentence by sentence, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from peaceindex.model.article import Article
from peaceindex.model.search import Span
from peaceindex.model.story import Change
from peaceindex.text.folding import fold
from peaceindex.text.sentences import sentence_spans

_WORD = re.compile(r"\S+")
_ALIKE = 0.4
"""Sentences that share less than this share of their words are two, not one that was changed."""


def changes(before: Article, after: Article) -> tuple[Change, ...]:
    """How `after` differs from `before`, in the order of the text; quotation marks, dashes and case aside."""
    old, new = _sentences(before), _sentences(after)
    keys = [_key(s) for s in old], [_key(s) for s in new]
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind != "equal":
            found += _between(old[a:b], new[c:d])
    return tuple(found)


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """The changes between two stretches of sentences none of which is the same in both."""
    at = 0
    for sentence in old:
        alike = [(SequenceMatcher(None, _words(sentence), _words(other), autojunk=False).ratio(), -place)
                 for place, other in enumerate(new[at:], at)]  # fmt: skip
        ratio, place = max(alike, default=(0.0, 0))
        if ratio < _ALIKE:
            yield Change("removed", sentence, "", _all(sentence))
            continue
        for other in new[at:-place]:
            yield Change("added", "", other, (), _all(other))
        yield _changed(sentence, new[-place])
        at = -place + 1
    for other in new[at:]:
        yield Change("added", "", other, (), _all(other))


def _changed(before: str, after: str) -> Change:
    marks: tuple[list[Span], list[Span]] = [], []
    places = _places(before), _places(after)
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
    return [_plain(word[0]) for word in _WORD.finditer(sentence)]


def _plain(word: str) -> str:
    """A word without what typesetting makes of it."""
    return re.sub(r"[“”„«»\"]", '"', re.sub("[’‘ʼ`´]", "'", fold(word))).replace("–", "-").replace("—", "-")


def _places(sentence: str) -> list[Span]:
    return [word.span() for word in _WORD.finditer(sentence)]


def _all(sentence: str) -> tuple[Span, ...]:
    return ((0, len(sentence)),)
