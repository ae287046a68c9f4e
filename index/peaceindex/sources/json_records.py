"""The records of articles in a JSON value: the value itself, or those that an answer or a database wraps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from peaceindex.sources import fields
from peaceindex.sources.record_text import first_text

_LISTS = ("articles", "items", "results", "docs", "data", "news", "posts", "entries", "stories", "hits", "documents")
_WRAPPERS = ("_source", "article", "document", "post", "story", "node", "item", "page")
"""Fields in which a record of a database may hold that of its article."""
_DEEPEST = 4
"""The levels of records by key that are opened."""


def records_in(record: object) -> Iterator[Mapping[str, Any]]:
    """Yield the records in a value, also in an answer that wraps a list of them: `{"status": "ok", "articles": […]}`.

    A text alone is a record with nothing else. Any other value that is not a record or a list holds no records.
    """
    if isinstance(record, Mapping):
        if isinstance(graph := record.get("@graph"), list):
            # A page in the vocabulary of schema.org, with the article among pictures, people and others.
            told = [part for part in graph if isinstance(part, Mapping) and first_text(part, fields.BODIES)]
            yield from told or [record]
            return
        answers = (record.get(name) for name in ("response", "hits", "result"))
        inner = next((answer for answer in answers if isinstance(answer, Mapping)), record)
        for name in _LISTS:
            value = inner.get(name) if isinstance(inner, Mapping) else None
            if isinstance(value, list) and value and all(isinstance(v, Mapping) for v in value):
                for part in value:
                    yield from _inside(part)
                return
        yield from _inside(record)
    elif isinstance(record, list):
        for part in record:
            yield from records_in(part)
    elif isinstance(record, str) and _is_text(record):
        yield {"text": record}


def _inside(record: Mapping[str, Any], depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield a record, merged with one in it that describes its article.

    A record that only holds others by their keys yields those: `{"17": {…}, …}`.
    """
    for name in _WRAPPERS:
        if isinstance(inner := record.get(name), Mapping) and first_text(inner, fields.WITH_TEXT):
            yield {**{key: value for key, value in record.items() if key != name}, **inner}
            return
    held = list(record.values())
    keyed = depth < _DEEPEST and all(isinstance(v, Mapping) for v in held) and not first_text(record, fields.WITH_TEXT)
    if keyed and (len(held) == 1 or any(first_text(value, fields.WITH_TEXT) for value in held)):
        for value in held:
            yield from _inside(value, depth + 1)
    else:
        yield record


def _is_text(value: str) -> bool:
    """Return whether a text alone can be an article, rather than a name, number or key."""
    plain = value.strip()
    return " " in plain or (len(plain) >= 8 and not plain.isascii())
