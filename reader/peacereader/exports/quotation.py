"""A passage as plain text for the clipboard: the exact words, then all that a reader needs to find them again."""

from __future__ import annotations

from collections.abc import Sequence

from peaceindex.model.article import Article
from peaceindex.model.passage import Passage
from peaceindex.model.search import Span
from peacereader import wording


def passage_quotation(passage: Passage) -> str:
    """A bookmarked passage with authors, title, outlet, date, address and article id, as when it was bookmarked."""
    return _quotation(
        passage.quote, passage.authors, passage.title, passage.outlet, passage.date, passage.url, passage.source,
        passage.article_id,
    )  # fmt: skip


def article_quotation(article: Article, span: Span) -> str:
    """The stretch `span` of an article's text with authors, title, outlet, date, address and article id.

    A title that cleaning derived is no title to cite, so it is said that there is none.
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
    """What is not known is said to be so; nothing is left out in silence."""
    facts = [
        wording.listed(authors),
        title or wording.TITLE_NOT_KNOWN,
        outlet or wording.OUTLET_NOT_KNOWN,
        wording.spoken_date(date),
        url or f"source: {source}",
        f"article {article_id}",
    ]
    return f"{quote}\n\n— {'. '.join(fact.rstrip('.') for fact in facts if fact)}.\n"
