"""RIS: the references of a reference manager or a database. Each with an abstract or a note is an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.sources import ris
from peaceindex.sources.record_documents import documents_of
from peaceindex.sources.registry import Format, SourceItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.source import Source


def _documents(source: Source) -> Iterator[SourceItem]:
    yield from documents_of(source, ris.items(source))


FORMAT = Format(name="RIS", suffixes=(".ris",), sniff=ris.looks_like_ris, documents=_documents)
