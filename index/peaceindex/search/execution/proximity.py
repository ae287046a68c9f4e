"""Where words stand near one another: phrases, in order, and words within a distance."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from peaceindex.search.columns import Longs
from peaceindex.search.execution.combine import NOTHING, Combiner, Found, only
from peaceindex.search.execution.postings import Postings, within
from peaceindex.search.query.engine_queries import Key

Check = Callable[[], None]


class Nearness:
    """Compares positions. `term` finds the documents that hold a word; a `check` may raise to give up."""

    def __init__(self, postings: Postings, term: Callable[[str, str], Found], combiner: Combiner) -> None:
        self._postings = postings
        self._term = term
        self._combiner = combiner

    def near(
        self, field: str, words: Sequence[str], scored: Found, slop: int, least: int, ordered: bool, check: Check
    ) -> Found:
        """Of documents that hold all the words, those where each stands `least` to `slop` places after the last.

        Unless `ordered`, of two words either may come first.
        """
        keys = [self._postings.keys(field, word.encode(), scored.documents, check) for word in words]
        ends = keys[0]
        for key in keys[1:]:
            near = within(key, ends, least, slop)
            if not ordered:
                near |= within(-key[::-1], -ends[::-1], least, slop)[::-1]
            ends = key[near]
        return only(scored, ends)

    def phrase(self, field: str, slots: list[list[Key]], slop: int, check: Check) -> Found:
        """Articles where a choice from each slot stands in order, each at most `slop` places after the last."""
        words = [self._combiner.any_of([self._choice(field, choice, check) for choice in slot]) for slot in slots]
        both = self._combiner.all_of(words)
        if len(slots) < 2 or not len(both.documents):
            return both
        ends = np.zeros(0, np.int64)
        for number, slot in enumerate(slots):
            starts, stops = self.occurrences(field, slot, both.documents, check)
            if number:
                stops = stops[within(starts, ends, 1, slop)]
                if len(slot) > 1:
                    stops = np.unique(stops)
            ends = stops
            if not len(ends):
                return NOTHING
        return only(both, ends)

    def occurrences(self, field: str, slot: list[Key], wanted: Longs, check: Check) -> tuple[Longs, Longs]:
        """Where the choices of a slot begin and end in the wanted documents, in order of place.

        A place is one number, made of document and position.
        """
        if len(slot) == 1 and len(slot[0]) == 1:
            at = self._keys(field, slot[0][0], wanted, check)
            return at, at
        starts, stops = [], []
        for choice in slot:
            at = self._keys(field, choice[0], wanted, check)
            for further, word in enumerate(choice[1:], 1):
                at = at[np.isin(at + further, self._keys(field, word, wanted, check), assume_unique=True)]
            starts.append(at)
            stops.append(at + len(choice) - 1)
        start, stop = np.concatenate(starts), np.concatenate(stops)
        order = np.argsort(start, kind="stable")
        return start[order], stop[order]

    def _choice(self, field: str, choice: Key, check: Check) -> Found:
        if len(choice) == 1:
            return self._term(field, choice[0])
        return self.phrase(field, [[(word,)] for word in choice], 1, check)

    def _keys(self, field: str, word: str, wanted: Longs, check: Check) -> Longs:
        return self._postings.keys(field, word.encode(), wanted, check)
