"""Which lines to keep, given how likely each is text of the article: the choice with the best expected F1."""

from __future__ import annotations

from collections.abc import Sequence

_FLOOR = 0.2


def best_choice(chances: Sequence[float], sizes: Sequence[int]) -> list[bool]:
    """Keep the likeliest lines as long as that raises the F1 to be expected; nothing under a floor is kept.

    For lines taken in order of chance, the F1 to be expected is twice the
    likely words among those taken, over the words taken plus all likely words.
    """
    likely = sum(p * s for p, s in zip(chances, sizes, strict=True))
    order = sorted(range(len(chances)), key=lambda k: -chances[k])
    taken = hit = best = 0.0
    count = 0
    for rank, k in enumerate(order, 1):
        if chances[k] < _FLOOR:
            break
        taken += sizes[k]
        hit += chances[k] * sizes[k]
        expected = 2 * hit / (taken + likely)
        if expected >= best:
            best, count = expected, rank
    kept = [False] * len(chances)
    for k in order[:count]:
        kept[k] = True
    return kept
