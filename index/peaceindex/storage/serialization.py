"""The stored form of values in the databases: lists as JSON, paths as text or bytes, times as ISO 8601."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from peaceindex.model.article import EXTENT, NO_LOSSES, Article, Cut, Losses, RawDocument
from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peaceindex.model.safe_text import (
    neutralise,
    neutralise_all,
    neutralise_optional,
    neutralise_values,
    parts,
    printable,
)
from peaceindex.storage.compact_values import hash_value, lead_value, provenance_value
from peaceindex.storage.packed_cuts import pack_cuts
from peaceindex.storage.packed_text import pack, pack_if_shorter, stored_text, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ARTICLE_COLUMNS = (
    "id, title, outlet, date, published, modified, language, url, lead, authors, tags, topics, provenance, text, "
    "details"
)
"""The columns of `articles` that cleaning makes."""
_TITLE, _TEXT = (ARTICLE_COLUMNS.split(", ")[1:].index(name) for name in ("title", "text"))
STORED_COLUMNS = f"{ARTICLE_COLUMNS}, added"
"""The columns of `articles` that make up an `Article` of a library."""


def source_hash(document: RawDocument) -> str:
    """Return the hash by which two documents are the same: SHA-256 of the text before cleaning and the stated fields.

    For a page of markup, the facts that it is judged by are part of it, too.
    """
    stated = dict(document.stated)
    if document.facts is not None:
        from peaceindex.sources.html.facts import stated_by_page

        stated |= {"page": stated_by_page(document)}
    return sha256_of(document.text + (f"\0{json.dumps(stated, sort_keys=True, default=str)}" if stated else ""))


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as hex digits. An article id is the beginning of one."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def timestamp() -> str:
    """Return the present time (UTC) in ISO 8601. It has microseconds, so that entries made in quick succession sort."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def packed_ids(ids: Iterable[str]) -> bytes:
    """Return article ids as the table `saved_searches` stores them: in order, one a line, packed by zlib."""
    return zlib.compress("\n".join(sorted(ids)).encode())


def unpacked_ids(packed: bytes) -> frozenset[str]:
    """Return the ids that were packed. Raises ValueError if the bytes are damaged."""
    return frozenset(unpacked_text(packed).split())


def unpacked_text(packed: bytes) -> str:
    """Return text that was packed by zlib. Raises ValueError if the bytes are damaged."""
    try:
        return unpack(packed)
    except zlib.error as error:
        raise ValueError("damaged bytes") from error


