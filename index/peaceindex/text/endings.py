"""Stems by endings alone, for languages without Snowball rules, or whose Snowball rules need the accents of a word.

A word loses the longest ending of a list, then its stem is normalised: vowels that come and go (жнець, женця) are
dropped, consonants that soften before an ending (Praha, v Praze) are tried in both forms. All words here are folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

MIN_STEM = 3
_MAX_SPELLED = 3
_MIN_BEFORE_VERB_ENDING = 4

Patterns = Sequence[tuple[str, str]]
"""Regular expressions, each with what is put in place of a match."""
Compiled = tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True)
class Endings:
    """The endings of a language.

    `verbs` are endings that leave four letters at least. `letters` are replaced in the whole word first, then the
    patterns `written`.
    `changes` are patterns for stem and ending with `|` between them, and what the stem may be instead. `normalised` are
    patterns for the end of a stem, and what is put in their place. `kept` is a
    pattern for an ending that is part of the stem. `spellings` has for a replaced letter all that it
    may be, `digraph` two letters and the one that they may be.
    """

    nouns: str
    verbs: str = ""
    letters: dict[str, str] = field(default_factory=dict)
    written: Patterns = ()
    changes: Patterns = ()
    normalised: Patterns = ()
    kept: str = ""
    digraph: tuple[str, str] | None = None
    min_stem: int = MIN_STEM
    spellings: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def stems(self, word: str) -> tuple[str, ...]:
        """Return the stems that a folded word may have. There is one at least."""
        word = self.letters_of(word)
        ending = self._ending(word, self._nouns | self._verbs)
        stem = word[: len(word) - len(ending)]
        divided = [(stem, ending)]
        if ending in self._verbs:
            ending = self._ending(word, self._nouns)
            divided.append((word[: len(word) - len(ending)], ending))
        found = [stem for stem, _ in divided]
        for stem, ending in divided:
            for pattern, other in self._changes:
                changed, count = pattern.subn(other, f"{stem}|{ending}")
                if count:
                    found.append(changed.partition("|")[0])
        return tuple(dict.fromkeys(map(self._normalise, found)))

    def beginnings(self, word: str) -> Iterator[str]:
        """Yield how the forms of a folded word may begin."""
        plain = self.letters_of(word)
        for stem in self.stems(word):
            begin = shared_beginning(plain, stem)
            if begin == stem and len(begin) > 2:
                begin = begin[:-1]
            if not self.spellings:
                yield begin
                continue
            for start in {begin, begin.replace(*self.digraph) if self.digraph else begin}:
                letters = (self.spellings.get(letter, letter) for letter in start[:_MAX_SPELLED])
                yield from map("".join, product(*letters))

    def letters_of(self, word: str) -> str:
        """Return a word with the letters replaced that stand for others."""
        word = word.translate(self._table)
        for pattern, other in self._written:
            word = pattern.sub(other, word)
        return word

    def _ending(self, word: str, endings: frozenset[str]) -> str:
        for size in range(min(self._longest, len(word) - self.min_stem), 0, -1):
            ending, left = word[-size:], len(word) - size
            is_long_enough = ending in self._nouns or left >= _MIN_BEFORE_VERB_ENDING
            is_kept = bool(self.kept) and re.search(self.kept, f"{word[:left]}|{ending}") is not None
            if ending in endings and is_long_enough and not is_kept:
                return ending
        return ""

    def _normalise(self, stem: str) -> str:
        for pattern, other in self._normalised:
            stem = pattern.sub(other, stem)
        return stem

    @cached_property
    def _table(self) -> dict[int, str]:
        return str.maketrans(self.letters)

    @cached_property
    def _written(self) -> Compiled:
        return compiled(self.written)

    @cached_property
    def _changes(self) -> Compiled:
        return compiled(self.changes)

    @cached_property
    def _normalised(self) -> Compiled:
        return compiled(self.normalised)

    @cached_property
    def _nouns(self) -> frozenset[str]:
        return frozenset(self.nouns.split())

    @cached_property
    def _verbs(self) -> frozenset[str]:
        return frozenset(self.verbs.split())

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._nouns | self._verbs))


def compiled(patterns: Patterns) -> Compiled:
    """Return patterns ready for use."""
    return tuple((re.compile(pattern), other) for pattern, other in patterns)


def shared_beginning(word: str, other: str) -> str:
    """Return the letters with which two words begin."""
    at = next((at for at, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), None)
    return word[: min(len(word), len(other))] if at is None else word[:at]
