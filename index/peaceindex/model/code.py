"""The code: a label for passages as the codebook describes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A code. Its name is the label that passages carry; names differ in more than case and Unicode composition.

    `color` is `#rrggbb` or "". `key` is the digit from 1 to 9 that sets the label, or "". `memo` is what the coder
    noted about the code itself. `parent` is the name of the code above it, or None for one at the top.
    """

    name: str
    description: str = ""
    color: str = ""
    key: str = ""
    memo: str = ""
    parent: str | None = None
