"""What the fields of records are called by those who collect news, and what they mean here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from peaceindex.model.safe_text import one_line, stated_address

Fields = Mapping[str, Sequence[str]]
"""What fields are called in the records of somebody's own: our name of each (see `OURS`) to theirs."""

BODIES: Final = (
    "maintext",
    "plaintext",
    "plain_text",
    "articleBody",
    "article_body",
    "bodyText",
    "body_text",
    "cleaned_text",
)
"""Fields that hold the text of the article alone, as extractors give it."""
TEXTS: Final = (
    "text",
    "content",
    "body",
    "article",
    "fulltext",
    "full_text",
    "content_text",
    "story",
    "content:encoded",
    "content_encoded",
    "encoded",
    "paragraphs",
    "raw_text",
)
"""Fields that hold the body of the article as text, but for `PAGE_TEXTS`."""
PAGE_TEXTS: Final = frozenset({"raw_text", "raw_content"})
"""Fields that hold the text of a whole page."""
MARKUPS: Final = ("content_html", "html", "raw_html", "article_html", "page_source")
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title", "headline", "webTitle", "title_page", "name"),
    "outlet": (
        "sitename", "site_name", "source-hostname", "meta_site_name", "outlet", "publisher", "newspaper", "source_name",
        "publication", "site",
    ),
    "published": (
        "date_publish", "publishing_date", "publish_date", "publishedAt", "published_at", "published", "pub_date",
        "pubDate", "datePublished", "date_published", "webPublicationDate", "publication_date",
        "published_date", "date",
    ),
    "modified": ("date_modify", "dateModified", "date_modified", "modified", "updated_at", "updated"),
    "url": ("url", "link", "webUrl", "web_url", "canonical_url", "source_url", "requested_url", "uri", "source",
            "mainEntityOfPage"),
    "language": ("language", "lang", "meta_lang", "inLanguage"),
    "authors": ("authors", "author", "byline", "creator", "writers"),
    "tags": ("tags", "keywords", "topics", "categories", "meta_keywords"),
}  # fmt: skip
OURS: Final = ("text", *_NAMES)
"""What can be told of a record: its text, and what it states."""
_CRAWLS: Final = frozenset(
    {
        "dump", "file_path", "language_score", "warc_record_id", "token_count", "crawl_date", "minhash_cluster_size",
        "warc_headers", "crawl_id", "cc_segment",
    }
)  # fmt: skip
"""Fields of collections cut out of crawls: what is called just `date` beside them is the day of the crawl, and a text
that of the whole page."""
_C4: Final = frozenset({"text", "url", "timestamp", "source", "id", "added", "created", "version", "metadata"})
"""All fields that records of C4 and what was made after its model have; they always have a text and a time stamp."""


def stated(record: Mapping[str, Any], own: Fields = MappingProxyType({})) -> dict[str, Any]:
    """What a record states, under our names. `own` names further fields, which come before those known here."""
    told: dict[str, Any] = {}
    crawled = not _CRAWLS.isdisjoint(record)
    for name, fields in _NAMES.items():
        theirs = own.get(name, ())
        for field in (*theirs, *fields):
            if crawled and field == "date" and field not in theirs:
                continue  # but where the user says that it is the date, it is
            value = _value(name, inside(record, field))
            if value:
                told[name] = value
                break
    return told


def is_page_text(record: Mapping[str, Any], field: str) -> bool:
    """Whether the text in a field is that of a whole page, with its menus, and not that of an article alone."""
    cut_out = not _CRAWLS.isdisjoint(record) or ("timestamp" in record and _C4.issuperset(record))
    return cut_out or field in PAGE_TEXTS


def inside(record: object, field: str) -> object:
    """The value of a field; `a.b` is the field `b` of the record in `a`, unless a field has just that name."""
    if not isinstance(record, Mapping):
        return None
    value = record.get(field)
    if value is None and "." in field:
        outer, _, inner = field.partition(".")
        return inside(record.get(outer), inner)
    return value


def _value(name: str, value: object) -> object:
    if name in ("authors", "tags"):
        return _list(name, value)
    if isinstance(value, Mapping):
        value = (
            value.get("rendered")
            or value.get("name")
            or value.get("main")
            or value.get("original")
            or value.get("@id")
            or value.get("$date")
        )
    if isinstance(value, list) and (len(value) == 1 or (value and name in ("outlet", "language"))):
        value = value[0]
    if isinstance(value, int | float) and not isinstance(value, bool) and name in ("published", "modified"):
        return _moment(float(value))
    if not isinstance(value, str):
        return ""
    if name == "url":
        return stated_address(value[:2000])
    text = one_line(value)[:2000]
    if name == "outlet" and text.startswith(("http://", "https://")):
        return ""
    return text


def _list(name: str, value: object) -> list[str]:
    if isinstance(value, str):
        parts: list[object] = (
            [*value.split(";")] if ";" in value else [*value.split(",")] if name == "tags" else [value]
        )
    elif isinstance(value, Mapping):
        parts = [value]
    elif isinstance(value, list):
        parts = value[:60]
    else:
        return []
    found = []
    for part in parts:
        if isinstance(part, Mapping):
            part = part.get("name") or part.get("original") or part.get("term") or part.get("value")
        if isinstance(part, str) and (text := one_line(part)) and "://" not in text and len(text) <= 120:
            found.append(text.removeprefix("By ").removeprefix("by "))
    return list(dict.fromkeys(found))


def _moment(value: float) -> str:
    from datetime import UTC, datetime, timedelta

    try:  # added up, since some systems know no moment before 1970
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value / 1000 if abs(value) > 1e11 else value)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="seconds")
