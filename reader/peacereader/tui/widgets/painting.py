"""Painting a line of text with overlapping spans of styles."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peaceindex.model.search import Span

Overlay = tuple[int, int, Style]
"""The start, end and style of a span; later overlays are on top of earlier ones."""


def paint(text: str, base: Style, overlays: Iterable[Overlay]) -> list[Segment]:
    """Return `text` as segments in the style `base`, with the overlays applied in order.

    Overlays count code points in `text`; parts outside it are ignored.
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
    """Return overlays for the spans that touch the line from `start` to `end`, relative to the line's beginning."""
    return [(s - start, e - start, style) for s, e in spans if s < end and e > start]
