"""Documents in RTF: an export of a database that was saved as one, or one article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from peaceindex.errors import SourceError
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.sources.rtf.reader import RtfReader
from peaceindex.sources.text_documents.documents import documents_of_blocks
from peaceindex.sources.text_documents.properties import Properties, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.source import Source

_MAX_BYTES: Final = 64 * 1024 * 1024
"""The size of a document in bytes. Pictures in RTF take two bytes for each of theirs."""
_MARK: Final = b"{\\rtf"


def _documents(source: Source) -> Iterator[SourceItem]:
    stream = source.full_stream
    data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise SourceError(
            f"{source.shown} is larger than {_MAX_BYTES // 1024 // 1024} MB.",
            "Save it without pictures, or split it up.",
        )
    text = data[data.find(_MARK) :].decode("latin-1")
    del data
    reader = RtfReader(text, source.shown)
    yield from documents_of_blocks(source, reader.blocks(), lambda: Properties(reader.title, names_in(reader.author)))
    if reader.is_cut_off:
        yield SourceError(
            f"{source.shown} is cut off: it ends in the middle.", "Fetch it again. What is there is read."
        )


FORMAT = Format(
    name="RTF document",
    suffixes=(".rtf",),
    sniff=lambda head: head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(_MARK),
    documents=_documents,
)
