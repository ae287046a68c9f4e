"""Painting a line of text with spans of styles laid over each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style

from peaceindex.model.search import Span

Overlay = tuple[int, int, Style]
"""Start, end and style of a stretch; later overlays lie over earlier ones."""


def paint(text: str, base: Style, overlays: Iterable[Overlay]) -> list[Segment]:
    """`text` as segments: `base` everywhere, the overlays where they stand, later ones on top.

    Overlays count code points in `text`; what lies outside it is ignored.
    """
    size = len(text)
    placed = [(max(0, s), min(size, e), style) for s, e, style in overlays if s < size and e > 0 and s < e]
    if not placed:
        return [Segment(text, base)] if text else []
    edges = sorted({0, size, *(s for s, _, _ in placed), *(e for _, e, _ in placed)})
    segments = []
    for start, end in itertools.pairwise(edges):
        style = base
        for s, e, over in placed:
            if s <= start and end <= e:
                style += over
        segments.append(Segment(text[start:end], style))
    return segments


def within(spans: Sequence[Span], start: int, end: int, style: Style) -> list[Overlay]:
    """The spans that touch the line from `start` to `end`, counted from the line's own beginning."""
    return [(s - start, e - start, style) for s, e in spans if s < end and e > start]
