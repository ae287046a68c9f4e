"""Plain text: a file is one document and states nothing about itself, unless it is the export of a news database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.errors import NoSourceError, SourceError
from peaceindex.model.article import RawDocument
from peaceindex.sources.kinds import NOT_TEXT
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.sources.source import Source, sha256_hex

if TYPE_CHECKING:
    from collections.abc import Iterator


def _documents(source: Source) -> Iterator[SourceItem]:
    from peaceindex.sources.database_exports.documents import documents_of_export, export_of_text

    data = source.read()
    try:
        decoded = source.decode(data)
    except SourceError as error:
        raise NoSourceError(error.what, error.advice, NOT_TEXT) from error
    if export := export_of_text(decoded.text):
        yield from documents_of_export(source, export)
        return
    yield RawDocument(
        source=source.name,
        text=decoded.text,
        path=source.path,
        member=source.member,
        mtime=source.mtime,
        sha256=sha256_hex(data),
        encoding=decoded.encoding,
        encoding_confidence=decoded.confidence,
    )


FORMAT = Format(
    name="plain text",
    suffixes=(".txt", ".text", ".rst", ".asc", ".log"),
    sniff=lambda head: True,
    documents=_documents,
    is_fallback=True,
)
