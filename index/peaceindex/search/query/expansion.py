"""Expansion of prefixes, wildcards, ranges and fuzzy words into the terms of the index that they match."""

from __future__ import annotations

import fnmatch
import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import query

from peaceindex.text.edit_distance import near

if TYPE_CHECKING:
    import numpy.typing as npt

    from peaceindex.search.codec import Lexicon
    from peaceindex.search.execution.postings import Leaf, Postings

_MAX_CACHED_QUERIES = 64


class FuzzyWord(query.FuzzyTerm):
    """A fuzzy query for a word. Unlike in Whoosh's own, two swapped letters count as one edit."""

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        prefix = self.text[: self.prefixlength]
        for term in ixreader.expand_prefix(self.fieldname, prefix):
            if matches(self, term.decode()):
                yield term


PATTERNS = (query.Prefix, query.Wildcard, query.FuzzyTerm)
"""The kinds of query that are expanded into terms of the index."""

Array = np.ndarray[Any, np.dtype[Any]]
Numbers = Sequence[int] | Array
"""The numbers of terms of one field in one segment, in ascending order."""


class Expander:
    """An expander for the queries of one generation of an index, segment by segment."""

    def __init__(self, postings: Postings) -> None:
        self._leaves = postings.leaves
        self._cache: OrderedDict[query.Query, list[tuple[Leaf, Numbers]]] = OrderedDict()

    def terms(self, tree: Any) -> list[tuple[Leaf, Numbers]]:
        """Return the numbers of the terms that the query matches, for each segment that has any."""
        if tree not in self._cache:
            leaves = [leaf for leaf in self._leaves if tree.field() in leaf.fields]
            found = zip(leaves, self._expanded(tree, leaves), strict=True)
            self._cache[tree] = [(leaf, numbers) for leaf, numbers in found if len(numbers)]
            if len(self._cache) > _MAX_CACHED_QUERIES:
                self._cache.popitem(last=False)
        return self._cache[tree]

    def _expanded(self, tree: Any, leaves: list[Leaf]) -> Iterable[Numbers]:
        lexicons = [leaf.fields[tree.field()].terms for leaf in leaves]
        if type(tree) is query.Prefix:
            return [lexicon.with_prefix(_as_bytes(tree.text)) for lexicon in lexicons]
        if type(tree) is query.Wildcard and "[" not in tree.text:
            return [_wildcard_terms(lexicon, tree.text) for lexicon in lexicons]
        if type(tree) in (query.FuzzyTerm, FuzzyWord):
            return similar_terms(lexicons, tree)
        if type(tree) is query.TermRange:
            return [_range_terms(leaf, lexicon, tree) for leaf, lexicon in zip(leaves, lexicons, strict=True)]
        return [_engine_terms(leaf, lexicon, tree) for leaf, lexicon in zip(leaves, lexicons, strict=True)]


def _as_bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _engine_terms(leaf: Leaf, lexicon: Lexicon, tree: Any) -> Numbers:
    """Return the terms that Whoosh itself lists for a query, for kinds of query that are not known here."""
    schema = leaf.reader.schema
    terms = (
        text if isinstance(text, bytes) else schema[tree.field()].to_bytes(text) for text in tree._btexts(leaf.reader)
    )
    return sorted({number for term in terms if (number := lexicon.find(term)) is not None})


def _range_terms(leaf: Leaf, lexicon: Lexicon, tree: Any) -> Numbers:
    field = leaf.reader.schema[tree.fieldname]
    try:
        start = b"" if tree.start is None else field.to_bytes(tree.start)
        end = b"\xff\xff\xff\xff" if tree.end is None else field.to_bytes(tree.end)
    except ValueError:
        return range(0)
    first = (bisect_right if tree.startexcl else bisect_left)(lexicon, start)
    return range(first, max(first, (bisect_left if tree.endexcl else bisect_right)(lexicon, end)))


def _wildcard_terms(lexicon: Lexicon, text: str) -> Numbers:
    """Return the terms that a wildcard word matches, by one search with a pattern over all terms, one per line."""
    numbers = lexicon.with_prefix(common_prefix(query.Wildcard("", text)).encode())
    if not numbers:
        return numbers
    first = int(lexicon.ends[numbers.start - 1]) if numbers.start else 0
    ends = lexicon.ends[numbers.start : numbers.stop].astype(np.int64) - first
    lines = np.full(int(ends[-1]) + len(ends), ord("\n"), np.uint8)
    inside = np.ones(len(lines), bool)
    inside[ends + np.arange(len(ends))] = False
    lines[inside] = np.frombuffer(lexicon.blob, np.uint8, int(ends[-1]), first)
    shown = lines.tobytes().decode()
    pattern = re.compile(f"^{_line_pattern(text)}$", re.MULTILINE)
    match_starts = np.fromiter((match.start() for match in pattern.finditer(shown)), np.int64)
    characters = np.cumsum((lines & 0xC0) != 0x80)  # the pattern matches characters, not bytes
    line_starts = np.concatenate(([0], characters[~inside][:-1]))
    return numbers.start + np.searchsorted(line_starts, match_starts)


