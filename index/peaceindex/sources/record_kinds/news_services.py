"""Articles as the interfaces of news services answer: Event Registry, the Guardian, the New York Times, NewsAPI, GDELT.

Records of makers whose fields say what they hold are read by the names of these (`fields.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from peaceindex.sources import bodies
from peaceindex.sources.record_documents import SUMMARY_DETAILS, Record, Skipped
from peaceindex.sources.record_kinds import values
from peaceindex.sources.record_kinds.values import mapping, mappings, raw, text
from peaceindex.startup.late_pattern import late_pattern

_CUT = late_pattern(r"\s*(?:…|\.\.\.)?\s*\[\+\d[\d,.]* chars\]\s*$")
_ONLY_ADDRESSES = "addresses without a text"


def record(record: Mapping[str, Any]) -> Record | Skipped | None:
    """Return the article in a record of one of these services; None for a record of any other maker."""
    for read in (_guardian, _new_york_times, _event_registry, _news_api, _gdelt, _media_cloud):
        if found := read(record):
            return found
    return None


def _made(key: str, body: str, summary: str, stated: Mapping[str, Any], details: Mapping[str, str]) -> Record | Skipped:
    """Return the record of an article with its body, as text or markup, or else with its summary."""
    if not body.strip():
        if not summary.strip():
            return Skipped(_ONLY_ADDRESSES)
        body, details = summary, {**details, **SUMMARY_DETAILS}
    content, is_markup = bodies.plain_or_markup(body)
    return Record(key, "" if is_markup else content, content if is_markup else "", stated, details)


def _guardian(record: Mapping[str, Any]) -> Record | Skipped | None:
    address = text(record, "webUrl")
    if not address or "webTitle" not in record:
        return None
    fields = mapping(record, "fields")
    blocks = mappings(mapping(record, "blocks").get("body"))
    body = raw(fields, "body") or "\n".join(raw(block, "bodyHtml", "bodyTextSummary") for block in blocks)
    tags = mappings(record.get("tags"))
    contributors = [text(tag, "webTitle") for tag in tags if tag.get("type") == "contributor"]
    byline = text(fields, "byline")
    stated = {
        "title": text(fields, "headline") or text(record, "webTitle"),
        "outlet": _without_domain(text(fields, "publication")) or "The Guardian",
        "published": text(record, "webPublicationDate"), "modified": text(fields, "lastModified"), "url": address,
        "authors": contributors or ([byline] if byline else []),
        "tags": [text(tag, "webTitle") for tag in tags if tag.get("type") in ("keyword", "series", None)],
        "language": values.language(text(fields, "lang")),
    }  # fmt: skip
    details = {
        "document_id": text(record, "id"), "section": text(record, "sectionName"),
        "page": text(fields, "newspaperPageNumber"), "words": text(fields, "wordcount"),
    }  # fmt: skip
    summary = raw(fields, "standfirst", "trailText")
    return _made(address, body or raw(fields, "bodyText"), summary, stated, details)


def _without_domain(name: str) -> str:
    return "The Guardian" if name.casefold() == "theguardian.com" else name


def _new_york_times(record: Mapping[str, Any]) -> Record | Skipped | None:
    headline = mapping(record, "headline")
    is_search = bool(text(record, "web_url")) and ("main" in headline or "byline" in record or "pub_date" in record)
    is_list = "des_facet" in record and "title" in record
    if not is_search and not is_list:
        return None
    address = text(record, "web_url", "url")
    byline = record.get("byline")
    people = [
        " ".join(part for part in (text(one, "firstname"), text(one, "middlename"), text(one, "lastname")) if part)
        for one in mappings(mapping(record, "byline").get("person"))
    ]
    written = text(byline, "original") or (byline if isinstance(byline, str) else "")
    facets = [
        name
        for field in ("des_facet", "geo_facet", "per_facet", "org_facet")
        for name in values.texts(record.get(field))
    ]  # fmt: skip
    page = f"{text(record, 'print_section')}{text(record, 'print_page')}"
    stated = {
        "title": text(headline, "main", "print_headline") or text(record, "title"),
        "outlet": text(record, "source") or "The New York Times",
        "published": text(record, "pub_date", "first_published_date", "published_date"),
        "modified": text(record, "updated_date") if is_list else "", "url": address,
        "authors": [name for name in people if name] or _names(written),
        "tags": values.texts(record.get("keywords"), "value") if is_search else facets,
    }  # fmt: skip
    details = {
        "document_id": text(record, "_id", "uri"), "section": text(record, "section_name", "section"), "page": page,
        "words": text(record, "word_count"),
    }  # fmt: skip
    summary = raw(record, "lead_paragraph") or raw(record, "abstract", "snippet")
    return _made(address, raw(record, "body", "full_text", "text", "content"), summary, stated, details)


def _names(byline: str) -> list[str]:
    plain = re.sub(r"^\s*by\s+", "", byline, flags=re.IGNORECASE)
    return [name.strip() for name in re.split(r",\s+(?:and\s+)?|\s+and\s+", plain) if name.strip()]


def _event_registry(record: Mapping[str, Any]) -> Record | Skipped | None:
    if isinstance(info := record.get("info"), Mapping):
        record = info
    source = mapping(record, "source")
    if "uri" not in record or not ("title" in source or "uri" in source) or "body" not in record:
        return None
    day = " ".join(part for part in (text(record, "date"), text(record, "time")) if part)
    concepts = mappings(record.get("concepts"))
    stated = {
        "title": text(record, "title"), "outlet": text(source, "title", "uri"),
        "published": text(record, "dateTimePub", "dateTime") or day, "url": text(record, "url"),
        "authors": values.texts(record.get("authors") or [], "name"),
        "tags": [name for one in concepts if (name := _label(one))],
        "language": values.language(text(record, "lang")),
    }  # fmt: skip
    key = text(record, "url", "uri")
    return _made(key, raw(record, "body"), "", stated, {"document_id": text(record, "uri")})


def _label(concept: Mapping[str, Any]) -> str:
    """Return the name of a concept, in English if there is one in English."""
    labels = mapping(concept, "label")
    return text(labels, "eng", *labels) or text(concept, "label")


def _news_api(record: Mapping[str, Any]) -> Record | Skipped | None:
    if "publishedAt" not in record or not isinstance(record.get("source"), Mapping) or "url" not in record:
        return None
    title, outlet, address = text(record, "title"), text(record, "source.name"), text(record, "url")
    if title == "[Removed]":
        return Skipped("articles that the service removed")
    author = text(record, "author")
    stated = {
        "title": title.removesuffix(f" - {outlet}"), "outlet": outlet, "published": text(record, "publishedAt"),
        "url": address, "authors": [] if "://" in author or author == outlet else _names(author),
        "language": text(record, "language"),
    }  # fmt: skip
    content = raw(record, "content")
    short, was_cut = _CUT.subn("", content)
    if not was_cut:
        return _made(address, content, raw(record, "description"), stated, {})
    description = raw(record, "description")
    return _made(address, "", f"{short.rstrip()}…" if len(short) >= len(description) else description, stated, {})


def _gdelt(record: Mapping[str, Any]) -> Record | Skipped | None:
    """A record of GDELT has no text, and the day when an article was first seen instead of that of publication."""
    return Skipped(_ONLY_ADDRESSES) if {"url", "seendate", "domain"} <= record.keys() else None


def _media_cloud(record: Mapping[str, Any]) -> Record | Skipped | None:
    if "media_name" not in record or not record.keys() & {"indexed_date", "stories_id", "media_id", "media_url"}:
        return None
    address = text(record, "url", "guid")
    stated = {
        "title": text(record, "title"), "outlet": text(record, "media_name"),
        "published": text(record, "publish_date"), "url": address, "language": text(record, "language"),
    }  # fmt: skip
    details = {"document_id": text(record, "id", "stories_id")}
    return _made(address, raw(record, "text", "story_text"), "", stated, details)
