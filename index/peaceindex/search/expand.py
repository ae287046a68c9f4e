"""What prefixes, wildcards and fuzzy words stand for: the words of the index that they match."""

from __future__ import annotations

import fnmatch
import re
from bisect import bisect_left
from collections import OrderedDict
from functools import lru_cache
from typing import Any

from whoosh import query

MOST_TERMS = 1000
"""A prefix that stands for more words than this is searched by the most frequent of them."""

PATTERNS = (query.Prefix, query.Wildcard, query.FuzzyTerm)
"""The kinds of query that stand for words of the index."""


class Expander:
    """The words of one generation of an index. A field's whole list is read when a beginning does not narrow it."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._lexicons: dict[str, list[str]] = {}
        self._kept: OrderedDict[query.Query, tuple[tuple[str, ...], bool]] = OrderedDict()

    def terms(self, tree: Any) -> tuple[tuple[str, ...], bool]:
        """The words that the query matches, at most `MOST_TERMS`, and whether there are more."""
        if tree not in self._kept:
            found = [word for word in self._candidates(tree) if matches(tree, word)]
            more = len(found) > MOST_TERMS
            if more:
                found.sort(key=lambda word: -self._reader.doc_frequency(tree.fieldname, word))
            self._kept[tree] = (tuple(found[:MOST_TERMS]), more)
            if len(self._kept) > 64:
                self._kept.popitem(last=False)
        return self._kept[tree]

    def _candidates(self, tree: Any) -> list[str]:
        beginning = _beginning(tree)
        if beginning and tree.fieldname not in self._lexicons:
            return [term.decode() for term in self._reader.expand_prefix(tree.fieldname, beginning)]
        lexicon = self._lexicon(tree.fieldname)
        first = bisect_left(lexicon, beginning)
        last = bisect_left(lexicon, beginning + "\U0010ffff") if beginning else len(lexicon)
        return lexicon[first:last]

    def _lexicon(self, field: str) -> list[str]:
        if field not in self._lexicons:
            # Stored in the order of UTF-8, which is that of code points, as Python sorts.
            self._lexicons[field] = [term.decode() for term in self._reader.lexicon(field)]
        return self._lexicons[field]


def matches(tree: Any, word: str) -> bool:
    """Whether a folded word is one that the prefix, wildcard or fuzzy query means."""
    if isinstance(tree, query.Prefix):
        return word.startswith(tree.text)
    if isinstance(tree, query.Wildcard):
        return wildcard_pattern(tree.text).fullmatch(word) is not None
    return near(tree.text, word, int(tree.maxdist), tree.prefixlength)


def _beginning(tree: Any) -> str:
    if isinstance(tree, query.Prefix):
        return str(tree.text)
    if isinstance(tree, query.Wildcard):
        return re.split(r"[*?]", tree.text, maxsplit=1)[0]
    return str(tree.text[: tree.prefixlength])


@lru_cache(maxsize=64)
def wildcard_pattern(text: str) -> re.Pattern[str]:
    """The pattern of a wildcard word: `*` is any number of characters, `?` is one. It never tries twice."""
    return re.compile(fnmatch.translate(text.replace("[", "[[]")))


def near(wanted: str, word: str, most: int, beginning: int = 1) -> bool:
    """Whether two words differ by at most `most` letters added, left out, changed or swapped with the next."""
    if abs(len(wanted) - len(word)) > most or wanted[:beginning] != word[:beginning]:
        return False
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, a in enumerate(wanted, 1):
        earlier, before = before, row
        row = [i]
        for j, b in enumerate(word, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == word[j - 2] and wanted[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most
