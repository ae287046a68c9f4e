"""The smallest terminal in which the reader can be used."""

from __future__ import annotations

from textual.geometry import Size

MIN_SIZE = Size(30, 8)
"""The columns and lines below which the panes are of no use."""


def is_too_small(size: Size) -> bool:
    """Return whether the terminal is too small."""
    return size.width < MIN_SIZE.width or size.height < MIN_SIZE.height
