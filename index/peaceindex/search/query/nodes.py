"""The parsed query, before it becomes a Whoosh query: one class for each kind of thing that can be typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from whoosh import query
from whoosh.qparser import syntax

from peaceindex.errors import QueryError
from peaceindex.model.query_language import FIELD_NAMES
from peaceindex.search.query.engine_queries import LANGUAGE_FIELD
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text import query_dates as dates
from peaceindex.text.folding import INDIAN_MARKS, MARKS
from peaceindex.text.tokens import folded_words, words
from peaceindex.text.unspaced import is_spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.search.query.parser import Parser

MAX_SLOP_WORDS = 1000

_TEXT_FIELDS = (None, "title", "body", "tag")


class Leaf(syntax.TextNode):
    """Something to search for. It may be in a field, and it may turn out to be empty (so far)."""

    def is_empty(self) -> bool:
        """Return whether the text contains no word."""
        return not folded_words(self.text)

    def query(self, parser: Parser) -> query.Query | None:
        """Return the Whoosh query for this node."""
        raise NotImplementedError


class Plain(Leaf):
    """A word, or several words joined by punctuation (`cease-fire`), which are searched as a phrase."""

    def query(self, parser: Parser) -> query.Query | None:
        """Return the query for the word in all its spellings and forms."""
        return _language(parser, self) or parser.builder.words(self.fieldname, self.text)


class Exact(Leaf):
    """A word after `=`: only this spelling."""

    def query(self, parser: Parser) -> query.Query | None:
        """Return the query for the word as it is written."""
        return _language(parser, self) or parser.builder.words(self.fieldname, self.text, exact=True)


class Quoted(Leaf):
    """A phrase, with the distance that may lie between its words."""

    def __init__(self, text: str, slop: int = 1, exact: bool = False) -> None:
        super().__init__(text)
        self.slop = min(max(slop, 1), MAX_SLOP_WORDS)
        self.exact = exact

    def query(self, parser: Parser) -> query.Query | None:
        """Return the query for the phrase, with each word in all its spellings."""
        if found := _language(parser, self):
            return found
        return parser.builder.words(self.fieldname, self.text, slop=self.slop, exact=self.exact, family=False)


class KnownForm(Leaf):
    """Adjacent words that are one known form (`nord stream`)."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(" ".join(texts))
        self.texts = texts

    def query(self, parser: Parser) -> query.Query | None:
        """Return the query for all the words, or for another spelling of the whole."""
        return parser.builder.known_form(self.fieldname, self.texts)


class Pattern(Leaf):
    """A word that contains `*` or `?`."""

    _PARTS = late_pattern(rf"(?<![*?])[*?]*+[^\W_](?:[^\W_]|[*?{MARKS}{INDIAN_MARKS}])*+")

    def is_empty(self) -> bool:
        """Return whether the text contains no letter or digit."""
        return not self._PARTS.search(self.text)

    def query(self, parser: Parser) -> query.Query | None:
        """Return the query for the words that match. If punctuation joins several parts, all of them must occur."""
        if not is_spaced(self.text):  # any part of a run is found anyway
            built_parts = [
                parser.builder.words(self.fieldname, part, exact=True) for part in re.split("[*?]+", self.text)
            ]
            found = [part for part in built_parts if part is not None]
            return found[0] if len(found) == 1 else query.And(found)
        parts = []
        for part in self._PARTS.findall(self.text):
            built = (
                parser.builder.pattern(self.fieldname, part)
                if set(part) & set("*?")
                else parser.builder.words(self.fieldname, part)
            )
            parts.append(built)
        return parts[0] if len(parts) == 1 else query.And(parts)


class Fuzzy(Leaf):
    """A word before `~`: it and similar words."""

    def __init__(self, text: str, distance: int | None) -> None:
        super().__init__(text)
        self.distance = distance

    def query(self, parser: Parser) -> query.Query | None:
        """Return the query for words that differ by a letter or two. If there are several words, all must occur."""
        if not is_spaced(self.text):
            return parser.builder.words(self.fieldname, self.text)
        parts = [parser.builder.fuzzy(self.fieldname, w.text, self.distance) for w in words(self.text)]
        return parts[0] if len(parts) == 1 else query.And(parts)


