"""The files of an index, and the version of what they hold."""

from __future__ import annotations

FORMAT = 2
"""Raise it when fields, folding, division into words or the columns change: older indexes are then rebuilt."""


def columns_name(generation: int) -> str:
    """The name of the columns' file of one generation."""
    return f"columns-{generation}.npz"
