"""The number of trials in the tests of the promises: few in `make test`, many in `make soak`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.css.stylesheet import Stylesheet

from tests.reader.driving import parse_once
from tests.trials import SOAK

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def trials() -> Callable[[int, int], int]:
    """Return a function that picks between the number of trials for `make test` and the one for `make soak`."""

    def chosen(short: int, long: int) -> int:
        return long if SOAK else short

    return chosen


@pytest.fixture
def styles_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse the styles for the first reader alone."""
    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_once)
