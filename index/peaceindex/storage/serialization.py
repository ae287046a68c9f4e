"""How values lie in the databases: lists as JSON, paths as text or bytes, times as ISO 8601."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from peaceindex.model.article import NO_LOSSES, Article, Cut, Losses, RawDocument
from peaceindex.model.safe_text import all_passed, neutralise, parts, passed, printable, stated
from peaceindex.sources.decompression import inflated
from peaceindex.sources.source import MAX_BYTES

_MAX_TEXT = 4 * MAX_BYTES
"""Bytes of a text as it is kept: in UTF-8 it may be some times as long as in its source."""

VALUES = "id, title, outlet, date, published, modified, language, url, lead, authors, tags, topics, provenance, text"
"""The columns of `articles` that an `Article` is made of."""


def source_hash(document: RawDocument) -> str:
    """What makes two documents the same: SHA-256 of the text before cleaning and what is stated."""
    stated = dict(document.stated)
    if document.facts is not None:
        from peaceindex.sources.html.facts import told_by

        stated |= {"page": told_by(document)}
    return sha256_of(document.text + (f"\0{json.dumps(stated, sort_keys=True, default=str)}" if stated else ""))


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


def article_of(found: Mapping[str, Any], source: str, cuts: tuple[Cut, ...], losses: Losses = NO_LOSSES) -> Article:
    """The article that the columns `VALUES` stand for, which a stranger may have written."""
    text = neutralise(found["text"])
    return Article(
        source=source,
        id=found["id"],
        title=passed(found["title"]),
        outlet=passed(found["outlet"]),
        date=passed(found["date"]),
        published=passed(found["published"]),
        modified=passed(found["modified"]),
        authors=all_passed(found["authors"]),
        tags=all_passed(found["tags"]),
        topics=all_passed(found["topics"]),
        url=passed(found["url"]),
        language=passed(found["language"]),
        lead=passed(found["lead"]),
        paragraphs=parts(text, "\n\n"),
        cuts=cuts,
        provenance=MappingProxyType(found["provenance"]),
        losses=losses,
    )


class Raw(NamedTuple):
    """A document as the table `raws` has it."""

    stated: str
    """JSON."""
    mtime: float | None
    packed: bytes
    """The text."""
    facts: bytes | None = None
    reading: int | None = None
    """The version of the way in which its facts were read."""
    models: str | None = None
    """The version of the models that it was cleaned by."""

    @classmethod
    def of(cls, document: RawDocument) -> Raw:
        """Pack a document that has just been cleaned."""
        from peaceindex.cleaning.models.registry import models_version

        stated = json.dumps(dict(document.stated), ensure_ascii=False, default=str)
        packed = zlib.compress(document.text.encode("utf-8"), 6)
        if document.facts is None:
            return cls(stated, document.mtime, packed, models=models_version())
        from peaceindex.sources.html.facts import reading_of

        facts = document.facts if isinstance(document.facts, bytes) else document.facts.packed(document.text)
        return cls(stated, document.mtime, packed, facts, reading_of(facts), models_version())

    def document(self, source: str, path: Path | None = None, member: str = "") -> RawDocument:
        """The document again; its facts stay packed until somebody judges by them."""
        text = neutralise(inflated(self.packed, _MAX_TEXT).decode("utf-8"))
        says = stated(json.loads(self.stated))
        return RawDocument(source, text, path, printable(member), self.mtime, says, facts=self.facts)


@dataclass(frozen=True, slots=True)
class Packed:
    """An article and its source as the database takes them: plain values, which another process may have made."""

    id: str
    values: tuple[Any, ...]
    """Of the columns `VALUES` but the id, then words and text_hash."""
    raw: Raw
    cuts: tuple[tuple[int, str, str], ...]
    date: str | None
    words: int
    bands: bytes | None = None
    """Its print, by which alike articles are found (`stories.shingles`); None if it has not been made."""
    prints: tuple[int, int, bytes] | None = None
    """Of the page as it is judged by itself (`cleaning.siblings.prints_of`); None if what is known of it holds."""
    read_as: tuple[str, float | None, int] | None = None
    """Encoding, how sure that is, and how many signs could not be read; None for UTF-8 without a fault."""
    losses: Losses = NO_LOSSES

    @classmethod
    def of(
        cls,
        article: Article,
        document: RawDocument,
        bands: bytes | None = None,
        prints: tuple[int, int, bytes] | None = None,
    ) -> Packed:
        """Pack an article and the document that it was made of."""
        lists = [json.dumps(list(v), ensure_ascii=False) for v in (article.authors, article.tags, article.topics)]
        words = len(article.text.split())
        values = (
            article.title, article.outlet, article.date, article.published, article.modified,
            article.language, article.url, article.lead, *lists,
            json.dumps(dict(article.provenance)), article.text, words, article.text_hash,
        )  # fmt: skip
        cuts = tuple((cut.line, cut.text, cut.reason) for cut in article.cuts)
        about = (cuts, article.date, words, bands, prints, _read_as(document), article.losses)
        return cls(article.id, values, Raw.of(document), *about)


def _read_as(document: RawDocument) -> tuple[str, float | None, int] | None:
    unreadable = document.text.count("\ufffd")
    if document.encoding == "utf-8" and not unreadable:
        return None
    return document.encoding, document.encoding_confidence, unreadable
