"""Annotations of Hypothesis: what its API answers (`rows`), and what its sidebar exports (`annotations`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peaceindex.model.imported_passage import ImportedPassage
from peacereader.imports.selectors import text_quote
from peacereader.imports.values import WrongValueError, objects, text, texts

if TYPE_CHECKING:
    from collections.abc import Mapping


def passage(row: Mapping[str, Any]) -> ImportedPassage:
    """Return the passage of an annotation. Raise WrongValueError if it has no quote, or a value of another kind."""
    if row.get("references"):
        raise WrongValueError("it is a reply to another annotation, without a quote of its own")
    quote = next((found for target in objects(row.get("target")) if (found := text_quote(target))), None)
    if quote is None:
        raise WrongValueError("it is a note on a whole page, without a quote")
    document = row.get("document")
    titles = texts(document, "title") if isinstance(document, dict) else ()
    return ImportedPassage(
        quote=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        origin=f"hypothesis {id}" if (id := text(row, "id")) else "",
        note=text(row, "text"),
        labels=texts(row, "tags"),
        created=text(row, "created"),
        title=next(iter(titles), None),
        url=text(row, "uri"),
        user=text(row, "user").removeprefix("acct:"),
    )