class Unknown(Leaf):
    """Words after an unknown field name. They are searched as words while the user types."""

    def query(self, parser: Parser) -> query.Query | None:
        """Return the query for all the words, including the field's name."""
        name, _, rest = self.text.partition(":")
        known = " ".join(f"{field}:" for field in FIELD_NAMES)
        parser.refuse(
            f"There is no field “{name}:”; fields are {known} (with a space after it, the colon parts two words)."
        )
        parts = [parser.builder.words(self.fieldname, text) for text in (name, rest)]
        return query.And([part for part in parts if part is not None])


def _language(parser: Parser, leaf: Leaf) -> query.Query | None:
    """Return the query for a language that is named in words after `lang:`; None for a code, and in other fields."""
    if leaf.fieldname != LANGUAGE_FIELD:
        return None
    from peaceindex.search.query.languages import begins_name, codes_of, is_no_language

    if codes := codes_of(leaf.text):
        return parser.builder.languages(leaf.text, codes)
    if is_no_language(leaf.text):
        parser.refuse(
            f"“{leaf.text}” is not a language; write its code or its English name, as in lang:uk or lang:ukrainian.",
            unfinished=begins_name(leaf.text),
        )
    return None


def searched_words(group: Any) -> Iterator[str]:
    """Yield the folded words that a query looks for in texts and tags, in order. What it excludes is left out."""
    for node in group:
        if isinstance(node, syntax.GroupNode):
            if not isinstance(node, syntax.NotGroup):
                yield from searched_words(node)
        elif isinstance(node, Leaf) and node.fieldname in _TEXT_FIELDS:
            yield from folded_words(node.text)


class Days(syntax.SyntaxNode):
    """A span of days, both ends inclusive."""

    def __init__(self, days: dates.Days) -> None:
        self.days = days

    def query(self, parser: Parser) -> query.Query:
        """Return the query for the days, as a range of the day field."""
        return query.NumericRange("day", *self.days)


class Added(syntax.SyntaxNode):
    """A span of days in which articles were added, both ends inclusive."""

    def __init__(self, days: dates.Days) -> None:
        self.days = days

    def query(self, parser: Parser) -> query.Query:
        """Return the query for the days where the user is, as a range of seconds."""
        return query.NumericRange("added", *dates.seconds_of(self.days))


class State(syntax.SyntaxNode):
    """Articles in a state that the index does not contain: unread, bookmarked, cut, new."""

    def __init__(self, name: str) -> None:
        self.name = name

    def query(self, parser: Parser) -> query.Query | None:
        """Return the query for the articles in this state, or None if the caller does not know the state."""
        found = parser.state("read" if self.name == "unread" else self.name)
        parser.leaves_out_states = parser.leaves_out_states or found is None
        if self.name == "unread" and found is not None:
            return query.ConstantScoreQuery(query.Not(found))
        return found


class Own(syntax.SyntaxNode):
    """Articles with a label or a tag of the user's, which the index does not contain."""

    def __init__(self, field: str, name: str, *, is_without: bool = False) -> None:
        """An empty `name` stands for any. `is_without` asks for the articles that have none."""
        self._state = f"{field}:{name}"
        self._is_without = is_without

    def query(self, parser: Parser) -> query.Query | None:
        """Return the query for these articles; None if the caller does not know the user's labels and tags.

        A name that nothing has is refused. Until then it finds nothing, rather than everything.
        """
        try:
            found = parser.state(self._state)
        except QueryError as error:
            import numpy as np

            from peaceindex.search.query.engine_queries import DocumentSet

            parser.refuse(str(error))
            return DocumentSet(np.zeros(0, np.int64))
        parser.leaves_out_states = parser.leaves_out_states or found is None
        if self._is_without and found is not None:
            return query.ConstantScoreQuery(query.Not(found))
        return found


class Unfinished(syntax.MarkerNode):
    """An unfinished part that has no meaning yet, such as `date:` before its date. It is dropped."""

    def is_ws(self) -> bool:
        """Return True, so that it is dropped with the white space."""
        return True

    def query(self, parser: Any) -> None:
        """Return None: there is no query."""
