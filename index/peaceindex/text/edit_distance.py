"""The similarity of two words."""

from __future__ import annotations


def distance(wanted: str, word: str, most: int) -> int:
    """Return how many letters are added, missing, changed or swapped with the next; `most + 1` if more than `most`."""
    if abs(len(wanted) - len(word)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, a in enumerate(wanted, 1):
        earlier, before = before, row
        row = [i]
        for j, b in enumerate(word, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == word[j - 2] and wanted[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def near(wanted: str, word: str, most: int, beginning: int = 1) -> bool:
    """Return whether two words are at most `most` edits apart, and share their first `beginning` letters."""
    return wanted[:beginning] == word[:beginning] and distance(wanted, word, most) <= most