def _line_pattern(text: str) -> str:
    """Return a regular expression, within one line, for a wildcard word.

    The groups are atomic: what a star in the middle has matched is never tried again.
    """
    first, *rest = ("".join(r"[^\n]" if c == "?" else re.escape(c) for c in part) for part in re.split(r"\*+", text))
    if not rest:
        return first
    return first + "".join(rf"(?>[^\n]*?{part})" for part in rest[:-1]) + r"[^\n]*" + rest[-1]


def similar_terms(lexicons: list[Lexicon], tree: Any) -> list[Numbers]:
    """Return the terms within an edit distance of a word. Those of all segments are compared at once, by letters."""
    wanted, max_edits, prefix_length = str(tree.text), int(tree.maxdist), int(tree.prefixlength)
    ranges = [lexicon.with_prefix(wanted[:prefix_length].encode()) for lexicon in lexicons]
    texts, sizes = [], []
    for lexicon, numbers in zip(lexicons, ranges, strict=True):
        if numbers:
            first = int(lexicon.ends[numbers.start - 1]) if numbers.start else 0
            ends = lexicon.ends[numbers.start : numbers.stop].astype(np.int64) - first
            text = np.frombuffer(lexicon.blob, np.uint8, int(ends[-1]), first)
            texts.append(text)
            sizes.append(np.diff(np.cumsum((text & 0xC0) != 0x80)[ends - 1], prepend=0))
    if not texts:
        return [range(0) for _ in lexicons]
    letters = np.frombuffer(np.concatenate(texts).tobytes().decode().encode("utf-32-le"), np.uint32)
    size = np.concatenate(sizes)
    word_starts = np.cumsum(size) - size
    candidates = np.flatnonzero(np.abs(size - len(wanted)) <= max_edits)
    width = len(wanted) + max_edits
    columns = np.minimum(word_starts[candidates][:, None] + np.arange(width), len(letters) - 1)
    is_near = np.zeros(len(size), bool)
    is_near[candidates] = (
        _distances(wanted, letters[columns].T, size[candidates], max_edits, type(tree) is FuzzyWord) <= max_edits
    )
    found: list[Numbers] = []
    offset = 0
    for numbers in ranges:
        found.append(np.flatnonzero(is_near[offset : offset + len(numbers)]) + numbers.start)
        offset += len(numbers)
    return found


def _distances(wanted: str, words: Array, sizes: Array, max_edits: int, swaps: bool) -> npt.NDArray[Any]:
    """Return the edit distance of each word from `wanted`. Distances greater than `max_edits` are not exact.

    `words[j]` holds letter j of every word. The distance table is computed for all
    words at once, and only along its diagonal.
    """
    count = words.shape[1]
    beyond = np.full(count, max_edits + 1, np.int8)
    rows: list[dict[int, Any]] = [{j: np.full(count, j, np.int8) for j in range(max_edits + 1)}]
    same: dict[tuple[int, int], Any] = {}
    for i, letter in enumerate(wanted, 1):
        row: dict[int, Any] = {}
        code = ord(letter)
        for j in range(max(0, i - max_edits), min(len(words), i + max_edits) + 1):
            if j == 0:
                row[0] = np.full(count, i, np.int8)
                continue
            same[i, j] = words[j - 1] == code
            cell = rows[-1].get(j - 1, beyond) + ~same[i, j]
            np.minimum(cell, rows[-1].get(j, beyond) + np.int8(1), out=cell)
            np.minimum(cell, row.get(j - 1, beyond) + np.int8(1), out=cell)
            if swaps and i > 1 and j > 1:
                swapped = (words[j - 2] == code) & (words[j - 1] == ord(wanted[i - 2]))
                cell = np.where(swapped, np.minimum(cell, rows[-2].get(j - 2, beyond) + np.int8(1)), cell)
            row[j] = cell
        rows.append(row)
    last = np.full(count, max_edits + 1, np.int8)
    for j, cell in rows[-1].items():
        np.copyto(last, cell, where=sizes == j)
    return last


def common_prefix(tree: Any) -> str:
    """Return the beginning that all words matched by a prefix, wildcard or fuzzy query have in common."""
    if isinstance(tree, query.Prefix):
        return str(tree.text)
    if isinstance(tree, query.Wildcard):
        return re.split(r"[*?]", tree.text, maxsplit=1)[0]
    return str(tree.text[: tree.prefixlength])


def matches(tree: Any, word: str) -> bool:
    """Return whether a prefix, wildcard or fuzzy query matches a folded word."""
    if isinstance(tree, query.Prefix):
        return word.startswith(tree.text)
    if isinstance(tree, query.Wildcard):
        return wildcard_pattern(tree.text).fullmatch(word) is not None
    return near(tree.text, word, int(tree.maxdist), tree.prefixlength)


@lru_cache(maxsize=64)
def wildcard_pattern(text: str) -> re.Pattern[str]:
    """Return the regular expression of a wildcard word: `*` is any number of characters, `?` is one.

    It does not backtrack: what a star has matched is never tried again.
    """
    return re.compile(fnmatch.translate(text.replace("[", "[[]")))
