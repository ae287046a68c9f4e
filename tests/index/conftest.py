from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from tests.index.pages import add, only_id, write_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as library:
        yield library


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a page in a file."""
    (path,) = write_pages(tmp_path / "pages", 1, first=3)
    return path


@pytest.fixture
def id(library: Library, source: Path) -> str:
    """Return the id of that page's article in the library."""
    return only_id(add(library, source))
