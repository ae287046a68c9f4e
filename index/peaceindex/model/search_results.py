"""The results of a search, and what a screen shows beside them: frozen values for use in any layer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex.model.article import Provenance
    from peaceindex.model.facets import CopyCounts, Facets
    from peaceindex.model.search import Request, Span


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that the user may have meant by one that found nothing, and its number of hits."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A less strict version of a request that found nothing, and its number of hits."""

    what: str
    """What it leaves out or changes, in plain words: `without date:2025-05`, `in any outlet`."""
    request: Request
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """All hits of a search, in order, as row numbers of articles with their scores. Rows become hits on demand."""

    request: Request
    total: int
    articles: int
    """The number of articles in the library."""
    took_ms: float
    rows: Sequence[int]
    scores: Sequence[float]
    facets: Facets
    also_matching: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each query word that was expanded: the other spellings and forms that were also searched."""
    hint: str = ""
    """What is odd about the query (an unknown field, a lone bracket), in plain words; empty if nothing is."""
    refusal: str = ""
    """Why the query, if it is finished, cannot be answered (an impossible date, an open phrase), and how to write it,
    in plain words; empty if it can. The hits of a refused query are those of what it means so far."""
    suggestions: tuple[Suggestion, ...] = ()
    """If nothing was found: queries with known words in place of unknown ones, most likely first."""
    relaxations: tuple[Relaxation, ...] = ()
    """If nothing was found: less strict requests that find something."""
    new: int = 0
    """How many of the hits are new in the saved search of `request.view`: the first ones."""


CompletionKind = Literal["field", "outlet", "tag", "label", "date", "state", "name", "word"]


@dataclass(frozen=True, slots=True)
class Completion:
    """A possible completion of a query that is being typed."""

    shown: str
    """The field name, outlet, tag, date, name or word."""
    kind: CompletionKind
    count: int
    """The number of articles that have it; 0 for field names and states, which are not counted."""
    text: str
    """The whole query with the completion."""
    cursor: int
    """Where the cursor stands afterwards, in code points."""
    start: int = 0
    """Where the word that is completed begins in the query, including a quotation mark before it."""


class Snippet(msgspec.Struct, frozen=True, gc=False):
    """A stretch of an article around its hits, and where the hits stand in it."""

    text: str
    marks: tuple[Span, ...] = ()


class Hit(msgspec.Struct, frozen=True, gc=False):
    """One row of a result list. As a frozen dataclass it would take a tenth of the time in which a row is made."""

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
    """The number of bookmarked passages in the article."""
    story_size: int = 1
    """The number of articles in its story, including itself."""
    story_outlets: int = 1
    """The number of outlets in its story: "in 3 outlets"."""
    story: str = ""
    """The least id among the articles of its story, which is the same for all of them; its own id if it is alone."""
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    added: str = ""
    """When it was added to the library, in ISO 8601, UTC."""
    new: bool = False
    """Whether it is new in the saved search of the request. Opening its article makes it old."""
    mine: tuple[str, ...] = ()
    """The user's own tags on the article."""
    starred: bool = False
    later: bool = False
    """Whether it is to be read later."""

    def as_record(self) -> dict[str, Any]:
        """Return the object that `search --json` prints for this hit. `marks` are the positions of hits in `snippet`.

        `story` is None if no other article belongs to the same story.
        """
        return {
            "id": self.id,
            "title": self.title,
            "outlet": self.outlet,
            "date": self.date,
            "published": self.published,
            "added": self.added,
            "authors": list(self.authors),
            "url": self.url,
            "tags": list(self.tags),
            "topics": list(self.topics),
            "score": self.score,
            "snippet": self.snippet.text,
            "marks": [list(m) for m in self.snippet.marks],
            "new": self.new,
            "mine": list(self.mine),
            "read": self.read,
            "starred": self.starred,
            "later": self.later,
            "story": {"articles": self.story_size, "outlets": self.story_outlets} if self.story_size > 1 else None,
        }


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answer to a search request that a screen needs at once: what was found, and one page of its rows."""

    results: Results
    """All hits, one for each article."""
    rows: Results
    """The hits that have a row: all of them, or one for each story."""
    copies: CopyCounts
    start: int
    """The index of the first row of the page."""
    hits: Sequence[Hit]
    """The rows of the page, with snippets."""
    index: int | None = None
    """The row of the article that was asked for; None if there was none, or if it is not among the rows."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Where the words of a search stand in one article: in its title and in its `text`, in order of position."""

    title: tuple[Span, ...] = ()
    text: tuple[Span, ...] = ()
