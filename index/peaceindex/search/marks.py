"""Where the words of a query stand in a text. Time is linear in the text, whatever the query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from whoosh import query

from peaceindex.names import Word, words
from peaceindex.results import Span
from peaceindex.search.build import Key, Synonyms, slots_of
from peaceindex.search.expand import PATTERNS, matches
from peaceindex.search.schema import LONGEST_TERM

_LEAVES = (query.Sequence, query.Phrase, query.Term, *PATTERNS)

_WIDEST = 64
"""Words of a phrase that stand further apart than this are found, but not marked as one."""


@dataclass(frozen=True)
class Mark:
    """A hit in a text, and which part of the query it answers (for telling how many parts a passage answers)."""

    start: int
    end: int
    part: int


@dataclass
class _Sequence:
    slots: list[list[Key]]
    slop: int
    part: int


@dataclass
class Marker:
    """Finds the positive words of a query: all that the search looked for, but not what it excluded."""

    _words: dict[str, int] = field(default_factory=dict)
    _patterns: list[tuple[Any, int]] = field(default_factory=list)
    _sequences: dict[str, list[_Sequence]] = field(default_factory=dict)
    _parts: int = 0
    _known: dict[str, int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: query.Query | None, fieldname: str) -> Marker:
        """The marker for what a query looks for in the field (`title` or `body`)."""
        marker = cls()
        marker._walk(tree, fieldname, None)
        return marker

    def __bool__(self) -> bool:
        return bool(self._words or self._patterns or self._sequences)

    def marks(self, text: str) -> list[Mark]:
        """The hits in order of place, none overlapping another; a phrase is one hit."""
        if not self or not text:
            return []
        found: list[Mark] = []
        if self._sequences:
            row = list(words(text))
            found += self._phrases(row)
        else:
            row = words(text)  # type: ignore[assignment]
        found += self._single(row)
        return _merged(found)

    def _walk(self, tree: Any, fieldname: str, part: int | None) -> None:
        match tree:
            case query.Not() | query.ConstantScoreQuery():
                return
            case _ if isinstance(tree, _LEAVES):
                self._leaf(tree, fieldname, self._part() if part is None else part)
            case query.And() | query.Or():
                if isinstance(tree, Synonyms) and part is None:
                    part = self._part()
                for sub in tree.subqueries:
                    self._walk(sub, fieldname, part)

    def _part(self) -> int:
        self._parts += 1
        return self._parts

    def _leaf(self, leaf: Any, fieldname: str, part: int) -> None:
        match leaf:
            case query.Sequence():
                found = slots_of(leaf)
                if found is not None and found[0] == fieldname:
                    self._sequence(found[1], leaf.slop, part)
            case _ if leaf.fieldname != fieldname:
                return
            case query.Term():
                self._words.setdefault(leaf.text, part)
            case query.Phrase():
                self._sequence([[(word,)] for word in leaf.words], leaf.slop, part)
            case _:
                self._patterns.append((leaf, part))

    def _sequence(self, slots: list[list[Key]], slop: int, part: int) -> None:
        sequence = _Sequence(slots, min(slop, _WIDEST), part)
        for first in dict.fromkeys(choice[0] for choice in slots[0]):
            self._sequences.setdefault(first, []).append(sequence)

    def _single(self, row: Iterator[Word] | list[Word]) -> Iterator[Mark]:
        known = self._known
        for word in row:
            if word.text not in known:
                known[word.text] = self._answer(word.text[:LONGEST_TERM])
            if (part := known[word.text]) is not None:
                yield Mark(word.start, word.end, part)

    def _answer(self, word: str) -> int | None:
        if (part := self._words.get(word)) is not None:
            return part
        return next((part for tree, part in self._patterns if matches(tree, word)), None)

    def _phrases(self, row: list[Word]) -> Iterator[Mark]:
        folded = [word.text[:LONGEST_TERM] for word in row]
        for at, first in enumerate(folded):
            for sequence in self._sequences.get(first, ()):
                last = _last(folded, at, sequence)
                if last is not None:
                    yield Mark(row[at].start, row[last].end, sequence.part)


def _last(folded: list[str], at: int, sequence: _Sequence) -> int | None:
    """The place of the last word if the sequence stands in the text from place `at` on."""
    ends = set()
    for choice in sequence.slots[0]:
        if tuple(folded[at : at + len(choice)]) == choice:
            ends.add(at + len(choice) - 1)
    for slot in sequence.slots[1:]:
        starts = {end + step for end in ends for step in range(1, sequence.slop + 1)}
        ends = {
            start + len(choice) - 1
            for start in starts
            for choice in slot
            if tuple(folded[start : start + len(choice)]) == choice
        }
        if not ends:
            return None
    return min(ends, default=None)


def _merged(found: list[Mark]) -> list[Mark]:
    """Marks in order, those that overlap joined into the first of them."""
    merged: list[Mark] = []
    for mark in sorted(found, key=lambda one: (one.start, -one.end)):
        if merged and mark.start < merged[-1].end:
            last = merged[-1]
            if mark.end > last.end:
                merged[-1] = Mark(last.start, mark.end, last.part)
        else:
            merged.append(mark)
    return merged


def spans_of(marks: list[Mark]) -> tuple[Span, ...]:
    """The places of marks."""
    return tuple((mark.start, mark.end) for mark in marks)
