"""The passage: a bookmarked stretch of an article's text, and how certain its current position is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from peaceindex.model.additions import Removal
    from peaceindex.model.event import Event

Anchoring = Literal["exact", "moved", "uncertain", "lost"]
"""exact: the same text at the same position; moved: the same words elsewhere in the article; uncertain: very similar
words; lost: no longer found in the article, or the article is gone. The quote itself is always kept."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage, with everything that a quotation needs even if the article is gone.

    `quote` is the exact text. `prefix` and `suffix` are up to 64 characters
    before and after it. `start` and `end` are code points in `Article.text`,
    whose SHA-256 was `text_hash` (selectors after the W3C Web Annotation Data
    Model, sections 4.2.4 and 4.2.5). Title, outlet, date, authors and url are
    those of the time of bookmarking, except for what the user has corrected
    since. `created` is ISO 8601 in UTC. `annotator` is the name of who made the
    passage, "" if it was not said. `event` is the event that it tells of.
    `removal` says whether the user removed its article, of which the passage is kept.
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
    annotator: str = ""
    event: Event | None = None
    anchoring: Anchoring = "exact"
    removal: Removal = ""

    def as_record(self) -> dict[str, Any]:
        """Return the object that `passages --json` prints for this passage."""
        record = {name: list(v) if isinstance(v := getattr(self, name), tuple) else v for name in self.__slots__}
        return record | {"event": self.event.as_record() if self.event else None}


@dataclass(frozen=True, slots=True)
class FoundPassages:
    """The passages that a query asks for, newest first.

    `hint` says in words what is unusual about the query, or "". `refusal` says why it cannot be answered if it is
    finished, or ""; `passages` are then those that the rest of it asks for, since it may be half typed.
    """

    passages: list[Passage]
    hint: str = ""
    refusal: str = ""
