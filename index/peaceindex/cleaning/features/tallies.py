"""What the lines of a page hold, tallied for all of them at once: signs of each kind, groups of signs, and words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from itertools import chain, count
from typing import Final, NamedTuple

import numpy as np

from peaceindex.cleaning.models.network import Numbers

UPPER: Final = 1
LOWER: Final = 2
DIGIT: Final = 4
MARK: Final = 8
QUOTE: Final = 16
CODE: Final = 32
COMMA: Final = 64
"""What a sign may be, as bits."""
_SEEN: Final = 128
_IN = ((MARK, "|»›•·/>#@_"), (QUOTE, '"“”„«»'), (CODE, "{}=<>;_"), (COMMA, ","))
_KINDS = np.zeros(0x110000, dtype=np.uint8)
"""The kinds of every sign of Unicode that has been seen so far."""


def _look(codes: Numbers) -> Numbers:
    """The kinds of signs given by their numbers."""
    kinds = _KINDS[codes]
    if not kinds.all():
        for code in np.unique(codes[kinds == 0]).tolist():
            sign = chr(code)
            _KINDS[code] = (
                _SEEN | UPPER * sign.isupper() | LOWER * (sign.islower() or (sign.istitle() and not sign.isupper()))
                | DIGIT * sign.isdecimal() | sum(kind * (sign in signs) for kind, signs in _IN)
            )  # fmt: skip
        kinds = _KINDS[codes]
    return kinds


class Groups(NamedTuple):
    """Groups of signs in each of some texts."""

    number: Numbers
    capitals: Numbers
    """How many begin with a capital."""
    shouted: Numbers
    """How many have more than one sign, and no small letter among their letters."""


class Signs:
    """The signs of some texts, none of them empty and all with single spaces only, none at their ends."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
        self._codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        self._starts = np.cumsum(self.lengths) - self.lengths
        self._place = np.arange(len(self._codes)) - np.repeat(self._starts, self.lengths)
        self._kinds = _look(self._codes)

    def count(self, kind: int, most: int | None = None) -> Numbers:
        """How many signs of a kind stand in each text, or in its first so many signs."""
        found = (self._kinds & kind) > 0
        if most is not None:
            found &= self._place < most
        return np.add.reduceat(found, self._starts, dtype=np.intp)

    def groups(self, signs: int, most: int | None = None) -> Groups:
        """The groups that spaces part in the first so many signs of each text.

        `most` groups are told apart; what follows counts as one more, as in `str.split`.
        """
        short = self._place < signs
        codes, kinds, place = self._codes[short], self._kinds[short], self._place[short]
        spaces = codes == ord(" ")
        begins = place == 0
        firsts = np.flatnonzero(begins)
        begins[1:] |= spaces[:-1]
        starts = np.flatnonzero(begins)
        text = np.searchsorted(firsts, starts, side="right") - 1
        if most is not None:
            rank = np.arange(len(starts)) - np.searchsorted(starts, firsts)[text]
            starts, text = starts[rank <= most], text[rank <= most]
        number = len(self.lengths)
        within = np.bitwise_or.reduceat(kinds, starts)
        long = np.add.reduceat(~spaces, starts, dtype=np.intp) > 1
        shouted = ((within & (UPPER | LOWER)) == UPPER) & long
        capital = (kinds[starts] & UPPER) > 0
        return Groups(*(np.bincount(told, minlength=number) for told in (text, text[capital], text[shouted])))


class Words:
    """The words of some lines, each different one known by a number."""

    def __init__(self, words: Sequence[Sequence[str]]) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self.lines = len(words)
        self.sizes = np.fromiter(map(len, words), dtype=np.intp, count=self.lines)
        """How many words each line has."""
        total = int(self.sizes.sum())
        every = map(self._numbers.__getitem__, chain.from_iterable(words))
        self._every = np.fromiter(every, dtype=np.intp, count=total)
        self._line = np.repeat(np.arange(self.lines), self.sizes)
        self._place = np.arange(total) - np.repeat(np.cumsum(self.sizes) - self.sizes, self.sizes)
        told, first = np.unique(self._every * self.lines + self._line, return_index=True)
        self.word, self.line = np.divmod(told, max(1, self.lines))
        """Each word of each line once, as number and line: by word, then by line."""
        self._first = self._place[first]

    def __len__(self) -> int:
        return len(self._numbers)

    def among(self, words: Set[str]) -> Numbers:
        """Whether each word is one of these, by its number."""
        found = np.zeros(len(self), dtype=bool)
        found[[self._numbers[word] for word in self._numbers.keys() & words]] = True
        return found

    def longer(self, letters: int) -> Numbers:
        """Whether each word has more letters than so many, by its number."""
        return np.fromiter(map(len, self._numbers), dtype=np.intp, count=len(self)) > letters

    def count(self, words: Set[str], most: int) -> Numbers:
        """How many of the first so many words of each line are among these."""
        told = self.among(words)[self._every] & (self._place < most)
        return np.bincount(self._line[told], minlength=self.lines)

    def count_different(self, words: Set[str], most: int) -> Numbers:
        """How many of these words stand among the first so many of each line."""
        told = self.among(words)[self.word] & (self._first < most)
        return np.bincount(self.line[told], minlength=self.lines)
