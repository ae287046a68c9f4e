"""Running heads and feet, and page numbers: what stands at one place in the margin of several pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Final

from peaceindex.sources.pdf.layout import Piece, lines_of
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.sources.pdf.process import PdfPage

_MARGIN: Final = 0.14
"""The share of a page's height, at its top and at its foot, where they stand."""
_MAX_LINES: Final = 3
_SAME_HEIGHT: Final = 6.0
_MIN_PAGES: Final = 3
_NUMBERS: Final = late_pattern(r"\d{1,6}")
_MAX_NUMBERS: Final = 8
_MAX_LETTERS: Final = 300


def running_pieces(pages: Sequence[PdfPage]) -> list[set[int]]:
    """Return for each page the ids of its pieces that stand in the same place on other pages too.

    A number in them may count the pages; nothing else differs. They must be on three pages; in a file of two pages, on
    both.
    """
    places: dict[tuple[str, bool, int], list[tuple[int, float, list[Piece]]]] = defaultdict(list)
    for number, page in enumerate(pages):
        lines = lines_of([piece for piece in page.pieces if piece.text.strip()])
        for is_top, line in _margin_lines(lines, page.height):
            for form in _forms(" ".join(piece.text for piece in line), number):
                places[form, is_top, round(line[0].size)].append((number, line[0].middle, line))
    found: list[set[int]] = [set() for _ in pages]
    needed = min(_MIN_PAGES, max(len(pages), 2))
    for places_of_form in places.values():
        if len(places_of_form) < needed:
            continue
        heights = Counter(round(height / _SAME_HEIGHT) for _, height, _ in places_of_form)
        for number, height, line in places_of_form:
            level = round(height / _SAME_HEIGHT)
            if sum(heights[near] for near in (level - 1, level, level + 1)) >= needed:
                found[number].update(map(id, line))
    return found


def _margin_lines(lines: Sequence[list[Piece]], height: float) -> list[tuple[bool, list[Piece]]]:
    top = [(True, line) for line in lines[:_MAX_LINES] if line[0].middle < _MARGIN * height]
    foot = [(False, line) for line in lines[-_MAX_LINES:] if line[0].middle > (1 - _MARGIN) * height]
    return top + foot


def _forms(text: str, page: int) -> Iterator[str]:
    """Yield a text, and the text with each number replaced by its distance to the number of the page."""
    text = " ".join(text.casefold().split())[:_MAX_LETTERS]
    if any(c.isalnum() for c in text):
        yield text
    for found in islice(_NUMBERS.finditer(text), _MAX_NUMBERS):
        yield f"{text[: found.start()]}\0{int(found[0]) - page}\0{text[found.end() :]}"
