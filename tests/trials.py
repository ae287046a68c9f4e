"""How often a test tries: few times in `make test`, many in `make soak`."""

from __future__ import annotations

import os

SOAK = os.environ.get("PEACEREADER_SOAK") == "1"
_LEAST = 2


def examples(count: int) -> int:
    """Return the number of Hypothesis's examples: `count` in `make soak`, a quarter of them in `make test`."""
    return count if SOAK else max(count // 4, min(count, _LEAST))
