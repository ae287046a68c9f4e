"""Inversion of texts: from the words of each document, in order, to the documents of each word."""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from peaceindex.search.codec.inverted import Inverted, Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Inverter:
    """An inverter for one field. It collects the words of one document after another, then inverts all of them at once.

    Words longer than `max_chars` characters are cut to that length.
    """

    def __init__(self, max_chars: int) -> None:
        self._max_chars = max_chars
        self._word_numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._words = array("I")
        # A run is a sequence of adjacent words in one document.
        self._run_document = array("I")
        self._run_position = array("I")
        self._run_length = array("I")

    def __len__(self) -> int:
        return len(self._words)

    def add(
        self, document: int, words: Sequence[str], position: int = 0, further: Iterable[tuple[int, str]] = ()
    ) -> int:
        """Add adjacent words, the first at position `position`. Return how many words were added.

        `further` holds terms at the same positions as words, each with the index of its word, in order. Those with a
        hyphen are no words of any text.
        """
        start = 0
        compounds: list[tuple[int, str]] = []
        for index, term in further:
            if "-" in term:
                compounds.append((index, term))
            else:  # the positions of a term must come in order, and it may be a word at other places
                self._add_run(document, words[start : index + 1], position + start)
                self._add_run(document, (term,), position + index)
                start = index + 1
        self._add_run(document, words[start:] if start else words, position + start)
        if compounds:
            self._words.extend([self._word_numbers[term] for _, term in compounds])
            self._run_document.extend([document] * len(compounds))
            self._run_position.extend([position + index for index, _ in compounds])
            self._run_length.extend([1] * len(compounds))
        return len(words)

    def _add_run(self, document: int, words: Sequence[str], position: int) -> None:
        if words:
            if len(words) == 1:
                self._words.append(self._word_numbers[words[0]])
            else:  # in half of the time that `extend` takes
                self._words.fromlist(list(itemgetter(*words)(self._word_numbers)))
            self._run_document.append(document)
            self._run_position.append(position)
            self._run_length.append(len(words))

    def inverted(self, size: int) -> Inverted:
        """Return the collected words, inverted, for a segment of `size` documents.

        The collected words are released, so this can be called only once.
        """
        keys = [word[: self._max_chars].encode() for word in self._word_numbers]
        terms = sorted(set(keys))
        ranks = dict(zip(terms, range(len(terms)), strict=True))
        rank = np.fromiter(map(ranks.__getitem__, keys), np.uint64, len(keys))
        del keys, ranks
        words = np.array(self._words, np.uint32)
        self._words = array("I")
        runs = np.array(self._run_length, np.int64)
        run_document = np.array(self._run_document, np.uint32)
        lengths = np.bincount(run_document, runs, size).astype(np.uint32)

        # Sort by word, then by place in the whole text: 40 bits of a key are enough for the places.
        order = (rank[words] << np.uint64(40)) | np.arange(len(words), dtype=np.uint64)
        del words
        order.sort()
        word_ranks = (order >> np.uint64(40)).astype(np.uint32)
        order &= np.uint64((1 << 40) - 1)
        token = order.view(np.int64)
        documents = np.repeat(run_document, runs)[token]
        first = np.cumsum(runs) - runs
        offset = np.array(self._run_position, np.int64) - first
        positions = (np.repeat(offset, runs)[token] + token).astype(np.uint32)
        del order, token

        is_first = np.ones(len(documents) + 1, bool)  # True where a posting begins
        if len(documents):
            is_first[1:-1] = (word_ranks[1:] != word_ranks[:-1]) | (documents[1:] != documents[:-1])
        posting_starts = np.flatnonzero(is_first)
        counts = np.diff(posting_starts).astype(np.uint32)
        posting_starts = posting_starts[:-1]
        bounds = np.arange(len(terms) + 1)
        return Inverted(
            Lexicon.of(terms),
            np.searchsorted(word_ranks[posting_starts], bounds).astype(np.int64),
            documents[posting_starts],
            counts,
            None,
            positions,
            np.searchsorted(word_ranks, bounds).astype(np.int64),
            lengths,
        )


def invert_values(values: Iterable[tuple[bytes, list[int]]]) -> Inverted:
    """Return a field whose terms occur once in each of their documents and have no positions: a numeric field."""
    found = sorted(values)
    documents = [np.array(documents, np.uint32) for _, documents in found]
    start = np.cumsum([0, *map(len, documents)]).astype(np.int64)
    all_documents = np.concatenate(documents) if documents else np.zeros(0, np.uint32)
    return Inverted(Lexicon.of([term for term, _ in found]), start, all_documents)
