"""Finding a bookmarked passage in the current text of an article.

A passage keeps its quote, the text around it, and its position. If the text
has changed, we first look for the same words, then for the same words with
different white space, then for similar words. The time of each step grows
with the length of the text, not with its square.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.model.passage import Anchoring

CONTEXT_LENGTH = 64
"""Code points of context that a passage keeps before and after its quote."""

_MIN_SIMILARITY = 0.6
"""The minimum share of common words for a stretch to count as similar to the quote."""
_MAX_PLACES = 1000
"""The maximum number of places with the same words that are compared with each other."""
_MAX_ORDERED_WORDS = 400
"""Texts of more words than this are compared by their word triples, not in order."""
_WORD = late_pattern(r"\w+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage stands now, and how certain that is. If it is `lost`, the position is the old one."""

    start: int
    end: int
    anchoring: Anchoring


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the `CONTEXT_LENGTH` code points before `start` and after `end`."""
    return text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH]


def anchor(text: str, quote: str, prefix: str, suffix: str, start: int, end: int) -> Anchor:
    """Find `quote` in `text`. It used to stand from `start` to `end`, between `prefix` and `suffix`."""
    if quote and text.startswith(quote, start):
        return Anchor(start, start + len(quote), "exact")
    if found := _best_exact(text, quote, prefix, suffix, start):
        return Anchor(*found, "moved")
    if found := _best_ignoring_space(text, quote, prefix, suffix, start):
        return Anchor(*found, "moved")
    if found := _most_similar(text, quote, start):
        return Anchor(*found, "uncertain")
    return Anchor(start, end, "lost")


def _best_exact(text: str, quote: str, prefix: str, suffix: str, near: int) -> tuple[int, int] | None:
    """Return the place of exactly these words whose context fits best. Of several, return the nearest."""

    def score(at: int) -> tuple[int, int]:
        return _common_context(text, at, quote, prefix, suffix), -abs(at - near)

    if not quote:
        return None
    best = max(_places(text, quote), key=score, default=None)
    return None if best is None else (best, best + len(quote))


def equal_places(text: str, quote: str, prefix: str, suffix: str) -> int:
    """Return at how many places exactly these words stand in a context that fits as well as the best one."""
    if not quote:
        return 0
    fits = [_common_context(text, at, quote, prefix, suffix) for at in _places(text, quote)]
    return fits.count(max(fits)) if fits else 0


def _common_context(text: str, at: int, quote: str, prefix: str, suffix: str) -> int:
    """Return how many characters of the context are those around the words that stand at a place."""
    before, after = context(text, at, at + len(quote))
    return _common_prefix(before[::-1], prefix[::-1]) + _common_prefix(after, suffix)


def _places(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    for _ in range(_MAX_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(quote, at + 1)


def _common_prefix(a: str, b: str) -> int:
    """Return the length of the common prefix of two texts, in characters."""
    length = min(len(a), len(b))
    return next((i for i in range(length) if a[i] != b[i]), length)


def _best_ignoring_space(text: str, quote: str, prefix: str, suffix: str, near: int) -> tuple[int, int] | None:
    """Return the best place, ignoring white space: paragraphs may have been split or joined since."""
    # With all white space removed the quote can be searched directly; `positions` maps back to positions in the text.
    positions = [i for i, character in enumerate(text) if not character.isspace()]
    compact = "".join(text[i] for i in positions)
    quote, prefix, suffix = ("".join(part.split()) for part in (quote, prefix, suffix))
    found = _best_exact(compact, quote, prefix, suffix, bisect_left(positions, near))
    return (positions[found[0]], positions[found[1] - 1] + 1) if found else None


def _most_similar(text: str, quote: str, near: int) -> tuple[int, int] | None:
    """Return the stretch of `text` whose words are most similar to the quote, or None if none is similar enough."""
    quote_words = [word.casefold() for word in _WORD.findall(quote)]
    spans = [word.span() for word in _WORD.finditer(text)]
    text_words = [text[a:b].casefold() for a, b in spans]
    if not quote_words or not text_words:
        return None
    best: tuple[float, int, int, int] | None = None
    expected = bisect_left(spans, (near, near))
    for offset in _diagonals(quote_words, text_words, expected):
        first, last = max(0, offset), min(len(text_words), offset + len(quote_words))
        slack = max(3, len(quote_words) // 4)
        first, last = max(0, first - slack), min(len(text_words), last + slack)
        match = _overlap(quote_words, text_words[first:last])
        if match and (best is None or (match[0], -abs(offset - expected)) > best[:2]):
            best = (match[0], -abs(offset - expected), first + match[1], first + match[2])
    if best is None or best[0] < _MIN_SIMILARITY:
        return None
    start, end = spans[best[2]][0], spans[best[3] - 1][1]
    # Characters around the words belong to the stretch if they belonged to the quote.
    opening, closing = re.split(r"\w", quote, maxsplit=1)[0], re.split(r"\w", quote[::-1], maxsplit=1)[0]
    while start and text[start - 1] in opening:
        start -= 1
    while end < len(text) and text[end] in closing:
        end += 1
    return start, end


def _diagonals(quote_words: Sequence[str], text_words: Sequence[str], expected: int) -> list[int]:
    """Return where the quote might begin, as word indices: the offsets that most of its word runs agree on."""
    length = 2 if len(quote_words) > 3 else 1
    places: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(quote_words) - length + 1):
        places.setdefault(tuple(quote_words[i : i + length]), []).append(i)
    votes: Counter[int] = Counter()
    # Offsets are counted in buckets, so that an inserted or missing word does not split the votes.
    bucket = max(4, len(quote_words) // 4)
    for j in range(len(text_words) - length + 1):
        for i in places.get(tuple(text_words[j : j + length]), ())[:8]:
            votes[(j - i) // bucket] += 1
    ranked = sorted(votes, key=lambda b: (-votes[b], abs(b * bucket - expected)))
    return [b * bucket + bucket // 2 for b in ranked[:4]]


def _overlap(quote_words: Sequence[str], window: Sequence[str]) -> tuple[float, int, int] | None:
    """Return the similarity of the quote to its match in `window` (0 to 1), and the word span of the match, or None."""
    if len(quote_words) > _MAX_ORDERED_WORDS:
        return _overlap_by_triples(quote_words, window)
    blocks = [b for b in SequenceMatcher(None, quote_words, window, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return None
    first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
    return 2 * sum(b.size for b in blocks) / (len(quote_words) + last - first), first, last


def _overlap_by_triples(quote_words: Sequence[str], window: Sequence[str]) -> tuple[float, int, int] | None:
    triples = Counter(zip(quote_words, quote_words[1:], quote_words[2:], strict=False))
    is_shared = [triple in triples for triple in zip(window, window[1:], window[2:], strict=False)]
    if True not in is_shared:
        return None
    first = is_shared.index(True)
    last = len(is_shared) - is_shared[::-1].index(True) + 2
    found = Counter(zip(window, window[1:], window[2:], strict=False))
    common = sum((found & triples).values())
    return 2 * common / (len(quote_words) - 2 + last - first - 2), first, last
