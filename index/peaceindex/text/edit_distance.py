"""The similarity of two words."""

from __future__ import annotations


def distance(wanted: str, word: str, max_distance: int) -> int:
    """Return how many letters are added, missing, changed or swapped with the next; at most `max_distance + 1`."""
    if abs(len(wanted) - len(word)) > max_distance or len(set(wanted).difference(word)) > max_distance:
        return max_distance + 1
    same = next((n for n, (a, b) in enumerate(zip(wanted, word, strict=False)) if a != b), min(len(wanted), len(word)))
    wanted, word = wanted[same:], word[same:]
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, a in enumerate(wanted, 1):
        before_last, before = before, row
        row = [i]
        for j, b in enumerate(word, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == word[j - 2] and wanted[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > max_distance:
            return max_distance + 1
    return min(row[-1], max_distance + 1)


def near(wanted: str, word: str, max_distance: int, prefix_length: int = 1) -> bool:
    """Return whether two words are within `max_distance` edits, and share their first `prefix_length` letters."""
    return wanted[:prefix_length] == word[:prefix_length] and distance(wanted, word, max_distance) <= max_distance
