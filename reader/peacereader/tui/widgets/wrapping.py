"""Wrapping text into lines of a given width in terminal cells, each with its position in the text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"\S+")
_PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20ac]*")
"""Matches a text of letters and signs that take one cell each, with no white space but spaces: most texts are so."""
LEFT_TO_RIGHT_MARK = "\u200e"
"""A mark without width, which keeps columns in place beside Hebrew or Arabic where a terminal turns such text round."""
_MAX_WORD_LETTERS = 24
"""A longer run without a space is no word, and may be cut anywhere, as in Chinese."""


def wrap(text: str, width: int, hanging: int = 0) -> list[tuple[int, int]]:
    """Return the start and end of each line of `text`, in code points, so that none is wider than `width` cells.

    Lines after the first are `hanging` cells narrower. A word wider than a line is broken. White space at a line's edge
    belongs to no line. Text without words gives no lines.
    """
    width = max(4, width)
    lines: list[tuple[int, int]] = []
    if _PLAIN.fullmatch(text) and max(map(len, text.split(" "))) <= max(4, width - hanging):
        return _wrap_plain(text, width, max(0, width - hanging))
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


def _wrap_plain(text: str, width: int, later_width: int) -> list[tuple[int, int]]:
    """Return the lines of a text of which each character takes one cell and no word is wider than a line."""
    lines: list[tuple[int, int]] = []
    stop = len(text.rstrip(" "))
    start = stop - len(text[:stop].lstrip(" "))
    room = width
    while start < stop:
        cut = stop if stop - start <= room else text.rfind(" ", start, start + room + 1)
        if cut < 0:  # the word is wider than the line, as where a line is narrower than any may be
            cut = text.find(" ", start, stop)
            cut = stop if cut < 0 else cut
        end = len(text[:cut].rstrip(" ")) if text[cut - 1] == " " else cut
        lines.append((start, end))
        while cut < stop and text[cut] == " ":
            cut += 1
        start, room = cut, later_width
    return lines


def _pieces(text: str, width: int) -> Iterator[tuple[int, int, int]]:
    """Yield the words of `text` with their widths in cells; a word that fits no line is yielded in pieces that fit."""
    plain = text.isascii()
    for match in _WORD.finditer(text):
        start, end = match.span()
        cells = end - start if plain else cell_len(match.group())
        if cells <= width:
            yield start, end, cells
            continue
        cut = letter = start
        used = letter_used = 0
        for index in range(start, end):
            cell = 1 if plain else cell_len(text[index])
            if plain or not is_mark(text[index]):
                letter, letter_used = index, used
            if used + cell > width:
                if letter == cut:
                    letter, letter_used = index, used
                yield cut, letter, letter_used
                cut, used, letter_used = letter, used - letter_used, 0
            used += cell
        yield cut, end, used


def is_mark(char: str) -> bool:
    """Return whether a character belongs to the letter before it. No line begins with such a character."""
    return unicodedata.category(char)[0] == "M"


def shortened(text: str, width: int) -> str:
    """Return `text` on one line of at most `width` cells, with an ellipsis if it was cut."""
    flat = " ".join(text.split())
    if cell_len(flat) <= width:
        return flat
    if width < 1:
        return ""
    fitted, used = [], 0
    for char in flat:
        used += cell_len(char)
        if used > width - 1:
            break
        fitted.append(char)
    while fitted and cell_len("".join(fitted)) > width - 1:  # an emoji is wider in its whole than in its parts
        fitted.pop()
    return "".join(fitted).rstrip() + "…"


def padded(text: str, width: int) -> str:
    """Return `text` in a column of `width` cells, of which at least the last two are empty."""
    text = shortened(text, width - 2)
    return text + " " * (width - cell_len(text))


def index_at(text: str, cell: int) -> int:
    """Return where the letter begins in `text` that covers a cell of its line, counted from 0.

    It is the length of the text for a cell behind it. A letter may take no cell of its own, as combining marks do, or
    two, as in Chinese.
    """
    if text.isascii():
        return min(max(0, cell), len(text))
    used = 0
    for start, _, cells in split_graphemes(text)[0]:
        used += cells
        if cell < used:
            return start
    return len(text)


def has_right_to_left(*texts: str) -> bool:
    """Return whether one of the texts has letters that are written from right to left."""
    return any(unicodedata.bidirectional(char) in ("R", "AL") for text in texts if not text.isascii() for char in text)


def fitting(text: str, width: int, *, at_end: bool = False) -> str:
    """Return as much of the beginning (or end) of `text` as fits into `width` cells, in whole words if possible.

    A letter keeps its combining marks, and an emoji all its parts.
    """
    if cell_len(text) <= width:
        return text
    if text.isascii():
        cut = len(text) - width if at_end else width
    else:
        letters, _ = split_graphemes(text)
        cuts, used = [len(text) if at_end else 0], 0
        for start, end, cells in reversed(letters) if at_end else letters:
            used += cells
            if used > width:
                break
            cuts.append(start if at_end else end)
        # The width of an unattached joiner is smaller in the list of graphemes than in a whole text.
        while cell_len(text[cuts[-1] :] if at_end else text[: cuts[-1]]) > width:
            cuts.pop()
        while len(cuts) > 1 and cuts[-1] < len(text) and is_mark(text[cuts[-1]]):
            cuts.pop()
        cut = cuts[-1]
    if at_end:
        rest = text[cut : cut + _MAX_WORD_LETTERS]
        space = -1 if text[cut - 1].isspace() else rest.find(" ")
        return text[cut + space + 1 :] if space >= 0 else text[cut:]
    rest = text[max(0, cut - _MAX_WORD_LETTERS) : cut]
    space = -1 if text[cut].isspace() else rest.rfind(" ")
    return text[: cut - len(rest) + space] if space >= 0 else text[:cut]
