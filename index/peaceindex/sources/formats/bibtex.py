"""BibTeX: the references of a reference manager. Each with an abstract or a note is an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.sources import bibtex
from peaceindex.sources.record_documents import documents_of
from peaceindex.sources.registry import Format, SourceItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.source import Source


def _documents(source: Source) -> Iterator[SourceItem]:
    yield from documents_of(source, bibtex.items(source))


FORMAT = Format(
    name="BibTeX",
    suffixes=(".bib", ".bibtex"),
    sniff=bibtex.looks_like_bibtex,
    documents=_documents,
    is_known_by_name=True,
)
