"""What is asked of the search and what it answers: frozen values that any layer may hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from peaceindex.model.article import Provenance

Sort = Literal["relevance", "newest", "oldest"]
Span = tuple[int, int]
"""Start and end of a stretch of text, in code points."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a user ticked in one facet: any of `include` (if there are any), none of `exclude`."""

    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.include or self.exclude)

    def as_record(self) -> dict[str, list[str]]:
        """The values in alphabetical order, for JSON."""
        return {"include": sorted(self.include), "exclude": sorted(self.exclude)}


@dataclass(frozen=True, slots=True)
class Request:
    """A search. `text` is in the query syntax; an empty text means every article.

    `outlets`, `dates` and `tags` are the ticks of the sidebar: date values are
    `YYYY-MM` (`YYYY` for a whole year, `YYYY-MM-DD` for a day), tag values are
    tags or topics. The value "" in a selection stands for "not known". `exact`
    switches spelling variants and word families off. `days_of` are months `YYYY-MM` whose days
    are to be counted too.
    """

    text: str = ""
    sort: Sort = "relevance"
    exact: bool = False
    outlets: Selection = Selection()
    dates: Selection = Selection()
    tags: Selection = Selection()
    days_of: frozenset[str] = frozenset()

    def as_record(self) -> dict[str, Any]:
        """What is asked for, for JSON, so that it can be asked again; not which days are to be counted."""
        record: dict[str, Any] = {"text": self.text, "sort": self.sort, "exact": self.exact}
        return record | {name: getattr(self, name).as_record() for name in ("outlets", "dates", "tags")}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and the number of hits that have it. The value "" stands for "not known"."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over all hits, not the first page alone.

    Outlets and tags come most frequent first, then by name; dates are months
    `YYYY-MM` in order of time, "" last. Each facet is counted over the hits
    that the query and the *other* facets' selections leave, so that further
    values of the same facet can be ticked.
    """

    outlets: Sequence[FacetValue] = ()
    dates: Sequence[FacetValue] = ()
    tags: Sequence[FacetValue] = ()
    days: Sequence[FacetValue] = ()
    """Days `YYYY-MM-DD` in order of time: of all hits where they span two months at most, else of the months that
    the request names."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query text that may have been meant by one that found nothing, and how many hits it has."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A request that asks for less than one that found nothing, and how many hits it has."""

    what: str
    """What it does without, or with, in plain words: `without date:2025-05`, `in any outlet`."""
    request: Request
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """All hits of a search, in order, as article row numbers with their scores; rows become hits on demand."""

    request: Request
    total: int
    articles: int
    """Articles in the library."""
    took_ms: float
    rows: Sequence[int]
    scores: Sequence[float]
    facets: Facets
    also_matching: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each query word that was widened: the other spellings and forms that were searched too."""
    hint: str = ""
    """What is odd about the query (an unknown field, a lone bracket), in plain words; empty if nothing is."""
    suggestions: tuple[Suggestion, ...] = ()
    """If nothing was found: texts with words that are there in the place of unknown ones, the likeliest first."""
    relaxations: tuple[Relaxation, ...] = ()
    """If nothing was found: requests that ask for less and find something."""


@dataclass(frozen=True, slots=True)
class Copies:
    """How many hits of a search tell the same copy as another one of them: hits less copies are stories.

    `total` is for all hits, the others are by the value of a facet, over the hits that the facet counts (months
    `YYYY-MM`); a value whose hits are all stories of their own is left out.
    """

    total: int = 0
    outlets: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)


CompletionKind = Literal["field", "outlet", "tag", "date", "state", "name", "word"]


@dataclass(frozen=True, slots=True)
class Completion:
    """How a query that is being typed may go on."""

    shown: str
    """The field name, outlet, tag, date, name or word."""
    kind: CompletionKind
    count: int
    """In how many articles it is; 0 for field names and states, which are not counted."""
    text: str
    """The whole query with it."""
    cursor: int
    """Where the cursor then stands, in code points."""
    start: int = 0
    """Where in the query the word begins that is completed, a quotation mark before it included."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of an article around its hits, and where in it the hits stand."""

    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One row of a result list."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    tags: tuple[str, ...]
    topics: tuple[str, ...]
    score: float
    snippet: Snippet
    title_marks: tuple[Span, ...] = ()
    title_provenance: Provenance = "stated"
    read: bool = False
    passages: int = 0
    """How many passages of it are bookmarked."""
    story_size: int = 1
    """How many articles of the library tell the same copy, itself included."""
    story_outlets: int = 1
    """In how many outlets they stand: "in 3 outlets"."""

    def as_record(self) -> dict[str, Any]:
        """The object that `search --json` prints for it; `marks` are the hits' places in `snippet`.

        `story` is None where no other article tells the same copy.
        """
        return {
            "id": self.id,
            "title": self.title,
            "outlet": self.outlet,
            "date": self.date,
            "tags": list(self.tags),
            "topics": list(self.topics),
            "score": self.score,
            "snippet": self.snippet.text,
            "marks": [list(m) for m in self.snippet.marks],
            "story": {"articles": self.story_size, "outlets": self.story_outlets} if self.story_size > 1 else None,
        }


@dataclass(frozen=True, slots=True)
class Matches:
    """Where the words of a search stand in one article: in its title and in its `text`, in order of place."""

    title: tuple[Span, ...] = ()
    text: tuple[Span, ...] = ()
