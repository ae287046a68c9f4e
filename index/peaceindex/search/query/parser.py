"""The parser of one query: it records hints and other spellings while the plug-ins read the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from whoosh import query
from whoosh.qparser import QueryParser
from whoosh.qparser.plugins import Plugin

from peaceindex.search.query.build import AddedSpelling, Builder

if TYPE_CHECKING:
    from peaceindex.names import Names
    from peaceindex.search.query.spellings import HasTerm

MAX_QUERY_CHARS = 10_000
MAX_WORDS = 100
"""A query of more words is a pasted text rather than a query. The words after the first `MAX_WORDS` are ignored."""

_SPACED_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\. )+(?=[A-Z]\.)")

States = Callable[[str], query.Query | None]
Family = Callable[[str], tuple[str, ...]]
LanguagesOfForm = Callable[[str, str], tuple[str, ...]]


class ParsedQuery(msgspec.Struct, frozen=True):
    """A parsed query. `tree` is None if the query asks for nothing (yet), which means every article."""

    tree: query.Query | None
    """What the text means so far. A refused text has a tree too, because it may be half typed."""
    added_spellings: tuple[AddedSpelling, ...]
    hint: str
    """What is unusual about the text, in words for the user; "" if nothing is."""
    refusal: str = ""
    """Why the text, if it is finished, cannot be answered, and how to write it; "" if it can."""
    is_relative: bool = False
    """Whether it means something else tomorrow, because it says `today` or `7d`."""


class Parser(QueryParser):
    """The Whoosh parser of one query. Each query needs its own, since it records hints and spellings."""

    def __init__(
        self,
        names: Names | None,
        states: States,
        family: Family,
        plugins: Sequence[Plugin],
        taggers_and_filters: tuple[list[Any], list[Any]],
        searched_words: Callable[[Any], Iterable[str]],
        has_term: HasTerm = lambda term: False,
        languages_of_form: LanguagesOfForm = lambda word, form: (),
    ) -> None:
        """`taggers_and_filters` holds the taggers and filters of the plug-ins, in the order in which they are tried.

        `searched_words` returns the words that a group of nodes looks for.
        """
        super().__init__(None, None, plugins=plugins)
        self._taggers_and_filters = taggers_and_filters
        self._searched_words = searched_words
        self.builder = Builder(names, family, has_term, languages_of_form)
        self.state = states
        self.hints: dict[str, None] = {}
        self.refusals: dict[str, None] = {}
        self.is_relative = False
        self.leaves_out_states = False
        """Whether something was left out because the caller does not know the state that it asks for."""
        self._remark = ""
        self._words_left = MAX_WORDS

    def taggers(self) -> list[Any]:
        """Return the taggers of all plug-ins, in the order in which they are tried."""
        return self._taggers_and_filters[0]

    def filters(self) -> list[Any]:
        """Return the filters of all plug-ins, in the order in which they are applied."""
        return self._taggers_and_filters[1]

    def hint(self, sentence: str) -> None:
        """Record a hint about something unusual in the query."""
        self.hints.setdefault(sentence)

    def refuse(self, sentence: str, *, unfinished: bool = False) -> None:
        """Record why a query cannot be answered once it is finished.

        It is a hint while the user types, unless what is there already means something (`unfinished`).
        """
        self.refusals.setdefault(sentence)
        if not unfinished:
            self.hint(sentence)

    def remark(self, sentence: str) -> None:
        """Record a remark that is shown only if there are no hints."""
        self._remark = sentence

    def admits_word(self) -> bool:
        """Return whether one more word may be searched for."""
        self._words_left -= 1
        if self._words_left < 0:
            self.hint(f"Only the first {MAX_WORDS} words were searched.")
        return self._words_left >= 0

    def parse_query(self, text: str) -> ParsedQuery:
        """Return what the text means so far."""
        if len(text) > MAX_QUERY_CHARS:
            self.hint(f"Only the first {MAX_QUERY_CHARS:,} characters were read.")
        text = text[:MAX_QUERY_CHARS]
        text = _SPACED_INITIALS.sub(lambda found: found[0].replace(" ", ""), text)
        group = self.process(text)
        if self.builder.names is not None and self.builder.names.has_homonyms:
            self.builder.neighbours = " ".join(self._searched_words(group))
        tree = _simplified(group.query(self))
        if tree is None and text.strip() and not (self.hints or self.leaves_out_states):
            self.hint("There is nothing to search for yet.")
            self.refuse("There is no word in it to search for.", unfinished=True)
        hint = " ".join(self.hints) or self._remark
        spellings = tuple(self.builder.added_spellings)
        return ParsedQuery(tree, spellings, hint, " ".join(self.refusals), self.is_relative)


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
