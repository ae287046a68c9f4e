"""Articles as CSL-JSON, the data of the Citation Style Language, which Zotero, pandoc and citeproc read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peacereader.output import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from peacereader.exports.author_names import AuthorName
    from peacereader.exports.citation import Citation, Quotation


def csl_json(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield a JSON array, with an object for each article."""
    yield "["
    before = ""
    for citation in citations:
        if before:
            yield f"{before},"
        before = to_json(csl_item(citation))
    if before:
        yield before
    yield "]"


def csl_item(citation: Citation) -> dict[str, Any]:
    """Return the object of an article. The quotations are in `annote` for people, and in `custom` for programs."""
    names, others = citation.names
    evidence = citation.evidence
    known: dict[str, Any] = {
        "id": citation.key,
        "type": "article-newspaper" if citation.outlet else "webpage" if citation.url else "document",
        "title": citation.title,
        "container-title": citation.outlet,
        "author": [_name(name) for name in names] + ([{"literal": "et al."}] if others else []),
        "issued": _date(citation.date_parts),
        "accessed": _date(citation.retrieved_parts),
        "URL": citation.url,
        "language": citation.language,
        "keyword": ", ".join(citation.keywords),
        "annote": "\n\n".join(citation.comments),
        "note": "\n".join(citation.notes),
        "custom": {
            "article_id": citation.article_id,
            **({"source": citation.source} if citation.source else {}),
            **({"evidence": record} if (record := evidence.as_record(citation.url)) else {}),
            "quotations": list(map(_quotation, citation.quotations)),
        },
    }
    return {name: value for name, value in known.items() if value}


def _quotation(one: Quotation) -> dict[str, Any]:
    record = {"quote": one.quote, "note": one.note, "labels": list(one.labels)}
    event = {"event": one.event.as_record()} if one.event else {}
    return record | event | ({"annotator": one.annotator} if one.annotator else {})


def _name(name: AuthorName) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {kind: value for kind, value in parts.items() if value}


def _date(parts: tuple[int, ...]) -> dict[str, list[list[int]]]:
    return {"date-parts": [list(parts)]} if parts else {}
