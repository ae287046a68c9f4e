"""A passage as plain text for the clipboard: the exact words, then what a reader needs to find them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader import wording

if TYPE_CHECKING:
    from peacereader.exports.citation import Citation


def plain_quotation(citation: Citation) -> str:
    """Return the quotations, then their source on a line."""
    return f"{quoted_words(citation)}— {source_line(citation)}\n"


def source_line(citation: Citation) -> str:
    """Return authors, title, outlet, date, address and article id, and what is said on request.

    It says of title, outlet and date when they are not known; they are never just left out. A space or the end of the
    line follows each address, so that it can be clicked and copied.
    """
    facts = [
        wording.join_words(citation.authors),
        citation.title or wording.TITLE_NOT_KNOWN,
        citation.outlet or wording.OUTLET_NOT_KNOWN,
        wording.long_date(citation.date),
    ]
    about = [f"article {citation.article_id}" if citation.article_id else "", *_retrieval(citation)]
    known = "; ".join(filter(None, about))
    parts = [
        *(_stopped(fact) for fact in facts if fact),
        citation.url or (f"source: {citation.source}" if citation.source else ""),
        f"({known})" if known else "",
        _archived_copy(citation),
    ]
    return " ".join(filter(None, parts))


def wanted_facts(citation: Citation) -> list[str]:
    """Return what is said of the source on request: when it was retrieved, its SHA-256, its archived copy."""
    return [*_retrieval(citation), _archived_copy(citation)]


def _retrieval(citation: Citation) -> list[str]:
    sha256 = citation.wanted_sha256
    return [
        f"retrieved {wording.long_date(citation.retrieved)}" if citation.wanted_retrieved_parts else "",
        f"SHA-256 of the source: {sha256}" if sha256 else "",
    ]


def _archived_copy(citation: Citation) -> str:
    archived = citation.wanted_archive_url
    return f"archived copy, if there is one: {archived}" if archived else ""


def _stopped(fact: str) -> str:
    """Return a fact that ends as a sentence does."""
    return fact if fact.rstrip("’”\"'»)")[-1:] in tuple(".!?。！？…؟") else f"{fact}."


def quoted_words(citation: Citation) -> str:
    """Return the exact words of the quotations, each with an empty line after it."""
    return "".join(f"{one.quote}\n\n" for one in citation.quotations)
