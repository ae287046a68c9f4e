"""A passage as plain text for the clipboard: the exact words, then what a reader needs to find them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Span


def passage_quotation(passage: Passage) -> str:
    """Return a bookmarked passage with authors, title, outlet, date, address and article id as of its bookmarking."""
    return _quotation(
        passage.quote, passage.authors, passage.title, passage.outlet, passage.date, passage.url, passage.source,
        passage.article_id,
    )  # fmt: skip


def article_quotation(article: Article, span: Span) -> str:
    """Return the part `span` of an article's text with authors, title, outlet, date, address and article id.

    A title that cleaning derived is not one to cite, so the quotation says that the title is not known.
    """
    return _quotation(
        article.text[span[0] : span[1]], article.authors,
        None if article.provenance.get("title") == "derived" else article.title,
        article.outlet, article.date, article.url, article.source, article.id,
    )  # fmt: skip


def _quotation(
    quote: str, authors: Sequence[str], title: str | None, outlet: str | None, date: str | None, url: str | None,
    source: str, article_id: str,
) -> str:  # fmt: skip
    """Return the quotation. It says of title, outlet and date when they are not known; they are never just left out."""
    facts = [
        wording.join_words(authors),
        title or wording.TITLE_NOT_KNOWN,
        outlet or wording.OUTLET_NOT_KNOWN,
        wording.long_date(date),
        url or f"source: {source}",
        f"article {article_id}" if article_id else "",  # a passage of a page that is not in the library has none
    ]
    return f"{quote}\n\n— {'. '.join(fact.rstrip('.') for fact in facts if fact)}.\n"
