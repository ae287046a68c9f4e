"""How much alike two words are."""

from __future__ import annotations


def distance(wanted: str, word: str, most: int) -> int:
    """How many letters are added, left out, changed or swapped with the next; more than `most` comes as `most + 1`."""
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
    """Whether two words are at most so far apart, and the same in their first `beginning` letters."""
    return wanted[:beginning] == word[:beginning] and distance(wanted, word, most) <= most
