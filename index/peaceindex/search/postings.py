"""Reading posting lists of the engine into arrays. The one place that knows how they are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pickle import loads
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.matching import FilterMatcher

from peaceindex.search.columns import Ints, Longs

_COUNT_SIZE = 4  # the engine's `Positions` format: a count, then the pickled steps from place to place
Weights = npt.NDArray[np.float32]


def read(reader: Any, field: str, term: bytes, check: Callable[[], None]) -> tuple[Ints, Weights]:
    """The documents that hold a term, in order, and how often each does. Deleted documents may be among them."""
    documents: list[Any] = []
    weights: list[Any] = []
    for leaf, base in reader.leaf_readers():
        for matcher in _matchers(leaf, field, term):
            check()
            for ids, amounts in _blocks(matcher):
                documents.append(np.asarray(ids, np.int64) + base)
                weights.append(np.asarray(amounts, np.float32))
    if not documents:
        return np.zeros(0, np.int32), np.zeros(0, np.float32)
    return np.concatenate(documents).astype(np.int32), np.concatenate(weights)


def positions(reader: Any, field: str, term: bytes, wanted: Ints, check: Callable[[], None]) -> tuple[Ints, Ints]:
    """Where a term stands in the wanted documents (in order): for each occurrence its document and position."""
    documents: list[int] = []
    steps: list[list[int]] = []
    for leaf, base in reader.leaf_readers():
        first, last = np.searchsorted(wanted, (base, base + leaf.doc_count_all()))
        here = wanted[first:last] - base
        for matcher in _matchers(leaf, field, term) if len(here) else ():
            for document, value in _values(matcher, here, check):
                documents.append(document + base)
                steps.append(loads(value[_COUNT_SIZE:]))  # noqa: S301 - only what this user sealed is opened
    counts = np.fromiter(map(len, steps), np.int32, len(steps))
    total = np.cumsum(np.fromiter(chain.from_iterable(steps), np.int64, int(counts.sum())))
    before = np.concatenate(([0], total[np.cumsum(counts[:-1]) - 1])) if len(counts) else total
    return np.repeat(np.array(documents, np.int32), counts), (total - np.repeat(before, counts)).astype(np.int32)


def keys(documents: Ints, places: Ints) -> Longs:
    """Occurrences as single numbers: in order of document and position, far apart between documents."""
    return (documents.astype(np.int64) << 32) + places


def _matchers(leaf: Any, field: str, term: bytes) -> list[Any]:
    if (field, term) not in leaf:
        return []
    matcher = leaf.postings(field, term)
    while isinstance(matcher, FilterMatcher):  # it hides deleted documents; the caller does so by arrays
        matcher = matcher.child
    return [matcher]


def _blocks(matcher: Any) -> Iterator[tuple[Any, Any]]:
    """The documents and weights of a matcher, a block at a time where its blocks are known."""
    if type(matcher) is not W3LeafMatcher:
        ids, weights = [], []
        while matcher.is_active():
            ids.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
        yield ids, weights
        return
    while matcher.is_active():
        matcher._read_data()
        matcher._read_weights()
        yield np.cumsum(matcher._data[0]), matcher._weights  # kept as differences within the block
        matcher._next_block()


def _values(matcher: Any, wanted: Ints, check: Callable[[], None]) -> Iterator[tuple[int, bytes]]:
    """The wanted documents that a matcher holds, each with what is kept about the term in it."""
    if type(matcher) is not W3LeafMatcher:
        for document in wanted.tolist():
            if matcher.is_active():
                matcher.skip_to(document)
            if matcher.is_active() and matcher.id() == document:
                yield document, matcher.value()
        return
    while matcher.is_active():
        check()
        upto = int(np.searchsorted(wanted, matcher.block_max_id(), side="right"))
        if upto:
            matcher._read_data()
            ids = np.cumsum(matcher._data[0])
            here = np.flatnonzero(np.isin(ids, wanted[:upto], assume_unique=True))
            if len(here):
                matcher._read_values()
                for place in here.tolist():
                    yield int(ids[place]), matcher._values[place]
            wanted = wanted[upto:]
            if not len(wanted):
                return
        matcher._next_block()
