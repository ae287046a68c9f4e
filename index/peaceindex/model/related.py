"""Articles that are related to another, and the names that stand in a text."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

NameKind = Literal["person", "place", "organisation", "weapon", "subject"]


class RelatedArticle(msgspec.Struct, frozen=True):
    """An article that tells of the same as another without repeating its copy."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    score: float
    """How much of what is telling in the other article it shares, from 0 to 1, less the further apart they are."""
    shared: tuple[str, ...]
    """The most telling words, names and tags that both have."""

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON."""
        return {
            "id": self.id,
            "title": self.title,
            "outlet": self.outlet,
            "date": self.date,
            "score": round(self.score, 3),
            "shared": list(self.shared),
        }


class NameMention(msgspec.Struct, frozen=True):
    """A name of a pack where it stands in a text, in code points."""

    name: str
    """The name as the pack has it, whatever its spelling in the text."""
    kind: NameKind
    start: int
    end: int
