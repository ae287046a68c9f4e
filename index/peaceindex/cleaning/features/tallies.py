"""Counts of the contents of a page's lines, for all lines at once: characters of each kind, groups, and words."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, count
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from peaceindex.cleaning.models.network import Numbers

UPPER: Final = 1
LOWER: Final = 2
DIGIT: Final = 4
MARK: Final = 8
QUOTE: Final = 16
CODE: Final = 32
COMMA: Final = 64
"""The kinds of characters, as bits."""
_KNOWN: Final = 128
_CHARACTERS_BY_KIND = ((MARK, "|»›•·/>#@_"), (QUOTE, '"“”„«»'), (CODE, "{}=<>;_"), (COMMA, ","))
_KIND_BY_CODE = np.zeros(0x110000, dtype=np.uint8)
"""The kinds of every Unicode character seen so far, by code point."""


def _kinds_of(codes: Numbers) -> Numbers:
    """Return the kinds of the characters with these code points."""
    kinds = _KIND_BY_CODE[codes]
    if not kinds.all():
        for code in set(codes[kinds == 0].tolist()):
            _KIND_BY_CODE[code] = _kinds_of_character(chr(code))
        kinds = _KIND_BY_CODE[codes]
    return kinds


def _kinds_of_character(character: str) -> int:
    is_lower = character.islower() or (character.istitle() and not character.isupper())
    kinds = _KNOWN | UPPER * character.isupper() | LOWER * is_lower | DIGIT * character.isdecimal()
    return kinds | sum(kind * (character in characters) for kind, characters in _CHARACTERS_BY_KIND)


class Groups(NamedTuple):
    """Counts of the groups of characters in each of several texts."""

    number: Numbers
    capitals: Numbers
    """How many groups begin with a capital."""
    in_capitals: Numbers
    """How many groups have more than one character, and no lower-case letter among their letters."""


class Characters:
    """The characters of several texts. No text is empty; spaces are single, and none is at either end."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
        self._codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        self._starts = np.cumsum(self.lengths) - self.lengths
        self._place = np.arange(len(self._codes)) - np.repeat(self._starts, self.lengths)
        self._kinds = _kinds_of(self._codes)

    def count(self, kind: int, max_characters: int | None = None) -> Numbers:
        """Return how many characters of a kind each text contains, in its first `max_characters` if given."""
        is_kind = (self._kinds & kind) > 0
        if max_characters is not None:
            is_kind &= self._place < max_characters
        return np.add.reduceat(is_kind, self._starts, dtype=np.intp)

    def groups(self, max_characters: int, max_groups: int | None = None) -> Groups:
        """Return the groups separated by spaces in the first `max_characters` characters of each text.

        The first `max_groups` groups count separately. What follows counts as one more, as in `str.split`.
        """
        is_within = self._place < max_characters
        codes, kinds, place = self._codes[is_within], self._kinds[is_within], self._place[is_within]
        is_space = codes == ord(" ")
        is_start = place == 0
        firsts = np.flatnonzero(is_start)
        is_start[1:] |= is_space[:-1]
        starts = np.flatnonzero(is_start)
        text = np.searchsorted(firsts, starts, side="right") - 1
        if max_groups is not None:
            rank = np.arange(len(starts)) - np.searchsorted(starts, firsts)[text]
            starts, text = starts[rank <= max_groups], text[rank <= max_groups]
        count = len(self.lengths)
        kinds_within = np.bitwise_or.reduceat(kinds, starts)
        is_long = np.add.reduceat(~is_space, starts, dtype=np.intp) > 1
        is_shouted = ((kinds_within & (UPPER | LOWER)) == UPPER) & is_long
        is_capital = (kinds[starts] & UPPER) > 0
        return Groups(*(np.bincount(texts, minlength=count) for texts in (text, text[is_capital], text[is_shouted])))


def _distinct(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return the distinct values, sorted, and the first place of each. `np.unique` would import masked arrays first."""
    places = np.argsort(values, kind="stable")
    ordered = values[places]
    is_first = np.ones(len(ordered), dtype=bool)
    is_first[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_first], places[is_first]


class Words:
    """The words of several lines, each distinct word identified by a number."""

    def __init__(self, words: Sequence[Sequence[str]]) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self.lines = len(words)
        self.sizes = np.fromiter(map(len, words), dtype=np.intp, count=self.lines)
        """The number of words of each line."""
        total = int(self.sizes.sum())
        numbers = map(self._numbers.__getitem__, chain.from_iterable(words))
        self._word_at = np.fromiter(numbers, dtype=np.intp, count=total)
        self._line_at = np.repeat(np.arange(self.lines), self.sizes)
        self._place_at = np.arange(total) - np.repeat(np.cumsum(self.sizes) - self.sizes, self.sizes)
        pairs, first_index = _distinct(self._word_at * self.lines + self._line_at)
        self.word, self.line = np.divmod(pairs, max(1, self.lines))
        """Each word of each line once, as number and line, sorted by word, then by line."""
        self._first_place = self._place_at[first_index]

    def __len__(self) -> int:
        return len(self._numbers)

    def among(self, words: Set[str]) -> Numbers:
        """Return whether each word, by its number, is one of these."""
        is_among = np.zeros(len(self), dtype=bool)
        is_among[[self._numbers[word] for word in self._numbers.keys() & words]] = True
        return is_among

    def longer(self, letters: int) -> Numbers:
        """Return whether each word, by its number, has more than this many letters."""
        return np.fromiter(map(len, self._numbers), dtype=np.intp, count=len(self)) > letters

    def count(self, words: Set[str], max_words: int) -> Numbers:
        """Return how many of the first `max_words` words of each line are among these."""
        is_counted = self.among(words)[self._word_at] & (self._place_at < max_words)
        return np.bincount(self._line_at[is_counted], minlength=self.lines)

    def count_different(self, words: Set[str], max_words: int) -> Numbers:
        """Return how many of these words are among the first `max_words` of each line."""
        is_counted = self.among(words)[self.word] & (self._first_place < max_words)
        return np.bincount(self.line[is_counted], minlength=self.lines)
