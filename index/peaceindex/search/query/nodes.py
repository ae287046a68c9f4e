"""What a query is made of between its text and the engine's queries: one class for each kind of thing typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from whoosh import query
from whoosh.qparser import syntax

from peaceindex.search.query import dates
from peaceindex.text.tokens import word_list, words

if TYPE_CHECKING:
    from peaceindex.search.query.syntax import Parser

WIDEST_SLOP = 1000


class Leaf(syntax.TextNode):
    """Something that is searched for: it may stand in a field, and may turn out to say nothing (yet)."""

    def is_empty(self) -> bool:
        """Whether there is no word in it."""
        return not word_list(self.text)

    def query(self, parser: Parser) -> query.Query | None:
        """The engine's query for it."""
        raise NotImplementedError


class Plain(Leaf):
    """A word, or several that punctuation joins (`cease-fire`), which are then a phrase."""

    def query(self, parser: Parser) -> query.Query | None:
        """The word in all its spellings and forms."""
        return parser.builder.words(self.fieldname, self.text)


class Exact(Leaf):
    """A word after `=`: this spelling alone."""

    def query(self, parser: Parser) -> query.Query | None:
        """The word as it is written."""
        return parser.builder.words(self.fieldname, self.text, exact=True)


class Quoted(Leaf):
    """A phrase, with how far apart its words may stand."""

    def __init__(self, text: str, slop: int = 1, exact: bool = False) -> None:
        super().__init__(text)
        self.slop = min(max(slop, 1), WIDEST_SLOP)
        self.exact = exact

    def query(self, parser: Parser) -> query.Query | None:
        """The phrase, each word in all its spellings."""
        return parser.builder.words(self.fieldname, self.text, slop=self.slop, exact=self.exact, family=False)


class Together(Leaf):
    """Words side by side that are one known form (`nord stream`)."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(" ".join(texts))
        self.texts = texts

    def query(self, parser: Parser) -> query.Query | None:
        """All the words, or another spelling of the whole."""
        return parser.builder.together(self.fieldname, self.texts)


class Pattern(Leaf):
    """A word with `*` or `?` in it."""

    _PARTS = re.compile(r"(?<![*?])[*?]*+[^\W_](?:[^\W_]|[*?])*+")

    def is_empty(self) -> bool:
        """Whether there is nothing but `*` and `?`."""
        return not self._PARTS.search(self.text)

    def query(self, parser: Parser) -> query.Query | None:
        """The words that match; of parts that punctuation joins, all must occur."""
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
    """A word before `~`: it and words much like it."""

    def __init__(self, text: str, distance: int | None) -> None:
        super().__init__(text)
        self.distance = distance

    def query(self, parser: Parser) -> query.Query | None:
        """Words that differ by a letter or two; of several words, all must occur so."""
        parts = [parser.builder.fuzzy(self.fieldname, w.text, self.distance) for w in words(self.text)]
        return parts[0] if len(parts) == 1 else query.And(parts)


class Unknown(Leaf):
    """Words after a field that there is not: searched as words, with a hint."""

    def query(self, parser: Parser) -> query.Query | None:
        """All the words, the field's name among them."""
        name, _, rest = self.text.partition(":")
        parser.hint(f"There is no field “{name}:”; fields are {' '.join(parser.field_names)}")
        parts = [parser.builder.words(self.fieldname, text) for text in (name, rest)]
        return query.And([part for part in parts if part is not None])


class Days(syntax.SyntaxNode):
    """A span of days, both ends within it."""

    def __init__(self, days: dates.Days) -> None:
        self.days = days

    def query(self, parser: Parser) -> query.Query:
        """The days as a range of the day column."""
        return query.NumericRange("day", *self.days)


class State(syntax.SyntaxNode):
    """Articles that are in some state, which is not in the index: unread, bookmarked, cut."""

    def __init__(self, name: str) -> None:
        self.name = name

    def query(self, parser: Parser) -> query.Query | None:
        """The articles in this state, as far as the caller knows states."""
        if self.name == "unread":
            read = parser.state("read")
            return query.ConstantScoreQuery(query.Not(read)) if read is not None else None
        return parser.state(self.name)


class Nothing(syntax.MarkerNode):
    """Something that says nothing yet: `date:` before its date. It is dropped."""

    def is_ws(self) -> bool:
        """It is dropped with the white space."""
        return True

    def query(self, parser: Any) -> None:
        """There is none."""
