"""The records of articles in a JSON value: the value itself, or those that an answer or a database wraps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from peaceindex.sources import fields
from peaceindex.sources.record_text import first_text

_LIST_FIELDS = (
    "articles",
    "items",
    "results",
    "docs",
    "data",
    "news",
    "posts",
    "entries",
    "stories",
    "hits",
    "documents",
)
_WRAPPER_FIELDS = ("_source", "article", "document", "post", "story", "node", "item", "page")
"""Fields in which a record of a database may hold that of its article."""
_MAX_DEPTH = 4
"""The levels of records by key that are opened."""


def records_in(record: object) -> Iterator[Mapping[str, Any]]:
    """Yield the records in a value, also in an answer that wraps a list of them: `{"status": "ok", "articles": […]}`.

    A text alone is a record with nothing else. Any other value that is not a record or a list holds no records.
    """
    if isinstance(record, Mapping):
        if isinstance(graph := record.get("@graph"), list):
            # A page in the vocabulary of schema.org, with the article among pictures, people and others.
            articles = [part for part in graph if isinstance(part, Mapping) and first_text(part, fields.BODIES)]
            yield from articles or [record]
            return
        answers = (record.get(name) for name in ("response", "hits", "result"))
        inner = next((answer for answer in answers if isinstance(answer, Mapping)), record)
        for name in _LIST_FIELDS:
            value = inner.get(name) if isinstance(inner, Mapping) else None
            if isinstance(value, list) and value and all(isinstance(v, Mapping) for v in value):
                for part in value:
                    yield from _unwrapped(part)
                return
        yield from _unwrapped(record)
    elif isinstance(record, list):
        for part in record:
            yield from records_in(part)
    elif isinstance(record, str) and _is_text(record):
        yield {"text": record}


def _unwrapped(record: Mapping[str, Any], depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield a record, merged with one in it that describes its article.

    A record that only holds others by their keys yields those: `{"17": {…}, …}`.
    """
    for name in _WRAPPER_FIELDS:
        if isinstance(inner := record.get(name), Mapping) and first_text(inner, fields.WITH_TEXT):
            yield {**{key: value for key, value in record.items() if key != name}, **inner}
            return
    values = list(record.values())
    is_keyed = (
        depth < _MAX_DEPTH and all(isinstance(v, Mapping) for v in values) and not first_text(record, fields.WITH_TEXT)
    )
    if is_keyed and (len(values) == 1 or any(first_text(value, fields.WITH_TEXT) for value in values)):
        for value in values:
            yield from _unwrapped(value, depth + 1)
    else:
        yield record


def _is_text(value: str) -> bool:
    """Return whether a text alone can be an article, rather than a name, number or key."""
    plain = value.strip()
    return " " in plain or (len(plain) >= 8 and not plain.isascii())