def path_value(path: str) -> str | bytes:
    """Return a path as the database stores it: text, or bytes if the name is not valid UTF-8."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def path_of(value: str | bytes) -> str:
    """Return the path of a value made by `path_value`."""
    return os.fsdecode(value)


def source_name(path: str | bytes, member: str) -> str:
    """Return the name of a source: its path, or `path!member` for a member of an archive."""
    name = path_of(path) or "standard input"
    return f"{name}!{member}" if member and path else name


def article_of(
    found: Mapping[str, Any],
    source: str,
    cuts: tuple[Cut, ...],
    losses: Losses = NO_LOSSES,
    evidence: Evidence = NO_EVIDENCE,
) -> Article:
    """Return the article of `STORED_COLUMNS`. Its texts are made safe, since a stranger may have written them."""
    text, lead = neutralise(found["text"]), found["lead"]
    return Article(
        source=source,
        id=found["id"],
        title=neutralise_optional(found["title"]),
        outlet=neutralise_optional(found["outlet"]),
        date=neutralise_optional(found["date"]),
        published=neutralise_optional(found["published"]),
        modified=neutralise_optional(found["modified"]),
        authors=neutralise_all(found["authors"]),
        tags=neutralise_all(found["tags"]),
        topics=neutralise_all(found["topics"]),
        url=neutralise_optional(found["url"]),
        language=neutralise_optional(found["language"]),
        lead=neutralise_optional(found["text"][:lead] if isinstance(lead, int) else lead),
        paragraphs=parts(text, "\n\n"),
        cuts=cuts,
        provenance=MappingProxyType(found["provenance"]),
        losses=losses,
        details=MappingProxyType({name: neutralise(value) for name, value in found["details"].items()}),
        evidence=evidence,
        added=found["added"],
    )


class Raw(NamedTuple):
    """A document as the table `raws` stores it."""

    stated: str | bytes
    """What the format states about the document, as JSON, packed if that is shorter."""
    mtime: float | None
    packed: bytes
    """The text, as `packed_text` packs it."""
    facts: bytes | None = None
    reading: int | None = None
    """The version of the code that read its facts."""
    models: str | None = None
    """The version of the models that cleaned it."""

    @classmethod
    def of(cls, document: RawDocument) -> Raw:
        """Pack a document that has just been cleaned. The present version of the models is stored with it."""
        from peaceindex.cleaning.models.registry import models_version

        stated = pack_if_shorter(json.dumps(dict(document.stated), ensure_ascii=False, default=str))
        packed = pack(document.text)
        if document.facts is None:
            return cls(stated, document.mtime, packed, models=models_version())
        from peaceindex.sources.html.facts import reader_version_of

        facts = document.facts if isinstance(document.facts, bytes) else document.facts.packed(document.text)
        return cls(stated, document.mtime, packed, facts, reader_version_of(facts), models_version())

    def document(self, source: str, path: Path | None = None, member: str = "") -> RawDocument:
        """Unpack the document. Its facts stay packed until they are needed."""
        text = neutralise(unpack(self.packed))
        stated = unpack(self.stated) if isinstance(self.stated, bytes) else self.stated
        stated_fields = neutralise_values(json.loads(stated))
        return RawDocument(source, text, path, printable(member), self.mtime, stated_fields, facts=self.facts)


@dataclass(frozen=True, slots=True)
class PackedArticle:
    """An article and its source as plain values for the database. Another process may have made them."""

    id: str
    values: tuple[Any, ...]
    """Of the columns `ARTICLE_COLUMNS` but the id, then words, text_hash and cuts."""
    raw: Raw
    date: str | None
    words: int
    bands: bytes | None = None
    """Its fingerprint, by which near-duplicates are found (`near_duplicates.minhash`); None if it is not made yet."""
    prints: tuple[int, int, bytes] | None = None
    """Family, mark and packed line fingerprints of the page (`cleaning.siblings`); None to keep the stored ones."""
    read_as: tuple[str, float | None, int] | None = None
    """Encoding, confidence in it, and the count of unreadable characters; None for UTF-8 without faults."""
    losses: Losses = NO_LOSSES
    extent: str = ""
    """The detail `EXTENT` of the article, or ""."""

    @property
    def title(self) -> str | None:
        """The title of the article."""
        return cast("str | None", self.values[_TITLE])

    @property
    def text(self) -> str:
        """The text of the article."""
        return stored_text(self.values[_TEXT])

    @classmethod
    def of(
        cls,
        article: Article,
        document: RawDocument,
        bands: bytes | None = None,
        prints: tuple[int, int, bytes] | None = None,
    ) -> PackedArticle:
        """Pack an article and the document that it was made from."""
        lists = [json.dumps(list(v), ensure_ascii=False) for v in (article.authors, article.tags, article.topics)]
        words = len(article.text.split())
        values = (
            article.title, article.outlet, article.date, article.published, article.modified,
            article.language, article.url, lead_value(article.lead, article.text), *lists,
            provenance_value(article.provenance), pack(article.text),
            json.dumps(dict(article.details), ensure_ascii=False), words, hash_value(article.text_hash),
            pack_cuts([(cut.line, cut.text, cut.reason) for cut in article.cuts], document.text),
        )  # fmt: skip
        rest = (article.date, words, bands, prints, _encoding_record(document), article.losses)
        return cls(article.id, values, Raw.of(document), *rest, extent=article.details.get(EXTENT, ""))


def _encoding_record(document: RawDocument) -> tuple[str, float | None, int] | None:
    unreadable = document.text.count("\ufffd")
    if document.encoding == "utf-8" and not unreadable:
        return None
    return document.encoding, document.encoding_confidence, unreadable
