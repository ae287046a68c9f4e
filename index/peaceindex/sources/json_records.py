"""The records of articles in a JSON value: the value itself, or those that an answer or a database wraps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources import fields, own_records
from peaceindex.sources.record_kinds import known_collection, known_record
from peaceindex.sources.record_text import first_text

if TYPE_CHECKING:
    from peaceindex.sources.record_documents import Record, Skipped

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
_MAX_SEARCH_DEPTH: Final = 10
"""The levels in which lists of articles are looked for."""
_TITLES: Final = ("title", "headline", "webTitle", "name")
_ADDRESSES: Final = ("url", "link", "webUrl", "web_url", "permalink", "href")
_DATES: Final = (
    "date", "published", "publishedAt", "published_at", "pub_date", "pubDate", "publish_date", "date_publish",
    "datePublished", "dateTime", "created_at", "created_utc", "published_date", "webPublicationDate", "seendate",
)  # fmt: skip
_NO_ARTICLES: Final = frozenset(
    """comments replies responses related relatedArticles related_articles recommended images image media photos videos
    authors author byline tags keywords topics categories attachments links entities creators contributors source
    sources notes facets annotations multimedia concepts""".split()  # noqa: SIM905
)
"""Fields whose lists are about an article, and hold none themselves."""


_SAMPLE_RECORDS = 1000
"""The records of a list by which it is judged."""


def records_in(record: object, text_fields: tuple[str, ...] = ()) -> Iterator[Mapping[str, Any] | Record | Skipped]:
    """Yield the records in a value, also in an answer that wraps a list of them: `{"status": "ok", "articles": […]}`.

    A text alone is a record with nothing else. Any other value that is not a record or a list holds no records.
    `text_fields` are the names that the user gave for the field of the text.
    """
    for one in _records_in(record):
        if isinstance(one, Mapping) and not own_records.is_own_record(one) and not first_text(one, text_fields):
            yield known_record(one) or one
        else:
            yield one


def _records_in(record: object) -> Iterator[Any]:
    if isinstance(record, Mapping):
        if isinstance(graph := record.get("@graph"), list):
            # A page in the vocabulary of schema.org, with the article among pictures, people and others.
            articles = [part for part in graph if isinstance(part, Mapping) and first_text(part, fields.BODIES)]
            yield from articles or [record]
            return
        if (collection := known_collection(record)) is not None:
            yield from collection
            return
        answers = (record.get(name) for name in ("response", "hits", "result"))
        inner = next((answer for answer in answers if isinstance(answer, Mapping)), record)
        for name in _LIST_FIELDS:
            value = inner.get(name) if isinstance(inner, Mapping) else None
            if isinstance(value, list) and value and all(isinstance(v, Mapping) for v in value):
                for part in value:
                    yield from _unwrapped(part)
                return
        if not (first_text(record, fields.WITH_TEXT) or known_record(record)) and (found := [*_lists_in(record)]):
            for articles in found:
                for part in articles:
                    yield from _unwrapped(part)
            return
        yield from _unwrapped(record)
    elif isinstance(record, list):
        for part in record:
            yield from _records_in(part)
    elif isinstance(record, str) and _is_text(record):
        yield {"text": record}


def _lists_in(value: object, depth: int = 0) -> Iterator[list[Mapping[str, Any]]]:
    """Yield the lists of articles at any level of a value. Half or more of what a list holds looks like an article."""
    if depth > _MAX_SEARCH_DEPTH:
        return
    if isinstance(value, Mapping):
        for name, part in value.items():
            if name not in _NO_ARTICLES and isinstance(part, Mapping | list):
                yield from _lists_in(part, depth + 1)
    elif isinstance(value, list) and value:
        sample = value[:_SAMPLE_RECORDS]
        articles = sum(isinstance(part, Mapping) and bool(part) and _looks_like_article(part) for part in sample)
        if articles and articles * 2 >= len(sample):
            yield [part for part in value if isinstance(part, Mapping)]
        else:
            for part in value:
                if part and isinstance(part, Mapping | list):
                    yield from _lists_in(part, depth + 1)


def _looks_like_article(record: Mapping[str, Any]) -> bool:
    """Return whether a record has a title or a text, and an address or a date, or else is wrapped around such one."""
    if known_record(record) is not None:
        return True
    record = next((inner for name in _WRAPPER_FIELDS if isinstance(inner := record.get(name), Mapping)), record)
    has_words = any(record.get(name) for name in _TITLES) or bool(first_text(record, fields.WITH_TEXT))
    return has_words and any(record.get(name) for name in (*_ADDRESSES, *_DATES))


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
    if is_keyed and (len(values) == 1 or any(first_text(v, fields.WITH_TEXT) or known_record(v) for v in values)):
        for value in values:
            yield from _unwrapped(value, depth + 1)
    else:
        yield record


def _is_text(value: str) -> bool:
    """Return whether a text alone can be an article, rather than a name, number or key."""
    plain = value.strip()
    return " " in plain or (len(plain) >= 8 and not plain.isascii())
