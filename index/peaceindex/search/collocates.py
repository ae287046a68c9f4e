"""Collocates by log-likelihood: words near the hits of a concordance, compared with the whole library."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from peaceindex.model.collocates import Collocate, Collocates
from peaceindex.text.language import detect, function_words
from peaceindex.text.tokens import folded_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from peaceindex.model.concordance import Concordance, HitPosition

_CHARS_A_WORD = 40
"""The words of a window are looked for in so many characters for each."""
_SAMPLE_CHARS = 20_000
"""The length of the text by which the language is recognised."""


_SMALL_ENGLISH_WORDS = (
    "a all am an any can could did do does down each into me most my no one only other our out over own same she so "
    "some such than them then these those too under until up us very when where while you your"
)
"""Further small words, which the list by which English is recognised leaves out."""


def collocates(
    lines: Concordance,
    count: Callable[[Iterable[str]], tuple[dict[str, int], int]],
    window: int,
    least: int,
) -> Collocates:
    """Return the words within `window` words of the hits that stand there at least `least` times.

    `count` returns how often words occur in the library, and how many words this has. A window ends with its paragraph.
    """
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for place in lines.places:
        before, after = _around(place, window)
        left.update(before)
        right.update(after)
    near = left.total() + right.total()
    found = [word for word in left | right if left[word] + right[word] >= least]
    frequencies, total = count(found)
    small = _function_words(lines.places)
    rows = []
    for word in found:
        observed = left[word] + right[word]
        frequency = max(frequencies[word], observed)  # the index keeps at most 255 for one article
        words = max(total, near + frequency - observed)
        expected = near * frequency / words
        score = log_likelihood(observed, near - observed, frequency - observed, words - near - frequency + observed)
        signed = score if observed >= expected else -score
        rows.append(Collocate(word, left[word], right[word], frequency, expected, signed, word in small))
    rows.sort(key=lambda row: (row.is_function_word, -row.score, -row.count, row.word))
    return Collocates(tuple(rows), window, len(lines), total)


def log_likelihood(both: int, only_first: int, only_second: int, neither: int) -> float:
    """Return G² = 2 Σ O ln(O / E) of a table of two times two counts.

    From Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19 (1),
    1993, which writes it as -2 log λ.
    """
    rows = both + only_first, only_second + neither
    columns = both + only_second, only_first + neither
    total = sum(rows)
    cells = ((both, 0, 0), (only_first, 0, 1), (only_second, 1, 0), (neither, 1, 1))
    return 2 * sum(
        observed * math.log(observed * total / (rows[row] * columns[column]))
        for observed, row, column in cells
        if observed
    )


def _around(place: HitPosition, window: int) -> tuple[list[str], list[str]]:
    """Return the folded words of a window on both sides of a hit."""
    text, start, end = place.article.text, place.start, place.end
    first = max(text.rfind("\n\n", 0, start) + 1, start - window * _CHARS_A_WORD, 0)
    stop = text.find("\n\n", end)
    last = min(len(text) if stop < 0 else stop, end + window * _CHARS_A_WORD)
    return folded_words(text[first:start])[-window:], folded_words(text[end:last])[:window]


def _function_words(places: Iterable[HitPosition]) -> frozenset[str]:
    sample = ""
    for place in places:
        sample += place.article.text[max(0, place.start - 200) : place.end + 200] + "\n"
        if len(sample) > _SAMPLE_CHARS:
            break
    language = detect(sample)
    more = _SMALL_ENGLISH_WORDS if language in ("en", None) else ""
    return function_words(language).union(more.split())
