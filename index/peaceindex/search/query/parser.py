"""The parser of one query: it records hints and other spellings while the plug-ins read the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from whoosh import query
from whoosh.qparser import QueryParser
from whoosh.qparser.plugins import Plugin

from peaceindex.names import Names
from peaceindex.search.query.build import Builder, Widened

LONGEST_QUERY = 10_000
MOST_WORDS = 100
"""A query of more words is a pasted text rather than a query. The words after the first `MOST_WORDS` are ignored."""

States = Callable[[str], query.Query | None]
Family = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed query. `tree` is None if the query asks for nothing (yet), which means every article."""

    tree: query.Query | None
    widened: tuple[Widened, ...]
    hint: str


class Parser(QueryParser):
    """The Whoosh parser of one query. Each query needs its own, since it records hints and spellings."""

    def __init__(
        self,
        names: Names | None,
        states: States,
        family: Family,
        plugins: Sequence[Plugin],
        arranged: tuple[list[Any], list[Any]],
    ) -> None:
        """`arranged` holds the taggers and filters of the plug-ins, in the order in which they are tried."""
        super().__init__(None, None, plugins=plugins)
        self._arranged = arranged
        self.builder = Builder(names, family)
        self.state = states
        self.hints: dict[str, None] = {}
        self._aside = ""
        self._left = MOST_WORDS

    def taggers(self) -> list[Any]:
        """Return the taggers of all plug-ins, in the order in which they are tried."""
        return self._arranged[0]

    def filters(self) -> list[Any]:
        """Return the filters of all plug-ins, in the order in which they are applied."""
        return self._arranged[1]

    def hint(self, sentence: str) -> None:
        """Record a hint about something unusual in the query."""
        self.hints.setdefault(sentence)

    def aside(self, sentence: str) -> None:
        """Record a remark that is shown only if there are no hints."""
        self._aside = sentence

    def admit(self) -> bool:
        """Return whether one more word may be searched for."""
        self._left -= 1
        if self._left < 0:
            self.hint(f"Only the first {MOST_WORDS} words were searched.")
        return self._left >= 0

    def understand(self, text: str) -> Parsed:
        """Return what the text means so far."""
        if len(text) > LONGEST_QUERY:
            self.hint(f"Only the first {LONGEST_QUERY:,} characters were read.")
        text = text[:LONGEST_QUERY]
        tree = _simplified(self.process(text).query(self))
        if tree is None and text.strip() and not self.hints:
            self.hint("There is nothing to search for yet.")
        return Parsed(tree, tuple(self.builder.widened), " ".join(self.hints) or self._aside)


def _simplified(tree: query.Query | None) -> query.Query | None:
    """Return the query without empty groups, groups of one, and repeated parts; None if nothing is left."""
    if tree is None or tree is query.NullQuery:
        return None
    if isinstance(tree, query.Not):
        inner = _simplified(tree.query)
        return None if inner is None else query.Not(inner)
    if type(tree) in (query.And, query.Or):
        found = dict.fromkeys(_simplified(sub) for sub in tree.subqueries)
        parts = [part for part in found if part is not None]
        if len(parts) < 2:
            return parts[0] if parts else None
        return query.And(parts) if type(tree) is query.And else query.Or(parts)
    return tree
