"""The passage: a bookmarked stretch of an article's text, and how surely it stands where it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Anchoring = Literal["exact", "moved", "uncertain", "lost"]
"""exact: the same text at the same place; moved: the same words elsewhere in the article; uncertain: words much
like it; lost: nowhere in the article any more, or the article is gone. The quote itself is always kept."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage, with all that a quotation needs even if the article were gone.

    `quote` is the exact text; `prefix` and `suffix` are up to 64 characters
    before and after it; `start` and `end` count code points in `Article.text`,
    whose SHA-256 was `text_hash` (selectors after the W3C Web Annotation Data
    Model, sections 4.2.4 and 4.2.5). Title, outlet, date, authors and url are
    those of the time when it was bookmarked, but for what the user has corrected
    since. `created` is ISO 8601 in UTC.
    """

    id: str
    article_id: str
    quote: str
    prefix: str
    suffix: str
    start: int
    end: int
    text_hash: str
    note: str
    labels: tuple[str, ...]
    created: str
    title: str | None
    outlet: str | None
    date: str | None
    authors: tuple[str, ...]
    url: str | None
    source: str
    anchoring: Anchoring = "exact"

    def as_record(self) -> dict[str, Any]:
        """The object that `passages --json` prints for it."""
        return {name: list(v) if isinstance(v := getattr(self, name), tuple) else v for name in self.__slots__}
