"""A concordance: every hit of a search in its line of context, in order of what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, overload

from peaceindex.errors import Cancelled
from peaceindex.names import word_list, words
from peaceindex.results import Results, Span

if TYPE_CHECKING:
    from peaceindex.search import Highlighter
    from peaceindex.store.articles import ArticleStore

Order = Literal["left-3", "left-2", "left", "hit", "right", "right-2", "right-3", "outlet", "date"]
"""By which words, or by what else, lines are sorted: `right` from the first word right of the hit on, `right-2` from
the second on, then by the first."""
ORDERS: tuple[Order, ...] = get_args(Order)
LIMIT = 10_000
_BATCH = 500
_SPACE = re.compile(r"\s+")
_SORTED = 60
"""Characters on either side by which lines are sorted, at most; what is alike so far goes by date."""
_LONGEST_WORD = 24
"""Where a line is cut, a word is left out whole; a longer run of letters, as in Chinese, is cut within."""
_LAST = "\U0010ffff"
_Text = tuple[str, str | None, str | None, str | None, str]
"""Id, title, outlet, date and text of an article."""


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


class _Place(NamedTuple):
    article: _Text
    start: int
    end: int


class Concordance(Sequence[ConcordanceLine]):
    """The lines, each made when it is looked at.

    `results` is the search behind it. `complete` says whether all hits are
    among the lines, or only as many as were asked for; `total` is the number of
    all hits then too, None where it cannot be told without reading everything;
    `articles` the number of articles that the lines are from. Hits are those in
    the text of articles, not in titles.
    """

    def __init__(
        self, results: Results, places: list[_Place], order: Order, width: int, total: int | None, complete: bool
    ) -> None:
        self.results = results
        self.order = order
        self.total = total
        self.complete = complete
        self.articles = len({place.article[0] for place in places})
        self._places = sorted(places, key=_key(order, min(max(width, 20), _SORTED)))
        self._width = width

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, number: int) -> ConcordanceLine: ...
    @overload
    def __getitem__(self, number: slice) -> list[ConcordanceLine]: ...
    def __getitem__(self, number: int | slice) -> ConcordanceLine | list[ConcordanceLine]:
        if isinstance(number, slice):
            return [_line(place, self._width) for place in self._places[number]]
        return _line(self._places[number], self._width)

    def line(self, number: int, width: int) -> ConcordanceLine:
        """The line of this number with so many characters on either side."""
        return _line(self._places[number], width)

    def find(self, line: ConcordanceLine) -> int | None:
        """The number that the hit of a line has here; None if it is not among these."""
        wanted = (line.article_id, line.position)
        return next((n for n, place in enumerate(self._places) if (place.article[0], place.start) == wanted), None)

    def sorted_by(self, order: Order) -> Concordance:
        """The same lines in another order."""
        return Concordance(self.results, self._places, order, self._width, self.total, self.complete)


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
    return Concordance(results, places, order, width, total, complete)


def sorting_word(line: ConcordanceLine, order: Order) -> tuple[Literal["left", "hit", "right"], Span] | None:
    """Where the word stands by which an order sorts a line first: in which part of it, and where in that.

    None where there is no such word, or the order goes by no word.
    """
    side, nth = _side_and_word(order)
    if side == "hit":
        return "hit", (0, len(line.hit))
    if side == "left" and len(found := list(words(line.left))) > nth:
        return "left", (found[-1 - nth].start, found[-1 - nth].end)
    if side == "right" and len(found := list(words(line.right))) > nth:
        return "right", (found[nth].start, found[nth].end)
    return None


def _texts(results: Results, store: ArticleStore, cancelled: Callable[[], bool]) -> Iterator[_Text]:
    for start in range(0, len(results.rows), _BATCH):
        if cancelled():
            raise Cancelled
        rows = [int(row) for row in results.rows[start : start + _BATCH]]
        found = store.texts(rows)
        yield from (found[row] for row in rows if row in found)


def _line(place: _Place, width: int) -> ConcordanceLine:
    (id, title, outlet, date, text), start, end = place
    left, right = _left(text, start, width), _right(text, end, width)
    return ConcordanceLine(id, title, outlet, date, left, _flat(text[start:end]), right, start)


def _side_and_word(order: Order) -> tuple[str, int]:
    """`right-2` as `right` and 1, the number of the word on that side from 0."""
    side, _, number = order.partition("-")
    return side, int(number or 1) - 1


def _key(order: Order, width: int) -> Callable[[_Place], Any]:
    side, nth = _side_and_word(order)

    def right(place: _Place) -> list[str]:
        return word_list(_right(place.article[4], place.end, width))

    def left(place: _Place) -> list[str]:
        return word_list(_left(place.article[4], place.start, width))[::-1]

    def by_date(place: _Place) -> Any:
        return (place.article[3] or _LAST, place.article[0], place.start)

    def by_words(one: list[str], other: list[str], place: _Place) -> Any:
        return (one[nth:], one[:nth], other, by_date(place))

    keys: dict[str, Callable[[_Place], Any]] = {
        "right": lambda place: by_words(right(place), left(place), place),
        "left": lambda place: by_words(left(place), right(place), place),
        "hit": lambda place: (word_list(place.article[4][place.start : place.end]), right(place), by_date(place)),
        "outlet": lambda place: ((place.article[2] or _LAST).casefold(), by_date(place)),
        "date": by_date,
    }
    return keys[side]


def _left(text: str, start: int, width: int) -> str:
    """What stands before a hit, at most so many characters, from a word's beginning on."""
    first = max(0, start - width)
    cut = text[first:start]
    if first and not text[first - 1].isspace():
        cut = cut[_edge(cut) :]
    return _flat(cut).lstrip()


def _right(text: str, end: int, width: int) -> str:
    """What stands after a hit, at most so many characters, up to a word's end."""
    cut = text[end : end + width]
    if end + width < len(text) and not text[end + width].isspace():
        cut = cut[: len(cut) - _edge(cut[::-1])]
    return _flat(cut).rstrip()


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text)


def _edge(cut: str) -> int:
    """How much of a stretch is the rest of a word with which it begins; nothing where that is too long for a word."""
    rest = 0 if len(cut) > _LONGEST_WORD else len(cut)
    return next((place for place, char in enumerate(cut[:_LONGEST_WORD]) if char.isspace()), rest)
