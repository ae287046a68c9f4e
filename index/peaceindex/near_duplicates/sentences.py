"""The sentences of an article as they are compared: words without typographic variation, and the signs between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from peaceindex.near_duplicates.alignment import align_words
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.folding import fold
from peaceindex.text.sentences import sentence_spans
from peaceindex.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.search import Span
    from peaceindex.text.tokens import Word

_SIGN = late_pattern(r"[^\s\w]|_")
_SAME_SIGNS = {
    **dict.fromkeys("“”„‟«»〝〞＂", '"'),
    **dict.fromkeys("’‘‛‚‹›ʼ`´", "'"),
    **dict.fromkeys("–—―‐‑‒−－", "-"),
    "，": ",",
    "…": ".",
}
_SIGN_WEIGHT = 0.3
"""What a sign weighs beside a word, so that words are aligned first."""
_SHORT_WORD = 3
"""A word of no more letters that stands alone between words that differ is taken for different too: the eye reads one
stretch instead of three. A number never is."""
_MIN_JOINED_SHARE = 0.6
_MIN_JOINED_WORDS = 3
"""A sentence belongs to the one before or after it if the other text has both in one: this share of its words, at least
so many."""


@dataclass(frozen=True)
class Sentence:
    """A sentence with its position in the article's text. `tokens` are its words and signs, folded, with places in it.

    Case, accents and the form of quotation marks and dashes make no difference.
    """

    text: str
    start: int

    @cached_property
    def tokens(self) -> tuple[tuple[str, ...], tuple[Span, ...]]:
        """The words and signs in order, and the span of each in the sentence."""
        found: list[tuple[str, int, int]] = []
        end = 0
        pieces = self._pieces
        for at, (folded, first, last) in enumerate(pieces):
            _add_signs(found, self.text, end, first)
            if at + 1 < len(pieces) and pieces[at + 1].start < last:  # words of scripts without spaces overlap
                last = pieces[at + 1].start
                folded = fold(self.text[first:last])
            found.append((folded, first, last))
            end = last
        _add_signs(found, self.text, end, len(self.text))
        return tuple(token for token, _, _ in found), tuple((first, last) for _, first, last in found)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What it is compared by: its words, in scripts without spaces pairs of units; its signs if it has no words."""
        return tuple(word.text for word in self._pieces) or self.tokens[0]

    @cached_property
    def _pieces(self) -> list[Word]:
        return list(words(self.text))


def sentences_of(article: Article) -> list[Sentence]:
    """Return the sentences of an article in order."""
    text = article.text
    return [Sentence(text[start:end], start) for start, end in sentence_spans(text, article.language)]


def join_divided(
    sentences: Sequence[Sentence],
    others: Sequence[Sentence],
    pairs: Sequence[tuple[int, int]],
    free: set[int],
    text: str,
) -> tuple[list[Sentence], list[int]]:
    """Join sentences of a text where the other text has in one what this one has in several.

    `pairs` are the aligned sentences of both, and `free` those of this text that are not aligned; those that are joined
    to another are removed from it. Returns the sentences, and for each of before its index in them.
    """
    groups = {at: at for at in range(len(sentences))}
    """For each sentence the one that it is joined to."""
    for i, j in pairs:
        if sentences[i].tokens[0] == others[j].tokens[0]:
            continue
        rest = Counter(others[j].words) - Counter(sentences[i].words)
        for step in (1, -1):
            at = i + step
            while at in free and _is_within(Counter(sentences[at].words), rest):
                rest -= Counter(sentences[at].words)
                free.discard(at)
                groups[at] = i
                at += step
    joined: list[Sentence] = []
    places: list[int] = []
    for at, sentence in enumerate(sentences):
        if at and groups[at] == groups[at - 1]:
            start = joined[-1].start
            joined[-1] = Sentence(text[start : sentence.start + len(sentence.text)], start)
        else:
            joined.append(sentence)
        places.append(len(joined) - 1)
    return joined, places


def _is_within(words: Counter[str], others: Counter[str]) -> bool:
    """Return whether other words hold these, or nearly so."""
    total = words.total()
    return total >= _MIN_JOINED_WORDS and (words & others).total() >= _MIN_JOINED_SHARE * total


def differing_words(left: Sentence, right: Sentence) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans in two sentences in which they differ. Without these stretches they have the same words."""
    (left_tokens, left_spans), (right_tokens, right_spans) = left.tokens, right.tokens
    signs = {token: _SIGN_WEIGHT for token in left_tokens if not token[:1].isalnum()}
    pairs = _without_islands(align_words(left_tokens, right_tokens, signs), left_tokens, right_tokens)
    return (
        _stretches(left_spans, {i for i, _ in pairs}),
        _stretches(right_spans, {j for _, j in pairs}),
    )


def _add_signs(found: list[tuple[str, int, int]], text: str, start: int, end: int) -> None:
    signs = _SIGN.finditer(text, start, end)
    found.extend((_SAME_SIGNS.get(sign[0], sign[0]), sign.start(), sign.end()) for sign in signs)


def _without_islands(pairs: list[tuple[int, int]], left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Leave out short words that stand alone between words that differ, on both sides."""
    known = set(pairs)
    last = len(left) - 1, len(right) - 1
    return [
        (i, j)
        for i, j in pairs
        if len(left[i]) > _SHORT_WORD
        or left[i][0].isdigit()
        or (i, j) in ((0, 0), last)
        or (i - 1, j - 1) in known
        or (i + 1, j + 1) in known
    ]


def _stretches(spans: Sequence[Span], same: set[int]) -> tuple[Span, ...]:
    """Return the spans of the tokens that are not the same, joined where they follow one another."""
    found: list[Span] = []
    joins = False
    for at, (start, end) in enumerate(spans):
        if at in same:
            joins = False
            continue
        if joins:
            start = found.pop()[0]
        found.append((start, end))
        joins = True
    return tuple(found)
