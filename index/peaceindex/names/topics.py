"""The topics of a text: the names that it mentions, from the packs that it belongs to."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from peaceindex.names.tables import ALWAYS, CAPITAL, Capitals, NameTables
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.tokens import folded_words, words, written_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_TOPICS = 12
"""More names than this are a list, not what an article is about."""

NEAR_WORDS = 30
"""A homonym is near a word that stands at most this many words before or after it."""

_MAX_LETTERS_BEFORE = 40
_WORD_BEFORE = late_pattern(r"[^\W\d_]+,?[ \u00a0]\Z")

_MAX_EXAMINED_MENTIONS = 50
"""The neighbours of so many mentions of a name are examined. In a text with more, these decide for all."""


class TopicFinder:
    """Finds the topics of texts, with the tables of a choice of packs."""

    def __init__(self, tables: NameTables, every_pack_counts: bool) -> None:
        """With `every_pack_counts`, a name counts whether or not the text holds a signal of its pack."""
        self._names = tables.names
        self._packs = tables.packs
        self._near = lru_cache(maxsize=None)(tables.near_of)
        self._openings = lru_cache(maxsize=None)(tables.openings_of)
        self._first_words = tables.openings.keys()
        self._every_pack_counts = every_pack_counts
        self._pack_count = len(tables.signals)
        self._signals: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        """The signals that begin with a word, each with the number of its pack."""
        for number, signals in enumerate(tables.signals):
            for signal in signals:
                self._signals[signal.partition(" ")[0]].append((number, signal))

    def topics(self, text: str) -> tuple[str, ...]:
        """Return the canonical names that a text mentions, most frequent first, as `Names.topics` says."""
        written = written_words(text)
        folded = folded_words(text)
        counts: dict[int, int] = {}
        homonyms: dict[int, int] = {}
        for start, end, entry in self._mentions(folded, written):
            words = self._near(entry).get(" ".join(folded[start:end]))
            if words is None:
                counts[entry] = counts.get(entry, 0) + 1
                continue
            seen = homonyms[entry] = homonyms.get(entry, 0) + 1
            if entry in counts or seen > _MAX_EXAMINED_MENTIONS:
                continue
            if _has_near(folded, start, end, words) or (CAPITAL in words and _is_within_sentence(text, written, start)):
                counts[entry] = 0
        for entry in counts:
            counts[entry] += homonyms.get(entry, 0)
        most_frequent = sorted(counts, key=counts.__getitem__, reverse=True)[:MAX_TOPICS]
        return tuple(self._names[entry][0] for entry in most_frequent)

    def mentions(self, text: str) -> list[tuple[int, int, int]]:
        """Return the start and the end of each mention that `topics` would count, in code points, and its entry."""
        there = list(words(text))
        folded = [word.text for word in there]
        found = list(self._mentions(folded, [text[word.start : word.end] for word in there]))
        sure: set[int] = set()
        for start, end, entry in found:
            near = self._near(entry).get(" ".join(folded[start:end]))
            if entry in sure:
                continue
            is_shown_by_capital = near and CAPITAL in near and _follows_small_letters(text, there[start].start)
            if near is None or is_shown_by_capital or _has_near(folded, start, end, near):
                sure.add(entry)
        return [(there[start].start, there[end - 1].end, entry) for start, end, entry in found if entry in sure]

    def _mentions(self, folded: Sequence[str], written: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Yield the start, the end and the entry of each mention. One form may be of several entries, from different
        packs."""
        first_words = self._first_words
        packs: set[int] | None = None
        next_start = 0
        for start in [start for start, word in enumerate(folded) if word in first_words]:
            if start < next_start:
                continue
            length = -1
            found: set[int] = set()  # EU and Eu are two forms of one entry
            for rest, entry, capitals in self._openings(folded[start]):
                if len(rest) < length:
                    break
                if entry in found:
                    continue
                end = start + 1 + len(rest)
                if folded[start + 1 : end] == rest and _has_required_capitals(written[start:end], capitals):
                    if packs is None:
                        packs = self._packs_of(folded)
                    if packs.isdisjoint(self._packs[entry]):
                        continue
                    length, next_start = len(rest), end
                    found.add(entry)
                    yield start, end, entry

    def _packs_of(self, folded: Sequence[str]) -> set[int]:
        """Return the numbers of the packs that a text belongs to."""
        if self._every_pack_counts:
            return {ALWAYS, *range(self._pack_count)}
        joined = ""
        found = {ALWAYS}
        for word in self._signals.keys() & set(folded):
            for number, signal in self._signals[word]:
                if number in found:
                    continue
                if signal != word:
                    joined = joined or f" {' '.join(folded)} "
                    if f" {signal} " not in joined:
                        continue
                found.add(number)
        return found


def _has_near(folded: Sequence[str], start: int, end: int, words: Sequence[str]) -> bool:
    before, after = folded[max(0, start - NEAR_WORDS) : start], folded[end : end + NEAR_WORDS]
    around = f" {' '.join(before)} | {' '.join(after)} "
    return any(f" {word} " in around for word in words)


def _is_within_sentence(text: str, written: Sequence[str], number: int) -> bool:
    """Return whether a word of a text, given by its number, follows a word in small letters within a sentence."""
    if not number or not written[number - 1].islower():
        return False
    return _follows_small_letters(text, next(islice(words(text), number, None)).start)


def _follows_small_letters(text: str, start: int) -> bool:
    """Return whether only a space or a comma stand between a place and a word in small letters: no sentence begins."""
    found = _WORD_BEFORE.search(text, max(0, start - _MAX_LETTERS_BEFORE), start)
    return found is not None and found[0][0].islower()


def _has_required_capitals(written: Sequence[str], capitals: int) -> bool:
    if capitals == Capitals.INITIAL:
        return not written[0][0].islower()
    return capitals == Capitals.NONE or "".join(written).isupper()
