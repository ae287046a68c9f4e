"""The places in a text where the words of a query occur. The time is linear in the text, whatever the query."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh import query

from peaceindex.search.query.build import Synonyms, slots_of
from peaceindex.search.query.engine_queries import Group, Key
from peaceindex.search.query.expansion import PATTERNS, common_prefix, matches
from peaceindex.search.results import plain_text
from peaceindex.search.schema import MAX_TERM_CHARS
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.acronyms import ACRONYMS, is_acronym
from peaceindex.text.tokens import FIRST_UNSPACED, indexed_words, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peaceindex.model.search import Span

_LEAVES = (query.Sequence, query.Phrase, query.Term, Group, *PATTERNS)

_PIECE = late_pattern(r"(?:[A-Z]\. (?=[A-Z]\.))*\S+")
"""What is looked at by itself: all up to the next white space, but `U. S.` as a whole."""
_INITIAL_AFTER = late_pattern(r"[A-Z]\. (?=[A-Z]\.)")
_PLAIN_WORD_AFTER = late_pattern(r" ([a-z]{2,}+)(?=[ ,])")
"""The word after a plain word, where it is plain beyond doubt: it is no part of initials, and is what the index has."""
_NON_ASCII = late_pattern(r"[^\x00-\x7f\s]+")
_MAX_CACHED_PIECE_CHARS = 64
_MAX_SLOP_WORDS = 64
"""Phrases whose words are further apart than this are found, but are not marked as one."""


class Mark(NamedTuple):
    """A hit in a text, and the part of the query that it answers (to count how many parts an excerpt answers)."""

    start: int
    end: int
    part: int


@dataclass
class _Sequence:
    """A phrase to look for: the alternatives at each of its places, and how far apart its words may be."""

    slots: list[list[Key]]
    slop: int
    part: int

    @cached_property
    def neighbours(self) -> list[frozenset[str]] | None:
        """The words at each place, if each is one word of a script with spaces and follows the last; otherwise None."""
        keys = [key for slot in self.slots for key in slot]
        if self.slop > 1 or any(len(key) > 1 or key[0] >= FIRST_UNSPACED for key in keys):
            return None
        return [frozenset(key[0] for key in slot) for slot in self.slots]

    @cached_property
    def max_words(self) -> int:
        max_lengths = [max(map(len, slot)) for slot in self.slots]
        return max_lengths[0] + sum(length + self.slop - 1 for length in max_lengths[1:])


_PieceHits = tuple[tuple[Mark, ...], tuple[tuple[int, _Sequence], ...]]
"""What matters in a piece of text: the words to mark, and the places where phrases may begin."""
_RunHits = tuple[int | None, tuple[_Sequence, ...], bool]
"""What matters in a run of plain letters: the part of the query that it answers, the phrases that it may begin, and
whether it is an acronym if it is written in capitals."""


@dataclass
class Marker:
    """A marker for the positive words of a query: everything that it searches for, but nothing that it excludes.

    A text is processed in pieces between white space, which no word crosses. A
    piece that has been seen before costs one dictionary look-up. Where the words
    are of plain letters and so is the text, only the runs of letters that begin
    as they do are looked at.
    """

    _words: dict[str, int] = field(default_factory=dict)
    _patterns: list[tuple[Any, int]] = field(default_factory=list)
    _sequences: dict[str, list[_Sequence]] = field(default_factory=dict)
    _parts: int = 0
    _cache: dict[str, _PieceHits | None] = field(default_factory=dict)
    _runs: dict[str, _RunHits] = field(default_factory=dict)
    _overlaps: bool = False
    """Whether a text had words that overlap, as in scripts without spaces."""

    @classmethod
    def of(cls, tree: query.Query | None, fieldname: str) -> Marker:
        """Return the marker for what a query searches for in a field (`title` or `body`)."""
        marker = cls()
        marker._walk(tree, fieldname, None)
        return marker

    def __bool__(self) -> bool:
        return bool(self._words or self._patterns or self._sequences)

    def marks(self, text: str) -> list[Mark]:
        """Return the hits by position, without overlap. A phrase is one hit."""
        found: list[Mark] = []
        cache = self._cache
        for position in self._piece_starts(text, found) if self else ():
            piece = _PIECE.match(text, position)[0]  # type: ignore[index] # no piece is empty
            if piece in cache:
                hits = cache[piece]
            else:
                hits = self._examine(piece)
                if len(piece) <= _MAX_CACHED_PIECE_CHARS:
                    cache[piece] = hits
            if hits is not None:
                for start, end, part in hits[0]:
                    found.append(Mark(position + start, position + end, part))
                for offset, sequence in hits[1]:
                    found += self._phrase(text, position + offset, sequence)
        if len(found) > 1 and (self._sequences or self._overlaps):
            return _merged(found)
        found.sort()
        return found

    def _piece_starts(self, text: str, found: list[Mark]) -> Iterable[int]:
        """Return where the pieces of a text begin that may contain a hit, in order.

        Hits in plain letters are added to `found` at once where it can be, without looking at their piece.
        """
        prefixes = self._prefixes
        lowered = None if prefixes is None else plain_text.lowered(text)
        if prefixes is None or lowered is None:
            return (match.start() for match in _PIECE.finditer(text))
        odd: set[int] = set()
        if not lowered.isascii():
            odd.update(_piece_start(text, match.start()) for match in _NON_ASCII.finditer(lowered))
        if not self._has_plain_words:
            starts = [match.start() for word in prefixes for match in plain_text.word_pattern(word).finditer(lowered)]
            odd.update(_piece_start(text, start) for start in starts if not start or not lowered[start - 1].isalnum())
            return sorted(odd)
        initials = set()
        known = self._runs
        for start, end in plain_text.runs_of_any(lowered, self._runs_of_prefixes):
            run = lowered[start:end]
            part, sequences, may_be_acronym = known.get(run) or self._examine_run(run)
            if part is None and not sequences and len(run) > 1:
                continue
            if len(run) == 1:  # it may be one of several initials
                initials.add(_piece_start(text, start))
            if odd and _piece_start(text, start) in odd:
                continue
            if may_be_acronym and text[start:end] in ACRONYMS:
                continue
            if part is not None:
                found.append(Mark(start, end, part))
            if sequences:
                following = _PLAIN_WORD_AFTER.match(text, end)
                for sequence in sequences:
                    found += self._phrase(text, start, sequence, following)
        if initials:
            found[:] = [mark for mark in found if _piece_start(text, mark.start) not in initials]
        return sorted(odd | initials) if odd or initials else ()

    @cached_property
    def _has_plain_words(self) -> bool:
        """Whether every hit in plain letters is a whole run of letters and digits that begins with a letter."""
        return all(plain_text.WORD.fullmatch(prefix) for prefix in self._all_prefixes if prefix.isascii())

    @cached_property
    def _all_prefixes(self) -> set[str]:
        """The words, and what other words must begin with."""
        return {*self._words, *self._sequences, *(common_prefix(tree) for tree, _ in self._patterns)}

    @cached_property
    def _prefixes(self) -> list[str] | None:
        """What every hit in plain letters begins with; None if hits may begin with anything."""
        if "" in self._all_prefixes:
            return None
        return plain_text.shortest_prefixes(prefix.lower() for prefix in self._all_prefixes if prefix.isascii())

    @cached_property
    def _runs_of_prefixes(self) -> list[tuple[str, re.Pattern[str] | None]]:
        """The prefixes, each with the pattern of its runs if they are of a certain length."""
        return [(prefix, self._pattern_of(prefix)) for prefix in self._prefixes or ()]

    def _pattern_of(self, prefix: str) -> re.Pattern[str] | None:
        others = any(word.startswith(prefix) for word in (*self._words, *self._sequences))
        trees = [tree for tree, _ in self._patterns if common_prefix(tree).startswith(prefix)]
        if not others and len(trees) == 1 and isinstance(trees[0], query.FuzzyTerm):
            length, edits = len(trees[0].text), int(trees[0].maxdist)
            return plain_text.runs_of_length(prefix, max(length - edits, 0), length + edits)
        return None

    def _examine_run(self, run: str) -> _RunHits:
        term = run[:MAX_TERM_CHARS]
        hits = self._runs[run] = self._part_of_word(term), tuple(self._sequences.get(term, ())), is_acronym(run)
        return hits

    def _walk(self, tree: Any, fieldname: str, part: int | None) -> None:
        match tree:
            case query.Not():
                return
            case query.ConstantScoreQuery():
                self._walk(tree.child, fieldname, part)
            case _ if isinstance(tree, _LEAVES):
                self._leaf(tree, fieldname, self._new_part() if part is None else part)
            case query.And() | query.Or():
                if isinstance(tree, Synonyms) and part is None:
                    part = self._new_part()
                for sub in tree.subqueries:
                    self._walk(sub, fieldname, part)

    def _new_part(self) -> int:
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
        sequence = _Sequence(slots, min(slop, _MAX_SLOP_WORDS), part)
        for first in dict.fromkeys(choice[0] for choice in slots[0]):
            self._sequences.setdefault(first, []).append(sequence)

    def _examine(self, piece: str) -> _PieceHits | None:
        marks: list[Mark] = []
        phrase_starts: list[tuple[int, _Sequence]] = []
        last_place = -1
        for place, word in indexed_words(piece):
            self._overlaps |= place == last_place
            last_place = place
            text = word.text[:MAX_TERM_CHARS]
            if (part := self._part_of_word(text)) is not None:
                marks.append(Mark(word.start, word.end, part))
            phrase_starts += [(word.start, sequence) for sequence in self._sequences.get(text, ())]
        return (tuple(marks), tuple(phrase_starts)) if marks or phrase_starts else None

    def _part_of_word(self, word: str) -> int | None:
        if (part := self._words.get(word)) is not None:
            return part
        return next((part for tree, part in self._patterns if matches(tree, word)), None)

    def _phrase(self, text: str, position: int, sequence: _Sequence, second: re.Match[str] | None = None) -> list[Mark]:
        """Return the mark of a phrase, in a list, if the phrase stands in the text at this place.

        If the second word there is known, `second` is its match.
        """
        neighbours = sequence.neighbours
        if neighbours is not None:
            if second is not None and len(neighbours) > 1:
                if second[1][:MAX_TERM_CHARS] not in neighbours[1]:
                    return []
                if len(neighbours) == 2:
                    return [Mark(position, second.end(), sequence.part)]
            last = position
            following_words = words(text, position)
            for allowed in neighbours:
                following_word = next(following_words, None)
                if following_word is None or following_word.text[:MAX_TERM_CHARS] not in allowed:
                    return []
                last = following_word.end
            return [Mark(position, last, sequence.part)]
        following = [
            (place, word.text[:MAX_TERM_CHARS], word.end)
            for place, word in takewhile(lambda found: found[0] < sequence.max_words, indexed_words(text, position))
        ]
        end = _sequence_end(following, sequence)
        return [] if end is None else [Mark(position, end, sequence.part)]


def _piece_start(text: str, position: int) -> int:
    """Return where the piece begins that contains this place in a text."""
    while position and not text[position - 1].isspace():
        position -= 1
    while (
        position > 2
        and _INITIAL_AFTER.match(text, position - 3)
        and (position == 3 or text[position - 4].isspace())  # not the end of other initials
    ):
        position -= 3
    return position


def _sequence_end(following: list[tuple[int, str, int]], sequence: _Sequence) -> int | None:
    """Return where the sequence ends if the words begin with it, otherwise None.

    A word is its place among the words, its folded text, and where it ends. Several may have the same place.
    """
    at: dict[tuple[int, str], int] = {(place, text): end for place, text, end in following}

    def last_places(starts: Iterable[int], slot: list[Key]) -> dict[int, int]:
        """Return the last places of the choices of a slot that begin at one of these places, and where each ends."""
        found: dict[int, int] = {}
        for start in starts:
            for choice in slot:
                ends = [at.get((place, text)) for place, text in enumerate(choice, start)]
                if None not in ends:
                    found[start + len(choice) - 1] = max(end for end in ends if end is not None)
        return found

    ends = last_places([0], sequence.slots[0])
    for slot in sequence.slots[1:]:
        ends = last_places({end + step for end in ends for step in range(1, sequence.slop + 1)}, slot)
        if not ends:
            return None
    return ends[min(ends)] if ends else None


def _merged(found: list[Mark]) -> list[Mark]:
    """Return the marks in order. Overlapping ones are joined into the first of them."""
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
    """Return the spans of marks."""
    return tuple((mark.start, mark.end) for mark in marks)
