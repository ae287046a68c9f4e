"""Search requests: frozen values for use in any layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    pass

Sort = Literal["relevance", "newest", "oldest", "added"]
"""`newest` and `oldest` are by date; `added` has the article that was added last first."""
Span = tuple[int, int]
"""The start and end of a stretch of text, in code points."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a user ticked in one facet: any value of `include` (if it has any), and none of `exclude`."""

    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.include or self.exclude)

    def as_record(self) -> dict[str, list[str]]:
        """Return the values in alphabetical order, for JSON."""
        return {"include": sorted(self.include), "exclude": sorted(self.exclude)}


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved search that the user looks at: its `name`, and `since` when, in ISO 8601, UTC.

    What was opened since then stays among the new hits, so that a list keeps its order while it is read.
    """

    name: str
    since: str


@dataclass(frozen=True, slots=True)
class Request:
    """A search request. `text` is in the query syntax; an empty text matches every article.

    `outlets`, `dates` and `tags` are the selections of the sidebar. Date values
    are `YYYY-MM` (`YYYY` for a whole year, `YYYY-MM-DD` for a day). Tag values
    are tags or topics. The value "" in a selection means "not known". `exact`
    switches off spelling variants and word families. `days_of` are months
    `YYYY-MM` whose days are also to be counted. `view` says that this is a saved
    search, or a part of it: its new hits then come first, and `is:new` means
    these. Without it, `is:new` means what is new in any saved search.
    """

    text: str = ""
    sort: Sort = "relevance"
    exact: bool = False
    outlets: Selection = Selection()
    dates: Selection = Selection()
    tags: Selection = Selection()
    days_of: frozenset[str] = frozenset()
    view: SavedView | None = None

    def as_record(self) -> dict[str, Any]:
        """Return the request for JSON, so that it can be repeated. `days_of` and `view` are left out."""
        record: dict[str, Any] = {"text": self.text, "sort": self.sort, "exact": self.exact}
        return record | {name: getattr(self, name).as_record() for name in ("outlets", "dates", "tags")}
