"""A concordance: every hit of a search in its line of context, in order of what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

from peaceindex.errors import Cancelled
from peaceindex.names import word_list
from peaceindex.results import Results

if TYPE_CHECKING:
    from peaceindex.search import Highlighter
    from peaceindex.store.articles import ArticleStore

Order = Literal["right", "left", "outlet", "date"]
LIMIT = 10_000
_BATCH = 500
_LAST = "\U0010ffff"
_Text = tuple[str, str | None, str | None, str | None, str]
"""Id, title, outlet, date and text of an article."""


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A hit with what stands left and right of it, on one line each, cut between words."""

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


class _Place(NamedTuple):
    article: _Text
    start: int
    end: int


class Concordance(Sequence[ConcordanceLine]):
    """The lines, each made when it is looked at.

    `results` is the search behind it. `complete` says whether all hits are
    among the lines, or only as many as were asked for; `total` is the number of
    all hits then too, None where it cannot be told without reading everything.
    Hits are those in the text of articles, not in titles.
    """

    def __init__(self, results: Results, places: list[_Place], width: int, total: int | None, complete: bool) -> None:
        self.results = results
        self.total = total
        self.complete = complete
        self._places = places
        self._width = width

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, number: int) -> ConcordanceLine: ...
    @overload
    def __getitem__(self, number: slice) -> list[ConcordanceLine]: ...
    def __getitem__(self, number: int | slice) -> ConcordanceLine | list[ConcordanceLine]:
        if isinstance(number, slice):
            return [self._line(place) for place in self._places[number]]
        return self._line(self._places[number])

    def _line(self, place: _Place) -> ConcordanceLine:
        (id, title, outlet, date, text), start, end = place
        left, right = _left(text, start, self._width), _right(text, end, self._width)
        return ConcordanceLine(id, title, outlet, date, left, " ".join(text[start:end].split()), right, start)


def concordance(
    results: Results,
    store: ArticleStore,
    highlighter: Highlighter,
    count: Callable[[], int | None],
    *,
    order: Order,
    width: int,
    limit: int,
    cancelled: Callable[[], bool],
) -> Concordance:
    """The concordance of a search. `count` tells how many hits there are in all, and is asked if `limit` cuts them."""
    places: list[_Place] = []
    complete = True
    for article in _texts(results, store, cancelled):
        spans = highlighter.spans(article[4])
        room = limit - len(places)
        places += [_Place(article, start, end) for start, end in spans[:room]]
        if len(spans) > room:
            complete = False
            break
    total = len(places) if complete else count()
    places.sort(key=_key(order, max(width, 20)))
    return Concordance(results, places, width, total, complete)


def _texts(results: Results, store: ArticleStore, cancelled: Callable[[], bool]) -> Iterator[_Text]:
    for start in range(0, len(results.rows), _BATCH):
        if cancelled():
            raise Cancelled
        rows = [int(row) for row in results.rows[start : start + _BATCH]]
        found = store.texts(rows)
        yield from (found[row] for row in rows if row in found)


def _key(order: Order, width: int) -> Callable[[_Place], Any]:
    def right(place: _Place) -> list[str]:
        return word_list(_right(place.article[4], place.end, width))

    def left(place: _Place) -> list[str]:
        return word_list(_left(place.article[4], place.start, width))[::-1]

    def by_date(place: _Place) -> Any:
        return (place.article[3] or _LAST, place.article[0], place.start)

    keys: dict[Order, Callable[[_Place], Any]] = {
        "right": lambda place: (right(place), left(place), by_date(place)),
        "left": lambda place: (left(place), right(place), by_date(place)),
        "outlet": lambda place: ((place.article[2] or _LAST).casefold(), by_date(place)),
        "date": by_date,
    }
    return keys[order]


def _left(text: str, start: int, width: int) -> str:
    """What stands before a hit, at most so many characters, from a word's beginning on."""
    first = max(0, start - width)
    cut = text[first:start]
    if first and not text[first - 1].isspace():
        cut = cut.partition(" ")[2]
    return " ".join(cut.split())


def _right(text: str, end: int, width: int) -> str:
    """What stands after a hit, at most so many characters, up to a word's end."""
    cut = text[end : end + width]
    if end + width < len(text) and not text[end + width].isspace():
        cut = cut.rpartition(" ")[0]
    return " ".join(cut.split())
