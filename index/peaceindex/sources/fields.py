"""The names that collectors of news use for the fields of records, and their meaning here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from peaceindex.model.safe_text import one_line, stated_address

Fields = Mapping[str, Sequence[str]]
"""The field names in the user's own records, by our name for each (see `OURS`)."""

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
"""Fields that hold only the text of the article, as extractors return it."""
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
"""Fields that hold the body of the article as text, except those in `PAGE_TEXTS`."""
PAGE_TEXTS: Final = frozenset({"raw_text", "raw_content"})
"""Fields that hold the text of a whole page."""
MARKUPS: Final = ("content_html", "html", "raw_html", "article_html", "page_source")
"""Fields that hold markup."""
SUMMARIES: Final = ("lead_paragraph", "abstract", "description", "summary", "snippet", "excerpt", "standfirst")
"""Fields that hold a summary. It is the text of the article if there is no other, and the article says so."""
WITH_TEXT: Final = (*BODIES, *TEXTS, *MARKUPS)
"""All fields that can hold the text of an article."""
_FIELD_NAMES: Final[dict[str, tuple[str, ...]]] = {
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
OURS: Final = ("text", *_FIELD_NAMES)
"""What a record may provide: its text, and the values that it states."""
_CRAWL_FIELDS: Final = frozenset(
    {
        "dump", "file_path", "language_score", "warc_record_id", "token_count", "crawl_date", "minhash_cluster_size",
        "warc_headers", "crawl_id", "cc_segment",
    }
)  # fmt: skip
"""Fields of collections made from crawls. In records that have one, a field named just `date` is the day of the crawl,
and the text is that of the whole page."""
_WARC_FIELDS: Final = frozenset({"warc_path", "warc_filename", "warc_file", "warc_url", "warc_date"})
"""Fields of records cut out of web archives. In records that have one, a bare `date` is that of the crawl, too."""
_RETRIEVED: Final = (
    "date_download", "crawl_date", "crawl_timestamp", "crawled_at", "date_crawled", "crawl_time", "fetch_time",
    "fetched_at", "date_fetched", "retrieved_at", "retrieved", "date_retrieved", "download_date", "downloaded_at",
    "scraped_at", "scrape_date", "warc_date", "accessDate", "access_date", "accessed", "filedate",
)  # fmt: skip
"""Fields that hold the time when a record, or the page that it was made from, was retrieved."""
_C4_FIELDS: Final = frozenset({"text", "url", "timestamp", "source", "id", "added", "created", "version", "metadata"})
"""All fields of records in C4 and in collections modelled on it. These always have a text and a time stamp."""


def stated_values(record: Mapping[str, Any], own: Fields = MappingProxyType({})) -> dict[str, Any]:
    """Return what a record states, under our names. `own` names more fields, which take precedence over those here."""
    found: dict[str, Any] = {}
    is_crawl = _is_crawl(record)
    for name, fields in _FIELD_NAMES.items():
        user_fields = own.get(name, ())
        for field in (*user_fields, *fields):
            if is_crawl and field == "date" and field not in user_fields:
                continue  # unless the user says that it is the date
            value = _value(name, field_value(record, field))
            if value:
                found[name] = value
                break
    return found


def retrieved(record: Mapping[str, Any]) -> str:
    """Return when a record, or its page, was retrieved, as it is written; "" if the record does not state it."""
    for field in (*_RETRIEVED, *(("date",) if _is_crawl(record) else ()), *(("timestamp",) if _is_c4(record) else ())):
        if isinstance(value := _value("published", record.get(field)), str) and value:
            return value
    return ""


def _is_crawl(record: Mapping[str, Any]) -> bool:
    return not (_CRAWL_FIELDS.isdisjoint(record) and _WARC_FIELDS.isdisjoint(record))


def _is_c4(record: Mapping[str, Any]) -> bool:
    return "timestamp" in record and _C4_FIELDS.issuperset(record)


def is_page_text(record: Mapping[str, Any], field: str) -> bool:
    """Return whether the text in a field is that of a whole page, with its menus, not that of an article alone."""
    is_crawled_page = not _CRAWL_FIELDS.isdisjoint(record) or _is_c4(record)
    return is_crawled_page or field in PAGE_TEXTS


def field_value(record: object, field: str) -> object:
    """Return the value of a field. `a.b` is the field `b` of the record in `a`, unless a field has just that name."""
    if not isinstance(record, Mapping):
        return None
    value = record.get(field)
    if value is None and "." in field:
        outer, _, inner = field.partition(".")
        return field_value(record.get(outer), inner)
    return value


def _value(name: str, value: object) -> object:
    if name in ("authors", "tags"):
        return _text_list(name, value)
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
        return _timestamp(float(value))
    if not isinstance(value, str):
        return ""
    if name == "url":
        return stated_address(value[:2000])
    text = one_line(value)[:2000]
    if name == "outlet" and text.startswith(("http://", "https://")):
        return ""
    return text


def _text_list(name: str, value: object) -> list[str]:
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


def _timestamp(value: float) -> str:
    from datetime import UTC, datetime, timedelta

    try:  # by addition, since some systems cannot represent times before 1970
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value / 1000 if abs(value) > 1e11 else value)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="seconds")
