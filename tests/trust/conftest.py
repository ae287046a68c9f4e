"""How often the tests of the promises try: a little in `make test`, long in `make soak`."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

SOAK = os.environ.get("PEACEREADER_SOAK") == "1"


@pytest.fixture(scope="session")
def trials() -> Callable[[int, int], int]:
    """Takes the number of trials for `make test` and the one for `make soak`; returns the one that applies."""

    def chosen(short: int, long: int) -> int:
        return long if SOAK else short

    return chosen
