"""The query language: text as a person types it, half of it included, to the engine's query tree.

- Words are joined by AND; `OR`, `NOT` or `-`, parentheses.
- `"a phrase"`, `"a phrase"~3` (each word at most three places after the one before it, in this order).
- `cease*`, `ne?otiate`; `zelenski~` for words much like it (`~1`, `~2` say by how many letters).
- `=Kiev`, `="Kiev talks"`: this spelling alone. Otherwise other spellings of known names count too, and outside
  of quotation marks the other forms of a word (talks, talked).
- `title:` `outlet:` `tag:` `author:` `url:` `lang:` before a word, a phrase or a bracket.
- `date:2025`, `date:2025-05`, `date:2025-05-12`, `date:2025-05..2025-06`, `date:2025-05..`, `date:..2024`,
  `date:none` for undated articles; `after:2025-05-12` counts from that day on, `before:2025-05-12` up to the
  day before, so that both together leave no day out and count none twice.
- `is:unread`, `is:read`, `is:bookmarked`; `is:cut` for articles of which text may have been cut by mistake.

Nothing that can be typed raises; what is odd is told in a hint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from whoosh import query
from whoosh.qparser import QueryParser

from peaceindex.names import Names
from peaceindex.search.query import plugins
from peaceindex.search.query.build import Builder, Widened

LONGEST_QUERY = 10_000
MOST_WORDS = 100
"""More words than this are no query but a text; the rest of them is passed over."""

States = Callable[[str], query.Query | None]
Family = Callable[[str], tuple[str, ...]]

_PLUGINS = [
    plugins.FieldsPlugin(),
    plugins.DatesPlugin(),
    plugins.StatesPlugin(),
    plugins.PhrasePlugin(),
    plugins.BracketsPlugin(),
    plugins.ConnectivesPlugin(),
    plugins.WordsPlugin(),
]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query that was understood. `tree` is None if it asks for nothing (yet), which means every article."""

    tree: query.Query | None
    widened: tuple[Widened, ...]
    hint: str


class Parser(QueryParser):
    """The engine's parser with our plug-ins; one for each query, since it takes down hints and spellings."""

    field_names = (
        "title:",
        "outlet:",
        "tag:",
        "author:",
        "url:",
        "lang:",
        "date:",
        "after:",
        "before:",
        "is:",
    )

    def __init__(self, names: Names | None, states: States, family: Family) -> None:
        super().__init__(None, None, plugins=_PLUGINS)
        self.builder = Builder(names, family)
        self.state = states
        self.hints: dict[str, None] = {}
        self._aside = ""
        self._left = MOST_WORDS

    def taggers(self) -> list[Any]:
        """The taggers of all plug-ins, in the order in which they are tried."""
        return _arranged()[0]

    def filters(self) -> list[Any]:
        """The filters of all plug-ins, in the order in which they are applied."""
        return _arranged()[1]

    def hint(self, sentence: str) -> None:
        """Take down what is odd about the query."""
        self.hints.setdefault(sentence)

    def aside(self, sentence: str) -> None:
        """Take down what is worth knowing if nothing is odd."""
        self._aside = sentence

    def admit(self) -> bool:
        """Whether one more word may be searched for."""
        self._left -= 1
        if self._left < 0:
            self.hint(f"Only the first {MOST_WORDS} words were searched.")
        return self._left >= 0

    def understand(self, text: str) -> Parsed:
        """The query that the text means so far."""
        if len(text) > LONGEST_QUERY:
            self.hint(f"Only the first {LONGEST_QUERY:,} characters were read.")
        text = text[:LONGEST_QUERY]
        tree = _simplified(self.process(text).query(self))
        if tree is None and text.strip() and not self.hints:
            self.hint("There is nothing to search for yet.")
        return Parsed(tree, tuple(self.builder.widened), " ".join(self.hints) or self._aside)


@cache
def _arranged() -> tuple[list[Any], list[Any]]:
    """Taggers and filters hold nothing of a query: arranged once, instead of for each, which took half of the time."""
    plain = QueryParser(None, None, plugins=_PLUGINS)
    return plain.taggers(), plain.filters()


def understand(
    text: str, names: Names | None, states: States = lambda name: None, family: Family = lambda word: ()
) -> Parsed:
    """The query that a text means so far.

    `names` is None if other spellings and forms are not to count; `family`
    gives the other forms of a folded word.
    """
    return Parser(names, states, family).understand(text)


def _simplified(tree: query.Query | None) -> query.Query | None:
    """The query without groups of nothing and of one, and without what is said twice."""
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
