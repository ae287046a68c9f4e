"""Words near one another: phrases, and words within a distance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from peaceindex.search.execution.combine import NO_DOCUMENTS, Combiner, ScoredDocuments, with_keys
from peaceindex.search.execution.postings import Postings, within
from peaceindex.search.results.tally import distinct

if TYPE_CHECKING:
    from peaceindex.search.columns import Longs
    from peaceindex.search.query.engine_queries import Key

Check = Callable[[], None]


class ProximityMatcher:
    """A comparison of positions. `term` finds the documents that contain a word; a `check` may raise to cancel."""

    def __init__(self, postings: Postings, term: Callable[[str, str], ScoredDocuments], combiner: Combiner) -> None:
        self._postings = postings
        self._term = term
        self._combiner = combiner

    def near(
        self,
        field: str,
        words: Sequence[str],
        scored: ScoredDocuments,
        max_distance: int,
        min_distance: int,
        ordered: bool,
        check: Check,
    ) -> ScoredDocuments:
        """Return those documents in which each word stands within a distance after the one before it.

        The distance is `min_distance` to `max_distance` places. `scored` has the documents that contain all the words.
        Unless `ordered`, either of two words may come first.
        """
        keys = [self._postings.keys(field, word.encode(), scored.documents, check) for word in words]
        ends = keys[0]
        for key in keys[1:]:
            near = within(key, ends, min_distance, max_distance)
            if not ordered:
                near |= within(-key[::-1], -ends[::-1], min_distance, max_distance)[::-1]
            ends = key[near]
        return with_keys(scored, ends)

    def phrase(self, field: str, slots: list[list[Key]], max_distance: int, check: Check) -> ScoredDocuments:
        """Return documents with a choice of each slot in order.

        Each stands at most `max_distance` places after the one before it.
        """
        words = [self._combiner.any_of([self._choice(field, choice, check) for choice in slot]) for slot in slots]
        candidates = self._combiner.all_of(words)
        if len(slots) < 2 or not len(candidates.documents):
            return candidates
        ends = np.zeros(0, np.int64)
        for number, slot in enumerate(slots):
            start_keys, end_keys = self.occurrences(field, slot, candidates.documents, check)
            if number:
                end_keys = end_keys[within(start_keys, ends, 1, max_distance)]
            if len(slot) > 1:  # choices that begin at one place may end at several
                end_keys = distinct(end_keys)
            ends = end_keys
            if not len(ends):
                return NO_DOCUMENTS
        return with_keys(candidates, ends)

    def occurrences(self, field: str, slot: list[Key], wanted: Longs, check: Check) -> tuple[Longs, Longs]:
        """Return where the choices of a slot begin and end in the wanted documents, sorted by beginning.

        Each place is a key made of document and position (see `Postings.keys`).
        """
        if len(slot) == 1 and len(slot[0]) == 1:
            keys = self._keys(field, slot[0][0], wanted, check)
            return keys, keys
        start_keys, end_keys = [], []
        for choice in slot:
            keys = self._keys(field, choice[0], wanted, check)
            for offset, word in enumerate(choice[1:], 1):
                keys = keys[np.isin(keys + offset, self._keys(field, word, wanted, check), assume_unique=True)]
            start_keys.append(keys)
            end_keys.append(keys + len(choice) - 1)
        start_key, end_key = np.concatenate(start_keys), np.concatenate(end_keys)
        order = np.argsort(start_key, kind="stable")
        return start_key[order], end_key[order]

    def _choice(self, field: str, choice: Key, check: Check) -> ScoredDocuments:
        if len(choice) == 1:
            return self._term(field, choice[0])
        return self.phrase(field, [[(word,)] for word in choice], 1, check)

    def _keys(self, field: str, word: str, wanted: Longs, check: Check) -> Longs:
        return self._postings.keys(field, word.encode(), wanted, check)
