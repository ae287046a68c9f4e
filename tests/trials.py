"""How often a test tries: few times in `make test`, many in `make soak`."""

from __future__ import annotations

import os

SOAK = os.environ.get("PEACEREADER_SOAK") == "1"
_FEW = 5


def examples(count: int) -> int:
    """Return the number of Hypothesis's examples: `count` in `make soak`.

    In `make test` it is an eighth of them, but a quarter where an eighth would be very few, and at least two.
    """
    return count if SOAK else max(count // 8, min(count // 4, _FEW), min(count, 2))
