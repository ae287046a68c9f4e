"""Searches that a person saves under a name to see what is new, and the log of searches and their results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from peaceindex.model.search import Request

if TYPE_CHECKING:
    from collections.abc import Mapping


class SavedSearch(msgspec.Struct, frozen=True):
    """A search under a name. `made` and `seen` are ISO 8601 in UTC; `seen` is when its hits were last marked so."""

    name: str
    request: Request
    made: str
    seen: str
    known: bytes | None = None
    """The packed ids of those of its hits that are not new. None if an older version saved it: those added until
    `seen`."""

    def as_record(self) -> dict[str, Any]:
        """Return the object that `searches --json` prints for this search, without its counts."""
        return {"name": self.name, "request": self.request.as_record(), "made": self.made, "seen": self.seen}


class HitCounts(msgspec.Struct, frozen=True):
    """The number of hits of a saved search, and the number of those that are new."""

    total: int
    new: int
    refusal: str = ""
    """Why the query of the search cannot be answered; empty if it can. The other values are then 0."""

    def as_record(self) -> dict[str, Any]:
        """Return the counts that `searches --json` prints; `refusal` only if there is one."""
        counts = {"total": self.total, "new": self.new}
        return counts | {"refusal": self.refusal} if self.refusal else counts


class LoggedSearch(msgspec.Struct, frozen=True):
    """A search as it was made: the request, the time, the number of hits, and the state of the library."""

    number: int
    made: str
    """When, in ISO 8601, UTC."""
    request: Request
    total: int
    also_matching: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """The other spellings and forms that were searched, by word."""
    articles: int = 0
    """The number of articles in the library at that time."""
    newest: str | None = None
    """The date of the newest of them, `YYYY-MM-DD`."""
    added: str | None = None
    """When the last of them was added, in ISO 8601, UTC."""
    index_format: int = 0
    """The version of the search index. It changes when the meaning of a search changes."""

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON."""
        return {
            "number": self.number,
            "made": self.made,
            **self.request.as_record(),
            "total": self.total,
            "also_matching": {word: list(forms) for word, forms in self.also_matching.items()},
            "library": {
                "articles": self.articles,
                "newest": self.newest,
                "last_added": self.added,
                "index_format": self.index_format,
            },
        }


def request_from_record(record: Mapping[str, Any]) -> Request:
    """Return the request that `Request.as_record` described. Fields that this version does not know are ignored."""
    import msgspec

    try:
        return msgspec.convert(dict(record), Request)
    except msgspec.ValidationError:
        return Request(text=str(record.get("text", "")))
