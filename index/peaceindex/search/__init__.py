"""Search: the index of a library's articles, its query language, counts and highlights.

`SearchIndex` and `Highlighter` are imported when they are first used, and the search engine with them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from peaceindex.errors import Cancelled

if TYPE_CHECKING:
    from peaceindex.search.index import SearchIndex
    from peaceindex.search.results.highlight import Highlighter

__all__ = ["Cancelled", "Highlighter", "SearchIndex"]

_MODULES = {"SearchIndex": "peaceindex.search.index", "Highlighter": "peaceindex.search.results.highlight"}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    importlib.import_module("peaceindex.search.engine")  # before anything else imports Whoosh
    return getattr(importlib.import_module(_MODULES[name]), name)
