"""Search requests: frozen values for use in any layer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Sort = Literal["relevance", "newest", "oldest", "added"]
"""`newest` and `oldest` are by date; `added` has the article that was added last first."""
FACETS = ("outlets", "dates", "tags", "languages", "authors", "labels", "states")
"""The facets of a search, by the names of their selections in a `Request`."""
FURTHER_FACETS = frozenset(FACETS[3:])
"""The facets that are counted only when a request asks for it, or has ticks in them."""
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

    The selections of the sidebar are in the fields that `FACETS` names. Date
    values are `YYYY-MM` (`YYYY` for a whole year, `YYYY-MM-DD` for a day), or a
    range of two such dates, both included: `2025-05..2025-06`. Tag values are
    tags or topics, languages are codes of ISO 639-1, labels are those of passages
    (with all below them in the codebook), and states are those of
    `query_language.COUNTED_STATES`. The value "" in a selection means "not known"
    or "none". `exact` switches off spelling variants and word families. `days_of`
    are months `YYYY-MM` whose days are also to be counted, and `counted` the names
    of `FURTHER_FACETS` to count. `view` says that this is a saved
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
    languages: Selection = Selection()
    authors: Selection = Selection()
    labels: Selection = Selection()
    states: Selection = Selection()
    counted: frozenset[str] = frozenset()

    @property
    def selections(self) -> Mapping[str, Selection]:
        """The selection of each facet of `FACETS`."""
        return {facet: getattr(self, facet) for facet in FACETS}

    @property
    def counts_own_work(self) -> bool:
        """Whether the user's own work is counted; not if a tick would take articles away as they are read."""
        return bool({"labels", "states"} & self.counted) and not self.states

    def with_selections(self, selections: Mapping[str, Selection]) -> Request:
        """Return the request with these selections in place of its own, by the names of `FACETS`."""
        values: dict[str, Any] = dict(selections)
        return replace(self, **values)

    def bare(self) -> Request:
        """Return the request without `days_of`, `counted` and `view`, which change no hit and no order of hits seen."""
        return replace(self, days_of=frozenset(), counted=frozenset(), view=None)

    def as_record(self) -> dict[str, Any]:
        """Return the request for JSON, so that it can be repeated. `days_of`, `counted` and `view` are left out."""
        record: dict[str, Any] = {"text": self.text, "sort": self.sort, "exact": self.exact}
        return record | {facet: selection.as_record() for facet, selection in self.selections.items()}
