"""The schema of the search index: the fields of an article, and how their text becomes terms."""

from __future__ import annotations

import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from whoosh.analysis import Token, Tokenizer
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, NUMERIC, TEXT, Schema

from peaceindex.text.tokens import indexed_words, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from peaceindex.model.article import Article

MAX_TERM_CHARS = 100
"""Longer words (pasted data, not language) are indexed and searched by their first this many characters."""

VALUE_GAP_WORDS = 10
"""Positions between two values of one field, so that no phrase runs from one tag into the next."""


class Words(Tokenizer):
    """The package's own tokenizer, in the form that Whoosh needs for queries that it parses itself."""

    def __call__(self, value: str, positions: bool = False, chars: bool = False, **options: Any) -> Iterator[Any]:
        """Yield tokens. The same object is yielded each time, as Whoosh's own tokenizers do."""
        token = Token(positions, chars, **options)
        for position, word in indexed_words(value):
            token.text = word.text[:MAX_TERM_CHARS]
            token.boost = 1.0
            if positions:
                token.pos = position
            if chars:
                token.startchar, token.endchar = word.start, word.end
            yield token


class WordsField(TEXT):
    """A text field with the positions of its words. A list of values is indexed as one text with gaps between them."""

    def __init__(self) -> None:
        super().__init__(analyzer=Words())

    def index(self, value: str | Iterable[str], **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield the terms of a value with their positions. This is several times as fast as creating token objects."""
        positions_by_word: dict[str, list[int]] = {}
        position = 0
        for text in (value,) if isinstance(value, str) else value:
            found, further = terms(text)
            placed = [*enumerate(found), *further]
            for index, word in sorted(placed, key=itemgetter(0)):
                positions_by_word.setdefault(word[:MAX_TERM_CHARS], []).append(position + index)
            position += len(found) + VALUE_GAP_WORDS
        encode = self.format.encode
        for word, positions in positions_by_word.items():
            yield word.encode(), len(positions), float(len(positions)), encode(positions)


def schema() -> Schema:
    """Return the fields of the index.

    `row` is the article's row in the library; `day` is the ordinal of its day, or 0 if the day is unknown.
    """
    return Schema(
        title=WordsField(),
        body=WordsField(),
        outlet=WordsField(),
        tag=WordsField(),
        author=WordsField(),
        url=WordsField(),
        lang=WordsField(),
        day=NUMERIC(int, 32, signed=False, shift_step=8),
        row=COLUMN(NumericColumn("I")),
    )


def document(row: int, article: Article) -> dict[str, Any]:
    """Return the field values of an article, as Whoosh expects them."""
    return {
        "row": row,
        "title": article.title,
        "body": article.text,
        "outlet": article.outlet,
        "tag": tags_of(article) or None,
        "author": article.authors or None,
        "url": article.url,
        "lang": article.language,
        "day": day_of(article.date),
    }


def second_of(time: str) -> int:
    """Return a time in ISO 8601 as whole seconds since 1970; 0 for anything else, and for times before that."""
    try:
        return max(0, int(datetime.datetime.fromisoformat(time).timestamp()))
    except (ValueError, OverflowError):
        return 0


def tags_of(article: Article) -> tuple[str, ...]:
    """Return the article's tags and topics, each once, without empty ones."""
    return tuple(dict.fromkeys(tag for tag in (*article.topics, *article.tags) if tag.strip()))


def day_of(date: str | None) -> int:
    """Return the ordinal of a day `YYYY-MM-DD`; 0 for None and for anything that is not a date.

    A month `YYYY-MM` and a year count as their first day.
    """
    text = date or ""
    try:
        return datetime.date.fromisoformat(f"{text}-01-01"[:10] if len(text) in (4, 7) else text).toordinal()
    except ValueError:
        return 0
