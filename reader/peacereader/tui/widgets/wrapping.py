"""Wrapping text into lines of so many terminal cells, each knowing where in the text it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, split_graphemes

_WORD = re.compile(r"\S+")
_LONGEST_WORD = 24
"""What goes on for longer without a space is no word, and may be cut anywhere, as in Chinese."""


def wrap(text: str, width: int, hanging: int = 0) -> list[tuple[int, int]]:
    """Start and end of each line of `text`, in code points, so that none is wider than `width` cells.

    Lines after the first are `hanging` cells narrower. A word wider than a line
    is broken. White space at a line's edge belongs to no line. Text without
    words gives no lines.
    """
    width = max(4, width)
    lines: list[tuple[int, int]] = []
    start = end = -1
    used = 0
    room = width
    for word_start, word_end, cells in _pieces(text, max(4, width - hanging)):
        if start >= 0 and used + (word_start - end) + cells <= room:
            used += (word_start - end) + cells
            end = word_end
            continue
        if start >= 0:
            lines.append((start, end))
            room = width - hanging
        start, end, used = word_start, word_end, cells
    if start >= 0:
        lines.append((start, end))
    return lines


def _pieces(text: str, widest: int) -> Iterator[tuple[int, int, int]]:
    """The words of `text` with their cells; a word that fits no line in pieces that do."""
    plain = text.isascii()
    for match in _WORD.finditer(text):
        start, end = match.span()
        cells = end - start if plain else cell_len(match.group())
        if cells <= widest:
            yield start, end, cells
            continue
        place, used = start, 0
        for index in range(start, end):
            cell = 1 if plain else cell_len(text[index])
            if used + cell > widest:
                yield place, index, used
                place, used = index, 0
            used += cell
        yield place, end, used


def shortened(text: str, width: int) -> str:
    """`text` on one line of at most `width` cells, with an ellipsis where it was cut."""
    flat = " ".join(text.split())
    if cell_len(flat) <= width:
        return flat
    if width < 1:
        return ""
    kept, used = [], 0
    for char in flat:
        used += cell_len(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def fitting(text: str, width: int, *, at_end: bool = False) -> str:
    """As much of the beginning of `text` as `width` cells hold, or of its end: whole words where that can be.

    A letter keeps its marks, and an emoji all its parts.
    """
    if cell_len(text) <= width:
        return text
    if text.isascii():
        place = len(text) - width if at_end else width
    else:
        letters, _ = split_graphemes(text)
        places, used = [len(text) if at_end else 0], 0
        for start, end, cells in reversed(letters) if at_end else letters:
            used += cells
            if used > width:
                break
            places.append(start if at_end else end)
        # A joiner that has nothing to join counts for less among letters than in a text.
        while cell_len(text[places[-1] :] if at_end else text[: places[-1]]) > width:
            places.pop()
        place = places[-1]
    if at_end:
        rest = text[place : place + _LONGEST_WORD]
        space = -1 if text[place - 1].isspace() else rest.find(" ")
        return text[place + space + 1 :] if space >= 0 else text[place:]
    rest = text[max(0, place - _LONGEST_WORD) : place]
    space = -1 if text[place].isspace() else rest.rfind(" ")
    return text[: place - len(rest) + space] if space >= 0 else text[:place]
