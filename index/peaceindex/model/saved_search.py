"""Searches that a person keeps: saved under a name, to see what is new; and the log of what was asked, and found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from peaceindex.model.search import Request


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under a name. `made` and `seen` are times in ISO 8601, UTC; `seen` is when its hits were last seen."""

    name: str
    request: Request
    made: str
    seen: str

    def as_record(self) -> dict[str, Any]:
        """The object that `searches --json` prints for it, without its counts."""
        return {"name": self.name, "request": self.request.as_record(), "made": self.made, "seen": self.seen}


@dataclass(frozen=True, slots=True)
class News:
    """How many hits a saved search has, and how many of them were added since it was last seen."""

    total: int
    new: int


@dataclass(frozen=True, slots=True)
class LoggedSearch:
    """A search as it was made: what was asked and when, how many hits there were, and in which state of the library."""

    number: int
    made: str
    """When, in ISO 8601, UTC."""
    request: Request
    total: int
    also_matching: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The other spellings and forms that were searched, by word."""
    articles: int = 0
    """Articles in the library at that time."""
    newest: str | None = None
    """The date of the newest of them, `YYYY-MM-DD`."""
    added: str | None = None
    """When the last of them was added, in ISO 8601, UTC."""
    index_format: int = 0
    """The version of the search index, which changes when searching comes to mean something else."""

    def as_record(self) -> dict[str, Any]:
        """The object for JSON."""
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


def request_of(record: Mapping[str, Any]) -> Request:
    """The request that `Request.as_record` described; what this version does not know of it is passed over."""
    import msgspec

    try:
        return msgspec.convert(dict(record), Request)
    except msgspec.ValidationError:
        return Request(text=str(record.get("text", "")))
