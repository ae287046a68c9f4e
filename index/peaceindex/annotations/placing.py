"""Finding the articles that imported passages belong to, and where in them their words stand.

An article is looked for by its id, then by its web address, then by the SHA-256 of its text or of its source file.
Where none of these is known here, all texts are read once, for the words of the passages together with those around
them; a passage is placed so only if exactly one article has them. The search index would answer sooner for a single
passage, but it belongs to a higher layer, and one walk serves all passages of a file.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from peaceindex.annotations.anchoring import Anchor, anchor, equal_places
from peaceindex.storage.article_lookup import ArticleLookup
from peaceindex.text.addresses import address_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.imported_passage import ImportedPassage, Means
    from peaceindex.storage.articles import ArticleStore

SCAN_SECONDS = 30.0
"""The time after which no more texts are read for the words of passages."""
_MIN_CHARACTERS = 24
"""The least length of the words that identify an article, without white space."""
_KEY_WORDS = 3
"""The longest words of a passage, by one of which a text is chosen for a closer look."""
_MAX_WITHOUT_KEY = 100
"""The passages without such a word, as in Chinese without punctuation, that are looked for in every text."""
_RANKS = ("exact", "moved", "uncertain", "lost")
_WORD = re.compile(r"\w+")
_COPY = re.compile(r"https?://(?:web\.archive\.org/web/[^/]+/|via\.hypothes\.is/)(?=https?://)", re.IGNORECASE)
"""Matches what services put before the address of the page that they show."""


@dataclass(frozen=True, slots=True)
class Place:
    """The article of a passage, and where in it the passage stands; None and None if there is no article."""

    article: Article | None = None
    anchor: Anchor | None = None
    means: Means = ""
    reason: str = ""
    """Why there is no article, if that is not simply that the library lacks it; or why the place may be another."""


class Placer:
    """Places passages in the articles of a store. `clock` gives seconds."""

    def __init__(
        self, articles: ArticleStore, seconds: float = SCAN_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._articles = articles
        self._lookup = ArticleLookup(articles.database)
        self._seconds = seconds
        self._clock = clock
        self._article = cache(articles.article)

    def places(self, passages: Sequence[ImportedPassage]) -> list[Place]:
        """Return the place of each passage, in their order."""
        places = [self._by_what_is_stated(passage) for passage in passages]
        unplaced = {at: passages[at] for at, place in enumerate(places) if place.article is None}
        for at, place in self._by_words(unplaced).items():
            places[at] = place
        return places

    def _by_what_is_stated(self, passage: ImportedPassage) -> Place:
        means: tuple[tuple[Means, Callable[[], Sequence[int]]], ...] = (
            ("id", lambda: self._rows_of_id(passage.article_id)),
            ("address", lambda: self._rows_of_address(passage.url)),
            ("text", lambda: self._rows_of_text.get(passage.text_hash, ()) if passage.text_hash else ()),
            ("source", lambda: self._rows_of_source(passage.source_hash)),
        )
        for name, rows in means:
            if found := rows():
                return self._best(passage, found, name)
        return Place()

    def _best(self, passage: ImportedPassage, rows: Iterable[int], means: Means) -> Place:
        """Return the place in that of the articles in which the passage is found most surely."""
        found = []
        for row in rows:
            article = self._article(row)
            at = _anchor(passage, article)
            found.append(Place(article, at, means, _doubt(passage, article, at)))
        return min(found, key=lambda place: _RANKS.index(place.anchor.anchoring if place.anchor else "lost"))

    def _rows_of_id(self, id: str) -> Sequence[int]:
        row = self._articles.find(id) if id else None
        return () if row is None else (row,)

    def _rows_of_address(self, url: str | None) -> Sequence[int]:
        if not url:
            return ()
        keys = (address_key(url), address_key(_COPY.sub("", url, count=1)))
        return next((self._rows_by_address[key] for key in keys if key and key in self._rows_by_address), ())

    def _rows_of_source(self, hash: str) -> Sequence[int]:
        """Return the row of the article that was read from a file, if no other article was."""
        rows = set(self._rows_by_source.get(hash, ())) if hash else set()
        return tuple(rows) if len(rows) == 1 else ()

    @cached_property
    def _rows_by_address(self) -> Mapping[str, Sequence[int]]:
        return _grouped((address_key(url), row) for row, url in self._lookup.addresses())

    @cached_property
    def _rows_of_text(self) -> Mapping[str, Sequence[int]]:
        return _grouped(self._lookup.text_hashes())

    @cached_property
    def _rows_by_source(self) -> Mapping[str, Sequence[int]]:
        return _grouped(self._lookup.source_hashes())

    def _by_words(self, passages: Mapping[int, ImportedPassage]) -> dict[int, Place]:
        """Return the places of the passages whose words, with those around them, stand in exactly one article.

        Of the others, those are returned of which there is more to say than that their words are not here.
        """
        needles = {at: _compact(f"{one.prefix}{one.quote}{one.suffix}") for at, one in passages.items()}
        needles = {at: needle for at, needle in needles.items() if len(needle) >= _MIN_CHARACTERS}
        by_word: dict[str, set[int]] = defaultdict(set)
        in_any_text: set[int] = set()
        for at in needles:
            one = passages[at]
            # The first and the last word may be cut.
            words = set(_WORD.findall(f"{one.prefix}{one.quote}{one.suffix}")[1:-1])
            for word in sorted(words, key=lambda word: (-len(word), word))[:_KEY_WORDS]:
                by_word[word].add(at)
            if not words and len(in_any_text) < _MAX_WITHOUT_KEY:
                in_any_text.add(at)
        if not by_word and not in_any_text:
            return {}
        rows: dict[int, list[int]] = defaultdict(list)
        end = self._clock() + self._seconds
        is_complete = True
        for row, text in self._lookup.texts():
            candidates = set(in_any_text)
            for word in by_word.keys() & set(_WORD.findall(text)):
                candidates |= by_word[word]
            if candidates:
                compact = _compact(text)
                for at in candidates:
                    if needles[at] in compact:
                        rows[at].append(row)
            if self._clock() > end:
                is_complete = False
                break
        return self._found_by_words(passages, needles, rows, is_complete)

    def _found_by_words(
        self,
        passages: Mapping[int, ImportedPassage],
        needles: Iterable[int],
        rows: Mapping[int, Sequence[int]],
        is_complete: bool,
    ) -> dict[int, Place]:
        found: dict[int, Place] = {}
        for at in needles:
            if not is_complete:
                found[at] = Place(reason=f"not all texts were read for its words within {self._seconds:.0f} seconds")
            elif len(rows.get(at, ())) == 1:
                found[at] = self._best(passages[at], rows[at], "words")
            elif at in rows:
                found[at] = Place(reason=f"its words stand in {len(rows[at])} articles")
        return found


def _anchor(passage: ImportedPassage, article: Article) -> Anchor:
    """Return where a passage stands in an article; `exact` if its words are there and the file states no place."""
    text = article.text
    has_place = passage.start is not None and passage.end is not None
    start, end = (passage.start or 0, passage.end or 0) if has_place else (len(text), len(text))
    found = anchor(text, passage.quote, passage.prefix, passage.suffix, start, end)
    if found.anchoring == "moved" and not has_place and text[found.start : found.end].split() == passage.quote.split():
        return Anchor(found.start, found.end, "exact")
    return found


def _doubt(passage: ImportedPassage, article: Article, found: Anchor) -> str:
    """Return why the place of a passage whose file states none may be another one; "" if it may not."""
    if found.anchoring != "exact" or (passage.start is not None and passage.end is not None):
        return ""
    count = equal_places(article.text, passage.quote, passage.prefix, passage.suffix)
    return f"its words stand at {count} places that fit as well; this is the last of them" if count > 1 else ""


def _compact(text: str) -> str:
    return "".join(text.split())


def _grouped(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for name, row in pairs:
        if name:
            groups[name].append(row)
    return dict(groups)
