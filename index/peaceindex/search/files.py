"""The files of an index, and the version of their content."""

from __future__ import annotations

FORMAT = 9
"""The format version. Raise it when fields, folding, tokenization or columns change; older indexes are then rebuilt."""


def columns_name(generation: int) -> str:
    """Return the name of the columns file of one generation."""
    return f"columns-{generation}.npz"
