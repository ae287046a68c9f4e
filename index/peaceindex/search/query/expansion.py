"""What prefixes, wildcards, ranges and fuzzy words stand for: the words of the index that they match."""

from __future__ import annotations

import fnmatch
import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import query

from peaceindex.search.codec import Lexicon
from peaceindex.search.execution.postings import Leaf, Postings
from peaceindex.text.edit_distance import near

_KEPT = 64


class Near(query.FuzzyTerm):
    """A word and words much like it. Unlike the engine's own, two letters swapped count as one mistake."""

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        beginning = self.text[: self.prefixlength]
        for term in ixreader.expand_prefix(self.fieldname, beginning):
            if matches(self, term.decode()):
                yield term


PATTERNS = (query.Prefix, query.Wildcard, query.FuzzyTerm)
"""The kinds of query that stand for words of the index."""

Array = npt.NDArray[Any]
Numbers = Sequence[int] | Array
"""Words of one field of one segment, by number, in order."""


class Expander:
    """Finds the words of one generation of an index that a query stands for, segment by segment."""

    def __init__(self, postings: Postings) -> None:
        self._leaves = postings.leaves
        self._kept: OrderedDict[query.Query, list[tuple[Leaf, Numbers]]] = OrderedDict()

    def terms(self, tree: Any) -> list[tuple[Leaf, Numbers]]:
        """For each segment that has any, the numbers of the words that the query stands for."""
        if tree not in self._kept:
            leaves = [leaf for leaf in self._leaves if tree.field() in leaf.fields]
            found = zip(leaves, self._expanded(tree, leaves), strict=True)
            self._kept[tree] = [(leaf, numbers) for leaf, numbers in found if len(numbers)]
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[tree]

    def _expanded(self, tree: Any, leaves: list[Leaf]) -> Iterable[Numbers]:
        lexicons = [leaf.fields[tree.field()].terms for leaf in leaves]
        if type(tree) is query.Prefix:
            return [lexicon.beginning_with(_bytes(tree.text)) for lexicon in lexicons]
        if type(tree) is query.Wildcard and "[" not in tree.text:
            return [_like(lexicon, tree.text) for lexicon in lexicons]
        if type(tree) in (query.FuzzyTerm, Near):
            return words_near(lexicons, tree)
        if type(tree) is query.TermRange:
            return [_between(leaf, lexicon, tree) for leaf, lexicon in zip(leaves, lexicons, strict=True)]
        return [_listed(leaf, lexicon, tree) for leaf, lexicon in zip(leaves, lexicons, strict=True)]


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _listed(leaf: Leaf, lexicon: Lexicon, tree: Any) -> Numbers:
    """By the engine's own listing, for kinds of query that are not known here."""
    schema = leaf.reader.schema
    terms = (
        text if isinstance(text, bytes) else schema[tree.field()].to_bytes(text) for text in tree._btexts(leaf.reader)
    )
    return sorted({number for term in terms if (number := lexicon.find(term)) is not None})


def _between(leaf: Leaf, lexicon: Lexicon, tree: Any) -> Numbers:
    field = leaf.reader.schema[tree.fieldname]
    try:
        start = b"" if tree.start is None else field.to_bytes(tree.start)
        end = b"\xff\xff\xff\xff" if tree.end is None else field.to_bytes(tree.end)
    except ValueError:
        return range(0)
    first = (bisect_right if tree.startexcl else bisect_left)(lexicon, start)
    return range(first, max(first, (bisect_left if tree.endexcl else bisect_right)(lexicon, end)))


def _like(lexicon: Lexicon, text: str) -> Numbers:
    """The words that a wildcard word matches: one search through all of them, a line each."""
    numbers = lexicon.beginning_with(beginning_of(query.Wildcard("", text)).encode())
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
    starts = np.fromiter((match.start() for match in pattern.finditer(shown)), np.int64)
    characters = np.cumsum((lines & 0xC0) != 0x80)  # a match is told in characters
    begins = np.concatenate(([0], characters[~inside][:-1]))
    return numbers.start + np.searchsorted(begins, starts)


