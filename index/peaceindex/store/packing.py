"""How values lie in the databases: lists as JSON, paths as text or bytes, times as ISO 8601."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from peaceindex.article import Article, Cut, RawDocument

VALUES = "id, title, outlet, date, published, modified, language, url, lead, authors, tags, topics, provenance, text"
"""The columns of `articles` that an `Article` is made of."""


def source_hash(document: RawDocument) -> str:
    """What makes two documents the same: SHA-256 of the text before cleaning and what is stated."""
    if not document.stated:
        return sha256_of(document.text)
    return sha256_of(document.text + "\0" + json.dumps(dict(document.stated), sort_keys=True, default=str))


def sha256_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, as hex; an article id is the head of it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def timestamp() -> str:
    """Now, in ISO 8601, UTC, to the microsecond, so that what is made in one breath keeps its order."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def path_value(path: str) -> str | bytes:
    """A path as the database keeps it: text, or bytes where the name is no UTF-8."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def path_of(value: str | bytes) -> str:
    """The path that `path_value` kept."""
    return os.fsdecode(value)


def source_name(path: str | bytes, member: str) -> str:
    """How a source is called: its path, and for a member of an archive `path!member`."""
    name = path_of(path) or "standard input"
    return f"{name}!{member}" if member and path else name


def strings(packed: str) -> tuple[str, ...]:
    """A list of texts that was kept as JSON."""
    return tuple(json.loads(packed)) if packed != "[]" else ()


def article_of(found: Mapping[str, Any] | sqlite3.Row, source: str, cuts: tuple[Cut, ...]) -> Article:
    """The article that the columns `VALUES` hold."""
    text = found["text"]
    return Article(
        source=source,
        id=found["id"],
        title=found["title"],
        outlet=found["outlet"],
        date=found["date"],
        published=found["published"],
        modified=found["modified"],
        authors=strings(found["authors"]),
        tags=strings(found["tags"]),
        topics=strings(found["topics"]),
        url=found["url"],
        language=found["language"],
        lead=found["lead"],
        paragraphs=tuple(text.split("\n\n")) if text else (),
        cuts=cuts,
        provenance=MappingProxyType(json.loads(found["provenance"])),
    )


def values_of(article: Article) -> tuple[Any, ...]:
    """The values of `VALUES` but the id, then words and text_hash."""
    lists = [json.dumps(list(v), ensure_ascii=False) for v in (article.authors, article.tags, article.topics)]
    return (
        article.title, article.outlet, article.date, article.published, article.modified,
        article.language, article.url, article.lead, *lists,
        json.dumps(dict(article.provenance)), article.text, len(article.text.split()), article.text_hash,
    )  # fmt: skip
