"""Excel workbooks: each sheet is a table."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from peaceindex.errors import NoSourceError, SourceError
from peaceindex.sources.bounds import MemberNames
from peaceindex.sources.registry import Format, SourceItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.source import Source

_BEGINNINGS = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/", b"mimetype")


def _documents(source: Source) -> Iterator[SourceItem]:
    """Yield the documents of all sheets. A sheet without articles counts only if no sheet holds any."""
    from peaceindex.sources.decompression import seekable_stream
    from peaceindex.sources.tables.documents import TABLES, documents_of_table
    from peaceindex.sources.tables.workbook import Workbook

    with closing(Workbook(seekable_stream(source), source.shown)) as workbook:
        names = MemberNames(source.shown)
        others: list[NoSourceError] = []
        is_read = False
        for sheet in workbook.sheets:
            place = source
            if len(workbook.sheets) > 1:
                name, member = source.within(sheet.name)
                place = replace(source, name=name, member=member)
            try:
                for found in documents_of_table(place, workbook.rows(sheet), names):
                    is_read = is_read or isinstance(found, NoSourceError) or not isinstance(found, SourceError)
                    yield found
            except NoSourceError as error:
                others.append(error)
            except SourceError as error:
                yield error
        if is_read:
            return
        if not others:
            raise NoSourceError(f"{source.shown} is a workbook without rows.", "Leave it out.", TABLES)
        if len(others) == 1:
            raise others[0]
        what = " ".join(error.what for error in others[:5])
        raise NoSourceError(what, others[0].advice, TABLES)


def _sniff(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and head[30:80].startswith(_BEGINNINGS) and b"xl/" in head


FORMAT = Format(
    name="Excel workbook", suffixes=(".xlsx", ".xlsm"), sniff=_sniff, documents=_documents, is_known_by_name=True
)
