"""The concordance: every hit of a search in its line of context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol, get_args, overload

from peaceindex.model.search import Results, Span

Order = Literal["left-3", "left-2", "left", "hit", "right", "right-2", "right-3", "outlet", "date"]
"""By which words, or by what else, lines are sorted: `right` from the first word right of the hit on, `right-2` from
the second on, then by the first."""
ORDERS: tuple[Order, ...] = get_args(Order)
LIMIT = 10_000
"""Lines of a concordance, unless more are asked for."""


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A hit with what stands left and right of it, cut between words.

    `left`, `hit` and `right` in a row are the text as it stands, with one space for all white space between words.
    """

    article_id: str
    title: str | None
    outlet: str | None
    date: str | None
    left: str
    hit: str
    right: str
    position: int
    """Where the hit begins in `Article.text`, in code points."""

    def as_record(self) -> dict[str, Any]:
        """The object that `concordance --json` prints for it."""
        return {name: getattr(self, name) for name in self.__slots__}


class ArticleText(NamedTuple):
    """The article that a hit stands in."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    text: str


class Place(NamedTuple):
    """Where a hit stands: from `start` to before `end` in the article's text, in code points."""

    article: ArticleText
    start: int
    end: int


class Context(Protocol):
    """Makes lines of hits and sorts them, which takes the index's division of text into words."""

    def line(self, place: Place, width: int) -> ConcordanceLine:
        """The line of a hit, with at most `width` characters on either side."""

    def sorted(self, places: Sequence[Place], order: Order, width: int) -> list[Place]:
        """The hits in an order that looks at no more than `width` characters on either side."""

    def sorting_word(self, line: ConcordanceLine, order: Order) -> tuple[Literal["left", "hit", "right"], Span] | None:
        """Where the word stands by which an order sorts a line first: the part of the line, and the span in it.

        None where there is no such word, or the order goes by no word.
        """


class Concordance(Sequence[ConcordanceLine]):
    """The lines, each made when it is read.

    `results` is the search behind it. `complete` says whether all hits are
    among the lines, or only as many as were asked for; `total` is the number of
    all hits then too, None where it cannot be told without reading everything;
    `articles` the number of articles that the lines are from. Hits are those in
    the text of articles, not in titles.
    """

    def __init__(
        self,
        results: Results,
        places: Sequence[Place],
        context: Context,
        order: Order,
        width: int,
        total: int | None,
        complete: bool,
    ) -> None:
        self.results = results
        self.order = order
        self.total = total
        self.complete = complete
        self.articles = len({place.article.id for place in places})
        self._context = context
        self._places = context.sorted(places, order, width)
        self._width = width

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, number: int) -> ConcordanceLine: ...
    @overload
    def __getitem__(self, number: slice) -> list[ConcordanceLine]: ...
    def __getitem__(self, number: int | slice) -> ConcordanceLine | list[ConcordanceLine]:
        if isinstance(number, slice):
            return [self._context.line(place, self._width) for place in self._places[number]]
        return self._context.line(self._places[number], self._width)

    def line(self, number: int, width: int) -> ConcordanceLine:
        """The line of this number, with at most `width` characters on either side."""
        return self._context.line(self._places[number], width)

    def find(self, line: ConcordanceLine) -> int | None:
        """The number that the hit of a line has here; None if it is not among these."""
        wanted = (line.article_id, line.position)
        return next((n for n, place in enumerate(self._places) if (place.article.id, place.start) == wanted), None)

    def sorted_by(self, order: Order) -> Concordance:
        """The same lines in another order."""
        return Concordance(self.results, self._places, self._context, order, self._width, self.total, self.complete)

    def sorting_word(self, line: ConcordanceLine) -> tuple[Literal["left", "hit", "right"], Span] | None:
        """Where the word stands by which a line is sorted first, as `Context.sorting_word` has it."""
        return self._context.sorting_word(line, self.order)
