"""Aligning two texts in order: sentences by the words that they share, and words by their letters.

Both are the same task: of all pairs that could be aligned, each with a weight, find those in the order of both texts
that weigh most together. This is the heaviest common subsequence (Jacobson and Vo, "Heaviest Increasing/Common
Subsequence Problems", 1992). With a tree of maxima it takes n log n steps for n pairs. Only so many pairs are looked
at for each sentence or word, so that a long text takes little longer, word for word, than a short one.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

_Item = TypeVar("_Item", bound="Hashable")

MIN_SIMILARITY = 0.4
"""Two sentences that share less than this share of their words are different ones, not one that was changed."""
MIN_MOVED_SIMILARITY = 0.75
MIN_MOVED_WORDS = 4
"""A sentence counts as moved if the other text has it elsewhere, with this share of its words the same; but not one of
fewer words, such as "He declined to comment.", which may be there twice for no reason."""
_MAX_SAME = 8
"""Of more equal sentences or words in the other text, those nearest to the same place are looked at."""
_MAX_SENTENCES_OF_WORD = 24
"""A word in more sentences than this does not tell which of them are alike."""
_MAX_SIMILAR = 8
"""Of more sentences with common words, those that share most are compared,"""
_BESIDE = 2
"""and with them this many on either side of the same place."""


class Pair(NamedTuple):
    """The indices of two sentences or words, and the weight of aligning them."""

    left: int
    right: int
    weight: float


class Alignment(NamedTuple):
    """The aligned pairs in the order of both texts, and pairs of those that are left over, but stand elsewhere."""

    pairs: list[tuple[int, int]]
    moved: list[tuple[int, int]]


def align_sentences(left: Sequence[Sequence[str]], right: Sequence[Sequence[str]]) -> Alignment:
    """Align two texts, given as the words of their sentences."""
    same, start, stops = _same_ends(left, right)
    left_words, right_words = [Counter(one) for one in left], [Counter(one) for one in right]
    candidates = _similar_sentences(left_words, right_words, range(start, stops[0]), range(start, stops[1]))
    chain = heaviest_chain([pair for pair, _ in candidates])
    taken_left, taken_right = {i for i, _ in chain}, {j for _, j in chain}
    moved = []
    for pair, similarity in sorted(candidates, key=lambda one: (-one[0].weight, one[0])):
        if similarity < MIN_MOVED_SIMILARITY or min(len(left[pair.left]), len(right[pair.right])) < MIN_MOVED_WORDS:
            continue
        if pair.left not in taken_left and pair.right not in taken_right:
            taken_left.add(pair.left)
            taken_right.add(pair.right)
            moved.append((pair.left, pair.right))
    return Alignment([*same[:start], *chain, *same[start:]], sorted(moved))


def align_words(left: Sequence[str], right: Sequence[str], weigh: Mapping[str, float]) -> list[tuple[int, int]]:
    """Align the equal words of two sentences. A word weighs 1 unless `weigh` says otherwise."""
    same, start, stops = _same_ends(left, right)
    places = _places(right, range(start, stops[1]))
    pairs = [
        Pair(i, j, weigh.get(left[i], 1.0))
        for i in range(start, stops[0])
        for j in _nearest(places.get(left[i], ()), _same_place(i, start, stops))
    ]
    return [*same[:start], *heaviest_chain(pairs), *same[start:]]


def heaviest_chain(pairs: Iterable[Pair]) -> list[tuple[int, int]]:
    """Return those of these pairs that follow one another on both sides and weigh most together.

    Each index is in one of them at most. The pairs come by their left index; weights are above 0.
    """
    known = list(pairs)
    ranks = {j: rank for rank, j in enumerate(sorted({pair.right for pair in known}), 1)}
    best = [0.0] * (len(ranks) + 1)
    """The tree: the weight of the heaviest chain that ends in a stretch of right indices, and its last pair."""
    ends = [-1] * (len(ranks) + 1)
    before = [-1] * len(known)
    totals = [0.0] * len(known)
    first = 0
    while first < len(known):
        stop = first  # pairs with the same left index do not follow one another: all are looked up before one is added
        while stop < len(known) and known[stop].left == known[first].left:
            at, rank = stop, ranks[known[stop].right] - 1
            total, last = 0.0, -1
            while rank:
                if best[rank] > total:
                    total, last = best[rank], ends[rank]
                rank -= rank & -rank
            totals[at], before[at] = total + known[at].weight, last
            stop += 1
        for at in range(first, stop):
            rank = ranks[known[at].right]
            while rank < len(best):
                if totals[at] > best[rank]:
                    best[rank], ends[rank] = totals[at], at
                rank += rank & -rank
        first = stop
    chain = []
    at = max(range(len(known)), key=totals.__getitem__, default=-1)
    while at >= 0:
        chain.append((known[at].left, known[at].right))
        at = before[at]
    return chain[::-1]


def _same_ends(left: Sequence[_Item], right: Sequence[_Item]) -> tuple[list[tuple[int, int]], int, tuple[int, int]]:
    """Return the pairs of the equal items at both ends, the number of those at the beginning, and where both stop."""
    start, stop = 0, min(len(left), len(right))
    while start < stop and left[start] == right[start]:
        start += 1
    last = 0
    while last < stop - start and left[-1 - last] == right[-1 - last]:
        last += 1
    stops = len(left) - last, len(right) - last
    same = [(at, at) for at in range(start)] + [(stops[0] + at, stops[1] + at) for at in range(last)]
    return same, start, stops


def _similar_sentences(
    left: Sequence[Counter[str]], right: Sequence[Counter[str]], left_range: range, right_range: range
) -> list[tuple[Pair, float]]:
    """Return the pairs of sentences that are similar enough, each with its similarity, from 0 to 1."""
    weights = _word_weights([left[i] for i in left_range], [right[j] for j in right_range])
    totals = {j: sum(weights[word] * count for word, count in right[j].items()) for j in right_range}
    by_word: dict[str, list[int]] = defaultdict(list)
    for j in right_range:
        for word in right[j]:
            by_word[word].append(j)
    same_places = _places([frozenset(one.items()) for one in right], right_range)
    found = []
    for i in left_range:
        words = left[i]
        total = sum(weights[word] * count for word, count in words.items())
        shared: dict[int, float] = defaultdict(float)
        for word in words:
            if len(sentences := by_word.get(word, ())) <= _MAX_SENTENCES_OF_WORD:
                for j in sentences:
                    shared[j] += weights[word]
        place = _same_place(i, left_range.start, (left_range.stop, right_range.stop))
        near = sorted(shared, key=lambda j: (-shared[j], abs(j - place)))[:_MAX_SIMILAR]
        beside = range(max(right_range.start, place - _BESIDE), min(right_range.stop, place + _BESIDE + 1))
        for j in {*near, *beside, *_nearest(same_places.get(frozenset(words.items()), ()), place)}:
            common = sum(
                weights[word] * min(count, right[j][word]) for word, count in words.items() if word in right[j]
            )
            similarity = 2 * common / (total + totals[j]) if total + totals[j] else 1.0
            if similarity >= MIN_SIMILARITY:
                # Of two that share as much, the more similar one weighs more; one without words weighs a little.
                found.append((Pair(i, j, similarity * (common + 0.1)), similarity))
    return found


def _word_weights(*texts: Sequence[Counter[str]]) -> dict[str, float]:
    """Return how much each word tells: less, the more sentences it is in (an inverse document frequency)."""
    most: Counter[str] = Counter()
    for sentences in texts:
        most |= Counter(word for sentence in sentences for word in sentence)
    total = max(map(len, texts))
    return {word: math.log1p(total / count) for word, count in most.items()}


def _places(items: Sequence[_Item], within: range) -> dict[_Item, list[int]]:
    places: dict[_Item, list[int]] = defaultdict(list)
    for at in within:
        places[items[at]].append(at)
    return places


def _same_place(at: int, start: int, stops: tuple[int, int]) -> int:
    """Return the index in the other text that is as far between its ends."""
    return start + (at - start) * (stops[1] - start) // max(1, stops[0] - start)


def _nearest(places: Sequence[int], to: int) -> Sequence[int]:
    """Return the `_MAX_SAME` of these ascending places that are around another."""
    if len(places) <= _MAX_SAME:
        return places
    first = min(max(0, bisect_left(places, to) - _MAX_SAME // 2), len(places) - _MAX_SAME)
    return places[first : first + _MAX_SAME]
