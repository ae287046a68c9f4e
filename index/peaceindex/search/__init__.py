"""Search: the index of a library's articles, its query language, facet counts and highlighting.

The public classes are loaded at first use, so that a program that opens a
library without searching does not load NumPy or the search engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.errors import Cancelled

if TYPE_CHECKING:
    from peaceindex.search.index import SearchIndex
    from peaceindex.search.results.highlight import Highlighter

__all__ = ["Cancelled", "Highlighter", "SearchIndex"]


def __getattr__(name: str) -> object:
    if name == "SearchIndex":
        from peaceindex.search.index import SearchIndex

        return SearchIndex
    if name == "Highlighter":
        from peaceindex.search.results.highlight import Highlighter

        return Highlighter
    raise AttributeError(name)
