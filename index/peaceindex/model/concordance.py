"""The concordance: every hit of a search on a line of its own, with its context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, get_args, overload

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

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
    copies: int = 1
    """How many lines it stands for: itself, and those with the same words that are folded into it."""

    def as_record(self) -> dict[str, Any]:
        """Return the object that `concordance --json` prints for this line. With --fold it adds `copies`."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "copies"}


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

    def copy_keys(self, places: Sequence[HitPosition]) -> list[Hashable]:
        """Return for each hit a value that is the same for those with the same words around them, as in copies."""

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
    Only hits in the text of articles count, not hits in titles. In a folded one
    (`folded`), one line stands for all those that repeat it.
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
        copies: Mapping[HitPosition, Sequence[HitPosition]] | None = None,
        is_sorted: bool = False,
    ) -> None:
        """`copies` are the places that each of the `places` stands for, if they are folded."""
        self.results = results
        self.order = order
        self.total = total
        self.complete = complete
        self._copies = copies
        self.articles = len({place.article.id for place in self._all_of(places)})
        self._context = context
        self._places = list(places) if is_sorted else context.sorted(places, order, width)
        self._width = width

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, number: int) -> ConcordanceLine: ...
    @overload
    def __getitem__(self, number: slice) -> list[ConcordanceLine]: ...
    def __getitem__(self, number: int | slice) -> ConcordanceLine | list[ConcordanceLine]:
        if isinstance(number, slice):
            return [self._line(place, self._width) for place in self._places[number]]
        return self._line(self._places[number], self._width)

    def line(self, number: int, width: int) -> ConcordanceLine:
        """Return the line with this index, with at most `width` characters on either side."""
        return self._line(self._places[number], width)

    def _line(self, place: HitPosition, width: int) -> ConcordanceLine:
        line = self._context.line(place, width)
        count = len(self._copies[place]) if self._copies is not None else 1
        return replace(line, copies=count) if count > 1 else line

    def find(self, line: ConcordanceLine) -> int | None:
        """Return the index of the line with the same hit, or of that which stands for it; None if there is neither."""
        wanted = (line.article_id, line.position)
        for number, place in enumerate(self._places):
            if any((one.article.id, one.start) == wanted for one in self._all_of([place])):
                return number
        return None

    def sorted_by(self, order: Order) -> Concordance:
        """Return the same lines in another order."""
        return self._with(self._places, order, self._copies)

    @property
    def is_folded(self) -> bool:
        """Whether lines with the same words are folded into one."""
        return self._copies is not None

    @property
    def places(self) -> Sequence[HitPosition]:
        """Where the hits of the lines stand."""
        return self._places

    @property
    def unfolded_count(self) -> int:
        """The number of lines with those that are folded into others."""
        return sum(1 for _ in self._all_of(self._places))

    def folded(self) -> Concordance:
        """Return the lines with each copy only once: of those with the same words, the one of the earliest article.

        What an article says twice has two lines.
        """
        if self._copies is not None:
            return self
        groups: dict[Hashable, list[HitPosition]] = {}
        said: Counter[Hashable] = Counter()  # how often each article has said the same words so far
        places = sorted(self._places, key=_age)
        for place, key in zip(places, self._context.copy_keys(places), strict=True):
            by_article = key, place.article.id
            groups.setdefault((key, said[by_article]), []).append(place)
            said[by_article] += 1
        copies = {group[0]: group for group in groups.values()}
        return self._with([place for place in self._places if place in copies], self.order, copies, is_sorted=True)

    def unfolded(self) -> Concordance:
        """Return all lines, each by itself."""
        return self._with(list(self._all_of(self._places)), self.order, None)

    def _with(
        self,
        places: Sequence[HitPosition],
        order: Order,
        copies: Mapping[HitPosition, Sequence[HitPosition]] | None,
        *,
        is_sorted: bool = False,
    ) -> Concordance:
        facts = (self.total, self.complete, copies, is_sorted)
        return Concordance(self.results, places, self._context, order, self._width, *facts)

    def _all_of(self, places: Iterable[HitPosition]) -> Iterator[HitPosition]:
        for place in places:
            yield from (place,) if self._copies is None else self._copies[place]

    def sorting_word(self, line: ConcordanceLine) -> tuple[Literal["left", "hit", "right"], Span] | None:
        """Return where the word stands that a line is sorted by first. See `Context.sorting_word`."""
        return self._context.sorting_word(line, self.order)


def _age(place: HitPosition) -> tuple[str, str, int]:
    """Return what the earliest of several copies is found by; one without a date comes last."""
    return place.article.date or "\U0010ffff", place.article.id, place.start
