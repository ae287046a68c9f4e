"""Queries that the user may still be typing: their last word stands for all words that begin with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from peaceindex.model.search import Request

_HALF_TYPED = late_pattern(r"(?:^|[\s(])[^\W\d_]\w+$")
"""Matches a query that ends in a plain word."""


def as_prefix(request: Request) -> Request | None:
    """Return the request with its last word as a prefix; None if it does not end in a plain word."""
    return replace(request, text=request.text + "*") if _HALF_TYPED.search(request.text) else None