def _line_pattern(text: str) -> str:
    """A wildcard word as a pattern within a line. What a star in the middle took is never tried again."""
    first, *rest = ("".join(r"[^\n]" if c == "?" else re.escape(c) for c in part) for part in re.split(r"\*+", text))
    if not rest:
        return first
    return first + "".join(rf"(?>[^\n]*?{part})" for part in rest[:-1]) + r"[^\n]*" + rest[-1]


def words_near(lexicons: list[Lexicon], tree: Any) -> list[Numbers]:
    """The words within a distance of a word, those of all segments compared at once, letter by letter."""
    wanted, most, beginning = str(tree.text), int(tree.maxdist), int(tree.prefixlength)
    ranges = [lexicon.beginning_with(wanted[:beginning].encode()) for lexicon in lexicons]
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
    begin = np.cumsum(size) - size
    likely = np.flatnonzero(np.abs(size - len(wanted)) <= most)
    width = len(wanted) + most
    columns = np.minimum(begin[likely][:, None] + np.arange(width), len(letters) - 1)
    near = np.zeros(len(size), bool)
    near[likely] = _distances(wanted, letters[columns].T, size[likely], most, type(tree) is Near) <= most
    found: list[Numbers] = []
    at = 0
    for numbers in ranges:
        found.append(np.flatnonzero(near[at : at + len(numbers)]) + numbers.start)
        at += len(numbers)
    return found


def _distances(wanted: str, words: Array, sizes: Array, most: int, swaps: bool) -> npt.NDArray[Any]:
    """How many letters each word is away from the wanted one, where it is not more than `most`.

    `words[j]` holds the letter number j of all words. The table of
    distances is worked out for all words at once, along its diagonal only.
    """
    count = words.shape[1]
    far = np.full(count, most + 1, np.int8)
    rows: list[dict[int, Any]] = [{j: np.full(count, j, np.int8) for j in range(most + 1)}]
    same: dict[tuple[int, int], Any] = {}
    for i, letter in enumerate(wanted, 1):
        row: dict[int, Any] = {}
        code = ord(letter)
        for j in range(max(0, i - most), min(len(words), i + most) + 1):
            if j == 0:
                row[0] = np.full(count, i, np.int8)
                continue
            same[i, j] = words[j - 1] == code
            cell = rows[-1].get(j - 1, far) + ~same[i, j]
            np.minimum(cell, rows[-1].get(j, far) + np.int8(1), out=cell)
            np.minimum(cell, row.get(j - 1, far) + np.int8(1), out=cell)
            if swaps and i > 1 and j > 1:
                swapped = (words[j - 2] == code) & (words[j - 1] == ord(wanted[i - 2]))
                cell = np.where(swapped, np.minimum(cell, rows[-2].get(j - 2, far) + np.int8(1)), cell)
            row[j] = cell
        rows.append(row)
    last = np.full(count, most + 1, np.int8)
    for j, cell in rows[-1].items():
        np.copyto(last, cell, where=sizes == j)
    return last


def beginning_of(tree: Any) -> str:
    """What all words begin with that the prefix, wildcard or fuzzy query means."""
    if isinstance(tree, query.Prefix):
        return str(tree.text)
    if isinstance(tree, query.Wildcard):
        return re.split(r"[*?]", tree.text, maxsplit=1)[0]
    return str(tree.text[: tree.prefixlength])


def matches(tree: Any, word: str) -> bool:
    """Whether a folded word is one that the prefix, wildcard or fuzzy query means."""
    if isinstance(tree, query.Prefix):
        return word.startswith(tree.text)
    if isinstance(tree, query.Wildcard):
        return wildcard_pattern(tree.text).fullmatch(word) is not None
    return near(tree.text, word, int(tree.maxdist), tree.prefixlength)


@lru_cache(maxsize=64)
def wildcard_pattern(text: str) -> re.Pattern[str]:
    """The pattern of a wildcard word: `*` is any number of characters, `?` is one. It never tries twice."""
    return re.compile(fnmatch.translate(text.replace("[", "[[]")))
