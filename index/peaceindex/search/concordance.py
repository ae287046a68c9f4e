"""Concordances: find the hits of a search, cut a line around each, and sort the lines by neighbouring words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from peaceindex.errors import Cancelled
from peaceindex.model.concordance import ArticleText, Concordance, ConcordanceLine, HitPosition, Order
from peaceindex.text.folding import fold
from peaceindex.text.tokens import folded_words, words
from peaceindex.text.unspaced import begins_run

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from peaceindex.model.search import Span
    from peaceindex.model.search_results import Results
    from peaceindex.search.results.highlight import Highlighter
    from peaceindex.storage.articles import ArticleStore

_ARTICLES_PER_QUERY = 500
_SPACE = re.compile(r"\s+")
_MAX_SORT_CHARS = 60
"""The most characters on either side that decide the order of lines. Lines that agree this far are sorted by date."""
_MAX_WORD_CHARS = 24
"""At a cut, a word of up to this many characters is left out whole.

A longer run of letters is cut within, and scripts without spaces are cut anywhere.
"""
_COPY_WORDS = 4
"""Lines are copies if as many words on either side are the same,"""
_COPY_CHARS = 60
"""which stand within this many characters."""
_ROUGH_LETTERS = 8
_SORTS_LAST = "\U0010ffff"


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
    """Return the concordance of a search with at most `limit` lines.

    `count` returns the total number of hits, or None if it is unknown. It is called only if `limit` cuts the hits.
    Raises Cancelled if `cancelled` returns True.
    """
    places: list[HitPosition] = []
    complete = True
    for article in _article_texts(results, store, cancelled):
        spans = highlighter.spans(article.text)
        lines_left = limit - len(places)
        places += [HitPosition(article, start, end) for start, end in spans[:lines_left]]
        if len(spans) > lines_left:
            complete = False
            break
    total = len(places) if complete else count()
    return Concordance(results, places, WordContext(), order, width, total, complete)


class WordContext:
    """The lines of hits, cut and sorted by words (see `Context`)."""

    def line(self, place: HitPosition, width: int) -> ConcordanceLine:
        """Return the line of a hit, with at most `width` characters on either side."""
        (id, title, outlet, date, text), start, end = place
        left, right = _left(text, start, width), _right(text, end, width)
        return ConcordanceLine(id, title, outlet, date, left, _one_line(text[start:end]), right, start)

    def copy_keys(self, places: Sequence[HitPosition]) -> list[Hashable]:
        """Return for each hit its words and those nearest to it on either side.

        So many words in a row are hardly ever the same by chance. In a text that was cut right before or after them,
        they are not the same, so that its line stays. Most differ in the letters that follow at once.
        """
        rough = [_letters_after(place) for place in places]
        counts = Counter(rough)
        return [
            _copy_key(place) if counts[letters] > 1 else (place.article.id, place.start)
            for place, letters in zip(places, rough, strict=True)
        ]

    def sorted(self, places: Sequence[HitPosition], order: Order, width: int) -> list[HitPosition]:
        """Return the hits in this order, which compares at least 20 and at most 60 characters on either side."""
        return sorted(places, key=_sort_key(order, min(max(width, 20), _MAX_SORT_CHARS)))

    def sorting_word(self, line: ConcordanceLine, order: Order) -> tuple[Literal["left", "hit", "right"], Span] | None:
        """Return the word by which an order sorts a line first, as a part of the line and a span in it; else None."""
        side, nth = _side_and_word(order)
        if side == "hit":
            return "hit", (0, len(line.hit))
        if side == "left" and len(found := list(words(line.left))) > nth:
            return "left", (found[-1 - nth].start, found[-1 - nth].end)
        if side == "right" and len(found := list(words(line.right))) > nth:
            return "right", (found[nth].start, found[nth].end)
        return None


def _letters_after(place: HitPosition) -> str:
    after = fold(place.article.text[place.end : place.end + 3 * _ROUGH_LETTERS])
    return "".join(filter(str.isalnum, after))[:_ROUGH_LETTERS]


def _copy_key(place: HitPosition) -> Hashable:
    text, start, end = place.article.text, place.start, place.end
    left, right = folded_words(_left(text, start, _COPY_CHARS)), folded_words(_right(text, end, _COPY_CHARS))
    if len(left) + len(right) < _COPY_WORDS:
        return place.article.id, start
    return tuple(left[-_COPY_WORDS:]), tuple(folded_words(text[start:end])), tuple(right[:_COPY_WORDS])


def _article_texts(results: Results, store: ArticleStore, cancelled: Callable[[], bool]) -> Iterator[ArticleText]:
    for start in range(0, len(results.rows), _ARTICLES_PER_QUERY):
        if cancelled():
            raise Cancelled
        rows = [int(row) for row in results.rows[start : start + _ARTICLES_PER_QUERY]]
        found = store.texts(rows)
        yield from (ArticleText(*found[row]) for row in rows if row in found)


def _side_and_word(order: Order) -> tuple[str, int]:
    """Return the side and the word's index on that side, counted from 0: `right-2` becomes `right` and 1."""
    side, _, number = order.partition("-")
    return side, int(number or 1) - 1


def _sort_key(order: Order, width: int) -> Callable[[HitPosition], Any]:
    side, nth = _side_and_word(order)

    def right(place: HitPosition) -> list[str]:
        return folded_words(_right(place.article.text, place.end, width))

    def left(place: HitPosition) -> list[str]:
        return folded_words(_left(place.article.text, place.start, width))[::-1]

    def by_date(place: HitPosition) -> Any:
        return (place.article.date or _SORTS_LAST, place.article.id, place.start)

    def by_words(first_side: list[str], other_side: list[str], place: HitPosition) -> Any:
        return (first_side[nth:], first_side[:nth], other_side, by_date(place))

    keys: dict[str, Callable[[HitPosition], Any]] = {
        "right": lambda place: by_words(right(place), left(place), place),
        "left": lambda place: by_words(left(place), right(place), place),
        "hit": lambda place: (folded_words(place.article.text[place.start : place.end]), right(place), by_date(place)),
        "outlet": lambda place: ((place.article.outlet or _SORTS_LAST).casefold(), by_date(place)),
        "date": by_date,
    }
    return keys[side]


def _left(text: str, start: int, width: int) -> str:
    """Return up to `width` characters before a hit, beginning at the start of a word."""
    first = max(0, start - width)
    cut = text[first:start]
    if first and not text[first - 1].isspace() and not begins_run(cut):
        cut = cut[_fragment_length(cut) :]
    return _one_line(cut).lstrip()


def _right(text: str, end: int, width: int) -> str:
    """Return up to `width` characters after a hit, ending at the end of a word."""
    cut = text[end : end + width]
    if end + width < len(text) and not text[end + width].isspace() and not begins_run(text[end + width]):
        cut = cut[: len(cut) - _fragment_length(cut[::-1])]
    return _one_line(cut).rstrip()


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text)


def _fragment_length(cut: str) -> int:
    """Return the length of the word fragment at the start of a piece of text, or 0 if it is too long for a word."""
    rest = 0 if len(cut) > _MAX_WORD_CHARS else len(cut)
    return next((index for index, char in enumerate(cut[:_MAX_WORD_CHARS]) if char.isspace()), rest)
