"""The tagger that all plug-ins of the query parser use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh.qparser.taggers import RegexTagger

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from peaceindex.search.query.parser import Parser


class NodeTagger(RegexTagger):
    """A tagger that makes a node from what a pattern matches."""

    def __init__(self, pattern: str, make: Callable[[Any, re.Match[str]], Any]) -> None:
        super().__init__(pattern)
        self._make = make

    def create(self, parser: Parser, match: re.Match[str]) -> Any:
        """Return the node for a match."""
        return self._make(parser, match)
