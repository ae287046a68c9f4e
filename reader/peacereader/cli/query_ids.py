"""The articles that a query of a command finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.cli.common import log_search

if TYPE_CHECKING:
    from peaceindex import Library


def ids_found(library: Library, query: str) -> list[str]:
    """Return the ids of all articles that a query finds, and log the search."""
    from peaceindex.model.search import Request

    results = library.search.find(Request(query), advise=False)
    log_search(library, results)
    return library.search.article_ids(results)
