"""A page of markup: one document, with the facts by which cleaning judges its lines; or the export of a database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peaceindex.sources.bounds import check_markup
from peaceindex.sources.markup import Markup, decode_markup
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.sources.source import Source, sha256_hex
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGINNING = late_pattern(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")


def _documents(source: Source) -> Iterator[SourceItem]:
    from peaceindex.sources import telegram_pages
    from peaceindex.sources.database_exports import may_be_export
    from peaceindex.sources.database_exports.documents import documents_of_export, export_of_markup
    from peaceindex.sources.record_documents import documents_of

    data = source.read()
    if telegram_pages.looks_like_telegram(data[:8192]):
        decoded = decode_markup(data, source.name, encoding=source.encoding)
        check_markup(decoded.text, source.name)
        source.kind, source.read_as = "Telegram export", (decoded.encoding, decoded.confidence)
        yield from documents_of(source, telegram_pages.items(decoded.text))
        return
    if may_be_export(data):
        decoded = decode_markup(data, source.name, encoding=source.encoding, hint="cp1252")
        check_markup(decoded.text, source.name)
        if export := export_of_markup(decoded.text):
            source.read_as = decoded.encoding, decoded.confidence
            yield from documents_of_export(source, export)
            return
    yield Markup(
        source.name, data, path=source.path, member=source.member, mtime=source.mtime, sha256=sha256_hex(data),
        encoding=source.encoding,
    )  # fmt: skip


def looks_like_page(head: bytes) -> bool:
    """Return whether bytes begin like a page."""
    plain = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    return _BEGINNING.match(plain.lstrip(b"\xef\xbb\xbf\xff\xfe")) is not None


def _sniff(head: bytes) -> bool:
    return looks_like_page(head)


FORMAT = Format(name="HTML", suffixes=_SUFFIXES, sniff=_sniff, documents=_documents, is_known_by_name=True)
