"""Hits with what an export says of their articles, read from the library one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.exports.contents import ExportedHit
from peacereader.exports.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from peaceindex import Library
    from peaceindex.model.search_results import Hit


def exported_hits(library: Library, hits: Iterable[Hit], form: str, extras: Collection[str]) -> Iterator[ExportedHit]:
    """Yield each hit with its evidence, and what its format and `extras` ask for: its text, its passages.

    Pages of a folder have the article's passages, so that they say no less than those of an export of passages. An
    article that cannot be read has no text.
    """
    is_page = FORMATS[form].kind == "folder"
    for hit in hits:
        evidence = library.evidence([hit.id]).get(hit.id)
        passages = library.annotations.passages(article_id=hit.id) if is_page else ()
        yield ExportedHit(hit, evidence, _text(library, hit.id) if "text" in extras else "", passages)


def _text(library: Library, id: str) -> str:
    from peaceindex.errors import ArticleNotFoundError

    try:
        return library.article(id).text
    except ArticleNotFoundError:
        return ""
