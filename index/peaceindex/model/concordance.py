"""The concordance: every hit of a search on a line of its own, with its context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, get_args, overload

if TYPE_CHECKING:
    from peaceindex.model.search import Span
    from peaceindex.model.search_results import Results

Order = Literal["left-3", "left-2", "left", "hit", "right", "right-2", "right-3", "outlet", "date"]
"""What the lines are sorted by. `right` sorts from the first word right of the hit onwards, `right-2` from the second
onwards and then by the first. `left` does the same to the left of the hit."""
ORDERS: tuple[Order, ...] = get_args(Order)
LIMIT = 10_000
"""The default limit on the number of lines in a concordance."""


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A hit with its left and right context, cut between words.

    `left`, `hit` and `right` joined together are the original text, with each run of white space as one space.
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
        """Return the object that `concordance --json` prints for this line."""
        return {name: getattr(self, name) for name in self.__slots__}


class ArticleText(NamedTuple):
    """The article that contains a hit."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    text: str


class HitPosition(NamedTuple):
    """The position of a hit: from `start` up to but excluding `end` in the text of the article, in code points."""

    article: ArticleText
    start: int
    end: int


class Context(Protocol):
    """Makes lines from hits and sorts them. It needs the tokenizer of the index for both."""

    def line(self, place: HitPosition, width: int) -> ConcordanceLine:
        """Return the line of a hit, with at most `width` characters on either side."""

    def sorted(self, places: Sequence[HitPosition], order: Order, width: int) -> list[HitPosition]:
        """Return the hits sorted by `order`, looking at no more than `width` characters on either side."""

    def sorting_word(self, line: ConcordanceLine, order: Order) -> tuple[Literal["left", "hit", "right"], Span] | None:
        """Return where the word stands that an order sorts a line by first: a part of the line, and the span in it.

        Return None if there is no such word, or if the order does not go by words.
        """


class Concordance(Sequence[ConcordanceLine]):
    """The lines of a concordance. Each is made when it is read.

    `results` is the search behind it. `complete` says whether the lines cover
    all hits, or only as many as were asked for. `total` is the number of all
    hits in either case, or None if it cannot be known without reading
    everything. `articles` is the number of articles that the lines come from.
    Only hits in the text of articles count, not hits in titles.
    """

    def __init__(
        self,
        results: Results,
        places: Sequence[HitPosition],
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
        """Return the line with this index, with at most `width` characters on either side."""
        return self._context.line(self._places[number], width)

    def find(self, line: ConcordanceLine) -> int | None:
        """Return the index of the line with the same hit, or None if this concordance does not have it."""
        wanted = (line.article_id, line.position)
        return next((n for n, place in enumerate(self._places) if (place.article.id, place.start) == wanted), None)

    def sorted_by(self, order: Order) -> Concordance:
        """Return the same lines in another order."""
        return Concordance(self.results, self._places, self._context, order, self._width, self.total, self.complete)

    def sorting_word(self, line: ConcordanceLine) -> tuple[Literal["left", "hit", "right"], Span] | None:
        """Return where the word stands that a line is sorted by first. See `Context.sorting_word`."""
        return self._context.sorting_word(line, self.order)
