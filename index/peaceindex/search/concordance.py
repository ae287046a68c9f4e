"""Makes a concordance: finds the hits of a search, cuts their lines, and sorts them by the words beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from peaceindex.errors import Cancelled
from peaceindex.model.concordance import ArticleText, Concordance, ConcordanceLine, Order, Place
from peaceindex.model.search import Results, Span
from peaceindex.text.tokens import word_list, words

if TYPE_CHECKING:
    from peaceindex.search import Highlighter
    from peaceindex.storage.articles import ArticleStore

_BATCH = 500
_SPACE = re.compile(r"\s+")
_SORTED = 60
"""Characters on either side by which lines are sorted, at most; what is alike so far goes by date."""
_LONGEST_WORD = 24
"""Where a line is cut, a word is left out whole; a longer run of letters, as in Chinese, is cut within."""
_LAST = "\U0010ffff"


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
    places: list[Place] = []
    complete = True
    for article in _texts(results, store, cancelled):
        spans = highlighter.spans(article.text)
        room = limit - len(places)
        places += [Place(article, start, end) for start, end in spans[:room]]
        if len(spans) > room:
            complete = False
            break
    total = len(places) if complete else count()
    return Concordance(results, places, WordContext(), order, width, total, complete)


class WordContext:
    """The lines of hits, cut and sorted by words (see `Context`)."""

    def line(self, place: Place, width: int) -> ConcordanceLine:
        """The line of a hit, with at most `width` characters on either side."""
        (id, title, outlet, date, text), start, end = place
        left, right = _left(text, start, width), _right(text, end, width)
        return ConcordanceLine(id, title, outlet, date, left, _flat(text[start:end]), right, start)

    def sorted(self, places: Sequence[Place], order: Order, width: int) -> list[Place]:
        """The hits in an order that looks at 20 to 60 characters on either side."""
        return sorted(places, key=_key(order, min(max(width, 20), _SORTED)))

    def sorting_word(self, line: ConcordanceLine, order: Order) -> tuple[Literal["left", "hit", "right"], Span] | None:
        """The part of a line, and the span in it, of the word by which an order sorts it first."""
        side, nth = _side_and_word(order)
        if side == "hit":
            return "hit", (0, len(line.hit))
        if side == "left" and len(found := list(words(line.left))) > nth:
            return "left", (found[-1 - nth].start, found[-1 - nth].end)
        if side == "right" and len(found := list(words(line.right))) > nth:
            return "right", (found[nth].start, found[nth].end)
        return None


def _texts(results: Results, store: ArticleStore, cancelled: Callable[[], bool]) -> Iterator[ArticleText]:
    for start in range(0, len(results.rows), _BATCH):
        if cancelled():
            raise Cancelled
        rows = [int(row) for row in results.rows[start : start + _BATCH]]
        found = store.texts(rows)
        yield from (ArticleText(*found[row]) for row in rows if row in found)


def _side_and_word(order: Order) -> tuple[str, int]:
    """`right-2` as `right` and 1, the number of the word on that side from 0."""
    side, _, number = order.partition("-")
    return side, int(number or 1) - 1


def _key(order: Order, width: int) -> Callable[[Place], Any]:
    side, nth = _side_and_word(order)

    def right(place: Place) -> list[str]:
        return word_list(_right(place.article.text, place.end, width))

    def left(place: Place) -> list[str]:
        return word_list(_left(place.article.text, place.start, width))[::-1]

    def by_date(place: Place) -> Any:
        return (place.article.date or _LAST, place.article.id, place.start)

    def by_words(one: list[str], other: list[str], place: Place) -> Any:
        return (one[nth:], one[:nth], other, by_date(place))

    keys: dict[str, Callable[[Place], Any]] = {
        "right": lambda place: by_words(right(place), left(place), place),
        "left": lambda place: by_words(left(place), right(place), place),
        "hit": lambda place: (word_list(place.article.text[place.start : place.end]), right(place), by_date(place)),
        "outlet": lambda place: ((place.article.outlet or _LAST).casefold(), by_date(place)),
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
