"""Articles for tests of the reader: a few facts in plain words, from outlets that do not exist."""

from __future__ import annotations

from typing import Any

from peaceindex.model.article import Article, Provenance

PARAGRAPHS = (
    "Delegations met in Istanbul on Monday. They spoke for an hour. A ceasefire was not agreed.",
    "“We came to listen,” a member of one delegation said. “We will come again.”",
    "• Lists of names were exchanged.",
    "• Another round was promised.",
    "Families waited outside for news of the prisoner swap.",
)


def article(**changed: Any) -> Article:
    """An article whose fields are known, with those that are given changed."""
    provenance: dict[str, Provenance] = {"title": "stated", "outlet": "found", "date": "stated", "authors": "found"}
    fields: dict[str, Any] = {
        "source": "/pages/one.txt",
        "id": "0123456789ab",
        "title": "Talks end without a ceasefire",
        "outlet": "Harbour Dispatch",
        "date": "2025-06-02",
        "published": None,
        "modified": None,
        "authors": ("Ada Stone",),
        "tags": ("peace talks",),
        "topics": ("Istanbul",),
        "url": "https://harbourdispatch.example/talks",
        "language": "en",
        "lead": PARAGRAPHS[0],
        "paragraphs": PARAGRAPHS,
        "cuts": (),
        "provenance": provenance,
    }
    return Article(**(fields | changed))
