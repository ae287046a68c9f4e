"""What `passages --json` prints, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peaceindex.model.imported_passage import ImportedPassage
from peacereader.imports.values import WrongValueError, event, number, text, texts

if TYPE_CHECKING:
    from collections.abc import Mapping


def passage(record: Mapping[str, Any]) -> ImportedPassage:
    """Return the passage of an object. Raise WrongValueError if it has no quote, or a value of another kind."""
    quote = text(record, "quote")
    if not quote.strip():
        raise WrongValueError("it has no quote")
    evidence = record.get("evidence")
    return ImportedPassage(
        quote=quote,
        id=text(record, "id"),
        article_id=text(record, "article_id"),
        prefix=text(record, "prefix"),
        suffix=text(record, "suffix"),
        start=number(record, "start"),
        end=number(record, "end"),
        text_hash=text(record, "text_hash"),
        source_hash=text(evidence, "sha256") if isinstance(evidence, dict) else "",
        note=text(record, "note"),
        labels=texts(record, "labels"),
        created=text(record, "created"),
        title=text(record, "title"),
        outlet=text(record, "outlet"),
        date=text(record, "date"),
        authors=texts(record, "authors"),
        url=text(record, "url"),
        source=text(record, "source"),
        user=text(record, "annotator"),
        event=event(record, "event"),
    )
