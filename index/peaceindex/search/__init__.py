"""Search: the index of a library's articles, its query language, counts and highlights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.errors import Cancelled
from peaceindex.search import engine as engine  # first of all: it loads Whoosh
from peaceindex.search.index import SearchIndex

if TYPE_CHECKING:
    from peaceindex.search.results.highlight import Highlighter

__all__ = ["Cancelled", "Highlighter", "SearchIndex"]


def __getattr__(name: str) -> object:
    if name == "Highlighter":
        from peaceindex.search.results.highlight import Highlighter

        return Highlighter
    raise AttributeError(name)
