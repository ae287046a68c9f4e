"""A passage as plain text for the clipboard: the exact words, then what a reader needs to find them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader import wording

if TYPE_CHECKING:
    from peacereader.exports.citation import Citation


def plain_quotation(citation: Citation) -> str:
    """Return the quotations with authors, title, outlet, date, address and article id.

    It says of title, outlet and date when they are not known; they are never just left out.
    """
    facts = [
        wording.join_words(citation.authors),
        citation.title or wording.TITLE_NOT_KNOWN,
        citation.outlet or wording.OUTLET_NOT_KNOWN,
        wording.long_date(citation.date),
        citation.url or f"source: {citation.source}",
        f"article {citation.article_id}" if citation.article_id else "",  # of a page that is not in the library
    ]
    return f"{quoted_words(citation)}— {'. '.join(fact.rstrip('.') for fact in facts if fact)}.\n"


def quoted_words(citation: Citation) -> str:
    """Return the exact words of the quotations, each with an empty line after it."""
    return "".join(f"{one.quote}\n\n" for one in citation.quotations)
