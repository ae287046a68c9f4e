"""Hits with what an export says of their articles, read from the library one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.exports.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from peaceindex import Library
    from peaceindex.model.article import Article
    from peaceindex.model.search_results import Hit, Results
    from peacereader.exports.contents import ExportedHit, HitExport

_HITS_PER_PAGE = 100


def hits_of(library: Library, results: Results, start: int, stop: int) -> Iterator[Hit]:
    """Yield the hits `start` to `stop` (excluded). They are read in pages. Articles that are gone are left out."""
    for first in range(start, min(stop, results.total), _HITS_PER_PAGE):
        page = library.search.hits(results, first, min(stop, first + _HITS_PER_PAGE))
        yield from (hit for hit in page if hit.id)


def hit_of_article(library: Library, article: Article) -> Hit:
    """Return an article as a hit of no search: its lead stands for the snippet."""
    from peaceindex.model.search_results import Hit, Snippet

    story = library.stories.of(article.id)
    return Hit(
        article.id, article.title, article.outlet, article.date, article.tags, article.topics, 0.0,
        Snippet(article.lead or ""), title_provenance=article.provenance.get("title", "none"),
        story=min((member.article_id for member in story.members), default=article.id) if story else article.id,
        url=article.url, authors=article.authors, published=article.published, added=article.added,
    )  # fmt: skip


def exported_hits(library: Library, hits: Iterable[Hit], form: str, extras: Collection[str]) -> Iterator[ExportedHit]:
    """Yield each hit with its evidence, and what its format and `extras` ask for: its text, its passages.

    Pages of a folder have the article's passages, so that they say no less than those of an export of passages; a
    project has passages and text. An article that cannot be read has no text.
    """
    from peacereader.exports.contents import ExportedHit

    is_project = FORMATS[form].codebook == "with passages"
    has_passages = is_project or FORMATS[form].kind == "folder"
    has_text = is_project or "text" in extras
    for hit in hits:
        evidence = library.evidence([hit.id]).get(hit.id)
        passages = library.annotations.passages(article_id=hit.id) if has_passages else ()
        yield ExportedHit(hit, evidence, _text(library, hit.id) if has_text else "", passages)


def hit_export(
    library: Library, hits: Iterable[Hit], form: str, extras: Collection[str]
) -> tuple[HitExport, tuple[str, ...]]:
    """Return hits as an export in a format, and what is wrong with the codebook if it belongs to it."""
    from peacereader.exports.contents import HitExport

    book = library.annotations.coding.codebook() if FORMATS[form].codebook else None
    codes, problems = (book.codes, book.problems) if book else ((), ())
    return HitExport(exported_hits(library, hits, form, extras), frozenset(extras), codes), problems


def _text(library: Library, id: str) -> str:
    from peaceindex.errors import ArticleNotFoundError

    try:
        return library.article(id).text
    except ArticleNotFoundError:
        return ""
