"""Where the words of a query stand in a text. Time is linear in the text, whatever the query."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from whoosh import query

from peaceindex.model.search import Span
from peaceindex.search.query.build import Synonyms, slots_of
from peaceindex.search.query.engine_queries import Group, Key
from peaceindex.search.query.expansion import PATTERNS, beginning_of, matches
from peaceindex.search.schema import LONGEST_TERM
from peaceindex.text.tokens import words

_LEAVES = (query.Sequence, query.Phrase, query.Term, Group, *PATTERNS)

_PIECE = re.compile(r"\S+")
_FOREIGN = re.compile(r"[^\x00-\x7f\s]+")
_MOSTLY = 8
"""A text is searched for plain letters if no more than one of so many of its bytes is of another kind."""
_LONGEST_KNOWN = 64
_WIDEST = 64
"""Words of a phrase that stand further apart than this are found, but not marked as one."""


class Mark(NamedTuple):
    """A hit in a text, and which part of the query it answers (for telling how many parts a passage answers)."""

    start: int
    end: int
    part: int


@dataclass
class _Sequence:
    """A phrase to look for: what may stand at each of its places, and how many words it may stretch over."""

    slots: list[list[Key]]
    slop: int
    part: int

    @property
    def reach(self) -> int:
        longest = [max(map(len, slot)) for slot in self.slots]
        return longest[0] + sum(length + self.slop - 1 for length in longest[1:])


_Seen = tuple[tuple[Mark, ...], tuple[tuple[int, _Sequence], ...]]
"""What is of interest in a piece of text: words to mark, and where phrases may begin."""


@dataclass
class Marker:
    """Finds the positive words of a query: all that the search looked for, but not what it excluded.

    A text is gone through in pieces between white space, which no word
    crosses; a piece that was met before costs one look into a dictionary.
    """

    _words: dict[str, int] = field(default_factory=dict)
    _patterns: list[tuple[Any, int]] = field(default_factory=list)
    _sequences: dict[str, list[_Sequence]] = field(default_factory=dict)
    _parts: int = 0
    _known: dict[str, _Seen | None] = field(default_factory=dict)

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
        found: list[Mark] = []
        known = self._known
        for place in self._beginnings_of_pieces(text) if self else ():
            piece = _PIECE.match(text, place)[0]  # type: ignore[index] # no piece is empty
            if piece in known:
                seen = known[piece]
            else:
                seen = self._look(piece)
                if len(piece) <= _LONGEST_KNOWN:
                    known[piece] = seen
            if seen is not None:
                for start, end, part in seen[0]:
                    found.append(Mark(place + start, place + end, part))
                for offset, sequence in seen[1]:
                    found += self._phrase(text, place + offset, sequence)
        return _merged(found) if self._sequences else found

    def _beginnings_of_pieces(self, text: str) -> Iterable[int]:
        """Where the pieces of a text begin in which there may be a hit, in order."""
        lowered = text.lower()
        foreign = 0 if text.isascii() else len(text.encode("utf-8", "surrogatepass")) - len(text)
        likely = self._likely
        if likely is None or foreign * _MOSTLY > len(text) or len(lowered) != len(text):
            return (match.start() for match in _PIECE.finditer(text))
        starts = [match.start() for pattern in likely for match in pattern.finditer(lowered)]
        found = {_piece_at(text, start) for start in starts if not start or not lowered[start - 1].isalnum()}
        if foreign:
            found.update(_piece_at(text, match.start()) for match in _FOREIGN.finditer(text))
        return sorted(found)

    @cached_property
    def _likely(self) -> list[re.Pattern[str]] | None:
        """What every hit in plain letters begins with; None if hits may begin anyhow.

        Each is a search of its own: for one fixed beginning it takes a tenth of the time that it takes for a choice.
        """
        beginnings = {*self._words, *self._sequences, *(beginning_of(tree) for tree, _ in self._patterns)}
        if "" in beginnings:
            return None
        return [re.compile(_as_written(word)) for word in _shortest(word for word in beginnings if word.isascii())]

    def _walk(self, tree: Any, fieldname: str, part: int | None) -> None:
        match tree:
            case query.Not():
                return
            case query.ConstantScoreQuery():
                self._walk(tree.child, fieldname, part)
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
            case Group():
                for key in leaf.keys:
                    if len(key) == 1:
                        self._words.setdefault(key[0], part)
                    else:
                        self._sequence([[(word,)] for word in key], 1, part)
            case query.Phrase():
                self._sequence([[(word,)] for word in leaf.words], leaf.slop, part)
            case _:
                self._patterns.append((leaf, part))

    def _sequence(self, slots: list[list[Key]], slop: int, part: int) -> None:
        sequence = _Sequence(slots, min(slop, _WIDEST), part)
        for first in dict.fromkeys(choice[0] for choice in slots[0]):
            self._sequences.setdefault(first, []).append(sequence)

    def _look(self, piece: str) -> _Seen | None:
        single: list[Mark] = []
        openings: list[tuple[int, _Sequence]] = []
        for word in words(piece):
            text = word.text[:LONGEST_TERM]
            if (part := self._answer(text)) is not None:
                single.append(Mark(word.start, word.end, part))
            openings += [(word.start, sequence) for sequence in self._sequences.get(text, ())]
        return (tuple(single), tuple(openings)) if single or openings else None

    def _answer(self, word: str) -> int | None:
        if (part := self._words.get(word)) is not None:
            return part
        return next((part for tree, part in self._patterns if matches(tree, word)), None)

    def _phrase(self, text: str, place: int, sequence: _Sequence) -> list[Mark]:
        """The mark of a phrase if it stands in the text from this place on."""
        row = list(islice(words(text, place), sequence.reach))
        last = _last([word.text[:LONGEST_TERM] for word in row], sequence)
        return [] if last is None else [Mark(place, row[last].end, sequence.part)]


def _piece_at(text: str, place: int) -> int:
    """Where the piece begins that a place in a text lies in."""
    while place and not text[place - 1].isspace():
        place -= 1
    return place


def _shortest(words: Iterable[str]) -> list[str]:
    """Of words those that do not begin with another one of them."""
    found: list[str] = []
    for word in sorted(words):
        if not found or not word.startswith(found[-1]):
            found.append(word)
    return found


def _as_written(word: str) -> str:
    """The pattern of a folded word in plain letters: a number may have been written with commas."""
    return ",?".join(map(re.escape, word)) if any(map(str.isdigit, word)) else re.escape(word)


def _last(folded: list[str], sequence: _Sequence) -> int | None:
    """The place of the last word if the row of words begins with the sequence."""
    ends = {len(choice) - 1 for choice in sequence.slots[0] if tuple(folded[: len(choice)]) == choice}
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
